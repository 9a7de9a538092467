# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The result on screen: what changed, summary, tabs, and beside them the fix and what is next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan import panels
from ospo_widgets.apps.repository_scan.findings_tab import FindingsTab
from ospo_widgets.apps.repository_scan.fix_panel import FixPanel
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.next_panel import NextPanel
from ospo_widgets.apps.repository_scan.readiness_tab import ReadinessTab
from ospo_widgets.knowledge import Severity
from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.readiness.model import score
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.widgets.fields import button, column, row, suggest_field
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.widgets.tabs import Pane, Tabs
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

TABS = ("findings", "files", "dependencies", "reuse", "hardware", "authors", "readiness",
        "not_scanned")  # fmt: skip
RESCAN, GO, FILE = "rescan", "go", "file"
"""Names of buttons in drawn text: scan again, go to a tab, open the evidence of a file."""


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
        self._head = ipw.HTML()
        self._changes = ipw.HTML()
        self._findings = FindingsTab(page, model, self._accepted)
        self.fix = FixPanel(page, model, self._fixed, on_rescan)
        self._next = NextPanel(page, model, self._compared)
        self._readiness = ReadinessTab(page, model)
        self._one_file = suggest_field(words("scan_app.file.open"), ())
        self._one_file.observe(page.guard(self._open_file), "value")
        self._evidence = ipw.HTML()
        self._tabs_box = column()
        self._tabs: Tabs | None = None
        self._aside = column(self.fix, self._next, class_="aside stack")
        again = button(words("scan_app.again"), page.guard(on_again))
        rescan = button(words("scan_app.rescan"), page.guard(on_rescan))
        page.on_act(RESCAN, lambda _: on_rescan())
        page.on_act(GO, self._go)
        page.on_act(FILE, self._go_to_file)
        super().__init__([self._head, self._changes, self._tabs_box, row(rescan, again)])
        self.add_class("stack-l")

    def show(self, result: ScanResult) -> str:
        """Draw a result; gives the heading, to be announced."""
        self._draw_head(result)
        self._draw_changes()
        self._findings.show(result)
        self._tabs_box.children = (self._make_tabs(result),)
        self._next.show(result)
        self.fix.begin()
        return exports.heading(result)

    def _draw_head(self, result: ScanResult) -> None:
        eyebrow: list[Content] = [
            plural(
                "scan_app.result.eyebrow",
                result.files_total,
                name=self._model.name,
                seconds=number(self._model.seconds, 1),
            )
        ]
        again = self._page.act(words("scan_app.result.again"), RESCAN)
        which = self._page.act(words("scanning.tile.which"), GO, "not_scanned")
        self._head.value = tag(
            "header",
            tag("p", eyebrow, [" · ", again] if again else None, class_="eyebrow"),
            tag("h1", exports.heading(result)),
            tag("p", self._lead(result), class_="lead"),
            tag("p", result.license.reason, class_="small muted"),
            exports.tiles(result, which or words("scanning.tile.tab")),
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
        both = plural("scan_app.result.settles", settled, all=found)
        return f"{both} {plural('scan_app.result.decide', mine)}" if mine else both

    def _draw_changes(self) -> None:
        found = self._model.comparison
        self._changes.value = panels.changes(found) if found is not None else Markup("")

    # Tabs -------------------------------------------------------------------------------------

    def _make_tabs(self, result: ScanResult) -> Tabs:
        files = DataTable(
            lambda sort, first, size: self._file_rows(result, sort, first, size),
            sorts=[
                (words("scan_app.sort.missing"), "missing"),
                (words("scan_app.sort.path"), "path"),
            ],
            guard=self._page.guard,
            page_size=20,
        )
        self._one_file.options = tuple(f.path for f in result.files[: panels.MAX_SUGGESTED])
        self._one_file.value = ""
        self._readiness.show(result)
        one_file = column(self._one_file, self._evidence, class_="stack-s narrow-form")
        panes = (
            row(self._findings, self._aside, class_="split"),
            column(one_file, files),
            ipw.HTML(panels.dependencies(result)),
            ipw.HTML(panels.reuse(result)),
            ipw.HTML(exports.hardware_section(result)),
            ipw.HTML(exports.authors_section(result)),
            self._readiness,
            ipw.HTML(panels.not_scanned(result)),
        )
        titles = self._titles(result)
        self._tabs = Tabs(
            [Pane(*pane) for pane in zip(TABS, titles, panes, strict=True)],
            guard=self._page.guard,
            show=words("scan_app.show"),
        )
        return self._tabs

    def _titles(self, result: ScanResult) -> list[str]:
        hardware, authors = result.hardware, result.history.authors
        ready = score(result.readiness)
        counts = {
            "findings": number(len(result.findings)),
            "files": number(len(result.files)),
            "dependencies": number(len(result.licensed)),
            "hardware": number(sum(kind.files for kind in hardware.kinds) if hardware else 0),
            "authors": number(authors.people) if authors else "",
            "readiness": words("scan_app.tabs.of", yes=number(ready.yes), all=number(ready.total)),
            "not_scanned": number(len(result.not_scanned)),
        }
        return [
            " ".join(filter(None, (words(f"scan_app.tabs.{name}"), counts.get(name, ""))))
            for name in TABS
        ]

    def _go(self, name: str) -> None:
        if self._tabs is not None and name in TABS:
            self._tabs.select(name)
            self._page.host.focus(".ospo-tabs [role=tab][aria-selected=true]")

    def _file_rows(self, result: ScanResult, sort: str, first: int, size: int) -> Rows:
        files = sorted(result.files, key=lambda f: f.path)
        if sort == "missing":
            files.sort(key=lambda f: bool(f.licenses and f.copyrights))
        page = files[first : first + size]
        return Rows(panels.files(page, self._page), len(page), len(files))

    def _go_to_file(self, path: str) -> None:
        self._one_file.value = path
        self._page.host.focus(".ospo-evidence")

    def _open_file(self, change: Any) -> None:
        path, result = str(change["new"]), self._model.result
        if not path or result is None:
            self._evidence.value = Markup("")
            return
        found = next((file for file in result.files if file.path == path), None)
        self._evidence.value = tag("div", panels.evidence(path, found), class_="ospo-evidence")

    # What the person did ----------------------------------------------------------------------

    def _fixed(self) -> None:
        if self._model.result is not None:
            self._draw_head(self._model.result)
        self._findings.draw()

    def _compared(self) -> None:
        self._draw_changes()
        self._page.say(words("scan_app.compare.done"))

    def _accepted(self) -> None:
        result = self._model.result
        if result is None:
            return
        self._draw_head(result)
        self._findings.refresh(result)
        if self._tabs is not None:
            self._tabs.title(TABS[0], self._titles(result)[0])
        self._page.say(exports.heading(result))
