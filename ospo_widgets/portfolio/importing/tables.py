# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lists of repositories that people keep: from rows and a mapping of columns to records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Claim, SourceRecord, Value
from ospo_widgets.portfolio.importing.addresses import (
    addresses_in,
    clean_address,
    clean_name,
    path_of,
)
from ospo_widgets.portfolio.importing.building import Problems, shown, unreadable
from ospo_widgets.portfolio.importing.cells import read_cell, read_day
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.mapping import KEYS, Column, ColumnMapping
from ospo_widgets.portfolio.importing.mapping_guess import guess_mapping
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.importing.tables_csv import csv_table, json_table
from ospo_widgets.portfolio.importing.tables_model import Table
from ospo_widgets.portfolio.importing.tables_parquet import is_parquet, parquet_table
from ospo_widgets.portfolio.importing.tables_xlsx import (
    is_other_spreadsheet,
    is_workbook,
    xlsx_table,
)
from ospo_widgets.wording import words

_MOST_REMEMBERED = 20_000
_PREVIEWED = 5


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a page shows before a table is taken over.

    Attributes:
        mapping: Which column is which field, as guessed or as given.
        samples: Some values of each column as text, in the order of the columns; none of columns
            that seem to hold names of people.
    """

    mapping: ColumnMapping
    samples: tuple[tuple[str, ...], ...]


def preview(document: Document, mapping: ColumnMapping | None = None) -> TablePreview | None:
    """Columns of a table and what they seem to be; None when the file is no table.

    Args:
        document: The file.
        mapping: A mapping to apply; None to guess it.

    Raises:
        InputError: The file is damaged.
    """
    table = _table(document)
    if table is None:
        return None
    found = _mapping(table, mapping)
    samples = tuple(
        ()
        if column.personal
        else tuple(shown(v) for v in values if v not in {None, ""})[:_PREVIEWED]
        for column, values in zip(found.columns, table.columns(), strict=True)
    )
    return TablePreview(found, samples)


def read_table(table: Table, document: Document, context: Context, shape: str) -> Imported:
    """All rows of a table as records.

    Raises:
        InputError: No column tells which repository a row is about.
    """
    problems = Problems(document.name)
    mapping = _mapping(table, context.mapping)
    if not mapping.usable:
        columns = ", ".join(f"“{shown(header)}”" for header in table.headers[:20] if header)
        message = words("importing.file.columns", file=document.name, columns=columns)
        raise InputError(message, remedy=words("importing.file.columns-remedy"))
    reader = _RowReader(mapping, document.name, context.read_on, problems)
    records: list[SourceRecord] = []
    for place, cells in table.rows(problems):
        record = reader.read(place, cells)
        if record is not None:
            records.append(record)
    return Imported(tuple(records), problems.all(), shape, mapping)


def _mapping(table: Table, given: ColumnMapping | None) -> ColumnMapping:
    if given is not None:
        return given.for_headers(table.headers)
    return guess_mapping(table.headers, table.columns(), table.confidence)


class _RowReader:
    """Reads rows of one table; a value that stands in many rows is worked out once."""

    def __init__(
        self, mapping: ColumnMapping, source: str, read_on: date, problems: Problems
    ) -> None:
        self._source = source
        self._read_on = read_on
        self._problems = problems
        self._confidence = mapping.confidence
        self._keys = {c.field: (n, c) for n, c in enumerate(mapping.columns) if c.field in KEYS}
        self._fields = [
            (n, c) for n, c in enumerate(mapping.columns) if c.field and c.field not in KEYS
        ]
        self._known: list[dict[object, Value | None]] = [{} for _ in mapping.columns]

    def read(self, place: str, cells: Sequence[object]) -> SourceRecord | None:
        """One row; None when it does not say which repository it is about."""
        written = str(self._cell("url", cells) or "").strip()
        address = clean_address(written)
        name = self._name(cells)
        if not address and not name:
            what = shown(written or self._cell("name", cells) or "")
            message = words("importing.problem.unnamed", value=what) if what else ""
            self._problems.add(place, message or words("importing.problem.nameless"))
            return None
        if written and not address and not clean_name(written):
            self._problems.add(
                place, words("importing.problem.address", value=shown(written)), name
            )
        who = name or path_of(address)
        day = self._day(place, cells, who)
        claims = []
        for position, column in self._fields:
            raw = cells[position] if position < len(cells) else None
            if raw is None or raw == "":
                continue
            value = self._value(position, column, raw, place, who)
            if value is not None:
                claims.append(Claim(column.field, value, self._source, day, self._confidence))
        return SourceRecord(address, name, self._also(cells, address), claims=tuple(claims))

    def _cell(self, key: str, cells: Sequence[object]) -> object:
        position, _ = self._keys.get(key, (-1, None))
        return cells[position] if 0 <= position < len(cells) else None

    def _name(self, cells: Sequence[object]) -> str:
        """``owner/name`` of the row: written so, or of two columns, or in that of the address."""
        raw = self._cell("name", cells)
        name = clean_name(raw) or clean_name(self._cell("url", cells))
        owner = self._cell("owner", cells)
        if not name and isinstance(raw, str) and isinstance(owner, str):
            name = clean_name(f"{owner.strip().strip('/')}/{raw.strip()}")
        return name

    def _also(self, cells: Sequence[object], address: str) -> tuple[str, ...]:
        raw = self._cell("also", cells)
        return tuple(one for one in addresses_in(raw) if one != address) if raw else ()

    def _day(self, place: str, cells: Sequence[object], who: str) -> date:
        raw = self._cell("as_of", cells)
        if raw is None or raw == "":
            return self._read_on
        column = self._keys["as_of"][1]
        try:
            return read_day(raw, column.form) or self._read_on
        except ValueError:
            where = words("importing.place.column", place=place, column=shown(column.header))
            self._problems.add(where, unreadable("created", raw), who)
            return self._read_on

    def _value(
        self, position: int, column: Column, raw: object, place: str, who: str
    ) -> Value | None:
        known = self._known[position]
        key = (type(raw), raw) if isinstance(raw, str | int | float | bool) else None
        if key is not None and key in known:
            return known[key]
        try:
            value = read_cell(column.field, raw, column.form)
        except ValueError:
            title = shown(column.header) or str(position + 1)
            where = words("importing.place.column", place=place, column=title)
            self._problems.add(where, unreadable(column.field, raw), who)
            return None
        if key is not None and len(known) < _MOST_REMEMBERED:
            known[key] = value
        return value


def _table(document: Document) -> Table | None:
    if is_workbook(document):
        return xlsx_table(document)
    if is_parquet(document):
        return parquet_table(document)
    return json_table(document) or csv_table(document)


def _has_columns(table: Table | None) -> bool:
    return table is not None and _mapping(table, None).usable


def _read_xlsx(document: Document, context: Context) -> Imported:
    table = xlsx_table(document)
    found = read_table(table, document, context, "table-xlsx")
    if not table.others:
        return found
    problems = Problems(document.name)
    names = ", ".join(f"“{shown(name)}”" for name in table.others[:20])
    problems.add("", words("importing.problem.sheets", sheet=shown(table.place), others=names))
    return Imported(found.records, (*problems.all(), *found.problems), found.shape, found.mapping)


def _read_parquet(document: Document, context: Context) -> Imported:
    return read_table(parquet_table(document), document, context, "table-parquet")


def _read_json(document: Document, context: Context) -> Imported:
    return _read_text(json_table(document), document, context, "table-json")


def _read_csv(document: Document, context: Context) -> Imported:
    return _read_text(csv_table(document), document, context, "table-csv")


def _read_text(table: Table | None, document: Document, context: Context, shape: str) -> Imported:
    if table is None:
        raise InputError(words("importing.file.no-rows", file=document.name))
    return read_table(table, document, context, shape)


def _refuse(document: Document, _: Context) -> Imported:
    raise InputError(
        words("importing.file.spreadsheet", file=document.name),
        remedy=words("importing.file.spreadsheet-remedy"),
    )


def _is_csv(document: Document) -> bool:
    table = csv_table(document)
    return table is not None and (document.suffix in {".csv", ".tsv"} or _has_columns(table))


SHAPES = (
    Shape("table-parquet", is_parquet, _read_parquet),
    Shape("table-xlsx", is_workbook, _read_xlsx),
    Shape("spreadsheet", is_other_spreadsheet, _refuse),
    Shape("table-json", lambda document: _has_columns(json_table(document)), _read_json),
    Shape("table-csv", _is_csv, _read_csv),
)
