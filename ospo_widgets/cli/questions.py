# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The questionnaire as text and as data, so that an answers file can be written by hand."""

from __future__ import annotations

from typing import Any

from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Question, load_knowledge
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
            "text": question.text,
            "why": question.why,
            "options": [
                {"id": option.id, "label": option.label, "hint": option.hint}
                for option in question.options
            ],
            "when": question.when,
        }
        for question in _questions(policy)
    ]


def questions_text(policy: str) -> str:
    """All questions in order: key, question, options."""
    lines = [words("cli.questions.intro"), ""]
    for question in _questions(policy):
        kind = words(f"cli.questions.{question.kind}")
        lines.append(f"{answer_key(question)} ({kind})")
        lines += bullet(question.text, mark="?")
        lines += columns([(option.id, option.label) for option in question.options], indent=4)
        lines.append("")
    return "\n".join(lines)


def answer_key(question: Question) -> str:
    """Key of the answer, with ``PART`` and ``COMPONENT`` where their ids go."""
    return _KEYS[question.per].format(id=question.id)


def _questions(policy: str) -> tuple[Question, ...]:
    knowledge = load_knowledge()
    if policy not in knowledge.policies:
        known = ", ".join(sorted(knowledge.policies))
        raise InputError(f"We know no policy “{policy}”.", remedy=f"Known are: {known}.")
    return knowledge.questions
