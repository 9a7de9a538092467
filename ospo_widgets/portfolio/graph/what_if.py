# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What if a repository or a component had another licence: who is affected, and by which path.

Every dependent is judged against the licence of what changes, by the closest way in which it
gets it: a library that is linked through three projects is linked. What the projects between hand
on under their own licence does not hide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.knowledge import Answer
from ospo_widgets.licensing import parse
from ospo_widgets.portfolio.graph.affected import Affected, Change, affected_row
from ospo_widgets.portfolio.graph.find import find
from ospo_widgets.portfolio.graph.graph import Graph, Selection
from ospo_widgets.portfolio.graph.licenses import license_of_component
from ospo_widgets.portfolio.graph.reach import Reach, reach
from ospo_widgets.portfolio.graph.verdicts import ANSWER_CODES, ANSWERS, Judge, gap
from ospo_widgets.wording import number, plural, words

Array = NDArray[Any]

MOST_ROWS = 1_000
"""Most affected projects that JSON lists; the counts are of all of them."""


@dataclass(frozen=True)
class WhatIf:
    """What another licence would do.

    Attributes:
        name: What changes, for people.
        key: Its id; the name of a repository.
        own: Whether it is a repository of the portfolio.
        before: Its licence of today: ``""`` when none is stated, None when it is not known.
        after: The other licence, normalised.
        counts: Affected projects by change, all of them, those without a change too.
        direct: Projects that need it themselves.
        reached: Projects that get it, directly or through others.
        unexamined: Projects of the portfolio of which no dependency is known.
        total: Projects of the portfolio, or of the selection.
        needed: For a repository: what it needs itself, against its other licence.
    """

    name: str
    key: str
    own: bool
    before: str | None
    after: str
    counts: Mapping[Change, int]
    direct: int
    reached: int
    unexamined: int
    total: int
    needed: tuple[Affected, ...] = ()
    _rows: _Rows | None = field(default=None, repr=False)

    def affected(
        self, change: Change | None = None, *, first: int = 0, count: int | None = None
    ) -> tuple[Affected, ...]:
        """Projects that get it: worse ones first, then unknown, better, the same; near ones first.

        Args:
            change: Only those with this change; None for all.
            first: How many to leave out at the beginning.
            count: Most rows; None for all.
        """
        return () if self._rows is None else self._rows.page(change, first, count)

    def sentences(self) -> tuple[str, ...]:
        """What it comes to, and on what basis."""
        said = [
            words(
                "graph_portfolio.what_if.head",
                name=self.name,
                before=_license_text(self.before),
                after=self.after,
            ),
            plural("graph_portfolio.what_if.reached", self.reached, direct=number(self.direct))
            if self.reached
            else words("graph_portfolio.what_if.nobody"),
        ]
        for change in Change:
            if count := self.counts.get(change, 0):
                said.append(plural(f"graph_portfolio.what_if.{change}", count))
        worse = sum(row.change is Change.WORSE for row in self.needed)
        if worse:
            said.append(plural("graph_portfolio.what_if.needed", worse))
        return (*said, self.basis())

    def basis(self) -> str:
        """What the answer cannot tell: projects of which no dependency is known, assumed uses."""
        return plural("graph_portfolio.what_if.basis", self.unexamined, total=number(self.total))

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; at most :data:`MOST_ROWS` affected projects."""
        return {
            "name": self.name,
            "key": self.key,
            "kind": "repository" if self.own else "component",
            "license_before": self.before,
            "license_after": self.after,
            "counts": {str(change): self.counts.get(change, 0) for change in Change},
            "direct": self.direct,
            "reached": self.reached,
            "total": self.total,
            "without_known_dependencies": self.unexamined,
            "summary": list(self.sentences()),
            "affected": [row.to_json() for row in self.affected(count=MOST_ROWS)],
            "needed": [row.to_json() for row in self.needed],
        }


def what_if(graph: Graph, name: str, license: str, *, selection: Selection = None) -> WhatIf:  # noqa: A002 - the word of the field
    """Give a repository or a component another licence and see who is affected.

    Args:
        graph: Who needs what.
        name: Repository, address, package or component; see :func:`find.find`.
        license: SPDX expression or everyday name.
        selection: Only these repositories are counted and listed; paths lead through all.

    Raises:
        InputError: There is no such repository or component, or the licence cannot be read.
    """
    after = parse(license).text
    found = find(graph, name)
    chosen = graph.mask(selection)
    unexamined = int(np.count_nonzero(chosen & ~graph.examined))
    total = int(np.count_nonzero(chosen))
    if found.node is None:
        component = found.component
        return WhatIf(
            name=component.name if component else name,
            key=f"component:{component.id}" if component else name,
            own=False,
            before=license_of_component(component) if component else None,
            after=after,
            counts={},
            direct=0,
            reached=0,
            unexamined=unexamined,
            total=total,
        )
    rows = _Rows(graph, found.node, after, chosen)
    return WhatIf(
        name=graph.label(found.node),
        key=graph.key(found.node),
        own=found.node < len(graph.repos),
        before=graph.license(int(graph.license_of[found.node])),
        after=after,
        counts=rows.counts(),
        direct=rows.direct(),
        reached=len(rows.nodes),
        unexamined=unexamined,
        total=total,
        needed=rows.needed(),
        _rows=rows,
    )


def _license_text(text: str | None) -> str:
    if text is None:
        return words("graph_portfolio.license.unknown")
    return text or words("graph_portfolio.license.none")


_UNKNOWN = ANSWER_CODES[Answer.UNKNOWN]
_NO = ANSWER_CODES[Answer.NO]
_CHANGES = tuple(Change)


def _changes(before: Array, after: Array) -> Array:
    """Places in :class:`Change`. An open question that turns to “no” is worse, else better."""
    worse, unknown, better, same = range(4)
    found = np.where(after < before, worse, np.where(after > before, better, same))
    found = np.where(before == _UNKNOWN, np.where(after == _NO, worse, better), found)
    return np.where(after == _UNKNOWN, unknown, found)


class _Rows:
    """The affected projects as columns; rows are made for what is shown."""

    def __init__(self, graph: Graph, node: int, after: str, chosen: Array) -> None:
        self._graph = graph
        self._node = node
        licenses, self._license = graph.licenses.with_one_more(after)
        self._judge = Judge(licenses)
        self._reach: Reach = reach(node, graph.steps, graph.dependents, len(graph))
        reached = self._reach.nodes
        self.nodes = reached[chosen[reached]]
        outbound = graph.license_of[self.nodes]
        use = self._reach.use[self.nodes]
        inbound = graph.edge_license[self._reach.last[self.nodes]]
        self._before = self._judge.answers(inbound, outbound, use)
        other = np.full(len(self.nodes), self._license, dtype=np.int32)
        self._after = self._judge.answers(other, outbound, use)
        self._change = _changes(self._before, self._after)
        self._order = np.argsort(self._change, kind="stable")

    def counts(self) -> Mapping[Change, int]:
        tally = np.bincount(self._change, minlength=len(_CHANGES))
        return {change: int(tally[place]) for place, change in enumerate(_CHANGES)}

    def direct(self) -> int:
        via = self._reach.via[self.nodes]
        return int(np.count_nonzero(self._graph.steps.target[via] == self._node))

    def page(self, change: Change | None, first: int, count: int | None) -> tuple[Affected, ...]:
        order = self._order
        if change is not None:
            order = order[self._change[order] == _CHANGES.index(change)]
        last = None if count is None else first + count
        return tuple(self._row(int(place)) for place in order[first:last])

    def _row(self, place: int) -> Affected:
        graph, walked = self._graph, self._reach
        node = int(self.nodes[place])
        edges = self._edges(node)
        steps = [graph.steps.target[edge] for edge in edges]
        inbound = int(graph.edge_license[edges[-1]])
        outbound = int(graph.license_of[node])
        before, after = ANSWERS[self._before[place]], ANSWERS[self._after[place]]
        open_ = gap(inbound, outbound) if before is Answer.UNKNOWN else None
        if after is Answer.UNKNOWN:
            open_ = gap(self._license, outbound)
        return affected_row(
            repo=graph.label(node),
            license_=graph.license(outbound),
            path=(graph.label(node), *(graph.label(int(step)) for step in steps)),
            use=int(walked.use[node]),
            assumed=bool(walked.assumed[node]),
            inferred=bool(graph.edge_inferred[edges].any()),
            optional=int(walked.optional[node]),
            answers=(before, after),
            change=_CHANGES[self._change[place]],
            verdict=self._judge.verdict(self._license, outbound, int(walked.use[node])),
            open_=open_,
        )

    def _edges(self, node: int) -> list[int]:
        """The edges from a project to what changes."""
        found = []
        while node != self._node:
            edge = int(self._reach.via[node])
            found.append(edge)
            node = int(self._graph.steps.target[edge])
        return found

    def needed(self) -> tuple[Affected, ...]:
        """What the repository needs itself, against the licence of today and the other one."""
        graph = self._graph
        if self._node >= len(graph.repos):
            return ()
        edges = graph.dependencies.of(np.array([self._node]))
        own = int(graph.license_of[self._node])
        use = graph.steps.use[edges]
        inbound = graph.edge_license[edges]
        before = self._judge.answers(inbound, np.full(len(edges), own), use)
        after = self._judge.answers(inbound, np.full(len(edges), self._license), use)
        changes = _changes(before, after)
        order = np.argsort(changes, kind="stable")
        return tuple(
            self._needed_row(int(edges[i]), ANSWERS[before[i]], ANSWERS[after[i]], int(changes[i]))
            for i in order
        )

    def _needed_row(self, edge: int, before: Answer, after: Answer, change: int) -> Affected:
        graph = self._graph
        inbound, use = int(graph.edge_license[edge]), int(graph.steps.use[edge])
        target = int(graph.steps.target[edge])
        open_ = gap(inbound, self._license) if after is Answer.UNKNOWN else None
        return affected_row(
            repo=graph.label(target),
            license_=graph.license(inbound),
            path=(graph.label(self._node), graph.label(target)),
            use=use,
            assumed=bool(graph.steps.assumed[edge]),
            inferred=bool(graph.edge_inferred[edge]),
            optional=int(graph.steps.optional[edge]),
            answers=(before, after),
            change=_CHANGES[change],
            verdict=self._judge.verdict(inbound, self._license, use),
            open_=open_,
        )
