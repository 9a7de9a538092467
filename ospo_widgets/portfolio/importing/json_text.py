# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""JSON as it is found: one value, lines of values, pages of an API, or a file that was cut off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_SPACE = re.compile(r"[\s,\x1e]*")
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.DOTALL)
_CLOSING = {"[": "]", "{": "}"}

LONGEST_NUMBER = 100
"""Longest whole number that is read, digits."""

MAX_DEPTH = 200
"""Deepest nesting of what is read."""


@dataclass(frozen=True, slots=True)
class ParsedJson:
    """What JSON text holds.

    Attributes:
        value: The value; a list when several stand one after the other.
        cut_at: Line in which the text breaks off, 0 when it is whole. The item that was not
            complete is left out.
        documents: How many values stand one after the other.
    """

    value: Any
    cut_at: int = 0
    documents: int = 1


def parse_json(text: str) -> ParsedJson | None:
    """Read JSON text.

    Numbers that JSON does not know (``NaN``) and endless ones become None. Of text that breaks off
    in the middle, everything up to the last whole item is there.

    Returns:
        The value, or None when the text is no JSON.
    """
    try:
        return _whole(text)
    except RecursionError:
        return None
    except ValueError as error:
        end = getattr(error, "pos", 0)
    repaired = _closed(text)
    if repaired is None:
        return None
    try:
        found = _whole(repaired)
    except (ValueError, RecursionError):
        return None
    return ParsedJson(found.value, text.count("\n", 0, end) + 1, found.documents)


def _whole(text: str) -> ParsedJson:
    decoder = json.JSONDecoder(parse_constant=lambda _: None, parse_int=_number)
    values: list[Any] = []
    at = _after_space(text, 0)
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        at = _after_space(text, end)
    if not values:
        raise ValueError("no value")
    if len(values) == 1:
        return ParsedJson(values[0])
    # Pages of an API that were written one after the other are one list of their items.
    if all(isinstance(value, list) for value in values):
        return ParsedJson([item for value in values for item in value], documents=len(values))
    return ParsedJson(values, documents=len(values))


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


@dataclass(slots=True)
class _Open:
    """A list or dictionary that is open, and where its last whole child ended."""

    bracket: str
    children: int = 0
    end: int = 0


def _closed(text: str) -> str | None:
    """The text up to its last whole item, with what is open then closed; None when it has none.

    Items are what the open list or dictionary with most whole children holds.
    """
    opened: list[_Open] = []
    ended = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == '"':  # a text that is not closed: what follows is in it
            break
        if token in _CLOSING:
            if len(opened) >= MAX_DEPTH:
                return None
            opened.append(_Open(token))
        elif token in "]}":
            if not opened or _CLOSING[opened.pop().bracket] != token:
                return None
            if opened:
                opened[-1].children += 1
                opened[-1].end = match.end()
            else:
                ended = match.end()
    if not opened:
        return text[:ended] or None
    items = max(_may_hold_items(opened), key=lambda one: one.children)
    if not items.children:
        return text[:ended] or None
    depth = next(number for number, one in enumerate(opened) if one is items)
    closing = "".join(_CLOSING[one.bracket] for one in reversed(opened[: depth + 1]))
    return text[: items.end] + closing


def _may_hold_items(opened: list[_Open]) -> list[_Open]:
    """What may hold the items: down to the first list and lists right in it, not inside an item."""
    lists = [number for number, one in enumerate(opened) if one.bracket == "["]
    if not lists:
        return opened
    last = lists[0]
    while last + 1 in lists:
        last += 1
    return opened[: last + 1]
