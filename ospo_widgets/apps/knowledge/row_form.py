# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Fields of a row as fields on screen, and back: what is typed becomes what YAML holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import ipywidgets as ipw

from ospo_widgets.apps.knowledge.names import field_help
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Answer, Category, Confidence, Reach, Severity
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import column, dropdown, text_area, text_field
from ospo_widgets.wording import words

CHOICES: Mapping[str, Sequence[str]] = {
    "confidence": tuple(Confidence),
    "category": tuple(Category),
    "effect": tuple(Category),
    "reach": tuple(Reach),
    "answer": tuple(Answer),
    "severity": tuple(Severity),
}
"""Fields that take one of some values."""

NOT_HERE = frozenset({"id", "rules"})
"""Fields that are not changed in a form: others refer to a row by its id."""

SHORT = 80
"""Longest text that gets a field of one line."""

SEPARATOR = "|"
"""Between title, address and clause of a source."""


def form_kind(name: str, value: object) -> str:
    """How a field is shown: ``choice``, ``flag``, ``text``, ``long``, ``list`` or ``sources``.

    Empty for what a form cannot hold without loss.
    """
    if name in NOT_HERE:
        return ""
    if name == "sources" or (name in CHOICES and isinstance(value, str)):
        return "sources" if name == "sources" else "choice"
    if isinstance(value, str):
        return "text" if len(value) <= SHORT and "\n" not in value else "long"
    if isinstance(value, tuple):
        plain = all(isinstance(one, str) and "\n" not in one for one in value)
        return "list" if plain else ""
    return "flag" if value is None or isinstance(value, bool) else ""


class RowForm(ipw.VBox):  # type: ignore[misc]
    """One field on screen for each field of a row.

    Args:
        kind: Kind of the row, for the help of its fields.
        data: Its fields; what a form cannot hold is left out.
        long: Texts that get several lines although they are short, or empty, now.
    """

    def __init__(
        self, kind: str, data: Mapping[str, object], *, long: Collection[str] = ()
    ) -> None:
        self._data = data
        self._fields: dict[str, Any] = {}
        self._kinds: dict[str, str] = {}
        children = []
        for name, value in data.items():
            how = form_kind(name, value)
            if not how:
                continue
            if how == "text" and name in long:
                how = "long"
            field = _field(name, value, how)
            self._fields[name], self._kinds[name] = field, how
            hint = " ".join(filter(None, (field_help(name, kind), _how_hint(how))))
            children.append(
                column(
                    field,
                    ipw.HTML(tag("p", hint, class_="small muted")),
                    class_=f"with-hint ospo-field-{how}",
                )
            )
        super().__init__(children)
        self.add_class("ospo-row-form")

    def follow(self, data: Mapping[str, object]) -> None:
        """Take what the row says now for what a change is told from; what is typed stays."""
        self._data = {name: data.get(name, value) for name, value in self._data.items()}

    def field(self, name: str) -> Any:
        """The field on screen."""
        return self._fields[name]

    def value(self, name: str) -> object:
        """What a field holds now, as YAML would.

        Raises:
            InputError: A source is not written as title, address and clause.
        """
        typed = self._fields[name].value
        how = self._kinds[name]
        if how == "flag":
            return {"true": True, "false": False}.get(typed)
        if how == "list":
            return tuple(line.strip() for line in typed.splitlines() if line.strip())
        if how == "sources":
            return tuple(_source(line) for line in typed.splitlines() if line.strip())
        return " ".join(typed.split()) if how != "choice" else str(typed)

    def values(self) -> dict[str, object]:
        """All fields.

        Raises:
            InputError: See :meth:`value`.
        """
        return {name: self.value(name) for name in self._fields}

    def changed(self) -> dict[str, object]:
        """Fields that hold something else than the row.

        Raises:
            InputError: See :meth:`value`.
        """
        return {
            name: value
            for name, value in self.values().items()
            if value != _usual(self._data[name], self._kinds[name])
        }


def _usual(value: object, how: str) -> object:
    """What the row holds, as the form would give it back."""
    if how == "sources" and isinstance(value, tuple):
        return tuple(
            {name: str(text) for name, text in one.items() if text}
            for one in value
            if isinstance(one, Mapping)
        )
    return " ".join(value.split()) if how in {"text", "long"} and isinstance(value, str) else value


def _field(name: str, value: object, how: str) -> Any:
    if how == "choice":
        return dropdown(name, [(v, v) for v in CHOICES[name]], str(value))
    if how == "flag":
        said = {True: "true", False: "false"}.get(value, "null")  # type: ignore[call-overload]
        options = [(words(f"knowledge_app.value.{n}"), v) for n, v in _FLAGS]
        return dropdown(name, options, said)
    if how == "text":
        return text_field(name, str(value))
    if how == "list":
        lines = [str(one) for one in value] if isinstance(value, tuple) else []
        return _area(name, "\n".join(lines), len(lines) + 1)
    if how == "sources":
        lines = [_line(one) for one in value] if isinstance(value, tuple) else []
        return _area(name, "\n".join(lines), len(lines) + 1)
    return _area(name, str(value), 3)


_FLAGS = (("yes", "true"), ("no", "false"), ("null", "null"))


def _area(name: str, value: str, rows: int) -> Any:
    made = text_area(name, rows=max(2, min(rows, 8)))
    made.value = value
    return made


def _how_hint(how: str) -> str:
    return words(f"knowledge_app.form.{how}") if how in {"list", "sources"} else ""


def _line(source: object) -> str:
    if not isinstance(source, Mapping):
        return str(source)
    parts = [str(source.get(name) or "") for name in ("title", "url", "clause")]
    while parts and not parts[-1]:
        parts.pop()
    return f" {SEPARATOR} ".join(parts)


def _source(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(SEPARATOR)]
    if len(parts) > 3 or not parts[0]:
        raise InputError(words("knowledge_app.form.wrong_source", line=line[:80]))
    named = zip(("title", "url", "clause"), parts, strict=False)
    return {name: text for name, text in named if text}
