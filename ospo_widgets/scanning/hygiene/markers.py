# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Marks of a merge that was not finished, and offensive words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import re2

from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.hygiene.places import places
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

_MARKS = re.compile(rb"^(<{7}(?= )|\|{7}(?= |\r?$)|={7}(?=\r?$)|>{7}(?= ))", re.M)
_TRIGGER = r"(?m)^<{7} "
_MOST = 200


def conflicts_in(data: bytes) -> list[int]:
    """Lines on which an unfinished merge begins: ours, the divider and theirs stand in order."""
    found: list[int] = []
    begun = divided = False
    at = counted = 0
    line = start = 1
    while len(found) < _MOST and (match := _MARKS.search(data, at)):
        line += data.count(b"\n", counted, match.start())
        counted = match.start()
        sign = match[1][:1]
        if sign == b"<":
            begun, divided, start = True, False, line
        elif sign == b"=":
            divided = begun
        elif sign == b">":
            if begun and divided:
                found.append(start)
            begun = divided = False
        at = match.end()
    return found


def _examine(source: Source) -> list[int] | None:
    return conflicts_in(source.utf8) or None


def conflicts() -> Detector:
    """Marks of merges: numbers of lines."""
    return Detector("conflicts", version(1), _examine, (_TRIGGER,))


@cache
def _offensive() -> Any:
    joined = "|".join(re.escape(word) for word in lists().words["offensive"])
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(rf"\b(?:{joined})\b", options)


def _examine_words(source: Source) -> list[int] | None:
    if source.suffix in {".svg", ".csv", ".map", ".lock"} or "min" in source.name.split("."):
        return None
    lines = [p.line for p in places(_offensive(), source.utf8, _MOST) if not _is_data(source, p)]
    return sorted(set(lines)) or None


def _is_data(source: Source, place: Any) -> bool:
    """Whether a match lies in a long run without spaces, as in base64, or names a licence."""
    near = source.utf8[max(place.begin, place.match - 40) : min(place.end, place.match + 40)]
    return b" " not in near or b"WHAT THE" in near.upper()


def offensive() -> Detector:
    """Offensive words: numbers of lines; the words themselves are in the data."""
    return Detector("offensive", version(1), _examine_words, (_offensive().pattern,))
