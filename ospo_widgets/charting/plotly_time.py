# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lines and bands over time as plotly data."""

from __future__ import annotations

from typing import Any

from ospo_widgets.charting.measure import axis_ticks, in_time, spread, stacked
from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import finite
from ospo_widgets.charting.plotly_parts import (
    NARROW_WIDTH,
    WIDE_WIDTH,
    Drawn,
    fixed_axis,
    known,
    led,
    plain,
    selectable,
)
from ospo_widgets.charting.svg_parts import LINE_HEIGHT
from ospo_widgets.charting.svg_time import (
    DASHES,
    GROUPED,
    axis_steps,
    band_classes,
    end_text,
    line_style,
    named,
    side_space,
)
from ospo_widgets.charting.tokens import Tokens

HEIGHT = 270
_TOP, _BOTTOM = 24, 32
_MOST_TICKS = 5
_FEWER_TICKS = 3
_PLOTLY_DASHES = dict(zip(DASHES, ("solid", "dash", "dot"), strict=True))


def _layout(chart: Chart, colours: Tokens) -> dict[str, Any]:
    times = in_time(chart.labels)
    months = times and len(chart.labels[0]) == len("2026-08")
    ticks = axis_ticks(chart.labels, _MOST_TICKS)
    steps, said = axis_steps(chart)
    layout = {
        "height": HEIGHT,
        "hovermode": "x unified",
        "margin": {"l": 8, "r": 16, "t": _TOP, "b": _BOTTOM},
        "xaxis": {
            **fixed_axis(colours),
            "type": "date" if times and len(chart.labels) > 1 else "category",
            "hoverformat": ("%Y-%m" if months else "%Y-%m-%d") if times else "",
            "showgrid": False,
            "tickmode": "array",
            "tickvals": [plain(tick.at) for tick in ticks],
            "ticktext": [plain(tick.text) for tick in ticks],
        },
        "yaxis": {
            **fixed_axis(colours),
            "automargin": True,
            "gridcolor": colours.line,
            "range": [0, steps[-1]],
            "tickmode": "array",
            "tickvals": steps,
            "ticktext": [plain(text) for text in said],
        },
    }
    return layout | (selectable(colours, "h") if chart.filter_name else {})


def _narrow_ticks(chart: Chart) -> dict[str, Any]:
    ticks = axis_ticks(chart.labels, _FEWER_TICKS)
    return {
        "xaxis.tickvals": [plain(tick.at) for tick in ticks],
        "xaxis.ticktext": [plain(tick.text) for tick in ticks],
    }


def lines(chart: Chart, colours: Tokens) -> Drawn:
    """Lines, the quiet ones below; several are named beside their ends."""
    ordered = sorted(chart.series, key=lambda s: s.tone is not Tone.QUIET)
    shown = named(chart)
    grouped = len(shown) > GROUPED
    layout = _layout(chart, colours)
    narrow = _narrow_ticks(chart)
    if grouped:
        at = [finite(s.values)[-1] for s in shown]
        for into, is_narrow in ((layout, False), (narrow, True)):
            _beside(into, chart, shown, at, colours, narrow=is_narrow)
    else:
        layout["annotations"] = [_above(chart, s, shown, colours) for s in ordered if s in shown]
    data = [_line(chart, s, shown, colours, grouped=grouped) for s in ordered]
    return Drawn(data, layout, narrow, pick="lines")


def _line(
    chart: Chart, series: Series, shown: list[Series], colours: Tokens, *, grouped: bool
) -> dict[str, Any]:
    quiet = series.tone is Tone.QUIET
    class_, dashes = line_style(shown.index(series) if grouped and series in shown else 0, series)
    colour = {"l2": colours.ctl, "l3": colours.bands[2]}.get(class_, colours.fill(series.tone))
    percent = chart.whole == 100
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(finite(series.values)) == 1 else "lines",
        "name": plain(series.name),
        "x": [plain(label) for label in chart.labels],
        "y": [known(v) for v in series.values],
        "connectgaps": False,
        "opacity": 0.6 if quiet else 1,
        "line": {"color": colour, "width": 1 if quiet else 2, "dash": _PLOTLY_DASHES[dashes]},
        "hovertemplate": "%{y:,.0f}" + (" %" if percent else ""),
        "customdata": list(chart.keys),
        "meta": series.key,
    }


