# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One row: what it says, whence, who uses it, and a form to change it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.knowledge import panels
from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.apps.knowledge.preview import Preview
from ospo_widgets.apps.knowledge.row_form import RowForm
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.drafts import edited_draft
from ospo_widgets.knowledge.references import Link
from ospo_widgets.knowledge.source_rows import SourceRow
from ospo_widgets.markup import Markup, tag
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.fields import button, column, row, shown
from ospo_widgets.wording import day, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class RowScreen(ipw.VBox):  # type: ignore[misc]
    """Everything of one row, or of one source.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: KnowledgeModel) -> None:
        self._page = page
        self._model = model
        self._shown: object = None
        self._head = ipw.HTML()
        self._figures = ipw.HTML()
        self._fields = ipw.HTML()
        self._links = ipw.HTML()
        self._form: RowForm | None = None
        self._edit = button(words("knowledge_app.change.open"), page.guard(self._open_form))
        self._today = button(words("knowledge_app.change.today"), page.guard(self._reviewed_today))
        back = button(words("knowledge_app.back"), page.guard(self._back), quiet=True)
        self._show = button(words("knowledge_app.change.show"), page.guard(self._preview),
                            primary=True)  # fmt: skip
        close = button(words("knowledge_app.change.close"), page.guard(self._close_form))
        self._buttons = row(self._show, close)
        self._wrong = ipw.HTML()
        self._place = column(class_="stack")
        self.preview = Preview(page, model, model.reload)
        self._change = column(
            ipw.HTML(tag("h2", words("knowledge_app.change.heading"), id="change")),
            ipw.HTML(tag("p", words("knowledge_app.change.lead"), class_="muted")),
            self._place,
            self._wrong,
            self._buttons,
            self.preview,
            class_="stack ospo-change",
        )
        self.task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._known),
            on_error=page.guard.quiet(self._page.guard.show),
        )
        super().__init__(
            [
                column(self._head, row(self._edit, self._today, back), class_="stack"),
                self._figures,
                self._change,
                self._fields,
                self._links,
            ]
        )
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Show the row of the model."""
        found = self._model.open_row
        if (self._model.row, self._model.shelf) == self._shown:
            return
        again = isinstance(self._shown, tuple) and self._shown[0] == self._model.row
        self._shown = (self._model.row, self._model.shelf)
        if not again:
            self._close_form()
        elif self._form is not None and found is not None:  # it was saved, or changed meanwhile
            self._form.follow(_editable(found))
        if found is None:
            self._head.value = panels.source_head(self._model.row, self._model)
            self._figures.value = self._fields.value = Markup("")
        else:
            self._draw(found)
        shown(self._edit, on=found is not None and bool(_editable(found)))
        shown(self._today, on=found is not None and found.reviewed)
        self._draw_links(())
        self.task.start(self._look)

    def outdated(self) -> None:
        """Draw anew: buttons in drawn text work from now on."""
        self._shown = None
        if self._model.row:
            self.refresh()

    def _draw(self, found: SourceRow) -> None:
        self._head.value = panels.row_head(found, self._model)
        self._figures.value = panels.row_figures(found, self._model)
        texts = panels.spoken_texts(found, self._model)
        make = panels.opener(self._page.act)
        sources = panels.row_sources(found, self._model, make)
        self._fields.value = tag("div", panels.row_fields(found, texts), sources, class_="stack-l")

    def _draw_links(self, more: tuple[Link, ...]) -> None:
        make = panels.opener(self._page.act)
        self._links.value = panels.row_links(self._model.row, self._model, make, more)

    def _look(self, _: Report, __: Cancel) -> tuple[str, date | None, tuple[Link, ...]]:
        """What takes a moment: the last change by git, and effects by the kind of a licence."""
        from ospo_widgets.knowledge.loader import load_knowledge
        from ospo_widgets.knowledge.revisions import last_change
        from ospo_widgets.knowledge.usage import effects_for

        key, found = self._model.row, self._model.open_row
        if found is None:
            return key, None, ()
        changed = last_change(self._model.shelf.path_of(found), found.line, found.last)
        more: tuple[Link, ...] = ()
        if found.kind == "licenses":
            more = effects_for(load_knowledge(self._model.shelf.overlay), found.id)
        return key, changed, more

    def _known(self, looked: tuple[str, date | None, tuple[Link, ...]]) -> None:
        key, changed, more = looked
        found = self._model.open_row
        if key != self._model.row or found is None:
            return
        told = day(changed) if changed is not None else ""
        self._figures.value = panels.row_figures(found, self._model, told, more)
        if more:
            self._draw_links(more)

    # Changing -----------------------------------------------------------------------------------

    def _open_form(self) -> None:
        found = self._model.open_row
        if found is None:
            return
        self._form = RowForm(found.kind, _editable(found))
        self._place.children = (self._form,)
        shown(self._change, on=True)
        shown(self._edit, on=False)
        self._page.host.focus("#change")

    def _close_form(self) -> None:
        self._form = None
        self._place.children = ()
        self._wrong.value = Markup("")
        self.preview.clear()
        shown(self._change, on=False)
        found = self._model.open_row
        shown(self._edit, on=found is not None and bool(_editable(found)))

    def _reviewed_today(self) -> None:
        self._open_form()
        if self._form is not None:
            self._form.field("checked").value = self._model.on.isoformat()
            self._preview()

    def _preview(self) -> None:
        if self._form is None:
            return
        self._wrong.value = Markup("")
        try:
            draft = edited_draft(self._model.shelf, self._model.row, self._form.changed())
        except InputError as error:
            self.preview.clear()
            self._wrong.value = wrong(error)
            return
        self.preview.show(draft)
        self._page.host.focus("#preview")

    def _back(self) -> None:
        self._model.open("")
        self._page.host.focus("main h1")


def _editable(found: SourceRow) -> dict[str, Any]:
    """Fields that a form can hold; groups and kinds have none, and a text is a file."""
    if found.kind in {"groups", "kinds", "texts", "matrices"}:
        return {}
    return dict(found.data)


def wrong(error: InputError) -> Markup:
    """What is wrong with what was typed, for the place below the form."""
    from ospo_widgets.apps.knowledge.preview import problem_html

    return problem_html(f"{error.message} {error.remedy or ''}".strip())
