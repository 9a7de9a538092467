# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What one source says about one repository: values with source, day and confidence.

Importers and collectors give :class:`SourceRecord`; ``consolidate.py`` puts those of all sources
together to one row a repository. People are counted, never named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum


class Confidence(IntEnum):
    """How a source came to know a value; of two values the higher one is taken over."""

    INFERRED = 1
    """Concluded from something else, for example a kind from the languages."""
    REPORTED = 2
    """A platform or an aggregator says it, for example the licence that a forge shows."""
    DETECTED = 3
    """A tool read it from the files or the history."""
    DECLARED = 4
    """The project says it itself in a metadata file."""
    CURATED = 5
    """A person of the office wrote it down."""


Value = str | int | float | bool | date | tuple[str, ...]
"""Value of a field; its type by field says ``fields.py``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One source says one thing.

    Attributes:
        field: Name of the field (``fields.FIELDS``).
        value: What the source says, of the type of the field.
        source: Who says it: name of the file (``inventory.csv``) or platform (``github.com``).
        read_on: Day on which it was read, or for which the source says it.
        confidence: How the source knows.
    """

    field: str
    value: Value
    source: str
    read_on: date
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Everything that one source says about one repository.

    Attributes:
        url: Address of the repository, any spelling; may be empty when ``name`` is there.
        name: ``owner/name``, or how the source calls it.
        also: Other addresses and former names of the same repository.
        ids: Ids on platforms that stay when it is renamed (``github.com:3452``).
        claims: Values.
        months: Commits by month (``2026-08``), oldest first.
        changes: Day, field, value and commit of each change in its history; see
            ``records.Change``.
        domains: Distinct authors by institutional domain; groups of any size, which
            consolidation puts below the threshold together.
        dependencies: Name, use, optional, licence and place of each; see ``records.Dependency``.
        packages: Names of packages that it publishes, and the basis; see ``records.Package``.
        error: Why it could not be read, one sentence; other values may still be there.
    """

    url: str
    name: str = ""
    also: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    changes: tuple[tuple[date, str, str, str], ...] = ()
    domains: tuple[tuple[str, int], ...] = ()
    dependencies: tuple[tuple[str, str, bool | None, str, str], ...] = ()
    packages: tuple[tuple[str, str], ...] = field(default=())
    error: str = ""
