# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio report``: the organisation's repositories as a report or as data."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from ospo_widgets.charting.numbers import number
from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.charting.model import Chart
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

_STEPS_SHOWN = 12


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
    elif kind == "html":
        from ospo_widgets.portfolio.report import report_html

        emit(report_html(portfolio, date=date.today()), args.output)
    else:
        emit(portfolio.to_csv() if kind == "csv" else portfolio_text(portfolio), args.output)
    return OK


def _filters(args: argparse.Namespace, portfolio: Portfolio) -> Filters:
    """The options as filters; unlike in an address, a wrong one is an error.

    Raises:
        InputError: A value is not known.
    """
    from ospo_widgets.portfolio.readiness import MARKS, NOT

    given = {name: getattr(args, name) for name in ("kind", "family", "relation", "active", "name")}
    given["only"] = ",".join(args.only or ())
    given = {name: value for name, value in given.items() if value}
    filters, notes = portfolio.filters_from_query(urlencode(given))
    if notes:
        kept = dict(parse_qsl(filters.to_query()))
        wrong = next(name for name in given if kept.get(name, "") != given[name])
        known = {name: [c.value for c in found] for name, found in portfolio.choices().items()}
        known["only"] = [*MARKS, *(NOT + mark for mark in MARKS)]
        values = ", ".join(known.get(wrong, ()))
        raise InputError(
            f"“{given[wrong]}” is no value of --{wrong}. Nothing was written.",
            remedy=f"Known are: {values}." if values else "",
        )
    return filters


def portfolio_text(portfolio: Portfolio) -> str:
    """The portfolio as text: what it is, its figures, its charts as tables, what to look at."""
    lines = [portfolio.heading()]
    if not portfolio.repositories:
        return lines[0]
    if portfolio.filters:
        lines.append(" · ".join(portfolio.filters.describe()))
    lines.append("")
    lines += columns(
        [(number(tile.value), f"{tile.label} ({tile.comparison})") for tile in portfolio.tiles()]
    )
    for chart in portfolio.charts():
        lines += ["", chart.title, *_chart_rows(chart)]
    lines += ["", words("cli.portfolio.attention")]
    for item in portfolio.attention():
        lines += bullet(f"{item.headline} {item.detail}".strip())
    lines += ["", words("cli.portfolio.before_quoting")]
    for statement in portfolio.data_quality():
        lines += bullet(statement.text)
    return "\n".join(lines)


def _chart_rows(chart: Chart) -> list[str]:
    """The table of a chart, of lines the newest steps; cells without a value stay empty."""
    from ospo_widgets.charting.model import Kind

    shown = chart.rows()[-_STEPS_SHOWN:] if chart.kind is Kind.LINES else chart.rows()
    rows = [("" if value is None else _cell(value) for value in row) for row in shown]
    return columns([chart.columns(), *map(tuple, rows)])


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)
