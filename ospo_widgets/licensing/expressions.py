# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX licence expressions, and the everyday names that people and manifests use instead.

The ids come from the SPDX index of license-expression and from our own licences. The grammar is
read here because an error must name the word and its place, because names such as “GPL v3 or later”
hold an operator, and because input is hostile: length, nesting and alternatives are limited.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.licensing.names import Names, names
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import language, number, words

MAX_LENGTH = 2_000
"""Longest expression that we read, in characters."""
MAX_DEPTH = 32
"""Deepest nesting of parentheses."""
MAX_ALTERNATIVES = 64
"""Most alternatives that an expression may unfold into."""

_TOKEN = re.compile(r"[()]|[^\s()]+")
_USER_REF = re.compile(r"(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_EXCEPTION_REF = re.compile(r"AdditionRef-[A-Za-z0-9.-]+")
_NOTHING = frozenset({"none", "noassertion", "unknown"})


class ExpressionError(InputError):
    """A text that is no licence expression; tells the word, its place and the nearest licence.

    Attributes:
        token: The offending word, empty when the text ends too early.
        position: Place of its first character, counted from 1.
        suggestion: Nearest id that we know, empty when none is near.
    """

    def __init__(
        self, message: str, *, token: str = "", position: int = 1, nearest: str = ""
    ) -> None:
        remedy = words("compatibility.error.nearest", nearest=nearest) if nearest else ""
        super().__init__(message, remedy=remedy)
        self.token = token
        self.position = position
        self.suggestion = nearest


def _error(
    key: str, *, token: str = "", position: int = 1, nearest: str = "", **values: object
) -> ExpressionError:
    text = words(f"compatibility.error.{key}", text=_short(token), position=position, **values)
    return ExpressionError(text, token=token, position=position, nearest=nearest)


@dataclass(frozen=True, slots=True)
class Expression:
    """A licence expression that was understood.

    Attributes:
        text: Normalised: SPDX ids in SPDX’s spelling, AND and OR set apart by parentheses.
        ids: Licence ids in order of appearance, without exceptions and ``+``.
        alternatives: Choices that the expression leaves (OR); each is a set of terms that apply
            together (AND). A term is an id, perhaps with ``+`` or ``WITH`` and an exception.
        notes: What we had to assume, one sentence each (“BSD” does not say which).
    """

    text: str
    ids: tuple[str, ...]
    alternatives: tuple[frozenset[str], ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    position: int
    kind: str
    """``(``, ``)``, ``AND``, ``OR``, ``WITH``, ``license`` or ``exception``."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A branch: operator ``AND`` or ``OR`` with its children, or a leaf with its term."""

    operator: str
    children: tuple[_Node, ...] = ()
    term: str = ""


def base_id(term: str) -> str:
    """Licence id of a term: without exception and ``+``."""
    return term.split(" WITH ", 1)[0].removesuffix("+")


def parse(text: str) -> Expression:
    """Read an SPDX expression or an everyday licence name.

    Deprecated GNU ids and ``+`` become ``-only`` and ``-or-later`` (SPDX 3.0 licence list).

    Args:
        text: For example ``"MIT OR (GPL-2.0+ AND BSD-3-Clause)"`` or ``"GPL v3 or later"``.

    Raises:
        ExpressionError: It is no expression; it names the word, its place and the nearest id.
    """
    if not isinstance(text, str) or not text.strip():
        raise _error("missing")
    if len(text) > MAX_LENGTH:
        raise _error(
            "long", position=MAX_LENGTH + 1, length=number(len(text)), limit=number(MAX_LENGTH)
        )
    if text.strip().casefold() in _NOTHING:
        raise _error("nothing", token=text.strip())
    return _parse(text, language(), data_dir(), overlay_dir())


@lru_cache(maxsize=4096)
def _parse(text: str, _spoken: str, _base: Path, _overlay: Path | None) -> Expression:
    """Remembered by what the names and the language of the notes depend on as well."""
    notes: dict[str, None] = {}
    try:
        root = _Parser(list(_tokens(text, names(), notes)), len(text)).parse()
    except ExpressionError:
        term = names().elsewhere(text)
        if not term:
            raise
        root = _Node("", (), term)
        notes.clear()
    leaves = tuple(dict.fromkeys(_leaves(root)))
    return Expression(
        text=_render(root),
        ids=tuple(dict.fromkeys(base_id(term) for term in leaves)),
        alternatives=_alternatives(root),
        notes=tuple(notes),
    )


# --- words ------------------------------------------------------------------------------------


def _tokens(text: str, known: Names, notes: dict[str, None]) -> Iterator[_Token]:
    """Words of the text as tokens; the longest everyday name that fits is one token."""
    if known.key(text) in known.ambiguous:
        raise _ambiguous(text.strip(), 1, known)
    whole = known.aliases.get(known.key(text))
    if whole and not known.license(text.strip()):
        if whole.note:
            notes[whole.said(text.strip())] = None
        yield from _name_tokens(whole.term, 1)
        return
    found_words = [(m.group(), m.start() + 1) for m in _TOKEN.finditer(text)]
    i = 0
    after_with = False
    while i < len(found_words):
        word, position = found_words[i]
        if word in "()":
            yield _Token(word, position, word)
            after_with = False
            i += 1
            continue
        # An id that SPDX spells exactly so wins; then the longest everyday name; then the operator.
        if after_with:
            yield _Token(_exception(word, position, known), position, "exception")
            after_with = False
            i += 1
            continue
        length, found, note = _longest_name(found_words, i, known)
        if found:
            if note:
                notes[note] = None
            yield from _name_tokens(found, position)
            i += length
            continue
        operator = word.upper()
        if operator in {"AND", "OR", "WITH"}:
            yield _Token(operator, position, operator)
            after_with = operator == "WITH"
        else:
            yield _Token(_license(word, position, known), position, "license")
        i += 1


def _name_tokens(found: str, position: int) -> Iterator[_Token]:
    """Tokens of an SPDX term that an everyday name stands for."""
    base, _, exception = found.partition(" WITH ")
    yield _Token(base, position, "license")
    if exception:
        yield _Token("WITH", position, "WITH")
        yield _Token(exception, position, "exception")


def _longest_name(
    found_words: list[tuple[str, int]], start: int, known: Names
) -> tuple[int, str, str]:
    """Words taken, SPDX term and note of the longest everyday name from ``start``; else empty."""
    run = []
    for word, _ in found_words[start : start + known.longest]:
        if word in "()":
            break
        run.append(word)
    for length in range(len(run), 0, -1):
        phrase = " ".join(run[:length])
        if length == 1 and known.license(phrase):
            break
        key = known.key(phrase)
        if key in known.ambiguous:
            raise _ambiguous(phrase.rstrip(","), found_words[start][1], known)
        if key in known.aliases:
            alias = known.aliases[key]
            return length, alias.term, alias.said(phrase)
    return 0, "", ""


def _ambiguous(phrase: str, position: int, known: Names) -> ExpressionError:
    nearest = known.ambiguous[known.key(phrase)]
    return _error("ambiguous", token=phrase, position=position, nearest=nearest)


def _license(word: str, position: int, known: Names) -> str:
    if _USER_REF.fullmatch(word):
        return known.license(word) or word
    found = known.license(word)
    if found:
        return found
    bare = word.removesuffix("+")
    found = known.license(bare) if bare != word else ""
    if found:
        return known.or_later.get(found, f"{found}+")
    if known.exception(word):
        raise _error("exception", token=word, position=position)
    nearest = _nearest(word[:64].casefold())
    raise _error("unknown", token=word, position=position, nearest=nearest)


def _exception(word: str, position: int, known: Names) -> str:
    found = known.exception(word) or (word if _EXCEPTION_REF.fullmatch(word) else "")
    if not found:
        near = difflib.get_close_matches(word[:64].casefold(), known.exceptions, 1)
        nearest = known.exceptions[near[0]] if near else ""
        raise _error("no_exception", token=word, position=position, nearest=nearest)
    return found


def _short(word: str) -> str:
    return word if len(word) <= 60 else f"{word[:60]}…"


def _nearest(word: str) -> str:
    return _nearest_in(word, data_dir(), overlay_dir())


@lru_cache(maxsize=1024)
def _nearest_in(word: str, _base: Path, _overlay: Path | None) -> str:
    known = names()
    near = difflib.get_close_matches(word, [*known.near, *known.aliases], 1, cutoff=0.6)
    if not near:
        return ""
    found = known.near.get(near[0]) or known.aliases[near[0]].term
    return known.or_later.get(found, found)


# --- grammar ----------------------------------------------------------------------------------


class _Parser:
    """Recursive descent; WITH binds before AND, AND before OR."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = end + 1
        self._at = 0

    def parse(self) -> _Node:
        root = self._choice(0)
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == ")":
                self._fail("closed")
            self._fail("operator")
        return root

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _fail(self, key: str) -> None:
        if self._at >= len(self._tokens):
            raise _error("ends", position=self._end)
        token = self._tokens[self._at]
        raise _error(key, token=token.text, position=token.position, limit=MAX_DEPTH)

    def _choice(self, depth: int) -> _Node:
        return self._joined("OR", depth)

    def _joined(self, operator: str, depth: int) -> _Node:
        def operand() -> _Node:
            return self._joined("AND", depth) if operator == "OR" else self._term(depth)

        children = [operand()]
        while self._kind() == operator:
            self._at += 1
            children.append(operand())
        if len(children) == 1:
            return children[0]
        flat: list[_Node] = []
        for child in children:
            flat += child.children if child.operator == operator else (child,)
        return _Node(operator, tuple(flat))

    def _term(self, depth: int) -> _Node:
        kind = self._kind()
        if kind == "(":
            if depth >= MAX_DEPTH:
                self._fail("depth")
            self._at += 1
            inner = self._choice(depth + 1)
            if self._kind() != ")":
                self._fail("open")
            self._at += 1
            return inner
        if kind != "license":
            self._fail("license")
        term = self._tokens[self._at].text
        self._at += 1
        if self._kind() == "WITH":
            self._at += 1
            if self._kind() != "exception":
                self._fail("with")
            term = f"{term} WITH {self._tokens[self._at].text}"
            self._at += 1
        return _Node("", (), term)


def _leaves(node: _Node) -> Iterator[str]:
    if node.term:
        yield node.term
    for child in node.children:
        yield from _leaves(child)


def _render(node: _Node, inside: str = "") -> str:
    if node.term:
        return node.term
    text = f" {node.operator} ".join(_render(child, node.operator) for child in node.children)
    return f"({text})" if inside else text


def _alternatives(node: _Node) -> tuple[frozenset[str], ...]:
    """Disjunctive normal form without alternatives that contain another one (they never help)."""
    if node.term:
        return (frozenset({node.term}),)
    found: list[frozenset[str]] = []
    if node.operator == "OR":
        for child in node.children:
            found += _alternatives(child)
    else:
        found = [frozenset()]
        for child in node.children:
            found = _smallest([a | b for a in found for b in _alternatives(child)])
    return tuple(_smallest(found))


def _smallest(sets: list[frozenset[str]]) -> list[frozenset[str]]:
    if len(sets) > MAX_ALTERNATIVES * 4:
        raise _error("many", limit=MAX_ALTERNATIVES)
    unique = list(dict.fromkeys(sets))
    kept = [s for s in unique if not any(other < s for other in unique)]
    if len(kept) > MAX_ALTERNATIVES:
        raise _error("many", limit=MAX_ALTERNATIVES)
    return kept
