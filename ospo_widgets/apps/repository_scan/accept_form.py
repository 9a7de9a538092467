# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Accepting a finding, with a reason that is recorded, and the file that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
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
        self._model = model
        self._on_change = on_change
        self._finding = dropdown(words("scan_app.accept.finding"), [("–", "")])
        self._reason = text_field(words("scan_app.accept.reason"))
        self._reason.continuous_update = True
        accept = button(words("scan_app.accept.button"), page.guard(self._accept), small=True)
        self._problem = ipw.HTML()
        self._list = ipw.HTML()
        super().__init__(
            [
                ipw.HTML(
                    tag(
                        "div",
                        tag("h2", words("scan_app.accept.title"), class_="h3"),
                        tag("p", words("scan_app.accept.text"), class_="small muted"),
                    )
                ),
                column(self._finding, self._reason, row(accept), class_="stack-s narrow-form"),
                self._problem,
                self._list,
            ]
        )
        self.add_class("stack-s")
        self.refresh()

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
        if not result.accepted:
            self._list.value = Markup("")
            return
        rows = [tag("li", tag("strong", f.title), " ", f.accepted) for f in result.accepted]
        link = download_link(
            "baseline.yaml", "baseline.yaml", self._model.baseline_file().encode(), "text/yaml"
        )
        self._list.value = tag(
            "div",
            tag("details", tag("summary", plural("scan_app.accept.list", len(rows))),
                tag("ul", rows), class_="more"),
            tag("p", words("scan_app.accept.keep"), " ", link, class_="small")
            if self._model.newly_accepted
            else None,
        )  # fmt: skip

    def _accept(self) -> None:
        chosen, reason = str(self._finding.value), str(self._reason.value)
        if not chosen or not reason.strip():
            key = "no_reason" if chosen else "no_finding"
            self._problem.value = tag(
                "p", words(f"scan_app.accept.{key}"), class_="mark no", role="alert"
            )
            return
        self._model.accept(int(chosen), reason)
        self._reason.value = ""
        self._on_change()
