# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What comes after a scan: the advisor, a report, the comparison with an earlier scan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan import panels
from ospo_widgets.apps.repository_scan.model import REPORTS, ScanModel
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import button, column, dropdown
from ospo_widgets.widgets.page import app_url
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.apps.ask_the_office.screen import LetterScreen
    from ospo_widgets.widgets.page import Page

SMALL_JSON = 8_000_000
"""Largest earlier scan that the page takes, in bytes; larger ones are compared by ``ospo scan``."""


class NextPanel(ipw.VBox):  # type: ignore[misc]
    """Where a person goes from a result.

    Args:
        page: The page.
        model: Its state.
        on_compare: Called after an earlier scan was compared.
    """

    def __init__(self, page: Page, model: ScanModel, on_compare: Callable[[], Any]) -> None:
        self._model = model
        self._on_compare = on_compare
        self._advisor = ipw.HTML()
        self._answers = Download(
            page, words("scan_app.next.answers"), model.answers_file, small=True
        )
        self._parts = ipw.HTML()
        self._report = dropdown(
            words("scan_app.next.report"), [(words(f"scan_app.report.{k}"), k) for k in REPORTS]
        )
        make = Download(
            page,
            words("scan_app.next.make"),
            lambda: model.report(str(self._report.value)),
            small=True,
        )
        self._old = Upload(
            page,
            self._old_scan,
            max_bytes=SMALL_JSON,
            accept=".json",
            label=words("scan_app.compare.upload"),
            hint=words("scan_app.compare.hint"),
            on_problem=self._say,
        )
        self._problem = ipw.HTML()
        self._page = page
        self._letter: LetterScreen | None = None
        self._handed: ScanResult | None = None
        ask = button(words("scan_app.next.ask"), page.guard(self._ask), small=True)
        note = ipw.HTML(tag("p", words("scan_app.next.ask_note"), class_="small muted"))
        super().__init__(
            [
                ipw.HTML(tag("h2", words("scan_app.next.title"), class_="h3", id="next")),
                self._advisor,
                column(ask, note, class_="stack-s"),
                column(self._report, make, class_="stack-s small-fields"),
                column(self._old, self._problem, class_="stack-s"),
                self._parts,
                column(
                    ipw.HTML(tag("p", words("scan_app.next.file_note"), class_="small muted")),
                    self._answers,
                    class_="stack-s",
                ),
            ]
        )
        self.add_class("panel")

    def show(self, result: ScanResult) -> None:
        """Follow a result."""
        self._problem.value = Markup("")
        note = tag("p", words("scan_app.next.advisor_note"), class_="small muted")
        query = self._model.advisor_link()
        if not query:
            said = words("scan_app.next.too_large")
            self._advisor.value = tag("p", said, class_="small muted")
        else:
            url = app_url("licence_advisor", query)
            go = tag("a", words("scan_app.next.advisor"), href=url, class_="btn")
            self._advisor.value = tag("div", tag("p", go), note, class_="stack-s")
        title = tag("h3", words("scan_app.next.parts"))
        self._parts.value = tag("div", title, panels.parts(result), class_="stack-s")

    def _ask(self) -> None:
        """Write to the office with the findings; the result is there again afterwards."""
        from ospo_widgets.apps.ask_the_office.handed import from_scan
        from ospo_widgets.apps.ask_the_office.model import AskModel
        from ospo_widgets.apps.ask_the_office.screen import LetterScreen

        result = self._model.result
        if result is None:
            raise InputError(words("scan_app.stopped"))
        page, before = self._page, self._page.body

        def back() -> None:
            page.body = before
            page.host.focus("main h1")

        if self._letter is None:
            self._letter = LetterScreen(page, AskModel(), back)
        if self._handed is not result:
            self._handed = result
            self._letter.take(from_scan(result))
        page.body = (self._letter,)
        page.host.focus("main h1")

    def _old_scan(self, path: Path, _: str) -> None:
        raw = path.read_bytes()
        self._old.discard()
        try:
            self._model.compare_with(raw)
        except InputError as error:
            self._say(error)
            return
        self._problem.value = tag("p", words("scan_app.compare.done"), class_="small muted")
        self._on_compare()

    def _say(self, error: OspoError) -> None:
        self._problem.value = tag("p", str(error), class_="field-error no", role="alert")
