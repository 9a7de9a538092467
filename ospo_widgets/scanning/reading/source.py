# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One file while it is read: its bytes are here once, for every detector."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from enum import StrEnum

from ospo_widgets.scanning.paths import decode, ending_of
from ospo_widgets.scanning.reading.lazy import lazy

HEAD = 64 * 1024
"""Characters in which notices are looked for; they stand at the top of a file."""

_LFS = b"version https://git-lfs.github.com/spec/"
_LFS_SIZE = 1024
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, in which NUL bytes are no sign of a binary file."""
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_SNIFFED = 8192


class Kind(StrEnum):
    """What a file is, told from its content."""

    TEXT = "text"
    BINARY = "binary"
    EMPTY = "empty"
    POINTER = "pointer"
    """Git keeps the content elsewhere (LFS)."""


class Source:
    """The content of one file.

    Attributes:
        path: Relative to the root, ``/`` between folders, as the system gives it (bytes that are
            no UTF-8 are surrogates); show it through :func:`~ospo_widgets.scanning.paths.display`.
        data: The content, or its beginning when ``size`` is larger.
        size: Size on disk, in bytes.
    """

    def __init__(self, path: str, data: bytes, size: int | None = None) -> None:
        self.path = path
        self.data = data
        self.size = len(data) if size is None else size

    @lazy
    def name(self) -> str:
        """Name without folders."""
        return self.path.rpartition("/")[2]

    @lazy
    def suffix(self) -> str:
        """Ending in lower case, with its dot; empty when there is none."""
        return ending_of(self.path)

    @property
    def complete(self) -> bool:
        """Whether ``data`` is the whole file."""
        return len(self.data) >= self.size

    @lazy
    def digest(self) -> str:
        """SHA-256 of ``data``, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @lazy
    def kind(self) -> Kind:
        """What the file is."""
        if not self.data:
            return Kind.EMPTY
        if len(self.data) < _LFS_SIZE and self.data.startswith(_LFS):
            return Kind.POINTER
        if b"\0" in self.data[:_SNIFFED] and not self.data.startswith(_WIDE):
            return Kind.BINARY
        return Kind.TEXT

    @lazy
    def encoding(self) -> str:
        """``ascii``, ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32``, ``latin-1``, or empty."""
        if self.kind in {Kind.BINARY, Kind.EMPTY}:
            return ""
        if self.data.isascii():
            return "ascii"
        marked = next((name for mark, name in _MARKS if self.data.startswith(mark)), "")
        if marked:
            return marked
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            cut = error.start >= len(self.data) - 3 and error.reason == "unexpected end of data"
            return "utf-8" if cut and not self.complete else "latin-1"
        return "utf-8"

    @lazy
    def text(self) -> str:
        """Decoded content, line ends unified to LF; empty for binary files."""
        return "" if self.kind in {Kind.BINARY, Kind.EMPTY} else decode(self.data)

    @lazy
    def head(self) -> str:
        """The first :data:`HEAD` characters of the text."""
        return self.text[:HEAD]

    @lazy
    def utf8(self) -> bytes:
        """The text as UTF-8 bytes, to search in; the data itself where that is the same."""
        if self.kind is Kind.BINARY or self.encoding in {"ascii", "utf-8", ""}:
            return self.data
        return self.text.encode("utf-8", "replace")

    @lazy
    def _line_ends(self) -> list[int]:
        text = self.text
        ends = []
        at = text.find("\n")
        while at >= 0:
            ends.append(at)
            at = text.find("\n", at + 1)
        return ends

    def line_of(self, position: int) -> int:
        """Line, counted from 1, of a position in ``text``."""
        return bisect_left(self._line_ends, position) + 1
