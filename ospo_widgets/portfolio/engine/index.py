# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio as columns: rows are read one by one, counts are asked of a selection."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.engine import history, orders, schema
from ospo_widgets.portfolio.engine.activity import row_months
from ospo_widgets.portfolio.engine.build import build_index
from ospo_widgets.portfolio.engine.files import MappedArrays, release, write_index
from ospo_widgets.portfolio.engine.mask import mask_of
from ospo_widgets.portfolio.engine.selection import Selection
from ospo_widgets.portfolio.engine.strings import Array, Texts, read_texts
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Package,
    Records,
    Repository,
    RepositoryKind,
)

if TYPE_CHECKING:
    from ospo_widgets.portfolio.filters import Filters


ROWS_KEPT = 8
"""Rows after which the pages of files that were read are given back."""


@dataclass(frozen=True, slots=True)
class Edges:
    """What repositories need, or publish, as codes.

    Attributes:
        row: Place of the repository, one a dependency or package.
        name: Code of the package or address in ``names``.
        names: Vocabulary of ``name``.
        license: Code of the licence that the source gives, in ``licenses``; 0 is none.
        licenses: Vocabulary of ``license``; the first is the empty text.
        use: Code in ``uses``; 0 is not known.
        uses: Vocabulary of ``use``.
        optional: 1 yes, 0 no, -1 not known.
    """

    row: Array
    name: Array
    names: tuple[str, ...]
    license: Array
    licenses: tuple[str, ...]
    use: Array
    uses: tuple[str, ...]
    optional: Array


