# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX tags, wherever they stand: comments, quotation marks, markup, JSON."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import re2
import yaml

from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.detection.spdx_list import ids

MAX_TAGS = 200
MAX_EXPRESSION = 500

_NAME = "spdx-license-" + "identifier"
"""In two pieces, so that this file does not seem to state a licence here."""

_options = re2.Options()
_options.case_sensitive = False
_options.encoding = re2.Options.Encoding.LATIN1
_TAG = re2.compile(
    rf"{_NAME}[\"']?\s{{0,4}}[:=]\s{{0,8}}([^\n\r]{{1,{MAX_EXPRESSION}}})".encode(), _options
)
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+:-]*|[()]|\S")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]*\+?")
_TELLING = re.compile(r"[A-Z0-9]")
_OPERATORS = frozenset({"AND", "OR", "WITH"})


def tagged(text: bytes) -> list[tuple[int, int, str]]:
    """Tags of a text as it stands: position, end, and the SPDX expression in current ids."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while len(found) < MAX_TAGS:
        match = _TAG.search(text, at)
        if match is None:
            break
        at = match.end()
        raw = match.group(1).decode("utf-8", "replace")
        rest = text[at : at + 400].decode("utf-8", "replace")
        expression = expression_in(raw, rest)
        if expression:
            found.append((match.start(), match.end(), expression))
    return found


_DECLARED = re2.compile(
    rb"licen[cs]es?(?:[-_ ]?(?:id|type|name|expression))?[\"'\]]{0,2}\s{0,4}(?::|=>|=|::)"
    rb"[\s\[({\"']{0,6}"
    rb"(?:text\s{0,3}=\s{0,3}|file\s{0,3}=\s{0,3})?[\"']?"
    rb"([A-Za-z0-9][A-Za-z0-9.+-]{1,40}(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]{2,40}){0,6})"
    rb"[\"')\]}]{0,4}(?:[,;\r\n]|$)",
    _options,
)


def declared(text: bytes) -> list[tuple[int, int, str]]:
    """Values of fields called “license” that are SPDX expressions, as tags are given."""
    found: list[tuple[int, int, str]] = []
    for count, match in enumerate(_DECLARED.finditer(text)):
        if count >= MAX_TAGS:
            break
        value = match.group(1).decode("ascii").rstrip(".")
        words = [w for w in value.split() if w not in _OPERATORS]
        if all(map(_is_id, words)):
            expression = _current(value)
            if expression:
                found.append((match.start(), match.end(1), expression))
    return found


_WITHOUT_HYPHEN = frozenset({"wxwindows", "llgpl"})
"""Ids that SPDX's list of licences does not have; all others that it does not have have one."""


def _is_id(word: str) -> bool:
    """Whether a word is the id of a licence or an exception, whatever its case."""
    if word.lower() in ids():
        return True
    if "-" not in word and word.lower() not in _WITHOUT_HYPHEN:
        return False  # to read all names takes a fifth of a second
    from ospo_widgets.licensing.names import names

    return bool(names().license(word) or names().exception(word))


@lru_cache(maxsize=4096)
def expression_in(stated: str, following: str = "") -> str:
    """The SPDX expression that a tag states, empty when it states none.

    Args:
        stated: The rest of the line; it may go on with the end of a comment or with prose.
        following: What comes after, for an expression that goes on there (``OR`` at its end).
    """
    tokens, open_ended = _tokens(stated)
    if open_ended and following:
        more, _ = _tokens(re.sub(r"^[\s/*#;%!-]+", "", following))
        tokens += more
    while tokens and tokens[-1].upper() in _OPERATORS:
        tokens.pop()
    named = any(_ID.fullmatch(t) and t not in _OPERATORS for t in tokens)
    return _current(" ".join(tokens)) if named else ""


def _tokens(text: str) -> tuple[list[str], bool]:
    """Words of the expression at the start of a text, and whether it must go on after it."""
    taken: list[str] = []
    depth = 0
    wants = True
    for token in _TOKEN.findall(text[:MAX_EXPRESSION]):
        if token in "()":
            if token == ")" and depth == 0:
                break
            depth += 1 if token == "(" else -1
            taken.append(token)
            continue
        if token.upper() in _OPERATORS and not wants:
            taken.append(token.upper())
            wants = True
        elif wants and _ID.fullmatch(token):
            taken.append(token.rstrip(".:"))
            wants = False
        elif wants and not taken and token in "\"'`<[{":
            continue
        else:
            break
    return taken, bool(taken) and (wants or depth > 0)


@lru_cache(maxsize=4096)
def _current(stated: str) -> str:
    """The expression in ids of today; ids that nobody knows stay when they look like ids."""
    from ospo_widgets.licensing.expressions import ExpressionError, parse

    words = stated.split()
    opened = stated.count("(") - stated.count(")")
    words += [")"] * max(0, opened)
    old = _old_ids()
    mended = " ".join(old.get(word.lower(), word) for word in words)
    try:
        return parse(mended.replace("( ", "(").replace(" )", ")")).text
    except ExpressionError:
        pass
    listed = ids()
    mended = " ".join(listed.get(word.lower(), word) for word in mended.split(" "))
    known = [w for w in words if w.upper() not in _OPERATORS and w not in "()"]
    if len(known) == 1 and known[0].lower().endswith("-exception"):
        return ""
    if not all(_TELLING.search(word) or word.lower() in listed for word in known):
        return ""
    return mended.replace("( ", "(").replace(" )", ")")


@cache
def _old_ids() -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (data_dir() / "detection" / "old_ids.yaml").read_text(encoding="utf-8")
    return {str(k).lower(): str(v) for k, v in yaml.load(text, Loader=loader)["ids"].items()}
