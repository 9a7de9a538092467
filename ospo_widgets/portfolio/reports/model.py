# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A report as data: what it says, in one language, before any format.

Templates make it, renderers write it as HTML, PDF, spreadsheet, Markdown or an archive of data.
Texts are plain; every renderer escapes them itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ospo_widgets.charting.model import Chart


class Template(StrEnum):
    """What a report is about."""

    OVERVIEW = "overview"
    """What is shown now: figures, charts and the list, as on the page."""
    YEARLY = "yearly"
    """A year, for management."""
    MONTHLY = "monthly"
    """What changed in a month."""
    DEPARTMENT = "department"
    """One department beside the whole organisation."""
    REPOSITORY = "repository"
    """One repository."""


class Format(StrEnum):
    """How a report can be written."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    ZIP = "zip"


class ColumnType(StrEnum):
    """What the cells of a column hold; decides how each format writes them."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    CHANGE = "change"
    """A difference: a number with its sign."""
    SHARE = "share"
    """From 0 to 1, shown in per cent."""
    CHANGE_SHARE = "change-share"
    """A difference as a share, in per cent with its sign."""
    DAY = "day"
    LICENSE = "license"
    FLAG = "flag"
    """Yes, no or not known."""
    NEWS = "news"
    """Good news (True), bad news (False) or neither (None)."""


NUMERIC = frozenset(
    {
        ColumnType.COUNT,
        ColumnType.NUMBER,
        ColumnType.CHANGE,
        ColumnType.SHARE,
        ColumnType.CHANGE_SHARE,
    }
)
"""Columns that are set right."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a public address; an empty address leads nowhere."""

    label: str
    url: str = ""


Cell = str | int | float | bool | date | Link | None
"""One value of a table; None is not known, and never stands for no."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        id: ASCII name, the header in data files.
        label: Header for people.
        type: What its cells hold.
        sorted: ``ascending`` or ``descending`` when the rows are in its order, else empty.
    """

    id: str
    label: str
    type: ColumnType = ColumnType.TEXT
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers.

    Attributes:
        id: ASCII name, unique in a report; name of its data file and sheet.
        caption: What it shows.
        columns: Headers.
        rows: Cells, as long as ``columns``.
        note: What to know before reading it; may be empty.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.id}: a row is not as long as the header")


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure.

    Attributes:
        id: ASCII name.
        label: What it counts.
        value: The figure; None when it is not known.
        lines: What it is part of, or compares with.
    """

    id: str
    label: str
    value: float | None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the executive summary, computed from the numbers.

    Attributes:
        id: ASCII name.
        text: What was found.
        basis: What was counted, and the caveat.
    """

    id: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at.

    Attributes:
        headline: What is the case.
        detail: Why it matters; may be empty.
        unknown: Carries the mark of what is not known.
    """

    headline: str
    detail: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report, under a heading.

    Attributes:
        id: ASCII name, unique in a report.
        title: Heading, a finding where there is one.
        text: Paragraphs below the heading.
        figures: Large figures.
        points: Things to look at.
        charts: Charts, each with its table; the first one may carry the heading.
        tables: Tables.
        annex: Begins a new page on paper.
    """

    id: str
    title: str
    text: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    points: tuple[Point, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        template: What it is about.
        language: Code of the language of all its texts.
        title: Heading.
        subtitle: Lines below it: when it was made, of what, with which filters.
        date: Day on which it was made.
        period: Time that it is about, as names of files say it (``2026-08``).
        sections: Its parts, in order.
        summary: The executive summary; may be empty.
        quality: What to know of the data before quoting a figure: coverage, age, unknowns.
        nothing: Why there is nothing to report, one sentence; empty when there is.
        data: Tables that only the data formats hold, for example every row with every field.
    """

    template: Template
    language: str
    title: str
    subtitle: tuple[str, ...]
    date: date
    period: str
    sections: tuple[Section, ...]
    summary: tuple[Finding, ...] = ()
    quality: tuple[str, ...] = ()
    nothing: str = ""
    data: tuple[Table, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for what, ids in (
            ("section", [section.id for section in self.sections]),
            ("table", [table.id for table in self.tables()]),
            ("chart", [chart.id for chart in self.charts()]),
        ):
            if len(ids) != len(set(ids)):
                raise ValueError(f"a {what} has the id of another one: {ids}")

    def tables(self) -> tuple[Table, ...]:
        """All tables of all sections, and those that only the data formats hold."""
        return (*(table for section in self.sections for table in section.tables), *self.data)

    def charts(self) -> tuple[Chart, ...]:
        """All charts in order."""
        return tuple(chart for section in self.sections for chart in section.charts)

    def _repr_html_(self) -> str:
        """What a notebook shows: the report in a frame of its own."""
        from ospo_widgets.markup import tag
        from ospo_widgets.portfolio.reports.html import to_html

        return tag(
            "iframe",
            srcdoc=to_html(self),
            title=self.title,
            sandbox="",
            width="100%",
            height=900,
        )
