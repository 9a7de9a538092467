# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Interface text, apart from code: ``data/wording/<language>/<room>.yaml``, keys joined by dots.

An overlay folder may bring texts of its own under the same paths.
"""

from __future__ import annotations

import os
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


def language() -> str:
    """Language of this session: the chosen one, else ``OSPO_LANGUAGE``, else English."""
    wanted = _chosen or os.environ.get("OSPO_LANGUAGE", DEFAULT_LANGUAGE)
    return wanted if wanted in languages() else DEFAULT_LANGUAGE


_SEPARATORS = {"fr": "\u202f"}
"""What stands between thousands where it is no comma."""


def number(value: int) -> str:
    """A whole number with the separators of the session's language."""
    return f"{value:,}".replace(",", _SEPARATORS.get(language(), ","))


_ONE_UPTO = {"fr": 1}
"""Languages in which zero is singular as well: largest count that takes the singular."""


def _is_one(count: int) -> bool:
    return 0 <= count <= _ONE_UPTO.get(language(), 0) or count == 1


def words(key: str, /, **values: object) -> str:
    """Text for ``key`` (``room.name``), its ``{placeholders}`` filled; plain text, not markup.

    Raises:
        KeyError: The catalogue has no such text in the session's language nor in English.
    """
    found = _catalogue(language()).get(key)
    if found is None:
        found = _catalogue(DEFAULT_LANGUAGE)[key]
    return found.format(**values) if values else found


def texts_of(room: str, code: str) -> dict[str, str]:
    """All texts of one file in a language, by key without the file's name; gaps are English."""
    both = {**_catalogue(DEFAULT_LANGUAGE), **_catalogue(code)}
    start = f"{room}."
    return {k.removeprefix(start): text for k, text in both.items() if k.startswith(start)}


def plural(key: str, count: int, /, **values: object) -> str:
    """Text ``key.one`` or ``key.other``, as the language counts; ``{count}`` has separators."""
    return words(f"{key}.{'one' if _is_one(count) else 'other'}", count=number(count), **values)
