# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which questions apply, in which order, and what is wrong with the answers.

Questions are data (``data/questions.yaml``); this is only the mechanism. Answers that no longer
apply are kept and ignored, so that going back loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ospo_widgets.advice import assembly, facts
from ospo_widgets.advice.answer_checks import key_problems, value_problems
from ospo_widgets.advice.contradictions import contradictions
from ospo_widgets.advice.known import KNOWN
from ospo_widgets.advice.model import AnswerProblem, Answers, Step, Value
from ospo_widgets.advice.named import slug
from ospo_widgets.advice.phrases import in_text, in_words_of, shown
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.model import Knowledge, Option, Policy, Question
from ospo_widgets.knowledge.rows import FORM
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use
from ospo_widgets.wording import filled, words

__all__ = ["CHOICE", "Asked", "Questionnaire", "in_text", "shown"]

CHOICE = "license"
"""Last piece of the key by which a person chooses among the candidates of a part."""

LEVELS = ("project", "part", "component")
"""How many pieces an answer key has: one for the project, two for a part, three for a component."""

_SUGGESTED = {
    Use.STATIC_LINK: "process",
    Use.DYNAMIC_LINK: "process",
    Use.SUBPROCESS: "separate",
    Use.COPY: "copied",
    Use.MODIFY: "copied",
    Use.INTERFACE: "interface",
    Use.DESIGN: "design",
    Use.TOOL_LIBRARY: "vendor",
    Use.DATABASE: "extract",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A component that questions are about: its slug, and how it was before the answers."""

    slug: str
    component: Component
    found: Component | None

    @property
    def found_use(self) -> str:
        """Use that a scan found, empty when none."""
        return self.found.use.value if self.found and self.found.use else ""


class Questionnaire:
    """The questions that one policy asks, over one state of knowledge.

    Attributes:
        knowledge: Questions, licences and components.
        policy: The policy profile.
        questions: All questions in the words of the policy, in the order in which they are asked.
        ids: Ids of the questions by what they are asked for: project, part or component.
    """

    def __init__(self, knowledge: Knowledge, policy: str = "cern-current") -> None:
        """Choose the policy.

        Args:
            knowledge: Questions, licences and components.
            policy: Id of the policy profile.

        Raises:
            InputError: There is no such policy.
        """
        if policy not in knowledge.policies:
            known = ", ".join(sorted(knowledge.policies))
            raise InputError(
                words("advice.problem.policy", policy=policy),
                remedy=words("advice.problem.policy_remedy", known=known) if known else "",
            )
        self.knowledge = knowledge
        self.policy: Policy = knowledge.policies[policy]
        self.questions = tuple(in_words_of(self.policy, q) for q in knowledge.questions)
        self._by_id = {question.id: question for question in self.questions}
        self.ids = {
            level: tuple(q.id for q in self.questions if q.per == level) for level in LEVELS
        }

    def project_from(self, project: Project, answers: Answers) -> Project:
        """A copy of ``project`` with what the answers create or complete."""
        return assembly.project_from(project, answers, self.knowledge)

    def steps(self, project: Project, answers: Answers, *, form: bool = False) -> tuple[Step, ...]:
        """The questions that apply, answered or not, in the order in which they are asked.

        A question sees the answers to questions before it that apply themselves, so an answer that
        is kept from an earlier way through decides nothing.

        Args:
            project: From a scan, or empty.
            answers: All answers.
            form: Only those that the sheet for the group leader needs, in place of the others.
        """
        return tuple(
            s for s in self.all_steps(project, answers) if (s.question.section == FORM) is form
        )

    def all_steps(
        self, project: Project, answers: Answers, full: Project | None = None
    ) -> tuple[Step, ...]:
        """Both the questions of the advice and those of the form.

        Args:
            project: From a scan, or empty.
            answers: All answers.
            full: The project that the answers complete, for those who have it already.
        """
        full = full or self.project_from(project, answers)
        base = facts.project_facts(full, {KNOWN: answers.get(KNOWN, "")}, ())
        base["has-holder"] = bool(self.policy.holder)
        known: dict[str, dict[str, object]] = {}
        found: list[Step] = []
        for (_, per_project), group in groupby(
            self.questions, lambda q: (q.section, q.per == "project")
        ):
            questions = tuple(group)
            if per_project:
                found += self._project_steps(questions, project, answers, base)
            else:
                for part in full.parts:
                    found += self._part_steps(questions, project, part, answers, (base, known))
        return tuple(found)

    def live(self, project: Project, answers: Answers) -> dict[str, Value]:
        """The answers that count: those to questions that apply, and chosen licences."""
        return self.live_among(self.all_steps(project, answers), answers)

    def live_among(self, steps: Sequence[Step], answers: Answers) -> dict[str, Value]:
        """The same from all steps, for those who have them already."""
        counted = {s.key for s in steps}
        return {
            key: value
            for key, value in answers.items()
            if key in counted or (key.count("/") == 1 and key.endswith(f"/{CHOICE}"))
        }

    def next_step(self, project: Project, answers: Answers, *, form: bool = False) -> Step | None:
        """The first question without an answer, None when all are answered."""
        steps = self.steps(project, answers, form=form)
        return next((s for s in steps if s.value is None), None)

    def complete(self, steps: Sequence[Step]) -> bool:
        """Whether every question that the advice needs has an answer."""
        return all(s.value is not None or s.question.optional for s in steps)

    def question(self, question_id: str) -> Question:
        """The question with this id, for example the one of the short cut.

        Raises:
            KeyError: There is none.
        """
        return self._by_id[question_id]

    def problems(self, project: Project, answers: Answers) -> tuple[AnswerProblem, ...]:
        """Answers that cannot stand: unknown keys or values, and contradictions."""
        full = self.project_from(project, answers)
        return self.problems_among(self.all_steps(project, answers, full), full, answers)

    def problems_among(
        self, steps: Sequence[Step], full: Project, answers: Answers
    ) -> tuple[AnswerProblem, ...]:
        """The same from steps and the completed project, for those who have them already."""
        by_key = {step.key: step for step in steps}
        found: list[AnswerProblem] = []
        for key, value in answers.items():
            found += self._key_problems(key, value, full, by_key.get(key))
        return (*found, *contradictions(full, answers))

    def question_of(self, key: str) -> Question | None:
        """The question that an answer key belongs to, None when there is none."""
        pieces = key.split("/")
        question = self._by_id.get(pieces[-1])
        if question is None or not 0 < len(pieces) <= len(LEVELS):
            return None
        return question if question.per == LEVELS[len(pieces) - 1] else None

    def facts_of(self, project: Project, answers: Answers) -> dict[str, object]:
        """Facts of the whole project, for rules of the policy; ``project`` is the completed one."""
        found = facts.project_facts(project, answers, self.ids["project"])
        return {**found, "has-holder": bool(self.policy.holder)}

    def part_facts(
        self, base: dict[str, object], part: Part, answers: Answers
    ) -> dict[str, object]:
        """Facts of one part."""
        return facts.part_facts(base, part, answers, self.ids["part"])

    def component_facts(
        self, base: dict[str, object], part: Part, asked: Asked, answers: Answers
    ) -> dict[str, object]:
        """Facts of one component of a part; ``base`` are those of the part."""
        known = facts.component_facts(base, part, asked.component, asked.found_use, self.knowledge)
        for question in self.ids["component"]:
            value = answers.get(f"{part.id}/{asked.slug}/{question}")
            if value:
                known[question] = value
        return known

    def asked(self, project: Project, part: Part) -> Iterator[Asked]:
        """Components of a completed part; ``project`` is the one before the answers."""
        original = next((p for p in project.parts if p.id == part.id), None)
        before = {c.name: c for c in original.components} if original else {}
        for name, component in facts.asked_components(part, self.knowledge):
            yield Asked(name, component, before.get(component.name))

    def _project_steps(
        self,
        questions: Sequence[Question],
        project: Project,
        answers: Answers,
        base: dict[str, object],
    ) -> Iterator[Step]:
        """Steps for the whole project; their answers are added to ``base``."""
        for question in questions:
            if holds(question.when, base) is not True:
                continue
            offered = question
            value = answers.get(question.id)
            origin = None if value is None else Origin.PERSON
            if question.id == "materials":
                if value is None and project.parts:
                    value = tuple(dict.fromkeys(part.material.value for part in project.parts))
                    origin = project.origin
            elif value:
                base[question.id] = value
                base |= facts.derived(question.id, value)
            if question.id == "openness" and base["part-count"] == 1:
                offered = _without(question, "differs")
            yield Step(question.id, offered, None, None, question.text, question.why, value, origin)

    def _part_steps(
        self,
        questions: Sequence[Question],
        project: Project,
        part: Part,
        answers: Answers,
        facts_so_far: tuple[dict[str, object], dict[str, dict[str, object]]],
    ) -> Iterator[Step]:
        """Steps for a part and its components; their answers are added to the facts so far."""
        base, known = facts_so_far
        given = known.setdefault(part.id, {})
        own = {**facts.part_facts(base, part, {}, ()), **given}
        for question in questions:
            if question.per == "part" and holds(question.when, own) is True:
                step = _step(question, part, None, f"{part.id}/{question.id}", answers)
                if step.value:
                    own[question.id] = given[question.id] = step.value
                yield step
        per_component = [q for q in questions if q.per == "component"]
        for asked in self.asked(project, part) if per_component else ():
            about = self.component_facts(own, part, asked, {})
            for question in per_component:
                if holds(question.when, about) is True:
                    key = f"{part.id}/{asked.slug}/{question.id}"
                    step = _step(
                        self._with_extras(question, asked.component), part, asked, key, answers
                    )
                    if step.value:
                        about[question.id] = step.value
                    yield step

    def _with_extras(self, question: Question, component: Component) -> Question:
        """The question on optional parts offers those of the component."""
        if question.id != "component-extras":
            return question
        catalogued = find_component(component.name, self.knowledge)
        offered = catalogued.optional_parts if catalogued else {}
        options = tuple(
            Option(slug(name), name, words("advice.extra_hint", license=text))
            for name, text in offered.items()
        )
        return replace(question, options=(*options, *question.options))

    def _key_problems(
        self, key: str, value: Value, full: Project, step: Step | None
    ) -> Iterator[AnswerProblem]:
        pieces = key.split("/")
        part_ids = {part.id for part in full.parts} | set(Material)
        choice = len(pieces) == 2 and pieces[1] == CHOICE
        if choice or (len(pieces) > 1 and pieces[0] not in part_ids):
            yield from key_problems(key, value, part_ids, self.knowledge)
            return
        question = step.question if step else self.question_of(key)
        if question is None:
            yield AnswerProblem(key, words("advice.problem.question", key=key))
            return
        yield from value_problems(key, value, question, self.knowledge, offered=step is not None)


def _without(question: Question, option_id: str) -> Question:
    return replace(question, options=tuple(o for o in question.options if o.id != option_id))


def _step(question: Question, part: Part, asked: Asked | None, key: str, answers: Answers) -> Step:
    value = answers.get(key)
    names = {"part": in_text(part), "component": asked.component.name if asked else ""}
    return Step(
        key,
        question,
        part,
        asked.component if asked else None,
        filled(question.text, names),
        filled(question.why, names),
        value,
        None if value is None else Origin.PERSON,
        _suggestion(question, asked.found if asked else None),
    )


def _suggestion(question: Question, found: Component | None) -> str:
    if found is None or found.use is None or question.id not in assembly.USE_QUESTIONS:
        return ""
    suggested = "optional" if found.optional else _SUGGESTED.get(found.use, "")
    return suggested if suggested in {o.id for o in question.options} else ""
