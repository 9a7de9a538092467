# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The list of shapes that files come in; a file is told by its content, not by its name.

A module with shapes has a tuple ``SHAPES`` and stands in ``MODULES``, the more exact ones first:
the first shape that says yes reads the file. Modules are imported when a file is to be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.mapping import ColumnMapping
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.wording import words

MODULES: tuple[str, ...] = (
    "sbom",
    "codemeta",
    "publiccode",
    "citation",
    "hardware",
    "code_json",
    "zenodo",
    "forge_ecosystems",
    "forge_github",
    "forge_github_graphql",
    "forge_gitlab",
    "forge_scorecard",
    "forge_directory",
    "forge_errors",
    "forge_criticality",
    "tables",
)
"""Names of modules of this folder, the more exact ones first; one line each."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a file beside its content.

    Attributes:
        read_on: Day for which its values count, unless it says another one itself.
        mapping: Which column of a table is which field; None to guess it.
    """

    read_on: date
    mapping: ColumnMapping | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds.

    Attributes:
        records: What it says about each repository.
        problems: What could not be taken over.
        shape: Id of the shape that it has.
        mapping: Which column is which field, for tables; None for the others.
    """

    records: tuple[SourceRecord, ...]
    problems: tuple[Problem, ...]
    shape: str
    mapping: ColumnMapping | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file.

    Attributes:
        id: Short name (``github-rest``); its name for people is ``importing.shape.<id>``.
        matches: Whether a file has this shape; quick, and never raises.
        read: Reads it. Raises ``InputError`` only when nothing of it can be taken over.
    """

    id: str
    matches: Callable[[Document], bool]
    read: Callable[[Document, Context], Imported]


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes in the order in which they are tried."""
    found: list[Shape] = []
    for name in MODULES:
        found.extend(import_module(f"{__package__}.{name}").SHAPES)
    return tuple(found)


def shape_label(shape: str) -> str:
    """Name of a shape for people; a shape without words shows its id."""
    try:
        return words(f"importing.shape.{shape}")
    except KeyError:
        return shape


def shape_of(document: Document) -> Shape | None:
    """The first shape that the file has, None when it has none."""
    return next((shape for shape in shapes() if shape.matches(document)), None)
