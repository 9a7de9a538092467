# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The files of a practice: choose one, fill it in, look at it, take it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.advice.templates import Filled, label
from ospo_widgets.apps.best_practices.model import PracticesModel
from ospo_widgets.knowledge.practice_templates import FIELDS, GAP
from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.widgets.download import Download, File
from ospo_widgets.widgets.fields import column, dropdown, row, shown, suggest_field, text_field
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

_GAPS = re.compile(r"(\{\{[a-z_]+\}\})")
_TYPES = {".json": "application/json", ".md": "text/markdown"}


class TemplateBox(ipw.VBox):  # type: ignore[misc]
    """Choice of a file, its fields, preview and download.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: PracticesModel) -> None:
        self._model = model
        self._filling = False
        self._choice = dropdown(words("practices_app.template.choose"), [("–", "")])
        self._choice.observe(page.guard(lambda _: self._choose()), "value")
        self._about = ipw.HTML()
        self._fields = {name: self._field(name) for name in FIELDS}
        for name, field in self._fields.items():
            field.observe(page.guard(lambda change, name=name: self._fill(name, change)), "value")
        self._errors = {name: ipw.HTML() for name in FIELDS}
        self._columns = {
            name: column(self._fields[name], self._errors[name], class_="with-hint")
            for name in FIELDS
        }
        self._preview = ipw.HTML()
        self._download = Download(
            page, words("practices_app.template.title"), self._file, primary=True
        )
        super().__init__(
            [
                ipw.HTML(tag("h2", words("practices_app.template.title"), id="files")),
                self._choice,
                self._about,
                row(*self._columns.values(), class_="filters ospo-template-fields"),
                self._preview,
                self._download,
            ]
        )
        for name in ("stack", "ospo-template", "screen-only"):
            self.add_class(name)

    def _field(self, name: str) -> Any:
        if name == "license":
            return suggest_field(label(name), sorted(self._model.knowledge.licenses, key=str.lower))
        return text_field(label(name))

    def refresh(self) -> None:
        """Follow the model."""
        model, file = self._model, self._model.file
        shown(self, on=file is not None)
        if file is None or model.chosen is None:
            return
        self._filling = True
        options = [(template.title, template.id) for template in model.templates]
        if tuple(self._choice.options) != tuple(options):
            self._choice.options = options
        self._choice.value = model.template
        for name, field in self._fields.items():
            field.value = model.values.get(name, "")
        self._filling = False
        shown(self._choice, on=len(options) > 1)
        for name, place in self._columns.items():
            shown(place, on=name in model.fields)
            wrong = model.errors.get(name, "")
            error = tag("p", wrong, class_="field-error no", role="alert")
            self._errors[name].value = error if wrong else Markup("")
            shown(self._errors[name], on=bool(wrong))
        one = len(options) == 1
        self._about.value = tag(
            "div",
            tag("p", tag("strong", model.chosen.title)) if one else None,
            tag("p", model.chosen.text),
            tag("p", _place(file.name), class_="small muted"),
            tag("p", words("practices_app.template.english"), class_="small muted"),
            class_="stack-s",
        )
        self._preview.value = _preview(file)
        said = words("practices_app.template.download", name=file.name.rpartition("/")[2])
        if self._download.label != said:
            self._download.label = said

    def _choose(self) -> None:
        if not self._filling:
            self._model.choose_template(str(self._choice.value))

    def _fill(self, name: str, change: Any) -> None:
        if not self._filling:
            self._model.fill(name, str(change["new"]))

    def _file(self) -> File:
        file = self._model.file
        if file is None:
            raise RuntimeError("no template is open")
        name = file.name.rpartition("/")[2]
        kind = next((t for end, t in _TYPES.items() if name.endswith(end)), "text/plain")
        return name, file.text.encode("utf-8"), kind


def _place(name: str) -> str:
    """Where a file belongs; a plain text is there to copy from."""
    if name.endswith(".txt"):
        return words("practices_app.template.copy")
    return words("practices_app.template.place", name=name)


def _preview(file: Filled) -> Markup:
    """The file as it will be, gaps marked, and what is still open."""
    named = words("common.semicolon").join(label(name) for name in file.open)
    state = words("practices_app.template.open", names=named)
    lines: list[Content] = [
        tag("mark", piece) if GAP.fullmatch(piece) else piece for piece in _GAPS.split(file.text)
    ]
    return tag(
        "div",
        tag("p", state if file.open else words("practices_app.template.whole"), class_="small"),
        tag(
            "pre",
            lines,
            class_="ospo-file",
            tabindex=0,
            role="region",
            aria_label=words("practices_app.template.preview", name=file.name),
        ),
        class_="stack-s",
    )
