# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart in the page: SVG at once and everywhere, plotly over it where our front end runs.

plotly.js is loaded once a page (``static/chart.js``); each chart then only sends its figure,
a few kilobytes, and only when it changed. A click, a range or a cell comes back as keys, which are
checked against the chart. Grids are tables of the page, whose cells are buttons. The table beside a
chart always holds the same data; files are made when they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as ipw
import traitlets as tl

from ospo_widgets.charting.html_grid import to_grid
from ospo_widgets.charting.model import Chart
from ospo_widgets.charting.picks import Pick, picks, range_pick
from ospo_widgets.charting.plotly_figure import figure
from ospo_widgets.charting.svg import draw, draw_file
from ospo_widgets.charting.table import to_csv, to_details
from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.resources import static_text
from ospo_widgets.widgets.download import Download, File, download_link
from ospo_widgets.widgets.heard import said, said_text
from ospo_widgets.widgets.page import Page
from ospo_widgets.wording import words

WIDE, NARROW = 560, 328
"""Widths in pixels at which the SVG is drawn; the narrow one is drawn narrow, not shrunk."""

FILE_WIDTH = 800
"""Width in pixels of the SVG and of half the PNG that people take away."""

OnPicks = Callable[[tuple[Pick, ...]], None]
OnSelect = Callable[[str, tuple[str, ...]], None]

_numbers = count(1)


@cache
def _plotly_js() -> bytes:
    import plotly

    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


class PlotlyFigure(anywidget.AnyWidget):
    """The drawing itself; ``figure`` is plain plotly JSON, empty for grids."""

    _esm = static_text("chart.js")
    figure = tl.Dict().tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    plotly_version = tl.Unicode("").tag(sync=True)
    state = tl.Unicode("loading").tag(sync=True)


