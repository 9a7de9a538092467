# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as plotly figures in plain lists and dicts, ready for ``Plotly.react`` in the browser.

Plain data instead of ``plotly.graph_objects``: building and checking those objects costs more than
ten times as much, and the browser takes the same JSON. What plotly reads as HTML is escaped.
"""

from __future__ import annotations

import html
from typing import Any

from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import MONTH, finite, number, ticks, value_text
from ospo_widgets.charting.svg import ROW, label_ticks, text_width
from ospo_widgets.charting.tokens import FONT, Tokens, tokens
from ospo_widgets.markup import visible
from ospo_widgets.wording import separators, words

TRANSPARENT = "rgba(0,0,0,0)"
_MOST_TICKS = 5

PlotlyFigure = dict[str, Any]
"""``data``, ``layout`` and ``config``, as JSON."""


def figure(chart: Chart, *, dark: bool = False) -> PlotlyFigure:
    """The chart as plotly JSON.

    Args:
        chart: What to draw. ``chart.keys`` become ``customdata``, so that a click event names the
            value to select.
        dark: Colours of the dark theme; the ground is transparent in both.
    """
    colours = tokens(dark=dark)
    drawer = _lines if chart.kind is Kind.LINES else _bars
    data, layout = drawer(chart, colours)
    return {"data": data, "layout": {**_layout(colours), **layout}, "config": _config()}


def _layout(colours: Tokens) -> dict[str, Any]:
    return {
        "autosize": True,
        "barmode": "overlay",
        "clickmode": "event",
        "dragmode": False,
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.sub,
            "bordercolor": colours.ctl,
            "font": {"family": FONT, "size": 13, "color": colours.text},
        },
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "separators": "".join(reversed(separators())),
        "showlegend": False,
        "template": {"data": {}, "layout": {}},
    }


def _config() -> dict[str, Any]:
    """No mode bar and no logo; nothing can be dragged or zoomed. Downloads stand below a chart."""
    return {
        "displaylogo": False,
        "displayModeBar": False,
        "doubleClick": False,
        "responsive": True,
        "scrollZoom": False,
        "showTips": False,
    }


def _plain(value: str) -> str:
    """Text that plotly, which reads a little HTML, shows as it is."""
    return html.escape(visible(value), quote=False)


def _bars(chart: Chart, colours: Tokens) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    labels = [_plain(label) for label in chart.labels]
    values = list(chart.series[0].values) if chart.series else []
    shares = chart.kind is Kind.SHARES and chart.whole > 0
    tones = chart.tones or (Tone.NORMAL,) * len(labels)
    ends = [_plain(value_text(value, chart.whole)) for value in values]
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": _plain(chart.series[0].name) if chart.series else "",
        "x": [_known(v) for v in values],
        "y": labels,
        "marker": {"color": [colours.fill(tone) for tone in tones]},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "text": ends,
        "textposition": "none" if shares else "outside",
        "textangle": 0,
        "cliponaxis": False,
        "textfont": {"color": colours.text},
        "customdata": list(chart.keys),
    }
    data = [bars]
    annotations: list[dict[str, Any]] = []
    most = max([0.0, *finite(values)])
    if shares:
        most = chart.whole
        ground = {
            "type": "bar",
            "orientation": "h",
            "x": [chart.whole] * len(labels),
            "y": labels,
            "marker": {"color": [colours.line] * len(labels)},
            "hoverinfo": "skip",
            "customdata": list(chart.keys),
        }
        data = [ground, bars]
    if shares or any(value is None for value in values):
        annotations = [
            {
                "x": most if shares else 0,
                "y": label,
                "text": end,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 6,
                "font": {"color": colours.text if value is not None else colours.muted},
            }
            for label, end, value in zip(labels, ends, values, strict=True)
            if shares or value is None
        ]
    end_space = max([72.0, *(text_width(value_text(v, chart.whole)) + 16 for v in values)])
    layout = {
        "annotations": annotations,
        "bargap": 0.4,
        "height": ROW * max(len(labels), 1) + 16,
        "hovermode": "closest",
        "margin": {"l": 8, "r": round(end_space), "t": 4, "b": 4},
        "xaxis": {
            "visible": False,
            "fixedrange": True,
            "range": [0, most or 1],
        },
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": labels,
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": TRANSPARENT,
            "tickfont": {"color": colours.text},
        },
    }
    return data, layout


def _lines(chart: Chart, colours: Tokens) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    months = bool(chart.labels) and all(MONTH.fullmatch(label) for label in chart.labels)
    ordered = sorted(chart.series, key=lambda s: s.tone is not Tone.QUIET)
    shown = label_ticks(chart.labels, _MOST_TICKS)
    steps = ticks(max([0.0, *(v for s in chart.series for v in finite(s.values))]))
    axis = {"fixedrange": True, "tickfont": {"color": colours.muted}, "zeroline": False}
    layout = {
        "annotations": [_end(chart, s, colours) for s in ordered if _labelled(s)],
        "height": 270,
        "hovermode": "x unified",
        "margin": {"l": 8, "r": 16, "t": 24, "b": 32},
        "xaxis": {
            **axis,
            "type": "date" if months else "category",
            "hoverformat": "%Y-%m" if months else "",
            "showgrid": False,
            "tickmode": "array",
            "tickvals": [_plain(chart.labels[i]) for i, _ in shown],
            "ticktext": [_plain(label) for _, label in shown],
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": TRANSPARENT,
        },
        "yaxis": {
            **axis,
            "automargin": True,
            "gridcolor": colours.line,
            "range": [0, steps[-1]],
            "tickmode": "array",
            "tickvals": steps,
            "ticktext": [number(step) for step in steps],
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": TRANSPARENT,
        },
    }
    return [_trace(chart, s, colours) for s in ordered], layout


def _trace(chart: Chart, series: Series, colours: Tokens) -> dict[str, Any]:
    quiet = series.tone is Tone.QUIET
    known = finite(series.values)
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(known) == 1 else "lines",
        "name": _plain(series.name),
        "x": [_plain(label) for label in chart.labels],
        "y": [_known(v) for v in series.values],
        "connectgaps": False,
        "opacity": 0.6 if quiet else 1,
        "line": {"color": colours.fill(series.tone), "width": 1 if quiet else 2},
        "hovertemplate": "%{y:,.0f}",
        "customdata": list(chart.keys),
    }


def _labelled(series: Series) -> bool:
    return series.tone is not Tone.QUIET and bool(finite(series.values))


def _end(chart: Chart, series: Series, colours: Tokens) -> dict[str, Any]:
    """Name and last value of a line, at the top right, so that no legend is needed."""
    value = number(finite(series.values)[-1])
    text = words("charting.end", name=series.name, value=value)
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 1,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "text": _plain(text),
        "showarrow": False,
        "font": {"color": colours.text},
        "yshift": 14 * [s for s in chart.series if _labelled(s)].index(series),
    }


def _known(value: float | None) -> float | None:
    """The value, None (a gap) where it is not known or not finite: JSON has no NaN."""
    return value if finite([value]) else None
