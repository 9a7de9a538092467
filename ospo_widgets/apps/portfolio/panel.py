# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One view of the portfolio page: drawn when it comes into view, and again when outdated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.charting.model import Chart
from ospo_widgets.markup import Markup, chip, tag
from ospo_widgets.widgets.chart import ChartView
from ospo_widgets.widgets.fields import row
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page


class Panel(ipw.VBox):  # type: ignore[misc]
    """One view; a subclass fills it in :meth:`draw`.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self.page = page
        self.model = model
        self._drawn: object = None
        super().__init__()
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Draw what the filters leave, unless it is drawn already."""
        shown = self.model.shown
        if self._drawn is not shown:
            self._drawn = shown
            self.draw(shown)

    def outdated(self) -> None:
        """What is drawn no longer fits the page: draw it anew when it is in view."""
        self._drawn = None

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories; there is at least one. Screens of their own draw nothing."""


def wrong_input(said: object) -> Markup:
    """What is wrong with a field, for the place below it."""
    told = tag("p", chip("no", words("common.error.input"), ground=False), " ", str(said))
    return tag("div", told, class_="field-error", role="alert")


class ChartRow(ipw.HBox):  # type: ignore[misc]
    """Charts side by side that stay in place while their data change.

    Args:
        page: The page.
        model: Its state; a click on a chart sets a filter of it.
    """

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self._page = page
        self._model = model
        self._views: dict[str, ChartView] = {}
        super().__init__()
        for name in row(class_="charts")._dom_classes:
            self.add_class(name)

    def show(self, charts: Sequence[Chart], extra: dict[int, ipw.Widget] | None = None) -> None:
        """Show these charts; one that did not change is left alone.

        Args:
            charts: In the order of the page.
            extra: Widgets to put between them, by place.
        """
        views: list[ipw.Widget] = []
        for chart in charts:
            view = self._views.get(chart.id)
            if view is None:
                view = ChartView(self._page, chart, self._model.toggle, self._model.pick)
                self._views[chart.id] = view
            elif view.chart != chart:
                view.show(chart)
            views.append(view)
        for place, widget in sorted((extra or {}).items()):
            views.insert(place, widget)
        if tuple(views) != self.children:
            self.children = tuple(views)
