# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values of claims as text with a type, since one column holds values of all fields."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from ospo_widgets.portfolio.claims import Value

TEXT = "text"

NOT_KNOWN = "NOASSERTION"
"""Licence of a change or a count when nobody could say, in the word of SPDX."""


def type_of(value: Value) -> str:
    """Name of the type of a value: ``text``, ``flag``, ``count``, ``number``, ``day``, ``list``."""
    if isinstance(value, str):
        return TEXT
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "count"
    if isinstance(value, float):
        return "number"
    return "list" if isinstance(value, tuple) else "day"


def to_text(value: Value) -> str:
    """A value as text: ``yes``, ``42``, ``0.5``, ``2026-11-22``, a list as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else repr(value)


@lru_cache(maxsize=16_384)
def from_text(kind: str, text: str) -> Value:
    """What :func:`to_text` wrote.

    Args:
        kind: Name of the type.
        text: The value.

    Raises:
        ValueError: It is no such value.
    """
    if kind == TEXT:
        return text
    if kind == "flag" and text in {"yes", "no"}:
        return text == "yes"
    if kind == "count":
        return int(text)
    if kind == "number":
        return float(text)
    if kind == "day":
        return date.fromisoformat(text)
    if kind == "list":
        try:
            items = json.loads(text)
        except RecursionError:
            raise ValueError from None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
    raise ValueError(f"{kind[:20]}: {text[:60]}")
