# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of parts and answers inside sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ospo_widgets.advice.model import Value
from ospo_widgets.knowledge.model import Policy, Question
from ospo_widgets.project import Part
from ospo_widgets.wording import words


def fill(template: str, names: Mapping[str, str]) -> str:
    """Put names into a template: ``{part}``, ``{component}`` and the words of a policy."""
    if "{" not in template:
        return template
    for name, value in names.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def in_text(part: Part) -> str:
    """Name of a part inside a sentence: “the software” where it has no name of its own."""
    if part.name == words(f"advice.part.{part.material.value}"):
        return words(f"advice.part_in_text.{part.material.value}")
    return part.name


def shown(value: Value) -> str:
    """An answer in a sentence."""
    return value if isinstance(value, str) else ", ".join(value)


def in_words_of(policy: Policy, question: Question) -> Question:
    """A question in the words of an institute: ``{institute}``, ``{transfer}`` and so on."""
    names = policy.names
    options = tuple(
        replace(option, label=fill(option.label, names), hint=fill(option.hint, names))
        if "{" in option.label or "{" in option.hint
        else option
        for option in question.options
    )
    text, why = fill(question.text, names), fill(question.why, names)
    if (text, why, options) == (question.text, question.why, question.options):
        return question
    return replace(question, text=text, why=why, options=options)
