# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which repository of one day has another name on a later day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Named(Protocol):
    """A row that tells which repository it is about; see ``records.Repository``."""

    @property
    def repo(self) -> str:
        """Its name."""
        ...

    @property
    def key(self) -> str:
        """Its address, as ``identity.canonical`` writes it."""
        ...

    @property
    def also(self) -> tuple[str, ...]:
        """Other addresses and former ones."""
        ...

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids on platforms."""
        ...


def renames(before: Iterable[Named], now: Iterable[Named]) -> dict[str, str]:
    """New name by former one.

    The same address, id of a platform, or the former address among the others tells that it is the
    same repository. A name that is still there is not looked at: nobody was renamed.

    Args:
        before: Repositories of the earlier day.
        now: Those of the later one.
    """
    later = {row.repo: row for row in now}
    earlier = {row.repo: row for row in before}
    lost = [row for row in earlier.values() if row.repo not in later]
    if not lost:
        return {}
    came = [row for row in later.values() if row.repo not in earlier]
    marks: dict[str, str] = {}
    for row in came:
        addresses = (f"a{key}" for key in (row.key, *row.also) if key)
        for mark in (*addresses, *(f"i{identifier}" for identifier in row.ids)):
            marks.setdefault(mark, row.repo)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for row in lost:
        own = (*(f"i{identifier}" for identifier in row.ids), f"a{row.key}")
        name = next((marks[mark] for mark in own if mark in marks), "")
        if name and name not in taken:
            found[row.repo] = name
            taken.add(name)
    return found
