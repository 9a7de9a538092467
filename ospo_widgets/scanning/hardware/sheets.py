# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of a table in a file: text with separators, HTML, Excel (xlsx) and OpenDocument (ods).

Archives are unpacked in memory up to a limit, entities of XML are refused, formulas never run.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree

from ospo_widgets.scanning.reading.source import Source

MAX_ROWS = 20_000
"""Rows that are read."""
MAX_COLUMNS = 100
"""Columns that are read."""
MAX_CELL = 1_000
"""Characters of a cell that are kept."""
MAX_MEMBER = 16 << 20
"""Bytes of one member of an archive that are unpacked."""

_FAULTS = (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError,
           ValueError, zlib.error, ElementTree.ParseError, csv.Error)  # fmt: skip
_ENCODING = re.compile(rb"""\0|encoding\s{0,9}=\s{0,9}["'](?!utf-8["'])""", re.I)
"""Signs of another encoding, in which the declaration of a document type would not be seen."""
_ROW = re.compile(r"<tr\b", re.I)
_CELL = re.compile(r"<t[dh]\b", re.I)
_TAG = re.compile(r"<[^>]{0,500}>")


def rows_of(source: Source) -> list[list[str]]:
    """Rows of the first table; empty when the file holds none that can be read."""
    try:
        if source.suffix == ".xlsx":
            return list(islice(_excel(source), MAX_ROWS))
        if source.suffix == ".ods":
            return list(islice(_open_document(source), MAX_ROWS))
        if source.suffix in {".html", ".htm"}:
            return list(islice(_html(source.text), MAX_ROWS))
        return _separated(source.text)
    except _FAULTS:
        return []


def _separated(text: str) -> list[list[str]]:
    lines = text.split("\n", 40)[:40]
    separator = max(",;\t|", key=lambda mark: sum(min(line.count(mark), 30) for line in lines))
    reader = csv.reader(io.StringIO(text[: 8 << 20]), delimiter=separator)
    return [
        [cell[:MAX_CELL].strip() for cell in row[:MAX_COLUMNS]] for row in islice(reader, MAX_ROWS)
    ]


def _html(text: str) -> Iterator[list[str]]:
    for row in _ROW.split(text[: 4 << 20])[1:]:
        cells = _CELL.split(row.partition("</tr")[0])[1 : MAX_COLUMNS + 1]
        yield [_text_of(cell) for cell in cells]


def _text_of(cell: str) -> str:
    inner = cell.partition("</t")[0].partition(">")[2][: 4 * MAX_CELL]
    return html.unescape(_TAG.sub(" ", inner))[:MAX_CELL].strip()


def _members(source: Source, names: tuple[str, ...]) -> Iterator[bytes]:
    """Members of an archive that are there, as far as they are small enough."""
    if not source.complete:
        return
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        for name in names:
            try:
                info = archive.getinfo(name)
            except KeyError:
                yield b""
                continue
            data = b""
            if info.file_size <= MAX_MEMBER and not info.flag_bits & 1:
                with archive.open(info) as member:
                    data = member.read(MAX_MEMBER)
            yield b"" if b"<!DOCTYPE" in data or _ENCODING.search(data[:200]) else data


def _excel(source: Source) -> Iterator[list[str]]:
    names = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
    strings, sheet = _members(source, names)
    shared: list[str] = []
    if strings:
        for _, element in ElementTree.iterparse(io.BytesIO(strings)):
            if _local(element.tag) == "si":
                shared.append("".join(t.text or "" for t in element.iter() if _local(t.tag) == "t"))
                element.clear()
    if not sheet:
        return
    for _, element in ElementTree.iterparse(io.BytesIO(sheet)):
        if _local(element.tag) != "row":
            continue
        row: list[str] = []
        for cell in element:
            at = _column(cell.get("r", "")) or len(row)
            if at >= MAX_COLUMNS:
                continue
            row += [""] * (at - len(row))
            value = "".join(v.text or "" for v in cell.iter() if _local(v.tag) in {"v", "t"})
            if cell.get("t") == "s" and value.isdigit() and int(value) < len(shared):
                value = shared[int(value)]
            row.append(value[:MAX_CELL].strip())
        element.clear()
        yield row


def _column(reference: str) -> int:
    """Number of a column, from 0: ``"AB12"`` is 27."""
    number = 0
    for letter in reference[:3]:
        if letter.isalpha() and letter.isascii():
            number = number * 26 + ord(letter.upper()) - 64
    return max(number - 1, 0)


def _open_document(source: Source) -> Iterator[list[str]]:
    (content,) = _members(source, ("content.xml",))
    if not content:
        return
    for _, element in ElementTree.iterparse(io.BytesIO(content)):
        if _local(element.tag) != "table-row":
            continue
        row: list[str] = []
        for cell in element:
            text = " ".join("".join(p.itertext()) for p in cell if _local(p.tag) == "p")
            repeated = next((v for k, v in cell.attrib.items() if k.endswith("-repeated")), "1")
            times = min(int(repeated), MAX_COLUMNS) if repeated.isdigit() else 1
            row += [text[:MAX_CELL].strip()] * min(times, MAX_COLUMNS - len(row))
        element.clear()
        yield row


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
