# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The result on screen: what changed, summary, tabs, and beside them the fix and what is next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan import panels
from ospo_widgets.apps.repository_scan.accept_form import AcceptForm
from ospo_widgets.apps.repository_scan.fix_panel import FixPanel
from ospo_widgets.apps.repository_scan.model import REPORTS, ScanModel
from ospo_widgets.knowledge import Severity
from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button, column, dropdown, row, suggest_field, text_field
from ospo_widgets.widgets.page import app_url
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

SMALL_JSON = 8_000_000
"""Largest earlier scan that the page takes, in bytes; larger ones are compared by ``ospo scan``."""
TABS = ("findings", "files", "dependencies", "reuse", "hardware", "authors", "readiness",
        "not_scanned")  # fmt: skip


class Results(ipw.VBox):  # type: ignore[misc]
    """Everything that a scan says.

    Args:
        page: The page.
        model: Its state.
        on_again: Scan something else.
        on_rescan: Scan the same once more.
    """

    def __init__(
        self,
        page: Page,
        model: ScanModel,
        on_again: Callable[[], Any],
        on_rescan: Callable[[], Any],
    ) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._limit = panels.SHOWN_FINDINGS
        self._head = ipw.HTML()
        self._changes = ipw.HTML()
        self._findings = ipw.HTML()
        self._more = button("", page.guard(self._show_more), small=True)
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
        self._accept = AcceptForm(page, model, self._accepted)
        self.fix = FixPanel(page, model, self._fixed)
        self._next = ipw.HTML()
        self._report = dropdown(
            words("scan_app.next.report"), [(words(f"scan_app.report.{k}"), k) for k in REPORTS]
        )
        make = button(words("scan_app.next.make"), page.guard(self._make_report), small=True)
        self._made = ipw.HTML()
        self._old = ipw.FileUpload(
            accept=".json",
            multiple=False,
            description=words("scan_app.compare.upload"),
            tooltip="",
            layout=ipw.Layout(width="auto"),
        )
        self._old.observe(page.guard(self._old_scan), "value")
        self._tabs_box = column(class_="stack-s ospo-tabs")
        self._aside = column(
            self.fix,
            column(self._next, row(self._report, make, class_="row small-fields ospo-choose"),
                   self._made, self._old, class_="stack-s panel"),
            class_="aside stack",
        )  # fmt: skip
        again = button(words("scan_app.again"), page.guard(on_again))
        rescan = button(words("scan_app.rescan"), page.guard(on_rescan))
        super().__init__([self._head, self._changes, self._tabs_box, row(rescan, again)])
        self.add_class("stack-l")

    def show(self, result: ScanResult) -> str:
        """Draw a result; gives the heading, to be announced."""
        self._limit = panels.SHOWN_FINDINGS
        self._draw_head(result)
        self._draw_changes()
        self._tabs_box.children = self._tabs(result)
        self._next.value = self._next_panel(result)
        self._made.value = Markup("")
        self._accept.refresh()
        self.fix.begin()
        return exports.heading(result)

    def _draw_head(self, result: ScanResult) -> None:
        eyebrow = words(
            "scan_app.result.eyebrow",
            name=self._model.name,
            files=number(result.files_total),
            seconds=number(self._model.seconds, 1),
        )
        self._head.value = tag(
            "header",
            tag("p", eyebrow, class_="eyebrow"),
            tag("h1", exports.heading(result)),
            tag("p", self._lead(result), class_="lead"),
            tag("p", result.license.reason, class_="small muted"),
            exports.tiles(result),
            class_="stack",
        )

    def _lead(self, result: ScanResult) -> str:
        """How far the fix goes, once it is known; else what was found."""
        settled = sum(f.id in self._model.settled for f in result.findings)
        if not settled:
            return exports.lead(result)
        mine = sum(
            f.severity is Severity.BLOCKS and f.id not in self._model.settled
            for f in result.findings
        )
        found = number(len(result.findings))
        both = words("scan_app.result.settles", done=number(settled), all=found)
        return f"{both} {plural('scan_app.result.decide', mine)}" if mine else both

    def _draw_changes(self) -> None:
        found = self._model.comparison
        self._changes.value = panels.changes(found) if found is not None else Markup("")

    # Tabs -------------------------------------------------------------------------------------

    def _tabs(self, result: ScanResult) -> tuple[ipw.Widget, ...]:
        self._fill_filters(result)
        files = DataTable(
            lambda sort, first, size: self._file_rows(result, sort, first, size),
            sorts=[
                (words("scan_app.sort.missing"), "missing"),
                (words("scan_app.sort.path"), "path"),
            ],
            guard=self._page.guard,
            page_size=20,
        )
        filters = row(
            self._severity, self._solved, self._text, class_="row small-fields ospo-choose"
        )
        panes = (
            row(
                column(filters, self._findings, row(self._more), self._accept, class_="main stack"),
                self._aside,
                class_="split",
            ),
            column(self._one_file(result), files),
            ipw.HTML(panels.dependencies(result)),
            ipw.HTML(panels.reuse(result)),
            ipw.HTML(exports.hardware_section(result)),
            ipw.HTML(exports.authors_section(result)),
            ipw.HTML(exports.readiness_table(result)),
            ipw.HTML(exports.not_scanned_table(result)),
        )
        counts = {
            "findings": len(result.findings),
            "files": len(result.files),
            "dependencies": len(result.licensed),
            "not_scanned": len(result.not_scanned),
        }
        titles = [
            words(f"scan_app.tabs.{name}", count=number(counts[name]))
            if name in counts
            else words(f"scan_app.tabs.{name}")
            for name in TABS
        ]
        tabs = ipw.Tab(panes)
        for i, title in enumerate(titles):
            tabs.set_title(i, title)
        # On a narrow screen a list takes the place of the row of titles.
        narrow = dropdown(
            words("scan_app.show"), [(t, str(i)) for i, t in enumerate(titles)], "0"
        ).add_class("tabs-narrow")
        narrow.observe(
            self._page.guard(lambda c: setattr(tabs, "selected_index", int(c["new"]))), "value"
        )
        return narrow, tabs

    def _fill_filters(self, result: ScanResult) -> None:
        self._filling = True
        counts = [(words(f"scan_app.filters.{s}", count=result.count(s)), str(s)) for s in Severity]
        self._severity.options = [(words("scan_app.filters.all"), ""), *counts]
        self._severity.value = self._model.severity
        self._solved.value = self._model.solved_by
        self._text.value = self._model.text
        self._filling = False
        self._refresh_findings()

    def _file_rows(self, result: ScanResult, sort: str, first: int, size: int) -> Rows:
        files = sorted(result.files, key=lambda f: f.path)
        if sort == "missing":
            files.sort(key=lambda f: bool(f.licenses and f.copyrights))
        page = files[first : first + size]
        return Rows(panels.files(page), len(page), len(files))

    def _one_file(self, result: ScanResult) -> ipw.VBox:
        """A field to open one file, with the evidence of what it states."""
        by_path = {file.path: file for file in result.files}
        field = suggest_field(words("scan_app.file.open"), list(by_path)[: panels.MAX_SUGGESTED])
        shown = ipw.HTML()

        def open_file(change: Any) -> None:
            path = str(change["new"])
            shown.value = panels.evidence(path, by_path.get(path)) if path else Markup("")

        field.observe(self._page.guard(open_file), "value")
        return column(field, shown, class_="stack-s narrow-form")

    # Findings ---------------------------------------------------------------------------------

    def _filter(self, name: str, value: str) -> None:
        if self._filling:
            return
        setattr(self._model, name, value)
        self._limit = panels.SHOWN_FINDINGS
        self._refresh_findings()

    def _show_more(self) -> None:
        self._limit += 4 * panels.SHOWN_FINDINGS
        self._refresh_findings()

    def _refresh_findings(self) -> None:
        self._findings.value = panels.findings(self._model, self._limit)
        rest = len(self._model.findings()) - self._limit
        self._more.layout.display = None if rest > 0 else "none"
        self._more.description = words("scan_app.finding.more", count=max(rest, 0))

    def _fixed(self) -> None:
        if self._model.result is not None:
            self._draw_head(self._model.result)
        self._refresh_findings()

    def _accepted(self) -> None:
        result = self._model.result
        if result is None:
            return
        self._draw_head(result)
        self._fill_filters(result)
        self._accept.refresh()
        self._page.say(exports.heading(result))

    # Next -------------------------------------------------------------------------------------

    def _next_panel(self, result: ScanResult) -> Markup:
        url = app_url("licence_advisor", self._model.advisor_query())
        answers = download_link(
            "ospo-answers.json",
            "ospo-answers.json",
            self._model.answers_file().encode(),
            "application/json",
        )
        return tag(
            "section",
            tag("h2", words("scan_app.next.title"), id="next", class_="h3"),
            tag("p", tag("a", words("scan_app.next.advisor"), href=url, class_="btn")),
            tag("p", words("scan_app.next.advisor_note"), class_="small muted"),
            tag("p", words("scan_app.next.file_note"), " ", answers, class_="small muted"),
            tag("h3", words("scan_app.next.parts")),
            panels.parts(result),
            aria_labelledby="next",
            class_="stack-s",
        )

    def _make_report(self) -> None:
        name, data, kind = self._model.report(str(self._report.value))
        self._made.value = tag("p", download_link(name, name, data, kind))

    def _old_scan(self, change: Any) -> None:
        if not change["new"]:
            return
        raw = bytes(change["new"][0]["content"])[: SMALL_JSON + 1]
        self._old.value = ()
        self._model.compare_with(raw)
        self._draw_changes()
        self._page.say(words("scan_app.compare.done"))
