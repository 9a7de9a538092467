# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bytes to text, whatever they were written in: UTF-8, UTF-16, Windows-1252, or several at once."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRAY = re.compile("[\udc80-\udcff]+")
_PROPER = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_BINARY = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x7fELF", b"\x89PNG")
_LOOKED_AT = 4_096


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file and how its bytes were read.

    Attributes:
        text: The text, without a byte order mark.
        encoding: How most of it was written (``utf-8``, ``utf-16``, ``windows-1252``).
        strays: Lines of UTF-8 text that had bytes of another encoding, read as Windows-1252.
        first_stray: Number of the first of them, 0 when there is none.
    """

    text: str
    encoding: str
    strays: int = 0
    first_stray: int = 0


def decoded(data: bytes) -> Decoded | None:
    """Text of the bytes; None when they are no text.

    A byte order mark decides; without one, zero bytes at every other place are UTF-16. Everything
    else is UTF-8, and what is not valid in it is read as Windows-1252, byte by byte, since lists
    that grew over years mix both.
    """
    if data.startswith(_BINARY):
        return None
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    head = data[:_LOOKED_AT]
    if b"\0" in head:
        return _strictly(data, encoding) if (encoding := _wide(head)) else None
    return _mixed(data)


def _strictly(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding.removesuffix("-sig"))


def _wide(head: bytes) -> str:
    """UTF-16 without a mark by its zero bytes, empty when it is none."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2
    if odd > most * 0.4 and even < most * 0.1:
        return "utf-16-le"
    if even > most * 0.4 and odd < most * 0.1:
        return "utf-16-be"
    return ""


def _mixed(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="surrogateescape")
    lines: set[int] = set()
    at, line = 0, 1

    def western(match: re.Match[str]) -> str:
        nonlocal at, line
        line += text.count("\n", at, match.start())
        at = match.start()
        lines.add(line)
        return _western(match[0].encode("utf-8", errors="surrogateescape"))

    repaired = _STRAY.sub(western, text)
    if not _PROPER.search(text):
        return Decoded(repaired, "windows-1252")
    return Decoded(repaired, "utf-8", len(lines), min(lines))


def _western(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
