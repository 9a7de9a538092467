# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as plotly figures in plain lists and dicts, ready for ``Plotly.react`` in the browser.

Plain data instead of ``plotly.graph_objects``: building and checking those objects costs more than
ten times as much, and the browser takes the same JSON. What plotly reads as HTML is escaped.
"""

from __future__ import annotations

from typing import Any

from ospo_widgets.charting import plotly_bars, plotly_grid, plotly_time
from ospo_widgets.charting.model import Chart, Kind
from ospo_widgets.charting.plotly_parts import base_layout, nothing
from ospo_widgets.charting.tokens import tokens
from ospo_widgets.wording import words

PlotlyFigure = dict[str, Any]
"""``data``, ``layout``, ``narrow`` and ``config``, as JSON."""


def figure(chart: Chart, *, dark: bool = False) -> PlotlyFigure:
    """The chart as plotly JSON.

    ``narrow`` has what differs on narrow screens, by path in the layout (``"margin.r"``).
    ``layout.meta`` says what a click picks; keys are in ``customdata`` of points, in ``meta`` of
    lines and bands, in ``layout.meta`` for cells.

    Args:
        chart: What to draw.
        dark: Colours of the dark theme; the ground is transparent in both.
    """
    colours = tokens(dark=dark)
    drawn = (
        _DRAWERS[chart.kind](chart, colours)
        if chart.labels and chart.series
        else nothing(words("charting.empty"), colours)
    )
    meta: dict[str, Any] = {"pick": drawn.pick}
    if drawn.rows or drawn.columns:
        meta |= {"rows": list(drawn.rows), "columns": list(drawn.columns)}
    layout = {**base_layout(colours), **drawn.layout, "meta": meta}
    return {"data": drawn.data, "layout": layout, "narrow": drawn.narrow, "config": _config()}


def _config() -> dict[str, Any]:
    """No mode bar and no logo; nothing can be zoomed. Downloads stand below a chart."""
    return {
        "displaylogo": False,
        "displayModeBar": False,
        "doubleClick": False,
        "responsive": True,
        "scrollZoom": False,
        "showTips": False,
    }


_DRAWERS = {
    Kind.BARS: plotly_bars.bars,
    Kind.SHARES: plotly_bars.bars,
    Kind.DIVERGING: plotly_bars.diverging,
    Kind.LINES: plotly_time.lines,
    Kind.AREAS: plotly_time.bands,
    Kind.AREA_SHARES: plotly_time.bands,
    Kind.HEAT: plotly_grid.cells,
    Kind.MATRIX: plotly_grid.cells,
    Kind.SCATTER: plotly_grid.points,
}
