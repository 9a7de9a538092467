# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Some rows over time: commits by month, licence mix, readiness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from ospo_widgets.portfolio.chart_rows import ItemTrend, OverTime, Trend
from ospo_widgets.portfolio.engine.activity import largest_of_month, monthly_sums
from ospo_widgets.portfolio.engine.history import KNOWN, between, sums_over_time
from ospo_widgets.portfolio.engine.rows import Rows
from ospo_widgets.portfolio.engine.schema import month_number, month_of, month_text
from ospo_widgets.portfolio.engine.strings import Array
from ospo_widgets.portfolio.readiness import TREND_ITEMS

MOST_POINTS = 240
"""Points of a chart over time; of longer histories the last of these months are shown."""


class Timeline(Rows):
    """Counts over time."""

    @cached_property
    def monthly(self) -> tuple[tuple[str, int], ...]:
        """Commits of each month from the first with a commit to that of the reference date."""
        sums = monthly_sums(self.index.arrays, self.mask, self.rows)
        months = self.index.months
        first = int(np.argmax(sums > 0)) if sums.any() else len(sums)
        return tuple((month_text(months[at]), int(sums[at])) for at in range(first, len(sums)))

    def largest(self, month: str) -> tuple[str, int]:
        """Repository with most commits in a month, and its commits; empty when there is none."""
        at = month_of(month) - self.index.months.start
        if not 0 <= at < len(self.index.months):
            return "", 0
        row, commits = largest_of_month(self.index.arrays, at, self.mask, self.rows)
        return (self.index.names[row], commits) if row >= 0 else ("", 0)

    def commits_between(self, first: str, last: str) -> int:
        """Commits of the months from ``first`` to ``last``."""
        return sum(count for month, count in self.monthly if first <= month <= last)

    @cached_property
    def with_history(self) -> int:
        """Repositories whose licence history is known."""
        return int(np.count_nonzero(self.column("mix.told")))

    def mix_over_time(self, points: int = MOST_POINTS) -> OverTime:
        """Repositories by licence family at the end of each month.

        Args:
            points: Most months to show; of longer histories the last ones.
        """
        last = self.last_month
        first = max(self._first("mix"), last - points + 1)
        found = between(self._sums("mix"), first, last)
        words = self.index.vocabulary("family")
        kept = _from_first(found)
        groups = [at for at in range(1, found.shape[1]) if kept[:, at].any()]
        return OverTime(
            groups=tuple(words[at] for at in groups),
            points=tuple(month_text(last - len(kept) + 1 + at) for at in range(len(kept))),
            counts=tuple(tuple(kept[:, at].tolist()) for at in groups),
            without_history=len(self) - self.with_history,
        )

    def family_counts_at(self, day: date) -> Mapping[str, int]:
        """Repositories by licence family at the end of the month of a day, by their histories."""
        month = month_number(day)
        found = between(self._sums("mix"), month, month)[0]
        words = self.index.vocabulary("family")
        return {words[at]: int(n) for at, n in enumerate(found) if words[at]}

    @cached_property
    def with_begin(self) -> int:
        """Repositories of which it is known since when they are there."""
        return int(np.count_nonzero(self.column("begin")))

    def readiness_at(self, day: date) -> Mapping[str, tuple[int, int]]:
        """Item, repositories that had it at the end of a day’s month, and known of how many."""
        month = month_number(day)
        yes, known_ = (between(self._sums(name), month, month)[0] for name in ("trend.yes", KNOWN))
        return {
            item: (int(y), int(k)) for item, y, k in zip(TREND_ITEMS, yes, known_, strict=True) if k
        }

    def begun_before(self, day: date) -> int:
        """Repositories whose first commit is not after a day; without a date they do not count."""
        begin = self.column("begin")
        return int(np.count_nonzero((begin > 0) & (begin <= day.toordinal())))

    def readiness_trend(self, points: int = MOST_POINTS) -> Trend:
        """How many repositories had each item at the end of each month, and known of how many.

        Args:
            points: Most months to show; of longer histories the last ones.
        """
        last = self.last_month
        first = max(self._first(KNOWN), last - points + 1)
        known_ = between(self._sums(KNOWN), first, last)
        yes = between(self._sums("trend.yes"), first, last)
        kept = _from_first(known_)
        yes = yes[len(yes) - len(kept) :]
        items = tuple(
            ItemTrend(item, tuple(yes[:, at].tolist()), tuple(kept[:, at].tolist()))
            for at, item in enumerate(TREND_ITEMS)
            if len(kept) and kept[-1, at]
        )
        points_ = tuple(month_text(last - len(kept) + 1 + at) for at in range(len(kept)))
        return Trend(points=points_ if items else (), items=items)

    def _sums(self, name: str) -> tuple[Array, int]:
        """Counts of all months, worked out once."""
        found = self._over_time.get(name)
        if found is None:
            found = self._over_time[name] = sums_over_time(self.index.arrays, name, self._mask)
        return found

    @cached_property
    def _over_time(self) -> dict[str, tuple[Array, int]]:
        return {}

    def _first(self, name: str) -> int:
        first = int(self.index.arrays[f"{name}.first"][0])
        return first or self.last_month

    @cached_property
    def with_commits(self) -> int:
        """Repositories with a month of commits."""
        return int(np.count_nonzero(self.column("active_months").any(axis=1)))

    def current(self) -> tuple[int, int, int]:
        """How many have a commit of the last month, and what these made in twelve months.

        Returns:
            Repositories, their commits of the last twelve months and of the twelve before.
        """
        first = date(self.last_month // 12, self.last_month % 12 + 1, 1).toordinal()
        chosen = self.column("head_date") >= first
        sums = (self.column(name)[chosen].sum(dtype=np.int64) for name in ("recent", "before"))
        now, before = (int(value) for value in sums)
        return int(np.count_nonzero(chosen)), now, before


def _from_first(counts: Array) -> Array:
    """Without the months before the first that has anything."""
    filled = counts.any(axis=1)
    return counts[int(np.argmax(filled)) :] if filled.any() else counts[:0]
