# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Filters that the graph of dependencies answers, and institutes by the names of their domains."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ospo_widgets.portfolio.filters import LONGEST_QUERY, Filters, joined

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Index, Selection
    from ospo_widgets.portfolio.engine.strings import Array
    from ospo_widgets.portfolio.whole import Whole


def select(data: Whole, filters: Filters) -> Selection:
    """The repositories that fit all filters.

    Args:
        data: The portfolio.
        filters: Filters; ``exposure``, and ``uses`` of what several names stand for, ask the graph.
    """
    index = data.index
    plain = replace(filters, partner=joined(domains_of(index, filters.values_of("partner"))))
    by_graph = set(filters.values_of("uses")) - set(index.vocabulary("edge.name"))
    if by_graph:
        plain = replace(plain, uses="")
    found = index.select(plain)
    if by_graph:
        found = found.among(_using(data, filters.values_of("uses")))
    if filters.exposure:
        found = found.among(_exposed(data, filters.values_of("exposure")))
    return found


def domains_of(index: Index, values: tuple[str, ...]) -> tuple[str, ...]:
    """Domains of the data that belong to institutes, which are given by id or by domain."""
    if not values:
        return ()
    from ospo_widgets.portfolio.graph import Institutes

    institutes = Institutes.load()
    wanted = set(values)
    found = [
        domain
        for domain in index.vocabulary("domain.name")
        if domain and (domain in wanted or institutes.of(domain).id in wanted)
    ]
    return tuple(found) or values


def _using(data: Whole, values: tuple[str, ...]) -> Array:
    """Rows that need one of some nodes of the graph, or of some names of the data."""
    import numpy as np

    graph = data.graph
    wanted = set(values)
    nodes = np.array([graph.key(node) in wanted for node in range(len(graph))], dtype=bool)
    found = data.index.select(Filters(uses=joined(values))).mask.copy()
    found[graph.steps.source[nodes[graph.steps.target]]] = True
    return found


def _exposed(data: Whole, values: tuple[str, ...]) -> Array:
    """Rows with a dependency of some pairs of own and needed licence family."""
    import numpy as np

    from ospo_widgets.portfolio.graph import exposure

    every = exposure(data.graph)
    found = np.zeros(len(data.index), dtype=bool)
    for value in values:
        own, _, needed = value.partition("/")
        for row in every.rows(None, own=own, needed=needed) if own and needed else ():
            place = data.index.row_of(row.repo)
            if place is not None:
                found[place] = True
    return found


class Needed(Collection[str]):
    """Names that a filter by what is needed may have: those of the data, and keys of the graph."""

    def __init__(self, data: Whole) -> None:
        self._data = data

    def __contains__(self, name: object) -> bool:
        return name in self._data.index.vocabulary("edge.name") or name in set(self._keys())

    def _keys(self) -> Iterator[str]:
        graph = self._data.graph
        return (graph.key(node) for node in range(len(graph)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._data.graph)


class Partners(Collection[str]):
    """Names that a filter by institute may have: domains of the data and ids of institutes."""

    def __init__(self, data: Whole) -> None:
        from ospo_widgets.portfolio.graph import Institutes

        institutes = Institutes.load()
        domains = set(data.index.vocabulary("domain.name")) - {""}
        self._names = domains | {institutes.of(domain).id for domain in domains}

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Names(Collection[str]):
    """Names of repositories, looked up one by one."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._index.row_of(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.names)

    def __len__(self) -> int:
        return len(self._index)


def known_values(data: Whole, query: str) -> dict[str, Collection[str]]:
    """Values that exist, of the filters that a query names."""
    named = {name for name, _ in parse_qsl(query[:LONGEST_QUERY].removeprefix("?"))}
    makers: dict[str, Callable[[], Collection[str]]] = {
        "partner": lambda: Partners(data),
        "uses": lambda: Needed(data),
        "repo": lambda: Names(data.index),
    }
    found = {name: make() for name, make in makers.items() if name in named}
    for name in named & {"relation", "department", "platform", "language", "stage", "license"}:
        column = "main_language" if name == "language" else name
        found[name] = frozenset(data.index.vocabulary(column)) - {""}
    return found
