# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A new row from a form: a component, a name of a licence, a word, a partner, a practice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.apps.knowledge.names import kind_name
from ospo_widgets.apps.knowledge.preview import Preview
from ospo_widgets.apps.knowledge.row_form import RowForm
from ospo_widgets.apps.knowledge.row_screen import wrong
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.drafts import new_row_draft
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.widgets.kept.names import named
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

_LIST: tuple[str, ...] = ()

FORMS: Mapping[str, Mapping[str, object]] = {
    "components": {
        "name": "", "aliases": _LIST, "license": "", "effect": "permissive", "note": "",
    },
    "aliases": {"license": "", "names": _LIST},
    "glossary": {"term": "", "text": ""},
    "partners": {"name": "", "text": "", "materials": _LIST, "receives": "source"},
    "practices": {
        "title": "", "steps": _LIST, "why": "", "materials": _LIST, "checks": _LIST,
        "terms": _LIST,
    },
}  # fmt: skip
"""Kinds of rows that can be added, with their fields and what these hold at first."""

LONG = frozenset({"text", "why", "note"})
"""Fields that begin empty and need more than a line."""

DATED = frozenset({"components", "glossary", "partners", "practices"})
"""Kinds whose rows have sources and a day of review."""

OPTIONAL = frozenset({"aliases", "note", "checks", "terms"})
"""Fields that are left out when they are empty."""


class NewScreen(ipw.VBox):  # type: ignore[misc]
    """The form for a new row.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: KnowledgeModel) -> None:
        self._page = page
        self._model = model
        kinds = [(kind_name(kind), kind) for kind in FORMS]
        self.kind = dropdown(words("knowledge_app.new.kind"), kinds)
        self.kind.observe(page.guard(lambda _: self._offer()), "value")
        named(self.kind)
        self.name = text_field(words("knowledge_app.new.id"))
        files = sorted({r.file for r in model.shelf.rows.values() if r.kind == "practices"})
        self.file = dropdown(
            words("knowledge_app.new.file"), [(f, f) for f in files] or [("–", "")]
        )
        named(self.file)
        self._id = column(
            self.name,
            ipw.HTML(tag("p", words("knowledge_app.new.id_hint"), class_="small muted")),
            class_="with-hint",
        )
        self._place = column()
        self._wrong = ipw.HTML()
        show = button(words("knowledge_app.new.show"), page.guard(self._preview), primary=True)
        self.preview = Preview(page, model, model.reload)
        self.form = RowForm("", {})
        super().__init__(
            [
                ipw.HTML(tag("h2", words("knowledge_app.new.title"))),
                ipw.HTML(tag("p", words("knowledge_app.new.lead"), class_="muted")),
                row(self.kind, self.file, class_="filters"),
                self._id,
                self._place,
                self._wrong,
                row(show),
                self.preview,
            ]
        )
        self.add_class("stack")
        self.add_class("ospo-change")
        self._offer()

    def refresh(self) -> None:
        """Nothing: what is typed stays."""

    def outdated(self) -> None:
        """Nothing drawn here has buttons."""

    def _offer(self) -> None:
        kind = str(self.kind.value)
        fields = dict(FORMS[kind])
        if kind in DATED:
            fields |= {
                "sources": (),
                "checked": self._model.on.isoformat(),
                "confidence": "text",
            }
        self.form = RowForm(kind, fields, long=LONG)
        self._place.children = (self.form,)
        self._id.layout.display = "none" if kind == "aliases" else None
        self.file.layout.display = None if kind == "practices" else "none"
        self._wrong.value = Markup("")
        self.preview.clear()

    def fields(self) -> dict[str, object]:
        """The row as it would be written.

        Raises:
            InputError: A field cannot be used, or one that must be there is empty.
        """
        kind = str(self.kind.value)
        found: dict[str, object] = {} if kind == "aliases" else {"id": self.name.value.strip()}
        found |= self.form.values()
        kept = {n: v for n, v in found.items() if v not in ("", ()) or n not in OPTIONAL}
        empty = [name for name, value in kept.items() if value in ("", ())]
        if empty:
            raise InputError(words("knowledge_app.new.empty", names=", ".join(empty)))
        return kept

    def _preview(self) -> None:
        kind = str(self.kind.value)
        self._wrong.value = Markup("")
        try:
            file = self._file_of(kind)
            draft = new_row_draft(self._model.shelf, kind, self.fields(), file)
        except InputError as error:
            self.preview.clear()
            self._wrong.value = wrong(error)
            return
        self.preview.show(draft)
        self._page.host.focus("#preview")

    def _file_of(self, kind: str) -> str:
        return str(self.file.value) if kind == "practices" else ""
