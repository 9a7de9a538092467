# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Some rows of an index, and every count that a page or a report asks of them.

Counts are worked out when first asked for; those that several parts need are kept.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from ospo_widgets.portfolio.chart_rows import Count, Heat, HeatRow, Measure, Share, Sides
from ospo_widgets.portfolio.engine import schema
from ospo_widgets.portfolio.engine.health import HealthCounts
from ospo_widgets.portfolio.engine.rows import count_bits_by
from ospo_widgets.portfolio.engine.schema import BIT
from ospo_widgets.portfolio.engine.strings import Array
from ospo_widgets.portfolio.engine.timeline import Timeline
from ospo_widgets.portfolio.families import NONE, UNKNOWN
from ospo_widgets.portfolio.readiness import HEAT_ITEMS, READINESS
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.portfolio.totals import Totals


class Selection(Timeline, HealthCounts):
    """Rows of an index.

    Args:
        index: The whole portfolio.
        mask: Which rows, one ``bool`` a row; None for all.
    """

    def counts(self, dimension: str) -> tuple[Count, ...]:
        """Repositories by value of a filter, most first; groups without a repository are left out.

        Args:
            dimension: ``kind``, ``family``, ``relation``, ``department``, ``platform``,
                ``language``, ``stage``, ``license``, ``half`` or ``age``.

        Raises:
            KeyError: There is no such filter.
        """
        column = schema.DIMENSIONS[dimension]
        words = self.index.vocabulary(column)
        found = self.codes(column)
        order = sorted(np.flatnonzero(found).tolist(), key=lambda c: (-int(found[c]), words[c]))
        return tuple(Count(words[code], int(found[code])) for code in order)

    def count_of(self, dimension: str, value: str) -> int:
        """Repositories with one value of a filter."""
        column = schema.DIMENSIONS[dimension]
        words = self.index.vocabulary(column)
        return int(self.codes(column)[words.index(value)]) if value in words else 0

    def by_family(self) -> dict[str, int]:
        """Repositories by licence family, all families that rows or rules know."""
        words = self.index.vocabulary("family")
        return {word: int(n) for word, n in zip(words, self.codes("family"), strict=True) if word}

    def by_kind(self) -> tuple[tuple[str, int, int], ...]:
        """Kind, repositories, and those of them without a licence; most first."""
        kinds = self.index.vocabulary("kind")
        without = np.bincount(
            self.column("kind")[self.column("family") == self.family_code(NONE)],
            minlength=len(kinds),
        )
        counts = self.codes("kind")
        found = [
            (str(kind), int(counts[kinds.index(kind)]), int(without[kinds.index(kind)]))
            for kind in RepositoryKind
            if kind in kinds and counts[kinds.index(kind)]
        ]
        return tuple(sorted(found, key=lambda row: -row[1]))

    def readiness(self) -> tuple[tuple[str, int, int], ...]:
        """Item, repositories that have it, and those of which it is not known; most first."""
        rows = [(item, self.share(item)) for item in READINESS]
        rows.sort(key=lambda row: -row[1].yes)
        return tuple((item, found.yes, len(self) - found.known) for item, found in rows)

    def heat(self, by: str = "relation") -> Heat:
        """Readiness by group.

        Args:
            by: ``relation``, ``department``, ``kind`` or another filter with a list of values.
        """
        column = schema.DIMENSIONS[by]
        words = self.index.vocabulary(column)
        codes = self.column(column).astype(np.int64) * 256
        places = [BIT[item] for item in HEAT_ITEMS]
        shares = [
            count_bits_by(codes, column, len(words), max(places))
            for column in (self.yes, self.known)
        ]
        yes, known_ = (counts[:, places] for counts in shares)
        rows = tuple(
            HeatRow(
                count.key,
                count.repositories,
                tuple(Share(int(y), int(k)) for y, k in zip(yes[code], known_[code], strict=True)),
            )
            for count in self.counts(by)
            for code in (words.index(count.key),)
        )
        return Heat(by=by, items=HEAT_ITEMS, rows=rows)

    def hardware_beside_software(self) -> Sides:
        """The same measures of hardware and of software repositories."""
        hardware, software = (self._of_kind(kind) for kind in ("hardware", "software"))
        measures = [
            Measure(key, hardware.family_share(family), software.family_share(family))
            for key, family in (("no-license", NONE), ("unknown-license", UNKNOWN))
        ]
        measures += [
            Measure(mark, hardware.share(mark), software.share(mark))
            for mark in ("active", "one-author", *READINESS)
        ]
        return Sides(len(hardware), len(software), tuple(measures))

    def _of_kind(self, kind: str) -> Selection:
        kinds = self.index.vocabulary("kind")
        code = kinds.index(kind) if kind in kinds else -1
        return Selection(self.index, self.mask & (self.index.arrays["kind"] == code))

    @cached_property
    def totals(self) -> Totals:
        """The figures of tiles and heading."""
        commits = self.column("commits")
        before = self.column("before")
        newest = int(self.column("head_date").max(initial=0))
        return Totals(
            repositories=len(self),
            # What is not known is -1.
            commits=int(commits.sum(dtype=np.int64)) + int(np.count_nonzero(commits < 0)),
            no_license=int(self.codes("family")[self.family_code(NONE)]),
            active=self.share("active").yes,
            active_before=int(np.count_nonzero(before)),
            commits_12m=int(self.column("recent").sum(dtype=np.int64)),
            commits_12m_before=int(before.sum(dtype=np.int64)),
            one_author=self.share("one-author").yes,
            reuse_compliant=self.share("reuse").yes,
            corrected=self.share("corrected").yes,
            old_copies=self.share("old-copy").yes,
            newest=date.fromordinal(newest) if newest else None,
            known={
                "commits": int(np.count_nonzero(commits >= 0)),
                "active": self.share("active").known,
                "one_author": self.share("one-author").known,
                "reuse_compliant": self.share("reuse").known,
            },
        )

    def active_of_family(self, family: str) -> int:
        """Repositories of a licence family with a commit in the last 12 months."""
        return int(
            np.count_nonzero(self.active_rows[self.column("family") == self.family_code(family)])
        )

    def active_with(self, mark: str) -> int:
        """Repositories with a mark and a commit in the last 12 months."""
        both = np.uint64(1 << BIT["active"] | 1 << BIT[mark])
        return int(np.count_nonzero((self.yes & both) == both))

    def page(self, sort: str, first: int, count: int) -> Array:
        """Places of some rows of the sorted list.

        Args:
            sort: Order (``table.SORTS``).
            first: Place of the first row in the list, from 0.
            count: How many.

        Raises:
            KeyError: There is no such order.
        """
        order = self.index.arrays[f"order.{sort}"]
        if not self.whole:
            order = order[self.mask[order]]
        return np.asarray(order[first : first + count])

    def names(self) -> tuple[str, ...]:
        """Names of all rows, in the order of the portfolio."""
        names = self.index.names
        return tuple(names) if self.whole else tuple(names[int(row)] for row in self.rows)

    def among(self, mask: Array) -> Selection:
        """Those of the rows that a mask has as well."""
        return Selection(self.index, self.mask & mask)

    def having(self, mark: str) -> Selection:
        """Those of the rows that have a mark."""
        bit = np.uint64(1 << BIT[mark])
        return Selection(self.index, self.mask & ((self.index.arrays["yes"] & bit) != 0))

    def longest_quiet(self, first: int, count: int) -> Array:
        """Places of some rows, oldest last commit first; those without a date come first."""
        order = self.index.arrays["order.last"]
        order = order if self.whole else order[self.mask[order]]
        return np.asarray(order[::-1][first : first + count])
