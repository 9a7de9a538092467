# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart as data: what it says, what it shows, and the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Shapes that we draw."""

    BARS = "bars"
    """Horizontal bars, one value a label."""
    SHARES = "shares"
    """Horizontal bars on a ground that stands for the whole (``Chart.whole``)."""
    LINES = "lines"
    """Lines over ordered labels, for example months."""


class Tone(StrEnum):
    """Colour of a value, by token of the style sheet."""

    NORMAL = "normal"
    ATTENTION = "attention"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or the one row of values of bars.

    Attributes:
        name: Name for legend and table.
        values: One a label; None where there is no value.
        tone: Colour.
    """

    name: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The data of a chart put together for reading, for example years instead of 200 months.

    Attributes:
        caption: What the table shows.
        columns: Headers, the label column first.
        rows: A label and its values, one a further column.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn as SVG and as plotly, and read as a table.

    Attributes:
        id: ASCII id, unique on a page.
        title: What the chart finds, as a sentence.
        basis: What was counted, and the caveat, in one line.
        kind: Shape.
        label_header: Header of the label column of the table.
        labels: Categories, or ordered steps such as ``"2024-05"``.
        series: One series for bars, several for lines.
        keys: Value that a click on each label selects, same length as ``labels``; empty when
            nothing can be selected.
        tones: Colour for each label of bars; empty means normal.
        whole: What 100 % is, for shares and for the percentages on bars; 0 shows none.
        unit: Unit of the values for the axis and the table, for example ``"repositories"``.
        filter_name: Filter that a click sets, empty when a click does nothing.
        caption: What is shown, without a finding (“Repositories by licence family”): accessible
            name of the drawing and caption of the table; empty takes the title.
        short_labels: Labels for narrow drawings, same length as ``labels``; empty cuts long ones.
        table: Table to show instead of one row a label.
    """

    id: str
    title: str
    basis: str
    kind: Kind
    label_header: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    keys: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()
    whole: float = 0
    unit: str = ""
    filter_name: str = ""
    caption: str = ""
    short_labels: tuple[str, ...] = ()
    table: ChartTable | None = None

    def __post_init__(self) -> None:
        lengths = {len(s.values) for s in self.series} | {len(self.labels)}
        if len(lengths) > 1:
            raise ValueError(f"chart {self.id}: labels and series differ in length")
        if self.keys and len(self.keys) != len(self.labels):
            raise ValueError(f"chart {self.id}: keys and labels differ in length")
        if self.tones and len(self.tones) != len(self.labels):
            raise ValueError(f"chart {self.id}: tones and labels differ in length")
        if self.short_labels and len(self.short_labels) != len(self.labels):
            raise ValueError(f"chart {self.id}: short and full labels differ in length")

    @property
    def subject(self) -> str:
        """What is shown: the caption, or the title when there is none."""
        return self.caption or self.title

    def rows(self) -> tuple[tuple[str | float | None, ...], ...]:
        """The same data as table rows: label, then one value a series."""
        return tuple(
            (label, *(s.values[i] for s in self.series)) for i, label in enumerate(self.labels)
        )

    def columns(self) -> tuple[str, ...]:
        """Headers for :meth:`rows`."""
        return (self.label_header, *(s.name for s in self.series))
