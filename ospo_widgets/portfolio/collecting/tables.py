# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables of ``data/`` that a collection goes by; a laboratory may lay its own rows over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words


def rows(file: str, name: str) -> tuple[Mapping[str, Any], ...]:
    """Rows of a list in a file of ``data/``.

    Rows of the overlay replace ours of the same ``id``, others come behind them.

    Args:
        file: Path below ``data/``.
        name: Name of the list in it.

    Raises:
        InputError: A file cannot be used; the message names it.
    """
    overlay = overlay_dir()
    return _rows(file, name, str(overlay or ""))


@cache
def _rows(file: str, name: str, _overlay: str) -> tuple[Mapping[str, Any], ...]:
    merged: dict[str, Mapping[str, Any]] = {}
    for folder in filter(None, (data_dir(), overlay_dir())):
        path = folder / file
        if path.is_file():
            try:
                merged |= {str(row["id"]): row for row in _read(path).get(name, ())}
            except (KeyError, TypeError) as error:
                raise _unusable(path) from error
    return tuple(merged.values())


def _read(path: Path) -> Mapping[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unusable(path) from error
    if not isinstance(found, dict):
        raise _unusable(path)
    return found


def _unusable(path: Path) -> InputError:
    return InputError(words("given.portfolio.table", name=path.name))


def values(file: str, name: str) -> frozenset[str]:
    """Texts of a plain list in a file of ``data/``; the overlay’s list replaces ours.

    Args:
        file: Path below ``data/``.
        name: Name of the list in it.

    Raises:
        InputError: A file cannot be used; the message names it.
    """
    found: frozenset[str] = frozenset()
    for folder in filter(None, (data_dir(), overlay_dir())):
        path = folder / file
        if path.is_file() and (listed := _read(path).get(name)) is not None:
            found = frozenset(map(str, listed))
    return found
