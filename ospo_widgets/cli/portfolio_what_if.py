# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio what-if``: who is affected when a project or component changes its licence."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import bullet
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.graph import Affected, WhatIf
    from ospo_widgets.portfolio.records import Records

_DETAILS = """\
NAME is a repository (“owner/name” or its address), a package (“pkg:pypi/numpy”, “cmake:ROOT”)
or a component that we know (“Qt”). Each project that needs it, directly or through others, is
judged with the licence of today and with the other one, and the path to it is shown.
Projects without known dependencies may be affected unseen; they are counted apart.
Without --store and --data, the sample of 127 repositories is asked.

Example:
  ospo portfolio what-if AIDASoft/podio --license GPL-3.0-only
  ospo portfolio what-if ROOT --license Apache-2.0 --store our-portfolio --format json

Exit codes:
  0    the answer is there, whatever it says
  2    the store, the name or the licence cannot be used
"""

_ROWS_SHOWN = 20


def add(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        inner, "what-if", "Say who is affected by another licence.", details=_DETAILS
    )
    parser.add_argument("name", metavar="NAME", help="repository, package or component")
    parser.add_argument(
        "--license", metavar="LICENCE", required=True, help="the licence that it would have"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="DIR", help="folder or address of the store")
    where.add_argument("--data", metavar="DIR", type=Path, help="folder of a portfolio")
    parser.add_argument(
        "--day",
        metavar="DAY",
        type=_day,
        help="the snapshot of this day, such as 2026-08-22; default: the newest",
    )
    add_answer_options(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work it out and print it."""
    from ospo_widgets.portfolio.graph import Graph, what_if

    found = what_if(Graph.build(_records(args)), args.name, args.license)
    if chosen_format(args) == "json":
        emit_json(found.to_json(), args.output)
    else:
        emit(what_if_text(found), args.output)
    return OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("it must be a date such as 2026-08-22") from None


def _records(args: argparse.Namespace) -> Records:
    if args.store:
        from ospo_widgets.portfolio.store import Store

        return Store(args.store).read(args.day)
    from ospo_widgets.portfolio.source import read_folder, sample_folder

    return read_folder(args.data or sample_folder())


def what_if_text(found: WhatIf) -> str:
    """The answer as text: what it comes to, then each affected project with its path."""
    from ospo_widgets.portfolio.graph import Change

    lines = list(found.sentences())
    for change in (Change.WORSE, Change.UNKNOWN, Change.BETTER):
        rows = found.affected(change, count=_ROWS_SHOWN)
        if not rows:
            continue
        lines += ["", words(f"graph_portfolio.what_if.change.{change}")]
        for row in rows:
            lines += _row_lines(row, " → ".join(row.path))
        if more := found.counts[change] - len(rows):
            lines += bullet(plural("graph_portfolio.what_if.more", more))
    needed = [row for row in found.needed if row.change is Change.WORSE]
    if needed:
        lines += ["", words("graph_portfolio.what_if.needs_itself")]
        for row in needed[:_ROWS_SHOWN]:
            lines += _row_lines(row, row.repo)
        if more := len(needed) - len(needed[:_ROWS_SHOWN]):
            lines += bullet(plural("graph_portfolio.what_if.more", more))
    return "\n".join([*lines, "", words("cli.not_legal_opinion")])


def _row_lines(row: Affected, name: str) -> list[str]:
    """One project: path, licence, verdicts before and after, use, and what is not sure."""
    license_ = row.license
    if not license_:
        license_ = words(f"graph_portfolio.license.{'none' if license_ == '' else 'unknown'}")
    marks = [words(f"graph_portfolio.use.{row.use}")]
    marks += [words("graph_portfolio.what_if.assumed")] * row.assumed
    marks += [words("graph_portfolio.what_if.inferred")] * row.inferred
    marks += [words("graph_portfolio.what_if.optional")] * bool(row.optional)
    before, after = (
        words(f"graph_portfolio.answer.{answer}") for answer in (row.before, row.after)
    )
    lines = bullet(f"{name} ({license_}): {before} → {after} [{', '.join(marks)}]")
    if row.gap:
        lines += bullet(words(f"graph_portfolio.gap.{row.gap}"), indent=4, mark=" ")
    return lines
