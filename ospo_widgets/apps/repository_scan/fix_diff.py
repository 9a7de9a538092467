# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The diff of a fix, one file at a time; a file can be left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.paths import display
from ospo_widgets.widgets.fields import button, dropdown, row, shown
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

MAX_LINES = 200
"""Lines of one diff that are shown; the patch has all."""
MAX_LINE = 400
"""Characters of a line that are shown."""
MAX_FILES = 500
"""Files that the list offers; the patch has all."""


class DiffView(ipw.VBox):  # type: ignore[misc]
    """A list of files, the diff of the chosen one, and the way to leave it out.

    Args:
        page: The page.
        model: Its state; holds the fix.
        on_change: Called after a file was left out.
    """

    def __init__(self, page: Page, model: ScanModel, on_change: Callable[[], Any]) -> None:
        self._page = page
        self._model = model
        self._on_change = on_change
        self._paths: list[str] = []
        self._file = dropdown(words("scan_app.fix.file"), [("–", "")])
        self._file.observe(page.guard.quiet(lambda _: self._draw()), "value")
        self._diff = ipw.HTML()
        back = button(words("common.table.previous"), page.guard(lambda: self._move(-1)),
                      small=True)  # fmt: skip
        forth = button(words("common.table.next"), page.guard(lambda: self._move(1)), small=True)
        self._leave = button(words("scan_app.fix.leave"), page.guard(self._leave_out), small=True)
        self._more = ipw.HTML()
        moves = row(back, forth, self._leave, class_="row")
        super().__init__(
            [row(self._file, class_="row small-fields ospo-wide"), self._diff, moves, self._more]
        )
        self.add_class("stack-s")

    def show(self, fix: Fix) -> None:
        """Draw a fix, from the file that is chosen where it still changes."""
        before = str(self._file.value)
        at = self._paths.index(before) if before in self._paths else 0
        self._paths = [display(change.path) for change in fix.changes[:MAX_FILES]]
        shown(self, on=bool(self._paths))
        if not self._paths:
            return
        chosen = before if before in self._paths else self._paths[min(at, len(self._paths) - 1)]
        self._file.options = [(path, path) for path in self._paths]
        self._file.value = chosen
        self._more.value = Markup("")
        if len(fix.changes) > MAX_FILES:
            said = words("scan_app.fix.first_files", limit=number(MAX_FILES))
            self._more.value = tag("p", said, class_="small muted")
        self._draw()

    def _move(self, step: int) -> None:
        at = self._paths.index(str(self._file.value)) + step
        self._file.value = self._paths[at % len(self._paths)]

    def _leave_out(self) -> None:
        path = str(self._file.value)
        self._model.leave_out(path)
        self._on_change()
        self._page.say(words("scan_app.fix.left", path=path))

    def _draw(self) -> None:
        fix, path = self._model.fix, str(self._file.value)
        if fix is None or path not in self._paths:
            return
        lines = fix.diff_of(path)
        place = words(
            "scan_app.fix.place",
            at=number(self._paths.index(path) + 1),
            total=number(len(fix.changes)),
        )
        kinds = {"+": "add", "-": "del", "@": "at"}
        drawn = [
            tag("span", line[:MAX_LINE] or " ", class_=kinds.get(line[:1]))
            for line in lines[:MAX_LINES]
        ]
        label = words("scan_app.fix.diff_of", path=path)
        change = next(c for c in fix.changes if path in {c.path, display(c.path)})
        cut = words("scan_app.fix.cut", limit=number(MAX_LINES))
        self._diff.value = tag(
            "div",
            tag("p", fix.reason(change), class_="small muted"),
            tag(
                "div",
                tag("header", tag("span", path), tag("span", place)),
                tag("pre", drawn, tabindex="0", role="group", aria_label=label),
                class_="diff",
            ),
            tag("p", cut, class_="small muted") if len(lines) > MAX_LINES else None,
            class_="stack-s",
        )
