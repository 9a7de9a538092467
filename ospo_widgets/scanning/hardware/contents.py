# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Texts inside designs: title blocks, texts printed on boards, properties of mechanical parts.

Names of designers stand in many of these fields. They are never passed on: what leaves this module
is title, revision, date, and whether licence, copyright, disclaimer and Source Location are stated.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ospo_widgets.scanning.hardware.kinds import Kind
from ospo_widgets.scanning.hardware.statements import Statement, statement_in
from ospo_widgets.scanning.reading.source import Source

MAX_BLOCK = 20_000
"""Characters of a title block."""
MAX_TEXTS = 500
"""Texts of one design that are looked at."""
MAX_DOCUMENT = 16 << 20
"""Bytes of a FreeCAD document that are unpacked."""
RESERVED = "all-rights-reserved"
"""What FreeCAD writes as the licence of a document unless its settings say otherwise."""

_TELLING = re.compile(
    r"licen|ohl|http|copyright|creative|cc[ -]by|\(c\)|\u00a9|source loc|warrant", re.I
)
_TOKEN = re.compile(r'[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+')
_PRINTED = re.compile(
    r'\((?:gr_text|text|text_box|fp_text user)\s+(?:locked\s+)?("(?:[^"\\]|\\.){1,2000}"|[^\s()]+)'
)
_LEGACY = re.compile(r'^(Title|Date|Rev|Comp|Comment\d) "(.{1,300})"', re.M)
_LEGACY_TEXT = re.compile(r"^Text Notes .{1,120}\n(.{1,2000})$", re.M)
_TBTEXT = re.compile(r'\(tbtext\s+("(?:[^"\\]|\\.){1,2000}"|[^\s()]+)')
_EAGLE_TEXT = re.compile(r"<text [^>]{0,400}>([^<]{1,2000})</text>")
_ALTIUM = re.compile(
    rb"\|(?:%UTF8%)?Text=([^|\x00]{1,300})(?:\|[A-Za-z]{2,20}=[^|\x00]{0,40}){0,3}?\|Name=([^|\x00]{1,60})"
)
_ALTIUM_TEXT = re.compile(rb"\|(?:%UTF8%)?Text=([^|\x00]{1,600})")
_FREECAD = re.compile(
    r'<Property name="(Comment|Company|License|LicenseURL|Label)"[^>]{0,200}>\s{0,40}'
    r'<String value="([^"]{0,2000})"'
)
_PROJECT_ID = re.compile(r"TF\.ProjectId,([^,*\n]{0,100}),[^,*\n]{0,80},([^,*\n]{0,40})\*")
_UNSET = re.compile(r"(?:rev)?\?|\$\{.*\}|<.*>", re.I)


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in one design file.

    Attributes:
        statement: Of the whole file.
        block: It has a title block that is filled in.
        title, revision, date: From the title block.
        printed: The statement of texts that are printed on a board.
    """

    statement: Statement = field(default_factory=Statement)
    block: bool = False
    title: str = ""
    revision: str = ""
    date: str = ""
    printed: Statement = field(default_factory=Statement)


def contents_of(source: Source, kind: Kind) -> Contents:
    """What a design file says about itself; empty for kinds that say nothing."""
    reader = _READERS.get(kind.id)
    if reader is not None:
        return reader(source)
    if source.text and kind.role not in {"mesh", "compiled", "bitstream", "core"}:
        return Contents(statement_in([source.text[: 16 * 1024]]))
    return Contents()


def _kicad(source: Source) -> Contents:
    fields = dict(_title_block(source.text))
    texts = list(_telling(_unquoted(m[1]) for m in _PRINTED.finditer(source.text)))
    printed = statement_in(texts, addresses=True)
    block = statement_in(fields.values(), addresses=True)
    head = statement_in([source.text[:4096]])
    on_board = source.suffix == ".kicad_pcb"
    return Contents(
        head.joined(block).joined(printed),
        bool(fields),
        fields.get("title", ""),
        fields.get("rev", ""),
        fields.get("date", ""),
        printed if on_board else Statement(),
    )


def _title_block(text: str) -> Iterator[tuple[str, str]]:
    start = text.find("(title_block")
    if start < 0:
        return
    depth, row = 0, [""]
    for match in _TOKEN.finditer(text[start : start + MAX_BLOCK]):
        token = match[0]
        if token == "(":
            depth, row = depth + 1, []
        elif token == ")":
            depth -= 1
            if depth == 1 and len(row) >= 2:
                name = " ".join(row[:-1])
                if row[-1].strip() and not _UNSET.fullmatch(row[-1].strip()):
                    yield name, row[-1]
            if depth <= 0:
                return
            row = []
        else:
            row.append(_unquoted(token))


def _kicad_legacy(source: Source) -> Contents:
    fields = {m[1]: m[2] for m in islice(_LEGACY.finditer(source.text), 50) if m[2].strip()}
    texts = list(_telling(m[1] for m in _LEGACY_TEXT.finditer(source.text)))
    statement = statement_in(fields.values(), addresses=True).joined(statement_in(texts))
    return Contents(
        statement, bool(fields), fields.get("Title", ""), fields.get("Rev", ""),
        fields.get("Date", ""),
    )  # fmt: skip


def _kicad_sheet(source: Source) -> Contents:
    texts = _telling(_unquoted(m[1]) for m in _TBTEXT.finditer(source.text))
    return Contents(statement_in(texts, addresses=True))


def _kicad_project(source: Source) -> Contents:
    try:
        data = json.loads(source.text)
        variables = data.get("text_variables", {})
        texts = [str(value) for value in variables.values()][:MAX_TEXTS]
    except (ValueError, AttributeError, RecursionError):
        return Contents()
    return Contents(statement_in(_telling(iter(texts)), addresses=True))


def _eagle(source: Source) -> Contents:
    texts = list(_telling(html.unescape(m[1]) for m in _EAGLE_TEXT.finditer(source.text)))
    statement = statement_in(texts, addresses=True)
    on_board = source.suffix == ".brd"
    return Contents(statement, printed=statement if on_board else Statement())


def _altium(source: Source) -> Contents:
    fields: dict[str, str] = {}
    for match in islice(_ALTIUM.finditer(source.data), 20_000):
        name = match[2].decode("latin-1").strip().lower()
        text = match[1].decode("latin-1").strip()
        if name in {"title", "revision", "date"} and text not in {"", "*"} and "=" not in text[:1]:
            fields.setdefault(name, text)
    texts = _telling(m[1].decode("latin-1") for m in _ALTIUM_TEXT.finditer(source.data))
    statement = statement_in(texts)
    return Contents(
        statement, bool(fields), fields.get("title", ""), fields.get("revision", ""),
        fields.get("date", ""),
    )  # fmt: skip


def _freecad(source: Source) -> Contents:
    if not source.complete:
        return Contents()
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            info = archive.getinfo("Document.xml")
            if info.file_size > MAX_DOCUMENT or info.flag_bits & 1:
                return Contents()
            with archive.open(info) as member:
                text = member.read(MAX_DOCUMENT).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError,
            ValueError, zlib.error):  # fmt: skip
        return Contents()
    start = text[: 64 * 1024]
    fields = {m[1]: html.unescape(m[2]) for m in _FREECAD.finditer(start) if m[2].strip()}
    said = [
        f"license: {value}" if name.startswith("License") else value
        for name, value in fields.items()
        if name in {"Comment", "License", "LicenseURL"}
    ]
    statement = statement_in(said)
    if statement.licenses == () and re.search(
        r"all rights reserved", fields.get("License", ""), re.I
    ):
        statement = statement.joined(Statement(("all-rights-reserved",)))
    return Contents(statement, bool(fields), fields.get("Label", ""))


def _gerber(source: Source) -> Contents:
    head = source.text[: 8 * 1024]
    project = _PROJECT_ID.search(head)
    revision = project[2] if project else ""
    statement = statement_in(m[0] for m in re.finditer(r"^G0?4.{1,400}", head, re.M))
    title = project[1] if project else ""
    return Contents(statement, False, title, "" if _UNSET.fullmatch(revision) else revision)


def _telling(texts: Iterator[str]) -> Iterator[str]:
    """Texts that may state something, some of them."""
    return islice((text for text in texts if _TELLING.search(text)), MAX_TEXTS)


def _unquoted(token: str) -> str:
    if len(token) >= 2 and token[0] == '"':
        return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], token[1:-1])
    return token


_READERS: dict[str, Callable[[Source], Contents]] = {
    "kicad-schematic": _kicad,
    "kicad-board": _kicad,
    "kicad-sheet": _kicad_sheet,
    "kicad-project": _kicad_project,
    "kicad-schematic-legacy": _kicad_legacy,
    "kicad-board-legacy": _kicad_legacy,
    "eagle-schematic": _eagle,
    "eagle-board": _eagle,
    "eagle-library": _eagle,
    "altium-schematic": _altium,
    "altium-board": _altium,
    "freecad": _freecad,
    "gerber": _gerber,
}
