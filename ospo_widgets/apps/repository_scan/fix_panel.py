# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fix beside the findings: what it changes, its diff file by file, patch and archive."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.fix.choices import FixChoices, Group
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.paths import display
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import button, column, row, suggest_field, text_field
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

MAX_LINES = 200
"""Lines of one diff that are shown; the patch has all."""
MAX_FILES = 500
"""Files that the field offers; others can be typed."""
MAX_ROWS = 50


class FixPanel(ipw.VBox):  # type: ignore[misc]
    """What would settle findings; nothing is changed until the person does it.

    Args:
        page: The page.
        model: Its state; holds the fix once it is made.
        on_fix: Called when there is a new fix, or none any more.
    """

    def __init__(self, page: Page, model: ScanModel, on_fix: object) -> None:
        self._page = page
        self._model = model
        self._on_fix = on_fix
        self._task = BackgroundTask(
            on_progress=page.guard.quiet(self._progress),
            on_done=page.guard.quiet(self._done),
            on_error=self._failed,
        )
        self._said = ipw.HTML()
        self._license = text_field(words("scan_app.fix.license"))
        self._holder = text_field(words("scan_app.fix.holder"))
        self._year = text_field(words("scan_app.fix.year"))
        again = button(words("scan_app.fix.make"), page.guard(self._again), small=True)
        self._stop = button(words("scan_app.fix.stop"), page.guard(self._task.cancel), small=True)
        self._groups: dict[Group, ipw.Checkbox] = {}
        self._boxes = column(class_="stack-s")
        self._file = suggest_field(words("scan_app.fix.file"), ())
        self._file.observe(page.guard(lambda _: self._show_file()), "value")
        self._diff = ipw.HTML()
        self._leave = button(words("scan_app.fix.leave"), page.guard(self._leave_out), small=True)
        self._downloads = ipw.HTML()
        self._apply = button(words("scan_app.fix.apply"), page.guard(self._ask), small=True)
        self._really = button(words("scan_app.fix.really"), page.guard(self._write), small=True)
        self._applied = ipw.HTML()
        self._choices = column(
            row(self._license, self._holder, self._year, class_="row small-fields ospo-choose"),
            row(again, self._stop),
            class_="stack-s",
        )
        self._result = column(
            self._boxes,
            row(self._file, self._leave, class_="row small-fields ospo-choose"),
            self._diff,
            self._downloads,
            row(self._apply, self._really),
            self._applied,
            class_="stack-s",
        )
        super().__init__([self._said, self._result, self._choices])
        self.add_class("stack")
        self.add_class("panel")

    def begin(self) -> None:
        """Follow a new result: propose a fix at once where the licence is clear."""
        self._license.value = self._model.fix_license()
        self._holder.value = ""
        self._year.value = ""
        self._applied.value = Markup("")
        self._show(self._result, on=False)
        self._show(self._stop, on=False)
        if self._model.result is None or self._model.result.partial:
            self._say(words("scan_app.fix.partial"))
            self._show(self._choices, on=False)
            return
        self._show(self._choices, on=True)
        if self._license.value:
            self._propose(FixChoices())
        else:
            self._say(words("scan_app.fix.no_license"))

    def end(self) -> None:
        """Another scan begins."""
        self._task.cancel()

    # Proposing --------------------------------------------------------------------------------

    def _again(self) -> None:
        self._propose(
            self._model.fix_choices(
                str(self._license.value),
                str(self._holder.value),
                str(self._year.value),
                {group for group, box in self._groups.items() if not box.value},
            )
        )

    def _propose(self, choices: FixChoices) -> None:
        self._model.forget_fix()
        self._say(words("scan_app.fix.running"))
        self._show(self._result, on=False)
        self._show(self._stop, on=True)
        self._task.start(lambda report, cancel: self._model.propose(choices, report, cancel))

    def _progress(self, progress: Progress) -> None:
        if progress.total:
            done, total = number(progress.done), number(progress.total)
            self._say(words("scan_app.fix.progress", done=done, total=total))

    def _failed(self, error: BaseException) -> None:
        self._show(self._stop, on=False)
        if isinstance(error, CancelledError):
            self._say(words("scan_app.fix.stopped"))
        elif isinstance(error, OspoError):
            self._say(str(error))
        else:
            self._say(words("scan_app.fix.failed"))
            self._page.guard.show(error)

    def _done(self, fix: Fix) -> None:
        self._show(self._stop, on=False)
        self._model.keep_fix(fix)
        self._holder.value = fix.holder
        self._fill_groups(fix)
        self._refresh()

    def _fill_groups(self, fix: Fix) -> None:
        kept = {group for group, box in self._groups.items() if not box.value}
        self._groups = {
            group: ipw.Checkbox(
                value=True,
                description=plural(f"fix.summary.{group}", count),
                indent=False,
                tooltip="",
            )
            for group, count in fix.counts().items()
        }
        for group in kept - set(self._groups):
            label = words(f"scan_app.fix.group.{group}")
            self._groups[group] = ipw.Checkbox(
                value=False, description=label, indent=False, tooltip=""
            )
        self._boxes.children = tuple(self._groups.values())

    def _refresh(self) -> None:
        """Draw the fix that the model holds."""
        fix = self._model.fix
        if fix is None:
            return
        if callable(self._on_fix):
            self._on_fix()
        self._show(self._result, on=True)
        if not fix.changes:
            self._say(words("scan_app.fix.nothing"), fix)
        else:
            self._say(plural("scan_app.fix.changes", len(fix.changes)), fix)
        for part in (self._file, self._leave, self._boxes):
            self._show(part, on=bool(fix.changes))
        paths = [display(change.path) for change in fix.changes]
        self._file.options = tuple(paths[:MAX_FILES])
        self._file.value = paths[0] if paths else ""
        self._show_file()
        self._downloads.value = self._links(fix) if paths else Markup("")
        self._show(self._apply, on=bool(paths) and self._model.fix_folder() is not None)
        self._show(self._really, on=False)

    # One file ---------------------------------------------------------------------------------

    def _show_file(self) -> None:
        fix, path = self._model.fix, str(self._file.value)
        if fix is None or not path:
            self._diff.value = Markup("")
            return
        try:
            lines = fix.diff_of(path)
        except KeyError:
            self._diff.value = tag("p", words("scan_app.fix.no_file"), class_="small muted")
            return
        paths = [display(change.path) for change in fix.changes]
        place = words(
            "scan_app.fix.place", at=number(paths.index(path) + 1), total=number(len(paths))
        )
        kinds = {"+": "add", "-": "del", "@": "at"}
        shown = [tag("span", line or " ", class_=kinds.get(line[:1])) for line in lines[:MAX_LINES]]
        label = words("scan_app.fix.diff_of", path=path)
        self._diff.value = tag(
            "div",
            tag("header", tag("span", path), tag("span", place)),
            tag("pre", shown, tabindex="0", role="group", aria_label=label),
            tag("p", words("scan_app.fix.cut", limit=number(MAX_LINES)), class_="small muted")
            if len(lines) > MAX_LINES
            else None,
            class_="diff",
        )

    def _leave_out(self) -> None:
        path = str(self._file.value)
        if path:
            self._model.leave_out(path)
            self._refresh()

    # Taking away ------------------------------------------------------------------------------

    def _links(self, fix: Fix) -> Markup:
        name = safe_name(self._model.name)
        patch, archive = b"".join(fix.patch()), io.BytesIO()
        fix.archive(archive)
        return tag(
            "div",
            tag("p", download_link(
                words("scan_app.fix.patch", size=size_text(len(patch))),
                f"{name}.patch", patch, "text/x-diff", class_="btn primary")),
            tag("p", download_link(
                words("scan_app.fix.archive", size=size_text(len(archive.getvalue()))),
                f"{name}-fixed.zip", archive.getvalue(), "application/zip", class_="btn")),
            tag("p", words("scan_app.fix.how"), " ", tag("code", f"git apply {name}.patch"),
                class_="small muted"),
            class_="stack-s",
        )  # fmt: skip

    def _ask(self) -> None:
        folder = self._model.fix_folder()
        count = len(self._model.fix.changes) if self._model.fix else 0
        self._applied.value = tag("p", plural("scan_app.fix.ask", count, folder=str(folder)))
        self._show(self._really, on=True)

    def _write(self) -> None:
        self._show(self._really, on=False)
        count = self._model.apply_fix()
        self._show(self._apply, on=False)
        text = plural("scan_app.fix.applied", count)
        self._applied.value = tag("p", text, class_="notice is-yes")
        self._page.say(text)

    # Words ------------------------------------------------------------------------------------

    def _say(self, text: str, fix: Fix | None = None) -> None:
        undecided = None
        if fix is not None and fix.undecided:
            rows = [
                tag("li", tag("code", row.path), " ", fix.why(row))
                for row in fix.undecided[:MAX_ROWS]
            ]
            label = plural("scan_app.fix.undecided", len(fix.undecided))
            undecided = tag(
                "details", tag("summary", label), tag("ul", rows, class_="small"), class_="more"
            )
        self._said.value = tag(
            "section",
            tag("h2", words("scan_app.fix.title"), class_="h3", id="fix"),
            tag("p", text),
            tag("p", words("scan_app.fix.note"), class_="small muted"),
            undecided,
            aria_labelledby="fix",
            class_="stack-s",
        )

    def _show(self, widget: ipw.Widget, *, on: bool) -> None:
        widget.layout.display = None if on else "none"
