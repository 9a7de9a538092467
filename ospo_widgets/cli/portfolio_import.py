# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio import``: files of any shape into the store of a portfolio."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import bullet
from ospo_widgets.errors import InputError
from ospo_widgets.wording import day as day_text
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.api.portfolios import Taken
    from ospo_widgets.portfolio.importing import ColumnMapping

_DETAILS = """\
The shape of each file is told by its content: CSV, XLSX and Parquet tables, dumps of GitHub and
GitLab, SAP repos.json, code.json, publiccode.yml, CITATION.cff, codemeta.json, .zenodo.json, SPDX
and CycloneDX bills, Scorecard, ecosyste.ms, LLNL, RSD, OKH and OSHWA. Nothing uses the network.

What other sources said in the last snapshot stays, unless --anew is given.
Columns of a table are guessed; --show-mapping prints the guess as JSON, which --mapping takes.

Example:
  ospo portfolio import inventory.csv github-org.json --store our-portfolio
  ospo portfolio import inventory.xlsx --show-mapping --output mapping.json
  ospo portfolio import inventory.xlsx --mapping mapping.json --store our-portfolio

Exit codes:
  0    imported; what could not be taken over is listed
  2    a file is not there, or nothing was found; the store is as it was
"""
_SHOWN = 20


def add(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        inner, "import", "Read files of any shape into a portfolio.", details=_DETAILS
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="files to read")
    parser.add_argument("--store", metavar="DIR", help="folder or address of the store")
    parser.add_argument(
        "--day", metavar="DATE", type=day_option, help="day of the snapshot (today)"
    )
    parser.add_argument("--mapping", metavar="FILE", type=Path, help="columns of a table, as JSON")
    parser.add_argument(
        "--show-mapping", action="store_true", help="print which columns are which fields, and stop"
    )
    parser.add_argument("--source", default="", help="name of the source, instead of the file's")
    parser.add_argument("--anew", action="store_true", help="leave out what other sources said")
    add_answer_options(parser, ("text", "json"))
    parser.set_defaults(run=run)


def day_option(text: str) -> date:
    """A day of an option (``2026-11-22``)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no date such as 2026-11-22") from None


def run(args: argparse.Namespace) -> int:
    """Import and say what was taken over.

    Raises:
        InputError: No store was named, or a file cannot be read.
    """
    mapping = read_mapping(args.mapping) if args.mapping else None
    if args.show_mapping:
        emit(_guess(args.files, mapping).rstrip(), args.output)
        return OK
    if not args.store:
        raise InputError("The option --store is missing. Nothing was read.")
    from ospo_widgets.api.portfolios import import_portfolio

    taken = import_portfolio(
        args.files,
        args.store,
        day=args.day or date.today(),
        mapping=mapping,
        source=args.source,
        anew=args.anew,
    )
    if chosen_format(args) == "json":
        emit_json(taken.to_json(), args.output)
    else:
        emit(taken_text(taken), args.output)
    return OK


def _guess(files: list[Path], mapping: ColumnMapping | None) -> str:
    from ospo_widgets.portfolio.importing import read_import

    found = read_import(files[0], read_on=date.today(), mapping=mapping)
    if found.mapping is None:
        raise InputError(f"“{files[0].name}” is no table: nothing is to be mapped.")
    return found.mapping.to_json()


def read_mapping(file: Path) -> ColumnMapping:
    """A mapping from a JSON file.

    Raises:
        InputError: The file cannot be read, or is no mapping.
    """
    from ospo_widgets.portfolio.importing import ColumnMapping

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"“{file.name}” cannot be read. Nothing was imported.") from None
    return ColumnMapping.from_json(text)


def taken_text(taken: Taken) -> str:
    """What went into a store, as text."""
    lines = [
        plural("cli.portfolio.taken", taken.repositories, date=day_text(taken.day)),
        words("cli.portfolio.changed", new=number(len(taken.new)), gone=number(len(taken.gone))),
    ]
    lines += [words("cli.portfolio.shape", file=file, shape=shape) for file, shape in taken.shapes]
    if taken.errors:
        lines.append(plural("cli.portfolio.errors", taken.errors))
    if taken.problems:
        lines += ["", plural("cli.portfolio.problems", len(taken.problems))]
        for problem in taken.problems[:_SHOWN]:
            where = ", ".join(filter(None, (problem.source, problem.place, problem.repo)))
            lines += bullet(f"{where}: {problem.message}" if where else problem.message)
        if len(taken.problems) > _SHOWN:
            lines.append(words("cli.portfolio.more", count=number(len(taken.problems) - _SHOWN)))
    return "\n".join(lines)
