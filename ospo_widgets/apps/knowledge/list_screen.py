# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All rows: search, filters, a table with pages, and a field that opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.knowledge import panels
from ospo_widgets.apps.knowledge.model import SORTS, STATES, KnowledgeModel
from ospo_widgets.apps.knowledge.names import kind_name
from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.widgets.fields import (
    button,
    dropdown,
    on_enter,
    row,
    suggest_field,
    text_field,
)
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

OFFERED = 400
"""Keys that the field “Open a row” offers; any other may be typed."""


class ListScreen(ipw.VBox):  # type: ignore[misc]
    """The list.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: KnowledgeModel) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._shown: object = None
        guard = page.guard
        self._text = text_field(words("knowledge_app.field.text"))
        kinds = [(words("knowledge_app.any.kind"), "")]
        kinds += sorted((f"{kind_name(k)} ({n})", k) for k, n in model.shelf.kinds().items())
        self._kind = dropdown(words("knowledge_app.field.kind"), kinds)
        self._confidence = dropdown(
            words("knowledge_app.field.confidence"),
            [(words("knowledge_app.any.confidence"), "")]
            + [(panels.confidence_name(c), str(c)) for c in Confidence],
        )
        self._state = dropdown(
            words("knowledge_app.field.state"),
            [(words("knowledge_app.any.state"), "")]
            + [(words(f"knowledge_app.state.{s}"), s) for s in STATES],
        )
        self._fields = {
            "text": self._text,
            "kind": self._kind,
            "confidence": self._confidence,
            "state": self._state,
        }
        for name, field in self._fields.items():
            field.observe(guard(self._narrowed(name)), "value")
        on_enter(self._text, guard(self._search))
        clear = button(words("knowledge_app.clear"), guard(model.clear), small=True)
        self._table = DataTable(
            self._page_of,
            sorts=[(words(f"knowledge_app.sort.{s}"), s) for s in SORTS],
            guard=guard,
            page_size=20,
            heading=self._heading(),
        )
        self._table.sort = model.sort
        self._table.on_sort(guard.quiet(self._sorted))
        self._open = suggest_field(words("knowledge_app.field.open"), ())
        self._open.placeholder = "licenses/Apache-2.0"
        go = button(words("knowledge_app.open"), guard(self._go), small=True)
        on_enter(self._open, guard(self._go))
        super().__init__(
            [
                row(*self._fields.values(), clear, class_="filters"),
                row(self._open, go, class_="row ospo-open screen-only"),
                self._table,
            ]
        )
        self.add_class("stack")

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        wanted = (model.text, model.kind, model.confidence, model.state, model.shelf)
        self._filling = True
        for name, field in self._fields.items():
            field.value = getattr(model, name)
        self._table.sort = model.sort
        self._filling = False
        if wanted == self._shown:
            return
        self._shown = wanted
        self._open.options = tuple(found.key for found in model.found[:OFFERED])
        self._table.show(self._heading())

    def outdated(self) -> None:
        """Draw anew: buttons inside the table work from now on."""
        self._shown = None
        self.refresh()

    def _heading(self) -> str:
        return plural("knowledge_app.list.found", len(self._model.found))

    def _page_of(self, sort: str, first: int, size: int) -> Rows:
        self._model.sort = sort or self._model.sort
        found = self._model.found
        part = found[first : first + size]
        make = panels.opener(self._page.act)
        return Rows(panels.rows_table(part, self._model, make), len(part), len(found))

    def _narrowed(self, name: str) -> Any:
        def change(event: Any) -> None:
            if not self._filling:
                self._model.narrow(name, str(event["new"]))
                self._page.say(self._heading())

        return change

    def _search(self) -> None:
        self._page.say(self._heading())

    def _sorted(self, sort: str) -> None:
        if not self._filling:
            self._model.sort = sort
            self._page.host.query = self._model.to_query()

    def _go(self) -> None:
        self._model.open(str(self._open.value).strip())
