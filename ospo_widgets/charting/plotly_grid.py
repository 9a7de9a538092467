# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Grids of cells and points between two axes as plotly data."""

from __future__ import annotations

from typing import Any

from ospo_widgets.charting.describe import cell_text
from ospo_widgets.charting.measure import shortened
from ospo_widgets.charting.model import Chart, Series, Tone
from ospo_widgets.charting.numbers import number
from ospo_widgets.charting.plotly_parts import Drawn, fixed_axis, known, plain, selectable
from ospo_widgets.charting.style import CELL_CLASS
from ospo_widgets.charting.svg_grid import ROW, cell_class
from ospo_widgets.charting.svg_points import MOST_POINTS, Scale, scales
from ospo_widgets.charting.tokens import Tokens
from ospo_widgets.wording import words

_CLASSES = ("h0", "h1", "h2", "h3", "h4", *sorted({*CELL_CLASS.values()} - {"h0", "h1"}))
_HEADER = 110
_LONGEST_LABEL = 180.0
_LONGEST_NARROW = 110.0
_POINTS_HEIGHT = 340


def _grounds(colours: Tokens) -> list[str]:
    """Ground of each class of :data:`_CLASSES`."""
    by_class = {f"h{i}": colour for i, colour in enumerate(colours.steps)}
    by_class |= {
        class_: colours.ground(tone)
        for tone, class_ in CELL_CLASS.items()
        if not class_.startswith("h")
    }
    return [by_class[class_] for class_ in _CLASSES]


def cells(chart: Chart, colours: Tokens) -> Drawn:
    """A heat map or a matrix; every cell says its value."""
    grounds = _grounds(colours)
    count = len(grounds)
    scale = [
        [at / count, colour]
        for i, colour in enumerate(grounds)
        for at in (i, i + 1)
    ]  # fmt: skip
    columns = range(len(chart.series))
    rows = range(len(chart.labels))
    trace: dict[str, Any] = {
        "type": "heatmap",
        "x": list(columns),
        "y": list(rows),
        "z": [[_CLASSES.index(cell_class(chart, s, i)) + 0.5 for s in chart.series] for i in rows],
        "zmin": 0,
        "zmax": count,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[plain(cell_text(s, i)) for s in chart.series] for i in rows],
        "texttemplate": "%{text}",
        "textfont": {"color": colours.text},
        "hovertext": [[plain(_hover(chart, s, i)) for s in chart.series] for i in rows],
        "hoverinfo": "text",
    }
    axis = {**fixed_axis(colours), "showgrid": False, "tickmode": "array"}
    layout = {
        "height": ROW * max(len(rows), 1) + _HEADER,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 8, "t": _HEADER, "b": 4},
        "xaxis": {
            **axis,
            "side": "top",
            "tickangle": 45,
            "tickvals": list(columns),
            "ticktext": [plain(shortened(s.name, _HEADER)) for s in chart.series],
        },
        "yaxis": {
            **axis,
            "automargin": True,
            "autorange": "reversed",
            "tickvals": list(rows),
            "ticktext": [plain(shortened(label, _LONGEST_LABEL)) for label in chart.labels],
            "tickfont": {"color": colours.text},
        },
    }
    short = chart.short_labels or chart.labels
    narrow = {
        "xaxis.ticktext": [plain(s.called(narrow=True)) for s in chart.series],
        "yaxis.ticktext": [plain(shortened(label, _LONGEST_NARROW)) for label in short],
    }
    keys = tuple(s.key for s in chart.series)
    return Drawn([trace], layout, narrow, pick="cells", rows=chart.keys, columns=keys)


def _hover(chart: Chart, series: Series, row: int) -> str:
    said = cell_text(series, row) or words("charting.not-known")
    return words("charting.hover", row=chart.labels[row], column=series.name, value=said)


def points(chart: Chart, colours: Tokens) -> Drawn:
    """Points; more than 2,000 are drawn by the graphics processor."""
    across, up = scales(chart)
    kind = "scattergl" if len(chart.labels) > MOST_POINTS else "scatter"
    tones = chart.tones or (Tone.NORMAL,) * len(chart.labels)
    names = chart.keys or chart.labels
    x, y = (series.values for series in chart.series)
    data = []
    for tone in sorted(set(tones), key=lambda t: t is Tone.ATTENTION):
        rows = [i for i, one in enumerate(tones) if one is tone]
        trace: dict[str, Any] = {
            "type": kind,
            "mode": "markers",
            "name": "",
            "x": [known(x[i]) for i in rows],
            "y": [known(y[i]) for i in rows],
            "customdata": [names[i] for i in rows],
            "marker": {"color": colours.fill(tone), "size": 8, "opacity": 0.6},
            "hovertemplate": "%{customdata}<br>%{x:,}, %{y:,}<extra></extra>",
        }
        shown = [plain(names[i]) for i in rows]
        if shown != trace["customdata"]:  # keys go back as they are, people see them escaped
            trace |= {
                "text": shown,
                "hovertemplate": "%{text}<br>%{x:,}, %{y:,}<extra></extra>",
            }
        data.append(trace)
    layout = {
        "annotations": [_title(chart.axes[1].title, 0, 1, colours)],
        "height": _POINTS_HEIGHT,
        "hovermode": "closest",
        "margin": {"l": 8, "r": 12, "t": 28, "b": 48},
        "xaxis": {
            **_axis(across, colours, log=chart.axes[0].log),
            "showgrid": False,
            "title": {
                "text": plain(chart.axes[0].title),
                "font": {"color": colours.muted, "size": 13},
            },
        },
        "yaxis": {
            **_axis(up, colours, log=chart.axes[1].log),
            "automargin": True,
            "gridcolor": colours.line,
        },
    }
    layout |= selectable(colours, "any") if chart.filter_name else {}
    return Drawn(data, layout)


def _axis(scale: Scale, colours: Tokens, *, log: bool) -> dict[str, Any]:
    return {
        **fixed_axis(colours),
        "type": "log" if log else "linear",
        "range": list(scale.range),
        "tickmode": "array",
        "tickvals": list(scale.steps),
        "ticktext": [number(step) for step in scale.steps],
    }


def _title(text: str, x: float, y: float, colours: Tokens) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": x,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "text": plain(text),
        "showarrow": False,
        "font": {"color": colours.muted},
    }