class ChartView(ipw.VBox):  # type: ignore[misc]
    """One chart with its heading, basis, table and downloads.

    Args:
        page: The page, for guard, theme and readiness.
        chart: What to show first; others that follow have the same kind.
        on_select: Gets the filter name and the keys that a click or selection chose, once for each
            filter.
        on_picks: Gets all that was chosen at once, in place of ``on_select``: a cell of a grid may
            choose two filters.
    """

    def __init__(
        self, page: Page, chart: Chart, on_select: OnSelect, on_picks: OnPicks | None = None
    ) -> None:
        self._page = page
        self._on_picks = on_picks or _one_by_one(on_select)
        self._chart = chart
        self._name = f"chart-{next(_numbers)}"
        self._heading = ipw.HTML()
        self._svg = ipw.HTML()
        self._table = ipw.HTML()
        self._plotly: PlotlyFigure | None = None
        self._png = Download(page, words("charting.png.button"), self._png_file, small=True)
        self._drawing = ipw.VBox([self._svg])
        super().__init__([self._heading, self._drawing, self._table, self._png])
        self.add_class("stack")
        self.add_class("ospo-chart-view")
        self.show(chart)
        page.on_act(self._name, self._acted)
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
            self._show_drawing()
        below = self._below(chart)
        if self._table.value != below:
            self._table.value = below
        self._send_figure()

    def _show_drawing(self) -> None:
        """What needs no script: the drawing in two widths, or the grid as a table."""
        chart = self._chart
        drawn: Content = to_grid(chart, self._link) if chart.grid and chart.labels else None
        if drawn is None:
            drawn = (
                tag("div", draw(chart, width=WIDE), class_="wide-only"),
                tag("div", draw(chart, width=NARROW), class_="narrow-only"),
            )
        made = tag("figure", drawn)
        if self._svg.value != made:
            self._svg.value = made

    def _link(self, said: Content, rows: Sequence[str], columns: Sequence[str]) -> Content:
        value = json.dumps({"rows": rows, "columns": columns})
        return self._page.act(said, self._name, value) or said

    def _below(self, chart: Chart) -> Markup:
        """The table, and the files: made when asked for, or in links where our script is not."""
        files: list[Content] = [
            self._page.act(words("charting.png.link"), self._name, "png"),
            self._page.act(words("common.chart.svg"), self._name, "svg"),
            self._page.act(words("common.chart.csv"), self._name, "csv"),
        ]
        if not self._page.host.ready:
            files = [
                download_link(words(f"common.chart.{kind}"), *file)
                for kind, file in (("svg", self._svg_file()), ("csv", self._csv_file()))
            ]
        links = [(", " if i else " ", link) for i, link in enumerate(files)]
        return tag(
            "div",
            to_details(chart),
            tag("p", words("common.chart.download"), links, class_="small muted"),
            class_="stack-s",
        )

    # Files ------------------------------------------------------------------------------------

    def _svg_file(self) -> File:
        drawn = draw_file(self._chart, width=FILE_WIDTH)
        return f"{self._chart.id}.svg", str(drawn).encode(), "image/svg+xml"

    def _csv_file(self) -> File:
        return f"{self._chart.id}.csv", to_csv(self._chart).encode("utf-8-sig"), "text/csv"

    def _png_file(self) -> File:
        """Made by a browser of the system: only where our script does not run in the page."""
        from ospo_widgets.charting.png import to_png

        return f"{self._chart.id}.png", to_png(self._chart, width=FILE_WIDTH), "image/png"

    def _acted(self, value: str) -> None:
        """A file was asked for, or a cell of a grid pressed."""
        if value == "png" and self._plotly is not None:
            name, data, _ = self._svg_file()
            message = {"op": "png", "svg": data.decode(), "name": f"{name[:-4]}.png", "scale": 2}
            self._plotly.send(message)
        elif value in {"svg", "csv"}:
            self._page.host.download(*(self._svg_file() if value == "svg" else self._csv_file()))
        elif value.startswith("{"):
            try:
                pressed = json.loads(value)
                found = picks(self._chart, pressed["rows"], pressed["columns"])
            except (ValueError, KeyError, TypeError):
                return
            self._picked(found)

    # The drawing in the browser ----------------------------------------------------------------

    def _improve(self) -> None:
        self._plotly = PlotlyFigure(plotly_version=version("plotly"))
        self._send_figure()
        self._plotly.on_msg(self._message)
        self._plotly.observe(self._page.guard.quiet(self._state_changed), "state")
        self._drawing.children = (self._svg, self._plotly)
        self._png.layout.display = "none"
        self._show_drawing()
        self._table.value = self._below(self._chart)

    def _state_changed(self, change: Any) -> None:
        # Until plotly has drawn, and for ever when it fails, the SVG stays.
        if self._plotly is None:
            return
        if change["new"] == "drawn":
            self._svg.value = Markup("")
            self._svg.layout.display = "none"
        elif change["new"] == "failed":
            # The widget still makes PNG files.
            self._plotly.layout.display = "none"

    def _send_figure(self) -> None:
        if self._plotly is not None and not self._chart.grid:
            self._plotly.label = words("common.chart.described", title=self._chart.title)
            self._plotly.figure = figure(self._chart, dark=self._page.host.dark)

    def _message(self, _: Any, content: Any, __: Any) -> None:
        if self._plotly is None:
            return
        op = said_text(content, "op")
        if op == "plotly.js":
            self._plotly.send({"op": "plotly.js"}, [_plotly_js()])
        elif op == "select":
            self._picked(picks(self._chart, said(content, "keys"), said(content, "series")))
        elif op == "range":
            self._picked(range_pick(self._chart, said(content, "first"), said(content, "last")))
        elif op == "png-failed":
            self._png.layout.display = None

    def _picked(self, found: tuple[Pick, ...]) -> None:
        if found:
            self._page.guard(self._on_picks)(found)


def _one_by_one(on_select: OnSelect) -> OnPicks:
    def tell(found: tuple[Pick, ...]) -> None:
        for pick in found:
            on_select(pick.filter_name, pick.keys)

    return tell
