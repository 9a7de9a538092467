# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One question at a time: history bar, question card, actions, and the reason behind a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as ipw

from ospo_widgets.markup import Content, Markup, tag


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of the bar.

    Attributes:
        id: Id given back on a click.
        title: Short title.
        answer: The answer in words, or how far the step is.
        state: ``done``, ``now`` or ``todo``.
    """

    id: str
    title: str
    answer: str
    state: str


class HistoryBar(ipw.HBox):  # type: ignore[misc]
    """Steps taken and to come; a click on a done one goes back to it, answers after it stay."""

    def __init__(self, on_go: Callable[[str], Any]) -> None:
        super().__init__()
        self._on_go = on_go
        self._shown: tuple[HistoryStep, ...] = ()
        self.add_class("steps")

    def show(self, steps: Sequence[HistoryStep]) -> None:
        """Draw the steps, when they are not drawn already."""
        if tuple(steps) == self._shown:
            return
        self._shown = tuple(steps)
        self.children = tuple(self._widget(step) for step in steps)

    def _widget(self, step: HistoryStep) -> Any:
        if step.state == "done":
            made = ipw.Button(
                description=f"{step.title}: {step.answer}",
                tooltip="",
                layout=ipw.Layout(width="auto"),
            )
            made.on_click(lambda _, i=step.id: self._on_go(i))
            return made.add_class("step-done")
        current = {"aria_current": "step"} if step.state == "now" else {}
        return ipw.HTML(
            tag("span", tag("b", step.title), " ", step.answer, class_="s", **current)
        ).add_class(f"step-{step.state}")


def details(summary: Content, *content: Content, open_: bool = False) -> Markup:
    """A disclosure such as “Why we ask”."""
    return tag(
        "details",
        tag("summary", summary),
        tag("div", *content, class_="why"),
        class_="more",
        open=open_,
    )


class QuestionCard(ipw.VBox):  # type: ignore[misc]
    """Eyebrow, the question's own widget, actions, and why we ask.

    Only the field is exchanged from question to question, so that the focus stays on the button
    that was pressed.
    """

    def __init__(self, actions: Any) -> None:
        self._eyebrow = ipw.HTML()
        self._why = ipw.HTML()
        self._field = ipw.VBox()
        super().__init__([self._eyebrow, self._field, actions, self._why])
        self.add_class("stack")
        self.add_class("ospo-question")

    def show(self, eyebrow: Content, field: Any, why: Content) -> None:
        """Show one question."""
        self._eyebrow.value = tag("p", eyebrow, class_="eyebrow")
        self._why.value = tag("div", why)
        self._field.children = (field,)
