# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What lay at the top of a repository at each commit of its main line, oldest first.

The main line is the chain of first parents. Of each commit the tree at the top is read, and of the
few folders that matter (``.github``, ``docs``, ``LICENSES``, …) those that changed; no content of a
file, so a copy without contents will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.limits import GitError
from ospo_widgets.portfolio.collecting.presence import (
    LICENSES,
    items_at,
    license_file,
    looked_into,
)

LARGEST_TREE = 16 << 20
"""Bytes of one folder that is read; more entries than anybody has."""
_EARLIEST = 1972
_TREE = b"40000"
_LINK = b"120000"
_SUBMODULE = b"160000"


class Entry(NamedTuple):
    """A file or folder in a tree."""

    name: str
    id: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What mattered at the top from one commit on.

    Attributes:
        day: Day of the commit, in UTC; never after ``newest``.
        commit: Its id.
        items: Items that were there, see :func:`presence.items_at`.
        licenses: Licence files at the top.
        ids: Names of the texts in ``LICENSES``, without their endings.
    """

    day: date
    commit: str
    items: frozenset[str]
    licenses: tuple[Entry, ...]
    ids: tuple[str, ...]


class _Top(NamedTuple):
    items: frozenset[str]
    licenses: tuple[Entry, ...]
    folders: tuple[Entry, ...]


class _Inside(NamedTuple):
    items: frozenset[str]
    ids: tuple[str, ...]


def states(repository: Repository, newest: date, most: int) -> tuple[State, ...]:
    """States of the main line that differ from the one before, oldest first.

    Args:
        repository: Which one.
        newest: Day after which no commit can have been made.
        most: Most commits.

    Raises:
        GitError: The history cannot be read, or is longer.
    """
    commits = _main_line(repository, newest, most)
    tops: dict[str, _Top] = {}
    reader = _Tops(repository.id_bytes)
    for blob in repository.contents(dict.fromkeys(tree for _, _, tree in commits), LARGEST_TREE):
        tops[blob.id] = reader.read(blob.data)
    folders = {entry for top in tops.values() for entry in top.folders}
    inside = _read_inside(repository, folders)
    found: list[State] = []
    before: tuple[object, ...] = ()
    for commit, day, tree in reversed(commits):
        top = tops.get(tree)
        if top is None:
            continue
        parts = [inside[entry] for entry in top.folders if entry in inside]
        items = top.items.union(*(part.items for part in parts))
        ids = tuple(sorted(one for part in parts for one in part.ids))
        if (now := (items, top.licenses, ids)) != before:
            found.append(State(day, commit, items, top.licenses, ids))
            before = now
    return tuple(found)


def _main_line(repository: Repository, newest: date, most: int) -> list[tuple[str, date, str]]:
    """Commit, day and tree of the chain of first parents, newest first."""
    arguments = ("log", "-z", "--first-parent", "--format=%H %ct %T", "HEAD", "--")
    found: list[tuple[str, date, str]] = []
    day = newest
    for rows in repository.rows(arguments):
        for row in rows:
            words = row.decode("ascii", "replace").split()
            if len(words) == 3:
                # A date that cannot be right is that of the next commit.
                day = day_of_commit(words[1], day, newest)
                found.append((words[0], day, words[2]))
        if len(found) > most:
            raise GitError("commits")
    return found


def day_of_commit(stamp: str, after: date, newest: date) -> date:
    """Day of a time in seconds since 1970, in UTC; ``after`` when it cannot be right.

    Args:
        stamp: The time, as git tells it.
        after: Day of the next commit.
        newest: Day after which no commit can have been made.
    """
    try:
        day = datetime.fromtimestamp(int(stamp), UTC).date()
    except (ValueError, OverflowError, OSError):
        return after
    return day if day.year >= _EARLIEST and day <= newest else after


def _entries(data: bytes | None, id_bytes: int) -> list[tuple[bytes, bytes, bytes]]:
    """Mode, name and id of the entries of a tree object."""
    pattern = _ENTRY_LONG if id_bytes == 32 else _ENTRY
    return pattern.findall(data or b"")


_ENTRY = re.compile(rb"(\d+) ([^\0]+)\0(.{20})", re.DOTALL)
_ENTRY_LONG = re.compile(rb"(\d+) ([^\0]+)\0(.{32})", re.DOTALL)


class _Tops:
    """Reads trees at the top; most have the names of the one before, and are told by them."""

    def __init__(self, id_bytes: int) -> None:
        self._id_bytes = id_bytes
        self._plans: dict[object, _Plan] = {}

    def read(self, data: bytes | None) -> _Top:
        """What matters in a tree."""
        entries = _entries(data, self._id_bytes)
        if not entries:
            return _Top(frozenset(), (), ())
        modes, names, ids = zip(*entries, strict=True)
        plan = self._plans.get((modes, names))
        if plan is None:
            plan = self._plans[modes, names] = _plan(modes, names)
        return _Top(
            plan.items,
            tuple(Entry(name, ids[i].hex(), link) for i, name, link in plan.licenses),
            tuple(Entry(name, ids[i].hex(), link) for i, name, link in plan.folders),
        )


class _Plan(NamedTuple):
    items: frozenset[str]
    licenses: tuple[tuple[int, str, bool], ...]
    folders: tuple[tuple[int, str, bool], ...]


def _plan(modes: Sequence[bytes], names: Sequence[bytes]) -> _Plan:
    items: set[str] = set()
    licenses: list[tuple[int, str, bool]] = []
    folders: list[tuple[int, str, bool]] = []
    for i, (mode, raw) in enumerate(zip(modes, names, strict=True)):
        if mode == _SUBMODULE:
            continue
        name = raw.decode("utf-8", "replace")
        is_folder = mode == _TREE
        items |= items_at("", name, is_folder)
        if is_folder:
            if looked_into(name):
                folders.append((i, name, False))
        elif license_file(name):
            licenses.append((i, name, mode == _LINK))
    return _Plan(frozenset(items), tuple(licenses), tuple(folders))


def _read_inside(repository: Repository, folders: set[Entry]) -> dict[Entry, _Inside]:
    by_id: dict[str, list[Entry]] = {}
    for entry in folders:
        by_id.setdefault(entry.id, []).append(entry)
    found: dict[Entry, _Inside] = {}
    for blob in repository.contents(by_id, LARGEST_TREE):
        entries = _entries(blob.data, repository.id_bytes)
        for entry in by_id[blob.id]:
            found[entry] = _inside(entry.name, entries)
    return found


def _inside(folder: str, entries: Iterable[tuple[bytes, bytes, bytes]]) -> _Inside:
    items: set[str] = set()
    ids: list[str] = []
    for mode, raw, _ in entries:
        name = raw.decode("utf-8", "replace")
        items |= items_at(folder.lower(), name, mode == _TREE)
        if folder == LICENSES and mode != _TREE:
            ids.append(name.removesuffix(".txt").removesuffix(".md"))
    return _Inside(frozenset(items), tuple(ids))
