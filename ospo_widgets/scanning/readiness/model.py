# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lines of the release checklist with their answers, and how many are answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge.model import Answer

NOT_APPLICABLE = "not-applicable"
"""Answer in JSON of an item that does not concern this tree."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person answered to an item.

    Attributes:
        answer: Yes, no or unknown.
        note: Reason or reference, for example where the decision is written down.
        applies: False when the person says that the item does not concern this project.
        path: ``path:line`` of the answer when it stands in the tree, else empty.
    """

    answer: Answer
    note: str = ""
    applies: bool = True
    path: str = ""

    def counts(self, found: Answer) -> bool:
        """Whether it counts beside what the scan found: a no always, else where that is open."""
        settles = found is Answer.CONDITIONAL and self.answer is Answer.YES
        return found is Answer.UNKNOWN or self.answer is Answer.NO or settles


@dataclass(frozen=True, slots=True)
class ReadinessItem:
    """One line of the release checklist.

    Attributes:
        id: Id, for example ``"S16"``.
        answer: Yes, no or unknown (conditional: in part). Yes is never guessed.
        findings: Ids of the findings that say no.
        title: What the item asks for, in the session's language.
        kind: ``A`` a scan can answer, ``Q`` a person, ``A/Q`` both, ``H`` somebody signs off.
        evidence: What was found for it, ``path`` or ``path:line``.
        question: What to ask a person while the answer is open, else empty.
        note: What is missing, or the note of the person who answered.
        ask: Roles who can answer: ``team``, ``ospo``, ``tto``, ``group-leader``.
        told_by: ``scan``, ``person``, or ``file`` (the answers in the tree); empty when nobody.
        applies: False when the item does not concern this tree; ``answer`` is unknown then.
    """

    id: str
    answer: Answer
    findings: tuple[str, ...] = ()
    title: str = ""
    kind: str = "A"
    evidence: tuple[str, ...] = ()
    question: str = ""
    note: str = ""
    ask: tuple[str, ...] = ()
    told_by: str = ""
    applies: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain data; ``answer`` is ``not-applicable`` when the item does not apply."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "answer": str(self.answer) if self.applies else NOT_APPLICABLE,
            "told_by": self.told_by,
            "findings": list(self.findings),
            "evidence": list(self.evidence),
            "question": self.question,
            "note": self.note,
            "ask": list(self.ask),
        }


@dataclass(frozen=True, slots=True)
class ReadinessScore:
    """How many items are answered, and how; items that do not apply are left out."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    unknown: int = 0
    not_applicable: int = 0

    @property
    def total(self) -> int:
        """Items that apply."""
        return self.yes + self.partly + self.no + self.unknown

    def to_json(self) -> dict[str, int]:
        """Plain data."""
        return {
            "yes": self.yes,
            "partly": self.partly,
            "no": self.no,
            "unknown": self.unknown,
            "not_applicable": self.not_applicable,
            "total": self.total,
        }


def score(items: Iterable[ReadinessItem]) -> ReadinessScore:
    """Count the answers; unknown is never counted as yes."""
    counts = dict.fromkeys(Answer, 0)
    left_out = 0
    for item in items:
        if item.applies:
            counts[item.answer] += 1
        else:
            left_out += 1
    return ReadinessScore(
        yes=counts[Answer.YES],
        partly=counts[Answer.CONDITIONAL],
        no=counts[Answer.NO],
        unknown=counts[Answer.UNKNOWN],
        not_applicable=left_out,
    )
