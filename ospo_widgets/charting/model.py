# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart as data: what it says, what it shows, and the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_SERIES = 8
"""Most bands or lines of one drawing; more cannot be told apart, nor redrawn in time."""


BY_KEY = "*"
"""As the filter of a chart: each key names its filter as well (``family=none``)."""


class Kind(StrEnum):
    """Shapes that we draw."""

    BARS = "bars"
    """Horizontal bars, one value a label."""
    SHARES = "shares"
    """Horizontal bars on a ground that stands for the whole (``Chart.whole``)."""
    LINES = "lines"
    """Lines over ordered labels, for example months."""
    AREAS = "areas"
    """Bands stacked on each other over ordered labels; the first series is the lowest."""
    AREA_SHARES = "area-shares"
    """Bands as shares of their sum, so that the whole is always 100 %."""
    HEAT = "heat"
    """A grid: labels are rows, series are columns, the shade follows ``value / whole``."""
    MATRIX = "matrix"
    """A grid whose cells have a tone of their own (``Series.tones``)."""
    SCATTER = "scatter"
    """Points: the first series is where they lie across, the second how high."""
    DIVERGING = "diverging"
    """Two bars a label from one middle: the first series to the left, the second to the right."""


class Tone(StrEnum):
    """Colour of a value, by token of the style sheet."""

    NORMAL = "normal"
    ATTENTION = "attention"
    QUIET = "quiet"
    GOOD = "good"
    """Cells and bars of a verdict *yes*."""
    CONDITION = "condition"
    """Cells and bars of a verdict *conditional*."""
    UNKNOWN = "unknown"
    """Nothing is known; never the look of a zero."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line, band or column, or the one row of values of bars.

    Attributes:
        name: Name for label and table.
        values: One a label; None where there is no value.
        tone: Colour.
        key: Value that a click on the series selects; empty when it selects nothing.
        short_name: Name for narrow drawings; empty takes ``name``.
        texts: What cells and ends of bars say instead of the value, one a label; may be empty.
        tones: Tone of each cell of a matrix, one a label; empty takes ``tone``.
    """

    name: str
    values: tuple[float | None, ...]
    tone: Tone = Tone.NORMAL
    key: str = ""
    short_name: str = ""
    texts: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()

    def called(self, *, narrow: bool) -> str:
        """The name for a wide or a narrow drawing."""
        return self.short_name if narrow and self.short_name else self.name


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
class Axis:
    """One axis of points.

    Attributes:
        title: What it measures, with its unit.
        log: Steps of ten at equal distance; values must then be above 0.
    """

    title: str
    log: bool = False


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
        series: One series for bars, two for points and diverging bars, else several.
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
        series_filter: Filter that a click on a line, band or column sets to ``Series.key``.
        pair_filter: Filter that a click on a cell sets to ``row key/column key``, in place of
            ``filter_name`` and ``series_filter``.
        axes: Across and up, for points.
        data: All figures behind the chart, for its CSV; None takes one row a label.
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
    series_filter: str = ""
    pair_filter: str = ""
    axes: tuple[Axis, ...] = ()
    data: ChartTable | None = None

    def __post_init__(self) -> None:
        count = len(self.labels)
        if any(len(s.values) != count for s in self.series):
            raise ValueError(f"chart {self.id}: labels and series differ in length")
        parts = {"keys": self.keys, "tones": self.tones, "short labels": self.short_labels}
        for name, values in parts.items():
            if values and len(values) != count:
                raise ValueError(f"chart {self.id}: {name} and labels differ in length")
        if any(len(part) not in {0, count} for s in self.series for part in (s.texts, s.tones)):
            raise ValueError(
                f"chart {self.id}: texts or tones of cells and labels differ in length"
            )
        if self.kind in _SERIES and len(self.series) not in _SERIES[self.kind]:
            raise ValueError(f"chart {self.id}: {self.kind} with {len(self.series)} series")
        if self.kind is Kind.SCATTER and len(self.axes) != 2:
            raise ValueError(f"chart {self.id}: points need two axes")

    @property
    def subject(self) -> str:
        """What is shown: the caption, or the title when there is none."""
        return self.caption or self.title

    @property
    def stacked(self) -> bool:
        """Bands on each other."""
        return self.kind in {Kind.AREAS, Kind.AREA_SHARES}

    @property
    def grid(self) -> bool:
        """Rows and columns of cells."""
        return self.kind in {Kind.HEAT, Kind.MATRIX}

    @property
    def selects(self) -> bool:
        """Whether a click or a range selects anything."""
        return bool(self.filter_name or self.series_filter or self.pair_filter)

    def rows(self) -> tuple[tuple[str | float | None, ...], ...]:
        """The same data as table rows: label, then one value a series."""
        return tuple(
            (label, *(s.values[i] for s in self.series)) for i, label in enumerate(self.labels)
        )

    def columns(self) -> tuple[str, ...]:
        """Headers for :meth:`rows`."""
        return (self.label_header, *(s.name for s in self.series))


_SERIES = {
    Kind.AREAS: range(MOST_SERIES + 1),
    Kind.AREA_SHARES: range(MOST_SERIES + 1),
    Kind.LINES: range(MOST_SERIES + 1),
    Kind.SCATTER: (2,),
    Kind.DIVERGING: (2,),
}
"""How many series a kind may have; other kinds may have any number."""
