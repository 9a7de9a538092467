# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From the rows of the detector to the licence of a file; pure functions of plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ospo_widgets.scanning.detection.combine import combined, ids_in
from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import PHRASE, Match
from ospo_widgets.scanning.detection.passages import family_of
from ospo_widgets.scanning.detection.rules import gnu_defaults
from ospo_widgets.scanning.detection.settle import OPEN

SURE = 60
"""Confidence from which on a place counts as the licence of its file."""


@dataclass(frozen=True, slots=True)
class FileLicenses:
    """The licence of one file, as its words say.

    Attributes:
        expression: SPDX expression, None when nothing is said, or not surely enough.
        ids: Its ids, without exceptions.
        evidence: Places that count, in the order of lines.
    """

    expression: str | None
    ids: tuple[str, ...]
    evidence: tuple[Match, ...]


_NOTHING = FileLicenses(None, (), ())


def file_licenses(rows: Iterable[Mapping[str, Any]], *, sure: int = SURE) -> FileLicenses:
    """The licence of a file from the rows of the detector “licenses”.

    Args:
        rows: ``facts.rows("licenses").get(path, ())``.
        sure: Smallest confidence of a place that counts.
    """
    matches = [_match(row) for row in rows if int(row["confidence"]) >= sure]
    if not matches:
        return _NOTHING
    stated = {family_of(i) for m in matches for i in ids_in(m.expression) if not _is_default(m)}
    later = {m.expression for m in matches if m.expression.endswith("-or-later")}
    kept = [
        m
        for m in matches
        if not (_is_default(m) and family_of(ids_in(m.expression)[0]) in stated)
        and not (
            m.rule.startswith(OPEN) and f"{m.expression.removesuffix('-only')}-or-later" in later
        )
    ]
    found = [
        Found(m.line, m.end_line + 1, m.expression, m.kind, m.confidence, m.rule, choice=m.choice)
        for m in kept
    ]
    ids = tuple(dict.fromkeys(i for m in kept for i in ids_in(m.expression)))
    return FileLicenses(combined(found), ids, tuple(kept))


def _match(row: Mapping[str, Any]) -> Match:
    return Match(
        str(row["kind"]),
        str(row["expression"]),
        int(row["line"]),
        int(row["end_line"]),
        str(row["text"]),
        int(row["confidence"]),
        str(row["rule"]),
        bool(row.get("choice")),
    )


def _is_default(match: Match) -> bool:
    """Whether a name came without its version, so that another place may tell it."""
    if match.kind != PHRASE or not match.rule.startswith("name:"):
        return False
    return gnu_defaults().get(match.rule.removeprefix("name:")) == match.expression
