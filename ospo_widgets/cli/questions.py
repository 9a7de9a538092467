# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The questionnaire as text and as data, so that an answers file can be written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.advice.model import Recommendation, Step
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.knowledge import Question, load_knowledge
from ospo_widgets.knowledge.rows import FORM
from ospo_widgets.wording import words

_KEYS = {
    "project": "{id}",
    "part": "PART/{id}",
    "component": "PART/COMPONENT/{id}",
}
"""How the key of an answer reads, by what a question is asked for."""


def questions_json(policy: str) -> list[dict[str, Any]]:
    """All questions in order, with the shape of their answer keys."""
    return [
        {
            "id": question.id,
            "key": answer_key(question),
            "section": question.section,
            "per": question.per,
            "kind": question.kind,
            "optional": question.optional,
            "text": question.text,
            "why": question.why,
            "options": [
                {"id": option.id, "label": option.label, "hint": option.hint}
                for option in question.options
            ],
            "when": _plain(question.when),
        }
        for question in _questions(policy)
    ]


def questions_text(policy: str) -> str:
    """All questions in order: key, question, options."""
    lines = [words("cli.questions.intro"), ""]
    for question in _questions(policy):
        kind = words(f"cli.questions.{question.kind}")
        if question.section == FORM:
            kind = words("cli.questions.form", kind=kind)
        lines.append(f"{answer_key(question)} ({kind})")
        text = question.text.replace("{part}", "PART").replace("{component}", "COMPONENT")
        lines += bullet(text, mark="?")
        lines += columns([(option.id, option.label) for option in question.options], indent=4)
        lines.append("")
    return "\n".join(lines)


def answer_key(question: Question) -> str:
    """Key of the answer, with ``PART`` and ``COMPONENT`` where their ids go."""
    return _KEYS[question.per].format(id=question.id)


def _plain(condition: object) -> object:
    """A condition as dicts and lists; knowledge holds them read-only."""
    if isinstance(condition, Mapping):
        return {key: _plain(value) for key, value in condition.items()}
    return [_plain(v) for v in condition] if isinstance(condition, list | tuple) else condition


def open_questions(advice: Recommendation) -> tuple[Step, ...]:
    """Questions that apply and have no answer yet."""
    form = Questionnaire(load_knowledge(), advice.policy)
    steps = form.steps(advice.asked, advice.answers)
    return tuple(s for s in steps if s.value is None and not s.question.optional)


def _questions(policy: str) -> tuple[Question, ...]:
    return Questionnaire(load_knowledge(), policy).questions
