# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From filters to which rows fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ospo_widgets.portfolio.engine import schema
from ospo_widgets.portfolio.engine.activity import months_mask
from ospo_widgets.portfolio.engine.strings import Array
from ospo_widgets.portfolio.families import UNKNOWN
from ospo_widgets.portfolio.filter_values import ANY
from ospo_widgets.portfolio.readiness import NOT

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine.index import Index
    from ospo_widgets.portfolio.filters import Filters


def mask_of(index: Index, filters: Filters) -> Array:
    """Which rows fit all filters, one ``bool`` a row."""
    found = np.ones(len(index), dtype=bool)
    for name, column in schema.DIMENSIONS.items():
        values = filters.values_of(name)
        if values:
            found &= _among(index, column, values)
    for name in schema.FLAGS:
        wanted = getattr(filters, name)
        if wanted is not None:
            found &= _flag(index, name, wanted)
    if filters.only:
        found &= _marks(index, filters.only)
    if filters.name:
        found &= index.folded.containing(filters.name.casefold())
    if filters.repo:
        found &= _named(index, filters.values_of("repo"))
    if filters.period:
        found &= _in_period(index, *filters.months())
    for name, rows, codes in (
        ("differs", "differ.row", "differ.field"),
        ("partner", "domain.row", "domain.name"),
        ("uses", "edge.row", "edge.name"),
    ):
        values = filters.values_of(name)
        if values:
            found &= _having(index, rows, codes, values)
    for field in filters.values_of("unknown"):
        found &= ~known(index, field)
    return found


def _among(index: Index, column: str, values: tuple[str, ...]) -> Array:
    """Rows whose value is one of some; “unknown” is no value where no value has this name."""
    words = index.vocabulary(column)
    wanted = set(values)
    if UNKNOWN in wanted and UNKNOWN not in words:
        wanted.add("")
    table = np.array([word in wanted for word in words], dtype=bool)
    return np.asarray(table[index.arrays[column]])


def _flag(index: Index, name: str, wanted: bool) -> Array:
    bit = np.uint64(1 << schema.BIT[name])
    column = index.arrays["yes"]
    if wanted:
        return np.asarray((column & bit) != 0)
    return np.asarray(((index.arrays["known"] & bit) != 0) & ((column & bit) == 0))


def _marks(index: Index, marks: frozenset[str]) -> Array:
    """Rows with all marks and without all whose opposite is asked; unknown is never yes."""
    have = sum(1 << schema.BIT[m] for m in marks if not m.startswith(NOT))
    lack = sum(
        1 << schema.BIT[m] for m in {m.removeprefix(NOT) for m in marks if m.startswith(NOT)}
    )
    yes = index.arrays["yes"] & np.uint64(have | lack)
    return np.asarray(yes == np.uint64(have)) if not have & lack else np.zeros(len(index), bool)


def _named(index: Index, names: tuple[str, ...]) -> Array:
    found = np.zeros(len(index), dtype=bool)
    rows = [row for row in map(index.row_of, names) if row is not None]
    found[rows] = True
    return found


def _in_period(index: Index, first: int, last: int) -> Array:
    """Rows with a commit in a range of months."""
    start = index.months.start
    words = months_mask(len(index.months), first - start, last - start)
    bits = index.arrays["active_months"]
    found = np.zeros(len(index), dtype=bool)
    for at in np.flatnonzero(words):
        found |= (bits[:, at] & words[at]) != 0
    return found


def _having(index: Index, rows: str, codes: str, values: tuple[str, ...]) -> Array:
    """Rows that something with one of these names belongs to."""
    wanted = set(values)
    every = rows == "differ.row" and ANY in wanted
    table = np.array([every or word in wanted for word in index.vocabulary(codes)], dtype=bool)
    found = np.zeros(len(index), dtype=bool)
    found[index.arrays[rows][table[index.arrays[codes]]]] = True
    return found


def known(index: Index, field: str) -> Array:
    """Rows in which a field is known.

    Args:
        index: The columns.
        field: Name of a field (``fields.py``).
    """
    arrays = index.arrays
    column = "present:" + field if "present:" + field in schema.BIT else field
    if column in schema.BIT and field != "license":
        return np.asarray((arrays["known"] & np.uint64(1 << schema.BIT[column])) != 0)
    if field == "license":
        unknown = index.vocabulary("family").index(UNKNOWN)
        return np.asarray(arrays["family"] != unknown)
    if field in schema.COUNTS or field in schema.NUMBERS:
        return np.asarray(arrays[field] >= 0)  # not true of NaN either
    if field in schema.DAYS:
        return np.asarray(arrays[field] > 0)
    if field in schema.CODED or field in schema.LICENSES:
        words = index.vocabulary(field)
        empty = schema.NOT_KNOWN if field == "license_detected" else ""
        return np.asarray(np.array([word != empty for word in words])[arrays[field]])
    if field in schema.TEXTS or field in schema.LISTS:
        return _text_known(index, field)
    raise KeyError(field)


def _text_known(index: Index, field: str) -> Array:
    """Texts of more than nothing; a list that is not known has a sign of its own."""
    starts = index.arrays[f"{field}.starts"]
    sizes = np.diff(starts) - 1
    if field != "ci":
        return np.asarray(sizes > 0)
    first = index.arrays[f"{field}.blob"][starts[:-1]]
    return np.asarray(first != ord(schema.NOT_KNOWN))
