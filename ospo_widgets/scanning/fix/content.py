# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The content of one file as it is edited: splices on bytes, so that all else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that make a file binary for one of the libraries with which ``reuse`` may look at it."""
_SNIFFED = 8192


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """Bytes from ``start`` to ``end`` become ``new``; nothing else changes."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True)
class Content:
    """Bytes of a file.

    For looking at it, :attr:`text` holds one character for each byte, so that positions in both are
    the same; all signs that matter to us are ASCII.
    """

    data: bytes

    @property
    def begin(self) -> int:
        """Where the content begins: behind the byte order mark."""
        return len(_BOM) if self.data.startswith(_BOM) else 0

    @cached_property
    def text(self) -> str:
        """One character for each byte."""
        return self.data.decode("latin-1")

    @cached_property
    def encoding(self) -> str:
        """``ascii``, ``utf-8``, ``other`` (eight bits), or ``binary`` (UTF-16 too)."""
        if b"\0" in self.data or _CONTROL.search(self.data[:_SNIFFED]):
            return "binary"
        if self.data.isascii():
            return "ascii"
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            return "other"
        return "utf-8"

    def encode(self, text: str) -> bytes | None:
        """Text in the encoding of the file; None when that is not known and it matters."""
        if self.encoding == "other" and not text.isascii():
            return None
        return text.encode("utf-8")

    @cached_property
    def newline(self) -> str:
        """The line end that the file begins with; a line feed when it has none."""
        match = re.search(r"\r\n|\n|\r", self.text)
        return match[0] if match else "\n"


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The content with all splices done.

    Raises:
        ValueError: Two of them overlap.
    """
    pieces: list[bytes] = []
    position = 0
    for splice in sorted(splices):
        if splice.start < position:
            raise ValueError("splices overlap")
        pieces += [data[position : splice.start], splice.new]
        position = splice.end
    pieces.append(data[position:])
    return b"".join(pieces)
