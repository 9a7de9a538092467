# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bytes of a text file to characters; never an error."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SNIFFED = 4096


def decoded(data: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-16 by its NULs, as UTF-8, as Latin-1."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    head = data[:_SNIFFED]
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        half = len(head) // 4
        if odd > half and even < odd // 8:
            return data.decode("utf-16-le", "replace")
        if even > half and odd < even // 8:
            return data.decode("utf-16-be", "replace")
        data = data.replace(b"\0", b" ")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
