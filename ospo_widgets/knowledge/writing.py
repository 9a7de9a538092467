# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values and rows as YAML, in the style of the files of ``data/``."""

from __future__ import annotations

import json
from collections.abc import Mapping

import yaml

from ospo_widgets.knowledge.nodes import File, Problem
from ospo_widgets.knowledge.source_rows import plain

HEAD = (
    "# SPDX-" + "FileCopyrightText: {year} {holder}",
    "# SPDX-" + "License-Identifier: CC0-1.0",
    "",
)
"""First lines of a new file of knowledge."""

AS_WRITTEN = frozenset({"checked", "version"})
"""Fields that hold a date, which stands without quotes."""


def written(value: object, *, day: bool = False) -> str:
    """A value on one line.

    Args:
        value: Text, truth value, whole number, None, or tuples, lists and mappings of them.
        day: It is a date, which needs no quotes.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{written(str(name))}: {written(one)}" for name, one in value.items())
        return f"{{{inside}}}"
    text = str(value)
    return text if day or _plain_is_same(text) else _quoted(text)


def row_lines(fields: Mapping[str, object]) -> list[str]:
    """A row of a list, indented as in our files.

    Args:
        fields: Fields in their order; lists of mappings get a line each.
    """
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, tuple | list) and value and isinstance(value[0], Mapping):
            lines.append(f"    {name}:")
            lines += [f"      - {written(one)}" for one in value]
        else:
            lines.append(f"    {name}: {written(value, day=name in AS_WRITTEN)}")
    if lines:
        lines[0] = f"  - {lines[0][4:]}"
    return lines


def meaning(text: str) -> object:
    """What a value as it is written means; None also for what is no YAML."""
    problems: list[Problem] = []
    top = File("value", problems).read(f"value: {text}\n")
    if top is None or problems or not isinstance(top.node, yaml.MappingNode):
        return None
    return plain(top.node).get("value")  # type: ignore[attr-defined]


def _plain_is_same(text: str) -> bool:
    """Whether a text may stand without quotes, alone and inside brackets."""
    odd = set("\n\r\t\u0085\u2028\u2029\ufeff") & set(text)
    if not text or odd or text != text.strip() or not text.isprintable():
        return False
    if set(",[]{}#:&*!|>'\"%@`?") & set(text) or text[0] in "-?=<~.+0123456789":
        return _harmless(text)
    return meaning(text) == text and text.casefold() not in _WORDS


_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
"""What other readers of YAML take for a truth value."""


def _harmless(text: str) -> bool:
    """Ids such as ``0BSD`` and ``2-clause`` that are no number, date or beginning of anything."""
    return (
        all(c.isalnum() or c in "-._+ " for c in text)
        and text[0].isalnum()
        and meaning(text) == text
        and any(c.isalpha() for c in text)
    )


def _quoted(text: str) -> str:
    """In double quotes; what cannot be printed as an escape, which YAML shares with JSON."""
    if all(c.isprintable() for c in text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return json.dumps(text, ensure_ascii=True)
