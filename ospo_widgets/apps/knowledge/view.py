# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The page on screen."""

from __future__ import annotations

import ipywidgets as ipw

from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import html
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.wording import words


class KnowledgeApp(Page):
    """The page."""

    def __init__(self) -> None:
        super().__init__(words("knowledge_app.title"))
        self.body = (
            html(tag("header", tag("h1", words("knowledge_app.title")), class_="stack-s")),
        )


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    request_query()
    return KnowledgeApp()
