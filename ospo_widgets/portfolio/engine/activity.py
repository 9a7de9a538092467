# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Commits by month: a matrix of small numbers, put together beforehand where rows are many.

The matrix has a row a repository and a column a month; its last column is the month of the
reference date. Sums of any rows are exact: groups that are selected as a whole come from the cube,
the others from their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ospo_widgets.portfolio.engine.files import release
from ospo_widgets.portfolio.engine.schema import CUBE_COLUMNS
from ospo_widgets.portfolio.engine.strings import Array

CUBE_FROM = 20_000
"""Fewer rows than this are summed directly."""

CHUNK = 16_384
"""Rows that are summed at once: four megabytes of a matrix of ten years."""

SPAN = 262_144
"""Rows of the matrix in which those of a chunk lie; what was read of it is given back after."""

TOP = 8
"""Largest repositories of each month that are kept."""

_LARGEST = (1 << 16) - 1
_LANES = np.uint64(0x0000FFFF0000FFFF)
_SHIFT = np.uint64(16)
_HALF = np.uint64(0xFFFFFFFF)
_HALF_SHIFT = np.uint64(32)


def activity_arrays(columns: Mapping[str, Array], made: tuple[Array, int]) -> dict[str, Array]:
    """Everything about commits by month.

    Args:
        columns: Columns of the rows, for the groups of the cube.
        made: Matrix of commits, its width a multiple of four, at least 24; number of the month of
            its last column.
    """
    matrix, last = made
    over = np.argwhere(matrix > _LARGEST)
    extra = matrix[tuple(over.T)].astype(np.int64) - _LARGEST
    small = np.minimum(matrix, _LARGEST).astype(np.uint16, copy=False)
    found: dict[str, Array] = {
        "activity": small,
        "activity.last": np.array(last, dtype=np.int32),
        "over.row": over[:, 0].astype(np.int32),
        "over.month": over[:, 1].astype(np.int32),
        "over.extra": extra,
        "recent": as_counts(matrix[:, -12:].sum(axis=1, dtype=np.int64)),
        "before": as_counts(matrix[:, -24:-12].sum(axis=1, dtype=np.int64)),
        "active_months": _active_months(small),
        **_top(matrix),
    }
    if len(small) >= CUBE_FROM:
        found |= _cube(columns, small)
    return found


def as_counts(values: Array) -> Array:
    """Whole numbers in four bytes each where they fit."""
    return values if values.max(initial=0) > np.iinfo(np.int32).max else values.astype(np.int32)


