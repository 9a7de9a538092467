# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The findings: filters, the list, a few at a time, and accepting one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan import panels
from ospo_widgets.apps.repository_scan.accept_form import AcceptForm
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.knowledge import Severity
from ospo_widgets.markup import tag
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.widgets.fields import button, dropdown, row, shown, text_field
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

ACCEPT = "accept"
"""Name of the button of a finding that leads to accepting it."""


class FindingsTab(ipw.VBox):  # type: ignore[misc]
    """Findings, worst first, that fit the filters.

    Args:
        page: The page.
        model: Its state.
        on_accept: Called after a finding was accepted.
    """

    def __init__(self, page: Page, model: ScanModel, on_accept: Callable[[], Any]) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._limit = panels.SHOWN_FINDINGS
        self._list = ipw.HTML()
        self._more = button("", page.guard(self._show_more), small=True)
        self._count = ipw.HTML()
        self._severity = dropdown(words("scan_app.filters.severity"), [("–", "")])
        solved = [(words(f"scan_app.filters.by_{k or 'all'}"), k) for k in ("", "fix", "person")]
        self._solved = dropdown(words("scan_app.filters.solved"), solved)
        self._text = text_field(words("scan_app.filters.text"))
        for field, name in (
            (self._severity, "severity"),
            (self._solved, "solved_by"),
            (self._text, "text"),
        ):
            field.observe(page.guard(lambda c, n=name: self._filter(n, c["new"])), "value")
        self._accept = AcceptForm(page, model, on_accept)
        page.on_act(ACCEPT, self._accept.choose)
        filters = row(
            self._severity, self._solved, self._text, class_="row small-fields ospo-choose"
        )
        more = row(self._more, self._count, class_="row ospo-more")
        super().__init__([filters, self._list, more, self._accept])
        self.add_class("main")
        self.add_class("stack")

    def show(self, result: ScanResult) -> None:
        """Follow a result."""
        self._limit = panels.SHOWN_FINDINGS
        self.refresh(result)

    def refresh(self, result: ScanResult) -> None:
        """Follow a result in which something was accepted."""
        self._filling = True
        counts = [
            (words(f"scan_app.filters.{s}", count=number(result.count(s))), str(s))
            for s in Severity
        ]
        self._severity.options = [(words("scan_app.filters.all"), ""), *counts]
        self._severity.value = self._model.severity
        self._solved.value = self._model.solved_by
        self._text.value = self._model.text
        self._filling = False
        self._accept.refresh()
        self.draw()

    def draw(self) -> None:
        """Draw the findings again."""
        rows = self._model.findings()
        self._list.value = panels.findings(self._model, self._limit, self._page)
        rest = len(rows) - self._limit
        shown(self._more, on=rest > 0)
        self._more.description = words("scan_app.finding.more", count=number(max(rest, 0)))
        count = words(
            "scan_app.finding.shown",
            shown=number(min(self._limit, len(rows))),
            total=number(len(self._model.result.findings) if self._model.result else 0),
        )
        self._count.value = tag("p", count, class_="small muted num") if rows else ""

    def _filter(self, name: str, value: str) -> None:
        if self._filling:
            return
        setattr(self._model, name, value)
        self._limit = panels.SHOWN_FINDINGS
        self.draw()
        self._page.say(words("scan_app.filters.said", count=number(len(self._model.findings()))))

    def _show_more(self) -> None:
        first = self._limit + 1
        self._limit += panels.MORE_FINDINGS
        self.draw()
        # The button goes when all are shown, and the focus with it: on with the first new one.
        self._page.host.focus(f".findings > li:nth-child({first}) h3")
