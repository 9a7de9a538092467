# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the charts of the portfolio are made from: plain rows that engine and graph return.

Rows hold ids and counts, never words: ``chart_*.py`` finds the words. Counts are of the
repositories that fit the filters. An empty selection gives rows without groups or points.

Points in time are texts, all of one form, oldest first: months (``2026-08``: the state at the end
of the month) or days (``2026-08-22``: the state of the snapshot of that day).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PERIOD = "period"
"""Filter that a range of an axis of time sets: a month, or two (``2025-01..2025-06``)."""

HALF = "half"
"""Filter that a bar of the contributor absence factor sets."""

AGE = "age"
"""Filter that a bar of the age of the data sets."""

LACKS = "unknown"
"""Filter that a field of the coverage sets: repositories of which it is not known."""

OTHER = "other"
"""Key of groups that were put together, for example institutes with fewer than five authors."""

NOT_KNOWN = ""
"""Key of the repositories of which a value is not known; in filters it is :data:`UNKNOWN`."""

UNKNOWN = "unknown"
"""Value of a filter for the repositories of which a value is not known."""


class Told(StrEnum):
    """What tells the values over time."""

    HISTORY = "history"
    """The commits of each repository, so that the past is complete for what exists today."""
    SNAPSHOTS = "snapshots"
    """The snapshots of the store, each with the repositories of its day."""


@dataclass(frozen=True, slots=True)
class Count:
    """Repositories of one group, for example a language.

    Attributes:
        key: Value that the filter takes; :data:`NOT_KNOWN` for those without a value.
        repositories: How many.
    """

    key: str
    repositories: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Counts of each group over time: licence mix, commits by kind.

    Attributes:
        groups: Keys of the groups, for example licence families.
        points: Points in time.
        counts: One row a group, one value a point; a group that did not exist yet has 0.
        told: What tells them.
        without_history: Repositories that are left out, since nothing tells their past.
        by: Filter that a group sets (``family``, ``kind``, …).
    """

    groups: tuple[str, ...]
    points: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    told: Told = Told.HISTORY
    without_history: int = 0
    by: str = "family"


@dataclass(frozen=True, slots=True)
class Share:
    """Repositories that have something, among those of which it is known.

    Attributes:
        yes: Have it.
        known: It is known whether they have it; ``yes`` are among them.
    """

    yes: int
    known: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Readiness of one group.

    Attributes:
        key: Value of the group that the filter takes; :data:`NOT_KNOWN` where none is stated.
        repositories: Repositories of the group.
        shares: One an item of :attr:`Heat.items`.
    """

    key: str
    repositories: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Readiness by group and item.

    Attributes:
        by: Filter that a group sets: ``relation``, ``department`` or ``kind``.
        items: Ids of readiness items, as in ``readiness.READINESS``.
        rows: Groups, most repositories first; at most 30 are drawn.
    """

    by: str
    items: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class ItemTrend:
    """One item of readiness over time.

    Attributes:
        item: Id of the item.
        yes: Repositories that had it, one value a point.
        known: Repositories of which it is known, one value a point.
    """

    item: str
    yes: tuple[int, ...]
    known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Readiness over time.

    Attributes:
        points: Points in time.
        items: The items.
        told: What tells them.
    """

    points: tuple[str, ...]
    items: tuple[ItemTrend, ...]
    told: Told = Told.HISTORY


@dataclass(frozen=True, slots=True)
class Factor:
    """Repositories with one contributor absence factor (bus factor).

    Attributes:
        authors: Smallest number of authors who made half of the commits.
        repositories: How many.
        active: Those of them with a commit in the last 12 months.
        more: The row is for ``authors`` and more.
    """

    authors: int
    repositories: int
    active: int
    more: bool = False


HEALTH_BINS: Mapping[str, tuple[float, ...]] = {
    "first-response": (1, 7, 30, 90),
    "closed-share": (0.25, 0.5, 0.75, 0.999),
    "absence-factor": (1, 2, 4, 9),
    "releases": (0, 1, 3, 11),
    "libyears": (1, 5, 20, 50),
}
"""The starter metrics of CHAOSS, and the upper limit of each bin, itself included; a last bin has
the rest. Days, share from 0 to 1, authors, releases in 12 months; beside them the years by which
dependencies are behind.

Sources: https://chaoss.community/kb/metrics-model-starter-project-health/,
https://chaoss.community/kb/metric-libyears/
"""


@dataclass(frozen=True, slots=True)
class Health:
    """One starter metric of CHAOSS over the repositories.

    Attributes:
        metric: Key of :data:`HEALTH_BINS`.
        bins: Repositories a bin, one more than the metric has limits.
        median: Of the known values; None when there are none.
        known: Repositories of which it is known.
        repositories: Repositories that fit the filters.
    """

    metric: str
    bins: tuple[int, ...]
    median: float | None
    known: int
    repositories: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of hardware beside software.

    Attributes:
        key: ``no-license``, ``unknown-license``, ``active``, ``one-author``, or an item of
            readiness.
        hardware: Among hardware repositories.
        software: Among software repositories.
    """

    key: str
    hardware: Share
    software: Share


@dataclass(frozen=True, slots=True)
class Sides:
    """Hardware and software side by side.

    Attributes:
        hardware: Hardware repositories.
        software: Software repositories.
        measures: In the order in which they are shown.
    """

    hardware: int
    software: int
    measures: tuple[Measure, ...]


AGE_BINS = (31, 92, 365)
"""Age of the newest values in days before the newest snapshot: upper limits of the bins; a fourth
has what is older, a fifth what has no date."""


@dataclass(frozen=True, slots=True)
class Age:
    """How old the values are.

    Attributes:
        bins: Repositories a bin of :data:`AGE_BINS`, five values.
        errors: Repositories that could not be read the last time.
    """

    bins: tuple[int, ...]
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many repositories a field is known.

    Attributes:
        field: Name of the field (``fields.py``).
        known: Repositories with a value.
        repositories: Repositories that fit the filters.
        disagreements: Repositories in which sources differ on it.
    """

    field: str
    known: int
    repositories: int
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """One repository between two measures.

    Attributes:
        repo: Its name.
        commits_12m: Commits in the last 12 months.
        authors_for_half: Contributor absence factor.
        family: Licence family.
    """

    repo: str
    commits_12m: int
    authors_for_half: int
    family: str = ""
