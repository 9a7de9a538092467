# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The letter inside another app, which hands over what it has: no link could carry all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.ask_the_office.handed import Handed
from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.apps.ask_the_office.panel import AskPanel
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class LetterScreen(ipw.VBox):  # type: ignore[misc]
    """Heading, the letter, and the way back.

    Args:
        page: The page.
        model: State of the letter.
        back: Called when the person goes back.
    """

    def __init__(self, page: Page, model: AskModel, back: Callable[[], Any]) -> None:
        self.letter = model
        head = tag(
            "header",
            tag("h1", words("ask_app.title")),
            tag("p", words("ask_app.lead"), class_="lead"),
            class_="stack-s",
        )
        go_back = button(words("ask_app.back"), page.guard(back))
        super().__init__([ipw.HTML(head), row(go_back), AskPanel(page, model)])
        self.add_class("stack-l")

    def take(self, handed: Handed) -> None:
        """Write about something else, or about the same after it changed."""
        self.letter.take(handed)
