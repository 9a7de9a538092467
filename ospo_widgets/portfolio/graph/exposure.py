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
from ospo_widgets.licensing import Reason
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.graph.graph import Graph, Selection
from ospo_widgets.portfolio.graph.reach import count_dependents
from ospo_widgets.portfolio.graph.uses import USES
from ospo_widgets.portfolio.graph.verdicts import ANSWER_CODES, ANSWERS, Gap, Judge, gap
from ospo_widgets.project import Use
from ospo_widgets.wording import number, plural, words

Array = NDArray[Any]

MOST_ROWS = 1_000
"""Most rows that JSON lists; the counts are of all of them."""

_UNKNOWN = ANSWER_CODES[Answer.UNKNOWN]
_NO = ANSWER_CODES[Answer.NO]


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """A repository and one thing that it needs, with the verdict.

    Attributes:
        repo: The repository.
        license: Its licence: ``""`` when none is stated, None when it is not known.
        dependency: What it needs, name for people.
        key: Id of what it needs; the name of a repository.
        own: What it needs is a repository of the portfolio.
        dependency_license: Licence of what it needs, as ``license``.
        use: How it uses it.
        assumed: No source states the use, so the usual one counts.
        inferred: Only the likeness of names leads to that repository.
        optional: It works without; None when no source says.
        answer: The verdict.
        gap: Why it is unknown, None when it is known.
        conditions: What must be true, one sentence each.
        reasons: Why.
        dependents: Own projects that need the repository, directly or through others.
        declared_as: Name in the manifest.
        source: Where it stands.
    """

    repo: str
    license: str | None
    dependency: str
    key: str
    own: bool
    dependency_license: str | None
    use: Use
    assumed: bool
    inferred: bool
    optional: bool | None
    answer: Answer
    gap: Gap | None
    conditions: tuple[str, ...]
    reasons: tuple[Reason, ...]
    dependents: int
    declared_as: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "repo": self.repo,
            "license": self.license,
            "dependency": self.dependency,
            "key": self.key,
            "own": self.own,
            "dependency_license": self.dependency_license,
            "use": str(self.use),
            "use_assumed": self.assumed,
            "names_alike_only": self.inferred,
            "optional": self.optional,
            "verdict": str(self.answer),
            "unknown_because": str(self.gap) if self.gap else None,
            "conditions": list(self.conditions),
            "reasons": [reason.to_json() for reason in self.reasons],
            "dependents": self.dependents,
            "declared_as": self.declared_as,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class RiskCell:
    """Own licence family against the family of what is needed.

    Attributes:
        own: Family of the repositories’ licences.
        needed: Family of the licences of what they need.
        counts: Dependencies by answer.
        repositories: Distinct repositories.
        weight: Of the conflicts: one each, and one for each own project that needs the repository.
    """

    own: str
    needed: str
    counts: Mapping[Answer, int]
    repositories: int
    weight: int

    @property
    def worst(self) -> Answer:
        """The worst answer of the cell."""
        return min(self.counts, key=ANSWER_CODES.__getitem__)


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
        counted_all: Whether all dependents were counted; else the rarer ones are counted too low.
    """

    total: int
    unexamined: int
    dependencies: int
    counts: Mapping[Answer, int]
    gaps: Mapping[Gap, int]
    repositories: Mapping[Answer, int]
    assumed: int
    counted_all: bool
    _edges: _Edges = field(repr=False)

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
        return self._edges.repositories(answer)

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
        repositories={
            answer: len(np.unique(edges.source[edges.answers == code]))
            for code, answer in enumerate(ANSWERS)
        },
        assumed=int(np.count_nonzero(graph.steps.assumed[edges.edges])),
        counted_all=edges.counted_all,
        _edges=edges,
    )


_WALKED = 8_000_000
"""Edges that are walked to count dependents; a second or two."""
_FEWEST_COUNTED = 64
_MOST_COUNTED = 4_096


class _Edges:
    """The dependencies of the selection as columns; rows are made for what is shown."""

    def __init__(self, graph: Graph, edges: Array) -> None:
        self._graph = graph
        self._judge = Judge(graph.licenses)
        self.edges = edges
        self.source = graph.steps.source[edges]
        self._inbound = graph.edge_license[edges]
        self._outbound = graph.license_of[self.source]
        self._use = graph.steps.use[edges]
        self.answers = self._judge.answers(self._inbound, self._outbound, self._use)

    @cached_property
    def _conflicting(self) -> Array:
        return np.unique(self.source[self.answers == _NO])

    @cached_property
    def _direct(self) -> Array:
        return np.bincount(self._graph.between_repos[1], minlength=len(self._graph.repos))

    @property
    def _most_counted(self) -> int:
        batches = _WALKED // max(len(self._graph.between_repos[0]), 1)
        return min(max(batches * _FEWEST_COUNTED, _FEWEST_COUNTED), _MOST_COUNTED)

    @property
    def counted_all(self) -> bool:
        return int(np.count_nonzero(self._direct[self._conflicting])) <= self._most_counted

    @cached_property
    def _dependents(self) -> Array:
        """Own projects that need each repository: all of them for those with a conflict."""
        source, target = self._graph.between_repos
        found = self._direct.astype(np.int64)
        found[self._conflicting] = count_dependents(
            self._conflicting, source, target, len(self._graph.repos), most=self._most_counted
        )
        return found

    def gaps(self) -> Mapping[Gap, int]:
        open_ = self.answers == _UNKNOWN
        size = len(self._graph.licenses)
        pairs = self._inbound[open_].astype(np.int64) * size + self._outbound[open_]
        found = dict.fromkeys(Gap, 0)
        for pair, count in zip(*np.unique(pairs, return_counts=True), strict=True):
            found[gap(*divmod(int(pair), size))] += int(count)
        return found

    def repositories(self, answer: Answer) -> tuple[str, ...]:
        nodes = np.unique(self.source[self.answers == ANSWER_CODES[answer]])
        return tuple(sorted(self._graph.repos[int(node)] for node in nodes))

    @cached_property
    def _families(self) -> tuple[Array, Array, Sequence[str]]:
        """Places of own and needed family, by edge, and the families in their order."""
        order = tuple(dict.fromkeys((*families(), *self._graph.licenses.families)))
        places = {family: place for place, family in enumerate(order)}
        of_code = np.array([places[family] for family in self._graph.licenses.families])
        return of_code[self._outbound], of_code[self._inbound], order

    def matrix(self) -> tuple[RiskCell, ...]:
        own, needed, order = self._families
        size = len(order)
        cell = own * size + needed
        counts = np.bincount(
            cell * len(ANSWERS) + self.answers, minlength=size * size * len(ANSWERS)
        ).reshape(-1, len(ANSWERS))
        weight = np.bincount(
            cell,
            weights=np.where(self.answers == _NO, 1 + self._dependents[self.source], 0),
            minlength=size * size,
        )
        pairs = np.unique(cell.astype(np.int64) * len(self._graph.repos) + self.source)
        repositories = np.bincount(pairs // max(len(self._graph.repos), 1), minlength=size * size)
        return tuple(
            RiskCell(
                own=order[int(place) // size],
                needed=order[int(place) % size],
                counts={
                    a: int(counts[place, c]) for c, a in enumerate(ANSWERS) if counts[place, c]
                },
                repositories=int(repositories[place]),
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
        graph, edge = self._graph, int(self.edges[place])
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
