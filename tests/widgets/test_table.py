# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sorting and paging ask the source for the right rows."""

from __future__ import annotations

from ospo_widgets.markup import table
from ospo_widgets.widgets.alert import Alert
from ospo_widgets.widgets.guard import Guard
from ospo_widgets.widgets.table import DataTable, Rows

DATA = [f"row {i:02d}" for i in range(20)]


def make(data: list[str] = DATA) -> tuple[DataTable, list[tuple[str, int, int]]]:
    asked: list[tuple[str, int, int]] = []

    def source(sort: str, first: int, size: int) -> Rows:
        asked.append((sort, first, size))
        page = sorted(data, reverse=sort == "down")[first : first + size]
        return Rows(table("Caption", ["Name"], [(r,) for r in page]), len(page), len(data))

    made = DataTable(source, sorts=[("Up", "up"), ("Down", "down")], guard=Guard(Alert()))
    return made, asked


def test_pages_forward_and_back() -> None:
    made, asked = make()
    assert "1 to 8 of 20" in made._range.value
    assert made._previous.disabled
    made._next.click()
    made._next.click()
    assert "17 to 20 of 20" in made._range.value
    assert made._next.disabled
    made._previous.click()
    assert asked[-1] == ("up", 8, 8)


def test_another_order_starts_at_the_first_row() -> None:
    made, asked = make()
    made._next.click()
    made.sort = "down"
    assert asked[-1] == ("down", 0, 8)
    assert "row 19" in made._html.value
    made.sort = "no such order"
    assert made.sort == "down"


def test_no_rows_are_said() -> None:
    made, _ = make([])
    assert "Nothing to show." in made._html.value
    assert made._next.disabled


def test_another_heading_starts_at_the_first_row() -> None:
    made, asked = make()
    made._next.click()
    made.show("No licence stated: 20 repositories")
    assert asked[-1] == ("up", 0, 8)
    assert "No licence stated" in made._heading.value
