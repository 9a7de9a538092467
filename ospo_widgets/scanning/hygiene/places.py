# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lines of a text in which an expression matches, found without going through all lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_PLACES = 20_000
"""Most places of one text that are looked at."""
_BEFORE, _AFTER = 300, 900
"""Bytes around a match that are looked at; few lines are longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line, or a window of a very long one.

    Attributes:
        line: Its number, counted from 1.
        begin: Where it begins in the text, in bytes.
        end: Where it ends.
        match: Where the match begins.
    """

    line: int
    begin: int
    end: int
    match: int


def places(pattern: Any, data: bytes, limit: int = MAX_PLACES) -> Iterator[Place]:
    """Lines with a match, each once; long lines in windows around each match.

    Args:
        pattern: Compiled by RE2.
        data: The text.
        limit: Most places.
    """
    at = counted = 0
    line = 1
    for _ in range(limit):
        match = pattern.search(data, at)
        if match is None:
            return
        start, end = match.span()
        low = max(0, start - _BEFORE)
        begin = data.rfind(b"\n", low, start) + 1 or low
        stop = data.find(b"\n", end, end + _AFTER)
        whole = stop >= 0 or end + _AFTER >= len(data)
        if stop < 0:
            stop = min(len(data), end + _AFTER)
        line += data.count(b"\n", counted, start)
        counted = start
        yield Place(line, begin, stop, start)
        # What begins before the next search ends within this window.
        at = max(end, stop) if whole else max(end, stop - _BEFORE)
        if at >= len(data):
            return
