# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sheet for the group leader: the optional form beside the page as it will be printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets import printing
from ospo_widgets.advice.model import Step
from ospo_widgets.advice.sheet.html import sheet_fragment
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.sizes import size_text
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import download_link, safe_name
from ospo_widgets.widgets.fields import CheckGroup, button, column, dropdown, row, text_field
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class SheetScreen(ipw.VBox):  # type: ignore[misc]
    """Downloads, the form, and the sheet itself."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._page = page
        self._model = model
        self._form = FormFields(page, model)
        self._sheet = ipw.HTML()
        self._files = ipw.HTML()
        self._made = ipw.HTML()
        self._pdf = button(words("advisor_app.sheet.pdf"), page.guard(self._make_pdf), primary=True)
        self._task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._pdf_made),
            on_error=page.guard.quiet(self._pdf_failed),
        )
        back = button(words("advisor_app.sheet.back"), page.guard(lambda: model.show("result")))
        self._pdf_note = ipw.HTML()
        self._sheet.add_class("main")
        super().__init__(
            [
                ipw.HTML(tag("h1", words("advisor_app.sheet.title"))),
                row(back, self._pdf, self._files),
                self._pdf_note,
                self._made,
                row(self._sheet, self._form, class_="split"),
            ]
        )
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Follow the model."""
        self._form.refresh()
        sheet = self._model.outcome.sheet()
        self._sheet.value = sheet_fragment(sheet)
        name = safe_name(f"{self._model.project.name or 'project'}-sheet")
        links = [
            download_link(
                "HTML", f"{name}.html", sheet.to_html().encode(), "text/html", class_="btn small"
            ),
            download_link(
                "Markdown",
                f"{name}.md",
                sheet.to_markdown().encode(),
                "text/markdown",
                class_="btn small",
            ),
            download_link(
                "JSON",
                f"{name}.json",
                json.dumps(sheet.to_json(), ensure_ascii=False, indent=2).encode(),
                "application/json",
                class_="btn small",
            ),
        ]
        self._files.value = tag("div", links, class_="row")
        self._made.value = Markup("")
        possible = printing.pdf_possible()
        self._pdf.layout.display = None if possible else "none"
        note = Markup("") if possible else tag("p", words("advisor_app.sheet.no_pdf"))
        self._pdf_note.value = note

    def _make_pdf(self) -> None:
        html = self._model.outcome.sheet().to_html()
        self._made.value = tag("p", words("advisor_app.sheet.making"), role="status")
        self._task.start(lambda *_: printing.pdf_from_html(html))

    def _pdf_made(self, data: bytes) -> None:
        name = safe_name(f"{self._model.project.name or 'project'}-sheet.pdf")
        label = words("advisor_app.sheet.download_pdf", size=size_text(len(data)))
        self._made.value = tag(
            "p", download_link(label, name, data, "application/pdf", class_="btn primary")
        )
        self._page.say(label)

    def _pdf_failed(self, error: BaseException) -> None:
        self._made.value = Markup("")
        raise error


class FormFields(ipw.VBox):  # type: ignore[misc]
    """The questions that only the sheet asks, all at once and none of them required."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._page = page
        self._model = model
        self._keys: tuple[str, ...] = ()
        self._fields = column(class_="stack form-fields")
        title = tag("h2", words("advisor_app.sheet.form"), class_="h3")
        lead = tag("p", words("advisor_app.sheet.form_lead"), class_="muted")
        super().__init__([ipw.HTML(tag("div", title, lead, class_="stack-s")), self._fields])
        for name in ("panel", "stack", "aside", "small-fields"):
            self.add_class(name)

    def refresh(self) -> None:
        """Make the fields when the questions changed; what was typed stays as it is."""
        steps = self._model.form_steps()
        self.layout.display = None if steps else "none"
        keys = tuple(s.key for s in steps)
        if keys != self._keys:
            self._keys = keys
            self._fields.children = tuple(self._field(step) for step in steps)

    def _field(self, step: Step) -> Any:
        take = self._page.guard(lambda value, key=step.key: self._model.answer_form(key, value))
        value = step.value
        if step.question.kind == "many":
            chosen = value if isinstance(value, tuple) else ()
            group = CheckGroup("", step.question.options, chosen)
            group.on_change(lambda: take(group.value))
            title = ipw.HTML(tag("p", tag("strong", step.text)))
            return column(title, group, class_="stack-s")
        if step.question.kind == "text":
            options = {o.id for o in step.question.options}
            typed = value if isinstance(value, str) and value not in options else ""
            field = text_field(step.text, typed, name=step.question.id)
        else:
            choices = [(words("advisor_app.sheet.choose"), "")]
            choices += [(o.label, o.id) for o in step.question.options]
            field = dropdown(step.text, choices, value if isinstance(value, str) else "")
        field.observe(lambda change: take(change["new"]), "value")
        return field
