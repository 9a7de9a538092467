# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Conditions that ask for something that does not exist: they would never speak, silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ospo_widgets.knowledge.conditions import WORDS
from ospo_widgets.knowledge.model import Knowledge, Question
from ospo_widgets.project import Material

Fault = tuple[str, str, str, str]
"""Kind, row id, field, message."""

PROJECT_FACTS = frozenset(
    {
        "materials",
        "materials-answer",
        "part-count",
        "from-scan",
        "has-address",
        "has-components",
        "has-holder",
        "has-name",
        "short-cut",
        "documented",
        "collaboration-key",
    }
)
"""Facts of the whole project, besides the answers to questions asked once."""

PART_FACTS = frozenset({"material", "part-from-scan"})
"""Facts that only a part has, besides the answers to questions asked for each part."""

COMPONENT_FACTS = frozenset(
    {"component-category", "component-court-clause", "found-use", "stricter-extras"}
)
"""Facts that only a component has, besides the answers to questions asked for each component."""

LICENSE_FACTS = frozenset(
    {
        "license",
        "license-category",
        "license-reach",
        "license-osi",
        "license-court-clause",
        "license-patent-grant",
    }
)
"""Facts of a licence, for rules that rule out, prefer or advise against."""

ASKED_BY: Mapping[str, str] = {
    "material": "materials",
    "materials": "materials",
    "materials-answer": "materials",
    "part-count": "materials",
    "short-cut": "known-license",
    "collaboration-key": "collaboration",
    "component-category": "components",
    "component-court-clause": "components",
    "stricter-extras": "components",
    "has-components": "components",
}
"""Facts that are no answers themselves, and the question whose answer they come from."""


def condition_faults(knowledge: Knowledge) -> Iterator[Fault]:
    """Facts that nobody gathers, and answers that no question offers."""
    questions = {question.id: question for question in knowledge.questions}
    shared = PROJECT_FACTS | PART_FACTS | COMPONENT_FACTS
    for question in knowledge.questions:
        for message in _faults(question.when, questions, shared):
            yield "questions", question.id, "when", message
    for policy in knowledge.policies.values():
        for rule in policy.rules:
            for message in _faults(rule.when, questions, shared | LICENSE_FACTS):
                yield "policies", policy.id, f"rule:{rule.id}", message


def _faults(
    condition: Mapping[str, object], questions: Mapping[str, Question], facts: frozenset[str]
) -> Iterator[str]:
    for key, value in condition.items():
        if key in WORDS:
            for inner in (value,) if isinstance(value, Mapping) else _many(value):
                if isinstance(inner, Mapping):
                    yield from _faults(inner, questions, facts)
        elif key in {"material", "materials"}:
            yield from _not_among(key, value, set(Material))
        elif key in facts:
            continue
        elif key not in questions:
            yield f"no question and no fact is named “{key}”."
        elif questions[key].kind != "text" and key != "component-extras":
            yield from _not_among(key, value, {o.id for o in questions[key].options})


def _not_among(key: str, value: object, known: set[str]) -> Iterator[str]:
    for one in _many(value):
        if one not in known:
            yield f"“{key}” is never “{one}”."


def _many(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
