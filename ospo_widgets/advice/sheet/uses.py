# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a project uses, as lines of the sheet: each component with its verdict, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ospo_widgets.advice.assembly import expression_of, strict_use
from ospo_widgets.advice.model import UNKNOWN, PartAdvice, Recommendation
from ospo_widgets.advice.sheet.model import SHOWN_USES, UseLine
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.model import Answer, Knowledge
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.inference import LINKED
from ospo_widgets.licensing.model import Effective, Verdict
from ospo_widgets.project import Component, Part, Use
from ospo_widgets.wording import words

_WORST_FIRST = (Answer.NO, Answer.UNKNOWN, Answer.CONDITIONAL, None, Answer.YES)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A verdict in the words of the sheet."""

    answer: Answer | None
    notes: tuple[str, ...]
    verdict: Verdict | None = None


def all_uses(recommendation: Recommendation, knowledge: Knowledge) -> tuple[UseLine, ...]:
    """One line for each component of each part, and for the work that a part changes."""
    lines: list[UseLine] = []
    for advice in recommendation.parts:
        upstream = _upstream(recommendation, advice.part)
        if upstream is not None:
            lines.append(_line(advice, upstream, knowledge))
        lines += [_line(advice, component, knowledge) for component in advice.part.components]
    return tuple(lines)


def on_page(lines: Sequence[UseLine]) -> tuple[UseLine, ...]:
    """The lines of the page: the worst first, those that count the same as one."""
    groups: dict[tuple[object, ...], list[UseLine]] = {}
    for line in lines:
        same = (line.part, line.how, line.answer, line.notes, line.basis, line.reviewed)
        # A licence of its own is told for each; only what is fine as it is shares a line.
        apart = () if line.answer is Answer.YES else line.licenses
        groups.setdefault((*same, apart), []).append(line)
    merged = [_merged(group) for group in groups.values()]
    merged.sort(key=lambda line: _WORST_FIRST.index(line.answer))
    return tuple(merged[:SHOWN_USES])


def target_of(advice: PartAdvice) -> str | None:
    """Licence that the uses of a part are judged against.

    It is the chosen one; where nothing fits, the first that a component forbids.
    """
    if advice.chosen:
        return advice.chosen
    forbidden = (e for e in advice.excluded if any(r.component for r in e.reasons))
    return next((e.license.id for e in forbidden), None)


def _upstream(recommendation: Recommendation, part: Part) -> Component | None:
    value = recommendation.answers.get(f"{part.id}/upstream-license")
    if not isinstance(value, str) or value in ("", UNKNOWN):
        return None
    return Component(words("sheet.use.upstream"), license=value, use=Use.MODIFY)


def _line(advice: PartAdvice, component: Component, known: Knowledge) -> UseLine:
    part = advice.part
    use = strict_use(part, component)
    how = words(f"licensing.use.{use.value}")
    if component.use is None:
        how = words("sheet.use.assumed", how=how)
    elif component.optional:
        how = words("sheet.use.optional", how=how)
    judged = _judged(advice, component, use, known)
    first = judged.verdict.reasons[0] if judged.verdict and judged.verdict.reasons else None
    return UseLine(
        part=part.id,
        part_name=part.name,
        names=(component.name,),
        licenses=(component.license,) if component.license else (),
        how=how,
        answer=judged.answer,
        notes=judged.notes,
        basis=first.basis if first else ("unknown" if judged.answer else ""),
        reviewed=_reviewed(component, known) and (first is None or first.reviewed),
        reason=first.text if first else "",
        sources=first.sources if first else (),
    )


def _judged(advice: PartAdvice, component: Component, use: Use, known: Knowledge) -> _Judged:
    target = target_of(advice)
    expression = expression_of(component.license)
    if expression is None:
        note = words("sheet.use.no_license")
        return _Judged(Answer.UNKNOWN if target else None, (note,) if target else ())
    if target is None:
        return _Judged(None, ())
    verdict = compatible(expression.text, target, use, knowledge=known)
    if use in LINKED or component.optional:
        whole = _in_whole(advice.effective, component, verdict, use, known)
        if whole is not None:
            return whole
    if verdict.answer is Answer.YES:
        return _Judged(verdict.answer, (), verdict)
    told = verdict.conditions or tuple(r.text for r in verdict.reasons[:1])
    return _Judged(verdict.answer, told, verdict)


def _in_whole(
    whole: Effective | None, component: Component, verdict: Verdict, use: Use, known: Knowledge
) -> _Judged | None:
    """Linking leaves the source as it is: what does not fit there may fit what is handed out."""
    fits = verdict.answer is not Answer.NO and not verdict.whole
    if fits or whole is None:
        return None
    if whole.expression and whole.answer is not Answer.NO:
        inside = compatible(verdict.inbound, whole.expression, use, knowledge=known)
        if inside.answer in {Answer.YES, Answer.CONDITIONAL}:
            note = words("sheet.use.whole", license=whole.expression)
            return _Judged(Answer.CONDITIONAL, (note, *inside.conditions), inside)
    if component.optional and whole.without_optional:
        return _Judged(Answer.CONDITIONAL, (words("sheet.use.leave_out"),), verdict)
    return None


def _reviewed(component: Component, known: Knowledge) -> bool:
    """False when the licence comes from our catalogue and nobody has checked the row."""
    row = find_component(component.name, known)
    if row is None or row.license != component.license:
        return True
    return row.provenance.confidence.reviewed


def _merged(group: Sequence[UseLine]) -> UseLine:
    return replace(
        group[0],
        names=tuple(dict.fromkeys(name for line in group for name in line.names)),
        licenses=tuple(dict.fromkeys(i for line in group for i in line.licenses)),
        sources=tuple(dict.fromkeys(s for line in group for s in line.sources)),
    )
