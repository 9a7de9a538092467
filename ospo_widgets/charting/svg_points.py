# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Points between two axes, and bars from one middle, as SVG."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from ospo_widgets.charting.describe import cell_text
from ospo_widgets.charting.measure import NARROW, log_ticks, shortened, text_width
from ospo_widgets.charting.model import Axis, Chart, Series, Tone
from ospo_widgets.charting.numbers import finite, number, ticks
from ospo_widgets.charting.style import BAR_CLASS
from ospo_widgets.charting.svg_parts import Frame, line, px, text_at
from ospo_widgets.markup import Markup, tag, text
from ospo_widgets.wording import words

MOST_POINTS = 2_000
"""From more points on, a drawing shows how many lie at each place."""

_FEWEST_PIXELS = 8
_NAMED = 5
_RADIUS = 4.0
_ROOM = 0.15
"""Part of a step of ten beside the outermost points."""


class Scale:
    """Values of an axis to positions from 0 to 1.

    Attributes:
        steps: Values that the axis names.
    """

    def __init__(self, axis: Axis, values: Sequence[float | None]) -> None:
        known = finite(values)
        self._log = axis.log
        if axis.log:
            above = [v for v in known if v > 0]
            steps = log_ticks(min(above, default=1), max(above, default=10))
            # A little room, so that points do not lie on the axes.
            self._low = math.log10(steps[0]) - _ROOM
            self._high = max(math.log10(max(above, default=10)), math.log10(steps[1])) + _ROOM
            self.steps = [step for step in steps if math.log10(step) <= self._high]
        else:
            self.steps = ticks(max([0.0, *known]))
            self._low, self._high = 0.0, self.steps[-1]

    def __call__(self, value: float | None) -> float | None:
        """Position of a value; None where it cannot be drawn."""
        if value is None or not math.isfinite(value) or (self._log and value <= 0):
            return None
        at = math.log10(value) if self._log else value
        return (at - self._low) / (self._high - self._low)

    @property
    def range(self) -> tuple[float, float]:
        """Ends of the axis, as logarithms on an axis of such."""
        return self._low, self._high


def scales(chart: Chart) -> tuple[Scale, Scale]:
    """Scales of the two axes of points."""
    across, up = chart.series
    return Scale(chart.axes[0], across.values), Scale(chart.axes[1], up.values)


def points(chart: Chart, width: int) -> tuple[float, Markup]:
    """Points; height and content."""
    narrow = width < NARROW
    height = 260 if narrow else 320
    across, up = scales(chart)
    left = max(text_width(number(step)) for step in up.steps) + 12
    frame = Frame(left, width - 10.0, 26.0, height - 44.0)
    parts = [text_at(0, 12, chart.axes[1].title, class_="ax")]
    for step in up.steps:
        y = frame.bottom - (frame.bottom - frame.top) * (up(step) or 0)
        parts.append(line(left, y, frame.right, y, "grid"))
        parts.append(text_at(left - 8, y + 4, number(step), class_="ax", text_anchor="end"))
    for step in across.steps[:: 2 if narrow and len(across.steps) > 5 else 1]:
        x = frame.x(across(step) or 0)
        parts.append(text_at(x, frame.bottom + 18, number(step), class_="ax", text_anchor="middle"))
    title = chart.axes[0].title
    parts.append(text_at(frame.right, height - 6, title, class_="ax", text_anchor="end"))
    tones = chart.tones or (Tone.NORMAL,) * len(chart.labels)
    placed: list[tuple[float, float, Tone, str]] = []
    for i, label in enumerate(chart.labels):
        x_at, y_at = across(chart.series[0].values[i]), up(chart.series[1].values[i])
        if x_at is not None and y_at is not None:
            y = frame.bottom - (frame.bottom - frame.top) * y_at
            placed.append((frame.x(x_at), y, tones[i], label))
    parts.extend(_places(placed) if len(placed) > MOST_POINTS else _dots(placed))
    parts.extend(_names(placed, frame))
    return height, text(parts)


