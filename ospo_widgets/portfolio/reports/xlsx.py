# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A report as a spreadsheet: a summary, a sheet for each chart and table, charts as its own.

Nothing in it is a formula. Texts that begin like one get a quote in front, so that they stay text
when somebody saves a sheet as CSV and opens it again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ospo_widgets.charting.table import neutral
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.reports.cells import plain, shown
from ospo_widgets.portfolio.reports.model import Cell, Column, ColumnType, Link, Report, Table
from ospo_widgets.portfolio.reports.xlsx_charts import add_chart
from ospo_widgets.wording import plural, separators, spoken, words

MOST_ROWS = 100_000
"""Rows of a sheet; the archive of data holds all."""

MOST_CELLS = 2_000_000
"""Cells of a sheet; a table with more has fewer rows."""

MOST_LINKS = 5_000
"""Links of a sheet; spreadsheets take 65,530 and open slowly with many."""

LONGEST_CELL = 32_000
"""Characters of a cell; spreadsheets take 32,767."""

_LONGEST_NAME = 31
_NAMELESS = "…"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,2000}")
_WIDTHS = {
    ColumnType.COUNT: 12,
    ColumnType.NUMBER: 12,
    ColumnType.CHANGE: 12,
    ColumnType.SHARE: 10,
    ColumnType.CHANGE_SHARE: 10,
    ColumnType.DAY: 12,
    ColumnType.FLAG: 10,
    ColumnType.LICENSE: 28,
}
_NUMBER_FORMATS = {
    ColumnType.COUNT: "#,##0",
    ColumnType.NUMBER: "#,##0.0",
    ColumnType.CHANGE: "+#,##0;-#,##0;0",
    ColumnType.SHARE: "0%",
    ColumnType.CHANGE_SHARE: "+0%;-0%;0%",
    ColumnType.DAY: "yyyy-mm-dd",
}


