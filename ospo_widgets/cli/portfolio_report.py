# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio report``: the organisation's repositories as a report or as data."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from ospo_widgets.charting.numbers import number
from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import (
    STDOUT,
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    write_file,
)
from ospo_widgets.cli.portfolio_import import day_option
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.charting.model import Chart
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.portfolio.filters import Filters
    from ospo_widgets.portfolio.tiles import Tile

_DETAILS = """\
Without --store, --data and OSPO_PORTFOLIO, the sample of 127 repositories is reported.
The ending of --output says the format: .html, .pdf, .xlsx, .md, .zip (data), .csv, .json, .txt.

Templates: overview (what is shown on the page), yearly (for management), monthly (what changed),
department, repository.

Example:
  ospo portfolio report --output report.html
  ospo portfolio report --store our-portfolio --template monthly --language fr --output août.pdf
  ospo portfolio report --kind hardware --active yes --format json
  ospo portfolio report --config report.toml

Exit codes:
  0    reported; also when no repository fits the filters
  2    the data cannot be read, or an option is not known
"""

_STEPS_SHOWN = 12
_PLAIN = ("text", "csv", "json")
_DOCUMENTS = ("html", "pdf", "xlsx", "markdown", "zip")


def add(inner: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    report = add_command(
        inner, "report", "Report on the organisation's repositories.", details=_DETAILS
    )
    where = report.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="DIR", help="folder or address of a store")
    where.add_argument(
        "--data", metavar="DIR", type=Path, help="folder of a portfolio in CSV files"
    )
    where.add_argument("--config", metavar="FILE", type=Path, help="TOML file that says it all")
    report.add_argument("--day", metavar="DATE", type=day_option, help="snapshot of this day")
    report.add_argument("--template", default="", help="what it is about (overview)")
    report.add_argument("--language", default="", help="en or fr")
    report.add_argument("--period", default="", help="2026, 2026-Q3, 2026-08, last-month, …")
    report.add_argument("--department", default="", help="which one, for --template department")
    report.add_argument("--repo", default="", help="which one, for --template repository")
    add_answer_options(report, (*_PLAIN, *_DOCUMENTS))
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
    if args.config:
        return _run_config(args.config)
    portfolio = _opened(args)
    portfolio = portfolio.filtered(_filters(args, portfolio))
    kind = chosen_format(args)
    if args.template and kind in {"csv", "json"}:
        raise InputError(
            f"A template makes no {kind.upper()}. Nothing was written.",
            remedy="The data of a report are in its .zip.",
        )
    if kind in _DOCUMENTS or args.template:
        return _write(args, portfolio, kind if kind in _DOCUMENTS else "html")
    if kind == "json":
        emit_json(portfolio.to_json(), args.output)
    else:
        emit(portfolio.to_csv() if kind == "csv" else portfolio_text(portfolio), args.output)
    return OK


def _opened(args: argparse.Namespace) -> Portfolio:
    from ospo_widgets.api import Portfolio
    from ospo_widgets.portfolio.opening import open_portfolio

    if args.data:
        return Portfolio.read(args.data)
    return Portfolio.open(args.store, args.day) if args.store else open_portfolio(args.day)


def _write(args: argparse.Namespace, portfolio: Portfolio, kind: str) -> int:
    """Make a report and write it; where no PDF can be made, the HTML takes its place."""
    from ospo_widgets.portfolio.reports.build import build_report
    from ospo_widgets.portfolio.reports.model import Format
    from ospo_widgets.portfolio.reports.render import render_or_html

    report = build_report(
        portfolio,
        args.template or "overview",
        date=date.today(),
        language=args.language,
        department=args.department,
        repo=args.repo,
        period=args.period or None,
    )
    made = render_or_html(report, kind)
    if args.output == STDOUT:
        if made.format in {Format.HTML, Format.MARKDOWN}:
            emit(made.content.decode(), args.output)
            return OK
        raise InputError(f"{made.format} goes into a file: give --output. Nothing was written.")
    path = Path(args.output)
    if made.format is not Format(kind):
        path = path.with_suffix(f".{made.format}")
        sys.stderr.write(f"{made.message} ({path.name})\n")
    write_file(path, made.content)
    return OK


def _run_config(file: Path) -> int:
    from ospo_widgets.portfolio.reports.run import run_config

    for written in run_config(file, date=date.today()):
        sys.stdout.write(f"{written.path}\n")
        if written.message:
            sys.stderr.write(f"{written.message}\n")
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
    from ospo_widgets.portfolio.tiles import value_text

    lines = [portfolio.heading()]
    if not portfolio.repositories:
        return lines[0]
    if portfolio.filters:
        lines.append(" · ".join(portfolio.filters.describe()))
    lines.append("")
    lines += columns([(value_text(tile), _told(tile)) for tile in portfolio.tiles()])
    for chart in portfolio.charts():
        lines += ["", chart.title, *_chart_rows(chart)]
    lines += ["", words("cli.portfolio.attention")]
    for item in portfolio.attention():
        lines += bullet(f"{item.headline} {item.detail}".strip())
    lines += ["", words("cli.portfolio.before_quoting")]
    for statement in portfolio.data_quality():
        lines += bullet(statement.text)
    return "\n".join(lines)


def _told(tile: Tile) -> str:
    return f"{tile.label} ({tile.comparison})" if tile.comparison else tile.label


def _chart_rows(chart: Chart) -> list[str]:
    """The table of a chart, of lines the newest steps; cells without a value stay empty."""
    from ospo_widgets.charting.model import Kind

    shown = chart.rows()[-_STEPS_SHOWN:] if chart.kind is Kind.LINES else chart.rows()
    rows = [("" if value is None else _cell(value) for value in row) for row in shown]
    return columns([chart.columns(), *map(tuple, rows)])


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)
