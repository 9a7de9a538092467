# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Interface text, apart from code: ``data/wording/<language>/<room>.yaml``, keys joined by dots.

An overlay folder may bring texts of its own under the same paths.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache

import yaml

from ospo_widgets.resources import data_dir, overlay_dir

DEFAULT_LANGUAGE = "en"


def _flatten(prefix: str, value: object, into: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), inner, into)
    else:
        into[prefix] = str(value)


@cache
def _catalogue(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # Texts of an overlay come second and replace ours, key by key.
    for base in filter(None, (data_dir(), overlay_dir())):
        for file in sorted((base / "wording" / language).glob("*.yaml")):
            content = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
            _flatten(file.stem, content or {}, texts)
    return texts


_chosen = ""
"""Language that the person chose in this session, empty until then. A kernel serves one session."""


@cache
def languages() -> tuple[str, ...]:
    """Languages in which we have texts, English first."""
    others = sorted(p.name for p in (data_dir() / "wording").iterdir() if p.is_dir())
    return (DEFAULT_LANGUAGE, *(name for name in others if name != DEFAULT_LANGUAGE))


def set_language(wanted: str) -> None:
    """Speak another language from now on; one that we have no texts in changes nothing.

    Args:
        wanted: For example ``"fr"``; empty for the language of the environment.
    """
    global _chosen  # noqa: PLW0603 - one session a process
    if wanted in ("", *languages()):
        _chosen = wanted


_for_others: ContextVar[str] = ContextVar("language for others", default="")
"""Language of a while, see :func:`spoken`; a server speaks several at a time."""


@contextmanager
def spoken(wanted: str) -> Iterator[None]:
    """Speak another language for a while, for texts whose readers are not the person who asks."""
    token = _for_others.set(wanted if wanted in languages() else "")
    try:
        yield
    finally:
        _for_others.reset(token)


def language() -> str:
    """Language of this session: the chosen one, else ``OSPO_LANGUAGE``, else English."""
    wanted = _for_others.get() or _chosen or os.environ.get("OSPO_LANGUAGE", DEFAULT_LANGUAGE)
    return wanted if wanted in languages() else DEFAULT_LANGUAGE


_SEPARATORS = {"fr": ("\u202f", ",")}
"""What stands between thousands and before decimals where it is no comma and no point."""


def separators() -> tuple[str, str]:
    """What stands between thousands and before decimals in the session's language."""
    return _SEPARATORS.get(language(), (",", "."))


def number(value: float, decimals: int = 0) -> str:
    """A number with the separators of the session's language."""
    thousands, point = separators()
    return f"{value:,.{decimals}f}".translate({ord(","): thousands, ord("."): point})


_ZERO_IS_ONE = frozenset({"fr"})
"""Languages in which zero is singular."""


def _is_one(count: int) -> bool:
    return count == 1 or (count == 0 and language() in _ZERO_IS_ONE)


def words(key: str, /, **values: object) -> str:
    """Text for ``key`` (``room.name``), its ``{placeholders}`` filled; plain text, not markup.

    Raises:
        KeyError: The catalogue has no such text in the session's language nor in English.
    """
    found = _catalogue(language()).get(key)
    if found is None:
        found = _catalogue(DEFAULT_LANGUAGE)[key]
    return _contracted(found.format(**_marked(values))) if values else found


_CONTRACTIONS = {
    "fr": {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"},
}
"""A preposition and the article that begins a name, to what the language makes of both."""

_MARK = "\ue000"
"""Stands before a name with an article while it is put in; a character of private use."""


def filled(template: str, names: Mapping[str, str]) -> str:
    """Put names into a template; a placeholder without a name stays.

    Names may begin with an article, which French joins to a preposition: “de {part}” with “le
    logiciel” gives “du logiciel”.
    """
    if "{" not in template:
        return template
    for name, value in _marked(names).items():
        template = template.replace(f"{{{name}}}", str(value))
    return _contracted(template)


def _marked(values: Mapping[str, object]) -> dict[str, object]:
    """The values, those with an article that may have to be joined marked."""
    if language() not in _CONTRACTIONS:
        return dict(values)
    articles = tuple(f"{pair.split()[1]} " for pair in _CONTRACTIONS[language()])
    return {
        name: f"{_MARK}{value}" if isinstance(value, str) and value.startswith(articles) else value
        for name, value in values.items()
    }


def _contracted(text: str) -> str:
    if _MARK not in text:
        return text
    for apart, joined in _CONTRACTIONS.get(language(), {}).items():
        preposition, article = apart.split()
        for before, after in ((preposition, joined), (preposition.title(), joined.title())):
            text = re.sub(rf"\b{before} {_MARK}{article} ", f"{after} ", text)
    return text.replace(_MARK, "")


def month(year: int, number_of_month: int) -> str:
    """A month in a sentence: ``August 2026``."""
    return words("common.month_of", month=words(f"common.month.{number_of_month}"), year=year)


def day(value: date) -> str:
    """A day in a sentence: ``22 November 2026``."""
    shown = words("common.first_day") if value.day == 1 else str(value.day)
    name = words(f"common.month.{value.month}")
    return words("common.day", day=shown, month=name, year=value.year)


def texts_of(room: str, code: str) -> dict[str, str]:
    """All texts of one file in a language, by key without the file's name; gaps are English."""
    both = {**_catalogue(DEFAULT_LANGUAGE), **_catalogue(code)}
    start = f"{room}."
    return {k.removeprefix(start): text for k, text in both.items() if k.startswith(start)}


def plural(key: str, count: int, /, **values: object) -> str:
    """Text ``key.one`` or ``key.other``, as the language counts; ``{count}`` has separators."""
    one = _is_one(count)
    if one and count == 0:
        one = "{count}" in words(f"{key}.one")  # “Une réponse” says how many, and is wrong of none
    return words(f"{key}.{'one' if one else 'other'}", count=number(count), **values)
