# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed in questions and rules since a file, a link or a sheet was made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ospo_widgets.advice.model import Answers
from ospo_widgets.knowledge.model import Knowledge, Provenance, Question

FINGERPRINT = 6
"""Length of a fingerprint, in hexadecimal digits: short enough for a link."""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of knowledge that was reviewed after a date.

    Attributes:
        kind: ``policies``, ``verdicts``, ``licenses``, ``questions`` or ``components``.
        id: Id of the row; for a rule, of the rule.
        text: What it says.
        checked: When it was reviewed.
    """

    kind: str
    id: str
    text: str
    checked: date


def fingerprint(question: Question) -> str:
    """Short hash of what an answer rests on: the question’s id and kind, and its option ids.

    Wording is left out, so that a corrected sentence or another language changes nothing.
    """
    parts = (question.id, question.per, question.kind, *(o.id for o in question.options))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:FINGERPRINT]


def fingerprints(answers: Answers, knowledge: Knowledge) -> dict[str, str]:
    """Fingerprints of the questions that the answers belong to, by question id."""
    asked = {question_of(key) for key in answers}
    return {q.id: fingerprint(q) for q in knowledge.questions if q.id in asked}


def changed_answers(
    answers: Answers, written: Mapping[str, str], knowledge: Knowledge
) -> tuple[str, ...]:
    """Keys of answers whose question changed, or is gone, since the fingerprints were written.

    Args:
        answers: Answers by key.
        written: Fingerprints by question id, as the file has them.
        knowledge: Questions of today.
    """
    now = {question.id: fingerprint(question) for question in knowledge.questions}
    return tuple(
        key
        for key in answers
        if question_of(key) in written and written[question_of(key)] != now.get(question_of(key))
    )


def changed_on(keys: Iterable[str], knowledge: Knowledge) -> date:
    """Day on which the questions behind some answers were last reviewed."""
    wanted = {question_of(key) for key in keys}
    days = [q.provenance.checked for q in knowledge.questions if q.id in wanted]
    return max(days, default=knowledge.reviewed_on)


def question_of(key: str) -> str:
    """Id of the question that an answer key ends with."""
    return key.rpartition("/")[2]


def rules_changed_since(
    since: date, knowledge: Knowledge, policy: str = ""
) -> tuple[ChangedRow, ...]:
    """Rows that were reviewed after a sheet was made, the newest first.

    Args:
        since: Knowledge date of the sheet; rows of that day are left out.
        knowledge: What is known today.
        policy: Id of a profile; its rules alone then count, by default those of all.
    """
    found = [row for row in _rows(knowledge, policy) if row.checked > since]
    unique = {(row.kind, row.id, row.text): row for row in found}.values()
    return tuple(sorted(unique, key=lambda r: (-r.checked.toordinal(), r.kind, r.id)))


def _rows(knowledge: Knowledge, policy: str) -> Iterator[ChangedRow]:
    for profile in knowledge.policies.values():
        if policy in ("", profile.id):
            yield from _of("policies", profile.rules, lambda row: row.text)
    yield from _of("questions", knowledge.questions, lambda row: row.text)
    yield from _of("verdicts", knowledge.verdicts, lambda row: row.reason)
    yield from _of("licenses", knowledge.licenses.values(), lambda row: row.summary)
    yield from _of("components", knowledge.components.values(), lambda row: row.note or row.name)


def _of(kind: str, rows: Iterable[object], say: Callable[..., str]) -> Iterator[ChangedRow]:
    for row in rows:
        provenance = getattr(row, "provenance", None)
        if isinstance(provenance, Provenance):
            yield ChangedRow(kind, str(getattr(row, "id", "")), say(row), provenance.checked)
