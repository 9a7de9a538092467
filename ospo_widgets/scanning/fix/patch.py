# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Patches as ``git diff`` writes them: ``git apply`` and ``patch -p1`` take them, byte by byte."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONTEXT = 3
"""Lines around a change."""
_MAX_COMPARED = 4_000_000
"""Lines before times lines after, up to which the smallest difference is looked for."""
_ESCAPES = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}
_EMPTY_BLOB = "0" * 40


@dataclass(frozen=True, slots=True)
class FilePatch:
    """The part of a patch that is about one file.

    Attributes:
        data: Its bytes.
        added: Lines added.
        removed: Lines removed.
    """

    data: bytes
    added: int
    removed: int


def file_patch(
    path: str, before: bytes | None, after: bytes | None, mode: int, old_path: str = ""
) -> FilePatch:
    """The patch of one file.

    Args:
        path: Path after the change, as the system gives it.
        before: Content before, None for a new file.
        after: Content after, None for a file that goes away.
        mode: Its permissions; only whether it can be executed counts.
        old_path: Path before, when it differs; the content then stays.

    Raises:
        ValueError: A content has NUL bytes, which no text patch can hold.
    """
    if b"\0" in (before or b"") or b"\0" in (after or b""):
        raise ValueError("a binary file cannot be changed by a text patch")
    kind = b"100755" if mode & 0o111 else b"100644"
    old, new = os.fsencode(old_path or path), os.fsencode(path)
    head = [b"diff --git " + quoted(b"a/" + old) + b" " + quoted(b"b/" + new) + b"\n"]
    if old != new:
        head += [
            b"similarity index 100%\n",
            b"rename from " + quoted(old) + b"\n",
            b"rename to " + quoted(new) + b"\n",
        ]
        return FilePatch(b"".join(head), 0, 0)
    index = f"index {_blob(before)}..{_blob(after)}".encode("ascii")
    if before is None:
        head += [b"new file mode " + kind + b"\n", index + b"\n"]
    elif after is None:
        head += [b"deleted file mode " + kind + b"\n", index + b"\n"]
    else:
        head.append(index + b" " + kind + b"\n")
    head.append(b"--- " + (_name(b"a/" + old) if before is not None else b"/dev/null") + b"\n")
    head.append(b"+++ " + (_name(b"b/" + new) if after is not None else b"/dev/null") + b"\n")
    a, b = _lines(before or b""), _lines(after or b"")
    hunks = list(_hunks(a, b))
    if not hunks:  # an empty file is created or removed
        return FilePatch(b"".join(head[:-2]), 0, 0)
    body = b"".join(line for _, line in hunks)
    return FilePatch(
        b"".join(head) + body,
        sum(sign == "+" for sign, _ in hunks),
        sum(sign == "-" for sign, _ in hunks),
    )


def quoted(name: bytes) -> bytes:
    """A name as git writes it: quoted with escapes when it has bytes beyond printable ASCII."""
    if all(32 <= c < 127 and c not in (34, 92) for c in name):
        return name
    made = bytearray(b'"')
    for c in name:
        if c in _ESCAPES:
            made += b"\\" + _ESCAPES[c]
        elif 32 <= c < 127:
            made.append(c)
        else:
            made += b"\\%03o" % c
    return bytes(made + b'"')


def _name(name: bytes) -> bytes:
    """A name behind ``---`` or ``+++``; one with blanks ends with a tab, so that it is not cut."""
    made = quoted(name)
    return made + b"\t" if b" " in made and not made.startswith(b'"') else made


def _blob(content: bytes | None) -> str:
    """Name of the content in git."""
    if content is None:
        return _EMPTY_BLOB
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


def _lines(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    made = [line + b"\n" for line in lines[:-1]]
    return [*made, lines[-1]] if lines[-1] else made


def _hunks(a: Sequence[bytes], b: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Lines of all hunks with their sign; the sign of a heading is ``@``."""
    for group in _groups(_opcodes(a, b)):
        first, last = group[0], group[-1]
        heading = f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        yield "@", heading.encode("ascii")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from ((" ", _line(b" ", line)) for line in a[i1:i2])
            else:
                yield from (("-", _line(b"-", line)) for line in a[i1:i2])
                yield from (("+", _line(b"+", line)) for line in b[j1:j2])


_Op = tuple[str, int, int, int, int]


def _opcodes(a: Sequence[bytes], b: Sequence[bytes]) -> list[_Op]:
    """What differs; what both have at the beginning and the end is passed over first."""
    start, shortest = 0, min(len(a), len(b))
    while start < shortest and a[start] == b[start]:
        start += 1
    end = 0
    while end < shortest - start and a[-1 - end] == b[-1 - end]:
        end += 1
    made: list[_Op] = [("equal", 0, start, 0, start)] if start else []
    x, y = a[start : len(a) - end], b[start : len(b) - end]
    if len(x) * len(y) > _MAX_COMPARED:
        made.append(("replace", start, start + len(x), start, start + len(y)))
    else:
        found = difflib.SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
        made += [(t, i1 + start, i2 + start, j1 + start, j2 + start) for t, i1, i2, j1, j2 in found]
    if end:
        made.append(("equal", len(a) - end, len(a), len(b) - end, len(b)))
    return made


def _groups(ops: list[_Op]) -> Iterator[list[_Op]]:
    """Changes that are close to each other, with the lines around them."""
    group: list[_Op] = []
    for n, (tag, i1, i2, j1, j2) in enumerate(ops):
        if tag != "equal":
            group.append((tag, i1, i2, j1, j2))
            continue
        last = n == len(ops) - 1
        if group and (last or i2 - i1 > 2 * CONTEXT):
            cut = min(CONTEXT, i2 - i1)
            group.append((tag, i1, i1 + cut, j1, j1 + cut))
            yield group
            group = []
            if last:
                return
        if group:
            group.append((tag, i1, i2, j1, j2))
        elif not last:
            cut = min(CONTEXT, i2 - i1)
            group = [(tag, i2 - cut, i2, j2 - cut, j2)]
    if any(tag != "equal" for tag, *_ in group):
        yield group


def _range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start if not length else start + 1},{length}"


def _line(sign: bytes, line: bytes) -> bytes:
    if line.endswith(b"\n"):
        return sign + line
    return sign + line + b"\n\\ No newline at end of file\n"
