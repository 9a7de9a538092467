# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page on screen."""

from __future__ import annotations

from urllib.parse import urlencode

import ipywidgets as ipw

from ospo_widgets.apps.ask_the_office.keeping import AskKeeper
from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.apps.ask_the_office.panel import AskPanel
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import html
from ospo_widgets.widgets.first_visit import FirstVisit
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.wording import words


class AskTheOfficeApp(Page):
    """A letter to the office, from a blank page or with what another page handed over."""

    def __init__(self, model: AskModel) -> None:
        super().__init__(words("ask_app.title"))
        self.model = model
        head = tag(
            "header",
            tag("h1", words("ask_app.title")),
            tag("p", words("ask_app.lead"), class_="lead"),
            class_="stack-s",
        )
        self.body = (html(head), FirstVisit(self, "ask_the_office"), AskPanel(self, model))
        model.observe(self.guard.quiet(lambda _: self._remember()), "revision")
        self._remember()

    def _remember(self) -> None:
        self.host.query = self.model.to_query()


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    load_knowledge()  # a kernel that waits for its page has time to read it
    query = request_query()
    model = AskModel()
    keeper = AskKeeper(model)
    app = AskTheOfficeApp(model)
    app.guard(lambda: keeper.restore(urlencode(query), {}))()
    keep_work(app, "ask_the_office", keeper, model=model, fresh=not query)
    return app
