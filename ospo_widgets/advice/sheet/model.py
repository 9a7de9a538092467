# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The due-diligence sheet as frozen data: what one page tells a group leader, and its annex."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ospo_widgets.knowledge.model import Answer, Source

SCHEMA = "ospo-sheet/1"
"""Name and version of the JSON."""

SHOWN_USES = 10
"""Components on the page; the others stand in the annex."""
SHOWN_NAMES = 3
"""Components that one line of the page names; the others are counted."""
SHOWN_POINTS = 6
"""Open points on the page; the others stand in the annex."""
SHOWN_NOTES = 10
"""Terms explained on the page."""


class State(StrEnum):
    """What the answer box says."""

    READY = "ready"
    """Nothing is left to settle."""
    POINTS = "points"
    """Open points are left."""
    NONE = "none"
    """A part has no licence that fits."""
    HOLD = "hold"
    """Somebody must be asked before a licence is named."""
    EMPTY = "empty"
    """Nothing is known about the project yet."""

    @property
    def answer(self) -> Answer:
        """The same as an answer, which has a mark of its own."""
        return {
            State.READY: Answer.YES,
            State.POINTS: Answer.CONDITIONAL,
            State.NONE: Answer.NO,
            State.HOLD: Answer.NO,
            State.EMPTY: Answer.UNKNOWN,
        }[self]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known: label and text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """The proposal for one part.

    Attributes:
        part: Id of the part.
        name: Its name.
        license: Licence of the source, None when none is named.
        whole: Licence of what is handed out, None when none fits or none is named.
        without: The same without what is optional; empty when nothing is optional.
        optional: Names of what is optional, empty as above.
        answer: Whether all of it goes together; unknown when no reviewed source says so.
        because: Why, a few sentences.
    """

    part: str
    name: str
    license: str | None
    whole: str | None
    without: str
    optional: tuple[str, ...]
    answer: Answer
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseLine:
    """Something that others made and that a part uses; several that count the same share a line.

    Attributes:
        part: Id of the part.
        part_name: Name of the part.
        names: Names of the components, at least one.
        licenses: Their licences, each once; empty when not known.
        how: How the part uses them, in words.
        answer: Whether that goes together with the licence of the part; None on a hold.
        notes: Condition or reason, a sentence each.
        basis: ``curated``, ``matrix``, ``inferred`` or ``unknown``; empty on a hold.
        reviewed: False when licence or verdict rest on a claim that nobody checked.
        reason: Why, the deciding reason; empty on a hold.
        sources: Authorities of the verdict.
    """

    part: str
    part_name: str
    names: tuple[str, ...]
    licenses: tuple[str, ...]
    how: str
    answer: Answer | None
    notes: tuple[str, ...]
    basis: str
    reviewed: bool
    reason: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check: what was asked, what was answered.

    Attributes:
        id: Id of the check.
        label: What it is about.
        answer: Yes when nothing stands against the release, no on a hold, conditional with an
            open point, unknown without an answer.
        text: The answer in words, with date and reference of a clearance where they are given.
    """

    id: str
    label: str
    answer: Answer
    text: str


@dataclass(frozen=True, slots=True)
class PointLine:
    """Something to settle, with whom to ask.

    Attributes:
        id: Id of the rule or check that found it.
        text: What to do.
        ask: Whom to ask: role and address, empty when nobody in particular.
        sources: Where the rule stands.
        part: Id of the part, empty for the whole project.
        hold: It stops the release.
    """

    id: str
    text: str
    ask: str
    sources: tuple[Source, ...]
    part: str = ""
    hold: bool = False


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question as it was asked, with its answer.

    Attributes:
        key: Key of the answer.
        section: Section of the questionnaire, in words.
        question: The question.
        answer: The answer in words; empty when there is none.
        given: There is an answer.
        optional: The advice is complete without it.
        origin: Who answered, in words; empty without an answer.
    """

    key: str
    section: str
    question: str
    answer: str
    given: bool
    optional: bool
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A licence that was weighed: ``proposed``, ``possible`` or ``excluded``, with every reason."""

    part: str
    part_name: str
    license: str
    status: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A box to tick: ``as-proposed``, ``when-settled``, ``not`` or ``ask``, and its words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A term or a licence in plain words."""

    term: str
    text: str

    @property
    def pattern(self) -> str:
        """Regular expression for the places where it stands, also as a plural.

        A term with capitals (``REUSE``) is only meant where it is written so; any other one may
        begin a sentence.
        """
        written = re.escape(self.term)
        if self.term == self.term.lower():
            written = f"(?i:{written[:1]}){written[1:]}" if self.term[:1].isalpha() else written
        return rf"(?<![\w-]){written}s?(?![\w-])"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a group leader needs to decide about a release.

    Attributes:
        fingerprint: SHA-256 of what it rests on; the same content has the same one.
        project: Name of the project, empty when it has none.
        title: The question.
        state: What the answer box says, as an id.
        answer: What it says, one sentence.
        details: More of it, one sentence each.
        facts: What it is, who asks, who holds the rights.
        parts: The proposal.
        uses: What it uses, the first of it; ``all_uses`` has each component on a line of its own.
        checks: Checks.
        points: Holds first, then open points.
        effects: What it means for later collaboration.
        effects_part: Part that ``effects`` speak of, when there are several.
        transfer: Whether the transfer office must be involved, as sentences.
        bar: Printed across the decision on a hold; empty otherwise.
        decisions: Boxes to tick.
        notes: Terms in plain words.
        footer: What made it, from which knowledge and policy.
        asked_by: Role of who asked.
        on: Day on which it was made.
        policy: Id of the policy profile.
        knowledge_date: Newest review of the knowledge.
        version: Version of the program.
        language: Language of its texts.
        all_uses: Every component.
        alternatives: All licences that were weighed.
        answers: All that was asked and answered.
    """

    fingerprint: str
    project: str
    title: str
    state: State
    answer: str
    details: tuple[str, ...]
    facts: tuple[Fact, ...]
    parts: tuple[PartLine, ...]
    uses: tuple[UseLine, ...]
    checks: tuple[CheckLine, ...]
    points: tuple[PointLine, ...]
    effects: tuple[str, ...]
    effects_part: str
    transfer: tuple[str, ...]
    bar: str
    decisions: tuple[Decision, ...]
    notes: tuple[Note, ...]
    footer: str
    asked_by: str
    on: date
    policy: str
    knowledge_date: date
    version: str
    language: str
    all_uses: tuple[UseLine, ...]
    alternatives: tuple[Alternative, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def number(self) -> str:
        """Number to cite: day and the first of the fingerprint, ``OSPO-2026-1122-7F3A``."""
        return f"OSPO-{self.on:%Y-%m%d}-{self.fingerprint[:4].upper()}"

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        data = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return {"schema": SCHEMA, "number": self.number, **data}

    def to_frame(self) -> Any:
        """A pandas ``DataFrame``: one row a part, with source licence and as handed out."""
        import pandas as pd

        columns = ["part", "name", "license", "whole", "without", "answer", "because"]
        rows = [
            (p.part, p.name, p.license, p.whole, p.without, str(p.answer), " ".join(p.because))
            for p in self.parts
        ]
        return pd.DataFrame(rows, columns=columns)

    def to_html(self) -> str:
        """One self-contained HTML file that prints to A4."""
        from ospo_widgets.advice.sheet.html import sheet_html

        return sheet_html(self)

    def to_markdown(self) -> str:
        """The same as Markdown."""
        from ospo_widgets.advice.sheet.markdown import sheet_markdown

        return sheet_markdown(self)

    def to_pdf(self) -> bytes:
        """The same as PDF.

        Raises:
            PdfError: No browser is there to print it.
        """
        from ospo_widgets.printing import pdf_from_html

        return pdf_from_html(self.to_html())

    def _repr_html_(self) -> str:
        from ospo_widgets.advice.sheet.html import sheet_fragment

        return sheet_fragment(self)


def fingerprint_of(content: object) -> str:
    """SHA-256 of plain data, the same for equal data on every machine."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
