# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Headers of notebooks, in their metadata, and outputs that are taken away.

``reuse`` looks at a notebook line by line. A line that holds nothing but a string is read as the
tag in it, so each statement is a list of one text: the form that Jupyter itself writes over three
lines without a comma, and keeps when it saves the notebook again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ospo_widgets.scanning.fix.content import Content, Splice
from ospo_widgets.scanning.fix.header import Wanted

KEY = "spdx"
"""Key in the metadata of a notebook."""
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class _BrokenError(ValueError):
    """It is no notebook that we understand."""


def notebook_splice(content: Content, wanted: Wanted) -> Splice | None:
    """The splice that puts a header into the metadata; None when this cannot be done safely."""
    if content.encoding not in {"ascii", "utf-8"}:
        return None
    try:
        start, members = _metadata(content)
    except (_BrokenError, RecursionError, MemoryError):
        return None
    indent = _indent(content.text, start)
    if indent is None or any(member[0] == KEY for member in members):
        return None
    newline = content.newline
    entries = []
    if wanted.copyright:
        entries.append(("copyright", wanted.lines()[0]))
    if wanted.license:
        entries.append(("license", wanted.lines()[-1]))
    inner = f",{newline}".join(
        f"{indent * 3}{json.dumps(name)}: [{newline}"
        f"{indent * 4}{json.dumps(text, ensure_ascii=content.encoding == 'ascii')}{newline}"
        f"{indent * 3}]"
        for name, text in entries
    )
    block = f'"{KEY}": {{{newline}{inner}{newline}{indent * 2}}}'
    after = next((first for key, first, _, _ in members if key > KEY), None)
    if after is not None:
        position, text = after, f"{block},{newline}{indent * 2}"
    elif members:
        position, text = members[-1][3], f",{newline}{indent * 2}{block}"
    else:
        position, text = start, f"{newline}{indent * 2}{block}{newline}{indent}"
    encoded = content.encode(text)
    return None if encoded is None else Splice(position, position, encoded)


def output_splices(content: Content) -> list[Splice]:
    """Splices that take outputs and execution counts away; none when it is no notebook."""
    if content.encoding not in {"ascii", "utf-8"}:
        return []
    found: list[Splice] = []
    text = content.text
    try:
        for key, _, start, _ in _members(text, _skip(text, content.begin)):
            if key != "cells":
                continue
            for cell in _items(text, start):
                fields = list(_members(text, cell))
                if not any(k == "cell_type" and text[s:e] == '"code"' for k, _, s, e in fields):
                    continue
                for name, _, begin, end in fields:
                    empty = {"outputs": "[]", "execution_count": "null"}.get(name)
                    if empty is not None and re.sub(r"\s", "", text[begin:end]) != empty:
                        found.append(Splice(begin, end, empty.encode()))
    except (_BrokenError, RecursionError, MemoryError):
        return []
    return found


def _metadata(content: Content) -> tuple[int, list[tuple[str, int, int, int]]]:
    """Position behind the brace of the metadata, and its members."""
    text = content.text
    for key, _, start, _ in _members(text, _skip(text, content.begin)):
        if key == "metadata":
            return start + 1, list(_members(text, start))
    raise _BrokenError


def _members(text: str, position: int) -> Iterator[tuple[str, int, int, int]]:
    """Members of the object at ``position``: key, where the key begins, the value begins, ends."""
    if not text.startswith("{", position):
        raise _BrokenError
    position = _skip(text, position + 1)
    while not text.startswith("}", position):
        first = position
        key, position = _value(text, position)
        position = _skip(text, position)
        if not isinstance(key, str) or not text.startswith(":", position):
            raise _BrokenError
        start = _skip(text, position + 1)
        _, end = _value(text, start)
        yield key, first, start, end
        position = _skip(text, end)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
        elif not text.startswith("}", position):
            raise _BrokenError


def _items(text: str, position: int) -> Iterator[int]:
    """Where the items of the list at ``position`` begin."""
    if not text.startswith("[", position):
        raise _BrokenError
    position = _skip(text, position + 1)
    while not text.startswith("]", position):
        yield position
        _, end = _value(text, position)
        position = _skip(text, end)
        if text.startswith(",", position):
            position = _skip(text, position + 1)
        elif not text.startswith("]", position):
            raise _BrokenError


def _value(text: str, position: int) -> tuple[object, int]:
    try:
        found, end = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        raise _BrokenError from None
    return found, end


def _skip(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _indent(text: str, position: int) -> str | None:
    """One step of indentation, from the line of ``"metadata"``; None when it has no line itself."""
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    match = re.match(r'([ \t]+)"metadata"', text[start:position])
    return match[1] if match else None
