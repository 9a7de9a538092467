# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the portfolio page: filters and order. No widgets."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import traitlets as tl

from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.table import DEFAULT_SORT, SORTS

FIELDS = ("kind", "family", "relation", "active")
"""Filters with a list of values; ``name`` is free text, ``only`` comes from clicks."""


class PortfolioModel(tl.HasTraits):
    """The portfolio page without a screen.

    Attributes:
        filters: What is filtered now.
        sort: Order of the list.
        notes: What an address asked for that could not be taken over.
    """

    filters = tl.Instance(Filters, args=())
    sort = tl.Unicode(DEFAULT_SORT)
    notes = tl.Tuple()

    def __init__(self, whole: Portfolio | None = None) -> None:
        super().__init__()
        self.whole = whole or Portfolio.sample()
        self._shown = self.whole

    @property
    def shown(self) -> Portfolio:
        """The repositories that fit the filters; kept until the filters change."""
        if self._shown.filters != self.filters:
            self._shown = self.whole.filtered(self.filters)
        return self._shown

    def set(self, name: str, value: str) -> None:
        """Set one filter as a field does: an empty value clears it."""
        if not value:
            self.filters = self.filters.without(name)
        elif name == "name":
            self.filters = self.filters.without(name).with_(name, value[:100])
        elif self.value(name) != value:
            self.filters = self.filters.without(name).with_(name, value)

    def toggle(self, name: str, keys: tuple[str, ...]) -> None:
        """Set one filter as a click on a chart does; the same click again clears it."""
        if keys:
            self.filters = self.filters.with_(name, keys[0])

    def open(self, filters: Filters) -> None:
        """Show the rows behind a sentence or a figure."""
        self.filters = filters

    def clear(self) -> None:
        """Show everything."""
        self.filters = Filters()

    def value(self, name: str) -> str:
        """Value of a filter as its field shows it."""
        if name == "active":
            active = self.filters.active
            return "" if active is None else "yes" if active else "no"
        return str(getattr(self.filters, name))

    @property
    def blockers(self) -> list[str]:
        """Why no report can be made; a report without rows is still a report, so never."""
        return []

    def to_query(self) -> str:
        """State for the address."""
        query = self.filters.to_query()
        if self.sort != DEFAULT_SORT:
            query = "&".join(filter(None, (query, urlencode({"sort": self.sort}))))
        return query

    def from_query(self, query: str) -> None:
        """Take over what an address carries; what is not known is noted and left out."""
        self.filters, self.notes = self.whole.filters_from_query(query)
        sort = dict(parse_qsl(query[:4000])).get("sort", DEFAULT_SORT)
        self.sort = sort if sort in SORTS else DEFAULT_SORT

    def to_json(self) -> dict[str, str]:
        """State as plain data."""
        return {"query": self.to_query()}

    def from_json(self, data: dict[str, str]) -> None:
        """Take over what :meth:`to_json` gave."""
        self.from_query(str(data.get("query", "")))
