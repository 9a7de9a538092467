# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Cuts the passages out of a source file that may state a licence, and remembers what they say.

Thousands of files of one project carry the same notice. A passage is cut at empty lines (comment
decoration is no content), so what differs from file to file stays outside, and a passage that was
seen before costs a look into a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from ospo_widgets.scanning.detection.engine import detect_text
from ospo_widgets.scanning.detection.model import Match

HEAD = 64 * 1024
"""Bytes in which notices are looked for; they stand at the top of a file."""
MAX_HITS = 100
MAX_PASSAGE = 24 * 1024
MAX_PASSAGES = 60
JOINED = 480
"""Bytes between two passages up to which they are one: texts have paragraphs of their own."""

WORDS = (
    r"licen[cs]e",
    r"licen[cs]ed",
    r"\ba?l?gpl",
    r"general public",
    r"copyleft",
    r"public domain",
    r"permission is hereby",
    r"permission to use",
    r"redistribut",
    r"spdx-",
    r"creative ?commons",
    r"same terms",
    r"cecill",
    r"mozilla public",
    r"is free software",
    r"software is provided",
)
"""Words without which a file states no licence; triggers of the detector."""

_options = re2.Options()
_options.case_sensitive = False
_options.encoding = re2.Options.Encoding.LATIN1
_HIT = re2.compile("|".join(WORDS).encode("ascii"), _options)
_EMPTY = b" \t\r/*#;%!|\"'-.:~+=_$<>\\{}[],&^@"
_EMPTY_LINE = re.compile(rb"\n[" + re.escape(_EMPTY) + rb"]*+(?=\n|\Z)")
_STEPS = 60
"""Lines that are gone back or on at most to find the end of a paragraph."""


def passages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Passages with telling words: position and content, in order."""
    data = data[:HEAD]
    spans: list[tuple[int, int]] = []
    done = 0
    for _ in range(MAX_HITS):
        hit = _HIT.search(data, done) if len(spans) < MAX_PASSAGES else None
        if hit is None:
            break
        start, end = _paragraph(data, hit.start())
        if spans and start - spans[-1][1] <= JOINED and end - spans[-1][0] <= MAX_PASSAGE:
            start = spans.pop()[0]
        spans.append((start, end))
        done = end
    for start, end in spans:
        yield start, data[start:end]


def has_words(data: bytes, start: int) -> bool:
    """Whether a telling word stands behind a position."""
    return _HIT.search(data[:HEAD], start) is not None


def end_of_last(data: bytes) -> int:
    """Where the empty line behind the last passage ends; 0 when there is none.

    Files that are the same up to there have the same passages, unless they have more of them.
    """
    last = 0
    for start, passage in passages(data):
        last = start + len(passage)
    following = data.find(b"\n", last + 1) if last else -1
    return following + 1 if following >= 0 and last < HEAD else 0


def _paragraph(data: bytes, at: int) -> tuple[int, int]:
    """First and last position of the run of lines with content around a position."""
    start = data.rfind(b"\n", 0, at) + 1
    for _ in range(_STEPS):
        if start == 0:
            break
        before = data.rfind(b"\n", 0, start - 1) + 1
        if not data[before : start - 1].strip(_EMPTY):
            break
        start = before
    end = data.find(b"\n", at)
    if end < 0:
        return start, len(data)
    empty = _EMPTY_LINE.search(data, end)
    last = empty.start() if empty else len(data)
    if data.count(b"\n", end, last) <= _STEPS:
        return start, last
    for _ in range(_STEPS):
        if end >= len(data):
            break
        following = data.find(b"\n", end + 1)
        following = len(data) if following < 0 else following
        if not data[end + 1 : following].strip(_EMPTY):
            break
        end = following
    return start, end


@lru_cache(maxsize=20_000)
def _said(passage: bytes) -> tuple[Match, ...]:
    return detect_text(passage.decode("utf-8", "replace")).evidence


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """What the passages of a file say, as rows for the scan."""
    found: list[dict[str, Any]] = []
    line = 1
    counted = 0
    for start, passage in passages(data):
        said = _said(passage)
        if not said:
            continue
        line += data.count(b"\n", counted, start)
        counted = start
        found += (row(match, line - 1) for match in said)
    return found


def row(match: Match, offset: int = 0) -> dict[str, Any]:
    """A match as plain data, its lines counted in the whole file."""
    return {
        "expression": match.expression,
        "line": match.line + offset,
        "end_line": match.end_line + offset,
        "text": match.text,
        "confidence": match.confidence,
        "kind": match.kind,
        "rule": match.rule,
        "choice": match.choice,
    }
