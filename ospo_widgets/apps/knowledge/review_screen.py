# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What to look at again: due rows, counts by file and confidence, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.knowledge import panels
from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.knowledge.difference import RowChange, State, difference, shown
from ospo_widgets.knowledge.source_rows import read_shelf
from ospo_widgets.markup import Markup, table, tag
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import button, column, on_enter, row, text_field
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

MOST = 100
"""Changed rows that are shown."""


class ReviewScreen(ipw.VBox):  # type: ignore[misc]
    """The review list.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: KnowledgeModel) -> None:
        self._page = page
        self._model = model
        self._drawn: object = None
        self._table = DataTable(
            self._page_of,
            sorts=[(words(f"knowledge_app.review.sort.{s}"), s) for s in ("weight", "due")],
            guard=page.guard,
            page_size=20,
            heading=words("knowledge_app.review.title"),
        )
        self._files = ipw.HTML()
        self._revision = text_field(words("knowledge_app.review.revision"))
        self._revision.placeholder = "HEAD~10"
        compare = button(words("knowledge_app.review.compare"), page.guard(self._compare),
                         small=True)  # fmt: skip
        on_enter(self._revision, page.guard(self._compare))
        self._changes = ipw.HTML()
        self.task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._compared),
            on_error=page.guard.quiet(self._failed),
        )
        super().__init__(
            [
                ipw.HTML(tag("p", words("knowledge_app.review.lead"), class_="muted")),
                self._table,
                column(
                    ipw.HTML(tag("h2", words("knowledge_app.review.changes"))),
                    row(self._revision, compare, class_="row ospo-open"),
                    ipw.HTML(
                        tag("p", words("knowledge_app.review.revision_hint"), class_="small muted")
                    ),
                    self._changes,
                    class_="stack-s",
                ),
                self._files,
            ]
        )
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Follow the model."""
        if self._drawn is self._model.shelf:
            return
        self._drawn = self._model.shelf
        self._files.value = panels.by_file(self._model)
        self._table.refresh()

    def outdated(self) -> None:
        """Draw anew: buttons in drawn text work from now on."""
        self._drawn = None
        self.refresh()

    def _page_of(self, sort: str, first: int, size: int) -> Rows:
        found = list(self._model.reviewed.values())
        if sort == "due":
            found.sort(key=lambda one: (one.due, -one.weight))
        part = [one.row for one in found[first : first + size]]
        make = panels.opener(self._page.act)
        return Rows(panels.rows_table(part, self._model, make), len(part), len(found))

    # Comparing ----------------------------------------------------------------------------------

    def _compare(self) -> None:
        revision = str(self._revision.value).strip() or "HEAD"
        self._changes.value = tag("p", words("knowledge_app.review.comparing"), class_="muted")
        self._page.say(words("knowledge_app.review.comparing"))
        shelf = self._model.shelf

        def work(_: Report, __: Cancel) -> tuple[str, tuple[RowChange, ...]]:
            from ospo_widgets.knowledge.revisions import folder_at

            with folder_at(revision, shelf.overlay or shelf.base) as held:
                old = State(revision, shelf.base if shelf.overlay else held,
                            held if shelf.overlay else None)  # fmt: skip
                now = read_shelf(shelf.base, shelf.overlay)
                return revision, difference(old.shelf(), now)

        self.task.start(work)

    def _compared(self, found: tuple[str, tuple[RowChange, ...]]) -> None:
        revision, changes = found
        title = plural("knowledge_app.review.differ", len(changes), revision=revision)
        self._changes.value = self._listed(title, changes)
        self._page.say(title)

    def _failed(self, error: BaseException) -> None:
        self._changes.value = Markup("")
        if isinstance(error, OspoError):
            from ospo_widgets.apps.knowledge.row_screen import wrong

            self._changes.value = wrong(InputError(error.message, remedy=error.remedy))
        else:
            self._page.guard.show(error)

    def _listed(self, title: str, changes: tuple[RowChange, ...]) -> Markup:
        if not changes:
            return tag("p", words("knowledge.diff.same"), class_="notice")
        make = panels.opener(self._page.act)
        rows = [
            (
                make(change.key, change.key) if change.after else tag("code", change.key),
                words(f"knowledge_app.review.what.{change.what}"),
                tag("ul", [_field(f.field, f.before, f.after) for f in change.fields],
                    class_="tight"),
            )
            for change in changes[:MOST]
        ]  # fmt: skip
        columns = [words(f"knowledge_app.column.{n}") for n in ("row", "what", "fields")]
        rest = len(changes) - len(rows)
        return tag(
            "div",
            tag("div", table(title, columns, rows, class_="cards-s words"), class_="scroll",
                tabindex=0, role="group", aria_label=title),
            tag("p", words("knowledge_app.review.rest", count=number(rest)), class_="small muted")
            if rest
            else None,
        )  # fmt: skip


def _field(name: str, before: object, after: object) -> Markup:
    return tag(
        "li",
        tag("code", name),
        words("common.colon"),
        _cut(shown(before)),
        " → ",
        _cut(shown(after)),
    )


def _cut(text: str) -> str:
    return f"{text[:120]}…" if len(text) > 120 else text