class Index:
    """A whole portfolio as numpy arrays, in memory or mapped from files.

    Args:
        arrays: What ``build_index`` gave, or the same from files.

    Raises:
        InputError: The arrays are of another version or damaged.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self._meta = _read_meta(arrays)

    @classmethod
    def build(cls, records: Records) -> Index:
        """The index of records."""
        return cls(build_index(records))

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> Index:
        """The index in a folder; nothing is read but what is asked for.

        Raises:
            InputError: There is no index of this version.
        """
        return cls(MappedArrays(Path(folder)))

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write the index into a folder, which :meth:`open` reads.

        Raises:
            OSError: A file cannot be written.
        """
        write_index(self.arrays, Path(folder))

    def __len__(self) -> int:
        return len(self.arrays["known"])

    @cached_property
    def about(self) -> About:
        """What to know before reading the figures."""
        said = self._meta
        return About(
            reference_date=date.fromisoformat(said["reference_date"]),
            read_on=date.fromisoformat(said["read_on"]) if said["read_on"] else None,
            basis=said["basis"],
            absent=said["absent"],
            caveats=tuple(said["caveats"]),
        )

    # Columns ----------------------------------------------------------------------------------

    @cached_property
    def names(self) -> Texts:
        """Names of all repositories, by place."""
        return read_texts(self.arrays, "repo")

    def vocabulary(self, column: str) -> tuple[str, ...]:
        """Texts of a coded column (``family``, ``kind``, ``license``, …); the code is the place."""
        found = self._vocabularies.get(column)
        if found is None:
            found = self._vocabularies[column] = tuple(read_texts(self.arrays, f"{column}.words"))
        return found

    @cached_property
    def _vocabularies(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def months(self) -> range:
        """Numbers of the months of the matrix (year × 12 + month − 1), oldest first."""
        last = int(self.arrays["activity.last"])
        return range(last - self.arrays["activity"].shape[1] + 1, last + 1)

    @cached_property
    def edges(self) -> Edges:
        """What the repositories need."""
        arrays = self.arrays
        return Edges(
            row=arrays["edge.row"],
            name=arrays["edge.name"],
            names=self.vocabulary("edge.name"),
            license=arrays["edge.license"],
            licenses=self.vocabulary("edge.license"),
            use=arrays["edge.use"],
            uses=self.vocabulary("edge.use"),
            optional=arrays["edge.optional"],
        )

    # Rows -------------------------------------------------------------------------------------

    def row_of(self, repo: str) -> int | None:
        """Place of a repository; None when there is none of this name."""
        return orders.find(self.arrays["order.repo"], self.folded, self.names, repo)

    @cached_property
    def folded(self) -> Texts:
        """Names of all repositories, case folded, for search."""
        return read_texts(self.arrays, "folded")

    def repository(self, row: int) -> Repository:
        """Everything that is known of the repository at a place."""
        arrays = self.arrays
        values: dict[str, Any] = {"repo": self.names[row]}
        for name in schema.CODED:
            values[name] = self.vocabulary(name)[int(arrays[name][row])]
        for name in schema.LICENSES:
            text = self.vocabulary(name)[int(arrays[name][row])]
            values[name] = None if text == schema.NOT_KNOWN else text
        for name in schema.TEXTS:
            values[name] = read_texts(arrays, name)[row]
        for name in schema.LISTS:
            values[name] = _list(read_texts(arrays, name)[row])
        for name in schema.COUNTS:
            count = int(arrays[name][row])
            values[name] = None if count < 0 else count
        for name in schema.NUMBERS:
            number = float(arrays[name][row])
            values[name] = None if np.isnan(number) else number
        for name in schema.DAYS:
            day = int(arrays[name][row])
            values[name] = date.fromordinal(day) if day else None
        values["kind"] = RepositoryKind(values["kind"]) if values["kind"] else None
        for name in ("archived", "fork"):
            values[name] = self._bit(row, name)
        values["present"] = {name: self._bit(row, f"present:{name}") for name in PRESENT}
        return Repository(**values)

    def repositories(self, rows: Iterable[int]) -> tuple[Repository, ...]:
        """The repositories at some places."""
        found = []
        for place, row in enumerate(rows):
            # A row reads a little of each column, and the system maps some pages around it.
            if place % ROWS_KEPT == 0:
                release(self.arrays)
            found.append(self.repository(int(row)))
        release(self.arrays)
        return tuple(found)

    def _bit(self, row: int, name: str) -> bool | None:
        bit = 1 << schema.BIT[name]
        if not int(self.arrays["known"][row]) & bit:
            return None
        return bool(int(self.arrays["yes"][row]) & bit)

    def months_of(self, row: int) -> tuple[tuple[str, int], ...]:
        """Months with commits of a row, oldest first, and how many."""
        counts = row_months(self.arrays, row)
        first = self.months.start
        return tuple(
            (schema.month_text(first + int(at)), int(counts[at])) for at in np.flatnonzero(counts)
        )

    def begin_of(self, row: int) -> date | None:
        """First day on which a row was there; None when nothing tells it."""
        day = int(self.arrays["begin"][row])
        return date.fromordinal(day) if day else None

    def license_events_of(self, row: int) -> tuple[LicenseEvent, ...]:
        """Changes of the licence files of a row, oldest first."""
        repo = self.names[row]
        return tuple(
            LicenseEvent(repo, date.fromordinal(day), commit, license_)
            for day, commit, license_ in history.license_events_of(self.arrays, row)
        )

    def changes_of(self, row: int) -> tuple[Change, ...]:
        """Other changes of a row, oldest first."""
        repo = self.names[row]
        return tuple(
            Change(repo, date.fromordinal(day), field, value, commit)
            for day, field, value, commit in history.changes_of(self.arrays, row)
        )

    def domains(self, row: int | None = None) -> Iterator[AuthorDomain]:
        """Institutes of the authors of a row, or of all rows."""
        words = self.vocabulary("domain.name")
        rows, authors, names = (self.arrays[f"domain.{n}"] for n in ("row", "authors", "name"))
        for at in range(len(rows)) if row is None else np.flatnonzero(rows == row):
            repo = self.names[int(rows[at])]
            yield AuthorDomain(repo, words[int(names[at])], int(authors[at]))

    def dependencies(self, row: int | None = None) -> Iterator[Dependency]:
        """What a row needs, or what all rows need."""
        edges, sources = self.edges, self.vocabulary("edge.source")
        places = range(len(edges.row)) if row is None else np.flatnonzero(edges.row == row)
        for at in places:
            yield Dependency(
                repo=self.names[int(edges.row[at])],
                name=edges.names[int(edges.name[at])],
                use=edges.uses[int(edges.use[at])],
                optional=None if edges.optional[at] < 0 else bool(edges.optional[at]),
                license=edges.licenses[int(edges.license[at])],
                source=sources[int(self.arrays["edge.source"][at])],
            )

    def packages(self) -> Iterator[Package]:
        """What the repositories publish."""
        names, bases = self.vocabulary("package.name"), self.vocabulary("package.basis")
        for row, name, basis in zip(
            *(self.arrays[f"package.{part}"] for part in ("row", "name", "basis")), strict=True
        ):
            yield Package(self.names[int(row)], names[int(name)], bases[int(basis)])

    # Selections -------------------------------------------------------------------------------

    def select(self, filters: Filters | None = None) -> Selection:
        """The rows that fit; all without filters."""
        # What the selection before has read is given back: a page asks for one after the other.
        release(self.arrays)
        return Selection(self, mask_of(self, filters) if filters else None)

    @cached_property
    def whole(self) -> Selection:
        """All rows."""
        return Selection(self, None)


def _list(text: str) -> tuple[str, ...] | None:
    if text == schema.NOT_KNOWN:
        return None
    return tuple(text.split(schema.SEPARATOR)) if text else ()


def _read_meta(arrays: Mapping[str, Array]) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads(arrays["meta"].tobytes())
    except (KeyError, ValueError, TypeError):
        meta = {}
    if meta.get("version") != schema.VERSION or meta.get("bits") != list(schema.BITS):
        raise InputError(
            "There is no index of this version of the program. The portfolio was not opened.",
            remedy="Build the index again.",
        )
    return meta
