# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The graph of what repositories need: nodes, edges, their licences, and how to find a node.

A node is a repository of the portfolio, a component of the catalogue, or a package or address that
nobody here knows more of. Names lead to a repository by the packages that it publishes, by its
address, and by a component of the catalogue whose evidence lies at that address; else to a
component, by the names of the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.knowledge import CatalogueComponent
from ospo_widgets.portfolio.graph.columns import NOT_KNOWN, Columns
from ospo_widgets.portfolio.graph.licenses import (
    CODE_UNKNOWN,
    FIRST_CODE,
    LicenseCodes,
    addresses_of_component,
    catalogued,
    goes_by,
    license_of_component,
)
from ospo_widgets.portfolio.graph.names import Name, addresses_of, read_name
from ospo_widgets.portfolio.graph.reach import Adjacency, Steps
from ospo_widgets.portfolio.graph.uses import USE_CODES, presumed_use
from ospo_widgets.portfolio.records import Records

Array = NDArray[Any]
Selection = Sequence[str] | Sequence[int] | Array | None
"""Some repositories: names, places, or a mask of yes and no; None for all."""

INFERRED = "inferred"
"""Basis of a package whose name is only like the repository's."""


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the portfolio that is needed.

    Attributes:
        label: Name for people.
        key: Id in addresses and data: ``component:numpy``, ``npm/react``, ``github.com/a/b``.
        component: Row of the catalogue, None when there is none.
    """

    label: str
    key: str
    component: CatalogueComponent | None = None


@dataclass(frozen=True)
class Graph:
    """What repositories need. Nodes are numbers: first the repositories, then the others.

    Attributes:
        repos: Names of the repositories, by node.
        externals: What lies outside the portfolio; node ``len(repos) + place``.
        licenses: Licences and their codes.
        license_of: Code of the licence of each node.
        steps: Edges, sorted by who needs it; one for each pair.
        edge_license: Code of the licence that counts for each edge: of the repository when it is
            known, else what the source says, else what the catalogue says.
        edge_name: Name in the manifest, place in ``names``.
        edge_inferred: Whether only the likeness of names leads to the repository.
        edge_source: Where it stands, place in ``sources``.
        names: Distinct names of dependencies.
        sources: Distinct places in which dependencies stand.
        examined: By repository, whether any dependency of it is known.
        addresses: Repositories by address.
        published: Repositories by key of a name that they publish.
    """

    repos: tuple[str, ...]
    externals: tuple[External, ...]
    licenses: LicenseCodes
    license_of: Array
    steps: Steps
    edge_license: Array
    edge_name: Array
    edge_inferred: Array
    edge_source: Array
    names: tuple[str, ...]
    sources: tuple[str, ...]
    examined: Array
    addresses: dict[str, int]
    published: dict[str, tuple[int, str]]

    @classmethod
    def build(cls, records: Records) -> Graph:
        """The graph of a portfolio."""
        return cls.from_columns(Columns.of_records(records))

    @classmethod
    def from_columns(cls, columns: Columns) -> Graph:
        """The graph of plain columns; what an index or a file of millions of rows gives."""
        return _Builder(columns).graph()

    def __len__(self) -> int:
        return len(self.repos) + len(self.externals)

    @cached_property
    def dependents(self) -> Adjacency:
        """Edges by what is needed."""
        return Adjacency.by(self.steps.target, len(self))

    @cached_property
    def dependencies(self) -> Adjacency:
        """Edges by who needs it."""
        return Adjacency.by(self.steps.source, len(self))

    @cached_property
    def between_repos(self) -> tuple[Array, Array]:
        """Who needs whom, of edges that stay inside the portfolio."""
        inside = self.steps.target < len(self.repos)
        return self.steps.source[inside], self.steps.target[inside]

    def label(self, node: int) -> str:
        """Name of a node for people."""
        inside = node < len(self.repos)
        return self.repos[node] if inside else self.externals[node - len(self.repos)].label

    def key(self, node: int) -> str:
        """Id of a node in data: the name of a repository, else ``External.key``."""
        inside = node < len(self.repos)
        return self.repos[node] if inside else self.externals[node - len(self.repos)].key

    def license(self, code: int) -> str | None:
        """Licence of a code: ``""`` when none is stated, None when it is not known."""
        return None if code == CODE_UNKNOWN else self.licenses.texts[code]

    def mask(self, selection: Selection = None) -> Array:
        """Yes and no by repository; names that the portfolio does not have are left out."""
        chosen = np.zeros(len(self.repos), dtype=bool)
        if selection is None:
            chosen[:] = True
        elif isinstance(selection, np.ndarray) and selection.dtype == bool:
            if len(selection) != len(self.repos):
                raise ValueError("a mask needs one place for each repository")
            chosen[:] = selection
        elif len(selection) and isinstance(selection[0], str):
            places = self._places
            known = [places[str(name)] for name in selection if name in places]
            chosen[known] = True
        else:
            chosen[np.asarray(selection, dtype=np.int64)] = True
        return chosen

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.repos)}

    def repository(self, name: str) -> int | None:
        """Node of a repository by its exact name."""
        return self._places.get(name)


class _Builder:
    """Makes a graph: names to nodes, then one edge for each pair."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._licenses = LicenseCodes()
        self._externals: list[External] = []
        self._external_licenses: list[int] = []
        self._nodes: dict[str, int] = {}
        self._addresses = {
            key: place for place, keys in enumerate(columns.addresses) for key in keys
        }
        self._published: dict[str, tuple[int, str]] = {}
        self._read = {text: read_name(text) for text in columns.names}
        for place, name, basis in columns.packages:
            key = (self._read.get(name) or read_name(name)).key
            # Two repositories may publish one name (a fork): who says so itself comes first.
            if key not in self._published or _surer(basis, self._published[key][1]):
                self._published[key] = (place, basis)

    def graph(self) -> Graph:
        columns = self._columns
        own = np.fromiter(
            (self._licenses.code(text) for text in columns.licenses),
            dtype=np.int32,
            count=len(columns.repos),
        )
        names = [self._read[text] for text in columns.names]
        found = [self._node(name) for name in names]
        node_of_name = np.array([node for node, _ in found], dtype=np.int64)
        inferred = np.array([basis == INFERRED for _, basis in found], dtype=bool)
        source, name = columns.repo_of, columns.name_of
        target = node_of_name[name] if names else np.zeros(0, dtype=np.int64)
        use, assumed = self._uses(names)
        count = len(columns.repos) + len(self._externals)
        kept = _one_a_pair(source, target, use, columns.optional_of, count)
        license_of = np.concatenate(
            [own, np.array(self._external_licenses, dtype=np.int32)]
        ).astype(np.int32)
        examined = np.zeros(len(columns.repos), dtype=bool)
        examined[source] = True
        steps = Steps(
            source[kept].astype(np.int32),
            target[kept].astype(np.int32),
            use[kept],
            columns.optional_of[kept].astype(np.int8),
            assumed[kept],
        )
        return Graph(
            repos=tuple(columns.repos),
            externals=tuple(self._externals),
            licenses=self._licenses,
            license_of=license_of,
            steps=steps,
            edge_license=self._edge_licenses(license_of, steps.target, kept),
            edge_name=name[kept].astype(np.int32),
            edge_inferred=inferred[name[kept]] if names else np.zeros(0, dtype=bool),
            edge_source=columns.source_of[kept].astype(np.int32),
            names=tuple(columns.names),
            sources=tuple(columns.sources),
            examined=examined,
            addresses=self._addresses,
            published=self._published,
        )

    def _node(self, name: Name) -> tuple[int, str]:
        """Node of a name, and the basis on which it is a repository of the portfolio."""
        listed = self._published.get(name.key)
        if listed is not None:
            return listed
        for address in addresses_of(name):
            if address in self._addresses:
                return self._addresses[address], "address"
        component = catalogued(name)
        for address in addresses_of_component(component) if component else ():
            if component and address in self._addresses:
                basis = "catalogue" if goes_by(component, name) else INFERRED
                return self._addresses[address], basis
        key = f"component:{component.id}" if component else name.key
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = len(self._columns.repos) + len(self._externals)
            label = component.name if component else name.label
            self._externals.append(External(label, key, component))
            expression = license_of_component(component) if component else None
            self._external_licenses.append(self._licenses.code(expression))
        return node, ""

    def _uses(self, names: Sequence[Name]) -> tuple[Array, Array]:
        """Use of each dependency, presumed where no source states it, and whether it is."""
        columns = self._columns
        stated = columns.use_of.astype(np.int8)
        assumed = stated == NOT_KNOWN
        if not len(stated):
            return stated, assumed
        gateware = np.zeros(len(columns.repos), dtype=bool)
        gateware[list(columns.gateware)] = True
        use = stated.copy()
        for kind in (False, True):
            open_ = assumed & (gateware[columns.repo_of] == kind)
            asked = np.zeros(len(names), dtype=bool)
            asked[columns.name_of[open_]] = True
            presumed = np.zeros(len(names), dtype=np.int8)
            for place in np.flatnonzero(asked).tolist():
                presumed[place] = USE_CODES[presumed_use(names[place], gateware=kind)]
            use[open_] = presumed[columns.name_of[open_]]
        return use, assumed

    def _edge_licenses(self, license_of: Array, target: Array, kept: Array) -> Array:
        columns = self._columns
        if not len(kept):
            return np.zeros(0, dtype=np.int32)
        codes = np.array(
            [self._licenses.code(text) for text in columns.claims] + [CODE_UNKNOWN],
            dtype=np.int32,
        )
        claimed = codes[columns.claim_of[kept]]  # the last place stands for “says nothing”
        known = license_of[target]
        inside = target < len(columns.repos)
        own_first = np.where(known >= FIRST_CODE, known, np.where(claimed, claimed, known))
        claim_first = np.where(claimed >= FIRST_CODE, claimed, np.where(known, known, claimed))
        return np.where(inside, own_first, claim_first).astype(np.int32)


def _surer(one: str, other: str) -> bool:
    order = ("declared", "listed", INFERRED)
    rank = {basis: place for place, basis in enumerate(order)}
    return rank.get(one, len(order)) < rank.get(other, len(order))


def _one_a_pair(source: Array, target: Array, use: Array, optional: Array, nodes: int) -> Array:
    """Places of one edge for each pair, its closest use; sorted by who needs it.

    What a repository needs of itself is no edge.
    """
    pair = source.astype(np.int64) * max(nodes, 1) + target
    rank = (pair * 32) + use.astype(np.int64) * 2 + (optional == 1)
    order = np.argsort(rank, kind="stable")
    order = order[source[order] != target[order]]
    sorted_pairs = pair[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = sorted_pairs[1:] != sorted_pairs[:-1]
    kept: Array = order[first]
    return kept
