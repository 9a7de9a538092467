# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a portfolio stands on: its records, its columns, or a day of a store; each when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.records import About, Records, Repository

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Index
    from ospo_widgets.portfolio.graph import Graph

Months = Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots of a store, as a portfolio needs them.

    Attributes:
        days: Days of all snapshots, oldest first.
        index: The columns of one of them.
        records: The records of one of them.
    """

    days: tuple[date, ...]
    index: Callable[[date], Index]
    records: Callable[[date], Records]


class Whole:
    """All repositories of a portfolio.

    Args:
        records: Its records; None when only columns are there, or a store has them.
        index: Its columns; None makes them from the records when they are asked for.
        day: Day of the snapshot; None for what is no snapshot.
        snapshots: The store that it comes from.
    """

    def __init__(
        self,
        records: Records | None = None,
        index: Index | None = None,
        day: date | None = None,
        snapshots: Snapshots | None = None,
    ) -> None:
        self._records = records
        self._index = index
        self.day = day
        self._snapshots = snapshots

    @cached_property
    def index(self) -> Index:
        """The columns."""
        if self._index is not None:
            return self._index
        from ospo_widgets.portfolio.engine import Index

        return Index.build(self.records)

    @cached_property
    def records(self) -> Records:
        """All records; those of a store are read when they are first asked for."""
        if self._records is not None:
            return self._records
        if self._snapshots is not None and self.day is not None:
            return self._snapshots.records(self.day)
        return _records_of(self.index)

    @cached_property
    def graph(self) -> Graph:
        """What the repositories need of each other and of others; takes a while when large."""
        from ospo_widgets.portfolio.graph import Graph

        return Graph.build(self.records)

    @property
    def about(self) -> About:
        """What to know before reading the figures."""
        return self._records.about if self._records is not None else self.index.about

    def __len__(self) -> int:
        return len(self._records.repositories if self._records is not None else self.index)

    def repository(self, row: int) -> Repository:
        """The repository at a place."""
        if self._records is not None:
            return self._records.repositories[row]
        return self.index.repository(row)

    def repositories(self, rows: Iterable[int]) -> tuple[Repository, ...]:
        """The repositories at some places."""
        if self._records is not None:
            return tuple(self._records.repositories[int(row)] for row in rows)
        return self.index.repositories(rows)

    def months(self, rows: Iterable[int] | None) -> Months:
        """Commits by month of some rows, or of all."""
        if self._records is None:
            return _IndexMonths(self.index, range(len(self)) if rows is None else rows)
        months = self._records.months
        if rows is None:
            return months
        names = (self._records.repositories[int(row)].repo for row in rows)
        return {repo: months[repo] for repo in names if repo in months}

    @property
    def days(self) -> tuple[date, ...]:
        """Days of the snapshots of its store, oldest first; none without a store."""
        return self._snapshots.days if self._snapshots else ()

    def at(self, day: date) -> Whole:
        """Another snapshot of the same store."""
        found = self._others.get(day)
        if found is None:
            assert self._snapshots is not None
            found = Whole(None, self._snapshots.index(day), day, self._snapshots)
            self._others[day] = found
        return found

    @cached_property
    def _others(self) -> dict[date, Whole]:
        return {}

    @cached_property
    def before(self) -> Whole | None:
        """The snapshot before this one; None when there is none."""
        earlier = [day for day in self.days if self.day and day < self.day]
        return self.at(earlier[-1]) if earlier else None


class _IndexMonths(Mapping[str, tuple[tuple[str, int], ...]]):
    """Commits by month, read row by row from the matrix."""

    def __init__(self, index: Index, rows: Iterable[int]) -> None:
        self._index = index
        self._rows = {index.names[int(row)]: int(row) for row in rows}

    def __getitem__(self, repo: str) -> tuple[tuple[str, int], ...]:
        return self._index.months_of(self._rows[repo])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _records_of(index: Index) -> Records:
    """Records as far as the columns have them: without claims, disagreements and problems."""
    rows = range(len(index))
    return Records(
        repositories=tuple(index.repository(row) for row in rows),
        months=_IndexMonths(index, rows),
        license_events=tuple(e for row in rows for e in index.license_events_of(row)),
        author_domains=tuple(index.domains()),
        about=index.about,
        changes=tuple(c for row in rows for c in index.changes_of(row)),
        dependencies=tuple(index.dependencies()),
        packages=tuple(index.packages()),
    )
