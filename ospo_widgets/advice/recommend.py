# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The recommendation: licences for each part with reasons, or a hold and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ospo_widgets.advice import rules
from ospo_widgets.advice.assembly import USUAL_PATHS
from ospo_widgets.advice.candidates import UPSTREAM, advise_part, upstream_of
from ospo_widgets.advice.catalogue_points import catalogue_points
from ospo_widgets.advice.impasse import conflict_of
from ospo_widgets.advice.inbound import effective_of, judge
from ospo_widgets.advice.known import KNOWN, known_ids
from ospo_widgets.advice.model import (
    Answers,
    Candidate,
    Excluded,
    Hold,
    OpenPoint,
    PartAdvice,
    Reason,
    Recommendation,
)
from ospo_widgets.advice.phrases import in_text
from ospo_widgets.advice.questionnaire import CHOICE, Questionnaire
from ospo_widgets.advice.rules import Situation
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Answer, Knowledge
from ospo_widgets.office.contacts import Contact
from ospo_widgets.project import Material, Origin, Part, Project
from ospo_widgets.wording import words

__all__ = ["Hold", "OpenPoint", "PartAdvice", "Recommendation", "recommend"]


def recommend(
    project: Project,
    answers: Answers,
    knowledge: Knowledge | None = None,
    policy: str = "cern-current",
) -> Recommendation:
    """Licences for each part, from what is known so far.

    Works on partial answers, so that a panel can follow each answer. With any hold no part has
    candidates. An answer that is unknown is taken as the stricter case and leaves an open point.

    Args:
        project: From a scan, or empty.
        answers: Answers by key, see :class:`~ospo_widgets.advice.questionnaire.Questionnaire`.
        knowledge: Licences, verdicts and policies; by default what ships with the package.
        policy: Id of the policy profile.

    Raises:
        InputError: There is no such policy.
    """
    known = knowledge or load_knowledge()
    form = Questionnaire(known, policy)
    now = rules.situation(form, project, answers)
    holds = rules.holds_of(now)
    points = [*rules.open_points_of(now), *_guessed_paths(now)]
    if holds:
        parts = tuple(PartAdvice(part, (), (), None, None) for part in now.project.parts)
    else:
        parts = _advised(now)
        for advice in parts:
            points += _points_of(now, advice)
    answered = form.complete(now.steps)
    return Recommendation(
        project=now.project,
        parts=parts,
        holds=holds,
        open_points=tuple(dict.fromkeys(points)),
        policy=policy,
        knowledge_date=known.reviewed_on,
        answers=dict(answers),
        complete=bool(parts)
        and answered
        and not form.problems_among(now.steps, now.project, answers),
        asked=project,
    )


def follows_code(now: Situation, part: Part) -> Part | None:
    """The part whose licence a documentation takes over that lies with the code, else None."""
    if part.material is not Material.DOCUMENTATION:
        return None
    if now.part_facts(part).get("docs-kind") != "in-repo":
        return None
    others = (p for p in now.project.parts if p.material is not Material.DOCUMENTATION)
    return next(others, None)


def advised_alone(now: Situation, part: Part) -> PartAdvice:
    """Advice for a part that follows no other."""
    candidates, excluded, wish = advise_part(now, part)
    return _chosen(now, part, candidates, excluded, wish.regime)


def _advised(now: Situation) -> tuple[PartAdvice, ...]:
    alone = {
        part.id: advised_alone(now, part)
        for part in now.project.parts
        if follows_code(now, part) is None
    }
    found = []
    for part in now.project.parts:
        leader = follows_code(now, part)
        if leader is None:
            found.append(alone[part.id])
        else:
            found.append(_following(now, part, alone[leader.id]))
    return tuple(found)


def _following(now: Situation, part: Part, leader: PartAdvice) -> PartAdvice:
    """Documentation beside the code: the licence of the code first, then its own candidates."""
    candidates, excluded, wish = advise_part(now, part)
    first = leader.candidate(leader.chosen) if leader.chosen else None
    if first is None:
        return _chosen(now, part, candidates, excluded, wish.regime)
    key = f"{part.id}/docs-kind"
    question = now.form.question_of(key)
    text = words("advice.reason.follows", part=in_text(leader.part))
    sources = question.provenance.sources if question else ()
    inbound = judge(now, part, first.license.id, upstream_of(now, part))
    if inbound.against:
        excluded = (*excluded, Excluded(first.license, tuple(inbound.against)))
        return _chosen(now, part, candidates, excluded, wish.regime)
    reasons = (Reason(text, "answer", sources, "docs-kind", key), *inbound.told)
    ours = Candidate(first.license, 1, reasons, first.regime, inbound.answer)
    rest = tuple(
        replace(c, rank=rank)
        for rank, c in enumerate((c for c in candidates if c.license.id != first.license.id), 2)
    )
    kept = tuple(e for e in excluded if e.license.id != first.license.id)
    return _chosen(now, part, (ours, *rest), kept, first.regime)


