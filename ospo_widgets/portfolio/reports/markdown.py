# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A report as Markdown, for an issue, a wiki or a chat: figures as tables, no pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.numbers import number
from ospo_widgets.charting.table import chart_table
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.reports.cells import shown
from ospo_widgets.portfolio.reports.html import left_out
from ospo_widgets.portfolio.reports.model import NUMERIC, Cell, Column, Link, Report, Section, Table
from ospo_widgets.wording import spoken, words

MOST_ROWS = 200
"""Rows of a table; the spreadsheet and the archive of data hold all."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&$])")
_LIST_START = re.compile(r"^([-+]|\d+[.)])(?=\s)")
_ADDRESS = re.compile(r"https?://[^\s<>()\"'`\\|]+")


def to_markdown(report: Report) -> str:
    """The report as the text of a Markdown file."""
    with spoken(report.language):
        return "\n".join(_lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {escaped(report.title)}", "")
    for line in (*report.subtitle, report.nothing):
        if line:
            yield from (escaped(line), "")
    if report.summary:
        yield from (f"## {words('portfolio_report.summary')}", "")
        for finding in report.summary:
            basis = words("portfolio_report.basis", basis=finding.basis)
            yield f"- **{escaped(finding.text)}** {escaped(basis)}"
        yield ""
    for section in report.sections:
        yield from _section(section)
    if report.quality:
        yield from (f"## {words('portfolio.quality.title')}", "")
        yield from (f"- {escaped(statement)}" for statement in report.quality)


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {escaped(section.title)}", "")
    for paragraph in section.text:
        yield from (escaped(paragraph), "")
    for figure in section.figures:
        said = words("common.semicolon").join(figure.lines)
        named = f"{escaped(figure.label)}{words('common.colon')}**{number(figure.value)}**"
        yield f"- {named} ({escaped(said)})" if said else f"- {named}"
    for point in section.points:
        yield f"- **{escaped(point.headline)}** {escaped(point.detail)}".rstrip()
    if section.figures or section.points:
        yield ""
    for chart in section.charts:
        yield from _chart(chart, section)
    for table in section.tables:
        yield from _table(table, section)


def _chart(chart: Chart, section: Section) -> Iterator[str]:
    if chart.title != section.title:
        yield from (f"### {escaped(chart.title)}", "")
    yield from (escaped(chart.basis), "")
    data = chart_table(chart)
    rows = [
        [escaped(cell) if isinstance(cell, str) else number(cell) for cell in row]
        for row in data.rows[-MOST_ROWS:]
    ]
    yield from _rows([escaped(c) for c in data.columns], [i > 0 for i in range(len(data.columns))])
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _table(table: Table, section: Section) -> Iterator[str]:
    if table.caption != section.title:
        yield from (f"### {escaped(table.caption)}", "")
    for note in (table.note, left_out(table, MOST_ROWS)):
        if note:
            yield from (escaped(note), "")
    labels = [escaped(column.label) for column in table.columns]
    yield from _rows(labels, [column.type in NUMERIC for column in table.columns])
    for row in table.rows[:MOST_ROWS]:
        cells = [_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _rows(labels: Sequence[str], numeric: Sequence[bool]) -> Iterator[str]:
    yield f"| {' | '.join(labels)} |"
    yield f"|{'|'.join(' ---: ' if right else ' --- ' for right in numeric)}|"


def _cell(cell: Cell, column: Column) -> str:
    text = escaped(shown(cell, column.type))
    if isinstance(cell, Link) and _ADDRESS.fullmatch(cell.url):
        return f"[{text}](<{cell.url}>)"
    return text


def escaped(value: str) -> str:
    """Text that Markdown shows as it is: no HTML, no links, no emphasis, one line."""
    one_line = " ".join(visible(value).split())
    return _LIST_START.sub(r"\\\1", _SPECIAL.sub(r"\\\1", one_line))
