# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Alternative text of a chart: kind of drawing and its main figures, in one or two sentences."""

from __future__ import annotations

from ospo_widgets.charting.measure import stacked
from ospo_widgets.charting.model import Chart, Kind, Series
from ospo_widgets.charting.numbers import finite, number, percent
from ospo_widgets.wording import words

_MOST_CELLS = 12
_MOST_POINTS = 5


def describe(chart: Chart) -> str:
    """Alternative text: kind of drawing and its figures, in one or two sentences."""
    if not chart.labels or not chart.series:
        return words("charting.empty")
    return _DESCRIBERS.get(chart.kind, _bars)(chart)


def _bars(chart: Chart) -> str:
    items = ", ".join(
        words("charting.describe.item", label=label, value=number(value))
        for label, value in zip(chart.labels, chart.series[0].values, strict=True)
    )
    if chart.kind is Kind.SHARES:
        return words("charting.describe.shares", whole=number(chart.whole), items=items)
    return words("charting.describe.bars", items=items)


def _lines(chart: Chart) -> str:
    lines = []
    for series in chart.series:
        known = [(v, i) for i, v in enumerate(series.values) if v is not None]
        if not known:
            lines.append(words("charting.describe.line-empty", name=series.name))
            continue
        high, at = max(known, key=lambda pair: (pair[0], -pair[1]))
        lines.append(
            words(
                "charting.describe.line",
                name=series.name,
                high=number(high),
                when=chart.labels[at],
                value=number(known[-1][0]),
            )
        )
    return words(
        "charting.describe.lines",
        first=chart.labels[0],
        last=chart.labels[-1],
        items=words("common.semicolon").join(lines),
    )


def _bands(chart: Chart) -> str:
    shares = chart.kind is Kind.AREA_SHARES
    whole = stacked([s.values for s in chart.series], shares=False)[-1]
    items = [
        words(
            "charting.describe.band",
            name=series.name,
            first=_band(series, 0, whole[0], shares=shares),
            last=_band(series, -1, whole[-1], shares=shares),
        )
        for series in chart.series
    ]
    return words(
        "charting.describe.bands",
        first=chart.labels[0],
        last=chart.labels[-1],
        items=words("common.semicolon").join(items),
    )


def _band(series: Series, at: int, whole: float, *, shares: bool) -> str:
    value = max([0.0, *finite([series.values[at]])])
    if shares:
        return words("charting.percent", percent=percent(value, whole) if whole else "0")
    return number(value)


def _grid(chart: Chart) -> str:
    cells = [
        words("charting.describe.cell", row=label, column=series.name, value=cell_text(series, i))
        for i, label in enumerate(chart.labels)
        for series in chart.series
        if cell_text(series, i)
    ]
    said = words("common.semicolon").join(cells[:_MOST_CELLS])
    return words(
        "charting.describe.grid",
        rows=number(len(chart.labels)),
        columns=number(len(chart.series)),
        items=said or words("charting.empty"),
    )


def cell_text(series: Series, row: int) -> str:
    """What a cell or the end of a bar says: its own text, else its value, else nothing."""
    if series.texts:
        return series.texts[row]
    value = series.values[row]
    return "" if not finite([value]) else number(value)


def _points(chart: Chart) -> str:
    across, up = (series.values for series in chart.series)
    most = sorted(
        (i for i in range(len(chart.labels)) if finite([across[i]]) and finite([up[i]])),
        key=lambda i: -(across[i] or 0),
    )[:_MOST_POINTS]
    items = [
        words("charting.describe.point", label=chart.labels[i], x=number(across[i]),
              y=number(up[i]))
        for i in most
    ]  # fmt: skip
    return words(
        "charting.describe.points",
        count=number(len(chart.labels)),
        across=chart.axes[0].title,
        up=chart.axes[1].title,
        items=words("common.semicolon").join(items),
    )


def _diverging(chart: Chart) -> str:
    left, right = chart.series
    items = [
        words(
            "charting.describe.pair",
            label=label,
            left=cell_text(left, i) or words("charting.not-known"),
            right=cell_text(right, i) or words("charting.not-known"),
        )
        for i, label in enumerate(chart.labels)
    ]
    return words(
        "charting.describe.pairs",
        left=left.name,
        right=right.name,
        items=words("common.semicolon").join(items),
    )


_DESCRIBERS = {
    Kind.LINES: _lines,
    Kind.AREAS: _bands,
    Kind.AREA_SHARES: _bands,
    Kind.HEAT: _grid,
    Kind.MATRIX: _grid,
    Kind.SCATTER: _points,
    Kind.DIVERGING: _diverging,
}
"""Who describes each kind; bars and shares are described alike."""