def to_xlsx(report: Report) -> bytes:
    """The report as the content of an ``.xlsx`` file; the same report gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    with spoken(report.language), xlsxwriter.Workbook(out, options) as workbook:
        made = datetime(report.date.year, report.date.month, report.date.day)
        workbook.set_properties({"title": _text(report.title)[:250], "created": made})
        _Writer(workbook, report).write()
    return out.getvalue()


class _Writer:
    """Writes the sheets of one report."""

    def __init__(self, workbook: Any, report: Report) -> None:
        self._book = workbook
        self._report = report
        self._names: set[str] = set()
        wrap = {"text_wrap": True, "valign": "top"}
        self._plain = workbook.add_format(wrap)
        self._title = workbook.add_format({"bold": True, "font_size": 16})
        self._heading = workbook.add_format({"bold": True, "font_size": 12, "valign": "top"})
        self._strong = workbook.add_format({"bold": True, **wrap})
        self._muted = workbook.add_format({"font_color": "#565E68", **wrap})
        self._header = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._formats = {
            kind: workbook.add_format({"num_format": code})
            for kind, code in _NUMBER_FORMATS.items()
        }

    def write(self) -> None:
        """Summary first, then the sections in their order, then the data."""
        self._summary()
        for section in self._report.sections:
            for chart in section.charts:
                sheet = self._sheet(chart.subject)
                add_chart(self._book, sheet, chart, title=self._heading, header=self._header)
            for table in section.tables:
                self._table(table)
        for table in self._report.data:
            self._table(table)

    def _sheet(self, wanted: str) -> Any:
        """A sheet with a name that spreadsheets take, and that no other sheet has."""
        words_of = " ".join(_NOT_IN_NAMES.sub(" ", visible(wanted)).split())
        base = words_of.lstrip("=+-@ ")[:_LONGEST_NAME].rstrip() or _NAMELESS
        name, number = base, 2
        while name.casefold() in self._names:
            end = f" {number}"
            name, number = base[: _LONGEST_NAME - len(end)].rstrip() + end, number + 1
        self._names.add(name.casefold())
        return self._book.add_worksheet(name)

    def _summary(self) -> None:
        sheet = self._sheet(words("portfolio_report.summary"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, 2, 90)
        row = 0

        def text(value: str, look: Any, *, column: int = 0) -> None:
            sheet.write_string(row, column, _text(value), look)

        def across(value: str, look: Any) -> None:
            sheet.merge_range(row, 0, row, 2, "", look)
            text(value, look)

        text(self._report.title, self._title)
        row += 1
        for line in (*self._report.subtitle, self._report.nothing):
            if line:
                across(line, self._plain)
                row += 1
        for finding in self._report.summary:
            across(finding.text, self._strong)
            sheet.set_row(row, _height(finding.text))
            row += 1
            across(words("portfolio_report.basis", basis=finding.basis), self._muted)
            sheet.set_row(row, _height(finding.basis))
            row += 1
        for section in self._report.sections:
            if not (section.figures or section.points):
                continue
            row += 1
            text(section.title, self._heading)
            row += 1
            for figure in section.figures:
                text(figure.label, self._plain)
                if figure.value is None:
                    text(words("portfolio.not-known"), self._plain, column=1)
                else:
                    sheet.write_number(row, 1, figure.value, self._formats[ColumnType.COUNT])
                text(words("common.semicolon").join(figure.lines), self._muted, column=2)
                row += 1
            for point in section.points:
                across(f"{point.headline} {point.detail}".strip(), self._plain)
                sheet.set_row(row, _height(point.headline + point.detail))
                row += 1
        row += 1
        text(words("portfolio.quality.title"), self._heading)
        for statement in self._report.quality:
            row += 1
            across(statement, self._plain)
            sheet.set_row(row, _height(statement))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _table(self, table: Table) -> None:
        sheet = self._sheet(table.caption)
        most = min(MOST_ROWS, MOST_CELLS // max(len(table.columns), 1))
        shown_rows = table.rows[:most]
        top = self._notes(sheet, table, most)
        for i, column in enumerate(table.columns):
            sheet.write_string(top, i, _text(column.label), self._header)
            width = _WIDTHS.get(column.type, 0) or _width(row[i] for row in shown_rows[:200])
            sheet.set_column(i, i, max(width, min(len(column.label), 18) + 2))
        links = 0
        for y, row in enumerate(shown_rows, top + 1):
            for x, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                if isinstance(cell, Link) and links < MOST_LINKS and _ADDRESS.fullmatch(cell.url):
                    sheet.write_url(y, x, cell.url, None, _text(cell.label))
                    links += 1
                else:
                    self._cell(sheet, (y, x), cell, column)
        if shown_rows:
            sheet.autofilter(top, 0, top + len(shown_rows), len(table.columns) - 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def _notes(self, sheet: Any, table: Table, most: int) -> int:
        """What the table shows, above it; returns the row of the header."""
        lines = [table.caption, table.note]
        if len(table.rows) > most:
            count = f"{most:,}".replace(",", separators()[0])
            lines.append(plural("portfolio_report.left-out-sheet", len(table.rows), shown=count))
        for row, line in enumerate(filter(None, lines)):
            look = self._heading if row == 0 else None
            sheet.write_string(row, 0, _text(line), look)
        return sum(map(bool, lines)) + 1

    def _cell(self, sheet: Any, place: tuple[int, int], cell: Cell, column: Column) -> None:
        """Numbers and days as such, everything else as text; what is not known stays empty."""
        value = plain(cell)
        look = self._formats.get(column.type)
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_string(*place, shown(value, column.type))
        elif isinstance(value, int | float):
            sheet.write_number(*place, value, look)
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
            if value.year >= 1900:
                sheet.write_datetime(*place, moment, look)
            else:
                sheet.write_string(*place, value.isoformat())
        else:
            sheet.write_string(*place, _text(shown(value, column.type)))


def _text(value: str) -> str:
    """A text that no spreadsheet runs, without characters that steer, cut where it must be."""
    return str(neutral(visible(value)))[:LONGEST_CELL]


def _width(cells: Iterable[Cell]) -> int:
    """Width for texts: as the longest one, within reason."""
    longest = max((len(str(plain(cell) or "")) for cell in cells), default=0)
    return min(max(longest + 2, 10), 60)


def _height(text: str) -> float:
    """Height of a row with a text over the width of the summary, points."""
    return 15.0 * (1 + len(text) // 135)
