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


def language() -> str:
    """Language of this session: ``OSPO_LANGUAGE`` when we have its texts, else English."""
    wanted = os.environ.get("OSPO_LANGUAGE", DEFAULT_LANGUAGE)
    return wanted if _catalogue(wanted) else DEFAULT_LANGUAGE


def words(key: str, /, **values: object) -> str:
    """Text for ``key`` (``room.name``), its ``{placeholders}`` filled; plain text, not markup.

    Raises:
        KeyError: The catalogue has no such text in the session's language nor in English.
    """
    found = _catalogue(language()).get(key)
    if found is None:
        found = _catalogue(DEFAULT_LANGUAGE)[key]
    return found.format(**values) if values else found


def plural(key: str, count: int, /, **values: object) -> str:
    """Text ``key.one`` for a count of 1, else ``key.other``; ``{count}`` has its separators."""
    return words(f"{key}.{'one' if count == 1 else 'other'}", count=f"{count:,}", **values)
