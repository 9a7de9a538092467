# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Checks of the sheet, who answered what, and whether the transfer office must be involved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ospo_widgets.advice.assembly import category_of
from ospo_widgets.advice.model import UNKNOWN, Recommendation, Step
from ospo_widgets.advice.sheet.model import AnswerLine, CheckLine
from ospo_widgets.knowledge.conditions import facts_used
from ospo_widgets.knowledge.model import Answer, Category, Knowledge, Question, Severity
from ospo_widgets.office.contacts import TRANSFER, transfer_office
from ospo_widgets.project import Origin, Use
from ospo_widgets.wording import plural, words

COPIED = frozenset({Use.COPY, Use.MODIFY})

NOTHING = frozenset({"no", "none"})
"""Options that say that a check finds nothing."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check and the questions that answer it, the first one deciding.

    Attributes:
        id: Id; its label is ``sheet.check.label.<id>``.
        questions: Ids of questions; one that a policy or an overlay lacks is left out.
        transfer: The transfer office must be involved unless the answer finds nothing (F35).
    """

    id: str
    questions: tuple[str, ...]
    transfer: bool = False


CHECKS = (
    Check("patent", ("patent", "patent-record"), transfer=True),
    Check("contract", ("contract", "contract-record", "funding", "funding-terms"), transfer=True),
    Check("sensitive", ("sensitive", "sensitive-record"), transfer=True),
    Check("home", ("home-agreement", "home-agreement-record"), transfer=True),
    Check("outside", ("outside-consent",)),
    Check("copied", ("copied-pieces", "assistant-output")),
    Check("data", ("data-policy", "training-data")),
    Check("names", ("names-logos",)),
    Check("upkeep", ("maintenance", "succession")),
)
"""In the order of the page; factors F15, F16 and F17, F18, F3, F5, F32, F30 and F31, F34, F22."""

GATES = {"materials-answer": "materials", "collaboration-key": "collaboration"}
"""Facts in conditions that come from an answer of another name."""


