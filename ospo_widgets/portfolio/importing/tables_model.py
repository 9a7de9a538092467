# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A table as readers of CSV, XLSX, Parquet and JSON give it: headers and rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.mapping_guess import known_headers

MAX_ROWS = 1_000_000
"""Most rows that are read of a table."""

MAX_COLUMNS = 1_000
"""Most columns that are looked at."""

SAMPLE = 200
"""Rows by which columns are guessed."""

HEADER_WITHIN = 30
"""Rows of a title or a note that may stand before the header."""

_NEARLY_WITHIN = 5
"""Rows among which a header with names that are only nearly known is looked for."""

_LONGEST_HEADER = 200

Row = tuple[str, Sequence[object]]
"""Place for people (“line 14”) and the cells."""


@dataclass(slots=True)
class Table:
    """A table that is read row by row.

    Attributes:
        headers: What stands above the columns; empty texts where nothing does.
        rows: Gives all rows below the header, from the beginning at each call; problems of the
            file itself are noted while they are read.
        sample: The first rows.
        confidence: How a table of this kind usually knows its values.
        place: Name of the sheet, empty where a file holds one table.
        others: Names of the sheets that are not read.
    """

    headers: tuple[str, ...]
    rows: Callable[[Problems], Iterator[Row]]
    sample: tuple[Sequence[object], ...] = ()
    confidence: Confidence = Confidence.CURATED
    place: str = ""
    others: tuple[str, ...] = ()

    def columns(self) -> list[list[object]]:
        """Values of the sample by column."""
        return [[row[n] for row in self.sample if n < len(row)] for n in range(len(self.headers))]


def header_row(rows: Sequence[Sequence[object]]) -> int:
    """Number of the row that holds the headers, −1 when the table has none.

    It is the row among the first ones under which most columns are known by their names; the first
    row when no names are known, unless that already holds an address, as in a plain list of them.
    """
    for nearly, within in ((False, HEADER_WITHIN), (True, _NEARLY_WITHIN)):
        best, most = 0, 0.0
        for number, row in enumerate(rows[:within]):
            texts = [c if isinstance(c, str) else "" for c in row[:MAX_COLUMNS]]
            known = known_headers(texts, nearly=nearly)
            points = known + 0.1 * sum(bool(text) for text in texts)
            if known and points > most:
                best, most = number, points
        if most:
            return best
    if not rows:
        return 0
    widest = max(range(min(len(rows), HEADER_WITHIN)), key=lambda n: _filled(rows[n]))
    return -1 if _holds_address(rows[widest]) else widest


def _filled(row: Sequence[object]) -> int:
    return sum(cell is not None and cell != "" for cell in row)


def _holds_address(row: Sequence[object]) -> bool:
    from ospo_widgets.portfolio.importing.addresses import clean_address

    return any(clean_address(cell) for cell in row)


def headers_of(row: Sequence[object]) -> tuple[str, ...]:
    """Headers of a row, in one line each and not longer than they may be."""
    texts = (" ".join(visible(str(c)).split()) if c is not None else "" for c in row)
    found = [text[:_LONGEST_HEADER] for text in islice(texts, MAX_COLUMNS)]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def is_empty(row: Iterable[object]) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
