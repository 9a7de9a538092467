# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The scan page on screen: source, progress, result; built once, follows its model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.results import Results
from ospo_widgets.apps.repository_scan.source import SourceScreen
from ospo_widgets.errors import CancelledError
from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.scan import STAGES
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import row
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.progress_view import ProgressView
from ospo_widgets.wording import words


class ScanApp(Page):
    """The scan: source, progress, result."""

    def __init__(self, model: ScanModel) -> None:
        super().__init__(words("scan_app.title"))
        self.model = model
        self.source = SourceScreen(self, model, self._start)
        self.results = Results(self, model, self._again, self._rescan)
        self._task = BackgroundTask(
            on_progress=self.guard.quiet(self._progress),
            on_done=self.guard.quiet(self._done),
            on_error=self._failed,
        )
        self._progress_view: ProgressView | None = None
        self._sofar = ipw.HTML().add_class("aside")
        self.body = (self.source,)

    def _start(self, target: str | Path, name: str) -> None:
        model = self.model
        self.results.fix.end()
        stages = [(s, words(f"scanning.stage.{s}")) for s in STAGES]
        self._progress_view = ProgressView(
            stages,
            self._task.cancel,
            stop_label=words("scan_app.stop"),
            note=words("scan_app.stop_note"),
        ).add_class("main")
        self._sofar.value = self._sofar_panel(())
        heading = ipw.HTML(tag("h1", words("scan_app.running", name=name)))
        self.body = (heading, row(self._progress_view, self._sofar, class_="split"))
        model.begin(target, name)
        self.say(words("scan_app.running", name=name))
        history, look_up = self.source.history, self.source.look_up
        self._task.start(
            lambda report, cancel: model.run(
                target, name, report, cancel, history=history, look_up=look_up
            )
        )

    def _progress(self, progress: Progress) -> None:
        if self._progress_view is not None:
            self._progress_view.show(progress)
        if progress.facts:
            self._sofar.value = self._sofar_panel(progress.facts)

    def _sofar_panel(self, facts: tuple[tuple[str, str], ...]) -> Markup:
        rows = [(label or words("scanning.none_stated"), value) for label, value in facts]
        title = words("scan_app.sofar")
        columns = (words("scanning.column.license"), words("scanning.column.paths"))
        return tag(
            "aside",
            tag("h2", title, id="sofar", class_="h3"),
            table(title, columns, rows, numeric=(1,), hide_caption=True, class_="bare")
            if rows
            else None,
            tag("p", words("scan_app.sofar_note"), class_="small muted"),
            class_="panel",
            aria_labelledby="sofar",
        )

    def _failed(self, error: BaseException) -> None:
        self.source.upload.discard()
        self.model.reset()
        self.body = (self.source,)
        if isinstance(error, CancelledError):
            self.alert.show(tag("p", words("scan_app.stopped")))
        else:
            self.guard.show(error)

    def _done(self, result: ScanResult) -> None:
        self.model.finish(result)
        self.body = (self.results,)
        self.say(self.results.show(result))

    def _rescan(self) -> None:
        self._start(self.model.target, self.model.name)

    def _again(self) -> None:
        self.results.fix.end()
        self.source.upload.discard()
        self.model.reset()
        self.body = (self.source,)


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    query = request_query()
    app = ScanApp(ScanModel())
    wanted = app.model.from_query(query)
    if wanted == "example":
        # Not before the page has all its widgets: what changes while a page loads gets lost in it.
        app.when_ready(app.source.open_example)
    elif wanted:
        # An address from a link is only filled in: the person decides to fetch it.
        app.guard(lambda: app.source.fill(wanted))()
    return app


__all__: list[Any] = ["ScanApp", "show"]
