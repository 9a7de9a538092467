# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page for the staff on screen: built once, follows its model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.knowledge import panels
from ospo_widgets.apps.knowledge.list_screen import ListScreen
from ospo_widgets.apps.knowledge.model import TABS, KnowledgeModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.fields import column
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.tabs import Pane, Tabs
from ospo_widgets.wording import day, words


class KnowledgeApp(Page):
    """Tabs with lists, and one row in their place when it is open.

    Screens other than the list are made when they are first shown.
    """

    def __init__(self, model: KnowledgeModel) -> None:
        super().__init__(words("knowledge_app.title"))
        self.model = model
        self._was_open = ""
        self.screens: dict[str, Any] = {"rows": ListScreen(self, model)}
        self._panes = {name: column() for name in TABS}
        self._panes["rows"].children = (self.screens["rows"],)
        self._head = ipw.HTML()
        self._counted: object = None
        self._tabs = Tabs(
            [Pane(name, words(f"knowledge_app.tabs.{name}"), self._panes[name]) for name in TABS],
            guard=self.guard,
            show=words("knowledge_app.show"),
            on_select=lambda name: setattr(model, "tab", name),
        )
        self._all = column(self._head, FirstVisit(self, "knowledge"), self._tabs, class_="stack-l")
        self.on_act("open-row", self._opened)
        self.body = (self._all,)
        model.observe(self.guard.quiet(lambda _: self._refresh()), "revision")
        model.observe(self.guard.quiet(lambda _: self._tell_notes()), "notes")
        self._refresh()
        self.when_ready(self._now_ready)

    def take_query(self, query: Mapping[str, str]) -> None:
        """Show what an address asks for, and say what of it was left out."""
        self.model.from_query(query)
        self._refresh()

    def screen(self, name: str) -> Any:
        """A screen, made when it is first asked for."""
        if name not in self.screens:
            self.screens[name] = _maker(name)(self, self.model)
        return self.screens[name]

    def _header(self) -> Markup:
        newest = self.model.quality.newest
        overlay = self.model.shelf.overlay
        return tag(
            "header",
            tag("h1", words("knowledge_app.title")),
            tag("p", words("knowledge_app.lead"), class_="lead"),
            tag("p", words("knowledge_app.newest", day=day(newest)), class_="small muted")
            if newest
            else None,
            tag("p", words("knowledge_app.overlay", name=overlay.name), class_="small muted")
            if overlay
            else None,
            class_="stack-s",
        )

    def _opened(self, key: str) -> None:
        self.model.open(key)

    def _tell_notes(self) -> None:
        if self.model.notes:
            self.alert.show(*[tag("p", note) for note in self.model.notes])

    def _now_ready(self) -> None:
        """Buttons in drawn text work from now on: draw what is there with them."""
        for made in self.screens.values():
            made.outdated()
        self._refresh()

    def _refresh(self) -> None:
        model = self.model
        self.host.query = model.to_query()
        if model.row:
            screen = self.screen("row")
            screen.refresh()
            if self.body != (screen,):
                self.body = (screen,)
            if model.row != self._was_open:
                self.host.focus("main h1")
        else:
            if self._counted is not model.shelf:
                self._counted = model.shelf
                self._head.value = tag("div", self._header(), panels.tiles(model), class_="stack-l")
            self._tabs.select(model.tab)
            shown = self.screen(model.tab)
            self._panes[model.tab].children = (shown,)
            shown.refresh()
            if self.body != (self._all,):
                self.body = (self._all,)
                self.host.focus("main h1")
        self._was_open = model.row


def _maker(name: str) -> Callable[[Page, KnowledgeModel], Any]:
    """What makes a screen; imported when it is needed, so that the list is there soon."""
    if name == "row":
        from ospo_widgets.apps.knowledge.row_screen import RowScreen

        return RowScreen
    if name == "review":
        from ospo_widgets.apps.knowledge.review_screen import ReviewScreen

        return ReviewScreen
    if name == "graph":
        from ospo_widgets.apps.knowledge.graph_screen import GraphScreen

        return GraphScreen
    from ospo_widgets.apps.knowledge.new_screen import NewScreen

    return NewScreen


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    query = request_query()
    app = KnowledgeApp(KnowledgeModel())
    app.guard(lambda: app.take_query(query))()
    keep_work(app, "knowledge")
    return app
