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

_preferred = ""
"""What stands in its place while no address says a language: a notebook has no address."""


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


def prefer_language(wanted: str) -> None:
    """Speak a language wherever an address says none; for pages that have no address.

    Args:
        wanted: For example ``"fr"``; empty for the language of the environment.
    """
    global _preferred  # noqa: PLW0603 - one session a process
    if wanted in ("", *languages()):
        _preferred = wanted


def is_language_given() -> bool:
    """Whether an address, the person or the environment says which language to speak."""
    return bool(_chosen or _preferred or os.environ.get("OSPO_LANGUAGE"))


def in_another_language(text: str, before: str) -> str:
    """A label in the language of the session; the same text where it is none of ours.

    Args:
        text: As it was shown.
        before: Language in which it was shown.
    """
    for key, said in _catalogue(before).items():
        if said == text:
            return words(key)
    return text


_HEADER_CHARACTERS = 1_000
"""As much of a header as is read; browsers send a few dozen."""

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([\d.]{1,6})\s*)?")


def best_language(header: str, house: str = DEFAULT_LANGUAGE) -> str:
    """The one of our languages that a browser likes best.

    ``fr-CH`` is as good as ``fr`` for us, as we have one of each. What cannot be read is left out.

    Args:
        header: ``Accept-Language`` as in RFC 9110, section 12.5.4.
        house: Language of those who take any (``*``).

    Returns:
        English when it names none of ours; empty when there is nothing to read in it.
    """
    liked: dict[str, float] = {}
    for part in header[:_HEADER_CHARACTERS].split(","):
        if (found := _RANGE.fullmatch(part)) and (quality := _quality(found[2])) is not None:
            code = found[1].lower()
            liked[code] = max(quality, liked.get(code, 0.0))
    if not liked:
        return ""
    # The order decides between equals: as the browser names them, then that of the house.
    order = [code for code in liked if code in languages()]
    order += [code for code in dict.fromkeys((house, *languages())) if code not in order]
    best = max(order, key=lambda code: liked.get(code, liked.get("*", 0.0)))
    return best if liked.get(best, liked.get("*", 0.0)) > 0 else DEFAULT_LANGUAGE


def _quality(text: str | None) -> float | None:
    """A weight from 0 to 1, 1 when none is given; None for nonsense."""
    try:
        found = 1.0 if text is None else float(text)
    except ValueError:
        return None
    return found if 0 <= found <= 1 else None


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
    wanted = _for_others.get() or _chosen or _preferred or os.environ.get("OSPO_LANGUAGE", "")
    return wanted if wanted in languages() else DEFAULT_LANGUAGE


_SEPARATORS = {"fr": ("\u202f", ",")}
"""What stands between thousands and before decimals where it is no comma and no point."""


@cache
def _in_english(said: str) -> dict[str, str]:
    english = _catalogue(DEFAULT_LANGUAGE)
    return {text: english.get(key, text) for key, text in sorted(_catalogue(said).items())}


def in_english(text: str) -> str:
    """The English twin of a text in the session's language; any other text as it is."""
    said = language()
    return text if said == DEFAULT_LANGUAGE else _in_english(said).get(text, text)


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
