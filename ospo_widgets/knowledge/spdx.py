# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX expressions in data files: whether one is well formed, and what it adds up to.

Everyday names and hostile input are the business of :mod:`ospo_widgets.licensing.expressions`,
which is built on this room. Our rows use plain SPDX, and a wrong row must be named by its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

_TOKEN = re.compile(r"[()]|[^\s()]+")
_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_OPERATORS = frozenset({"AND", "OR", "WITH"})

T = TypeVar("T")


class _Reader:
    """One expression that is being read from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        self._place = 0

    def peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self._place += 1
        return token

    def name(self) -> str:
        token = self.take()
        if token in _OPERATORS or not _TERM.fullmatch(token):
            raise ValueError(f"a licence id is missing before “{token or 'the end'}”")
        return token


def fold(
    text: str,
    term: Callable[[str], T],
    together: Callable[[Iterable[T]], T],
    choice: Callable[[Iterable[T]], T],
) -> T:
    """Add up an expression.

    Args:
        text: SPDX expression.
        term: Value of a licence id, perhaps with ``WITH`` and an exception.
        together: Value of several that hold together (AND).
        choice: Value of several of which one may be chosen (OR).

    Raises:
        ValueError: It is no expression; the message says where.
    """

    def alternatives(reader: _Reader) -> T:
        values = [conjunction(reader)]
        while reader.peek() == "OR":
            reader.take()
            values.append(conjunction(reader))
        return choice(values) if len(values) > 1 else values[0]

    def conjunction(reader: _Reader) -> T:
        values = [factor(reader)]
        while reader.peek() == "AND":
            reader.take()
            values.append(factor(reader))
        return together(values) if len(values) > 1 else values[0]

    def factor(reader: _Reader) -> T:
        if reader.peek() == "(":
            reader.take()
            value = alternatives(reader)
            if reader.take() != ")":
                raise ValueError("a closing parenthesis is missing")
            return value
        name = reader.name()
        if reader.peek() == "WITH":
            reader.take()
            name = f"{name} WITH {reader.name()}"
        return term(name)

    reader = _Reader(text)
    found = alternatives(reader)
    if reader.peek():
        raise ValueError(f"“{reader.peek()}” stands where AND or OR belongs")
    return found


@lru_cache(maxsize=4096)
def fault(text: str) -> str:
    """What is wrong with an expression, empty when nothing is."""
    try:
        fold(text, bool, all, all)
    except (ValueError, RecursionError) as error:
        return str(error) or "it is nested too deep"
    return ""


@lru_cache(maxsize=4096)
def terms(text: str) -> frozenset[str]:
    """All terms of an expression, whichever way they are joined; empty when it is none."""

    def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset().union(*sets)

    try:
        return fold(text, lambda term: frozenset({term}), union, union)
    except (ValueError, RecursionError):
        return frozenset()
