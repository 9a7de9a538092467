# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The due-diligence sheet: the advice as one page on which a group leader can decide.

The group leader has the final decision (OSPO documentation, due diligence). The sheet says what is
proposed, what was asked and answered, what is open and whom to ask. It names no licence on a hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ospo_widgets import __version__
from ospo_widgets.advice.asking import asked_in_order
from ospo_widgets.advice.changes import what_unlocks
from ospo_widgets.advice.model import UNKNOWN, PartAdvice, Recommendation, Step
from ospo_widgets.advice.phrases import in_text
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.sheet.checks import (
    FindingLike,
    answer_lines,
    check_lines,
    from_scan,
    in_words,
    transfer_lines,
)
from ospo_widgets.advice.sheet.model import (
    Fact,
    PartLine,
    PointLine,
    Sheet,
    State,
    UseLine,
    fingerprint_of,
)
from ospo_widgets.advice.sheet.parts import alternatives, effect_lines, notes, part_line, plain
from ospo_widgets.advice.sheet.points import decisions, point_lines
from ospo_widgets.advice.sheet.uses import all_uses, on_page
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Answer, Knowledge, Policy
from ospo_widgets.office.contacts import named, office
from ospo_widgets.project import Material
from ospo_widgets.wording import day, language, plural, words

__all__ = ["Sheet", "due_diligence"]

TITLE_LICENSES = 2
"""Licences that the title names; with more of them it counts the parts."""
FEW = 5
"""A smaller group of people is not counted: people are never told apart."""
IMPASSE = "no-candidate"
"""Id of the open point that names what makes every licence impossible."""
WAYS = 2
"""Ways out that the box names."""


def due_diligence(
    recommendation: Recommendation,
    *,
    on: date,
    asked_by: str = "",
    holder: str = "",
    beneficiary: str = "",
    knowledge: Knowledge | None = None,
    findings: Iterable[FindingLike] | None = None,
) -> Sheet:
    """The sheet for the group leader.

    Args:
        recommendation: The advice, complete or not, on hold or not.
        on: Day of the sheet.
        asked_by: Role of who asks, never a name; by default the answer to the form.
        holder: Who holds the copyright; by default the policy's own holder.
        beneficiary: Collaboration for whose benefit it is held; by default the one answered.
        knowledge: The same as for the recommendation.
        findings: Findings of a scan of the project; None when there was none.
    """
    known = knowledge or load_knowledge()
    policy = known.policies[recommendation.policy]
    form = Questionnaire(known, recommendation.policy)
    steps = form.all_steps(recommendation.asked, recommendation.answers)
    found = None if findings is None else tuple(findings)
    by_id = {s.key: s for s in steps}
    asker = plain(asked_by) or _told(by_id, "requester") or words("sheet.asker")
    owner = plain(holder) or policy.holder or _told(by_id, "holder")
    benefit = plain(beneficiary) or _told(by_id, "collaboration")

    each = all_uses(recommendation, known)
    lines = on_page(each)
    points = point_lines(recommendation, known, steps, each, found)
    parts = tuple(part_line(p, on_hold=bool(recommendation.holds)) for p in recommendation.parts)
    state = _state(recommendation, points)
    effects, effects_part = effect_lines(recommendation, known)
    name = plain(recommendation.project.name) or _told(by_id, "project-name")
    title = _title(name, recommendation, parts, state)
    details = tuple(_details(recommendation, known, state, points, lines))
    checks = check_lines(recommendation, steps, known, found)
    facts = tuple(_facts(recommendation, by_id, on, asker, _copyright(owner, benefit)))
    texts = (
        *(text for p in parts for text in p.because),
        *(note for line in lines for note in line.notes),
        *(check.text for check in checks),
        *(point.text for point in points),
        *effects,
    )
    return Sheet(
        fingerprint=_fingerprint(recommendation, on, (asked_by, holder, beneficiary), found),
        project=name,
        title=title,
        state=state,
        answer=_answer(recommendation, known, state, points),
        details=details,
        facts=facts,
        parts=parts,
        uses=lines,
        checks=checks,
        points=points,
        effects=effects,
        effects_part=effects_part,
        transfer=transfer_lines(recommendation, steps, known),
        bar=_bar(recommendation, known),
        decisions=tuple(decisions(state, points, policy)),
        notes=notes(parts, texts, known),
        footer=_footer(recommendation, policy),
        asked_by=asker,
        on=on,
        policy=recommendation.policy,
        knowledge_date=recommendation.knowledge_date,
        version=__version__,
        language=language(),
        all_uses=each,
        alternatives=tuple(alternatives(recommendation)),
        answers=answer_lines(steps),
    )


# --- the question and its answer -----------------------------------------------------------------


def _state(recommendation: Recommendation, points: Sequence[PointLine]) -> State:
    if recommendation.holds:
        return State.HOLD
    if not recommendation.parts:
        return State.EMPTY
    if not all(p.chosen for p in recommendation.parts):
        return State.NONE
    return State.POINTS if points else State.READY


def _title(
    name: str, recommendation: Recommendation, parts: Sequence[PartLine], state: State
) -> str:
    project = name or words("sheet.project")
    if state not in {State.READY, State.POINTS}:
        return words("sheet.title.open", project=project)
    texts = {p.part.id for p in recommendation.parts if p.part.material is Material.DOCUMENTATION}
    main = [p for p in parts if p.part not in texts] or parts
    named_here = list(dict.fromkeys(str(p.license) for p in main))
    if len(named_here) == 1:
        return words("sheet.title.one", project=project, license=named_here[0])
    if len(named_here) == TITLE_LICENSES:
        first, second = named_here
        return words("sheet.title.two", project=project, license=first, other=second)
    count = len({p.license for p in parts})
    return plural("sheet.title.many", count, project=project)


