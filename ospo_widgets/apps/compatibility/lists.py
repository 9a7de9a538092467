# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Several licences at once: all against all, and what the whole can be handed out under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.compatibility.model import MAX_ITEMS, CompatibilityModel
from ospo_widgets.errors import InputError
from ospo_widgets.licensing.outbound_display import (
    answer_mark,
    candidate_list,
    conflict_list,
    grid_counts,
    grid_table,
    outbound_sentence,
)
from ospo_widgets.markup import Markup, chip, tag
from ospo_widgets.project import Material
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_area
from ospo_widgets.widgets.guard import Guard
from ospo_widgets.wording import plural, words


class ListSection(ipw.VBox):  # type: ignore[misc]
    """The list, its editor, the grid, and the licences for the whole.

    Args:
        model: State of the page.
        guard: The page's guard.
        uses: (label, id) of the uses.
        on_explained: Called when the pair behind a cell was asked for.
        on_listed: Called when another list was taken over.
        on_left: Called when the editor was closed and the list stays.
    """

    def __init__(
        self,
        model: CompatibilityModel,
        guard: Guard,
        uses: list[tuple[str, str]],
        on_explained: Callable[[], Any],
        on_listed: Callable[[], Any],
        *,
        on_left: Callable[[], Any],
    ) -> None:
        self._model = model
        self._on_explained = on_explained
        self._on_listed = on_listed
        self._on_left = on_left
        self._shown: object = None
        label = words("compatibility_app.list.field", limit=MAX_ITEMS)
        self._text = text_area(label, rows=8)
        self._use = dropdown(words("compatibility_app.field.list_use"), uses)
        materials = [(words("compatibility_app.list.any_material"), "")]
        materials += [(words(f"catalogue.material.{m}"), str(m)) for m in Material]
        self._material = dropdown(words("compatibility_app.field.work"), materials)
        self._error = ipw.HTML()
        compare = button(words("compatibility_app.list.compare"), guard(self._take))
        close = button(words("compatibility_app.list.close"), guard(self._leave), quiet=True)
        self._editor = column(
            row(
                self._text,
                column(self._use, self._material, row(compare, close)),
                class_="split ospo-list-editor",
            ),
            self._error,
            class_="panel screen-only",
        )
        self._editor.layout.display = "none"
        self._edit = button(
            words("compatibility_app.list.edit"), guard(self._open), small=True, quiet=True
        )
        self._download = ipw.HTML(layout={"flex": "0 1 auto"})  # a link, no wider than its words
        head = row(
            ipw.HTML(tag("h2", words("compatibility_app.list.title"), id="all")),
            row(self._edit, self._download, class_="row screen-only"),
            class_="row-between",
        )
        self._grid = ipw.HTML().add_class("scroll")
        self._row = dropdown(words("compatibility_app.list.row"), [("–", "0")])
        self._column = dropdown(words("compatibility_app.list.column"), [("–", "0")])
        explain = button(words("compatibility_app.list.explain"), guard(self._explain), small=True)
        cell = row(
            self._row, self._column, explain, class_="row small-fields ospo-choose screen-only"
        )
        self._outbound = ipw.HTML()
        super().__init__(
            [column(head, self._editor, self._grid, cell, class_="stack"), self._outbound]
        )
        self.add_class("stack-xl")

    def refresh(self) -> None:
        """Draw the list when it is not drawn already."""
        model = self._model
        grid, outbound = model.grid, model.outbound
        if (grid, outbound) == self._shown:
            return
        self._shown = (grid, outbound)
        # A region that scrolls must be reachable by keyboard and have a name.
        self._grid.value = tag(
            "div",
            grid_table(grid),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=words("compatibility_app.list.region"),
        ) + tag("p", grid_counts(grid), class_="small muted")
        csv = grid.to_csv().encode()
        label = words("compatibility_app.list.csv")
        self._download.value = download_link(
            label, "compatibility.csv", csv, "text/csv", class_="small"
        )
        names = [(item.label, str(i)) for i, item in enumerate(grid.items)]
        for field in (self._row, self._column):
            field.options = names
        self._outbound.value = self._outbound_section()

    def _outbound_section(self) -> Markup:
        outbound = self._model.outbound
        undecided = None
        if outbound.undecided:
            names = ", ".join(candidate.license for candidate in outbound.undecided)
            undecided = tag(
                "details",
                tag("summary", plural("compatibility_app.out.undecided", len(outbound.undecided))),
                tag("p", names),
                class_="more",
            )
        named = ", ".join(item.label for item in outbound.inbound)
        return tag(
            "section",
            tag("h2", words("compatibility_app.out.title"), id="out"),
            tag("p", words("compatibility_app.out.lead", names=named), class_="muted small"),
            tag("p", answer_mark(outbound.answer), " ", tag("strong", outbound_sentence(outbound))),
            [tag("p", note, class_="notice") for note in outbound.notes],
            candidate_list(outbound),
            conflict_list(outbound),
            undecided,
            class_="stack",
            aria_labelledby="out",
        )

    # What the person does ---------------------------------------------------------------------

    def _open(self) -> None:
        model = self._model
        self._text.value = "\n".join(model.items)
        self._use.value = str(model.items_use)
        self._material.value = model.items_material
        self._error.value = ""
        self._editor.layout.display = None

    def _close(self) -> None:
        self._editor.layout.display = "none"

    def _leave(self) -> None:
        self._close()
        self._on_left()

    def _take(self) -> None:
        try:
            self._model.set_items(self._text.value, self._use.value, self._material.value)
        except InputError as error:
            self._error.value = field_error(str(error))
            return
        self._close()
        self._on_listed()

    def _explain(self) -> None:
        self._model.explain(int(self._row.value), int(self._column.value))
        self._on_explained()


def field_error(message: str) -> Markup:
    """What is wrong with a field, below it; announced when it appears."""
    told = chip("no", words("common.error.input"), ground=False)
    return tag("p", told, " ", message, class_="field-error", role="alert")
