# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Workbooks: values that Excel kept of its formulas, never the formulas; nothing is worked out.

Hostile workbooks are refused before they are parsed: too large when unpacked, too many parts, or
XML with a document type of its own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import MAX_BYTES, Document
from ospo_widgets.portfolio.importing.mapping_guess import guess_mapping
from ospo_widgets.portfolio.importing.tables_model import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    SAMPLE,
    Row,
    Table,
    header_row,
    headers_of,
    is_empty,
)
from ospo_widgets.wording import number, words

_MOST_PARTS = 5_000
_MOST_SHEETS = 50
_HEAD = 65_536
_FORMULA = re.compile(rb"<f[ >/]")
_WORKBOOK = "xl/workbook.xml"


def is_workbook(document: Document) -> bool:
    """Whether the file is an XLSX workbook."""
    return _WORKBOOK in _parts(document)


def is_other_spreadsheet(document: Document) -> bool:
    """Whether the file is a spreadsheet that we do not read: XLS, ODS or a binary XLSB."""
    if document.data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return True
    parts = _parts(document)
    return "xl/workbook.bin" in parts or ("content.xml" in parts and "mimetype" in parts)


def _parts(document: Document) -> frozenset[str]:
    if not document.data.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            return frozenset(archive.namelist()[:_MOST_PARTS])
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return frozenset()


def xlsx_table(document: Document) -> Table:
    """The sheet of a workbook whose headers we know best.

    Raises:
        InputError: The workbook is damaged, too large or hostile, or has no rows.
    """
    _check(document)
    best: Table | None = None
    most = -1.0
    with _opened(document, values=True) as book:
        for sheet in book.worksheets[:_MOST_SHEETS]:
            table = _sheet(document, sheet)
            if table is None:
                continue
            known = guess_mapping(table.headers, table.columns())
            points = sum(c.score for c in known.columns if c.field)
            if points > most:
                best, most = table, points
        names = [str(name) for name in book.sheetnames]
    if best is None:
        raise InputError(words("importing.file.no-rows", file=document.name))
    return replace(best, others=tuple(name for name in names if name != best.place))


def _sheet(document: Document, sheet: Any) -> Table | None:
    sheet.reset_dimensions()
    cells = [[_value(c) for c in row] for row in islice(sheet.iter_rows(), SAMPLE + HEADER_WITHIN)]
    numbers = [n for n, row in enumerate(cells) if not is_empty(row)]
    if not numbers:
        return None
    filled = [cells[n] for n in numbers]
    at = header_row(filled)
    width = min(max(len(row) for row in filled), MAX_COLUMNS)
    headers = headers_of(filled[at]) if at >= 0 else ("",) * width
    if not headers:
        return None
    first = numbers[at] + 2 if at >= 0 else 1
    title = str(sheet.title)

    def rows(problems: Problems) -> Iterator[Row]:
        return _rows(document, title, first, len(headers), problems)

    return Table(headers, rows, tuple(filled[at + 1 : at + 1 + SAMPLE]), place=title)


def _rows(
    document: Document, title: str, first: int, width: int, problems: Problems
) -> Iterator[Row]:
    """Rows below the header; a formula without a kept value and an error value are told."""
    limits = {"min_row": first, "max_row": first + MAX_ROWS, "max_col": width}
    formulas = _formulas(document, title, limits) if _has_formulas(document) else frozenset()
    with _opened(document, values=True) as book:
        sheet = book[title]
        sheet.reset_dimensions()
        for count, row in enumerate(sheet.iter_rows(**limits)):
            place = words("importing.place.row", row=number(first + count), sheet=title)
            if count >= MAX_ROWS:
                problems.add(place, words("importing.problem.rows", most=number(MAX_ROWS)))
                return
            for position, cell in enumerate(row):
                if cell.value is None and (count, position) in formulas:
                    problems.add(place, words("importing.problem.formula"))
                elif cell.data_type == "e":
                    problems.add(place, words("importing.problem.error", value=str(cell.value)))
            values = [_value(cell) for cell in row]
            if not is_empty(values):
                yield place, values


def _has_formulas(document: Document) -> bool:
    """Whether a sheet has a formula at all; those are read in a pass of their own."""
    with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            tail = b""
            with archive.open(name) as stream:
                while piece := stream.read(_HEAD):
                    if _FORMULA.search(tail + piece):
                        return True
                    tail = piece[-4:]
    return False


def _formulas(document: Document, title: str, limits: dict[str, int]) -> frozenset[tuple[int, int]]:
    """Rows and columns, from 0, of cells with a formula."""
    with _opened(document, values=False) as book:
        sheet = book[title]
        sheet.reset_dimensions()
        return frozenset(
            (count, position)
            for count, row in enumerate(sheet.iter_rows(**limits))
            for position, cell in enumerate(row)
            if cell.data_type == "f"
        )


def _value(cell: Any) -> object:
    return None if cell.data_type == "e" else cell.value


@contextmanager
def _opened(document: Document, *, values: bool) -> Iterator[Any]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(document.data), read_only=True, data_only=values, keep_links=False
        )
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # the parser meets damaged workbooks with errors of all kinds
        raise InputError(words("importing.file.workbook", file=document.name)) from error
    try:
        yield book
    except InputError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, SyntaxError) as error:
        raise InputError(words("importing.file.workbook", file=document.name)) from error
    finally:
        book.close()


def _check(document: Document) -> None:
    """Refuse a workbook that is too large when unpacked, or brings its own document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MAX_BYTES or len(parts) > _MOST_PARTS:
                most = number(MAX_BYTES // 1_000_000)
                raise InputError(words("importing.file.large", file=document.name, most=most))
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    with archive.open(part) as stream:
                        head = stream.read(_HEAD).replace(b"\0", b"")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise InputError(words("importing.file.workbook", file=document.name))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError):
        raise InputError(words("importing.file.workbook", file=document.name)) from None
