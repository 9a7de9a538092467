# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as inline SVG: no script, prints, follows the theme through classes of the style sheet.

Classes: ``b`` bar, ``bn`` bar that needs attention, ``bq`` quiet bar, ``b0`` the ground that stands
for the whole, ``ln`` line, ``lt`` quiet line, ``la`` line that needs attention, ``ax`` axis text,
``grid`` rule. Quiet bars and lines that need attention also carry their colour as attributes, which
any style sheet may override.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import (
    MONTH,
    describe,
    finite,
    number,
    ticks,
    value_text,
)
from ospo_widgets.charting.tokens import FONT, tokens
from ospo_widgets.markup import Markup, tag, text
from ospo_widgets.wording import words

NARROW = 420
"""Below this width short labels are used and the axis has fewer steps."""

ROW = 27
"""Height of one bar with its gap, pixels."""

_WIDE = frozenset("mwMW@%")
_SLIM = frozenset("iljtfrI.,:;'|()[]- /")
_BAR = 16
_VALUE_SPACE = 96
_BAR_CLASS = {Tone.NORMAL: "b", Tone.ATTENTION: "bn", Tone.QUIET: "bq"}
_LINE_CLASS = {Tone.NORMAL: "ln", Tone.ATTENTION: "la", Tone.QUIET: "lt"}


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
        height, content = 40, _text(0, 24, words("charting.empty"), class_="ax")
    elif chart.kind is Kind.LINES:
        height, content = _lines(chart, width)
    else:
        height, content = _bars(chart, width)
    return _frame(chart, width, height, content, standalone=standalone, dark=dark)


def text_width(value: str) -> float:
    """Rough width of 13 px text, pixels, in the widest of the usual system faces (DejaVu Sans)."""
    return sum(
        12.0 if c in _WIDE else 4.8 if c in _SLIM else 9.0 if c.isupper() else 7.9 for c in value
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
            tag("style", Markup(_style(dark=dark))),
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


def _style(*, dark: bool) -> str:
    t = tokens(dark=dark)
    return (
        f"text{{font:400 13px {FONT};fill:{t.text}}} .ax{{fill:{t.muted}}}"
        f" .grid{{stroke:{t.line};stroke-width:1}} .b{{fill:{t.accent}}} .b0{{fill:{t.line}}}"
        f" .bn{{fill:{t.no}}} .bq{{fill:{t.ctl}}}"
        f" .ln{{fill:none;stroke:{t.accent};stroke-width:2;stroke-linejoin:round}}"
        f" .la{{fill:none;stroke:{t.no};stroke-width:2;stroke-linejoin:round}}"
        f" .lt{{fill:none;stroke:{t.ctl};stroke-width:1;opacity:.6}}"
    )


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(x: float, y: float, value: object, **attributes: object) -> Markup:
    return tag("text", str(value), x=_px(x), y=_px(y), **attributes)


def _bar(class_: str, x: float, y: float, length: float) -> Markup:
    return tag(
        "rect",
        class_=class_,
        x=_px(x),
        y=_px(y),
        width=_px(length),
        height=_BAR,
        rx=2,
        fill=tokens().ctl if class_ == "bq" else None,
    )


def _shortened(label: str, room: float) -> str:
    """The label, cut with an ellipsis when it is wider than ``room`` pixels."""
    if text_width(label) <= room:
        return label
    cut = label
    while cut and text_width(cut) + text_width("…") > room:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def _bars(chart: Chart, width: int) -> tuple[float, Markup]:
    values = chart.series[0].values
    labels = chart.short_labels if width < NARROW and chart.short_labels else chart.labels
    ends = [value_text(v, chart.whole) for v in values]
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
        rows.append(_text(0, top + 12, _shortened(label, label_space - 8)))
        if shares:
            rows.append(_bar("b0", label_space, top, room))
        if length > 0:
            rows.append(_bar(_BAR_CLASS[tone], label_space, top, length))
        end_x = label_space + (room if shares else length) + 8
        rows.append(_text(end_x, top + 12, end, class_=None if known else "ax"))
    return ROW * len(labels) + 2, text(rows)


def _lines(chart: Chart, width: int) -> tuple[float, Markup]:
    narrow = width < NARROW
    height = 220 if narrow else 270
    steps = ticks(max([0.0, *(v for s in chart.series for v in finite(s.values))]))
    left = max(text_width(number(step)) for step in steps) + 12
    right, top, bottom = width - 8.0, 10.0, height - 26.0
    count = len(chart.labels)

    def x(i: int) -> float:
        return left + (right - left) * (i / (count - 1) if count > 1 else 0.5)

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / steps[-1]

    parts: list[Markup] = []
    for step in steps:
        parts.append(
            tag(
                "line", class_="grid", x1=_px(left), x2=_px(right), y1=_px(y(step)), y2=_px(y(step))
            )
        )
        parts.append(_text(left - 8, y(step) + 4, number(step), class_="ax", text_anchor="end"))
    for i, label in label_ticks(chart.labels, 3 if narrow else 5):
        parts.append(_text(x(i), height - 6, label, class_="ax", text_anchor="middle"))
    for series in sorted(chart.series, key=lambda s: s.tone is not Tone.QUIET):
        points = [
            None if not finite([v]) else (x(i), y(max(finite([v])[0], 0)))
            for i, v in enumerate(series.values)
        ]
        parts.extend(_polylines(points, series.tone))
    parts.extend(_end_labels(chart.series, y, left, right, top))
    return height, text(parts)


def _polylines(points: Sequence[tuple[float, float] | None], tone: Tone) -> list[Markup]:
    """One line for each run of known points; a single point becomes a dot."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    extra: dict[str, object] = {}
    if tone is Tone.ATTENTION:
        extra = {"fill": "none", "stroke": tokens().no, "stroke_width": 2}
    drawn: list[Markup] = []
    for run in runs:
        if len(run) == 1:
            x, y = run[0]
            drawn.append(tag("circle", class_=_BAR_CLASS[tone], cx=_px(x), cy=_px(y), r=2))
        elif run:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            drawn.append(tag("polyline", class_=_LINE_CLASS[tone], points=path, **extra))
    return drawn


def _end_labels(
    series: Sequence[Series], y: Callable[[float], float], left: float, right: float, top: float
) -> list[Markup]:
    """Name and last value of each line that is not quiet, above everything drawn beneath it."""
    labels: list[Markup] = []
    for one in series:
        known = finite(one.values)
        if one.tone is Tone.QUIET or not known:
            continue
        caption = words("charting.end", name=one.name, value=number(known[-1]))
        covered = math.ceil(len(one.values) * text_width(caption) / (right - left)) + 1
        peak = max(0.0, *(v for s in series for v in finite(s.values[-covered:])))
        height = max(top + 12, y(peak) - 8 - 16 * len(labels))
        labels.append(_text(right - 2, height, caption, text_anchor="end"))
    return labels


def label_ticks(labels: Sequence[str], at_most: int) -> list[tuple[int, str]]:
    """Which labels an axis shows: years for months, else labels at even distance.

    Returns:
        Index and text of each tick, in order.
    """
    if all(MONTH.fullmatch(label) for label in labels) and len(labels) > 18:
        years = [(i, label[:4]) for i, label in enumerate(labels) if label.endswith("-01")]
        step = next((s for s in (1, 2, 4, 5, 8, 10, 20) if len(years) <= s * at_most), 50)
        return years[::step]
    step = max(1, -(-(len(labels) - 1) // max(at_most - 1, 1)))
    return [(i, labels[i]) for i in range(0, len(labels), step)]
