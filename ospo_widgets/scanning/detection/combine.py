# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One expression from many places: AND between grants, OR where one says that one may choose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ospo_widgets.scanning.detection.found import Found

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+:-]*")


def ids_of(found: Iterable[Found]) -> tuple[str, ...]:
    """Licence ids in order of appearance, without exceptions."""
    return tuple(dict.fromkeys(i for one in found for i in ids_in(one.expression)))


def ids_in(expression: str) -> list[str]:
    """Licence ids of an expression, without exceptions."""
    ids: list[str] = []
    exception = False
    for word in _WORD.findall(expression):
        if word == "WITH":
            exception = True
        elif word not in {"AND", "OR"}:
            if not exception:
                ids.append(word.removesuffix("+"))
            exception = False
    return ids


def combined(found: Sequence[Found]) -> str | None:
    """The expression of a whole text.

    Places that follow each other and are offered to choose from make one alternative; whatever
    else there is applies as well.
    """
    groups: list[list[str]] = []
    choosing = False
    for one in found:
        if groups and one.expression in groups[-1]:
            choosing = choosing or one.choice
            continue
        if choosing:
            groups[-1].append(one.expression)
        else:
            groups.append([one.expression])
        choosing = one.choice
    parts = dict.fromkeys(_joined(group) for group in groups)
    alternatives = [part for part in parts if " OR " in part]
    kept = [
        part
        for part in parts
        if not any(part != other and part in other.split(" OR ") for other in alternatives)
    ]
    if not kept:
        return None
    if len(kept) == 1:
        return kept[0]
    return " AND ".join(f"({part})" if " OR " in part else part for part in kept)


def _joined(group: list[str]) -> str:
    if len(group) == 1:
        return group[0]
    parts = dict.fromkeys(part for text in group for part in text.split(" OR "))
    return " OR ".join(f"({p})" if " AND " in p else p for p in parts)
