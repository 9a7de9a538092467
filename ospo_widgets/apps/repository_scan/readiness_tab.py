# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The release checklist, and answers of a person to what a scan cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.repository_scan.model import NEEDS_NOTE, ScanModel
from ospo_widgets.apps.repository_scan.practice_link import practice_link
from ospo_widgets.errors import InputError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.readiness.model import NOT_APPLICABLE, ReadinessItem
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import button, column, dropdown, on_enter, row, shown, text_field
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

ANSWER = "answer"
"""Name of the button of an item that leads to its question."""
ANSWERS = ("yes", "no", NOT_APPLICABLE, "unknown")
LONGEST = 90
"""Characters of an item in the list to choose from."""


class ReadinessTab(ipw.VBox):  # type: ignore[misc]
    """The checklist as a table, a form for one answer, and the file that keeps the answers.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: ScanModel) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._table = ipw.HTML()
        self._item = dropdown(words("scan_app.checklist.item"), [("–", "")])
        self._item.observe(page.guard.quiet(self._chosen), "value")
        self._question = ipw.HTML()
        choices = [("–", ""), *((words(f"readiness.answer.{a}"), a) for a in ANSWERS)]
        self._answer = dropdown(words("scan_app.checklist.answer"), choices)
        self._answer.add_class("ospo-answer")
        self._note = text_field(words("scan_app.checklist.note"))
        self._note.continuous_update = True
        on_enter(self._note, page.guard(self._keep))
        self._problem = ipw.HTML()
        keep = button(words("scan_app.checklist.keep"), page.guard(self._keep), small=True)
        self._file = Download(
            page, words("scan_app.checklist.file"), model.checklist_file, small=True
        )
        self._where = ipw.HTML(tag("p", words("scan_app.checklist.where"), class_="small muted"))
        page.on_act(ANSWER, self._go)
        form = column(
            ipw.HTML(tag("h2", words("scan_app.checklist.title"), class_="h3")),
            self._item,
            self._question,
            self._answer,
            self._note,
            self._problem,
            row(keep),
            self._where,
            self._file,
            class_="stack-s narrow-form panel aside",
        )
        super().__init__(
            [row(column(self._table, class_="main"), form, class_="split ospo-readiness")]
        )

    def show(self, result: ScanResult) -> None:
        """Follow a result."""
        self._filling = True
        options = [(_label(item), item.id) for item in result.readiness]
        chosen = str(self._item.value)
        self._item.options = [("–", ""), *options]
        self._item.value = chosen if chosen in {i for _, i in options} else ""
        self._filling = False
        self._table.value = exports.readiness_table(
            result,
            lambda item: self._page.act(words("scan_app.checklist.go"), ANSWER, item.id),
            lambda item: practice_link(item.id, item.title),
        )
        given = bool(self._model.answers)
        shown(self._file, on=given)
        shown(self._where, on=given)
        self._chosen(None)

    def _go(self, item_id: str) -> None:
        if item_id in [value for _, value in self._item.options]:
            self._item.value = item_id
            self._page.host.focus(".ospo-answer select")

    def _chosen(self, change: Any) -> None:
        if self._filling:
            return
        item = self._now()
        if change is not None:
            self._problem.value = Markup("")
            self._answer.value, self._note.value = "", ""
        if item is None:
            self._question.value = Markup("")
            return
        ask = ", ".join(words(f"scan_app.checklist.role.{role}") for role in item.ask)
        note = "note_needed" if item.kind == NEEDS_NOTE else "note_wanted"
        self._question.value = tag(
            "div",
            tag("p", item.question or item.title),
            tag("p", words("scan_app.checklist.ask", roles=ask), class_="small muted")
            if ask
            else None,
            tag("p", words(f"scan_app.checklist.{note}"), class_="small muted"),
        )

    def _now(self) -> ReadinessItem | None:
        result = self._model.result
        items = result.readiness if result else ()
        return next((item for item in items if item.id == self._item.value), None)

    def _keep(self) -> None:
        try:
            counts = self._model.answer(
                str(self._item.value), str(self._answer.value), str(self._note.value)
            )
        except InputError as error:
            self._problem.value = tag("p", str(error), class_="field-error no", role="alert")
            return
        said = words(f"scan_app.checklist.{'kept' if counts else 'outweighed'}")
        self._problem.value = tag("p", said, class_="small muted")
        self._page.say(said)
        self._answer.value, self._note.value = "", ""
        if self._model.result is not None:
            self.show(self._model.result)


def _label(item: ReadinessItem) -> str:
    text = f"{item.id} {item.title}"
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"{short} · {exports.answer_words(item)}"
