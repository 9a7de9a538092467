# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio report``: the organisation's repositories as a report or as data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.errors import InputError

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.portfolio.filters import Filters

_DETAILS = """\
Without --data, the sample of 127 repositories is reported.

Example:
  ospo portfolio report --output report.html
  ospo portfolio report --kind hardware --active yes --format json
  ospo portfolio report --data our-portfolio --only no-reuse --output rows.csv

Exit codes:
  0    reported; also when no repository fits the filters
  2    the data cannot be read, or a filter is not known
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "portfolio", "Report on the organisation's repositories.", details=_DETAILS
    )
    inner = parser.add_subparsers(title="commands", metavar="report", required=True, dest="what")
    report = add_command(
        inner, "report", "Report on the organisation's repositories.", details=_DETAILS
    )
    report.add_argument("--data", metavar="DIR", type=Path, help="folder of a portfolio")
    add_answer_options(report, ("text", "html", "csv", "json"))
    filters = report.add_argument_group("filters")
    filters.add_argument("--kind", help="software, hardware, docs, notebooks or data")
    filters.add_argument("--family", help="licence family, for example none, gpl, permissive")
    filters.add_argument("--relation", help="how it belongs to the institute, as in the data")
    filters.add_argument(
        "--active", choices=("yes", "no"), help="with a commit in the last 12 months or without"
    )
    filters.add_argument("--name", help="text that the name contains")
    filters.add_argument(
        "--only",
        metavar="MARK",
        action="append",
        help="has this mark (tests, reuse, …), or has it not (no-tests); may be repeated",
    )
    report.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Report."""
    from ospo_widgets.api import Portfolio

    portfolio = Portfolio.read(args.data) if args.data else Portfolio.sample()
    portfolio = portfolio.filtered(_filters(args, portfolio))
    kind = chosen_format(args)
    if kind == "json":
        emit_json(portfolio.to_json(), args.output)
    else:
        emit(_render(portfolio, kind), args.output)
    return OK


def _filters(args: argparse.Namespace, portfolio: Portfolio) -> Filters:
    """The options as filters; unlike an address, a wrong one is an error.

    Raises:
        InputError: A value is not known.
    """
    from ospo_widgets.portfolio.filters import Filters

    pairs = {name: getattr(args, name) for name in ("kind", "family", "relation", "active", "name")}
    pairs["only"] = ",".join(args.only or ())
    relations = {repository.relation for repository in portfolio.repositories}
    query = urlencode({name: value for name, value in pairs.items() if value})
    filters, notes = Filters.from_query(query, relations)
    if notes:
        raise InputError(" ".join(notes) + " Nothing was written.")
    return filters


def _render(portfolio: Portfolio, kind: str) -> str:
    from ospo_widgets.portfolio.report import report_html

    if kind == "html":
        return report_html(portfolio)
    return portfolio_text(portfolio)


def portfolio_text(portfolio: Portfolio) -> str:
    """The portfolio as text."""
    return str(len(portfolio.repositories))
