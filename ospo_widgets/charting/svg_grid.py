# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Grids of cells as SVG: heat maps and matrices. Every cell says its value."""

from __future__ import annotations

import math

from ospo_widgets.charting.describe import cell_text
from ospo_widgets.charting.measure import NARROW, shortened, text_width
from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import finite
from ospo_widgets.charting.style import CELL_CLASS
from ospo_widgets.charting.svg_parts import px, text_at
from ospo_widgets.markup import Markup, tag, text

STEPS = 4
"""Shades of a heat map above that of zero."""

ROW = 30
GAP = 2
_LEAST_CELL = 40.0
_MOST_CELL = 96.0
_TILT = math.sqrt(0.5)
_MOST_HEADER = 130.0
_BETWEEN = 18


def cell_class(chart: Chart, series: Series, row: int) -> str:
    """Class of the ground of a cell; empty when there is nothing in it."""
    value = series.values[row]
    if chart.kind is Kind.MATRIX:
        tone = series.tones[row] if series.tones else series.tone
        return CELL_CLASS[tone] if cell_text(series, row) else "h0"
    if series.tones and series.tones[row] is Tone.UNKNOWN:
        return CELL_CLASS[Tone.UNKNOWN]
    return f"h{level(value, chart.whole)}" if finite([value]) else CELL_CLASS[Tone.UNKNOWN]


def level(value: float | None, whole: float) -> int:
    """Shade of a value: 0 for nothing, then in equal steps up to the whole."""
    if value is None or not math.isfinite(value) or value <= 0 or whole <= 0:
        return 0
    return min(STEPS, math.ceil(STEPS * value / whole))


def grid(chart: Chart, width: int) -> tuple[float, Markup]:
    """Rows and columns; where columns do not fit side by side, one block below the other."""
    narrow = width < NARROW
    labels = chart.short_labels if narrow and chart.short_labels else chart.labels
    label_space = min(max(text_width(label) for label in labels) + 12, width * 0.38)
    room = width - label_space
    at_once = max(1, min(len(chart.series), int(room / _LEAST_CELL)))
    blocks = math.ceil(len(chart.series) / at_once)
    at_once = math.ceil(len(chart.series) / blocks)
    cell = min(_MOST_CELL, room / at_once)
    parts: list[Markup] = []
    top = 0.0
    for first in range(0, len(chart.series), at_once):
        block = chart.series[first : first + at_once]
        names = [s.called(narrow=narrow) for s in block]
        flat = all(text_width(name) <= cell - 4 for name in names)
        head = 22.0 if flat else _header_height(names)
        top += head
        for column, name in enumerate(names):
            x = label_space + cell * (column + 0.5)
            parts.append(_header(name, x, top - 8, flat=flat))
        for row, label in enumerate(labels):
            y = top + ROW * row
            parts.append(text_at(0, y + 19, shortened(label, label_space - 8)))
            for column, series in enumerate(block):
                x = label_space + cell * column
                parts.extend(_cell(chart, series, row, x=x, y=y, width=cell))
        top += ROW * len(labels) + _BETWEEN
    return top - _BETWEEN + 2, text(parts)


def _header_height(names: list[str]) -> float:
    longest = min(max(text_width(name) for name in names), _MOST_HEADER)
    return longest * _TILT + 18


def _header(name: str, x: float, y: float, *, flat: bool) -> Markup:
    if flat:
        return text_at(x, y, name, class_="ax", text_anchor="middle")
    return text_at(
        x + 4,
        y,
        shortened(name, _MOST_HEADER),
        class_="ax",
        text_anchor="end",
        transform=f"rotate(45 {px(x + 4)} {px(y)})",
    )


def _cell(
    chart: Chart, series: Series, row: int, *, x: float, y: float, width: float
) -> list[Markup]:
    ground = tag(
        "rect",
        class_=cell_class(chart, series, row),
        x=px(x + GAP / 2),
        y=px(y),
        width=px(width - GAP),
        height=ROW - GAP,
        rx=2,
    )
    said = cell_text(series, row)
    if not said:
        return [ground]
    return [ground, text_at(x + width / 2, y + 19, said, text_anchor="middle")]
