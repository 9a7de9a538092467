# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“Make a report”: the report of what is shown now, as a file to send on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.report import report_html
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


def command(model: PortfolioModel) -> str:
    """The command line that makes the same report, for a timer."""
    parts = ["ospo portfolio report"]
    for name in ("kind", "family", "relation", "active", "name"):
        value = model.value(name)
        if value:
            parts.append(f"--{name} {_quoted(value)}")
    parts += [f"--only {mark}" for mark in sorted(model.filters.only)]
    return " ".join([*parts, "--output report.html"])


def _quoted(value: str) -> str:
    import shlex

    return shlex.quote(value)


class ReportMaker(ipw.VBox):  # type: ignore[misc]
    """The button, and the link once the report is made."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self._page = page
        self._model = model
        self._button = button(words("portfolio_app.report"), page.guard(self._start), primary=True)
        self._made = ipw.HTML()
        self._task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._done),
            on_error=self._failed,
        )
        super().__init__([self._button, self._made])
        self.add_class("stack-s")

    def outdated(self) -> None:
        """The filters changed: a report made before no longer shows what the page shows."""
        if self._made.value:
            self._made.value = Markup("")

    def _start(self) -> None:
        self._button.disabled = True
        self._made.value = tag("p", words("portfolio_app.report_wait"), class_="small muted")
        portfolio = self._model.shown

        def work(_: Report, __: Cancel) -> tuple[Portfolio, str]:
            return portfolio, report_html(portfolio, date=date.today())

        self._task.start(work)

    def _failed(self, error: BaseException) -> None:
        self._button.disabled = False
        self._made.value = Markup("")
        self._page.guard.show(error)

    def _done(self, made: tuple[Portfolio, str]) -> None:
        portfolio, html = made
        self._button.disabled = False
        data = html.encode()
        size = size_text(len(data))
        ready = words("portfolio_app.report_ready", size=size)
        label = words("portfolio_app.report_download", size=size)
        rows = portfolio.to_csv().encode("utf-8-sig")
        self._made.value = tag(
            "div",
            tag("p", ready, class_="small"),
            tag("p", download_link(label, "portfolio-report.html", data, "text/html")),
            tag(
                "p",
                download_link(words("portfolio_app.report_csv"), "portfolio.csv", rows, "text/csv"),
            ),
            tag(
                "p",
                words("portfolio_app.report_command", command=""),
                tag("code", command(self._model)),
                class_="small muted",
            ),
            class_="stack-s",
        )
        self._page.say(ready)
