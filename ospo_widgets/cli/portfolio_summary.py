# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio summary``: what each snapshot of a store counts."""

from __future__ import annotations

import argparse
from typing import Any

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import columns
from ospo_widgets.wording import words

_DETAILS = """\
Repositories by licence, licence family and kind, without a licence, and with a licence that nobody
recognised, for each snapshot, oldest first.

Example:
  ospo portfolio summary --store our-portfolio --format json

Exit codes:
  0    counted; a store without snapshots gives an empty list
  2    the store cannot be read
"""


def add(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        inner, "summary", "Count the repositories of each snapshot.", details=_DETAILS
    )
    parser.add_argument(
        "--store", metavar="DIR", required=True, help="folder or address of the store"
    )
    add_answer_options(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Count and print."""
    from ospo_widgets.portfolio.store import Store

    found = Store(args.store).summary()
    if chosen_format(args) == "json":
        emit_json(found, args.output)
    else:
        emit(summary_text(found), args.output)
    return OK


def summary_text(found: list[dict[str, Any]]) -> str:
    """The counts as tables."""
    from ospo_widgets.portfolio.store import summary_tables

    if not found:
        return words("cli.portfolio.no-snapshot")
    lines: list[str] = []
    for table in summary_tables(found):
        lines += ["", table.title, *columns(table.rows)]
    return "\n".join(lines[1:])
