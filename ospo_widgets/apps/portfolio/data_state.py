# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files that a person brings to the page, and the portfolio that they make. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.consolidate import consolidate
from ospo_widgets.portfolio.importing import (
    ColumnMapping,
    Document,
    Imported,
    read_document,
)
from ospo_widgets.portfolio.records import About, Problem
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

MOST_FILES = 20
"""Files that make one portfolio on the page; the command line takes any number."""

MAX_BYTES = 200 * MEGABYTE
"""Largest file, bytes."""


@dataclass(frozen=True)
class Brought:
    """One file.

    Attributes:
        document: The file itself.
        imported: What it holds, by the mapping of now.
    """

    document: Document
    imported: Imported


class DataState:
    """The files of one portfolio.

    Args:
        today: Day for which values count that name no day.
    """

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self.files: tuple[Brought, ...] = ()

    def add(self, path: Path, name: str) -> Brought:
        """Read a file.

        Raises:
            InputError: It cannot be read, has no shape that we know, or is one too many.
        """
        if len(self.files) >= MOST_FILES:
            raise InputError(words("portfolio_data.too_many", most=MOST_FILES))
        if path.stat().st_size > MAX_BYTES:
            raise InputError(words("portfolio_data.too_large"))
        document = Document(name, path.read_bytes())
        brought = Brought(document, read_document(document, read_on=self._today()))
        self.files = (*(f for f in self.files if f.document.name != document.name), brought)
        return brought

    def map_column(self, file: int, column: int, field: str) -> Brought:
        """Say what a column of a table is, and read the table again.

        Raises:
            InputError: The table cannot be read that way; it stays as it was.
        """
        brought = self.files[file]
        if brought.imported.mapping is None:
            return brought
        mapping = brought.imported.mapping.with_field(column, field)
        return self._mapped(file, mapping)

    def map_columns(self, file: int, fields: Sequence[str]) -> Brought:
        """Say what all columns are, in their order; another number of them changes nothing.

        Raises:
            InputError: The table cannot be read that way; it stays as it was.
        """
        brought = self.files[file]
        mapping = brought.imported.mapping
        if mapping is None or len(mapping.columns) != len(fields):
            return brought
        before = [column.field for column in mapping.columns]
        for place, wanted in enumerate(fields):
            if wanted != before[place]:
                mapping = mapping.with_field(place, wanted)
        return brought if mapping is brought.imported.mapping else self._mapped(file, mapping)

    def _mapped(self, file: int, mapping: ColumnMapping) -> Brought:
        brought = self.files[file]
        again = read_document(brought.document, read_on=self._today(), mapping=mapping)
        changed = replace(brought, imported=replace(again, mapping=mapping))
        self.files = (*self.files[:file], changed, *self.files[file + 1 :])
        return changed

    def remove(self, file: int) -> None:
        """Leave a file out."""
        self.files = (*self.files[:file], *self.files[file + 1 :])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of the files could not be taken over."""
        return tuple(p for file in self.files for p in file.imported.problems)

    @property
    def blockers(self) -> list[str]:
        """Why no portfolio can be made of the files."""
        if not any(file.imported.records for file in self.files):
            return [words("portfolio_data.nothing")]
        return []

    def portfolio(self) -> Portfolio:
        """The portfolio that the files make.

        Raises:
            InputError: They name no repository.
        """
        if self.blockers:
            raise InputError(self.blockers[0])
        names = ", ".join(file.document.name for file in self.files)
        today = self._today()
        about = About(today, today, basis=words("portfolio_data.basis", files=names))
        records = [record for file in self.files for record in file.imported.records]
        return Portfolio.from_records(consolidate(records, about=about, problems=self.problems))
