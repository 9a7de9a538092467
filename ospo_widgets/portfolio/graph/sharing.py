# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What own projects share: components that many need, and own packages that others build on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.portfolio.graph.graph import Graph, Selection
from ospo_widgets.portfolio.graph.reach import count_dependents
from ospo_widgets.portfolio.graph.uses import USE_CODES, USES
from ospo_widgets.project import Use

Array = NDArray[Any]

_TOOL = USE_CODES[str(Use.TOOL)]


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that own projects need.

    Attributes:
        name: Name for people.
        key: Id; the name of a repository.
        own: It is a repository of the portfolio.
        license: ``""`` when none is stated, None when it is not known.
        family: Licence family.
        users: Projects that need it themselves.
        optional_users: Those of them that work without it.
        reach: Projects of the selection that need it, directly or through others; counted for own
            ones only, else as ``users``.
    """

    name: str
    key: str
    own: bool
    license: str | None
    family: str
    users: int
    optional_users: int
    reach: int

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "name": self.name,
            "key": self.key,
            "own": self.own,
            "license": self.license,
            "family": self.family,
            "users": self.users,
            "optional_users": self.optional_users,
            "reach": self.reach,
        }


@dataclass(frozen=True, slots=True)
class SharingMatrix:
    """Who needs which of the most shared things.

    Attributes:
        users: Projects, those that need most of them first.
        needed: What is shared, the most shared first.
        uses: By project, how it uses each; None when it does not need it.
        users_left_out: Projects that need one of them and did not fit.
    """

    users: tuple[str, ...]
    needed: tuple[Shared, ...]
    uses: tuple[tuple[Use | None, ...], ...]
    users_left_out: int


@dataclass(frozen=True)
class Sharing:
    """What some projects share.

    Attributes:
        components: Of others, the most shared first; what one project needs alone is left out.
        own: Own packages that other own projects need, the most needed first.
        tools_left_out: Things left out because they only build, test or document.
        total: Projects of the selection.
        unexamined: Those of which no dependency is known.
    """

    components: tuple[Shared, ...]
    own: tuple[Shared, ...]
    tools_left_out: int
    total: int
    unexamined: int
    _graph: Graph = field(repr=False)
    _edges: Array = field(repr=False)
    _nodes: Mapping[str, int] = field(repr=False)

    def matrix(
        self, *, own: bool = True, most_users: int = 30, most_needed: int = 15
    ) -> SharingMatrix:
        """Projects against what they share, as a table.

        Args:
            own: Against own packages, else against components of others.
            most_users: Most rows.
            most_needed: Most columns.
        """
        needed = (self.own if own else self.components)[:most_needed]
        graph = self._graph
        column_of = np.full(len(graph), -1, dtype=np.int64)
        for place, shared in enumerate(needed):
            column_of[self._nodes[shared.key]] = place
        columns = column_of[graph.steps.target[self._edges]]
        kept = columns >= 0
        source = graph.steps.source[self._edges][kept]
        use, columns = graph.steps.use[self._edges][kept], columns[kept]
        nodes, counts = np.unique(source, return_counts=True)
        ranked = nodes[np.lexsort((nodes, -counts))]
        shown = ranked[:most_users]
        row_of = {int(node): place for place, node in enumerate(shown)}
        cells: list[list[Use | None]] = [[None] * len(needed) for _ in shown]
        for node, column, how in zip(source.tolist(), columns.tolist(), use.tolist(), strict=True):
            if node in row_of:
                cells[row_of[node]][column] = USES[how]
        return SharingMatrix(
            users=tuple(graph.repos[int(node)] for node in shown),
            needed=needed,
            uses=tuple(map(tuple, cells)),
            users_left_out=len(ranked) - len(shown),
        )

    def users(self, key: str) -> tuple[str, ...]:
        """Names of the projects of the selection that need it themselves, sorted.

        Args:
            key: Key of something in ``components`` or ``own``.

        Raises:
            KeyError: It is in neither.
        """
        graph = self._graph
        edges = self._edges[graph.steps.target[self._edges] == self._nodes[key]]
        return tuple(sorted(graph.repos[node] for node in graph.steps.source[edges].tolist()))

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "total": self.total,
            "without_known_dependencies": self.unexamined,
            "components": [shared.to_json() for shared in self.components],
            "own": [shared.to_json() for shared in self.own],
            "tools_left_out": self.tools_left_out,
        }


def sharing(
    graph: Graph, selection: Selection = None, *, most: int = 50, tools: bool = False
) -> Sharing:
    """What some projects share.

    Args:
        graph: Who needs what.
        selection: Which projects; others may need the same things.
        most: Most components, and most own packages.
        tools: Count what only builds, tests or documents too.
    """
    chosen = graph.mask(selection)
    edges = np.flatnonzero(chosen[graph.steps.source])
    kept = edges if tools else edges[graph.steps.use[edges] != _TOOL]
    users = np.bincount(graph.steps.target[kept], minlength=len(graph))
    loose = kept[graph.steps.optional[kept] == 1]
    optional = np.bincount(graph.steps.target[loose], minlength=len(graph))
    all_users = np.bincount(graph.steps.target[edges], minlength=len(graph))
    inside = len(graph.repos)
    others = _ranked(users[inside:], 2, most) + inside
    own = _ranked(users[:inside], 1, most)
    source, target = graph.between_repos
    needed_inside = chosen[source]
    reach, _ = count_dependents(own, source[needed_inside], target[needed_inside], inside)

    def shared(node: int, reached: int) -> Shared:
        code = int(graph.license_of[node])
        return Shared(
            name=graph.label(node),
            key=graph.key(node),
            own=node < inside,
            license=graph.license(code),
            family=graph.licenses.families[code],
            users=int(users[node]),
            optional_users=int(optional[node]),
            reach=reached,
        )

    return Sharing(
        components=tuple(shared(node, int(users[node])) for node in others.tolist()),
        own=tuple(shared(n, int(r)) for n, r in zip(own.tolist(), reach.tolist(), strict=True)),
        tools_left_out=int(np.count_nonzero((users == 0) & (all_users > 0))),
        total=int(np.count_nonzero(chosen)),
        unexamined=int(np.count_nonzero(chosen & ~graph.examined)),
        _graph=graph,
        _edges=kept,
        _nodes={graph.key(node): node for node in (*own.tolist(), *others.tolist())},
    )


def _ranked(counts: Array, fewest: int, most: int) -> Array:
    """Places with the highest counts, the highest first, from ``fewest`` on."""
    places = np.flatnonzero(counts >= fewest)
    order = np.lexsort((places, -counts[places]))
    found: Array = places[order][:most]
    return found
