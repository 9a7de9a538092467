# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the charts of dependencies and partners are made from; like ``chart_rows.py``.

The graph has richer objects; ``chart_graph.py`` makes these rows from them.
"""

from __future__ import annotations

from dataclasses import dataclass

EXPOSURE = "exposure"
"""Filter that a cell of the licence-risk matrix sets; its keys are those of :func:`pair_key`."""

USES = "uses"
"""Filter that a shared component sets: repositories that need it."""

PARTNER = "partner"
"""Filter that an institute sets."""


@dataclass(frozen=True, slots=True)
class RiskCell:
    """Dependencies of one licence family in repositories of another; counts are of such pairs.

    Attributes:
        own: Licence family of the repositories.
        dependency: Licence family of what they need.
        conflicts: Pairs whose verdict is no.
        conditional: Pairs that go together under a condition.
        unknown: Pairs about which no source says anything.
        fine: Pairs that go together.
        repositories: Distinct repositories in these pairs.
        dependents: Over the conflicts, projects that need the repository, directly or not.
    """

    own: str
    dependency: str
    conflicts: int
    conditional: int
    unknown: int
    fine: int
    repositories: int = 0
    dependents: int = 0


@dataclass(frozen=True, slots=True)
class Risk:
    """Licence-risk exposure.

    Attributes:
        cells: Cells that have a pair.
        repositories: Repositories that fit the filters.
        exposed: Repositories with at least one conflict.
        without_dependencies: Repositories of which no dependency is known.
    """

    cells: tuple[RiskCell, ...]
    repositories: int
    exposed: int
    without_dependencies: int


def pair_key(own: str, dependency: str) -> str:
    """Key of a cell of the licence-risk matrix: ``gpl/apache``."""
    return f"{own}/{dependency}"


@dataclass(frozen=True, slots=True)
class Shared:
    """A component or an own package that several repositories need.

    Attributes:
        name: As ``Dependency.name``, or the repository that publishes it.
        label: Short name for people (``numpy``).
        family: Licence family of it.
        repositories: Repositories that need it.
        own: One of our repositories publishes it.
    """

    name: str
    label: str
    family: str
    repositories: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Sharing:
    """Dependencies that own projects share.

    Attributes:
        components: Most needed first.
        with_dependencies: Repositories of which a dependency is known.
        repositories: Repositories that fit the filters.
    """

    components: tuple[Shared, ...]
    with_dependencies: int
    repositories: int


@dataclass(frozen=True, slots=True)
class Needs:
    """Which repository needs which of the most shared things.

    Attributes:
        repos: Repositories, those that need most of them first.
        needed: What is shared, the most shared first.
        cells: One row a repository, whether it needs each.
        left_out: Repositories that need one of them and are not in ``repos``.
    """

    repos: tuple[str, ...]
    needed: tuple[Shared, ...]
    cells: tuple[tuple[bool, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Partner:
    """Work between us and one institute, one way; groups under five are in one row.

    Attributes:
        key: ROR id or domain; :data:`chart_rows.OTHER` for what is put together.
        label: Name for people.
        authors: Author entries: one for each person and repository.
        repositories: Repositories.
    """

    key: str
    label: str
    authors: int
    repositories: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Work with other institutes, one way.

    Attributes:
        partners: Most authors first.
        outbound: Our people on projects of others; else people of others on ours.
        unattributed: Repositories without any institute of five authors or more.
        repositories: Repositories that fit the filters.
    """

    partners: tuple[Partner, ...]
    outbound: bool
    unattributed: int
    repositories: int
