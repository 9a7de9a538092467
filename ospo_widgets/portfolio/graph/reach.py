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

_BITS = 64


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
    nodes: Array, source: Array, target: Array, count: int, *, most: int = 512
) -> Array:
    """How many repositories need each of these, directly or through others.

    Sixty-four walks go at once, one bit each.

    Args:
        nodes: Repositories to count for.
        source: Who needs it, by edge between repositories; sorted.
        target: What is needed, by edge.
        count: Number of repositories.
        most: Count so many exactly, those with the most direct dependents first; of the others
            the direct ones are counted, which is too few.
    """
    direct = np.bincount(target, minlength=count)
    found: Array = direct[nodes].astype(np.int64)
    ranked = np.argsort(-found, kind="stable")
    ranked = ranked[found[ranked] > 0][:most]
    if not len(ranked):
        return found
    starts = np.flatnonzero(np.diff(source, prepend=-1))
    holders = source[starts]
    for first in range(0, len(ranked), _BITS):
        places = ranked[first : first + _BITS]
        begun = np.zeros(count, dtype=np.uint64)
        bits = np.left_shift(np.uint64(1), np.arange(len(places), dtype=np.uint64))
        np.bitwise_or.at(begun, nodes[places], bits)
        bits_of = _spread(begun.copy(), target, holders, starts)
        # A repository of a circle reaches itself; it is no dependent of itself.
        bits_of &= ~begun
        for place, bit in zip(places, bits, strict=True):
            found[place] = np.count_nonzero(bits_of & bit)
    return found


def _spread(bits: Array, needed: Array, holders: Array, starts: Array) -> Array:
    """Give everybody the bits of what they need, until nothing changes."""
    while True:
        got = np.bitwise_or.reduceat(bits[needed], starts)
        changed = (got & ~bits[holders]) != 0
        if not changed.any():
            return bits
        bits[holders] |= got
