# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What would have to change: each single answer is tried, and those that help are named.

Nothing is guessed: every change that is reported was worked out through the same rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from ospo_widgets.advice import rules
from ospo_widgets.advice.assembly import USE_QUESTIONS, resolved
from ospo_widgets.advice.inbound import effective_of
from ospo_widgets.advice.model import UNKNOWN, Change, PartAdvice, Recommendation, Step
from ospo_widgets.advice.named import slug
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.project import Component, Project
from ospo_widgets.wording import words

CLOSER = frozenset({"copied", "design", "extract", "vendor", "tool"})
"""Uses that bring a component closer, or that are facts and no choice; never proposed."""

SECTIONS = ("parts", "uses", "future")
"""Sections whose answers are choices; rights and checks are facts that nobody may bend."""


def what_would_change(
    recommendation: Recommendation,
    part_id: str,
    license_id: str,
    knowledge: Knowledge | None = None,
) -> tuple[Change, ...]:
    """Single changes after which a licence that is ruled out for a part becomes possible.

    Args:
        recommendation: The advice so far, without holds.
        part_id: The part.
        license_id: A licence that is not among its candidates.
        knowledge: The same as for the recommendation.

    Returns:
        Changes, choices of the future first; empty when no single change helps.
    """
    known = knowledge or load_knowledge()
    advice = recommendation.part(part_id)
    if recommendation.holds or advice is None or advice.candidate(license_id) is not None:
        return ()
    found = []
    for change, answers, project in _edits(
        recommendation, part_id, known, _cited(advice, license_id)
    ):
        tried = recommend(project, answers, known, recommendation.policy).part(part_id)
        if tried is not None and tried.candidate(license_id) is not None:
            found.append(_said(change, license_id))
    return _merged(found)


def what_unlocks(
    recommendation: Recommendation, part_id: str, knowledge: Knowledge | None = None
) -> tuple[Change, ...]:
    """Single changes after which a part without any possible licence has one.

    Args:
        recommendation: The advice so far, without holds.
        part_id: The part.
        knowledge: The same as for the recommendation.

    Returns:
        Changes, each with the licence that then comes first; empty when a licence is possible
        already, or no single change helps.
    """
    known = knowledge or load_knowledge()
    advice = recommendation.part(part_id)
    if recommendation.holds or advice is None or advice.candidates:
        return ()
    names = _hosts(advice, {c.name for c in advice.part.components})
    found = []
    for change, answers, project in _edits(recommendation, part_id, known, names):
        tried = recommend(project, answers, known, recommendation.policy).part(part_id)
        if tried is not None and tried.candidates:
            found.append(_said(change, tried.candidates[0].license.id))
    return _merged(found)


def what_frees(
    recommendation: Recommendation, part_id: str, knowledge: Knowledge | None = None
) -> tuple[Change, ...]:
    """Single changes of components after which what is handed out keeps the licence of the source.

    Returns:
        Changes; empty when it keeps that licence already, or no single change helps.
    """
    known = knowledge or load_knowledge()
    advice = recommendation.part(part_id)
    if advice is None or not advice.chosen or advice.effective is None:
        return ()
    if advice.effective.expression in (advice.chosen, None):
        return ()
    binding = {
        component.name
        for component in resolved(advice.part)
        if effective_license(advice.chosen, [component], known).expression != advice.chosen
    }
    form = Questionnaire(known, recommendation.policy)
    found = []
    # With two that bind, a change of one leaves the other.
    hosts = _hosts(advice, binding)
    if len(hosts) != 1:
        return ()
    for change, answers, project in _edits(recommendation, part_id, known, hosts, ("uses",)):
        now = rules.situation(form, project, answers)
        part = next((p for p in now.project.parts if p.id == part_id), None)
        whole = effective_of(now, part, advice.chosen) if part else None
        if whole and advice.chosen in (whole.expression, whole.without_optional):
            found.append(_said(change, advice.chosen, binary=True))
    return _merged(found)


_Edit = tuple[Change, dict[str, str | tuple[str, ...]], Project]


def _cited(advice: PartAdvice, license_id: str) -> frozenset[str]:
    """Names of the components that the reasons against a licence speak of."""
    against = next((e for e in advice.excluded if e.license.id == license_id), None)
    text = " ".join(r.text for r in against.reasons) if against else ""
    slugs = {r.component for r in against.reasons} if against else set()
    return _hosts(
        advice,
        {c.name for c in advice.part.components if c.name in text or slug(c.name) in slugs},
    )


