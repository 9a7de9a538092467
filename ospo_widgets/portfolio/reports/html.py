# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A report as one HTML file: no script, nothing loaded from elsewhere; it prints on A4."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ospo_widgets.charting.model import Chart, Kind
from ospo_widgets.charting.numbers import number
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import chart_table, to_details, to_table
from ospo_widgets.markup import Content, Markup, chip, license_id, link, tag
from ospo_widgets.portfolio.reports.cells import shown
from ospo_widgets.portfolio.reports.model import (
    NUMERIC,
    Cell,
    Column,
    ColumnType,
    Link,
    Report,
    Section,
    Table,
)
from ospo_widgets.resources import static_text
from ospo_widgets.wording import plural, spoken, words

NARROW_WIDTH = 328
"""Width of the drawings for narrow screens, pixels."""

MOST_ROWS = 2_000
"""Rows of a table on a page or on paper; the spreadsheet and the archive of data hold all."""

BESIDE = (36, 24)
"""Most characters of a row, and most rows, of a table that stands beside its chart; a larger one
stands below."""

GRIDS = frozenset({Kind.HEAT, Kind.MATRIX})
"""Charts whose drawing has every value already: their table opens on demand and is not printed."""

_LONG_WORD = 24

SHORT = 16
"""Rows up to which a table stays on one page of paper."""

FEWEST_FOR_CONTENTS = 7
"""Sections from which on a report has a list of contents."""


def to_html(report: Report) -> str:
    """The report as the text of one HTML file."""
    with spoken(report.language):
        return str(_template().render(_content(report)))


def _content(report: Report) -> dict[str, Any]:
    sections = [_section(section) for section in report.sections]
    return {
        "words": words,
        "language": report.language,
        "css": _style(),
        "title": report.title,
        "subtitle": report.subtitle,
        "nothing": report.nothing,
        "summary": report.summary,
        "sections": sections,
        "contents_title": words("portfolio_report.contents"),
        "contents": sections if len(sections) >= FEWEST_FOR_CONTENTS else [],
        "quality": report.quality,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "text": section.text,
        "class": " ".join(
            name
            for name, wanted in (("annex", section.annex), ("whole", _on_one_page(section)))
            if wanted
        ),
        "figures": [
            {"label": figure.label, "value": number(figure.value), "lines": figure.lines}
            for figure in section.figures
        ],
        "points": section.points,
        "charts": [_chart(chart, section) for chart in section.charts],
        "tables": [
            {
                # The heading says it already; then the caption is for screen readers.
                "html": _table(table, hide_caption=table.caption == section.title),
                "short": len(table.rows) <= SHORT,
                "notes": [note for note in (table.note, left_out(table, MOST_ROWS)) if note],
            }
            for table in section.tables
        ],
    }


def _on_one_page(section: Section) -> bool:
    """Whether a section is so small that paper keeps it together."""
    rows = sum(len(table.rows) for table in section.tables)
    return not section.charts and rows <= SHORT


def _chart(chart: Chart, section: Section) -> dict[str, Any]:
    grid = chart.kind in GRIDS
    return {
        "title": "" if chart.title == section.title else chart.title,
        "basis": chart.basis,
        "subject": chart.subject,
        "wide": draw(chart),
        "narrow": draw(chart, width=NARROW_WIDTH),
        "table": to_details(chart) if grid else to_table(chart),
        "place": "below grid" if grid else "pair" if _fits_beside(chart) else "below",
    }


def _fits_beside(chart: Chart) -> bool:
    """Whether the table of a chart has room beside it."""
    data = chart_table(chart)
    widths = [
        max(len(cell) if isinstance(cell, str) else len(number(cell)) for cell in column)
        for column in zip(*data.rows, strict=True)
    ]
    most_characters, most_rows = BESIDE
    return sum(widths) <= most_characters and len(data.rows) <= most_rows


def left_out(table: Table, most: int) -> str:
    """How many rows are not shown, and where they are; empty when all are."""
    if len(table.rows) <= most:
        return ""
    return plural("portfolio_report.left-out", len(table.rows), shown=number(most))


def _table(table: Table, *, hide_caption: bool) -> Markup:
    """A table that becomes cards on a narrow screen; the first cell of a row is its header."""
    writers = [_writer(column, header=i == 0) for i, column in enumerate(table.columns)]
    body = [
        tag("tr", [write(cell) for write, cell in zip(writers, row, strict=True)])
        for row in table.rows[:MOST_ROWS]
    ]
    return tag(
        "table",
        tag("caption", table.caption, class_="visually-hidden" if hide_caption else None),
        tag("thead", tag("tr", [_head(column) for column in table.columns])),
        tag("tbody", body),
        class_="cards-s",
    )


def _head(column: Column) -> Markup:
    css = "n" if column.type in NUMERIC else None
    if not column.sorted:
        return tag("th", column.label, scope="col", class_=css)
    arrow = "sorted" if column.sorted == "descending" else "sorted up"
    label = tag("span", column.label, class_=arrow)
    return tag("th", label, scope="col", class_=css, aria_sort=column.sorted)


def _writer(column: Column, *, header: bool) -> Callable[[Cell], Markup]:
    """A function that writes the cells of a column."""
    if header:
        return lambda cell: tag("th", _text(cell, column.type), scope="row")
    if column.type in NUMERIC:
        return lambda cell: tag("td", _text(cell, column.type), data_h=column.label, class_="n")

    def write(cell: Cell) -> Markup:
        css = "long" if _has_long_word(cell) else None
        return tag("td", _text(cell, column.type), data_h=column.label, class_=css)

    return write


def _has_long_word(cell: Cell) -> bool:
    """Whether a cell must break within words, so that the table stays on the page."""
    text = cell.label if isinstance(cell, Link) else cell
    return isinstance(text, str) and any(len(word) > _LONG_WORD for word in text.split())


def _text(cell: Cell, kind: ColumnType) -> Content:
    text = shown(cell, kind)
    if kind is ColumnType.NEWS and cell is not None:
        return chip("yes" if cell else "no", text, ground=False)
    if isinstance(cell, Link) and cell.url:
        return link(text, cell.url)
    if kind is ColumnType.LICENSE and cell:
        short = " " not in text and not text.startswith("LicenseRef-")
        return license_id(text) if short else text
    if kind is ColumnType.DAY and cell is not None:
        return tag("time", text, datetime=text, class_="num lic")
    return text


@cache
def _style() -> Markup:
    """The style sheet of the pages.

    Browsers that print take A4 for a narrow screen, so rules for those are made for screens alone.
    """
    css = static_text("ospo.css")
    return Markup(css.replace("@media (max-width:", "@media screen and (max-width:"))


@cache
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ospo_widgets.portfolio.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
