# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Some rows of an index: which, their columns, and counts by code and by bit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ospo_widgets.portfolio.chart_rows import Share
from ospo_widgets.portfolio.engine.schema import BIT
from ospo_widgets.portfolio.engine.strings import Array

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine.index import Index

_BYTE = (np.arange(256)[:, None] >> np.arange(8)[None, :]) & 1
"""Bits of each value of a byte."""


class Rows:
    """Rows of an index.

    Args:
        index: The whole portfolio.
        mask: Which rows, one ``bool`` a row; None for all.
    """

    def __init__(self, index: Index, mask: Array | None = None) -> None:
        self.index = index
        self._mask = mask

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def mask(self) -> Array:
        """Which rows, one ``bool`` a row."""
        return np.ones(len(self.index), dtype=bool) if self._mask is None else self._mask

    @cached_property
    def rows(self) -> Array:
        """Places of the rows."""
        return np.flatnonzero(self.mask)

    @property
    def whole(self) -> bool:
        """Nothing is filtered out."""
        return self._mask is None

    def column(self, name: str) -> Array:
        """Values of a column in these rows."""
        values = self.index.arrays[name]
        return values if self._mask is None else np.asarray(values[self.rows])

    def codes(self, column: str) -> Array:
        """Rows by code of a column."""
        found = self._codes.get(column)
        if found is None:
            words = len(self.index.vocabulary(column))
            found = self._codes[column] = np.bincount(self.column(column), minlength=words)
        return found

    @cached_property
    def _codes(self) -> dict[str, Array]:
        return {}

    def family_code(self, name: str) -> int:
        """Code of a licence family."""
        return self.index.vocabulary("family").index(name)

    @cached_property
    def _bit_counts(self) -> tuple[Array, Array]:
        """Rows by bit: known, and yes."""
        return count_bits(self.known), count_bits(self.yes)

    @cached_property
    def known(self) -> Array:
        """Bits of what is known of each row; see ``schema.BITS``."""
        return self.column("known")

    @cached_property
    def yes(self) -> Array:
        """Bits of what each row has."""
        return self.column("yes")

    def share(self, mark: str) -> Share:
        """Repositories that have something, among those of which it is known.

        Args:
            mark: An item of readiness, a mark, or ``active``, ``archived``, ``fork``.

        Raises:
            KeyError: There is no such mark.
        """
        known_, yes = self._bit_counts
        return Share(int(yes[BIT[mark]]), int(known_[BIT[mark]]))

    def family_share(self, family: str) -> Share:
        """Repositories of a licence family among all."""
        return Share(int(self.codes("family")[self.family_code(family)]), len(self))

    @cached_property
    def active_rows(self) -> Array:
        """Which of these rows had a commit in the last 12 months."""
        return np.asarray((self.yes & np.uint64(1 << BIT["active"])) != 0)

    @property
    def last_month(self) -> int:
        """Number of the month of the reference date."""
        return int(self.index.arrays["activity.last"])


def count_bits(column: Array) -> Array:
    """Rows by bit."""
    table = column.view(np.uint8).reshape(-1, 8)
    used = -(-len(BIT) // 8)
    counts = [np.bincount(table[:, at], minlength=256) @ _BYTE for at in range(used)]
    return np.concatenate(counts)


def count_bits_by(codes: Array, column: Array, groups: int, highest: int) -> Array:
    """Rows by group and bit, up to a highest bit; ``codes`` are 256 times the group."""
    table = column.view(np.uint8).reshape(-1, 8)
    counts = [
        np.bincount(codes + table[:, at], minlength=groups * 256).reshape(groups, 256) @ _BYTE
        for at in range(highest // 8 + 1)
    ]
    return np.concatenate(counts, axis=1)
