# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Find a licence by what it does, and set up to four side by side."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.compatibility.model import CompatibilityModel
from ospo_widgets.licensing.catalogue import CHOICES, selected_ids
from ospo_widgets.licensing.catalogue_display import comparison_table, license_table
from ospo_widgets.licensing.model import MAX_COMPARED
from ospo_widgets.markup import Markup, tag
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.widgets.guard import Guard
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import plural, words

ORDERS = ("selected", "id", "sharing")
"""Orders of the table."""


class Finder(ipw.VBox):  # type: ignore[misc]
    """Filters, the table of licences, and the comparison."""

    def __init__(self, model: CompatibilityModel, guard: Guard) -> None:
        self._model = model
        self._filling = False
        self._shown: object = None
        self._fields = {name: self._field(name, guard) for name in CHOICES}
        self._fields["text"] = text_field(words("compatibility_app.field.q"))
        self._fields["text"].observe(guard(lambda c: self._set("text", c["new"])), "value")
        clear = button(words("compatibility_app.find.clear"), guard(model.clear_search), small=True)
        filters = row(*self._fields.values(), clear, class_="filters small-fields screen-only")
        sorts = [(words(f"compatibility_app.find.sort.{order}"), order) for order in ORDERS]
        self._table = DataTable(
            self._page, sorts=sorts, guard=guard, heading=self._heading()
        ).add_class("ospo-find")
        choices = [(words("compatibility_app.find.nothing"), "")]
        choices += [(i, i) for i in sorted(model.knowledge.licenses, key=str.casefold)]
        self._slots = [
            dropdown(words("compatibility_app.find.slot", number=n + 1), choices)
            for n in range(MAX_COMPARED)
        ]
        for slot in self._slots:
            slot.observe(guard(lambda _: self._compare()), "value")
        self._compared = ipw.HTML()
        super().__init__(
            [
                column(self._table_head(), filters, self._table, class_="stack"),
                column(
                    ipw.HTML(self._comparison_head()),
                    row(*self._slots, class_="filters small-fields screen-only"),
                    self._compared,
                    class_="stack",
                ),
            ]
        )
        self.add_class("stack-xl")

    def _table_head(self) -> ipw.HTML:
        return ipw.HTML(
            tag(
                "div",
                tag("h2", words("compatibility_app.find.title")),
                tag("p", words("compatibility_app.find.lead"), class_="muted small"),
                class_="stack-s",
            )
        )

    def _comparison_head(self) -> Markup:
        return tag(
            "div",
            tag("h2", words("compatibility_app.find.compare")),
            tag("p", words("compatibility_app.find.compare_lead"), class_="muted small"),
            class_="stack-s",
        )

    def _field(self, name: str, guard: Guard) -> Any:
        options = [(words(f"compatibility_app.find.any.{name}"), "")]
        options += [(words(f"catalogue.{name}.{value}"), value) for value in CHOICES[name]]
        field = dropdown(words(f"compatibility_app.find.{name}"), options)
        field.observe(guard(lambda c: self._set(name, c["new"])), "value")
        return field

    def _heading(self) -> str:
        count = len(self._model.found)
        return plural(f"compatibility_app.find.{'found' if self._model.wanted else 'all'}", count)

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        self._filling = True
        for name, field in self._fields.items():
            field.value = getattr(model.wanted, name)
        for slot, value in zip(self._slots, (*model.compared, *[""] * MAX_COMPARED), strict=False):
            slot.value = value
        self._filling = False
        if (model.wanted, model.compared) == self._shown:
            return
        self._shown = (model.wanted, model.compared)
        self._table.show(self._heading())
        self._compared.value = self._comparison()

    def _comparison(self) -> Markup:
        compared = self._model.comparison
        if len(compared.licenses) < 2:
            return tag("p", words("compatibility_app.find.two"), class_="muted")
        return tag(
            "div",
            comparison_table(compared),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=words("compatibility_app.find.compare"),
        )

    def _page(self, sort: str, first: int, size: int) -> Rows:
        found = list(self._model.found)
        if sort == "selected":
            selected = selected_ids(self._model.knowledge)
            found.sort(key=lambda one: one.id not in selected)
        if sort == "sharing":
            order = list(CHOICES["reach"])
            found.sort(key=lambda one: order.index(one.reach))
        page = found[first : first + size]
        return Rows(license_table(page), len(page), len(found))

    def _set(self, name: str, value: str) -> None:
        if not self._filling:
            self._model.search(name, value)

    def _compare(self) -> None:
        if not self._filling:
            self._model.compare([slot.value for slot in self._slots])
