# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The scan page on screen: source, progress, result; built once, follows its model."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.keeping import ScanKeeper
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.results import Results
from ospo_widgets.apps.repository_scan.source import SourceScreen
from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.markup import Content, Markup, chip, license_id, table, tag
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.scan import STAGES
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import row
from ospo_widgets.widgets.kept.keeper import keep_work
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.progress_view import ProgressView
from ospo_widgets.wording import number, words


class ScanApp(Page):
    """The scan: source, progress, result."""

    def __init__(self, model: ScanModel) -> None:
        super().__init__(words("scan_app.title"))
        self.model = model
        self.source = SourceScreen(self, self._start)
        self._task = BackgroundTask(
            on_progress=self.guard.quiet(self._progress),
            on_done=self.guard.quiet(self._done),
            on_error=self._failed,
        )
        self._progress_view: ProgressView | None = None
        self._sofar = ipw.HTML().add_class("aside")
        self._told = 0
        self.on_start: Callable[[], Any] = lambda: None
        self.on_result: Callable[[], Any] = lambda: None
        self.body = (self.source,)

    @cached_property
    def results(self) -> Results:
        """Where a result is shown; two thirds of the page's widgets, made when there is one."""
        return Results(self, self.model, self._again, self._rescan)

    def _end_fix(self) -> None:
        if "results" in self.__dict__:
            self.results.fix.end()

    def scan(self, target: str | Path, name: str) -> None:
        """Start a scan; its source was checked."""
        self._start(target, name)

    def _start(self, target: str | Path, name: str) -> None:
        model = self.model
        self.on_start()
        self._end_fix()
        stages = [(s, words(f"scanning.stage.{s}")) for s in STAGES]
        self._progress_view = ProgressView(
            stages,
            self._task.cancel,
            stop_label=words("scan_app.stop"),
            note=words("scan_app.stop_note"),
        ).add_class("main")
        self._sofar.value = _sofar(Progress("fetch"))
        kind = "git" if isinstance(target, str) else "folder" if target.is_dir() else "archive"
        head = tag(
            "header",
            tag("p", words(f"scan_app.eyebrow.{kind}"), class_="eyebrow"),
            tag("h1", words("scan_app.running", name=name)),
            class_="stack",
        )
        self.body = (ipw.HTML(head), row(self._progress_view, self._sofar, class_="split"))
        self.host.focus("main h1")
        model.begin(target, name)
        self.say(words("scan_app.running", name=name))
        self._told = 0
        history, look_up = self.source.history, self.source.look_up
        self._task.start(
            lambda report, cancel: model.run(
                target, name, report, cancel, history=history, look_up=look_up
            )
        )

    def _progress(self, progress: Progress) -> None:
        if self._progress_view is not None:
            self._progress_view.show(progress)
        if progress.facts or progress.noticed:
            self._sofar.value = _sofar(progress)
        quarter = 25 * (4 * progress.done // progress.total) if progress.total else 0
        if progress.stage == "read" and self._told < quarter < 100:
            self._told = quarter
            self.say(words("scan_app.percent", percent=number(quarter)))

    def _failed(self, error: BaseException) -> None:
        self.source.upload.discard()
        self.model.reset()
        self.body = (self.source,)
        if isinstance(error, CancelledError):
            self.alert.show(tag("p", words("scan_app.stopped"), role="status"))
        elif isinstance(error, OspoError):
            self.source.show_problem(error)
        else:
            self.guard.show(error)

    def _done(self, result: ScanResult) -> None:
        self.model.finish(result)
        self.body = (self.results,)
        self.say(self.results.show(result))
        self.on_result()
        self.host.focus("main h1")

    def _rescan(self) -> None:
        self._start(self.model.target, self.model.name)

    def _again(self) -> None:
        self._end_fix()
        self.source.upload.discard()
        self.source.clear()
        self.model.reset()
        self.body = (self.source,)
        self.host.focus("main h1")


def _sofar(progress: Progress) -> Markup:
    """What was found until now: files by licence, and the worst thing seen."""
    rows: list[tuple[Content, Content]] = [
        (
            license_id(label)
            if label
            else chip(Answer.UNKNOWN, words("scanning.none_stated"), ground=False),
            value,
        )
        for label, value in progress.facts
    ]
    title = words("scan_app.sofar")
    columns = (words("scanning.column.license"), words("scanning.column.paths"))
    first = chip(Answer.CONDITIONAL, words("scan_app.first"), ground=False)
    return tag(
        "aside",
        tag("h2", title, id="sofar", class_="h3"),
        tag("p", words("scan_app.may_change"), class_="small muted"),
        table(title, columns, rows, numeric=(1,), hide_caption=True) if rows else None,
        tag("div", first, tag("p", progress.noticed, class_="small")) if progress.noticed else None,
        tag("p", words("scan_app.sofar_note"), class_="small muted"),
        class_="panel",
        aria_labelledby="sofar",
    )


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    query = request_query()
    app = ScanApp(ScanModel())
    wanted = app.model.from_query(query)
    if wanted == "example":
        # Not before the page has all its widgets: what changes while a page loads gets lost in it.
        # Where our front end never answers, the person begins it.
        app.source.offer_example()
        app.when_ready(app.source.open_example)
    elif wanted:
        # An address from a link is only filled in: the person decides to fetch it.
        app.guard(lambda: app.source.fill(wanted))()
    keeper = ScanKeeper(app)
    keep_work(app, "repository_scan", keeper, model=app.model, fresh=not query)
    return app


__all__: list[Any] = ["ScanApp", "show"]
