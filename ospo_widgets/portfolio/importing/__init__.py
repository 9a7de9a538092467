# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files to records: tables, dumps of forges, metadata files. The shape is told by content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from ospo_widgets.collector import uncollected
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.importing.document import Document, open_document
from ospo_widgets.portfolio.importing.mapping import Column, ColumnMapping
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape, shape_of
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.wording import number, words

__all__ = [
    "Column",
    "ColumnMapping",
    "Context",
    "Document",
    "Imported",
    "Shape",
    "read_document",
    "read_import",
]

MOST_RECORDS = 1_000_000
"""Most repositories that one file may have."""


def read_import(
    path: Path, *, read_on: date, mapping: ColumnMapping | None = None, name: str = ""
) -> Imported:
    """Read a file of any shape that we know.

    Args:
        path: File to read.
        read_on: Day for which its values count, unless it says another one itself.
        mapping: Which column of a table is which field; None to guess it.
        name: Name that people know the file by; that of the path when empty.

    Raises:
        InputError: The file cannot be read at all, or has no shape that we know.
    """
    return read_document(open_document(path, name), read_on=read_on, mapping=mapping)


def read_document(
    document: Document, *, read_on: date, mapping: ColumnMapping | None = None
) -> Imported:
    """Read an opened file of any shape that we know.

    Args:
        document: The file.
        read_on: Day for which its values count, unless it says another one itself.
        mapping: Which column of a table is which field; None to guess it.

    Raises:
        InputError: It has no shape that we know, or nothing of it can be taken over.
    """
    try:
        shape = shape_of(document)
        if shape is None:
            raise InputError(words("importing.file.shape", file=document.name))
        with uncollected():
            found = shape.read(document, Context(read_on, mapping))
    except (RecursionError, MemoryError):
        raise InputError(words("importing.file.nested", file=document.name)) from None
    problems = (*_of_the_text(document), *found.problems)
    if len(found.records) > MOST_RECORDS:
        most = words("importing.file.most", most=number(MOST_RECORDS))
        problems = (*problems, Problem(document.name, "", most))
    return replace(found, records=found.records[:MOST_RECORDS], problems=problems)


def _of_the_text(document: Document) -> tuple[Problem, ...]:
    """What is said of the text before any of its values."""
    problems: list[Problem] = []
    text = document.decoded
    if text and text.strays:
        place = words("importing.place.line", line=number(text.first_stray))
        message = words("importing.file.mixed", lines=number(text.strays))
        problems.append(Problem(document.name, place, message))
    if document.parsed and document.parsed.cut_at:
        place = words("importing.place.line", line=number(document.parsed.cut_at))
        problems.append(Problem(document.name, place, words("importing.file.cut")))
    return tuple(problems)
