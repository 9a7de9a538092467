# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""When folders that are looked for below the top came and went: tests, documentation.

Of each commit of the main line the files that it adds and removes are read, and those that lie in
such a folder are counted. No content of a file is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ospo_widgets.portfolio.collecting.changes import NO, YES
from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.limits import GitError
from ospo_widgets.portfolio.collecting.presence import items_below
from ospo_widgets.portfolio.collecting.trees import day_of_commit

_COMMIT = b"\x1e"
_SUBMODULE = b"160000"
_HISTORY = ("log", "-z", "-m", "--first-parent", "--no-renames", "--diff-filter=AD", "--raw",
            "--abbrev=4", "--format=%x1e%H %ct", "HEAD", "--")  # fmt: skip


class _Step(NamedTuple):
    """How many files more, or fewer, tell each item from a commit on."""

    day: date
    commit: str
    files: Counter[str]


def folder_values(
    repository: Repository, newest: date, most: int
) -> dict[str, list[tuple[date, str, str]]]:
    """Day, ``yes`` or ``no``, and commit at each commit that touches such a folder, oldest first.

    Args:
        repository: Which one.
        newest: Day after which no commit can have been made.
        most: Most commits.

    Returns:
        By item; items that never were there are left out.

    Raises:
        GitError: The history cannot be read, or is longer.
    """
    counts: Counter[str] = Counter()
    found: dict[str, list[tuple[date, str, str]]] = {}
    for step in reversed(list(_steps(repository, newest, most))):
        counts.update(step.files)
        for item in step.files:
            value = YES if counts[item] > 0 else NO
            found.setdefault(item, []).append((step.day, value, step.commit))
    return found


def _steps(repository: Repository, newest: date, most: int) -> Iterator[_Step]:
    """Newest first, only those with such files."""
    step = _Step(newest, "", Counter())
    entry = b""
    commits = 0
    for rows in repository.rows(_HISTORY):
        for row in rows:
            if entry:
                _count(step.files, entry, row)
                entry = b""
            elif row.startswith(_COMMIT):
                if step.files:
                    yield step
                commit, _, stamp = row[1:].decode("ascii", "replace").partition(" ")
                step = _Step(day_of_commit(stamp, step.day, newest), commit, Counter())
                commits += 1
            else:
                entry = row.strip()
        if commits > most:
            raise GitError("commits")
    if step.files:
        yield step


def _count(files: Counter[str], entry: bytes, path: bytes) -> None:
    """Count a file: ``:mode mode id id A`` for one that came, ``D`` for one that went."""
    if _SUBMODULE in entry[:14]:
        return
    folder = path.rpartition(b"/")[0].decode("utf-8", "replace")
    for item in items_below(folder):
        files[item] += 1 if entry.endswith(b"A") else -1
