# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a portfolio says over time, by group, of its data, and of one repository."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.archive import ArchiveCandidate, candidate
from ospo_widgets.portfolio.chart_rows import (
    Age,
    Count,
    Coverage,
    Factor,
    Health,
    Heat,
    OverTime,
    Sides,
    Spot,
    Trend,
)
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.glance import Glance, glance
from ospo_widgets.portfolio.readiness import ARCHIVE
from ospo_widgets.portfolio.records import (
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Repository,
)
from ospo_widgets.portfolio.snapshots import mix_of_snapshots, trend_of_snapshots
from ospo_widgets.wording import language, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.claims import Claim
    from ospo_widgets.portfolio.engine import Index, Selection
    from ospo_widgets.portfolio.model import Portfolio
    from ospo_widgets.portfolio.whole import Whole

T = TypeVar("T")


class Details:
    """Questions to a portfolio beyond its first page; :class:`model.Portfolio` answers them."""

    filters: Filters
    whole: Portfolio | None
    _data: Whole

    if TYPE_CHECKING:

        @property
        def index(self) -> Index:
            """The columns of the whole portfolio."""

        @cached_property
        def selection(self) -> Selection:
            """The rows that fit the filters."""

        @classmethod
        def _of(
            cls, data: Whole, filters: Filters | None = None, whole: Portfolio | None = None
        ) -> Portfolio: ...

    def _spoken(self, name: str, make: Callable[[], T]) -> T:
        """What has words is worked out once for each language."""
        key = (name, language())
        if key not in self._said:
            self._said[key] = make()
        found: T = self._said[key]
        return found

    @cached_property
    def _said(self) -> dict[tuple[str, str], Any]:
        return {}

    # Snapshots --------------------------------------------------------------------------------

    @property
    def day(self) -> date | None:
        """Day of the snapshot; None for what is no snapshot of a store."""
        return self._data.day

    @property
    def snapshots(self) -> tuple[date, ...]:
        """Days of the snapshots of the store, oldest first; none without a store."""
        return self._data.days

    def at(self, day: date) -> Portfolio:
        """Another snapshot of the same store, with the same filters.

        Raises:
            InputError: The store has no snapshot of this day.
        """
        if day not in self._data.days:
            raise InputError(words("given.portfolio.snapshot", day=day))
        found = self._of(self._data.at(day))
        return found.filtered(self.filters)

    def previous(self) -> Portfolio | None:
        """The snapshot before this one, with the same filters; None when there is none."""
        before = self._data.before
        return None if before is None or before.day is None else self.at(before.day)

    # Figures ----------------------------------------------------------------------------------

    def _look(self) -> Glance:
        before = self.previous()
        selection = None if before is None else before.selection
        return glance(self.selection, self.filters, selection, before.day if before else None)

    def glance(self) -> Glance:
        """Each figure now and before; before is the snapshot before, or a year before."""
        return self._spoken("glance", self._look)

    @cached_property
    def _mix(self) -> OverTime:
        return mix_of_snapshots(self._data, self.filters, self.selection)

    def mix_over_time(self) -> OverTime:
        """Repositories by licence family over time.

        Histories tell it where they tell it of most repositories, else the snapshots of the store.
        """
        return self._mix

    @cached_property
    def _trend(self) -> Trend:
        return trend_of_snapshots(self._data, self.filters, self.selection)

    def readiness_trend(self) -> Trend:
        """Readiness over time, told by histories or by the snapshots of the store."""
        return self._trend

    def heat(self, by: str = "relation") -> Heat:
        """Readiness by group: ``relation``, ``department``, ``kind`` or another listed filter.

        Raises:
            KeyError: There is no such filter.
        """
        return self.selection.heat(by)

    def counts(self, dimension: str) -> tuple[Count, ...]:
        """Repositories by value of a filter (``language``, ``platform``, …), most first.

        Raises:
            KeyError: There is no such filter.
        """
        return self.selection.counts(dimension)

    def health(self) -> tuple[Health, ...]:
        """Starter metrics of CHAOSS that the data carries."""
        return self.selection.health()

    def absence_factor(self) -> tuple[Factor, ...]:
        """Repositories by contributor absence factor (bus factor)."""
        return self.selection.absence_factor()

    def sides(self) -> Sides:
        """Hardware and software side by side."""
        return self.selection.hardware_beside_software()

    def spots(self) -> tuple[Spot, ...]:
        """Repositories between commits and authors."""
        return self.selection.spots()

    def age(self) -> Age:
        """How old the values are."""
        return self.selection.age()

    def coverage(self, fields: tuple[str, ...] = tuple(FIELDS)) -> tuple[Coverage, ...]:
        """Of how many repositories each field is known, and where sources differ.

        Raises:
            KeyError: There is no such field.
        """
        return self.selection.coverage(fields)

    def archive_candidates(
        self, first: int = 0, count: int = 25
    ) -> tuple[int, tuple[ArchiveCandidate, ...]]:
        """Repositories that could be archived, longest quiet first, with what speaks for each.

        Returns:
            How many there are, and those from ``first`` on.
        """
        reference = self._data.about.reference_date
        chosen = self._archive
        rows = chosen.longest_quiet(first, count)
        found = tuple(candidate(r, reference) for r in self._data.repositories(rows))
        return len(chosen), found

    @cached_property
    def _archive(self) -> Selection:
        return self.selection.having(ARCHIVE)

    # One repository ---------------------------------------------------------------------------

    def repository(self, repo: str) -> Repository:
        """The repository of this name (``owner/name``), filtered out or not.

        Raises:
            InputError: The portfolio has no such repository.
        """
        return self._data.repository(self._row(repo))

    def _row(self, repo: str) -> int:
        row = self.index.row_of(repo)
        if row is None:
            raise InputError(words("given.portfolio.repository", repo=repo[:200]))
        return row

    def license_history(self, repo: str) -> tuple[LicenseEvent, ...]:
        """What a tool made of the repository’s licence files over time, oldest first."""
        row = self.index.row_of(repo)
        return () if row is None else self.index.license_events_of(row)

    def changes(self, repo: str) -> tuple[Change, ...]:
        """When its other fields changed, oldest first."""
        row = self.index.row_of(repo)
        return () if row is None else self.index.changes_of(row)

    def months_of(self, repo: str) -> tuple[tuple[str, int], ...]:
        """Its months with commits, oldest first."""
        row = self.index.row_of(repo)
        return () if row is None else self.index.months_of(row)

    def begin_of(self, repo: str) -> date | None:
        """First day on which it was there; None when nothing tells it."""
        row = self.index.row_of(repo)
        return None if row is None else self.index.begin_of(row)

    def domains(self, repo: str) -> tuple[AuthorDomain, ...]:
        """Institutes of its authors, groups under five left out."""
        row = self.index.row_of(repo)
        return () if row is None else tuple(self.index.domains(row))

    def dependencies(self, repo: str) -> tuple[Dependency, ...]:
        """What it needs."""
        row = self.index.row_of(repo)
        return () if row is None else tuple(self.index.dependencies(row))

    def claims(self, repo: str) -> tuple[Claim, ...]:
        """Every value of every source on it, with day and confidence."""
        found: Any = self._data.records.claims.get(repo, ())
        return tuple(found)
