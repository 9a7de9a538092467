# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reading all that a store has, to find damage before somebody needs the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.files import Written, digest_of
from ospo_widgets.portfolio.store.snapshot import CHAINS, TABLES, Snapshot, SnapshotId
from ospo_widgets.portfolio.store.sweep import leftovers
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.wording import words

STAGE = "verify"


def verify(snapshots: Snapshots, report: Report = silent) -> tuple[Problem, ...]:
    """Everything that is wrong with a store; empty when it is whole.

    All files of all snapshots are read: they must be there, be what was written, and give rows.

    Args:
        snapshots: The store.
        report: Receives progress.

    Raises:
        InputError: There is no store, or a newer program wrote it.
    """
    snapshots.check()
    ids = snapshots.ids()
    found: list[Problem] = []
    for done, snapshot in enumerate(ids):
        report(Progress(STAGE, done, len(ids), str(snapshot)))
        found += _problems(snapshots, snapshot)
    shown = snapshots.files.shown
    found += [
        Problem(shown, path, words("store.verify.leftover"))
        for path in leftovers(snapshots.files, ids)
    ]
    return tuple(found)


def _problems(snapshots: Snapshots, name: SnapshotId) -> Iterator[Problem]:
    shown = snapshots.files.shown
    try:
        snapshot = snapshots.load(name)
    except InputError as error:
        yield Problem(shown, name.manifest, error.message)
        return
    damaged = False
    for table in (*TABLES, *CHAINS):
        message = _of_file(snapshots, snapshot, table)
        if message:
            damaged = True
            yield Problem(shown, name.path(table), message)
    if not damaged:
        yield from _attempt(shown, name, lambda: snapshots.records(snapshot))


def _of_file(snapshots: Snapshots, snapshot: Snapshot, table: str) -> str:
    """What is wrong with the file of a table; empty when nothing is."""
    expected = snapshot.files.get(table)
    if expected is None:
        return words("store.verify.missing")
    try:
        with snapshots.files.opened(snapshot.id.path(table)) as stream:
            found = digest_of(stream)
    except FileNotFoundError:
        return words("store.verify.missing")
    except OSError:
        return words("store.verify.unreadable")
    if found != Written(expected.bytes, expected.sha256):
        return words("store.verify.changed")
    return ""


def _attempt(shown: str, name: SnapshotId, read: Callable[[], object]) -> Iterator[Problem]:
    try:
        read()
    except InputError as error:
        yield Problem(shown, name.manifest, error.message)
