# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the advisor asks and what it answers, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ospo_widgets.knowledge.model import Answer, License, Question, Source
from ospo_widgets.licensing.model import Effective
from ospo_widgets.office.contacts import Contact
from ospo_widgets.project import Component, Origin, Part, Project

Value = str | tuple[str, ...]
"""One answer: an option id or a text, or option ids when several may be chosen."""

Answers = Mapping[str, Value]
"""Answers by key: ``question``, ``part/question`` or ``part/component/question``."""

UNKNOWN = "unknown"
"""Id of the option “I don’t know”."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question put to one subject.

    Attributes:
        key: Key of its answer.
        question: The question, its options complete.
        part: The part it is about, None for the whole project.
        component: The component it is about, None otherwise.
        text: The question in words, names filled in.
        why: Why it is asked, names filled in.
        value: The answer, None while there is none.
        origin: Who gave it, None while there is none.
        suggested: Option that the scan makes likely; not an answer.
    """

    key: str
    question: Question
    part: Part | None
    component: Component | None
    text: str
    why: str
    value: Value | None
    origin: Origin | None
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """An answer that cannot stand: unknown, or against another one.

    Attributes:
        key: Key of the answer.
        message: One or two sentences.
        other_key: Key of the answer that it contradicts, empty when there is none.
    """

    key: str
    message: str
    other_key: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of why, with where it comes from.

    Attributes:
        text: The sentence.
        basis: ``answer``, ``scan``, ``policy``, ``curated``, ``inferred`` or ``unknown``.
        sources: Sources of the rule, row or licence.
        row: Id of the rule, verdict or licence row; empty for a plain answer.
        key: Key of the answer that it rests on, empty when there is none.
        component: Slug of the component that it rests on, empty when there is none.
    """

    text: str
    basis: str
    sources: tuple[Source, ...] = ()
    row: str = ""
    key: str = ""
    component: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A licence that a part may have.

    Attributes:
        license: The licence.
        rank: 1 for the first choice.
        reasons: Why, the strongest first.
        regime: ``permissive``, ``weak`` or ``strong``; ``upstream`` for the licence of a fork.
        answer: Yes, conditional or unknown (a verdict that nobody reviewed stays unknown).
        conditions: What must be true for ``conditional``.
    """

    license: License
    rank: int
    reasons: tuple[Reason, ...]
    regime: str
    answer: Answer = Answer.YES
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excluded:
    """A licence that a part may not have, with every reason against it."""

    license: License
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one answer that makes a licence possible, or what is handed out freer.

    Attributes:
        text: What to do and what then holds, as a sentence.
        key: Key of the answer to change.
        value: Its new value.
        license: Licence or expression that is then possible.
    """

    text: str
    key: str
    value: Value
    license: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that must be settled before any licence is named.

    Attributes:
        rule: Id of the policy rule.
        text: What is the matter and what to do.
        ask: Whom to ask.
        keys: Keys of the answers that cause it.
        sources: Sources of the rule.
    """

    rule: str
    text: str
    ask: Contact
    keys: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something to settle before the release; it does not stop the advice.

    Attributes:
        id: Id of the policy rule, or of the check that found it.
        text: What to do, as a sentence.
        ask: Whom to ask, None when nobody in particular.
        part: Id of the part, empty for the whole project.
        keys: Keys of the answers that cause it.
        sources: Sources of the rule.
    """

    id: str
    text: str
    ask: Contact | None
    part: str
    keys: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PartAdvice:
    """Advice for one part.

    Attributes:
        part: The part, its components completed by the answers.
        candidates: Possible licences, best first; empty on a hold.
        excluded: Ruled out, with reasons.
        effective: Licence of what is handed out as one program or design; None when the part is
            no program, or has no candidate.
        chosen: Licence that the person chose, else the first candidate; None without candidates.
        by_choice: The person chose it.
        regime: Regime that comes first: ``permissive``, ``weak`` or ``strong``.
    """

    part: Part
    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    effective: Effective | None
    chosen: str | None
    by_choice: bool = False
    regime: str = ""

    def candidate(self, license_id: str) -> Candidate | None:
        """The candidate with this licence, None when it is not one."""
        return next((c for c in self.candidates if c.license.id == license_id), None)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Advice for a project.

    Attributes:
        project: The project, completed by the answers.
        parts: One advice a part.
        holds: Each of them forbids naming a licence.
        open_points: To settle before the release.
        policy: Id of the policy profile.
        knowledge_date: Newest date of review of what was used, ISO in JSON.
        answers: The answers, as given.
        complete: Every question that applies has an answer, and none contradicts another.
        asked: The project before the answers, so that one answer can be changed and all is
            worked out again.
    """

    project: Project
    parts: tuple[PartAdvice, ...]
    holds: tuple[Hold, ...]
    open_points: tuple[OpenPoint, ...]
    policy: str
    knowledge_date: date
    answers: Answers
    complete: bool
    asked: Project = field(default_factory=Project)

    def part(self, part_id: str) -> PartAdvice | None:
        """Advice for the part with this id, None when there is no such part."""
        return next((p for p in self.parts if p.part.id == part_id), None)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``: answers, verdicts, reasons, date and policy."""
        from ospo_widgets.advice.display import recommendation_json

        return recommendation_json(self)

    def to_frame(self) -> Any:
        """A pandas ``DataFrame``: one row for each licence of each part, possible or ruled out."""
        from ospo_widgets.advice.display import recommendation_frame

        return recommendation_frame(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.advice.display import recommendation_html

        return recommendation_html(self)
