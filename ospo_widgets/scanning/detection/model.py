# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What detection says: matches with their place, and the expression that they make together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SHOWN = 200
"""Characters of a text that are kept as evidence."""

TAG, TEXT, PHRASE = "tag", "text", "phrase"
"""Kinds of matches: an SPDX tag, a licence text or notice, a sentence that names a licence."""


@dataclass(frozen=True, slots=True)
class Match:
    """One place that states a licence.

    Attributes:
        kind: ``tag``, ``text`` or ``phrase``.
        expression: SPDX expression that this place states.
        line: First line, counted from 1.
        end_line: Last line.
        text: What stands there, cut to :data:`SHOWN` characters, blanks collapsed.
        confidence: From 0 (a mere name) to 100 (an SPDX tag).
        rule: What recognised it, for example ``name:GPL`` or ``text:MIT``.
        choice: The licence of the next place may be taken instead.
    """

    kind: str
    expression: str
    line: int
    end_line: int
    text: str
    confidence: int
    rule: str
    choice: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "expression": self.expression,
            "line": self.line,
            "end_line": self.end_line,
            "text": self.text,
            "confidence": self.confidence,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Detection:
    """What one text states.

    Attributes:
        ids: SPDX licence ids in order of appearance, without exceptions.
        expression: All of it as one expression, None when the text states no licence.
        evidence: The places, in the order of lines.
    """

    ids: tuple[str, ...] = ()
    expression: str | None = None
    evidence: tuple[Match, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "ids": list(self.ids),
            "expression": self.expression,
            "evidence": [match.to_json() for match in self.evidence],
        }
