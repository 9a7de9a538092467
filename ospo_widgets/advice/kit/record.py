# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision record of a release kit: what is proposed, why, and what the answers were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from ospo_widgets.advice.display import footer, point_text, recommendation_json
from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import cell
from ospo_widgets.advice.model import Candidate, PartAdvice, Reason, Recommendation
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.knowledge.model import Knowledge, Source
from ospo_widgets.licensing.obligations import Obligation, obligations, trigger_name
from ospo_widgets.wording import words


def record(subject: Subject) -> str:
    """``decision-record.md``: what is proposed, why, what is open, and room for the decision."""
    recommendation = subject.recommendation
    blocks = [
        f"# {words('kit.record.title', project=cell(subject.name))}",
        footer(recommendation),
        words("kit.record.holder", copyright=subject.who.copyright_text),
        f"## {words('kit.record.proposal')}",
    ]
    for advice in recommendation.parts:
        blocks += [*_part(advice), *_duties(advice, subject.knowledge)]
    blocks.append(f"## {words('kit.record.points')}")
    points = [point_text(p) for p in recommendation.open_points]
    points += [words("kit.record.missing_text", license=i) for i in subject.missing]
    if not recommendation.complete:
        points.append(words("kit.record.incomplete"))
    numbered = [f"{number}. {cell(point)}" for number, point in enumerate(points, 1)]
    blocks.append("\n".join(numbered) or words("kit.record.no_points"))
    blocks.append(f"## {words('kit.record.answers')}")
    blocks.append(_answers(recommendation, subject.knowledge))
    blocks.append(f"## {words('kit.record.decision')}")
    choices = ("as_proposed", "after_points", "not")
    blocks.append("\n".join(f"- [ ] {words(f'kit.record.decide_{c}')}" for c in choices))
    blocks.append(words("kit.record.signature"))
    return "\n\n".join(blocks) + "\n"


def record_json(subject: Subject) -> str:
    """``decision-record.json``: the same for machines."""
    data = {
        "holder": subject.who.name,
        "year": subject.who.year,
        "beneficiary": subject.who.beneficiary,
        "missing_texts": list(subject.missing),
        "obligations": {
            license_id: None if duties is None else [duty.to_json() for duty in duties]
            for license_id, duties in _asked(subject).items()
        },
        **recommendation_json(subject.recommendation),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _part(advice: PartAdvice) -> list[str]:
    chosen = advice.candidate(str(advice.chosen))
    blocks = [f"### {cell(advice.part.name)}: {advice.chosen}"]
    if chosen is not None:
        blocks.append("\n".join(f"- {_reason(r)}" for r in chosen.reasons))
    whole = advice.effective
    if whole is not None and advice.part.components:
        if whole.expression:
            blocks.append(words("kit.record.whole", license=whole.expression))
        if whole.without_optional and whole.without_optional != whole.expression:
            blocks.append(words("kit.record.without", license=whole.without_optional))
    others = [c for c in advice.candidates if c is not chosen]
    if others:
        blocks.append(words("kit.record.others", licenses=_listed(others)))
    if advice.excluded:
        lines = [
            f"- {e.license.id}{words('common.colon')}{' '.join(r.text for r in e.reasons)}"
            for e in advice.excluded
        ]
        blocks.append(words("kit.record.excluded") + "\n\n" + "\n".join(lines))
    return blocks


def _asked(subject: Subject) -> dict[str, tuple[Obligation, ...] | None]:
    """What each chosen licence asks; None where nobody has looked into it."""
    chosen = dict.fromkeys(str(advice.chosen) for advice in subject.recommendation.parts)
    return {license_id: obligations(license_id, subject.knowledge) for license_id in chosen}


def _duties(advice: PartAdvice, knowledge: Knowledge) -> list[str]:
    """What the chosen licence asks of all who hand the part on, by what they do with it."""
    license_id = str(advice.chosen)
    duties = obligations(license_id, knowledge)
    if duties is None:
        return [words("kit.record.duties_unknown", license=license_id)]
    if not duties:
        return [words("kit.record.duties_none", license=license_id)]
    blocks = [words("kit.record.duties", license=license_id)]
    for trigger, group in groupby(duties, key=lambda duty: duty.trigger):
        lines = [f"- {_duty(duty)}" for duty in group]
        blocks.append("\n".join((f"*{trigger_name(trigger)}*", "", *lines)))
    return blocks


def _duty(duty: Obligation) -> str:
    told = [] if duty.reviewed else [words("licensing.basis.unreviewed")]
    told += [_source(source) for source in duty.sources]
    shown = words("common.semicolon").join(told)
    return f"{cell(duty.text)} ({shown})" if shown else cell(duty.text)


def _listed(candidates: Iterable[Candidate]) -> str:
    return ", ".join(c.license.id for c in candidates)


def _reason(reason: Reason) -> str:
    told = [words(f"cli.basis.{reason.basis}")]
    if reason.sources:
        told.append(words("common.semicolon").join(_source(s) for s in reason.sources))
    return f"{cell(reason.text)} ({words('common.colon').join(told)})"


def _source(source: Source) -> str:
    label = f"{source.title}, {source.clause}" if source.clause else source.title
    return f"[{label}]({source.url})" if source.url else label


def _answers(recommendation: Recommendation, knowledge: Knowledge) -> str:
    """The questions that were asked, with the answers in words."""
    form = Questionnaire(knowledge, recommendation.policy)
    rows = [
        f"| {words('kit.record.question')} | {words('kit.record.answer')} |",
        "| --- | --- |",
    ]
    for step in form.steps(recommendation.asked, recommendation.answers):
        labels = {option.id: option.label for option in step.question.options}
        given = (step.value,) if isinstance(step.value, str) else (step.value or ())
        shown = ", ".join(labels.get(v, v) for v in given)
        if step.value is None:
            shown = words("kit.record.unanswered")
        rows.append(f"| {cell(step.text)} | {cell(shown or words('kit.record.nothing'))} |")
    return "\n".join(rows)
