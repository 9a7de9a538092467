# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The scan page on screen: built once, follows its model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan import panels
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.source import SourceScreen
from ospo_widgets.errors import CancelledError
from ospo_widgets.knowledge import Severity
from ospo_widgets.markup import Content, Markup, table, tag
from ospo_widgets.progress import Progress
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.scan import STAGES
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.widgets.page import Page, app_url, request_query
from ospo_widgets.widgets.progress_view import ProgressView
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import number, words


class ScanApp(Page):
    """The scan: source, progress, result."""

    def __init__(self, model: ScanModel) -> None:
        super().__init__(words("scan_app.title"))
        self.model = model
        self.source = SourceScreen(self, model, self._start)
        self._task = BackgroundTask(
            on_progress=self.guard.quiet(self._progress),
            on_done=self.guard.quiet(self._done),
            on_error=self._failed,
        )
        self._progress_view: ProgressView | None = None
        self._sofar = ipw.HTML().add_class("aside")
        self._limit = panels.SHOWN_FINDINGS
        self._findings = ipw.HTML()
        self._more = button("", self.guard(self._show_more), small=True)
        self._severity = dropdown(words("scan_app.filters.severity"), [("–", "")])
        self._text = text_field(words("scan_app.filters.text"))
        self._severity.observe(self.guard(lambda c: self._filter(severity=c["new"])), "value")
        self._text.observe(self.guard(lambda c: self._filter(text=c["new"])), "value")
        self._filling = False
        self.body = (self.source,)

    # Running ----------------------------------------------------------------------------------

    def _start(self, target: str | Path, name: str) -> None:
        model = self.model
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
        model.begin(name)
        self.say(words("scan_app.running", name=name))
        self._task.start(lambda report, cancel: model.run(target, name, report, cancel))

    def _progress(self, progress: Progress) -> None:
        if self._progress_view is not None:
            self._progress_view.show(progress)
        if progress.facts:
            self._sofar.value = self._sofar_panel(progress.facts)

    def _sofar_panel(self, facts: tuple[tuple[str, str], ...]) -> Markup:
        rows = [(label, value) for label, value in facts]
        title = words("scan_app.sofar")
        return tag(
            "aside",
            tag("h2", title, id="sofar", class_="h3"),
            table(title, ("", ""), rows, numeric=(1,), hide_caption=True, class_="bare")
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
        self.source.upload.discard()
        self.model.finish(result)
        self._limit = panels.SHOWN_FINDINGS
        self._show_result(result)

    # Result -----------------------------------------------------------------------------------

    def _show_result(self, result: ScanResult) -> None:
        model = self.model
        heading = exports.heading(result)
        eyebrow = words(
            "scan_app.result.eyebrow",
            name=model.name,
            files=number(result.files_total),
            seconds=number(model.seconds, 1),
        )
        head = ipw.HTML(
            tag(
                "header",
                tag("p", eyebrow, class_="eyebrow"),
                tag("h1", heading),
                tag("p", exports.lead(result), class_="lead"),
                tag("p", result.license.reason, class_="small muted"),
                exports.tiles(result),
                class_="stack",
            )
        )
        again = button(words("scan_app.again"), self.guard(self._again))
        tabs = self._tabs(result)
        aside = ipw.HTML(self._next_panel(result)).add_class("aside")
        self.body = (head, row(tabs.add_class("main"), aside, class_="split"), row(again))
        self.say(heading)

    def _tabs(self, result: ScanResult) -> ipw.Tab:
        self._filling = True
        counts = [(words(f"scan_app.filters.{s}", count=result.count(s)), str(s)) for s in Severity]
        self._severity.options = [(words("scan_app.filters.all"), ""), *counts]
        self._severity.value = ""
        self._text.value = ""
        self._filling = False
        self._refresh_findings()
        files = DataTable(
            lambda sort, first, size: self._file_rows(result, sort, first, size),
            sorts=[
                (words("scan_app.sort.missing"), "missing"),
                (words("scan_app.sort.path"), "path"),
            ],
            guard=self.guard,
            page_size=20,
        )
        filters = row(self._severity, self._text, class_="row small-fields ospo-choose")
        tabs = ipw.Tab(
            [
                column(filters, self._findings, row(self._more)),
                files,
                ipw.HTML(exports.dependencies_table(result)),
                ipw.HTML(panels.reuse(result)),
                ipw.HTML(exports.readiness_table(result)),
                ipw.HTML(exports.not_scanned_table(result)),
            ]
        )
        titles = (
            words("scan_app.tabs.findings", count=len(result.findings)),
            words("scan_app.tabs.files", count=number(len(result.files))),
            words("scan_app.tabs.dependencies", count=len(result.dependencies)),
            words("scan_app.tabs.reuse"),
            words("scan_app.tabs.readiness"),
            words("scan_app.tabs.not_scanned", count=len(result.not_scanned)),
        )
        for i, title in enumerate(titles):
            tabs.set_title(i, title)
        return tabs

    def _file_rows(self, result: ScanResult, sort: str, first: int, size: int) -> Rows:
        files = sorted(result.files, key=lambda f: f.path)
        if sort == "missing":
            files.sort(key=lambda f: bool(f.licenses and f.copyrights))
        page = files[first : first + size]
        return Rows(panels.files(page), len(page), len(files))

    def _next_panel(self, result: ScanResult) -> Markup:
        name = safe_name(self.model.name)
        reports: list[Content] = [words("scan_app.next.report"), " "]
        made = (
            ("HTML", "html", "text/html", exports.to_html(result)),
            ("Markdown", "md", "text/markdown", exports.to_markdown(result)),
            ("CSV", "csv", "text/csv", exports.to_csv(result)),
        )
        for i, (label, ending, kind, text) in enumerate(made):
            if i:
                reports.append(", ")
            reports.append(download_link(label, f"{name}-scan.{ending}", text.encode(), kind))
        url = app_url("licence_advisor", self.model.advisor_query())
        return tag(
            "aside",
            tag("h2", words("scan_app.next.title"), id="next", class_="h3"),
            tag("p", tag("a", words("scan_app.next.advisor"), href=url, class_="btn primary")),
            tag("p", words("scan_app.next.advisor_note"), class_="small muted"),
            tag(
                "p",
                words("scan_app.next.file_note"),
                " ",
                download_link(
                    "ospo-answers.json",
                    "ospo-answers.json",
                    self.model.answers_file().encode(),
                    "application/json",
                ),
                class_="small muted",
            ),
            tag("h3", words("scan_app.next.parts")),
            panels.parts(result),
            tag("p", reports, class_="small"),
            class_="panel",
            aria_labelledby="next",
        )

    # Callbacks --------------------------------------------------------------------------------

    def _filter(self, *, severity: str | None = None, text: str | None = None) -> None:
        if self._filling:
            return
        if severity is not None:
            self.model.severity = severity
        if text is not None:
            self.model.text = text
        self._limit = panels.SHOWN_FINDINGS
        self._refresh_findings()

    def _show_more(self) -> None:
        self._limit += 4 * panels.SHOWN_FINDINGS
        self._refresh_findings()

    def _refresh_findings(self) -> None:
        self._findings.value = panels.findings(self.model, self._limit)
        rest = len(self.model.findings()) - self._limit
        self._more.layout.display = None if rest > 0 else "none"
        self._more.description = words("scan_app.finding.more", count=max(rest, 0))

    def _again(self) -> None:
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
