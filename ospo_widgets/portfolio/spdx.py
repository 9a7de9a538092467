# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence expressions of which every id is known; a word alone is no licence."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.families import normal_expression

LONGEST_EXPRESSION = 400
"""Longest licence expression, characters."""

_WORD = re.compile(r"[^\s()]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})
_REFERENCE = re.compile(r"(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+", re.ASCII)
_ADDITION = re.compile(r"(?:DocumentRef-[\w.-]+:)?AdditionRef-[\w.-]+", re.ASCII)


@lru_cache(maxsize=16_384)
def spdx_expression(value: str) -> str | None:
    """The expression in SPDX’s spelling.

    Source of the form: SPDX specification 3.0, annex B, https://spdx.github.io/spdx-spec/

    Args:
        value: Expression as a source writes it; ids in any case.

    Returns:
        None when it is no expression, when an id is neither SPDX’s nor a ``LicenseRef`` or leaves
        the version open (“GPL”), or when what stands behind ``WITH`` is neither an exception of
        SPDX nor an ``AdditionRef``.
    """
    if not 0 < len(value) <= LONGEST_EXPRESSION or any(map(_is_open, _WORD.findall(value))):
        return None
    try:
        found = normal_expression(value)
    except InputError:
        return None
    before = ""

    def spelled(match: re.Match[str]) -> str:
        nonlocal before
        after, before = before, match[0]
        if match[0] in _OPERATORS:
            return match[0]
        return _exception(match[0]) if after == "WITH" else _license(match[0])

    try:
        return _WORD.sub(spelled, found) or None
    except KeyError:
        return None


def _is_open(word: str) -> bool:
    from ospo_widgets.licensing.names import Names, names

    return Names.key(word) in names().ambiguous


def _license(word: str) -> str:
    from ospo_widgets.licensing.names import Names, names

    plain = word.removesuffix("+")
    if _REFERENCE.fullmatch(word) or names().license(plain) or plain.casefold() in _listed():
        return word
    # A text that only ever stands behind one licence, such as SHL-2.1.
    alias = names().aliases[Names.key(word)]
    if alias.note or not alias.term.endswith(f" WITH {word}"):
        raise KeyError(word)
    return alias.term


def _exception(word: str) -> str:
    from ospo_widgets.licensing.names import names

    return word if _ADDITION.fullmatch(word) else names().exceptions[word.casefold()]


@cache
def _listed() -> frozenset[str]:
    """Ids of licences in lower case, deprecated ones as well, some of which name an exception."""
    import license_expression

    symbols = license_expression.get_spdx_licensing().known_symbols
    return frozenset(
        key.casefold()
        for key, symbol in symbols.items()
        if not symbol.is_exception or "-with-" in key
    )
