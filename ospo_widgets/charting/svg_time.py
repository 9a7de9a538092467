# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lines and bands over time as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ospo_widgets.charting.measure import (
    NARROW,
    axis_ticks,
    positions,
    shortened,
    stacked,
    text_width,
    thinned,
)
from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import finite, number, percent, ticks
from ospo_widgets.charting.style import BAR_CLASS, LINE_CLASS
from ospo_widgets.charting.svg_parts import Frame, line, path, px, side_labels, text_at
from ospo_widgets.charting.tokens import tokens
from ospo_widgets.markup import Markup, tag, text
from ospo_widgets.wording import words

GROUPED = 2
"""With more named lines than this, names stand beside their ends instead of above."""

DASHES = ("", "6 4", "2 3")
"""How lines of one colour are told apart."""

_GROUP_CLASSES = ("ln", "l2", "l3")
_MOST_POINTS = 140
_SIDE = 0.36
_SIDE_NARROW = 0.44


def named(chart: Chart) -> list[Series]:
    """Lines that carry a name: not quiet, with a value."""
    return [s for s in chart.series if s.tone is not Tone.QUIET and finite(s.values)]


def last_text(chart: Chart, series: Series) -> str:
    """What a line or band says at its end: its last value, as a share where the axis has shares."""
    if series.texts:
        return series.texts[-1]
    value = next(iter(finite(series.values[::-1])), 0.0)
    if chart.kind is Kind.AREA_SHARES:
        # The last values only: a whole stack for each label would cost more than the drawing.
        whole = sum(max([0.0, *finite(s.values[-1:])]) for s in chart.series)
        value = max([0.0, *finite(series.values[-1:])])
        return words("charting.percent", percent=percent(value, whole) if whole else "0")
    if chart.kind is Kind.LINES and chart.whole == 100:
        return words("charting.percent", percent=percent(value, 100))
    return number(value)


def end_text(chart: Chart, series: Series, *, narrow: bool = False, room: float = math.inf) -> str:
    """Name and last value of a line or band; the name is cut where it is too wide."""
    value = last_text(chart, series)
    space = room - text_width(words("charting.end", name="", value=value))
    name = shortened(series.called(narrow=narrow), space)
    return words("charting.end", name=name, value=value)


def band_classes(chart: Chart) -> list[str]:
    """Class of each band: what needs attention red, what is quiet grey, others in shades."""
    found = []
    shade = 0
    for series in chart.series:
        if series.tone is Tone.NORMAL:
            found.append(f"s{shade % len(tokens().bands) + 1}")
            shade += 1
        else:
            found.append(BAR_CLASS[series.tone])
    return found


def axis_steps(chart: Chart) -> tuple[list[float], list[str]]:
    """Steps of the upward axis and what it says there."""
    if chart.kind is Kind.AREA_SHARES or (chart.kind is Kind.LINES and chart.whole == 100):
        steps = [0.0, 25.0, 50.0, 75.0, 100.0]
        return steps, [words("charting.percent", percent=number(s)) for s in steps]
    if chart.stacked:
        edges = stacked([s.values for s in chart.series], shares=False)
        steps = ticks(max([0.0, *edges[-1]]))
    else:
        steps = ticks(max([0.0, *(v for s in chart.series for v in finite(s.values))]))
    return steps, [number(step) for step in steps]


def side_space(texts: Sequence[str], width: float, *, narrow: bool) -> float:
    """Room for labels at the right."""
    wanted = max((text_width(t) for t in texts), default=0) + 18
    return min(wanted, width * (_SIDE_NARROW if narrow else _SIDE))


def _frame(chart: Chart, width: int, side: float) -> tuple[float, Frame, list[Markup]]:
    """Height, frame, rules and axes."""
    narrow = width < NARROW
    height = 220 if narrow else 270
    steps, said = axis_steps(chart)
    left = max(text_width(s) for s in said) + 12
    frame = Frame(left, width - side, 10.0, height - 26.0)
    parts: list[Markup] = []
    for step, name in zip(steps, said, strict=True):
        y = frame.y(step, steps[-1])
        parts.append(line(left, y, frame.right, y, "grid"))
        parts.append(text_at(left - 8, y + 4, name, class_="ax", text_anchor="end"))
    for tick in axis_ticks(chart.labels, 3 if narrow else 5):
        x = frame.x(tick.position)
        half = text_width(tick.text) / 2
        x = min(max(x, half), width - half)
        parts.append(text_at(x, height - 6, tick.text, class_="ax", text_anchor="middle"))
    return height, frame, parts


