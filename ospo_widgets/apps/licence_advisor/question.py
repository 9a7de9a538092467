# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One question as widgets: its field, its eyebrow and the reason why it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from ospo_widgets.advice.model import Step
from ospo_widgets.knowledge import Knowledge
from ospo_widgets.markup import Content, link, tag
from ospo_widgets.widgets.fields import CheckGroup, option_cards, text_field
from ospo_widgets.widgets.wizard import details
from ospo_widgets.wording import day, words


def field_for(step: Step, value: Any, on_change: Callable[[Any], Any]) -> Any:
    """The widget that takes the answer; ``on_change`` gets each value as it is chosen."""
    question = step.question
    if question.kind == "many":
        chosen = value if isinstance(value, tuple) else ()
        group = CheckGroup(step.text, question.options, chosen)
        group.on_change(lambda: on_change(group.value))
        return group
    if question.kind == "text":
        return TextQuestion(step, value if isinstance(value, str) else "", on_change)
    cards = option_cards(step.text, question.options, value if isinstance(value, str) else None)
    cards.observe(lambda change: on_change(change["new"]), "value")
    return cards


def eyebrow(step: Step, number: int, left: int, *, settled: bool, changed: bool) -> Content:
    """Where this question stands: number, how many to go, for which part.

    Args:
        step: The open question.
        number: Its number, from 1.
        left: How many others still need an answer.
        settled: It has an answer itself, so with none left it need not be the last.
        changed: The question changed since it was answered.
    """
    none = "left_settled" if settled else "left_none"
    key = none if left == 0 else "left_one" if left == 1 else "left_many"
    to_go = words(f"advisor_app.question.{key}", count=left)
    line: list[Content] = [words("advisor_app.question.where", number=number, left=to_go)]
    if step.part is not None:
        line += [" · ", words("advisor_app.question.part"), tag("strong", step.part.name)]
    if step.suggested:
        line += [" · ", words("advisor_app.question.from_scan")]
    if changed:
        line += [" · ", tag("strong", words("advisor_app.question.changed"))]
    return line


def reason_for(step: Step, knowledge: Knowledge) -> Content:
    """Why we ask, with sources, and the words of the page explained."""
    question = step.question
    sources: list[Content] = []
    for source in question.provenance.sources:
        label = " ".join(filter(None, (source.title, source.clause)))
        if sources:
            sources.append(words("common.semicolon"))
        sources.append(link(label, source.url) if source.url else label)
    checked = words("advisor_app.question.checked", date=day(question.provenance.checked))
    why = details(
        words("advisor_app.question.why"),
        tag("p", step.why),
        tag(
            "p", words("advisor_app.question.sources"), sources, ". ", checked, class_="muted small"
        ),
    )
    terms = [(w, knowledge.glossary[w]) for w in question.words if w in knowledge.glossary]
    if not terms:
        return why
    rows = [(tag("dt", term), tag("dd", meaning)) for term, meaning in terms]
    return [why, details(words("advisor_app.question.words"), tag("dl", rows, class_="words"))]


def _text_hint(question: str) -> str:
    """How to write the answer to a question without options."""
    # All records are written alike: who confirmed it, when, under which reference.
    key = "record" if question.endswith("-record") else question
    return words(f"advisor_app.hint.{key}")


class TextQuestion(ipw.VBox):  # type: ignore[misc]
    """A line of text, and a box to tick for each answer that is no text (“I don’t know”)."""

    def __init__(self, step: Step, value: str, on_change: Callable[[Any], Any]) -> None:
        options = {o.id: o for o in step.question.options}
        self._on_change = on_change
        self._text = text_field(step.text, "" if value in options else value, name=step.question.id)
        self._text.add_class("ospo-text-question")
        # Continue must see what was typed, also while the field still has the focus.
        self._text.continuous_update = True
        self._others = CheckGroup("", tuple(options.values()), (value,))
        self._text.observe(lambda _: self._typed(), "value")
        self._others.on_change(self._ticked)
        hint = ipw.HTML(tag("p", _text_hint(step.question.id), class_="small muted"))
        super().__init__([self._text, hint, self._others])
        self.add_class("stack-s")

    def _typed(self) -> None:
        if self._text.value:
            self._others.clear()
        self._on_change(self._text.value.strip())

    def _ticked(self) -> None:
        chosen = self._others.value
        if chosen:
            self._text.value = ""
        self._on_change(chosen[0] if chosen else self._text.value.strip())