def _hosts(advice: PartAdvice, names: Collection[str]) -> frozenset[str]:
    """Components that questions are asked about: an optional part counts as its host."""
    listed = {c.name for c in advice.part.components}
    return frozenset(
        next((h for h in listed if h != name and name.startswith(f"{h} ")), name) for name in names
    )


def _edits(
    recommendation: Recommendation,
    part_id: str,
    knowledge: Knowledge,
    components: Collection[str],
    sections: tuple[str, ...] = SECTIONS,
) -> Iterator[_Edit]:
    """All single changes to try: other options of applicable questions, components left out.

    Args:
        recommendation: The advice so far.
        part_id: The part that it is about.
        knowledge: Licences, questions and policies.
        components: Names of the components that matter; changing others cannot help.
        sections: Sections whose answers may change.
    """
    form = Questionnaire(knowledge, recommendation.policy)
    answers = dict(recommendation.answers)
    project = recommendation.asked
    steps = [
        s
        for s in form.steps(project, answers)
        if s.question.section in sections
        and (s.part is None or s.part.id == part_id)
        and (s.component is None or s.component.name in components)
    ]
    for step in sorted(steps, key=lambda s: -SECTIONS.index(s.question.section)):
        for change in _other_options(step):
            yield change, {**answers, change.key: change.value}, project
        if step.component is not None and step.question.id in USE_QUESTIONS:
            for edit in (
                _without(step, step.component, answers, project, form),
                _or_later(step, step.component, answers, project, form),
            ):
                if edit is not None:
                    yield edit


def _other_options(step: Step) -> Iterator[Change]:
    if step.question.kind == "many" and step.question.id != "component-extras":
        return
    for option in step.question.options:
        if option.id in (UNKNOWN, step.value, "differs") or option.id in CLOSER:
            continue
        if step.question.kind == "many" and option.id != "none":
            continue
        value = (option.id,) if step.question.kind == "many" else option.id
        subject = step.component.name if step.component else ""
        verb = f"advice.change.use.{option.id}"
        if step.component is not None and step.question.id in USE_QUESTIONS:
            text = words(verb, component=subject)
        elif step.question.id == "component-extras":
            text = words("advice.change.extras", component=subject)
        else:
            text = words("advice.change.answer", option=option.label, question=step.text)
        yield Change(text, step.key, value, "")


def _without(
    step: Step,
    component: Component,
    answers: dict[str, str | tuple[str, ...]],
    project: Project,
    form: Questionnaire,
) -> _Edit | None:
    """The same with a component left out, as when another takes its place."""
    part = step.part
    if part is None:
        return None
    full = form.project_from(project, answers)
    kept = tuple(c for c in full.part(part.id).components if not _belongs(c, component))
    bare = {k: v for k, v in answers.items() if k != f"{part.id}/components"}
    rest = full.with_part(replace(full.part(part.id), components=kept))
    text = words("advice.change.replace", component=component.name)
    return Change(text, step.key, "replaced", ""), bare, rest


def _or_later(
    step: Step,
    component: Component,
    answers: dict[str, str | tuple[str, ...]],
    project: Project,
    form: Questionnaire,
) -> _Edit | None:
    """The same with “or later”, as when the owner of a component agrees to newer versions."""
    part, name = step.part, component.license or ""
    newer = f"{name.removesuffix('-only')}-or-later"
    if part is None or not name.endswith("-only") or newer not in form.knowledge.licenses:
        return None
    full = form.project_from(project, answers)
    changed = tuple(
        replace(c, license=newer) if c.name == component.name else c
        for c in full.part(part.id).components
    )
    bare = {k: v for k, v in answers.items() if k != f"{part.id}/components"}
    rest = full.with_part(replace(full.part(part.id), components=changed))
    text = words("advice.change.or_later", component=component.name, license=newer)
    return Change(text, step.key, "or-later", ""), bare, rest


def _belongs(one: Component, component: Component) -> bool:
    return one.name == component.name or one.name.startswith(f"{component.name} ")


def _said(change: Change, license_id: str, *, binary: bool = False) -> Change:
    key = "advice.change.then_binary" if binary else "advice.change.then"
    return replace(
        change, text=words(key, change=change.text, license=license_id), license=license_id
    )


def _merged(changes: list[Change]) -> tuple[Change, ...]:
    return tuple(dict.fromkeys(changes))
