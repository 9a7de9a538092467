# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (the tags below are what is looked for)

"""Licences, copyrights and contributors in the content of one file, as ``reuse`` extracts them.

``reuse.extract.reuse_info_of_file`` asks libmagic for the encoding of each file, decodes it in
chunks and applies expressions to all of it. Here the same chunks are searched for three words as
bytes; only lines that contain one are decoded and given to the library, each different line once.
The encoding of plain UTF-8, by far the most files, is told without libmagic; other files are
given to it. Differences to the library: only those of
:mod:`~ospo_widgets.scanning.reuse.ignore_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from ospo_widgets.scanning.reuse.ignore_blocks import Span, kept_spans, without_long_blanks

CHUNK = 1024 * 64
LINE = 1024
HEAD = 1024 * 2
"""Sizes as in ``reuse.extract``."""

_IGNORE_START, _IGNORE_END = "REUSE-IgnoreStart", "REUSE-IgnoreEnd"
_IGNORE = b"REUSE-Ignore"
_WORDS = ("SPDX-", "Copyright", "\u00a9")
"""One of these stands in every line that ``reuse`` looks at."""
_BYTES = tuple(word.encode() for word in _WORDS)
_WIDE = tuple(
    word.encode(encoding).rstrip(b"\0")
    for word in _WORDS[:2]
    for encoding in ("utf-16-le", "utf-32-le")
)
"""The words in encodings of two and four bytes, in the part that both byte orders share."""
_PLAIN = bytes((9, 10, 12, 13, *range(0x20, 0x7F)))
"""Characters for which libmagic never doubts that a file is text."""
_UTF_7 = b"+/v"
_MARK = b"\xef\xbb\xbf"
_MEMORY = 50_000
_LONGEST_REMEMBERED = 1_000


class Tag(NamedTuple):
    """Something that a file states.

    Attributes:
        kind: ``license``, ``copyright`` or ``contributor``.
        text: The expression as it is written, the notice as ``reuse`` writes it, or the name.
        line: Line, counted from 1.
    """

    kind: str
    text: str
    line: int


class _Found(NamedTuple):
    kind: str
    key: object
    """Equal for what ``reuse`` holds to be the same, such as notices with another dash."""
    text: str


def tags_of(data: bytes) -> list[Tag]:
    """Everything that the content of a file states, in order, each once.

    Raises:
        Exception: The library raises it too, and ``reuse lint`` reports the file as unreadable.
    """
    spans = _lines(data)
    if not spans and not _may_state(data):
        return []
    head = data[:HEAD]
    if not is_plain(head):
        return tags_of_stream(BytesIO(data))
    if len(data) <= CHUNK and b"\r" not in data and _IGNORE not in data:
        return _collect(_of_spans(data, spans, 1))
    return _collect(_of_chunks(_chunks(data, _newline(head)), "utf_8"))


class Readable(Protocol):
    """What is needed of an open file, in binary mode."""

    def read(self, size: int = -1, /) -> bytes:
        """Read at most ``size`` bytes."""

    def seek(self, offset: int, /) -> int:
        """Go to a position."""

    def tell(self) -> int:
        """The position."""


def tags_of_stream(file: Readable) -> list[Tag]:
    """The same for an open file of any size and encoding; reads it once, in chunks.

    Raises:
        OSError: It cannot be read.
        Exception: See :func:`tags_of`.
    """
    library = _library()
    head = file.read(HEAD)
    file.seek(0)
    encoding = "utf_8" if is_plain(head) else library.detect_encoding(head)
    if encoding is None:
        return []
    newline = library.detect_newline(head, encoding=encoding).encode(encoding)
    return _collect(_of_chunks(library._read_chunks(file, newline=newline), encoding))


def is_plain(head: bytes) -> bool:
    """Whether a file that begins so is UTF-8 text for libmagic too; False when in doubt."""
    rest = head.translate(None, _PLAIN)
    if not rest:
        return not head.startswith(_UTF_7)
    if min(rest) < 0x80 or head.startswith(_MARK):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_state(data: bytes) -> bool:
    """Whether ``reuse`` can find anything in data without the words; True when in doubt."""
    head = data[:HEAD].rstrip(b"\0")  # libmagic leaves them out too
    if head.startswith(_UTF_7):
        return True
    if b"\0" in head:
        # A mark of two or four bytes, or so many NULs that it could be such text without a mark.
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
        return wide or head.count(0) * 3 > len(head) or any(word in data for word in _WIDE)
    # The copyright sign in Latin-1, or a mark of UTF-16 without a character below 256.
    return not is_plain(head) and (b"\xa9" in data or head.startswith((b"\xff\xfe", b"\xfe\xff")))


def _newline(head: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in head else b"\r" if b"\r" in head else b"\n"


def _chunks(data: bytes, newline: bytes) -> Iterator[bytes]:
    """The chunks in which ``reuse`` reads: 64 KiB and up to 1 KiB more, to the end of a line."""
    size = len(data)
    if size <= CHUNK:
        yield data
        return
    at = 0
    while at < size:
        end = at + CHUNK
        ends = data.find(newline, end, end + LINE)
        end = min(end + LINE, size) if ends < 0 else ends + len(newline)
        yield data[at:end]
        at = end


def _of_chunks(chunks: Iterable[bytes], encoding: str) -> Iterator[tuple[_Found, int]]:
    line, inside = 1, False
    for chunk in chunks:
        if encoding == "utf_8" and not inside and b"\r" not in chunk and _IGNORE not in chunk:
            yield from _of_spans(chunk, _lines(chunk), line)
            line += chunk.count(b"\n")
            continue
        text = chunk.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        spans, inside = kept_spans(text, _IGNORE_START, _IGNORE_END, inside)
        yield from _of_text(text, spans, line)
        line += text.count("\n")


def _of_spans(chunk: bytes, spans: list[Span], line: int) -> Iterator[tuple[_Found, int]]:
    counted = 0
    for start, end in spans:
        if found := _remembered(chunk[start:end]):
            line += chunk.count(b"\n", counted, start)
            counted = start
            yield found, line


def _lines(chunk: bytes) -> list[Span]:
    """Begins and ends of lines in which one of the words stands."""
    spans = {}
    for word in _BYTES:
        if word[0] not in chunk:  # ten times as quick as to look for the word
            continue
        at = chunk.find(word)
        while at >= 0:
            end = chunk.find(b"\n", at)
            if end < 0:
                end = len(chunk)
            spans[chunk.rfind(b"\n", 0, at) + 1] = end
            at = chunk.find(word, end)
    return sorted(spans.items())


def _of_text(text: str, spans: list[Span], line: int) -> Iterator[tuple[_Found, int]]:
    """What the pieces of a text state, joined as ``reuse`` joins them."""
    joined = "".join(text[a:b] for a, b in spans)
    if not any(word in joined for word in _WORDS):
        return
    at = counted = passed = piece = 0
    for content in joined.split("\n"):
        if any(word in content for word in _WORDS) and (found := _of_line(content)):
            # The position in the joined text is looked for among the pieces.
            while piece + 1 < len(spans) and at >= passed + spans[piece][1] - spans[piece][0]:
                passed += spans[piece][1] - spans[piece][0]
                piece += 1
            position = spans[piece][0] + at - passed
            line += text.count("\n", counted, position)
            counted = position
            yield found, line
        at += len(content) + 1


def _collect(found: Iterable[tuple[_Found, int]]) -> list[Tag]:
    tags: dict[tuple[str, object], Tag] = {}
    for (kind, key, text), line in found:
        tags.setdefault((kind, key), Tag(kind, text, line))
    return list(tags.values())


_memory: dict[bytes, _Found | None] = {}


def _remembered(line: bytes) -> _Found | None:
    """What one line states; trees have thousands of equal lines."""
    try:
        return _memory[line]
    except KeyError:
        pass
    found = _of_line(line.decode("utf-8", "replace"))
    if len(line) <= _LONGEST_REMEMBERED:
        if len(_memory) >= _MEMORY:
            _memory.clear()
        _memory[line] = found
    return found


def _of_line(line: str) -> _Found | None:
    if ":" not in line and _WORDS[1] not in line and _WORDS[2] not in line:
        return None  # every tag has a colon
    info: Any = _library().extract_reuse_info(without_long_blanks(line))
    for notice in info.copyright_notices:
        return _Found("copyright", notice, str(notice))
    for expression in info.spdx_expressions:
        return _Found("license", expression._text, expression._text)
    for name in info.contributor_lines:
        return _Found("contributor", name, name)
    return None


def prepare() -> None:
    """Load the library."""
    _library()


@cache
def _library() -> ModuleType:
    from reuse import extract

    return extract


# REUSE-IgnoreEnd