def lines(chart: Chart, width: int) -> tuple[float, Markup]:
    """Lines, the quiet ones below; height and content."""
    narrow = width < NARROW
    shown = named(chart)
    grouped = len(shown) > GROUPED
    ends = [end_text(chart, s, narrow=narrow) for s in shown]
    side = side_space(ends, width, narrow=narrow) if grouped else 8.0
    height, frame, parts = _frame(chart, width, side)
    most = axis_steps(chart)[0][-1]
    where = positions(chart.labels)

    def y(value: float) -> float:
        return frame.y(max(value, 0), most)

    for series in sorted(chart.series, key=lambda s: s.tone is not Tone.QUIET):
        points = [
            None if not finite([v]) else (frame.x(where[i]), y(finite([v])[0]))
            for i, v in enumerate(series.values)
        ]
        style = line_style(shown.index(series) if grouped and series in shown else 0, series)
        parts.extend(_polylines(points, series.tone, style))
    if grouped:
        room = width - frame.right - 16
        at = [y(finite(s.values)[-1]) for s in shown]
        ends = [end_text(chart, s, narrow=narrow, room=room) for s in shown]
        parts.extend(side_labels(ends, at, frame, height - 22))
    else:
        parts.extend(_end_labels(chart, y, frame))
    return height, text(parts)


def line_style(index: int, series: Series) -> tuple[str, str]:
    """Class and dashes of a named line: colours first, then dashes."""
    if series.tone is not Tone.NORMAL:
        return LINE_CLASS[series.tone], ""
    count = len(_GROUP_CLASSES)
    return _GROUP_CLASSES[index % count], DASHES[index // count % len(DASHES)]


def _polylines(
    points: Sequence[tuple[float, float] | None], tone: Tone, style: tuple[str, str]
) -> list[Markup]:
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
            drawn.append(tag("circle", class_=BAR_CLASS[tone], cx=px(x), cy=px(y), r=2))
        elif run:
            drawn.append(
                tag(
                    "polyline",
                    class_=style[0],
                    points=path(run),
                    stroke_dasharray=style[1] or None,
                    **extra,
                )
            )
    return drawn


def _end_labels(chart: Chart, y: Callable[[float], float], frame: Frame) -> list[Markup]:
    """Name and last value of each line that is not quiet, above everything drawn beneath it."""
    labels: list[Markup] = []
    for one in named(chart):
        caption = end_text(chart, one)
        wide = text_width(caption) / (frame.right - frame.left)
        covered = math.ceil(len(one.values) * wide) + 1
        peak = max(0.0, *(v for s in chart.series for v in finite(s.values[-covered:])))
        height = max(frame.top + 12, y(peak) - 8 - 16 * len(labels))
        labels.append(text_at(frame.right - 2, height, caption, text_anchor="end"))
    return labels


def bands(chart: Chart, width: int) -> tuple[float, Markup]:
    """Bands on each other, the first series lowest; height and content."""
    narrow = width < NARROW
    shares = chart.kind is Kind.AREA_SHARES
    rows = [s.values for s in chart.series]
    edges = stacked(rows, shares=shares)
    ends = [end_text(chart, s, narrow=narrow) for s in chart.series]
    height, frame, rules = _frame(chart, width, side_space(ends, width, narrow=narrow))
    most = axis_steps(chart)[0][-1]
    where = positions(chart.labels)
    kept = thinned(len(chart.labels), _MOST_POINTS)
    if len(kept) == 1:  # a band of one point in time is a bar over the whole width
        kept, where = [0, 0], [0.0]
    across = [frame.x(0), frame.x(1)] if len(where) == 1 else [frame.x(where[i]) for i in kept]
    below = [frame.bottom] * len(kept)
    areas: list[Markup] = []
    seams: list[Markup] = []
    middles: list[float] = []
    for edge, class_ in zip(edges, band_classes(chart), strict=True):
        above = [frame.y(edge[i], most) for i in kept]
        upper = list(zip(across, above, strict=True))
        lower = list(zip(across, below, strict=True))
        areas.append(tag("polygon", class_=class_, points=path([*upper, *reversed(lower)])))
        seams.append(tag("polyline", class_="sep", points=path(upper)))
        middles.append((above[-1] + below[-1]) / 2)
        below = above
    room = width - frame.right - 16
    seen = [i for i, e in enumerate(chart.series) if any(finite(e.values))]
    texts = [end_text(chart, chart.series[i], narrow=narrow, room=room) for i in seen]
    labels = side_labels(texts, [middles[i] for i in seen], frame, height - 22)
    return height, text([*rules, *areas, *seams[:-1], *labels])
