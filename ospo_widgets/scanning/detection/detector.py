# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detector of the scan: what each file says about its licence, with places."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from ospo_widgets.scanning.detection.blocks import WORDS, end_of_last, has_words, row, rows_of
from ospo_widgets.scanning.detection.decoding import decoded
from ospo_widgets.scanning.detection.engine import detect_text
from ospo_widgets.scanning.detection.license_texts import (
    MAX_OWN,
    MAX_SIZE,
    SURE,
    is_license_file,
    is_own_name,
    text_ids,
)
from ospo_widgets.scanning.detection.model import Match
from ospo_widgets.scanning.paths import decode
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

VERSION = 2
MAX_ROWS = 40
SAME = 2
"""Places of one licence that are kept of a file, the surest first."""
MAX_TEXT = 512 * 1024
_TAG = b"SPDX-License-" + b"Identifier:"
_TAGGED = 4096
"""Bytes at the top in which a tag settles the matter: the library for REUSE reads it."""


def _examine(source: Source) -> list[dict[str, Any]]:
    if is_license_file(source.path):
        said = _whole(source.text[:MAX_TEXT], source.name)
        return [row(match) for match in said[:MAX_ROWS]]
    data = source.utf8
    if data.find(_TAG, 0, _TAGGED) >= 0:
        return []
    return _of_source(data)


class _Top(NamedTuple):
    """The top of a file up to its last passage, and what it says."""

    text: bytes
    rows: list[dict[str, Any]]


_tops: dict[bytes, list[_Top]] = {}
"""Tops that begin alike, the one that was found last before the others."""
_BEGINNING = 200
"""Bytes at the top under which tops are found again."""
_MAX_TOPS = 2_000
_ALIKE = 6
"""Tops that are kept of those that begin alike."""
_LONGEST_TOP = 8 * 1024


def _of_source(data: bytes) -> list[dict[str, Any]]:
    """What the passages of a source say; the same rows for files that only begin with the same.

    Thousands of files of a project begin alike and then say nothing of licences.
    """
    alike = _tops.get(data[:_BEGINNING], [])
    for place, top in enumerate(alike):
        if data.startswith(top.text) and not has_words(data, len(top.text)):
            if place:
                alike.insert(0, alike.pop(place))
            return top.rows
    rows = _shortened(rows_of(data))
    end = end_of_last(data) if rows else 0
    if _BEGINNING <= end <= _LONGEST_TOP:
        if len(_tops) >= _MAX_TOPS:
            _tops.clear()
        # Behind the first, which has proved itself.
        alike.insert(1, _Top(data[:end], rows))
        _tops[data[:_BEGINNING]] = alike[:_ALIKE]
    return rows


@lru_cache(maxsize=2)
def _whole(text: str, name: str) -> tuple[Match, ...]:
    """What a whole licence file says; both detectors ask, one after the other."""
    return detect_text(text, name).evidence


def _examine_text(source: Source) -> list[dict[str, Any]]:
    data = source.data[:MAX_SIZE]
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    ids = text_ids(m.expression for m in _whole(text, source.name) if m.confidence >= SURE)
    own = is_own_name(source.name) and len(data) < MAX_OWN
    return [{"ids": list(ids), "text": decode(data) if own else ""}]


def _shortened(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The surest places of each licence, in the order of lines."""
    if len(rows) <= SAME:
        return rows
    kept: dict[str, int] = {}
    chosen = []
    for one in sorted(rows, key=lambda r: (-r["confidence"], r["line"])):
        kept[one["expression"]] = kept.get(one["expression"], 0) + 1
        if kept[one["expression"]] <= SAME:
            chosen.append(one)
    return sorted(chosen[:MAX_ROWS], key=lambda r: r["line"])


def _prepare() -> None:
    """Read the rules and the text engine, once for all processes that will be forked."""
    detect_text("Permission to use is licensed under the terms of the MIT license.")


LICENSES = Detector(
    name="licenses",
    version=VERSION,
    examine=_examine,
    triggers=WORDS,
    wants=is_license_file,
    prepare=_prepare,
)
"""Rows, in the order of lines: ``{expression, line, end_line, text, confidence, kind, rule,
choice}``."""

LICENSE_TEXTS = Detector(
    name="license-texts",
    version=1,
    examine=_examine_text,
    wants=is_license_file,
    binary=True,
)
"""One row for each licence file: ``{ids, text}``, see
:class:`~ospo_widgets.scanning.detection.license_texts.LicenseText`."""