def _above(chart: Chart, series: Series, shown: list[Series], colours: Tokens) -> dict[str, Any]:
    """Name and last value of a line, at the top right, so that no legend is needed."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "text": plain(end_text(chart, series)),
        "showarrow": False,
        "font": {"color": colours.text},
        "yshift": 14 * shown.index(series),
    }


def _beside(
    into: dict[str, Any],
    chart: Chart,
    shown: list[Series],
    at: list[float],
    colours: Tokens,
    *,
    narrow: bool,
) -> None:
    """Put labels to the right of the drawing, none over another, and make room for them."""
    width = NARROW_WIDTH if narrow else WIDE_WIDTH
    side = side_space([end_text(chart, s, narrow=narrow) for s in shown], width, narrow=narrow)
    into["margin.r" if narrow else "margin"] = (
        round(side) if narrow else {"l": 8, "r": round(side), "t": _TOP, "b": _BOTTOM}
    )
    steps, _ = axis_steps(chart)
    high = HEIGHT - _TOP - _BOTTOM
    wanted = [_TOP + high * (1 - value / steps[-1]) for value in at]
    placed = spread(wanted, LINE_HEIGHT, LINE_HEIGHT / 2, HEIGHT - _BOTTOM + LINE_HEIGHT / 2)
    into["annotations"] = [
        led(
            end_text(chart, series, narrow=narrow, room=side - 14),
            1,
            value,
            there - here,
            colours,
            along="paper",
        )
        for series, value, here, there in zip(shown, at, wanted, placed, strict=True)
    ]


def bands(chart: Chart, colours: Tokens) -> Drawn:
    """Bands on each other, the first series lowest, each named at its end."""
    layout = _layout(chart, colours)
    narrow = _narrow_ticks(chart)
    shares = chart.kind is Kind.AREA_SHARES
    rows = [s.values for s in chart.series]
    edges = stacked(rows, shares=shares)
    whole = stacked(rows, shares=False)[-1]
    ends = [0.0, *(edge[-1] for edge in edges)]
    seen = [i for i, s in enumerate(chart.series) if any(finite(s.values))]
    middles = [(ends[i] + ends[i + 1]) / 2 for i in seen]
    for into, is_narrow in ((layout, False), (narrow, True)):
        shown = [chart.series[i] for i in seen]
        _beside(into, chart, shown, middles, colours, narrow=is_narrow)
    fills = [_band_colour(class_, colours) for class_ in band_classes(chart)]
    labels = [plain(label) for label in chart.labels]
    data = [
        _band(series, labels, whole, fill, colours, shares=shares)
        for series, fill in zip(chart.series, fills, strict=True)
    ]
    if len(labels) == 1:  # one point in time has no line to fill below
        data = [_stacked_bar(trace) for trace in data]
        layout["barmode"] = "stack"
    return Drawn(data, layout, narrow, pick="bands")


def _stacked_bar(trace: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in trace.items() if k not in {"mode", "stackgroup", "fillcolor", "line"}}
    return {**kept, "type": "bar", "marker": {"color": trace["fillcolor"], "line": trace["line"]}}


def _band_colour(class_: str, colours: Tokens) -> str:
    if class_.startswith("s"):
        return colours.bands[int(class_[1:]) - 1]
    tones = {"bn": colours.no, "bq": colours.ctl, "by": colours.yes, "bc": colours.cond}
    return tones[class_]


def _band(
    series: Series,
    labels: list[str],
    whole: list[float],
    fill: str,
    colours: Tokens,
    *,
    shares: bool,
) -> dict[str, Any]:
    values = [max([0.0, *finite([v])]) for v in series.values]
    counts = [int(v) if v.is_integer() else v for v in map(float, values)]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "name": plain(series.name),
        "x": labels,
        "y": counts,
        "stackgroup": "all",
        "fillcolor": fill,
        "line": {"color": colours.bg, "width": 1},
        "hovertemplate": "%{y:,.0f}",
        "meta": series.key,
    }
    if shares:
        trace["y"] = [round(100 * v / w, 2) if w else 0 for v, w in zip(values, whole, strict=True)]
        trace["customdata"] = counts
        trace["hovertemplate"] = "%{customdata:,.0f} (%{y:.0f} %)"
    return trace
