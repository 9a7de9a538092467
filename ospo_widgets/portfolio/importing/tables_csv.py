# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CSV of any kind: any delimiter, titles before the header, lists without a header, JSON lists."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
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

DELIMITERS = (",", ";", "\t", "|", "^", "~")
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LINES_IN_ROW = 200
"""More lines than this in one row are a quotation mark that is never closed."""

_HEAD = 200_000
_NOT_CSV = re.compile(r"\s*(<[!?a-zA-Z]|%PDF|\{\\rtf)")


def csv_table(document: Document) -> Table | None:
    """The table of a text file; None when it is no text, or markup."""
    if "csv" not in document.kept:
        document.kept["csv"] = _csv_table(document)
    table: Table | None = document.kept["csv"]
    return table


def _csv_table(document: Document) -> Table | None:
    text = document.text
    if not text or _NOT_CSV.match(text) or document.json is not None:
        return None
    start, delimiter = _delimiter(text)
    first = list(islice(_rows(text, start, delimiter), SAMPLE + HEADER_WITHIN))
    if not first:
        return None
    cells = [row for _, row in first]
    at = header_row(cells)
    width = max(len(row) for row in cells[max(at, 0) : max(at, 0) + SAMPLE])
    headers = headers_of(cells[at]) if at >= 0 else ("",) * min(width, MAX_COLUMNS)
    if not headers:
        return None

    def rows(problems: Problems) -> Iterator[Row]:
        below = islice(_rows(text, start, delimiter, problems), at + 1, None)
        yield from _matching(below, len(headers), problems)

    return Table(headers, rows, tuple(cells[at + 1 : at + 1 + SAMPLE]))


def json_table(document: Document) -> Table | None:
    """The table of a JSON list of flat dictionaries; None when it is something else."""
    items = document.json
    if not isinstance(items, list) or not items or not all(isinstance(i, dict) for i in items[:50]):
        return None
    keys = dict.fromkeys(str(k) for i in items[:SAMPLE] if isinstance(i, dict) for k in i)
    headers = tuple(islice(keys, MAX_COLUMNS))

    def cells(item: dict[str, Any]) -> tuple[object, ...]:
        values = (item.get(header) for header in headers)
        return tuple(None if isinstance(v, dict) else v for v in values)

    def rows(problems: Problems) -> Iterator[Row]:
        for count, item in enumerate(items[:MAX_ROWS], 1):
            place = words("importing.place.item", item=number(count))
            if isinstance(item, dict):
                yield place, cells(item)
            else:
                problems.add(place, words("importing.problem.row"))

    sample = tuple(cells(i) for i in items[:SAMPLE] if isinstance(i, dict))
    return Table(headers, rows, sample)


def _delimiter(text: str) -> tuple[int, str]:
    """Where the table begins and what stands between its cells.

    It is what splits most of the first rows into the same number of cells, more than one.
    """
    if said := _SAID.match(text):
        return said.end(), said[1]
    head = text[:_HEAD]
    if len(text) > _HEAD:
        head = head[: head.rfind("\n") + 1] or head
    best, most = ",", 0.0
    for candidate in DELIMITERS:
        if candidate not in head:
            continue
        widths = [len(row) for _, row in islice(_rows(head, 0, candidate), 100) if row]
        if not widths:
            continue
        width, often = (
            Counter(w for w in widths if w > 1).most_common(1)[0] if max(widths) > 1 else (1, 0)
        )
        points = often / len(widths) + min(width, 50) / 1_000
        if often and points > most:
            best, most = candidate, points
    return 0, best


def _rows(text: str, start: int, delimiter: str, problems: Problems | None = None) -> Iterator[Row]:
    """Rows that hold something, with the line in which each ends."""
    stream = io.StringIO(text, newline="")
    stream.seek(start)
    before = text.count("\n", 0, start)
    quotes = 0

    def counted() -> Iterator[str]:
        nonlocal quotes
        for line in stream:
            quotes += line.count('"')
            yield line

    reader = csv.reader(counted(), delimiter=delimiter, skipinitialspace=True)
    last = 0
    while True:
        quotes = 0
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            last = reader.line_num
            if problems:
                problems.add(_line(reader.line_num + before), words("importing.problem.row"))
            continue
        lines, last = reader.line_num - last, reader.line_num
        open_at_end = lines > 1 and quotes % 2 == 1 and stream.tell() == len(text)
        if lines > _LINES_IN_ROW or open_at_end:
            if problems:
                problems.add(_line(reader.line_num + before), words("importing.problem.quote"))
            return
        if not is_empty(row):
            yield _line(reader.line_num + before), row


def _line(line: int) -> str:
    return words("importing.place.line", line=number(line))


def _matching(rows: Iterator[Row], width: int, problems: Problems) -> Iterator[Row]:
    """Rows that are not wider than the header: in those nothing says which cell is which."""
    for count, (place, row) in enumerate(rows):
        if count >= MAX_ROWS:
            problems.add(place, words("importing.problem.rows", most=number(MAX_ROWS)))
            return
        if len(row) > width and not is_empty(row[width:]):
            message = words("importing.problem.wide", cells=number(len(row)), columns=number(width))
            problems.add(place, message)
            continue
        yield place, row
