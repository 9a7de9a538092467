# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One file that a person brought: what each of its columns is taken for, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.data_state import Brought
from ospo_widgets.apps.portfolio.panel import wrong_input
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.importing.mapping import KEYS, Column
from ospo_widgets.widgets.fields import button, dropdown, row
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

SURE = 0.999


class FileBox(ipw.VBox):  # type: ignore[misc]
    """The file with a field a column; the fields stay while their values change.

    Args:
        page: The page.
        brought: The file.
        on_map: Gets the name of the file, the number of a column and what it is now.
        on_remove: Gets the name of the file.
    """

    def __init__(
        self,
        page: Page,
        brought: Brought,
        on_map: Callable[[str, int, str], None],
        on_remove: Callable[[str], None],
    ) -> None:
        self._filling = False
        name = brought.document.name
        remove = button(
            words("portfolio_data.remove"), page.guard(lambda: on_remove(name)), small=True
        )
        parts: list[ipw.Widget] = [
            row(ipw.HTML(tag("h2", name)), remove, class_="row-between ospo-file-top")
        ]
        self._columns = brought.imported.mapping.columns if brought.imported.mapping else ()
        self._fields = [_field(column, i) for i, column in enumerate(self._columns)]
        self._wrong = ipw.HTML()

        def changed(position: int, value: str) -> None:
            if not self._filling:
                self._wrong.value = Markup("")
                on_map(name, position, value)

        for i, field in enumerate(self._fields):
            field.observe(page.guard(lambda c, i=i: changed(i, str(c["new"]))), "value")
        if self._fields:
            parts.append(ipw.HTML(tag("p", words("portfolio_data.mapping"), class_="small muted")))
            parts.append(row(*self._fields, class_="filters small-fields"))
        super().__init__([*parts, self._wrong])
        self.add_class("stack-s")

    def fits(self, brought: Brought) -> bool:
        """Whether the file still has the columns for which there are fields."""
        mapping = brought.imported.mapping
        found = mapping.columns if mapping else ()
        return [c.header for c in found] == [c.header for c in self._columns]

    def show(self, brought: Brought) -> None:
        """Show the columns as they are taken now."""
        mapping = brought.imported.mapping
        self._filling = True
        try:
            columns = mapping.columns if mapping else ()
            for i, (field, column) in enumerate(zip(self._fields, columns, strict=True)):
                field.value = column.field
                field.description = _label(column, i)
        finally:
            self._filling = False

    def wrong(self, error: object) -> None:
        """Say beside the columns why the file cannot be read that way."""
        self._wrong.value = wrong_input(error)


def _field(column: Column, position: int) -> ipw.Dropdown:
    """A column by its heading, and what it is taken for."""
    options = [(words("portfolio_data.leave_out"), "")]
    options += [(words(f"importing.target.{key}"), key) for key in KEYS]
    options += [(words(f"portfolio_fields.field.{name}"), name) for name in FIELDS]
    return dropdown(_label(column, position), options, column.field)


def _label(column: Column, position: int) -> str:
    label = column.header or words("portfolio_data.no_header", number=number(position + 1))
    if column.personal:
        return words("portfolio_data.personal", header=label)
    if column.field and column.score < SURE:
        return words("portfolio_data.guessed", header=label)
    return label
