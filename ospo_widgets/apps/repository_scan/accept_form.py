# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Accepting a finding, with a reason that is recorded, and the file that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import button, column, dropdown, on_enter, row, shown, text_field
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

LONGEST = 90
"""Characters of a finding in the list to choose from."""


class AcceptForm(ipw.VBox):  # type: ignore[misc]
    """Choose a finding, say why it is accepted, take the baseline file away.

    Args:
        page: The page.
        model: Its state.
        on_change: Called after a finding was accepted.
    """

    def __init__(self, page: Page, model: ScanModel, on_change: Callable[[], Any]) -> None:
        self._page = page
        self._model = model
        self._on_change = on_change
        self._finding = dropdown(words("scan_app.accept.finding"), [("–", "")])
        self._reason = text_field(words("scan_app.accept.reason")).add_class("ospo-accept-reason")
        self._reason.continuous_update = True
        on_enter(self._reason, page.guard(self._accept))
        accept = button(words("scan_app.accept.button"), page.guard(self._accept), small=True)
        self._problem = ipw.HTML()
        self._list = ipw.HTML()
        self._keep = Download(page, words("scan_app.accept.keep"), model.baseline_file, small=True)
        head = tag(
            "div",
            tag("h2", words("scan_app.accept.title"), class_="h3"),
            tag("p", words("scan_app.accept.text"), class_="small muted"),
        )
        form = column(
            self._finding, self._reason, self._problem, row(accept), class_="stack-s narrow-form"
        )
        super().__init__([ipw.HTML(head), form, self._list, self._keep])
        self.add_class("stack-s")
        self.add_class("ospo-accept")

    def refresh(self) -> None:
        """Follow the model's findings."""
        result = self._model.result
        if result is None:
            return
        options = [
            (f.title if len(f.title) <= LONGEST else f"{f.title[: LONGEST - 1]}…", str(i))
            for i, f in enumerate(result.findings)
        ]
        self._finding.options = [("–", ""), *options]
        self._finding.value = ""
        self._problem.value = Markup("")
        shown(self, on=bool(result.findings or result.accepted))
        shown(self._keep, on=bool(self._model.newly_accepted))
        rows = [tag("li", tag("strong", f.title), " ", f.accepted) for f in result.accepted]
        self._list.value = (
            tag(
                "details",
                tag("summary", plural("scan_app.accept.list", len(rows))),
                tag("ul", rows),
                class_="more",
            )
            if rows
            else Markup("")
        )

    def choose(self, index: str) -> None:
        """Choose a finding from elsewhere, and go to the field for the reason."""
        if index in [value for _, value in self._finding.options]:
            self._finding.value = index
            self._page.host.focus(".ospo-accept-reason input")

    def _accept(self) -> None:
        chosen, reason = str(self._finding.value), str(self._reason.value)
        if not chosen or not reason.strip():
            key = "no_reason" if chosen else "no_finding"
            said = words(f"scan_app.accept.{key}")
            self._problem.value = tag("p", said, class_="field-error no", role="alert")
            field = ".ospo-accept-reason input" if chosen else ".ospo-accept select"
            self._page.host.focus(field)
            return
        self._model.accept(int(chosen), reason)
        self._reason.value = ""
        self._on_change()