class FindingLike(Protocol):
    """What the sheet reads of a finding of a scan."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""

    @property
    def title(self) -> str:
        """What was found."""


def check_lines(
    recommendation: Recommendation,
    steps: Sequence[Step],
    knowledge: Knowledge,
    findings: Sequence[FindingLike] | None,
) -> tuple[CheckLine, ...]:
    """All checks that apply.

    Args:
        recommendation: The advice.
        steps: Questions that apply, answered or not.
        knowledge: Of the advice.
        findings: Of a scan; None when there was none.
    """
    asked = {q.id: q for q in knowledge.questions}
    lines = []
    for check in CHECKS:
        main = asked.get(check.questions[0])
        if main is not None:
            line = _line(check, main, recommendation, steps)
            if line is not None:
                lines.append(line)
    if findings is not None:
        lines.append(_scan(findings))
    return tuple(lines)


def answer_lines(steps: Sequence[Step]) -> tuple[AnswerLine, ...]:
    """All questions that apply, each with its answer in words."""
    return tuple(
        AnswerLine(
            key=step.key,
            section=words(f"sheet.section.{step.question.section}"),
            question=step.text,
            answer="" if step.value is None else in_words(step),
            given=step.value is not None,
            optional=step.question.optional,
            origin=words(f"sheet.origin.{step.origin.value}") if step.origin else "",
        )
        for step in steps
    )


def in_words(step: Step) -> str:
    """The answer of a step: labels of options, or the text as it was written."""
    labels = {option.id: option.label for option in step.question.options}
    given = (step.value,) if isinstance(step.value, str) else (step.value or ())
    return ", ".join(labels.get(v, v) for v in given if v) or words("sheet.answer_text.nothing")


def transfer_lines(
    recommendation: Recommendation, steps: Sequence[Step], knowledge: Knowledge
) -> tuple[str, ...]:
    """Whether the transfer office must be involved, and why (factors F3, F10, F15 to F18).

    Returns:
        Sentences; the first one says yes, no, or that it is not known yet.
    """
    office = transfer_office(knowledge.policies[recommendation.policy])
    by_question = {step.question.id: step for step in steps if step.part is None}
    reasons: list[str] = []
    unanswered = False
    keys: set[str] = set()
    for check in CHECKS:
        step = by_question.get(check.questions[0])
        if not check.transfer or step is None:
            continue
        keys.add(step.key)
        if step.value is None:
            unanswered = True
        elif step.value not in NOTHING:
            reasons.append(words(f"sheet.transfer.reason.{check.id}"))
    custom = _custom(recommendation, knowledge)
    if custom:
        reasons.append(words("sheet.transfer.custom", components=", ".join(custom)))
    open_things = [(h.ask, h.keys, h.text) for h in recommendation.holds]
    open_things += [(p.ask, p.keys, p.text) for p in recommendation.open_points if p.ask]
    for ask, rests_on, text in open_things:
        if ask.role in TRANSFER and not keys & set(rests_on):
            reasons.append(text.rstrip("."))
    if reasons:
        listed = words("common.semicolon").join(dict.fromkeys(reasons))
        return (words("sheet.transfer.needed", name=office.name, reasons=listed),)
    if unanswered or "authors" not in recommendation.answers:
        return (words("sheet.transfer.open", name=office.name),)
    return (words("sheet.transfer.not_needed", name=office.name),)


def _line(
    check: Check, main: Question, recommendation: Recommendation, steps: Sequence[Step]
) -> CheckLine | None:
    label = words(f"sheet.check.label.{check.id}")
    asked = [s for q in check.questions for s in steps if s.question.id == q]
    copied = _copied(recommendation) if check.id == "copied" else ""
    told = [copied] if copied else []
    told += [in_words(s) for s in asked if s.value is not None]
    deciding = [s for s in asked if s.question.id == main.id]
    if not asked and not copied:
        return _not_asked(check, main, label, steps)
    if not told:
        return CheckLine(check.id, label, Answer.UNKNOWN, words("sheet.check.unanswered"))
    keys = {s.key for s in asked}
    said = words("common.semicolon").join(dict.fromkeys(told))
    return CheckLine(check.id, label, _answer(keys, deciding, recommendation), said)


def _answer(keys: set[str], deciding: Sequence[Step], recommendation: Recommendation) -> Answer:
    if any(keys & set(hold.keys) for hold in recommendation.holds):
        return Answer.NO
    if any(s.value in (None, UNKNOWN) or s.value == (UNKNOWN,) for s in deciding):
        return Answer.UNKNOWN
    if any(keys & set(point.keys) for point in recommendation.open_points):
        return Answer.CONDITIONAL
    return Answer.YES


def _not_asked(
    check: Check,
    main: Question,
    label: str,
    steps: Sequence[Step],
) -> CheckLine | None:
    """A question that does not apply: because of what was answered, or because of what was not."""
    if main.per != "project" or main.optional:
        return None
    answered: Mapping[str, object] = {s.key: s.value for s in steps}
    gates = {GATES.get(name, name) for name in facts_used(main.when)}
    if any(gate in answered and answered[gate] is None for gate in gates):
        return CheckLine(check.id, label, Answer.UNKNOWN, words("sheet.check.unanswered"))
    return CheckLine(check.id, label, Answer.YES, words(f"sheet.check.absent.{check.id}"))


def _copied(recommendation: Recommendation) -> str:
    count = sum(1 for p in recommendation.parts for c in p.part.components if c.use in COPIED)
    return plural("sheet.check.copied", count) if count else ""


def _scan(findings: Sequence[FindingLike]) -> CheckLine:
    blocks = sum(1 for f in findings if f.severity is Severity.BLOCKS)
    should = sum(1 for f in findings if f.severity is Severity.SHOULD)
    label = words("sheet.check.label.scan")
    if blocks:
        return CheckLine("scan", label, Answer.NO, plural("sheet.check.scan.blocks", blocks))
    if should:
        text = plural("sheet.check.scan.should", should)
        return CheckLine("scan", label, Answer.CONDITIONAL, text)
    return CheckLine("scan", label, Answer.YES, words("sheet.check.scan.nothing"))


def _custom(recommendation: Recommendation, knowledge: Knowledge) -> tuple[str, ...]:
    """Components under terms of their own (F10), but for tools."""
    return tuple(
        component.name
        for advice in recommendation.parts
        for component in advice.part.components
        if component.use is not Use.TOOL
        and category_of(component.license, knowledge) in {Category.CUSTOM, Category.NONFREE}
    )


def from_scan(recommendation: Recommendation) -> bool:
    """Whether the project was read by a scan."""
    return recommendation.asked.origin is Origin.SCAN
