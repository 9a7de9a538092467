# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fields of a request, and those of an entry in a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.markup import Markup, chip, tag
from ospo_widgets.office.catalogues import LEVELS, EntryField, load_catalogues
from ospo_widgets.office.entries import shown as entry_shown
from ospo_widgets.office.requests import Field
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import column, dropdown, text_area, text_field
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

HELPED = frozenset({"question", "agreement_url", "contribution", "planned", "seen", "number"})
"""Fields with a word of help."""


class RequestForm(ipw.VBox):  # type: ignore[misc]
    """The fields of the chosen kind; built anew when another kind is chosen, and then only."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._page, self._model = page, model
        self._built = ""
        self._inputs: dict[str, Any] = {}
        super().__init__()
        self.add_class("stack")
        self.add_class("narrow-form")

    def refresh(self) -> None:
        """Follow the model."""
        if self._built != self._model.kind:
            self._built = self._model.kind
            self._inputs = {}
            self.children = tuple(self._field(field) for field in self._model.form.fields)
        for name, made in self._inputs.items():
            made.value = self._model.values.get(name, "")

    def _field(self, field: Field) -> ipw.Widget:
        label = words(f"office.field.{field.id}")
        if not field.required:
            label = words("ask_app.optional", field=label)
        value = self._model.values.get(field.id, "")
        made: Any
        if field.shape == "choice":
            options = [(words("ask_app.choose"), "")]
            options += [(words(f"office.option.{field.id}.{o}"), o) for o in field.options]
            made = dropdown(label, options, value)
        elif field.shape == "text":
            made = text_area(label, rows=5, name=field.id)
            made.value = value
        else:
            made = text_field(label, value, name=field.id)
        made.observe(
            self._page.guard(lambda change: self._model.fill(field.id, str(change["new"]))), "value"
        )
        self._inputs[field.id] = made
        if field.id not in HELPED:
            return made
        note = tag("p", words(f"office.help.{field.id}"), class_="small muted")
        return column(made, ipw.HTML(note), class_="stack-s")


class EntryForm(ipw.VBox):  # type: ignore[misc]
    """The entry of a catalogue: its fields, what is missing, and the file that it becomes."""

    def __init__(self, page: Page, model: AskModel) -> None:
        self._page, self._model = page, model
        self._built = ""
        self._inputs: dict[str, Any] = {}
        catalogues = [(words(f"ask_app.entry.catalogue.{c}"), c) for c in load_catalogues()]
        self._which = dropdown(words("ask_app.entry.which"), catalogues, model.catalogue)
        self._which.observe(
            page.guard(lambda change: model.choose_catalogue(str(change["new"]))), "value"
        )
        self._fields = column(class_="stack narrow-form")
        self._problems = ipw.HTML()
        self._preview = ipw.HTML()
        give = Download(page, words("ask_app.entry.download"), self._file, small=True)
        super().__init__(
            [
                ipw.HTML(tag("h2", words("ask_app.entry.title"), class_="h3")),
                column(self._which, class_="narrow-form"),
                self._fields,
                self._problems,
                self._preview,
                give,
            ]
        )
        self.add_class("stack")

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        self._which.value = model.catalogue
        if self._built != model.catalogue:
            self._built = model.catalogue
            fields = [f for f in model.form_of_entry.fields if not f.value]
            self._inputs = {}
            self._fields.children = tuple(map(self._field, fields))
        entry = model.entry()
        for name, made in self._inputs.items():
            made.value = entry_shown(entry.get(name, ""))
        self._problems.value = self._told()
        text = model.entry_file().content.decode("utf-8")
        name = model.form_of_entry.file
        body = tag("pre", text, tabindex="0", role="group", aria_label=name, class_="mail-body")
        self._preview.value = tag(
            "details", tag("summary", words("ask_app.entry.look", file=name)), body, class_="more"
        )

    def _field(self, field: EntryField) -> ipw.Widget:
        model = self._model
        label = words(f"office.entry.{model.catalogue}.{field.id}")
        if not field.required:
            label = words("ask_app.optional", field=label)
        value = entry_shown(model.entry().get(field.id, ""))
        made: Any
        if field.shape == "trl":
            made = dropdown(
                label, [(words("ask_app.choose"), ""), *((n, n) for n in LEVELS)], value
            )
        elif field.several or field.shape == "text":
            made = text_area(label, rows=3, name=f"entry.{field.id}")
            made.value = value
        else:
            made = text_field(label, value, name=f"entry.{field.id}")
        name = field.id

        def filled(change: Any) -> None:
            model.fill_entry(name, str(change["new"]))

        made.observe(self._page.guard(filled), "value")
        self._inputs[name] = made
        return made

    def _told(self) -> Markup:
        form = self._model.form_of_entry
        found = self._model.entry_problems()
        if not found:
            return tag("p", chip("yes", words("ask_app.entry.complete"), ground=False))
        wrong = [p.text(form) for p in found if not p.advice]
        advice = [p.text(form) for p in found if p.advice]
        return tag(
            "div",
            tag("p", tag("strong", words("ask_app.entry.open"))) if wrong else None,
            tag("ul", [tag("li", text) for text in wrong]) if wrong else None,
            [tag("p", text) for text in advice],
            class_="notice is-cond",
        )

    def _file(self) -> tuple[str, bytes, str]:
        made = self._model.entry_file()
        return made.name, made.content, made.media_type
