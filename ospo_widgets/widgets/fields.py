# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Fields and buttons with real labels, from core ipywidgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import ipywidgets as ipw

from ospo_widgets.knowledge.model import Option
from ospo_widgets.markup import Content, tag
from ospo_widgets.widgets.heard import said_text
from ospo_widgets.widgets.kept.names import named

SETTLE_SECONDS = 0.2
"""How long after Enter no text may come before the field is read."""

_FREE = {"description_width": "initial"}


def html(*content: Content, class_: str = "") -> ipw.HTML:
    """An HTML widget from escaped content."""
    return ipw.HTML(tag("div", *content, class_=class_ or None))


def button(
    label: str,
    on_click: Callable[..., Any] | None = None,
    *,
    primary: bool = False,
    small: bool = False,
    quiet: bool = False,
) -> ipw.Button:
    """A button with words on it; ``on_click`` is already guarded."""
    made = ipw.Button(description=label, tooltip="", layout=ipw.Layout(width="auto"))
    made.add_class("btn")
    for name, wanted in (("primary", primary), ("small", small), ("quiet", quiet)):
        if wanted:
            made.add_class(name)
    if on_click is not None:
        made.on_click(lambda _: on_click())
    return made


def text_field(label: str, value: str = "", *, placeholder: str = "", name: str = "") -> ipw.Text:
    """A line of text; its value arrives on Enter and on leaving the field.

    Args:
        label: Before it.
        value: What it holds.
        placeholder: Shown while it is empty.
        name: See :func:`~ospo_widgets.widgets.kept.names.named`.
    """
    made = ipw.Text(
        value=value,
        description=label,
        placeholder=placeholder,
        continuous_update=False,
        style=_FREE,
        tooltip="",
        layout=ipw.Layout(width="auto"),
    )
    return named(made.add_class("field"), name)


def suggest_field(label: str, options: Iterable[str]) -> ipw.Combobox:
    """A line of text that offers names; any other text may be typed too."""
    made = ipw.Combobox(
        options=tuple(options),
        ensure_option=False,
        description=label,
        continuous_update=False,
        style=_FREE,
        tooltip="",
        layout=ipw.Layout(width="auto"),
    )
    return named(made.add_class("field"))


def text_area(label: str, *, rows: int, name: str = "") -> ipw.Textarea:
    """Several lines of text; ``name`` as in :func:`text_field`."""
    made = ipw.Textarea(
        description=label,
        rows=rows,
        continuous_update=False,
        style=_FREE,
        tooltip="",
        layout=ipw.Layout(width="auto"),
    )
    return named(made.add_class("field"), name)


def on_enter(field: ipw.Text, function: Callable[[], Any]) -> None:
    """Call ``function`` when Enter is pressed in the field, not when the field is left.

    The browser tells Enter before the text, and text typed fast arrives in bunches; so the call
    waits until no more text has come for a moment. Without an event loop it comes at once.
    """
    waiting: list[asyncio.TimerHandle] = []

    def wait() -> None:
        while waiting:
            waiting.pop().cancel()
        waiting.append(asyncio.get_running_loop().call_later(SETTLE_SECONDS, fire))

    def fire() -> None:
        waiting.clear()
        function()

    def message(_: Any, content: Any, __: Any) -> None:
        if said_text(content, "event") != "submit":
            return
        try:
            wait()
        except RuntimeError:
            function()

    def changed(_: Any) -> None:
        if waiting:
            wait()

    field.on_msg(message)
    field.observe(changed, "value")


def dropdown(label: str, options: Iterable[tuple[str, str]], value: str = "") -> ipw.Dropdown:
    """A choice from a list of (label, id)."""
    pairs = list(options)
    ids = [v for _, v in pairs]
    return ipw.Dropdown(
        options=pairs,
        value=value if value in ids else ids[0],
        description=label,
        style=_FREE,
        tooltip="",
        layout=ipw.Layout(width="auto"),
    ).add_class("field")


def option_cards(question: str, options: Sequence[Option], value: str | None) -> ipw.RadioButtons:
    """Radio buttons drawn as cards; the question is their label, None chooses nothing."""
    cards = ipw.RadioButtons(
        options=[(f"{o.label}\n{o.hint}" if o.hint else o.label, o.id) for o in options],
        value=value,
        description=question,
        style=_FREE,
        layout=ipw.Layout(width="auto"),
    )
    cards.tooltip = ""
    return cards.add_class("ospo-options")


class CheckGroup(ipw.VBox):  # type: ignore[misc]
    """Options of which any may be ticked; the question, if any, is a heading before them."""

    def __init__(self, question: str, options: Sequence[Option], value: Iterable[str] = ()) -> None:
        chosen = set(value)
        self._boxes = {
            o.id: ipw.Checkbox(
                value=o.id in chosen,
                description=_check_label(o),
                description_allow_html=True,
                indent=False,
                style=_FREE,
                tooltip="",
                layout=ipw.Layout(width="auto"),
            ).add_class("check")
            for o in options
        }
        heading = [ipw.HTML(tag("h2", question, class_="question"))] if question else []
        super().__init__([*heading, *self._boxes.values()])
        self.add_class("ospo-checks")

    @property
    def value(self) -> tuple[str, ...]:
        """Ids of the ticked options, in the order of the options."""
        return tuple(i for i, box in self._boxes.items() if box.value)

    def clear(self) -> None:
        """Untick all."""
        self.tick(())

    def tick(self, ids: Collection[str]) -> None:
        """Tick these and no other."""
        for option, box in self._boxes.items():
            box.value = option in ids

    def on_change(self, function: Callable[[], Any]) -> None:
        """Call ``function`` after each tick."""
        for box in self._boxes.values():
            box.observe(lambda _: function(), "value")


def _check_label(option: Option) -> str:
    hint = tag("span", option.hint, class_="muted small") if option.hint else None
    return tag("span", tag("strong", option.label), " " if hint else None, hint)


def row(*children: Any, class_: str = "row actions") -> ipw.HBox:
    """Widgets side by side, wrapping."""
    box = ipw.HBox(list(children))
    for name in class_.split():
        box.add_class(name)
    return box


def column(*children: Any, class_: str = "stack") -> ipw.VBox:
    """Widgets below each other."""
    box = ipw.VBox(list(children))
    for name in class_.split():
        box.add_class(name)
    return box


def shown(widget: ipw.Widget, *, on: bool) -> None:
    """Show a widget, or hide it from everybody."""
    widget.layout.display = None if on else "none"
