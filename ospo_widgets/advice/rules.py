# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Applies the rules of a policy: holds, open points, what is ruled out, what comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ospo_widgets.advice.facts import (
    COMPONENT_FACTS,
    PART_FACTS,
    Facts,
    license_facts,
)
from ospo_widgets.advice.model import Answers, Hold, OpenPoint, Reason, Step
from ospo_widgets.advice.phrases import in_text
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.knowledge.conditions import facts_used, holds
from ospo_widgets.knowledge.model import License, Policy, PolicyRule
from ospo_widgets.office.contacts import Contact
from ospo_widgets.project import Component, Part, Project
from ospo_widgets.wording import filled

SHOWN_OF_RULE = 2
"""Licences of one rule that are shown as ruled out though nobody asked for them."""


@dataclass(frozen=True)
class Subject:
    """What a rule is asked about: the project, a part or a component, with its facts."""

    level: str
    facts: Facts
    prefix: str = ""
    part: Part | None = None
    component: Component | None = None


@dataclass(frozen=True)
class Situation:
    """Everything that the rules look at, gathered once for a recommendation.

    Attributes:
        form: The questionnaire with its policy and knowledge.
        original: The project before the answers.
        project: The project that the answers complete.
        answers: The answers that count.
        steps: All questions that apply, those of the form included.
        subjects: The project, its parts and their components, with facts.
        slugs: By part id: names of components to their slugs in answer keys.
    """

    form: Questionnaire
    original: Project
    project: Project
    answers: Answers
    steps: tuple[Step, ...] = field(repr=False)
    subjects: tuple[Subject, ...] = field(repr=False)
    slugs: Mapping[str, Mapping[str, str]] = field(repr=False)

    @property
    def policy(self) -> Policy:
        """The policy profile."""
        return self.form.policy

    def part_facts(self, part: Part) -> Facts:
        """Facts of one part."""
        return self._parts[part.id]

    @cached_property
    def _parts(self) -> Mapping[str, Facts]:
        return {s.part.id: s.facts for s in self.subjects if s.level == "part" and s.part}

    def slug_of(self, part: Part, component: Component) -> str:
        """Slug of a component in answer keys; of the whole component for an optional part of it."""
        names = self.slugs[part.id]
        if component.name in names:
            return names[component.name]
        hosts = [slug for name, slug in names.items() if component.name.startswith(f"{name} ")]
        return hosts[0] if hosts else ""


def situation(form: Questionnaire, project: Project, answers: Answers) -> Situation:
    """Gather the facts of a project and those of its answers that count."""
    full = form.project_from(project, answers)
    steps = form.all_steps(project, answers, full)
    answers = form.live_among(steps, answers)
    base = form.facts_of(full, answers)
    subjects = [Subject("project", base)]
    slugs: dict[str, dict[str, str]] = {}
    for part in full.parts:
        own = form.part_facts(base, part, answers)
        subjects.append(Subject("part", own, f"{part.id}/", part))
        slugs[part.id] = {}
        for asked in form.asked(project, part):
            slugs[part.id][asked.component.name] = asked.slug
            known = form.component_facts(own, part, asked, answers)
            prefix = f"{part.id}/{asked.slug}/"
            subjects.append(Subject("component", known, prefix, part, asked.component))
    return Situation(form, project, full, answers, steps, tuple(subjects), slugs)


def holds_of(now: Situation) -> tuple[Hold, ...]:
    """Holds of the policy; any of them forbids naming a licence."""
    found = []
    for rule, subject in _fired(now, "hold"):
        found.append(
            Hold(
                rule.id,
                _text(now, rule, subject),
                contact(now.policy, rule.ask),
                _keys(now, rule, subject),
                rule.provenance.sources,
            )
        )
    return tuple(found)


def open_points_of(now: Situation) -> tuple[OpenPoint, ...]:
    """Open points of the policy."""
    found = []
    for rule, subject in _fired(now, "open-point"):
        found.append(
            OpenPoint(
                rule.id,
                _text(now, rule, subject),
                contact(now.policy, rule.ask) if rule.ask else None,
                subject.part.id if subject.part else "",
                _keys(now, rule, subject),
                rule.provenance.sources,
            )
        )
    return tuple(found)


