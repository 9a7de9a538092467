# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Views with a name: those of the office, and those that a person keeps in the own browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import wrong_input
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio.office_views import View, office_views
from ospo_widgets.widgets.fields import button, row, text_field
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

KEY = "portfolio-views"
MOST_VIEWS = 50
LONGEST_NAME = 60
LONGEST_QUERY = 2_000
FORGET = "forget-view"


class SavedViews(ipw.VBox):  # type: ignore[misc]
    """Links that bring a view back; one's own can be added where the browser can keep them."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self._page = page
        self._model = model
        self._own: tuple[View, ...] = ()
        self._list = ipw.HTML()
        self._name = text_field(words("portfolio_app.views.name"))
        self._wrong = ipw.HTML()
        keep = words("portfolio_app.views.save")
        self._start = button(keep, page.guard(self._ask_name), small=True, quiet=True)
        self._bar = row(self._list, class_="row ospo-views-bar")
        save = button(words("portfolio_app.views.keep"), page.guard(self._save), small=True)
        cancel = button(words("portfolio_app.views.cancel"), page.guard(self._close), small=True)
        self._form = row(
            self._name, save, cancel, self._wrong, class_="row small-fields ospo-view-form"
        )
        super().__init__([self._bar])
        self.add_class("stack-s")
        page.on_act(FORGET, self._forget)
        page.when_ready(self._ask_browser)
        self.refresh()

    def _ask_browser(self) -> None:
        self._page.host.recall(KEY, self._page.guard.quiet(self._recalled))

    def _recalled(self, text: str) -> None:
        self._own = read_views(text)
        self.refresh()

    def refresh(self) -> None:
        """Draw the links; the form is there where the browser can keep something."""
        office = [_item(view, None) for view in office_views()]
        own = [
            _item(view, self._page.act(words("portfolio_app.views.forget"), FORGET, view.name))
            for view in self._own
        ]
        listed = [*office, *own]
        value = Markup("")
        if listed:
            value = tag(
                "nav",
                tag("p", words("portfolio_app.views.title"), class_="small muted", id="views"),
                tag("ul", listed, class_="inline-list small"),
                aria_labelledby="views",
                class_="ospo-views",
            )
        if self._list.value != value:
            self._list.value = value
        wanted = (self._list, self._start) if self._page.host.ready else (self._list,)
        if wanted != self._bar.children:
            self._bar.children = wanted

    def _ask_name(self) -> None:
        """Ask for the name of a view; the form is there only as long as it is needed."""
        self._wrong.value = Markup("")
        self.children = (self._bar, self._form)
        self._page.host.focus(".ospo-view-form input")

    def _close(self) -> None:
        self.children = (self._bar,)
        self._page.host.focus(".ospo-views-bar > button")

    def _save(self) -> None:
        name = self._name.value.strip()[:LONGEST_NAME]
        if not name or not name.isprintable():
            self._wrong.value = wrong_input(words("portfolio_app.views.need_name"))
            self._page.host.focus(".ospo-view-form input")
            return
        query = self._model.to_query()
        others = [view for view in self._own if view.name != name]
        self._keep((*others, View(name, query)))
        self._name.value = ""
        self._close()
        self._page.say(words("portfolio_app.views.saved", name=name))

    def _forget(self, name: str) -> None:
        self._keep(tuple(view for view in self._own if view.name != name))

    def _keep(self, views: tuple[View, ...]) -> None:
        self._page.host.keep(KEY, write_views(views[-MOST_VIEWS:]))


def _item(view: View, forget: Markup | None) -> Markup:
    return tag("li", tag("a", view.name, href=app_url("portfolio", view.query)), " ", forget)


def write_views(views: tuple[View, ...]) -> str:
    """Views as text for the browser; empty when there are none."""
    return json.dumps([[view.name, view.query] for view in views]) if views else ""


def read_views(text: str) -> tuple[View, ...]:
    """What :func:`write_views` wrote; what a browser changed is left out."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list):
        return ()
    views = []
    for item in found[:MOST_VIEWS]:
        if isinstance(item, list) and len(item) == 2 and all(isinstance(t, str) for t in item):
            name, query = item
            if 0 < len(name) <= LONGEST_NAME and name.isprintable() and len(query) <= LONGEST_QUERY:
                views.append(View(name, query.lstrip("?")))
    return tuple(views)
