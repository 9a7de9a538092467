# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Repositories, dependencies and packages as plain columns: what a graph is built from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ospo_widgets.portfolio.families import UNKNOWN
from ospo_widgets.portfolio.graph.names import address_key
from ospo_widgets.portfolio.graph.uses import USE_CODES
from ospo_widgets.portfolio.records import (
    Dependency,
    Package,
    Records,
    Repository,
    RepositoryKind,
)

Ints = NDArray[Any]
"""A column of whole numbers; which width is said where it matters."""

NOT_KNOWN = -1
"""In a column of codes: the source does not say."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a graph is built from. Columns of dependencies have one place for each dependency.

    Attributes:
        repos: Names of the repositories; a repository is its place here.
        licenses: SPDX expression of each, ``""`` when none is stated, None when not known.
        names: Distinct names of dependencies, as in ``Dependency.name``.
        repo_of: Who needs it, place in ``repos``.
        name_of: What, place in ``names``.
        use_of: How, place in ``uses.USES``, or :data:`NOT_KNOWN`.
        optional_of: 1 optional, 0 not, :data:`NOT_KNOWN`.
        claims: Distinct licences that sources give for dependencies.
        claim_of: Licence that its source gives, place in ``claims``, or :data:`NOT_KNOWN`.
        sources: Distinct places in which dependencies stand.
        source_of: Where it stands, place in ``sources``.
        packages: Who publishes which name, and the basis: place in ``repos``, name, basis.
        addresses: Address keys (``github.com/owner/name``) by repository; several are possible.
        gateware: Places of repositories that are hardware.
    """

    repos: Sequence[str]
    licenses: Sequence[str | None]
    names: Sequence[str]
    repo_of: Ints
    name_of: Ints
    use_of: Ints
    optional_of: Ints
    claims: Sequence[str]
    claim_of: Ints
    sources: Sequence[str]
    source_of: Ints
    packages: Sequence[tuple[int, str, str]] = ()
    addresses: Sequence[Sequence[str]] = ()
    gateware: Sequence[int] = field(default=())

    @classmethod
    def of_records(cls, records: Records) -> Columns:
        """The columns of a portfolio."""
        return cls.of_rows(records.repositories, records.dependencies, records.packages)

    @classmethod
    def of_rows(
        cls,
        repositories: Sequence[Repository],
        dependencies: Iterable[Dependency],
        packages: Iterable[Package] = (),
    ) -> Columns:
        """The columns of rows; rows about repositories that are not in the list are left out."""
        places = {row.repo: place for place, row in enumerate(repositories)}
        names: dict[str, int] = {}
        claims: dict[str, int] = {}
        sources: dict[str, int] = {}
        cells: list[tuple[int, int, int, int, int, int]] = []
        for row in dependencies:
            repo = places.get(row.repo)
            if repo is None or not row.name.strip():
                continue
            cells.append(
                (
                    repo,
                    names.setdefault(row.name, len(names)),
                    USE_CODES.get(row.use, NOT_KNOWN),
                    NOT_KNOWN if row.optional is None else int(row.optional),
                    claims.setdefault(row.license, len(claims)) if row.license else NOT_KNOWN,
                    sources.setdefault(row.source, len(sources)),
                )
            )
        table = np.array(cells, dtype=np.int64).reshape(-1, 6)
        return cls(
            repos=tuple(places),
            licenses=tuple(_license(row) for row in repositories),
            names=tuple(names),
            repo_of=table[:, 0],
            name_of=table[:, 1],
            use_of=table[:, 2].astype(np.int8),
            optional_of=table[:, 3].astype(np.int8),
            claims=tuple(claims),
            claim_of=table[:, 4],
            sources=tuple(sources),
            source_of=table[:, 5],
            packages=tuple(
                (places[row.repo], row.name, row.basis) for row in packages if row.repo in places
            ),
            addresses=tuple(_addresses(row) for row in repositories),
            gateware=tuple(
                places[row.repo] for row in repositories if row.kind is RepositoryKind.HARDWARE
            ),
        )


def _license(row: Repository) -> str | None:
    return None if row.family == UNKNOWN and not row.license else row.license


def _addresses(row: Repository) -> tuple[str, ...]:
    own = row.key or address_key(row.url)
    return tuple(dict.fromkeys(key for key in (own, *row.also) if key))
