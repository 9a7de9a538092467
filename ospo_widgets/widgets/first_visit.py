# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a page is for, in three sentences, until the person closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button
from ospo_widgets.widgets.theme import framed
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

CLOSED = "closed"
"""What the browser keeps under ``first.<app>`` after the person closed it."""


class FirstVisit(ipw.HBox):  # type: ignore[misc]
    """Three sentences for the first visit, and a button that closes them for good.

    The browser remembers that they were closed. Until it was asked they are not shown, so that
    nothing jumps for those who know the page; where no front end of ours can ask, they are.

    Args:
        page: The page.
        app: Name of the app; the sentences are ``reach.first.<app>``.
    """

    def __init__(self, page: Page, app: str) -> None:
        self._page = page
        self._key = f"first.{app}"
        told = tag(
            "div",
            tag("p", tag("strong", words("reach.first.title"))),
            tag("ol", [tag("li", words(f"reach.first.{app}.{i}")) for i in "123"]),
            class_="stack-s",
        )
        close = button(words("reach.first.close"), page.guard(self._close), small=True)
        super().__init__([ipw.HTML(told), close])
        for name in ("row", "ospo-first", "screen-only"):
            self.add_class(name)
        if framed():
            self.layout.display = "none"
        page.when_ready(lambda: page.host.recall(self._key, self._kept))

    def _kept(self, text: str) -> None:
        self.layout.display = "none" if text == CLOSED else None

    def _close(self) -> None:
        self.layout.display = "none"
        self._page.host.keep(self._key, CLOSED)
        self._page.host.focus("main h1, .ospo h1")