def _answer(
    recommendation: Recommendation, known: Knowledge, state: State, points: Sequence[PointLine]
) -> str:
    if state is State.HOLD:
        return _bar(recommendation, known)
    if state is State.POINTS:
        return plural("sheet.answer.points", len(points))
    return words(f"sheet.answer.{state.value}")


def _bar(recommendation: Recommendation, known: Knowledge) -> str:
    asks = asked_in_order(recommendation, known)
    return words("sheet.answer.hold", name=asks[0].contact.name) if asks else ""


def _details(
    recommendation: Recommendation,
    known: Knowledge,
    state: State,
    points: Sequence[PointLine],
    lines: Sequence[UseLine],
) -> Iterator[str]:
    if state is State.HOLD:
        yield words("sheet.detail.hold")
        for ask in asked_in_order(recommendation, known)[1:]:
            yield words("sheet.detail.then", name=ask.contact.name)
        return
    if state is State.EMPTY:
        return
    for advice in recommendation.parts:
        if not advice.chosen:
            yield from _impasse(recommendation, known, advice)
    if state is State.POINTS:
        yield words("sheet.detail.first", text=points[0].text)
    if any(line.answer is Answer.UNKNOWN for line in lines):
        yield words("sheet.detail.unknown")
    elif state is not State.NONE and lines:
        yield words("sheet.detail.no_conflict")
    if any(line.answer is Answer.CONDITIONAL for line in lines):
        yield words("sheet.detail.conditions")
    for advice in recommendation.parts:
        whole = advice.effective.expression if advice.effective else None
        if whole and advice.chosen and whole != advice.chosen:
            yield words("sheet.detail.whole", part=in_text(advice.part), license=whole)


def _impasse(recommendation: Recommendation, known: Knowledge, advice: PartAdvice) -> Iterator[str]:
    """Why a part has no licence, and single changes after which it has one."""
    own = [
        p.text for p in recommendation.open_points if (p.id, p.part) == (IMPASSE, advice.part.id)
    ]
    yield (own or [words("sheet.detail.none", part=in_text(advice.part))])[0]
    texts = [change.text for change in what_unlocks(recommendation, advice.part.id, known)]
    for text in tuple(dict.fromkeys(texts))[:WAYS]:
        yield words("sheet.detail.way", text=text)


# --- what it is ----------------------------------------------------------------------------------


def _facts(
    recommendation: Recommendation,
    steps: dict[str, Step],
    on: date,
    asker: str,
    rights: Sequence[str],
) -> Iterator[Fact]:
    parts = []
    for advice in recommendation.parts:
        count = advice.part.file_count
        name = plain(advice.part.name)
        parts.append(plural("sheet.fact.part_files", count, part=name) if count else name)
    told = [words("sheet.fact.parts", parts=", ".join(parts))] if parts else []
    authors = recommendation.project.author_count
    if authors is not None:
        few = 0 < authors < FEW
        told.append(words("sheet.fact.few") if few else plural("sheet.fact.authors", authors))
    if recommendation.project.url:
        told.append(words("sheet.fact.address", url=plain(recommendation.project.url)))
    if told:
        yield Fact(words("sheet.fact.what"), " ".join(told))
    how = "scan" if from_scan(recommendation) else "answers"
    yield Fact(words("sheet.fact.asked"), words(f"sheet.fact.asked_{how}", who=asker, date=day(on)))
    unit = _told(steps, "unit")
    if unit:
        yield Fact(words("sheet.fact.unit"), unit)
    yield Fact(words("sheet.fact.copyright"), " ".join(rights))


def _copyright(holder: str, beneficiary: str) -> tuple[str, ...]:
    if not holder:
        return (words("sheet.fact.no_holder"),)
    if not beneficiary:
        return (words("sheet.fact.holder", holder=holder),)
    return (
        words("sheet.fact.benefit", holder=holder, beneficiary=beneficiary),
        words("sheet.fact.no_person"),
    )


# --- words and where it comes from ---------------------------------------------------------------


def _footer(recommendation: Recommendation, policy: Policy) -> str:
    return words(
        "sheet.footer",
        office=office(policy).name,
        version=__version__,
        date=day(recommendation.knowledge_date),
        policy=policy.name,
        id=policy.id,
        ask=named(office(policy)),
    )


def _fingerprint(
    recommendation: Recommendation,
    on: date,
    people: Sequence[str],
    findings: Sequence[FindingLike] | None,
) -> str:
    """Over what the sheet rests on and what it answers, in no language."""
    return fingerprint_of(
        {
            "on": on.isoformat(),
            "version": __version__,
            "project": recommendation.asked.to_json(),
            "answers": {
                key: value if isinstance(value, str) else list(value)
                for key, value in recommendation.answers.items()
            },
            "policy": recommendation.policy,
            "knowledge": recommendation.knowledge_date.isoformat(),
            "people": list(people),
            "parts": [_rested_on(p) for p in recommendation.parts],
            "holds": [h.rule for h in recommendation.holds],
            "points": [[p.id, p.part, list(p.keys)] for p in recommendation.open_points],
            "findings": [[str(f.severity), f.title] for f in findings or ()],
            "scanned": findings is not None,
        }
    )


def _rested_on(advice: PartAdvice) -> list[object]:
    whole = advice.effective
    found: list[object] = [advice.part.id, advice.chosen]
    return [*found, whole.expression, str(whole.answer), whole.without_optional] if whole else found


def _told(steps: dict[str, Step], key: str) -> str:
    """The answer to a question of the project in words, empty without a real one."""
    step = steps.get(key)
    if step is None or step.value in (None, "", (), UNKNOWN):
        return ""
    return plain(in_words(step))
