# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tables that a laboratory may lay its own file of the same name over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import yaml

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir

_T = TypeVar("_T")


def read_table(name: str, build: Callable[[dict[str, Any]], _T]) -> _T:
    """What ``build`` makes of ``data/<name>`` with the overlay's file laid over it.

    Of the overlay, rows with an ``id`` replace rows of the same id, others are added behind ours;
    every other list is replaced as a whole.

    Raises:
        InputError: A file cannot be used; the message names it.
    """
    overlay = overlay_dir()
    merged: dict[str, Any] = {}
    for folder in (data_dir(), *([overlay] if overlay is not None else [])):
        file = folder / name
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            _lay_over(merged, yaml.load(text, Loader=loader) or {})
            found = build(merged)
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"The file {file} cannot be used: {error}.") from None
    return found


def _lay_over(into: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if not isinstance(value, list):
            raise ValueError(f"“{name}” is no list")
        known = into.get(name)
        if known and isinstance(known[0], dict):
            rows = {row["id"]: row for row in known} | {row["id"]: row for row in value}
            into[name] = list(rows.values())
        else:
            into[name] = value
