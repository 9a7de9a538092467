# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bars, shares and bars from one middle as plotly data."""

from __future__ import annotations

from typing import Any

from ospo_widgets.charting.measure import shortened, text_width
from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.numbers import finite, value_text
from ospo_widgets.charting.plotly_parts import TRANSPARENT, WIDE_WIDTH, Drawn, known, plain
from ospo_widgets.charting.svg_points import end_text
from ospo_widgets.charting.tokens import Tokens

ROW = 27
"""Height of one bar with its gap, pixels."""

_LONGEST_LABEL = 210.0
_LONGEST_NARROW = 130.0
_NARROW_PLOT = 312.0
_NARROW_ROW = 44


def _axis_of_labels(chart: Chart, labels: list[str], colours: Tokens) -> dict[str, Any]:
    return {
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
        "tickmode": "array",
        "tickvals": labels,
        "ticktext": [plain(shortened(label, _LONGEST_LABEL)) for label in chart.labels],
    }


def _narrow_labels(chart: Chart) -> dict[str, Any]:
    """Short labels for narrow screens."""
    shown = chart.short_labels or chart.labels
    return {"yaxis.ticktext": [plain(shortened(label, _LONGEST_NARROW)) for label in shown]}


def bars(chart: Chart, colours: Tokens) -> Drawn:
    """Horizontal bars; shares lie on a ground that stands for the whole."""
    labels = [plain(label) for label in chart.labels]
    series = chart.series[0] if chart.series else Series("", ())
    values = list(series.values)
    shares = chart.kind is Kind.SHARES and chart.whole > 0
    tones = chart.tones or (Tone.NORMAL,) * len(labels)
    said = series.texts or [value_text(value, chart.whole) for value in values]
    ends = [plain(text) for text in said]
    drawn: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "name": plain(series.name),
        "x": [known(v) for v in values],
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
    data = [drawn]
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
        data = [ground, drawn]
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
    end_space = max([72.0, *(text_width(text) + 16 for text in said)])
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
        "yaxis": _axis_of_labels(chart, labels, colours),
    }
    return Drawn(data, layout, _narrow_labels(chart))


def diverging(chart: Chart, colours: Tokens) -> Drawn:
    """Two bars a label from one middle; the first series runs to the left."""
    labels = [plain(label) for label in chart.labels]
    left, right = chart.series
    most = chart.whole or max([0.0, *finite(left.values), *finite(right.values)]) or 1
    count = len(labels)
    widest = max([0.0, *(text_width(end_text(s, i)) for s in chart.series for i in range(count))])
    # The ends stand inside the axis, so that they never lie over labels.
    half = (WIDE_WIDTH - min(_LONGEST_LABEL, WIDE_WIDTH * 0.34)) / 2
    reach = most * half / max(half - widest - 14, 40)
    narrow_half = _NARROW_PLOT / 2
    narrow_reach = most * narrow_half / max(narrow_half - widest - 10, 16)
    data = [
        _side(chart, series, labels, sign, colours) for series, sign in ((left, -1), (right, 1))
    ]
    heads = [
        {
            "xref": "x",
            "yref": "paper",
            "x": 0,
            "y": 1,
            "xanchor": "right" if sign < 0 else "left",
            "yanchor": "bottom",
            "xshift": 6 * sign,
            "yshift": 2,
            "text": plain(series.name),
            "showarrow": False,
            "font": {"color": colours.muted},
        }
        for series, sign in ((left, -1), (right, 1))
    ]
    layout = {
        "annotations": heads,
        "bargap": 0.4,
        "height": ROW * max(count, 1) + 36,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 8, "t": 24, "b": 4},
        "xaxis": {
            "visible": True,
            "showgrid": False,
            "showticklabels": False,
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": colours.ctl,
            "zerolinewidth": 1,
            "range": [-reach, reach],
        },
        "yaxis": _axis_of_labels(chart, labels, colours),
    }
    narrow = {
        "annotations": heads + [_label_above(chart, i, labels[i], colours) for i in range(count)],
        "bargap": 1 - 16 / _NARROW_ROW,
        "height": _NARROW_ROW * max(count, 1) + 52,
        "margin.t": 36,
        "xaxis.range": [-narrow_reach, narrow_reach],
        "yaxis.showticklabels": False,
    }
    return Drawn(data, layout, narrow)


def _label_above(chart: Chart, row: int, label: str, colours: Tokens) -> dict[str, Any]:
    """On narrow screens the label stands above its bars."""
    return {
        "xref": "paper",
        "yref": "y",
        "x": 0,
        "y": label,
        "xanchor": "left",
        "yanchor": "middle",
        "yshift": 17,
        "text": plain(shortened(chart.labels[row], _NARROW_PLOT)),
        "showarrow": False,
        "font": {"color": colours.text},
    }


def _side(
    chart: Chart, series: Series, labels: list[str], sign: int, colours: Tokens
) -> dict[str, Any]:
    values = [known(v) for v in series.values]
    return {
        "type": "bar",
        "orientation": "h",
        "name": plain(series.name),
        # What is not known is said at the middle, without a bar.
        "x": [sign * (v or 0) for v in values],
        "y": labels,
        "marker": {"color": colours.fill(series.tone)},
        "text": [plain(end_text(series, i)) for i in range(len(labels))],
        "hovertemplate": "%{y}, "
        + plain(series.name).replace("%", "")
        + ": %{text}<extra></extra>",
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "textfont": {"color": [colours.muted if v is None else colours.text for v in values]},
        "customdata": list(chart.keys),
        "meta": series.key,
    }