def _dots(placed: Sequence[tuple[float, float, Tone, str]]) -> list[Markup]:
    """One dot each, those that need attention on top."""
    return [
        tag("circle", class_=f"{BAR_CLASS[tone]} dot", cx=px(x), cy=px(y), r=_RADIUS)
        for x, y, tone, _ in sorted(placed, key=lambda p: p[2] is Tone.ATTENTION)
    ]


def _places(placed: Sequence[tuple[float, float, Tone, str]]) -> list[Markup]:
    """One dot for each small square, its area by the number of points in it."""
    side = _FEWEST_PIXELS
    counts = Counter((int(x // side), int(y // side), tone) for x, y, tone, _ in placed)
    most = max(counts.values())
    ordered = sorted(counts.items(), key=lambda item: item[0][2] is Tone.ATTENTION)
    return [
        tag(
            "circle",
            class_=f"{BAR_CLASS[tone]} dot",
            cx=px((column + 0.5) * side),
            cy=px((row + 0.5) * side),
            r=px(1 + (side / 2) * math.sqrt(count / most)),
        )
        for (column, row, tone), count in ordered
    ]


def _names(placed: Sequence[tuple[float, float, Tone, str]], frame: Frame) -> list[Markup]:
    """Names above a few points that need attention, where they lie over no other name."""
    taken: list[tuple[float, float, float]] = []
    found: list[Markup] = []
    wanted = sorted((p for p in placed if p[2] is Tone.ATTENTION), key=lambda p: -p[0])
    for x, y, _, label in wanted[: 3 * _NAMED]:
        said = shortened(label, (frame.right - frame.left) * 0.5)
        wide = text_width(said)
        start = min(max(x - wide / 2, frame.left), frame.right - wide)
        if any(
            abs(y - other) < 15 and start < end + 8 and begin < start + wide + 8
            for begin, end, other in taken
        ):
            continue
        taken.append((start, start + wide, y))
        found.append(text_at(start, y - 9, said))
        if len(found) == _NAMED:
            break
    return found


def end_text(series: Series, row: int) -> str:
    """What stands at the end of a bar; “not known” where nothing is."""
    return cell_text(series, row) or words("charting.not-known")


def diverging(chart: Chart, width: int) -> tuple[float, Markup]:
    """Two bars a label from one middle; on narrow drawings the label stands above them."""
    narrow = width < NARROW
    labels = chart.labels
    row_height = 42.0 if narrow else 27.0
    label_space = 0.0
    if not narrow:
        label_space = min(max(text_width(label) for label in labels) + 14, width * 0.34)
    left, right = chart.series
    ends = max(text_width(end_text(s, i)) for s in chart.series for i in range(len(labels))) + 14
    room = width - label_space
    length = max((room - 2 * ends) / 2, 24.0)
    middle = label_space + room / 2
    most = chart.whole or max([0.0, *finite(left.values), *finite(right.values)]) or 1
    parts = [
        text_at(middle - 8, 13, left.called(narrow=narrow), class_="ax", text_anchor="end"),
        text_at(middle + 8, 13, right.called(narrow=narrow), class_="ax"),
    ]
    for i, label in enumerate(labels):
        top = 24 + row_height * i
        if narrow:
            parts.append(text_at(0, top + 12, shortened(label, width)))
            top += 17
        else:
            parts.append(text_at(0, top + 12, shortened(label, label_space - 8)))
        for series, side in ((left, -1), (right, 1)):
            value = max([0.0, *finite([series.values[i]])])
            reach = min(value / most, 1) * length
            begin = middle - reach - 1 if side < 0 else middle + 1
            if reach:
                parts.append(_bar(series.tone, begin, top, reach))
            at = middle + side * (reach + 8)
            anchor = "end" if side < 0 else None
            muted = None if finite([series.values[i]]) else "ax"
            parts.append(
                text_at(at, top + 12, end_text(series, i), text_anchor=anchor, class_=muted)
            )
    height = 24 + row_height * len(labels) + 2
    parts.append(line(middle, 20, middle, height - 6, "lead"))
    return height, text(parts)


def _bar(tone: Tone, x: float, y: float, length: float) -> Markup:
    return tag("rect", class_=BAR_CLASS[tone], x=px(x), y=px(y), width=px(length), height=16, rx=2)
