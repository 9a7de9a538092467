# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart in the page: SVG at once and everywhere, plotly over it where our front end runs.

plotly.js is loaded once a page (``static/chart.js``); each chart then only sends its figure,
a few kilobytes. A click or selection comes back as keys. The table beside it always holds the same
data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as ipw
import traitlets as tl

from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.plotly_figure import figure
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import to_csv, to_details
from ospo_widgets.markup import Markup, tag
from ospo_widgets.resources import static_text
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.page import Page
from ospo_widgets.wording import words

WIDE, NARROW = 560, 328
"""Widths in pixels at which the SVG is drawn; the narrow one is drawn narrow, not shrunk."""


@cache
def _plotly_js() -> bytes:
    import plotly

    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


class PlotlyFigure(anywidget.AnyWidget):
    """The drawing itself; ``figure`` is plain plotly JSON."""

    _esm = static_text("chart.js")
    figure = tl.Dict().tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    plotly_version = tl.Unicode("").tag(sync=True)
    state = tl.Unicode("loading").tag(sync=True)


class ChartView(ipw.VBox):  # type: ignore[misc]
    """One chart with its heading, basis, table and downloads.

    Args:
        page: The page, for guard, theme and readiness.
        chart: What to show first.
        on_select: Gets the filter name and the keys that a click or selection chose.
    """

    def __init__(
        self, page: Page, chart: Chart, on_select: Callable[[str, tuple[str, ...]], None]
    ) -> None:
        self._page = page
        self._on_select = on_select
        self._chart = chart
        self._heading = ipw.HTML()
        self._svg = ipw.HTML()
        self._table = ipw.HTML()
        self._plotly: PlotlyFigure | None = None
        self._drawing = ipw.VBox([self._svg])
        super().__init__([self._heading, self._drawing, self._table])
        self.add_class("stack")
        self.add_class("ospo-chart-view")
        self.show(chart)
        page.when_ready(self._improve)
        page.host.observe(lambda _: self._send_figure(), "dark")

    @property
    def chart(self) -> Chart:
        """What is shown now."""
        return self._chart

    def show(self, chart: Chart) -> None:
        """Show another chart in the same place; only what changed is sent."""
        self._chart = chart
        heading = tag(
            "div",
            tag("h2", chart.title),
            tag("p", chart.basis, class_="muted small"),
            class_="stack-s",
        )
        if self._heading.value != heading:
            self._heading.value = heading
        if self._plotly is None or self._plotly.state != "drawn":
            self._svg.value = tag(
                "figure",
                tag("div", draw(chart, width=WIDE), class_="wide-only"),
                tag("div", draw(chart, width=NARROW), class_="narrow-only"),
            )
        below = self._below(chart)
        if self._table.value != below:
            self._table.value = below
        self._send_figure()

    def _below(self, chart: Chart) -> Markup:
        svg = str(draw(chart, width=WIDE, standalone=True)).encode()
        rows = to_csv(chart).encode("utf-8-sig")
        return tag(
            "div",
            to_details(chart),
            tag(
                "p",
                words("common.chart.download"),
                " ",
                download_link(words("common.chart.svg"), f"{chart.id}.svg", svg, "image/svg+xml"),
                ", ",
                download_link(words("common.chart.csv"), f"{chart.id}.csv", rows, "text/csv"),
                class_="small muted",
            ),
            class_="stack-s",
        )

    def _improve(self) -> None:
        self._plotly = PlotlyFigure(plotly_version=version("plotly"))
        self._send_figure()
        self._plotly.on_msg(self._message)
        self._plotly.observe(self._page.guard.quiet(self._state_changed), "state")
        self._drawing.children = (self._svg, self._plotly)

    def _state_changed(self, change: Any) -> None:
        # Until plotly has drawn, and for ever when it fails, the SVG stays.
        if change["new"] == "drawn":
            self._svg.value = Markup("")
            self._svg.layout.display = "none"
        elif change["new"] == "failed":
            self._drawing.children = (self._svg,)

    def _send_figure(self) -> None:
        if self._plotly is not None:
            self._plotly.label = words("common.chart.described", title=self._chart.title)
            self._plotly.figure = figure(self._chart, dark=self._page.host.dark)

    def _message(self, _: Any, content: Any, __: Any) -> None:
        if self._plotly is None:
            return
        if content.get("op") == "plotly.js":
            self._plotly.send({"op": "plotly.js"}, [_plotly_js()])
        elif content.get("op") == "select" and self._chart.filter_name:
            keys = tuple(k for k in content.get("keys", []) if k in self._chart.keys)
            if keys:
                self._page.guard(self._on_select)(self._chart.filter_name, keys)