def _active_months(matrix: Array) -> Array:
    """A bit for each month with commits, 64 months a word."""
    words = -(-matrix.shape[1] // 64)
    found = np.zeros((len(matrix), words * 8), dtype=np.uint8)
    for start in range(0, len(matrix), CHUNK):
        packed = np.packbits(matrix[start : start + CHUNK] > 0, axis=1, bitorder="little")
        found[start : start + CHUNK, : packed.shape[1]] = packed
    return found.view(np.uint64)


def months_mask(width: int, first: int, last: int) -> Array:
    """Words of ``active_months`` with the bits of the columns ``first`` to ``last``."""
    bits = np.zeros(-(-width // 64) * 64, dtype=bool)
    bits[max(first, 0) : max(last + 1, 0)] = True
    return np.packbits(bits, bitorder="little").view(np.uint64)


def _top(matrix: Array) -> dict[str, Array]:
    """Rows with most commits of each month, most first; among equal ones the first row."""
    kept = min(TOP, len(matrix))
    rows = np.zeros((kept, matrix.shape[1]), dtype=np.int32)
    for month in range(matrix.shape[1]):
        column = matrix[:, month].astype(np.int64)
        if kept:
            best = np.argpartition(column, -kept)[-kept:]
            rows[:, month] = best[np.argsort(-column[best], kind="stable")]
    return {"top.row": rows}


def _cube(columns: Mapping[str, Array], matrix: Array) -> dict[str, Array]:
    """Rows put together by as many columns as leave sixteen rows a group on average."""
    group = (columns["yes"] & np.uint64(0)).astype(np.int64)
    for name in CUBE_COLUMNS:
        codes = columns[name].astype(np.int64)
        finer = np.unique(group * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
        if len(finer[0]) > len(matrix) // 16:
            continue
        group = finer[1]
    groups = int(group.max(initial=0)) + 1
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=groups)
    sums = np.zeros((groups, matrix.shape[1]), dtype=np.int64)
    ends = np.cumsum(sizes)
    begin = 0
    while begin < groups:
        start = int(ends[begin] - sizes[begin])
        until = max(int(np.searchsorted(ends, start + CHUNK, side="right")), begin + 1)
        rows = order[start : int(ends[until - 1])]
        places = ends[begin:until] - sizes[begin:until] - start
        sums[begin:until] = np.add.reduceat(matrix[rows], places, axis=0, dtype=np.int64)
        begin = until
    small = sums.astype(np.uint32) if sums.max(initial=0) < 1 << 32 else sums
    return {
        "cube.group": group.astype(np.int32),
        "cube.size": sizes.astype(np.int32),
        "cube.sums": small,
    }


def monthly_sums(arrays: Mapping[str, Array], mask: Array, rows: Array) -> Array:
    """Commits of each month over the rows.

    Args:
        arrays: Arrays of the index.
        mask: Which rows, one ``bool`` a row.
        rows: The same as places.
    """
    with_cube = "cube.group" in arrays
    total = _with_cube(arrays, mask, rows) if with_cube else rows_sum(arrays, rows)
    over = arrays["over.row"]
    if len(over):
        chosen = mask[over]
        at = arrays["over.month"][chosen]
        np.add.at(total, at, arrays["over.extra"][chosen])
    return np.asarray(total)


def _with_cube(arrays: Mapping[str, Array], mask: Array, rows: Array) -> Array:
    group, sizes, sums = arrays["cube.group"], arrays["cube.size"], arrays["cube.sums"]
    chosen = np.bincount(group[rows], minlength=len(sizes))
    # Of a group that is selected for the most part, the rest is taken off.
    most = chosen * 2 > sizes
    total: Array = sums[most].sum(axis=0, dtype=np.int64)
    partly = (chosen > 0) & (chosen < sizes)
    if partly.any():
        of_partly = partly[group]
        of_most = most[group]
        total += rows_sum(arrays, np.flatnonzero(of_partly & ~of_most & mask))
        total -= rows_sum(arrays, np.flatnonzero(of_partly & of_most & ~mask))
    return total


def rows_sum(arrays: Mapping[str, Array], rows: Array) -> Array:
    """Sum of some rows of the matrix, four columns a word at once; keeps no more than a chunk."""
    matrix = arrays["activity"]
    width = matrix.shape[1]
    total = np.zeros((width // 4, 4), dtype=np.int64)
    for part in _parts(rows, len(matrix)):
        words = matrix[part].view(np.uint64)
        low, high = _columns_sum(words & _LANES), _columns_sum((words >> _SHIFT) & _LANES)
        total[:, 0] += (low & _HALF).astype(np.int64)
        total[:, 2] += (low >> _HALF_SHIFT).astype(np.int64)
        total[:, 1] += (high & _HALF).astype(np.int64)
        total[:, 3] += (high >> _HALF_SHIFT).astype(np.int64)
        release(arrays, ("activity",))
    return total.reshape(width)


def _parts(rows: Array, count: int) -> Iterator[Array]:
    """Rising rows in parts that are few, and that lie near each other."""
    ends = np.searchsorted(rows, range(SPAN, count + SPAN, SPAN))
    begin = 0
    for end in ends.tolist():
        for start in range(begin, end, CHUNK):
            yield rows[start : min(start + CHUNK, end)]
        begin = end


def _columns_sum(words: Array) -> Array:
    """Sum over rows; a long row for each 64 of them, which numpy adds quicker than short ones."""
    width = words.shape[1]
    whole = len(words) // 64
    folded = words[: whole * 64].reshape(whole, 64 * width).sum(axis=0, dtype=np.uint64)
    found = folded.reshape(64, width).sum(axis=0, dtype=np.uint64)
    return np.asarray(found + words[whole * 64 :].sum(axis=0, dtype=np.uint64))


def largest_of_month(
    arrays: Mapping[str, Any], month: int, mask: Array, rows: Array
) -> tuple[int, int]:
    """Row with most commits in a month (column) among the rows, and its commits."""
    matrix = arrays["activity"]
    for row in arrays["top.row"][:, month].tolist():
        if mask[row]:
            return row, _exact(arrays, row, month)
    if not len(rows):
        return -1, 0
    column = matrix[rows, month]
    row = int(rows[int(np.argmax(column))])
    return row, _exact(arrays, row, month)


def _exact(arrays: Mapping[str, Any], row: int, month: int) -> int:
    extra = arrays["over.extra"][(arrays["over.row"] == row) & (arrays["over.month"] == month)]
    return int(arrays["activity"][row, month]) + int(extra.sum())


def row_months(arrays: Mapping[str, Any], row: int) -> Array:
    """Commits of each month of one row, exact."""
    found = arrays["activity"][row].astype(np.int64)
    here = arrays["over.row"] == row
    found[arrays["over.month"][here]] += arrays["over.extra"][here]
    return np.asarray(found)
