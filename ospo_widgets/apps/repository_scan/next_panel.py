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
from ospo_widgets.widgets.fields import column, dropdown
from ospo_widgets.widgets.page import app_url
from ospo_widgets.widgets.upload import Upload
from ospo_widgets.wording import words

if TYPE_CHECKING:
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
        super().__init__(
            [
                ipw.HTML(tag("h2", words("scan_app.next.title"), class_="h3", id="next")),
                self._advisor,
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