def _chosen(
    now: Situation,
    part: Part,
    candidates: tuple[Candidate, ...],
    excluded: tuple[Excluded, ...],
    regime: str,
) -> PartAdvice:
    wanted = now.answers.get(f"{part.id}/{CHOICE}")
    by_choice = any(c.license.id == wanted for c in candidates)
    chosen = str(wanted) if by_choice else (candidates[0].license.id if candidates else None)
    effective = effective_of(now, part, chosen) if chosen else None
    return PartAdvice(part, candidates, excluded, effective, chosen, by_choice, regime)


def _guessed_paths(now: Situation) -> Iterator[OpenPoint]:
    """Parts that answers made lie where such parts usually lie, until a person says where."""
    guessed = [
        words("advice.point.path", part=in_text(part), paths=", ".join(part.paths))
        for part in now.project.parts
        if part.origin is Origin.PERSON and part.paths == USUAL_PATHS[part.material]
    ]
    if guessed:
        text = words("advice.point.paths", parts=words("common.semicolon").join(guessed))
        yield OpenPoint("paths-guessed", text, None, "", ("materials",), ())


def _points_of(now: Situation, advice: PartAdvice) -> Iterator[OpenPoint]:
    """Open points that show only once licences are weighed."""
    part = advice.part
    office = rules.contact(now.policy, "ospo")
    wanted = now.answers.get(f"{part.id}/{CHOICE}")
    if not advice.candidates:
        yield _impasse(now, advice, office)
        return
    if isinstance(wanted, str) and not advice.by_choice:
        text = words("advice.point.choice", part=in_text(part), license=wanted)
        yield OpenPoint("choice-ruled-out", text, office, part.id, (f"{part.id}/{CHOICE}",), ())
    chosen = advice.candidate(advice.chosen or "")
    if chosen is None:
        return
    yield from catalogue_points(part, now.form.knowledge)
    yield from _known_points(now, advice)
    for reason in rules.deterring(now, part, chosen.license) if chosen.regime != UPSTREAM else ():
        text = words(
            "advice.point.caution",
            part=in_text(part),
            license=chosen.license.id,
            reason=reason.text,
        )
        keys = (reason.key,) if reason.key else ()
        yield OpenPoint(reason.row, text, office, part.id, keys, reason.sources)
    if chosen.answer is Answer.UNKNOWN:
        text = words("advice.point.unknown", part=in_text(part), license=chosen.license.id)
        sources = tuple(s for r in chosen.reasons if r.basis == "unknown" for s in r.sources)
        yield OpenPoint("verdict-unknown", text, office, part.id, (), sources)
    for condition in chosen.conditions:
        text = words("advice.point.condition", part=in_text(part), condition=condition)
        yield OpenPoint("condition", text, None, part.id, (), ())


def _known_points(now: Situation, advice: PartAdvice) -> Iterator[OpenPoint]:
    """The licence that the person has in mind suits the part, and is ruled out all the same."""
    in_mind = known_ids(now.answers, now.form.knowledge)
    if any(advice.candidate(license_id) for license_id in in_mind):
        return
    for excluded in advice.excluded:
        lic = excluded.license
        if lic.id in in_mind and advice.part.material in lic.materials:
            text = words("advice.point.known", part=in_text(advice.part), license=lic.id)
            yield OpenPoint("known-ruled-out", text, None, advice.part.id, (KNOWN,), ())


def _impasse(now: Situation, advice: PartAdvice, office: Contact) -> OpenPoint:
    """No licence is possible: the components that conflict, and the ways out."""
    part = advice.part
    weighed = [e.license.id for e in advice.excluded if part.material in e.license.materials]
    pair = conflict_of(part, weighed, now.form.knowledge)
    named = [f"{c.name} ({c.license})" for c in pair]
    if len(named) == 1:
        text = words("advice.point.conflict_one", part=in_text(part), one=named[0])
    elif named:
        text = words("advice.point.conflict", part=in_text(part), one=named[0], other=named[1])
    else:
        text = words("advice.point.no_candidate", part=in_text(part))
    keys = [
        key
        for key in now.answers
        for component in pair
        if key.startswith(f"{part.id}/{now.slug_of(part, component)}/")
    ]
    return OpenPoint("no-candidate", text, office, part.id, tuple(keys), ())
