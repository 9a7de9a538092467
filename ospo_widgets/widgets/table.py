# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A table of many rows: real HTML, sorted and paged by fields that any server can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as ipw

from ospo_widgets.markup import Content, Markup, tag
from ospo_widgets.widgets.fields import button, dropdown, row
from ospo_widgets.widgets.guard import Guard
from ospo_widgets.wording import number, words

PAGE_SIZES = (8, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of rows as the source draws it.

    Attributes:
        html: The table with its caption.
        shown: Rows in it.
        total: Rows in all.
    """

    html: Markup
    shown: int
    total: int


Source = Callable[[str, int, int], Rows]
"""Called with sort key, first row (from 0) and number of rows."""


class DataTable(ipw.VBox):  # type: ignore[misc]
    """Table with “Sort by”, “Rows”, Previous and Next.

    Args:
        source: Draws rows; called for each page that is shown.
        sorts: (label, key) of the orders offered; the first one is taken at the start.
        guard: The page's guard.
        page_size: Rows a page at the start.
        heading: Heading above the table, beside the fields.
    """

    def __init__(
        self,
        source: Source,
        *,
        sorts: Sequence[tuple[str, str]],
        guard: Guard,
        page_size: int = PAGE_SIZES[0],
        heading: Content = None,
    ) -> None:
        self._source = source
        self._first = 0
        self._sort = dropdown(words("common.table.sort"), sorts)
        sizes = [(str(n), str(n)) for n in PAGE_SIZES]
        self._size = dropdown(words("common.table.rows"), sizes, str(page_size))
        self._html = ipw.HTML().add_class("scroll")
        self._previous = button(words("common.table.previous"), guard(self._back), small=True)
        self._next = button(words("common.table.next"), guard(self._forward), small=True)
        self._range = ipw.HTML()
        self._heading = ipw.HTML(tag("h2", heading) if heading is not None else "")
        top = row(
            self._heading,
            row(self._sort, self._size, class_="row small-fields"),
            class_="row-between ospo-table-top",
        )
        for field in (self._sort, self._size):
            field.observe(guard(self._restart), "value")
        pager = row(self._previous, self._next, self._range, class_="pager")
        super().__init__([top, self._html, pager])
        self.add_class("stack-s")
        self.refresh()

    @property
    def sort(self) -> str:
        """Key of the order now."""
        return str(self._sort.value)

    @sort.setter
    def sort(self, key: str) -> None:
        if key in [v for _, v in self._sort.options]:
            self._sort.value = key

    def on_sort(self, function: Callable[[str], Any]) -> None:
        """Call ``function`` with the key when another order is chosen."""
        self._sort.observe(lambda change: function(change["new"]), "value")

    def show(self, heading: Content) -> None:
        """Show from the first row again, under another heading."""
        self._heading.value = tag("h2", heading)
        self._restart()

    def _restart(self, _: Any = None) -> None:
        self._first = 0
        self.refresh()

    def _back(self) -> None:
        self._first = max(0, self._first - int(self._size.value))
        self.refresh()

    def _forward(self) -> None:
        self._first += int(self._size.value)
        self.refresh()

    def refresh(self) -> None:
        """Ask the source again for the rows in view."""
        size = int(self._size.value)
        got = self._source(self.sort, self._first, size)
        empty = tag("p", words("common.table.none"), class_="muted")
        self._html.value = got.html if got.shown else empty
        last = self._first + got.shown
        first, end, total = number(self._first + 1), number(last), number(got.total)
        said = words("common.table.range", first=first, last=end, total=total)
        self._range.value = tag("p", said) if got.shown else ""
        self._previous.disabled = self._first == 0
        self._next.disabled = last >= got.total
