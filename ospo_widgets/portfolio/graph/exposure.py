# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence risk: the licence of each repository against the licences of what it needs itself.

A repository that others need hands its conflict on, so conflicts are ordered by how many need it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.knowledge import Answer
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.graph.exposure_rows import ExposureRow, RiskCell
from ospo_widgets.portfolio.graph.graph import Graph, Selection
from ospo_widgets.portfolio.graph.licenses import FIRST_CODE
from ospo_widgets.portfolio.graph.reach import count_dependents
from ospo_widgets.portfolio.graph.uses import USES
from ospo_widgets.portfolio.graph.verdicts import ANSWER_CODES, ANSWERS, Gap, Judge, gap
from ospo_widgets.wording import number, plural, words

Array = NDArray[Any]

MOST_ROWS = 1_000
"""Most rows that JSON lists; the counts are of all of them."""

_UNKNOWN = ANSWER_CODES[Answer.UNKNOWN]
_NO = ANSWER_CODES[Answer.NO]


@dataclass(frozen=True)
class Exposure:
    """Licence risk of some repositories.

    Attributes:
        total: Repositories.
        unexamined: Those of which no dependency is known.
        dependencies: Dependencies that were judged, one for each pair.
        counts: Of these by answer.
        gaps: Of the unknown ones by what is missing.
        repositories: Repositories with at least one dependency of the answer.
        assumed: Dependencies of which no source states the use.
    """

    total: int
    unexamined: int
    dependencies: int
    counts: Mapping[Answer, int]
    gaps: Mapping[Gap, int]
    repositories: Mapping[Answer, int]
    assumed: int
    _edges: _Edges = field(repr=False)

    @property
    def counted_all(self) -> bool:
        """Whether all dependents were counted; in very large portfolios some count too few."""
        return self._edges.counted_all

    def rows(
        self,
        answer: Answer | None = Answer.NO,
        *,
        own: str = "",
        needed: str = "",
        first: int = 0,
        count: int | None = None,
    ) -> tuple[ExposureRow, ...]:
        """Dependencies of one answer, those whose repositories others need first.

        Args:
            answer: Which; None for all, the worst first.
            own: Only repositories of this licence family.
            needed: Only what has this licence family.
            first: How many to leave out at the beginning.
            count: Most rows; None for all.
        """
        return self._edges.rows(answer, own, needed, first, count)

    def affected(self, answer: Answer = Answer.NO) -> tuple[str, ...]:
        """Names of the repositories with at least one dependency of the answer, sorted."""
        nodes = self._edges.repositories(ANSWER_CODES[answer])
        return tuple(sorted(self._edges.graph.repos[node] for node in nodes.tolist()))

    def matrix(self) -> tuple[RiskCell, ...]:
        """Own family against needed family; only cells that occur, in the order of the families."""
        return self._edges.matrix()

    def sentences(self) -> tuple[str, ...]:
        """The finding, what is unknown, and the basis."""
        conflicts = self.repositories.get(Answer.NO, 0)
        said = [
            plural(
                "graph_portfolio.exposure.conflicts",
                self.counts.get(Answer.NO, 0),
                repositories=plural("graph_portfolio.exposure.repositories", conflicts),
            )
            if conflicts
            else words("graph_portfolio.exposure.no_conflict"),
        ]
        if unknown := self.counts.get(Answer.UNKNOWN, 0):
            said.append(plural("graph_portfolio.exposure.unknown", unknown))
        said.append(
            plural(
                "graph_portfolio.exposure.basis",
                self.dependencies,
                assumed=number(self.assumed),
                unexamined=number(self.unexamined),
                total=number(self.total),
            )
        )
        return tuple(said)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; at most :data:`MOST_ROWS` conflicts."""
        return {
            "total": self.total,
            "without_known_dependencies": self.unexamined,
            "dependencies": self.dependencies,
            "counts": {str(a): self.counts.get(a, 0) for a in ANSWERS},
            "unknown_because": {str(g): self.gaps.get(g, 0) for g in Gap},
            "repositories": {str(a): self.repositories.get(a, 0) for a in ANSWERS},
            "use_assumed": self.assumed,
            "summary": list(self.sentences()),
            "matrix": [
                {
                    "own": cell.own,
                    "needed": cell.needed,
                    **{str(a): cell.counts.get(a, 0) for a in ANSWERS},
                    "repositories": cell.repositories,
                    "weight": cell.weight,
                }
                for cell in self.matrix()
            ],
            "conflicts": [row.to_json() for row in self.rows(count=MOST_ROWS)],
        }


def exposure(graph: Graph, selection: Selection = None) -> Exposure:
    """Judge what some repositories need themselves.

    Args:
        graph: Who needs what.
        selection: Which repositories; dependents are counted over the whole portfolio.
    """
    chosen = graph.mask(selection)
    edges = _Edges(graph, np.flatnonzero(chosen[graph.steps.source]))
    tally = np.bincount(edges.answers, minlength=len(ANSWERS))
    return Exposure(
        total=int(np.count_nonzero(chosen)),
        unexamined=int(np.count_nonzero(chosen & ~graph.examined)),
        dependencies=len(edges.edges),
        counts={answer: int(tally[code]) for code, answer in enumerate(ANSWERS)},
        gaps=edges.gaps(),
        repositories={answer: len(edges.repositories(code)) for code, answer in enumerate(ANSWERS)},
        assumed=int(np.count_nonzero(graph.steps.assumed[edges.edges])),
        _edges=edges,
    )


_SMALL = 180
"""Most families whose pairs fit in sixteen bits."""


class _Edges:
    """The dependencies of the selection as columns; rows are made for what is shown."""

    def __init__(self, graph: Graph, edges: Array) -> None:
        self.graph = graph
        self._judge = Judge(graph.licenses)
        self.edges = edges
        self.source = graph.steps.source[edges]
        self._inbound = graph.edge_license[edges]
        self._outbound = graph.license_of[self.source]
        self._use = graph.steps.use[edges]
        self.answers = self._judge.answers(self._inbound, self._outbound, self._use)

    @cached_property
    def _conflicting(self) -> Array:
        return self.repositories(_NO)

    @cached_property
    def _direct(self) -> Array:
        return np.bincount(self.graph.between_repos[1], minlength=len(self.graph.repos))

    @cached_property
    def _counted(self) -> tuple[Array, bool]:
        """Own projects that need each repository: all of them for those with a conflict."""
        source, target = self.graph.between_repos
        found = self._direct.astype(np.int64)
        conflicting, exact = count_dependents(
            self._conflicting, source, target, len(self.graph.repos)
        )
        found[self._conflicting] = conflicting
        return found, exact

    @property
    def counted_all(self) -> bool:
        return self._counted[1]

    @property
    def _dependents(self) -> Array:
        return self._counted[0]

    def repositories(self, code: int) -> Array:
        """Repositories with at least one dependency of an answer."""
        having = np.zeros(len(self.graph.repos), dtype=bool)
        having[self.source[self.answers == code]] = True
        return np.flatnonzero(having)

    def gaps(self) -> Mapping[Gap, int]:
        """Unknown verdicts by what is missing."""
        open_ = self.answers == _UNKNOWN
        # Which licences they are does not matter, only whether there is one.
        inbound = np.minimum(self._inbound[open_], FIRST_CODE)
        outbound = np.minimum(self._outbound[open_], FIRST_CODE)
        tally = np.bincount(inbound * (FIRST_CODE + 1) + outbound)
        found = dict.fromkeys(Gap, 0)
        for pair in np.flatnonzero(tally).tolist():
            found[gap(*divmod(pair, FIRST_CODE + 1))] += int(tally[pair])
        return found

    @cached_property
    def _families(self) -> tuple[Array, Array, Sequence[str]]:
        """Places of own and needed family, by edge, and the families in their order."""
        order = tuple(dict.fromkeys((*families(), *self.graph.licenses.families)))
        places = {family: place for place, family in enumerate(order)}
        of_code = np.array([places[family] for family in self.graph.licenses.families])
        return of_code[self._outbound], of_code[self._inbound], order

    def matrix(self) -> tuple[RiskCell, ...]:
        own, needed, order = self._families
        size = len(order)
        cell = own * size + needed
        small = cell.astype(np.int16) if size < _SMALL else cell
        counts = np.bincount(
            cell * len(ANSWERS) + self.answers, minlength=size * size * len(ANSWERS)
        ).reshape(-1, len(ANSWERS))
        weight = np.bincount(
            cell,
            weights=np.where(self.answers == _NO, 1 + self._dependents[self.source], 0),
            minlength=size * size,
        )
        return tuple(
            RiskCell(
                own=order[int(place) // size],
                needed=order[int(place) % size],
                counts={
                    a: int(counts[place, c]) for c, a in enumerate(ANSWERS) if counts[place, c]
                },
                repositories=_distinct(self.source[small == place]),
                weight=int(weight[place]),
            )
            for place in np.flatnonzero(counts.sum(axis=1))
        )

    def rows(
        self, answer: Answer | None, own: str, needed: str, first: int, count: int | None
    ) -> tuple[ExposureRow, ...]:
        wanted = np.ones(len(self.edges), dtype=bool)
        if answer is not None:
            wanted &= self.answers == ANSWER_CODES[answer]
        for family, column in ((own, 0), (needed, 1)):
            if family:
                order = self._families[2]
                place = order.index(family) if family in order else -1
                wanted &= self._families[column] == place
        places = np.flatnonzero(wanted)
        by_weight = -self._dependents[self.source[places]]
        places = places[np.lexsort((places, by_weight, self.answers[places]))]
        last = None if count is None else first + count
        return tuple(self._row(int(place)) for place in places[first:last])

    def _row(self, place: int) -> ExposureRow:
        graph, edge = self.graph, int(self.edges[place])
        node, target = int(self.source[place]), int(graph.steps.target[edge])
        inbound, outbound = int(self._inbound[place]), int(self._outbound[place])
        use, optional = int(self._use[place]), int(graph.steps.optional[edge])
        verdict = self._judge.verdict(inbound, outbound, use)
        answer = ANSWERS[self.answers[place]]
        return ExposureRow(
            repo=graph.repos[node],
            license=graph.license(outbound),
            dependency=graph.label(target),
            key=graph.key(target),
            own=target < len(graph.repos),
            dependency_license=graph.license(inbound),
            use=USES[use],
            assumed=bool(graph.steps.assumed[edge]),
            inferred=bool(graph.edge_inferred[edge]),
            optional=None if optional < 0 else bool(optional),
            answer=answer,
            gap=gap(inbound, outbound) if answer is Answer.UNKNOWN else None,
            conditions=verdict.conditions if verdict else (),
            reasons=verdict.reasons if verdict else (),
            dependents=int(self._dependents[node]),
            declared_as=graph.names[int(graph.edge_name[edge])],
            source=graph.sources[int(graph.edge_source[edge])],
        )


def _distinct(ordered: Array) -> int:
    """Distinct values of a sorted column."""
    return int(np.count_nonzero(np.diff(ordered, prepend=-1)))
