# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fix beside the findings: what it changes, its diff file by file, patch and archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.fix_choices import ChoicesForm
from ospo_widgets.apps.repository_scan.fix_diff import DiffView
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.targets import plain_name
from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.fix.choices import FixChoices
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import Download, safe_name
from ospo_widgets.widgets.fields import button, column, row, shown
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

MAX_ROWS = 50
"""Files left to the person that are listed; the JSON of the fix has all."""


class FixPanel(ipw.VBox):  # type: ignore[misc]
    """What would settle findings; nothing is changed until the person does it.

    Args:
        page: The page.
        model: Its state; holds the fix once it is made.
        on_fix: Called when there is a new fix, or none any more.
        on_rescan: Scan the same once more.
    """

    def __init__(
        self,
        page: Page,
        model: ScanModel,
        on_fix: Callable[[], Any],
        on_rescan: Callable[[], Any],
    ) -> None:
        self._page = page
        self._model = model
        self._on_fix = on_fix
        self._task = BackgroundTask(
            on_progress=page.guard.quiet(self._progress),
            on_done=page.guard.quiet(self._done),
            on_error=self._failed,
        )
        self._said = ipw.HTML()
        self._undecided = ipw.HTML()
        self._stop = button(words("scan_app.fix.stop"), page.guard(self._task.cancel), small=True)
        self.choices = ChoicesForm(page, model, self._propose)
        self._diff = DiffView(page, model, self._refresh)
        self._patch = Download(page, words("scan_app.fix.title"), model.patch_file, primary=True)
        self._archive = Download(page, words("scan_app.fix.archive"), model.fixed_archive)
        self._how = ipw.HTML()
        self._apply = button(words("scan_app.fix.apply"), page.guard(self._ask), small=True)
        self._really = button(words("scan_app.fix.really"), page.guard(self._write), small=True)
        self._rather = button(words("scan_app.fix.rather"), page.guard(self._leave), small=True)
        self._applied = ipw.HTML()
        self._rescan = button(words("scan_app.rescan"), page.guard(on_rescan), small=True)
        self._result = column(
            self._diff,
            column(self._patch, self._archive, self._how, class_="stack-s"),
            row(self._apply),
            self._applied,
            row(self._really, self._rather, self._rescan),
            class_="stack",
        )
        title = tag("h2", words("scan_app.fix.title"), class_="h3", id="fix")
        super().__init__(
            [
                ipw.HTML(title),
                self._said,
                row(self._stop),
                self.choices.boxes,
                self._undecided,
                self._result,
                self.choices,
            ]
        )
        self.add_class("ospo-fix")
        self.add_class("panel")

    def begin(self) -> None:
        """Follow a new result: propose a fix at once where the licence is clear."""
        self._applied.value = Markup("")
        self._undecided.value = Markup("")
        shown(self._result, on=False)
        shown(self._stop, on=False)
        self.choices.begin()
        if self._model.result is None or self._model.result.partial:
            self._say(words("scan_app.fix.partial"))
            self.choices.hide()
        elif not self._model.result.files_total:
            self._say(words("scan_app.fix.nothing"))
            self.choices.hide()
        elif self._model.fix_license():
            self._propose(FixChoices())
        else:
            self._say(words("scan_app.fix.no_license"))

    def end(self) -> None:
        """Another scan begins."""
        self._task.cancel()

    # Proposing --------------------------------------------------------------------------------

    def _propose(self, choices: FixChoices) -> None:
        self._model.forget_fix()
        self._on_fix()
        self._say(words("scan_app.fix.running"))
        self._undecided.value = Markup("")
        shown(self._result, on=False)
        shown(self._stop, on=True)
        self._task.start(lambda report, cancel: self._model.propose(choices, report, cancel))

    def _progress(self, progress: Progress) -> None:
        if progress.total:
            done, total = number(progress.done), number(progress.total)
            self._say(words("scan_app.fix.progress", done=done, total=total))

    def _failed(self, error: BaseException) -> None:
        shown(self._stop, on=False)
        if isinstance(error, CancelledError):
            self._say(words("scan_app.fix.stopped"))
        elif isinstance(error, OspoError):
            self._said.value = tag("p", str(error), class_="field-error", role="alert")
        else:
            self._say(words("scan_app.fix.failed"))
            self._page.guard.show(error)

    def _done(self, fix: Fix) -> None:
        shown(self._stop, on=False)
        self._model.keep_fix(fix)
        self._applied.value = Markup("")
        self.choices.follow(fix)
        self._refresh()
        self._page.say(f"{words('scan_app.fix.title')} {self._what(fix)}")

    def _refresh(self) -> None:
        """Draw the fix that the model holds."""
        fix = self._model.fix
        if fix is None:
            return
        self._on_fix()
        self._say(self._what(fix))
        self._undecided.value = _undecided(fix)
        shown(self._result, on=bool(fix.changes))
        self._diff.show(fix)
        self._patch.label = words("scan_app.fix.patch", size=size_text(fix.patch_size))
        whole = "whole" if self._model.gives_whole() else "archive"
        self._archive.label = words(f"scan_app.fix.{whole}")
        command = f"git apply {safe_name(f'{plain_name(self._model.name)}.patch')}"
        self._how.value = tag(
            "p", words("scan_app.fix.how"), " ", tag("code", command), class_="small muted"
        )
        shown(self._apply, on=self._model.fix_folder() is not None)
        for one in (self._really, self._rather, self._rescan):
            shown(one, on=False)

    def _what(self, fix: Fix) -> str:
        if not fix.changes:
            return words("scan_app.fix.nothing")
        return plural("scan_app.fix.changes", len(fix.changes))

    # Applying ---------------------------------------------------------------------------------

    def _ask(self) -> None:
        folder = self._model.fix_folder()
        count = len(self._model.fix.changes) if self._model.fix else 0
        text = plural("scan_app.fix.ask", count, folder=str(folder))
        self._applied.value = tag("p", text, class_="notice is-cond")
        shown(self._really, on=True)
        shown(self._rather, on=True)
        shown(self._apply, on=False)
        self._page.say(text)

    def _leave(self) -> None:
        self._applied.value = Markup("")
        for one, on in ((self._really, False), (self._rather, False), (self._apply, True)):
            shown(one, on=on)

    def _write(self) -> None:
        self._leave()
        try:
            count = self._model.apply_fix()
        except OspoError as error:
            self._applied.value = tag("p", str(error), class_="notice is-no", role="alert")
        else:
            shown(self._apply, on=False)
            text = plural("scan_app.fix.applied", count)
            self._applied.value = tag("p", text, class_="notice is-yes")
            self._page.say(text)
        shown(self._rescan, on=True)

    # Words ------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        note = tag("p", words("scan_app.fix.note"), class_="small muted")
        self._said.value = tag("div", tag("p", text), note)


def _undecided(fix: Fix) -> Markup:
    """Files that the fix leaves to the person, with the reason."""
    if not fix.undecided:
        return Markup("")
    rows = [tag("li", tag("code", row.path), " ", fix.why(row)) for row in fix.undecided[:MAX_ROWS]]
    label = plural("scan_app.fix.undecided", len(fix.undecided))
    return tag("details", tag("summary", label), tag("ul", rows, class_="small"), class_="more")
