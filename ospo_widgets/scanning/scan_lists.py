# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Lists of names that a scan looks for, from ``data/scan_lists.yaml``."""

from __future__ import annotations

from functools import cache

from ospo_widgets.knowledge.tables import read_table


@cache
def scan_list(name: str) -> tuple[str, ...]:
    """One list.

    Raises:
        KeyError: There is no such list.
        InputError: The overlay's file cannot be used.
    """
    return tuple(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    return read_table(
        "scan_lists.yaml", lambda data: {k: list(map(str, v)) for k, v in data.items()}
    )
