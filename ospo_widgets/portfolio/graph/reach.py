# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Walks along a graph of millions of edges: neighbours, everything that is reached, how closely.

Only array operations over what a step meets; nothing is sorted on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

EFFORT = 10_000_000
"""Edges that are walked to count dependents before it ends: about a second."""

_BITS = 64
_STEP = 2_000
"""What one step costs beside its edges, in edges."""


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Edges by the node at one of their ends.

    Attributes:
        start: Where the edges of a node begin in ``edges``; one more place than nodes.
        edges: Places of edges, put together by node.
    """

    start: Array
    edges: Array

    @classmethod
    def by(cls, nodes: Array, count: int) -> Adjacency:
        """Put edges together by node.

        Args:
            nodes: Node of each edge.
            count: Number of nodes.
        """
        start = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(nodes, minlength=count), out=start[1:])
        return cls(start, np.argsort(nodes, kind="stable").astype(np.int32))

    def of(self, nodes: Array) -> Array:
        """Edges of these nodes."""
        first = self.start[nodes]
        counts = self.start[nodes + 1] - first
        total = int(counts.sum())
        if not total:
            return self.edges[:0]
        ends = np.cumsum(counts)
        places = np.repeat(first - (ends - counts), counts) + np.arange(total)
        return self.edges[places]


@dataclass(frozen=True, slots=True)
class Reach:
    """What was reached, nearest first.

    Attributes:
        nodes: Nodes reached, without the one where the walk began.
        via: By node, the edge by which it was reached; -1 for others.
        use: By node, the loosest use on its way.
        optional: By node, 1 when a step of its way is optional, -1 when one is not known, else 0.
        assumed: By node, whether the use of a step is assumed.
        last: By node, the last edge of its way, next to where the walk began.
    """

    nodes: Array
    via: Array
    use: Array
    optional: Array
    assumed: Array
    last: Array


@dataclass(frozen=True, slots=True)
class Steps:
    """Edges to walk against their direction: from what is needed to who needs it.

    Attributes:
        source: Who needs it.
        target: What is needed.
        use: How, a place in ``uses.USES``: the closest first.
        optional: 1, 0, or -1 when it is not known.
        assumed: Whether no source states the use.
    """

    source: Array
    target: Array
    use: Array
    optional: Array
    assumed: Array


def reach(begin: int, steps: Steps, dependents: Adjacency, count: int) -> Reach:
    """Everybody who needs a node, directly or through others, each by its closest way.

    The closest way is the one whose loosest step is the closest; of these a short one, without
    optional steps where the first step allows it. Uses are walked through one after another: all
    that is reached by linking alone, then what needs a looser step, and so on.

    Args:
        begin: Node whose dependents are wanted.
        steps: Edges.
        dependents: Edges by ``target``.
        count: Number of nodes.
    """
    via = np.full(count, -1, dtype=np.int32)
    last = np.full(count, -1, dtype=np.int32)
    use = np.zeros(count, dtype=np.int8)
    optional = np.zeros(count, dtype=np.int8)
    assumed = np.zeros(count, dtype=bool)
    seen = np.zeros(count, dtype=bool)
    mark = np.empty(count, dtype=np.int32)
    seen[begin] = True
    order = [np.array([begin], dtype=np.int64)]
    # A way is as loose as its loosest step; an optional step is a little looser than a needed one.
    looseness = steps.use.astype(np.int16) * 2 + (steps.optional == 1)
    done = -1
    while True:
        reached = np.concatenate(order)
        edges = dependents.of(reached)
        waiting = edges[~seen[steps.source[edges]]]
        if not len(waiting):
            break
        done = max(done + 1, int(looseness[waiting].min()))
        frontier = reached
        while len(frontier):
            edges = dependents.of(frontier)
            edges = edges[(looseness[edges] <= done) & ~seen[steps.source[edges]]]
            found = steps.source[edges].astype(np.int64)
            # Of several edges to one node the last written mark stays, and only that edge counts.
            mark[found] = np.arange(len(found), dtype=np.int32)
            kept = mark[found] == np.arange(len(found), dtype=np.int32)
            edges, found = edges[kept], found[kept]
            before = steps.target[edges]
            via[found] = edges
            last[found] = np.where(before == begin, edges, last[before])
            use[found] = np.maximum(use[before], steps.use[edges])
            optional[found] = _optional(optional[before], steps.optional[edges])
            assumed[found] = assumed[before] | steps.assumed[edges]
            seen[found] = True
            if len(found):
                order.append(found)
            frontier = found
    nodes = np.concatenate(order)[1:]
    return Reach(nodes, via, use, optional, assumed, last)


def _optional(one: Array, other: Array) -> Array:
    both = np.where((one == -1) | (other == -1), -1, 0)
    return np.where((one == 1) | (other == 1), 1, both).astype(np.int8)


def count_dependents(
    nodes: Array, source: Array, target: Array, count: int, *, effort: int = EFFORT
) -> tuple[Array, bool]:
    """How many repositories need each of these, directly or through others.

    Sixty-four walks go at once, one bit each; those with the most direct dependents go first.

    Args:
        nodes: Repositories to count for.
        source: Who needs it, by edge between repositories.
        target: What is needed, by edge.
        count: Number of repositories.
        effort: Edges to walk before it ends; it ends for every graph.

    Returns:
        The counts, and whether all are exact. Where not, some are too low, but never lower than
        the direct dependents.
    """
    direct = np.bincount(target, minlength=count)
    found: Array = direct[nodes].astype(np.int64)
    ranked = np.argsort(-found, kind="stable")
    ranked = ranked[found[ranked] > 0]
    if not len(ranked):
        return found, True
    walk = _Walk(source, target, Adjacency.by(target, count), effort)
    for first in range(0, len(ranked), _BITS):
        if walk.left <= 0:
            break
        places = ranked[first : first + _BITS]
        begun = np.zeros(count, dtype=np.uint64)
        bits = np.left_shift(np.uint64(1), np.arange(len(places), dtype=np.uint64))
        np.bitwise_or.at(begun, nodes[places], bits)
        # A repository of a circle reaches itself; it is no dependent of itself.
        reached = walk.spread(begun) & ~begun
        reached = reached[reached != 0]
        for place, bit in zip(places, bits, strict=True):
            found[place] = max(found[place], np.count_nonzero(reached & bit))
    return found, walk.left > 0


class _Walk:
    """Walks from what is needed to who needs it, with so much effort in all."""

    def __init__(self, source: Array, target: Array, dependents: Adjacency, left: int) -> None:
        self._source = source
        self._target = target
        self._dependents = dependents
        self.left = left

    def spread(self, begun: Array) -> Array:
        """Give everybody the bits of what they need, until nothing changes."""
        bits = begun.copy()
        mark = np.empty(len(bits), dtype=np.int32)
        frontier = np.flatnonzero(bits)
        while len(frontier) and self.left > 0:
            edges = self._dependents.of(frontier)
            self.left -= len(edges) + _STEP
            needs = self._source[edges]
            before = bits[needs]
            np.bitwise_or.at(bits, needs, bits[self._target[edges]])
            changed = needs[bits[needs] != before]
            mark[changed] = np.arange(len(changed), dtype=np.int32)
            frontier = changed[mark[changed] == np.arange(len(changed), dtype=np.int32)]
        return bits
