# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as inline SVG: no script, prints, follows the theme through classes of the style sheet.

The classes are those of ``style.py``; a file of its own brings them along.
"""

from __future__ import annotations

import re

from ospo_widgets.charting.describe import describe
from ospo_widgets.charting.measure import NARROW, shortened, text_width, wrapped
from ospo_widgets.charting.model import Chart, Kind, Tone
from ospo_widgets.charting.numbers import finite, value_text
from ospo_widgets.charting.style import BAR_CLASS, standalone_style
from ospo_widgets.charting.svg_grid import grid
from ospo_widgets.charting.svg_parts import px, text_at
from ospo_widgets.charting.svg_points import diverging, points
from ospo_widgets.charting.svg_time import bands, lines
from ospo_widgets.charting.tokens import tokens
from ospo_widgets.markup import Markup, tag, text
from ospo_widgets.wording import words

ROW = 27
"""Height of one bar with its gap, pixels."""

_MARGIN = 20
"""Around the drawing in a file of its own."""
_LARGE = 20 / 13
_BOLD = 1.1
_TITLE_LINE = 28
_BASIS_LINE = 20
_HEAD_STYLE = " text.head{font-weight:600;font-size:20px}"
_SIZE = re.compile(r'viewBox="0 0 \d+ (\d+)"')

_BAR = 16
_VALUE_SPACE = 96


def draw(chart: Chart, *, width: int = 560, standalone: bool = False, dark: bool = False) -> Markup:
    """Draw a chart as one ``<svg>`` element.

    Args:
        chart: What to draw.
        width: Width in CSS pixels at which text has its nominal size; draw a second one at 328 for
            narrow screens instead of shrinking this one.
        standalone: Bring size, ground and colours along, for a file of its own.
        dark: Colours of the dark theme; only for a file of its own.
    """
    height: float
    if not chart.labels or not chart.series:
        height, content = 40, text_at(0, 24, words("charting.empty"), class_="ax")
    else:
        height, content = _DRAWERS[chart.kind](chart, width)
    return _frame(chart, width, height, content, standalone=standalone, dark=dark)


def draw_file(chart: Chart, *, width: int = 800, dark: bool = False) -> Markup:
    """A chart as an SVG file that says by itself what it shows: title, basis, drawing.

    Args:
        chart: What to draw.
        width: Width of the file in pixels.
        dark: Colours of the dark theme.
    """
    room = width - 2 * _MARGIN
    inner = draw(chart, width=room)
    size = _SIZE.search(inner)
    drawn = float(size[1]) if size else 0.0
    title = wrapped(chart.title, room, larger=_LARGE * _BOLD)
    basis = wrapped(chart.basis, room)
    head: list[Markup] = []
    y = float(_MARGIN)
    for said in title:
        y += _TITLE_LINE
        head.append(text_at(_MARGIN, y - 6, said, class_="head"))
    for said in basis:
        y += _BASIS_LINE
        head.append(text_at(_MARGIN, y - 5, said, class_="ax"))
    y += 12
    height = round(y + drawn + _MARGIN)
    placed = Markup(
        inner.replace(
            "<svg ", f'<svg x="{_MARGIN}" y="{px(y)}" width="{room}" height="{drawn:g}" ', 1
        )
    )
    return tag(
        "svg",
        tag("style", Markup(standalone_style(dark=dark) + _HEAD_STYLE)),
        tag("rect", width="100%", height="100%", fill=tokens(dark=dark).bg),
        head,
        placed,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )


def _frame(
    chart: Chart, width: int, height: float, content: Markup, *, standalone: bool, dark: bool
) -> Markup:
    base = f"{chart.id}-{width}"
    extra: dict[str, object] = {}
    before: list[Markup] = []
    if standalone:
        extra = {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": round(height)}
        ground = tokens(dark=dark).bg
        before = [
            tag("style", Markup(standalone_style(dark=dark))),
            tag("rect", width="100%", height="100%", fill=ground),
        ]
    return tag(
        "svg",
        tag("title", chart.subject, id=f"{base}-t"),
        tag("desc", describe(chart), id=f"{base}-d"),
        before,
        content,
        viewBox=f"0 0 {width} {round(height)}",
        role="img",
        aria_labelledby=f"{base}-t {base}-d",
        **extra,
    )


def _bar(class_: str, x: float, y: float, length: float) -> Markup:
    return tag(
        "rect",
        class_=class_,
        x=px(x),
        y=px(y),
        width=px(length),
        height=_BAR,
        rx=2,
        fill=tokens().ctl if class_ == "bq" else None,
    )


def _bars(chart: Chart, width: int) -> tuple[float, Markup]:
    values = chart.series[0].values
    labels = chart.short_labels if width < NARROW and chart.short_labels else chart.labels
    ends = chart.series[0].texts or [value_text(v, chart.whole) for v in values]
    label_space = min(
        max(text_width(label) for label in labels) + 14, width * (0.42 if width < NARROW else 0.37)
    )
    end_space = min(max(_VALUE_SPACE, *(text_width(e) + 10 for e in ends)), width * 0.4)
    room = width - label_space - end_space
    shares = chart.kind is Kind.SHARES and chart.whole > 0
    most = chart.whole if shares else max([0.0, *finite(values)])
    tones = chart.tones or (Tone.NORMAL,) * len(labels)
    rows: list[Markup] = []
    for i, (label, value, end, tone) in enumerate(zip(labels, values, ends, tones, strict=True)):
        top = 5 + ROW * i
        known = finite([value])
        length = room * min(max(known[0], 0) / most, 1) if known and most else 0.0
        rows.append(text_at(0, top + 12, shortened(label, label_space - 8)))
        if shares:
            rows.append(_bar("b0", label_space, top, room))
        if length > 0:
            rows.append(_bar(BAR_CLASS[tone], label_space, top, length))
        end_x = label_space + (room if shares else length) + 8
        rows.append(text_at(end_x, top + 12, end, class_=None if known else "ax"))
    return ROW * len(labels) + 2, text(rows)


_DRAWERS = {
    Kind.BARS: _bars,
    Kind.SHARES: _bars,
    Kind.LINES: lines,
    Kind.AREAS: bands,
    Kind.AREA_SHARES: bands,
    Kind.HEAT: grid,
    Kind.MATRIX: grid,
    Kind.SCATTER: points,
    Kind.DIVERGING: diverging,
}
"""What draws each kind: from chart and width to height and content."""
