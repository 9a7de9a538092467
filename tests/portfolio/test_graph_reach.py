# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Walks along random graphs against a plain, slow way to do the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio.graph.reach import Adjacency, Steps, count_dependents, reach

NODES = 8


@st.composite
def edges(draw):
    """Distinct pairs of two different nodes, each with a use and whether it is optional."""
    node = st.integers(0, NODES - 1)
    pairs = draw(st.lists(st.tuples(node, node), max_size=24, unique=True))
    pairs = sorted(pair for pair in pairs if pair[0] != pair[1])
    how = st.tuples(st.integers(0, 4), st.sampled_from([-1, 0, 1]), st.booleans())
    return [(*pair, *draw(how)) for pair in pairs]


def steps(rows) -> Steps:
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Steps(
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int8),
        table[:, 3].astype(np.int8),
        table[:, 4].astype(bool),
    )


def closest(rows, begin: int) -> dict[int, int]:
    """By node, the loosest use of its closest way: widening until nothing gets closer."""
    best = {begin: 0}
    for _ in range(NODES + 1):
        for source, target, use, *_ in rows:
            if target in best:
                way = max(best[target], use)
                best[source] = min(best.get(source, way), way)
    best.pop(begin)
    return best


@given(edges(), st.integers(0, NODES - 1))
def test_everybody_is_reached_by_the_closest_way(rows, begin):
    walk = steps(rows)
    found = reach(begin, walk, Adjacency.by(walk.target, NODES), NODES)
    assert {int(n): int(found.use[n]) for n in found.nodes} == closest(rows, begin)
    for first in found.nodes.tolist():
        way: list[int] = []
        node = first
        while node != begin:
            edge = int(found.via[node])
            assert walk.source[edge] == node
            way.append(edge)
            node = int(walk.target[edge])
            assert len(way) <= NODES
        assert found.last[first] == way[-1]
        assert found.use[first] == max(walk.use[way])
        assert bool(found.assumed[first]) is bool(walk.assumed[way].any())
        told = set(walk.optional[way].tolist())
        assert found.optional[first] == (1 if 1 in told else -1 if -1 in told else 0)


def dependents(rows, node: int) -> set[int]:
    found: set[int] = set()
    for _ in range(NODES):
        found |= {row[0] for row in rows if row[1] in found | {node}}
    return found - {node}


@given(edges())
def test_dependents_are_counted_exactly(rows):
    walk = steps(rows)
    nodes = np.arange(NODES)
    counts, exact = count_dependents(nodes, walk.source, walk.target, NODES)
    assert exact
    assert counts.tolist() == [len(dependents(rows, node)) for node in range(NODES)]


@given(edges(), st.integers(0, 30_000))
def test_with_little_effort_the_count_says_that_it_is_too_low(rows, effort):
    walk = steps(rows)
    counts, exact = count_dependents(
        np.arange(NODES), walk.source, walk.target, NODES, effort=effort
    )
    for node, count in enumerate(counts.tolist()):
        direct = sum(row[1] == node for row in rows)
        true = len(dependents(rows, node))
        assert direct <= count <= true or (exact and count == true)


def test_more_than_one_batch_of_walks():
    count = 300
    source = np.arange(1, count)
    target = source - 1
    counts, exact = count_dependents(np.arange(count), source, target, count)
    assert exact
    assert counts.tolist() == list(range(count - 1, -1, -1))


def test_edges_of_a_node():
    adjacency = Adjacency.by(np.array([2, 0, 2, 1]), 4)
    assert [sorted(adjacency.of(np.array([n])).tolist()) for n in range(4)] == [
        [1],
        [3],
        [0, 2],
        [],
    ]
    assert adjacency.of(np.array([], dtype=np.int64)).tolist() == []
    assert sorted(adjacency.of(np.array([1, 2])).tolist()) == [0, 2, 3]
