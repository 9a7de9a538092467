# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the name of a file or folder tells, by rows of ``data/portfolio/collecting.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ospo_widgets.portfolio.collecting.tables import rows
from ospo_widgets.resources import overlay_dir

FILE = "portfolio/collecting.yaml"
LICENSES = "LICENSES"
"""Folder of REUSE with a text of each licence, named by its id."""
HIDDEN = frozenset({".github", ".gitlab", ".forgejo", ".gitea"})
"""Folders of platforms."""
COMMUNITY = HIDDEN | {"docs", "doc"}
"""Folders, in lower case, where people and platforms look for community files."""


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    files: re.Pattern[str]
    top: re.Pattern[str]
    hidden: re.Pattern[str]
    folders: re.Pattern[str]
    deep: int


@dataclass(frozen=True, slots=True)
class _Rules:
    present: tuple[_Item, ...]
    ci_top: tuple[tuple[str, re.Pattern[str]], ...]
    ci_inside: Mapping[str, str]
    licenses: Mapping[str, re.Pattern[str]]
    vendored: frozenset[str]


@lru_cache(maxsize=100_000)
def items_at(folder: str, name: str, is_folder: bool) -> frozenset[str]:
    """Items of ``fields.PRESENT``, and ``ci:<name>``, that an entry of a tree tells.

    Args:
        folder: Folder in which it lies, in lower case; empty for the top.
        name: Name of the entry.
        is_folder: It is a folder itself.
    """
    found = {item.id for item in _rules().present if _fits(item, folder, name, is_folder)}
    inside = _rules().ci_inside.get(f"{folder}/{name.lower()}")
    if inside:
        found.add(f"ci:{inside}")
    if not folder and not is_folder:
        found |= {f"ci:{id_}" for id_, name_ in _rules().ci_top if name_.fullmatch(name)}
    return frozenset(found)


def _fits(item: _Item, folder: str, name: str, is_folder: bool) -> bool:
    if is_folder:
        return not folder and item.folders.fullmatch(name) is not None
    if not folder and item.top.fullmatch(name):
        return True
    if folder in HIDDEN and item.hidden.fullmatch(name):
        return True
    return (not folder or folder in COMMUNITY) and item.files.fullmatch(name) is not None


@lru_cache(maxsize=1_000)
def looked_into(name: str) -> bool:
    """Whether a folder at the top holds entries that tell something."""
    lower = name.lower()
    inside = {path.partition("/")[0] for path in _rules().ci_inside}
    return lower in COMMUNITY or lower in inside or name == LICENSES


@lru_cache(maxsize=100_000)
def items_below(folder: str) -> frozenset[str]:
    """Items that are looked for below the top and that a file in a folder tells.

    What lies in a folder of others does not count.

    Args:
        folder: Path of the folder in which the file lies; empty for the top.
    """
    rules = _rules()
    found: set[str] = set()
    for depth, name in enumerate(folder.split("/"), 1):
        found.update(i.id for i in rules.present if depth <= i.deep and i.folders.fullmatch(name))
        if name.lower() in rules.vendored:
            break
    return frozenset(found)


def told_below() -> frozenset[str]:
    """Items that are looked for below the top."""
    return frozenset(item.id for item in _rules().present if item.deep)


@lru_cache(maxsize=20_000)
def license_file(name: str) -> int:
    """How surely a file at the top is a licence file: 2 for a plain name, 1 for others, 0 for none.

    Args:
        name: Name of the file.
    """
    rules = _rules().licenses
    if len(name) > 80 or rules["never"].fullmatch(name):
        return 0
    if rules["plain"].fullmatch(name):
        return 2
    return int(rules["other"].fullmatch(name) is not None)


def _rules() -> _Rules:
    return _read(str(overlay_dir() or ""))


@cache
def _read(_overlay: str) -> _Rules:
    ci = rows(FILE, "ci")
    return _Rules(
        present=tuple(_item(row) for row in rows(FILE, "present")),
        ci_top=tuple((str(row["id"]), _any(row.get("top"))) for row in ci if row.get("top")),
        ci_inside={str(f): str(row["id"]) for row in ci for f in row.get("folders", ())},
        licenses={str(row["id"]): _any(row["names"]) for row in rows(FILE, "licenses")},
        vendored=frozenset(str(row["id"]) for row in rows(FILE, "vendored")),
    )


def _item(row: Mapping[str, Any]) -> _Item:
    return _Item(
        id=str(row["id"]),
        files=_any(row.get("files")),
        top=_any(row.get("top")),
        hidden=_any(row.get("hidden")),
        folders=_any(row.get("folders")),
        deep=int(row.get("deep", 0)),
    )


def _any(patterns: Iterable[str] | None) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns or ())
    return re.compile(joined or r"(?!)", re.IGNORECASE)