def ruled_out(now: Situation, part: Part, lic: License) -> tuple[Reason, ...]:
    """Reasons of the policy against a licence for a part."""
    return _reasons(now, "exclude", part, lic)


def preferred(now: Situation, part: Part, lic: License) -> tuple[Reason, ...]:
    """Reasons of the policy for taking a licence first."""
    return _reasons(now, "prefer", part, lic)


def deterring(now: Situation, part: Part, lic: License) -> tuple[Reason, ...]:
    """Reasons of the policy for taking another licence, though this one is possible."""
    return _reasons(now, "deter", part, lic)


def preferred_ids(now: Situation, part: Part) -> tuple[str, ...]:
    """Licences that rules name as first choice for this part, such as that of a house."""
    facts = now.part_facts(part)
    return tuple(
        license_id
        for rule in now.policy.rules
        if rule.kind == "prefer" and rule.licenses and holds(rule.when, facts) is True
        for license_id in rule.licenses
    )


def named_in_exclusions(now: Situation, part: Part) -> tuple[str, ...]:
    """Licences that people often ask for and that rules forbid for this kind of part.

    Rules name the best known licences first; the first few of each are worth showing as ruled out.
    Those written for other materials only show when a rule speaks of this material.
    """
    known = now.form.knowledge.licenses
    material = {"material": part.material.value}
    ids: dict[str, None] = {}
    for rule in now.policy.rules:
        if rule.kind != "exclude" or holds(rule.when, material) is False:
            continue
        by_material = "material" in facts_used(rule.when)
        for license_id in rule.licenses[:SHOWN_OF_RULE]:
            lic = known.get(license_id)
            if lic is not None and (by_material or part.material in lic.materials):
                ids[license_id] = None
    return tuple(ids)


def contact(policy: Policy, role: str) -> Contact:
    """Name and address of a role."""
    name, address = policy.contacts.get(role, (role, ""))
    return Contact(role, name, address)


def level_of(rule: PolicyRule, form: Questionnaire) -> str:
    """What a rule is asked about, from the facts in its condition."""
    names = facts_used(rule.when)
    if names & (set(form.ids["component"]) | COMPONENT_FACTS):
        return "component"
    if names & (set(form.ids["part"]) | PART_FACTS):
        return "part"
    return "project"


def _fired(now: Situation, kind: str) -> Iterator[tuple[PolicyRule, Subject]]:
    for rule in now.policy.rules:
        if rule.kind != kind:
            continue
        level = level_of(rule, now.form)
        for subject in now.subjects:
            if subject.level == level and holds(rule.when, subject.facts) is True:
                yield rule, subject


def _reasons(now: Situation, kind: str, part: Part, lic: License) -> tuple[Reason, ...]:
    facts = license_facts(now.part_facts(part), lic)
    subject = Subject("part", facts, f"{part.id}/", part)
    found = []
    for rule in now.policy.rules:
        named = not rule.licenses or lic.id in rule.licenses
        if rule.kind == kind and named and holds(rule.when, facts) is True:
            keys = _keys(now, rule, subject)
            found.append(
                Reason(
                    _text(now, rule, subject),
                    "policy",
                    rule.provenance.sources,
                    rule.id,
                    keys[0] if keys else "",
                )
            )
    # Two rules may say the same of one licence, in general and by name; once is enough.
    return tuple({reason.text: reason for reason in found}.values())


def _text(now: Situation, rule: PolicyRule, subject: Subject) -> str:
    return filled(
        rule.text,
        {
            **now.policy.names,
            "part": in_text(subject.part) if subject.part else "",
            "component": subject.component.name if subject.component else "",
        },
    )


def _keys(now: Situation, rule: PolicyRule, subject: Subject) -> tuple[str, ...]:
    """Keys of the answers in a rule's condition, at the level where each was asked."""
    keys: list[str] = []
    part_prefix = f"{subject.part.id}/" if subject.part else ""
    for name in sorted(facts_used(rule.when)):
        question = {"materials-answer": "materials", "collaboration-key": "collaboration"}.get(
            name, name
        )
        for prefix in ("", part_prefix, subject.prefix):
            key = prefix + question
            if key in now.answers and key not in keys:
                keys.append(key)
    return tuple(keys)
