# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lists of names that a scan looks for, from ``data/scan_lists.yaml``."""

from __future__ import annotations

from functools import cache

import yaml

from ospo_widgets.resources import data_dir


@cache
def scan_list(name: str) -> tuple[str, ...]:
    """One list.

    Raises:
        KeyError: There is no such list.
    """
    return tuple(str(item) for item in _lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    text = (data_dir() / "scan_lists.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found
