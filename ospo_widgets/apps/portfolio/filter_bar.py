# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The fields that filter the portfolio, and the filters that clicks have set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, dropdown, row, text_field
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

FIELDS = (
    "kind",
    "family",
    "relation",
    "active",
    "department",
    "platform",
    "language",
    "stage",
    "archived",
    "fork",
)
"""Filters with a list of values; those of which the data has two values or more are offered."""

AT_ONCE = 4
"""Fields that are always there; the others come with “More filters”."""


class FilterBar(ipw.VBox):  # type: ignore[misc]
    """Fields, and below them what is shown and how to take filters back."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self._page = page
        self._model = model
        self._filling = False
        self._fields: dict[str, Any] = {}
        self._name = text_field(words("portfolio.filter.name"))
        self._name.observe(page.guard(lambda c: self._set("name", c["new"])), "value")
        self._clear = button(words("portfolio.filter.clear"), page.guard(model.clear), small=True)
        self._row = row(class_="filters small-fields")
        self._more = button(words("portfolio_app.more_filters"), page.guard(self._open), small=True)
        self._all_fields = False
        self._showing = ipw.HTML()
        self._last = button(
            words("portfolio.nothing-remedy"), page.guard(model.clear_last), small=True
        )
        super().__init__([self._row, self._showing])
        self.add_class("stack-s")
        self.offer()

    def offer(self) -> None:
        """Offer the values that the open portfolio has."""
        choices = self._model.whole.choices()
        self._fields = {}
        for name in FIELDS:
            if len(choices[name]) < 2:
                continue
            general = name if name in {"kind", "family"} else "relation"
            options = [(words(f"portfolio.all.{general}"), "")]
            options += [
                (words("portfolio.choice", label=c.label, count=number(c.count)), c.value)
                for c in choices[name]
            ]
            field = dropdown(words(f"portfolio.filter.{name}"), options)
            field.observe(self._page.guard(lambda c, n=name: self._set(n, c["new"])), "value")
            self._fields[name] = field
        self._lay_out()

    def _open(self) -> None:
        self._all_fields = True
        self._lay_out()
        self._page.host.focus(f".filters > :nth-child({AT_ONCE + 1}) select")

    def _lay_out(self) -> None:
        """A few fields, and all of them when they are asked for or filter something."""
        fields = list(self._fields.values())
        hidden = list(self._fields)[AT_ONCE:]
        if any(self._model.value(name) for name in hidden):
            self._all_fields = True
        if self._all_fields or not hidden:
            children = (*fields, self._name, self._clear)
        else:
            children = (*fields[:AT_ONCE], self._name, self._more, self._clear)
        if children != self._row.children:
            self._row.children = children

    def _set(self, name: str, value: str) -> None:
        if not self._filling:
            self._model.set(name, value)

    def refresh(self) -> str:
        """Show the filters as they are; gives what is shown, to be announced."""
        model, shown = self._model, self._model.shown
        self._lay_out()
        self._filling = True
        try:
            for name, field in self._fields.items():
                value = model.value(name)
                field.value = value if value in [v for _, v in field.options] else ""
            self._name.value = model.filters.name
        finally:
            self._filling = False
        told = words("portfolio.showing", shown=number(len(shown)), total=number(shown.total))
        said = ", ".join(model.filters.describe())
        self._showing.value = tag(
            "p",
            told,
            " " + self._how_to_choose(),
            " " + words("portfolio_app.filtered", filters=said) if said else None,
            class_="small muted",
        )
        wanted = (
            (self._row, self._showing) if len(shown) else (self._row, self._showing, self._last)
        )
        if wanted != self.children:
            self.children = wanted
        return told if said else ""

    def _how_to_choose(self) -> str:
        """What a click does; nothing where charts are pictures."""
        if not self._page.host.ready:
            return ""
        return words(f"portfolio_app.{'choose_kept' if self._page.host.voila else 'choose'}")
