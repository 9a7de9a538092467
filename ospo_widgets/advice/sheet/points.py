# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is left to settle before a release, whom to ask, and the boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ospo_widgets.advice.asking import asked_in_order
from ospo_widgets.advice.model import OpenPoint, Recommendation, Step
from ospo_widgets.advice.phrases import in_text
from ospo_widgets.advice.sheet.checks import FindingLike
from ospo_widgets.advice.sheet.model import Decision, PointLine, State, UseLine
from ospo_widgets.knowledge.model import Knowledge, Policy, Severity
from ospo_widgets.office.contacts import named, office, transfer_office
from ospo_widgets.wording import plural, words

CONDITION = "condition"
"""Id of open points that are conditions of the proposed licence."""


def point_lines(
    recommendation: Recommendation,
    known: Knowledge,
    steps: Sequence[Step],
    uses: Sequence[UseLine],
    findings: Sequence[FindingLike] | None,
) -> tuple[PointLine, ...]:
    """Holds in the order of asking, then open points, then what else is left.

    Args:
        recommendation: The advice.
        known: Knowledge of the advice.
        steps: Questions that apply, answered or not.
        uses: Lines on components, whose conditions are not said again.
        findings: Of a scan; None when there was none.
    """
    policy = known.policies[recommendation.policy]
    points = [
        PointLine(hold.rule, hold.text, named(hold.ask), hold.sources, hold=True)
        for ask in asked_in_order(recommendation, known)
        for hold in ask.holds
    ]
    points += [_point(p) for p in recommendation.open_points if p.id != CONDITION]
    points += _conditions(recommendation, uses)
    left = sum(1 for s in steps if s.value is None and not s.question.optional)
    if left and not recommendation.holds:
        text = plural("sheet.point.unanswered", left)
        points.append(PointLine("unanswered", text, "", ()))
    blocking = [f for f in findings or () if f.severity is Severity.BLOCKS]
    if blocking:
        titles = words("common.semicolon").join(
            dict.fromkeys(f.title.rstrip(".") for f in blocking)
        )
        text = plural("sheet.point.findings", len(blocking), titles=titles)
        points.append(PointLine("findings", text, named(office(policy)), ()))
    return tuple(points)


def _point(point: OpenPoint) -> PointLine:
    ask = named(point.ask) if point.ask else ""
    return PointLine(point.id, point.text, ask, point.sources, point.part)


def _conditions(recommendation: Recommendation, uses: Sequence[UseLine]) -> Iterator[PointLine]:
    """Conditions of the proposed licence that no line on a component says already."""
    for advice in recommendation.parts:
        chosen = advice.candidate(advice.chosen or "")
        said = [note for line in uses if line.part == advice.part.id for note in line.notes]
        for condition in chosen.conditions if chosen else ():
            if not any(condition.endswith(note) for note in said):
                text = words(
                    "advice.point.condition", part=in_text(advice.part), condition=condition
                )
                yield PointLine(CONDITION, text, "", (), advice.part.id)


def decisions(state: State, points: Sequence[PointLine], policy: Policy) -> Iterator[Decision]:
    """The boxes to tick; nothing can be released on a hold or where no licence fits."""
    if state in {State.READY, State.POINTS}:
        yield Decision("as-proposed", words("sheet.decision.as_proposed"))
    if state is State.POINTS:
        text = plural("sheet.decision.when_settled", len(points))
        yield Decision("when-settled", text)
    yield Decision("not", words("sheet.decision.not"))
    offices = dict.fromkeys((transfer_office(policy).name, office(policy).name))
    key = "sheet.decision.ask" if len(offices) == 1 else "sheet.decision.ask_either"
    first, last = (*offices, *offices)[:2]
    yield Decision("ask", words(key, name=first, other=last))
