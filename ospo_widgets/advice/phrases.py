# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of parts and answers inside sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ospo_widgets.advice.model import UNKNOWN, Answers, Value
from ospo_widgets.knowledge.model import Policy, Question
from ospo_widgets.project import Part
from ospo_widgets.wording import filled, languages, texts_of, words


def in_text(part: Part) -> str:
    """Name of a part inside a sentence: “the software” where it has no name of its own."""
    if part.name in _usual_names(part.material.value):
        return words(f"advice.part_in_text.{part.material.value}")
    return part.name


def named_anew(part: Part) -> Part:
    """The part with its usual name in the language of now; a name of its own stays."""
    if part.name in _usual_names(part.material.value):
        return replace(part, name=words(f"advice.part.{part.material.value}"))
    return part


@cache
def _usual_names(material: str) -> frozenset[str]:
    """What we call a part of a kind; a link may come from a session in another language."""
    return frozenset(texts_of("advice", code)[f"part.{material}"] for code in languages())


def shown(value: Value) -> str:
    """An answer in a sentence."""
    return value if isinstance(value, str) else ", ".join(value)


def holder_of(policy: Policy, answers: Answers) -> str:
    """Who holds the rights: the institute of the policy, else the answer; empty when unknown."""
    answer = answers.get("holder", "")
    named = answer if isinstance(answer, str) and answer != UNKNOWN else ""
    return policy.holder or named.strip()


def in_words_of(policy: Policy, question: Question) -> Question:
    """A question in the words of an institute: ``{institute}``, ``{transfer}`` and so on."""
    names = policy.names
    options = tuple(
        replace(option, label=filled(option.label, names), hint=filled(option.hint, names))
        if "{" in option.label or "{" in option.hint
        else option
        for option in question.options
    )
    text, why = filled(question.text, names), filled(question.why, names)
    if (text, why, options) == (question.text, question.why, question.options):
        return question
    return replace(question, text=text, why=why, options=options)
