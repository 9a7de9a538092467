# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio on screen: built once, follows its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.chart_panels import HealthPanel, LicencesPanel, ReadinessPanel
from ospo_widgets.apps.portfolio.data_screen import DataScreen
from ospo_widgets.apps.portfolio.filter_bar import FilterBar
from ospo_widgets.apps.portfolio.glance_panel import GlancePanel
from ospo_widgets.apps.portfolio.graph_panels import DependenciesPanel, PartnersPanel
from ospo_widgets.apps.portfolio.keeping import PortfolioKeeper
from ospo_widgets.apps.portfolio.model import (
    DATA,
    REPORT,
    REPOSITORY,
    SCREENS,
    TABS,
    WHAT_IF,
    PortfolioModel,
)
from ospo_widgets.apps.portfolio.panel import Panel
from ospo_widgets.apps.portfolio.quality_panel import QualityPanel
from ospo_widgets.apps.portfolio.report_screen import ReportScreen
from ospo_widgets.apps.portfolio.repository_screen import RepositoryScreen
from ospo_widgets.apps.portfolio.saved_views import SavedViews
from ospo_widgets.apps.portfolio.what_if_screen import WhatIfScreen
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, column, row
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.tabs import Pane, Tabs
from ospo_widgets.wording import words

MakePanel = Callable[[Page, PortfolioModel], Panel]

PANELS: Mapping[str, MakePanel] = {
    "glance": GlancePanel,
    "licences": LicencesPanel,
    "readiness": ReadinessPanel,
    "health": HealthPanel,
    "dependencies": DependenciesPanel,
    "partners": PartnersPanel,
    "quality": QualityPanel,
}
SCREEN_PANELS: Mapping[str, MakePanel] = {
    REPOSITORY: RepositoryScreen,
    WHAT_IF: WhatIfScreen,
    REPORT: ReportScreen,
    DATA: DataScreen,
}


class PortfolioApp(Page):
    """The portfolio: filters, tabs that follow them, and screens with a heading of their own."""

    def __init__(self, model: PortfolioModel) -> None:
        super().__init__(words("portfolio.title"))
        self.model = model
        self._shown_query: str | None = None
        self._head = ipw.HTML()
        self._filters = FilterBar(self, model)
        self._filters.add_class("ospo-filters")
        self._views = SavedViews(self, model)
        self._panels: dict[str, Panel] = {}
        self._panes = {name: column() for name in TABS}
        self._tabs = Tabs(
            [Pane(name, words(f"portfolio_app.tabs.{name}"), self._panes[name]) for name in TABS],
            guard=self.guard,
            show=words("portfolio_app.show"),
            on_select=lambda name: setattr(model, "view", name),
        )
        self._nothing = ipw.HTML(tag("p", words("portfolio.nothing"), class_="notice"))
        self._content = column()
        top = row(self._head, self._actions(), class_="row-between ospo-top")
        self._portfolio = column(
            column(top, FirstVisit(self, "portfolio"), self._views, class_="stack"),
            self._filters,
            self._content,
            class_="stack-l",
        )
        self.body = (self._portfolio,)
        model.observe(self.guard.quiet(lambda _: self._opened()), "whole")
        model.observe(self.guard.quiet(self._changed), ["filters", "view", "open", "to"])
        model.observe(self.guard.quiet(lambda _: self._keep_address()), "sort")
        self._refresh()
        self.when_ready(self._now_ready)

    def _actions(self) -> Any:
        def opens(view: str) -> Callable[..., Any]:
            return self.guard(lambda: setattr(self.model, "view", view))

        return row(
            button(words("portfolio_app.report"), opens(REPORT), primary=True),
            button(words("portfolio_app.what_if"), self.guard(self.model.ask_what_if)),
            button(words("portfolio_app.data"), opens(DATA), quiet=True),
        )

    def take_query(self, query: str) -> None:
        """Show what an address asks for, and say what of it is not known."""
        self.model.from_query(query)
        if "glance" in self._panels:
            self._panels["glance"].resort()
        if self.model.notes:
            self.alert.show(*[tag("p", note) for note in self.model.notes])

    @property
    def data_screen(self) -> DataScreen | None:
        """“Use other data”, once it was opened."""
        found = self._panels.get(DATA)
        return found if isinstance(found, DataScreen) else None

    def _now_ready(self) -> None:
        """Buttons in drawn text work from now on: draw what is there with them."""
        for panel in self._panels.values():
            panel.outdated()
        self._refresh()

    # Drawing ----------------------------------------------------------------------------------

    def _opened(self) -> None:
        """Another portfolio is open."""
        self._filters.offer()
        left = self.body != (self._portfolio,)
        self._refresh()
        if left:
            self.host.focus("main h1")

    def _changed(self, _: Any) -> None:
        # Several values change together; the address has all of them.
        query = self.model.to_query()
        if query == self._shown_query:
            return
        left = self.body != (self._portfolio,)
        told = self._refresh()
        if left or self.model.view in SCREENS:
            self.host.focus("main h1")
        elif told:
            self.say(told)

    def _keep_address(self) -> None:
        self.host.query = self.model.to_query()

    def _refresh(self) -> str:
        """Show what the model says; gives what is shown, to be announced."""
        model = self.model
        self._shown_query = model.to_query()
        self._keep_address()
        if model.view in SCREENS:
            screen = self._panel(model.view, SCREEN_PANELS)
            screen.refresh()
            if self.body != (screen,):
                self.body = (screen,)
            return ""
        self._head.value = tag(
            "header",
            tag("h1", words("portfolio.title")),
            tag("p", model.whole.heading(), class_="muted"),
            class_="stack-s",
        )
        told = self._filters.refresh()
        self._views.refresh()
        self._tabs.select(model.view)
        if len(model.shown):
            panel = self._panel(model.view, PANELS)
            panel.refresh()
            self._panes[model.view].children = (panel,)
        content = (self._tabs if len(model.shown) else self._nothing,)
        if content != self._content.children:
            self._content.children = content
        if self.body != (self._portfolio,):
            self.body = (self._portfolio,)
        return told

    def _panel(self, name: str, makers: Mapping[str, MakePanel]) -> Panel:
        if name not in self._panels:
            self._panels[name] = makers[name](self, self.model)
        return self._panels[name]


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    import numpy as np  # noqa: F401 - a kernel that waits for its page has time to load it

    query = urlencode(request_query())
    app = PortfolioApp(PortfolioModel())
    app.guard(lambda: app.take_query(query))()
    names = ("whole", "filters", "view", "open", "to", "sort")
    keeper = PortfolioKeeper(app)
    keep_work(app, "portfolio", keeper, model=app.model, names=names, fresh=not query)
    return app
