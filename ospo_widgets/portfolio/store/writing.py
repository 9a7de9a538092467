# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Putting a snapshot into a store so that it is there as a whole or not at all.

1. One writer at a time (``lock.py``); it sweeps up what broken runs left.
2. Each file is written aside and renamed, or put at once; no file is ever written over.
3. The manifest comes last. Before it the snapshot is not there for anybody.

So a run that is killed, or a disk that is full, leaves files that no manifest names, and nothing
else.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ospo_widgets.collector import uncollected
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.store import chains, parquet, tables
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.files import Files, is_full
from ospo_widgets.portfolio.store.lock import WriterLock
from ospo_widgets.portfolio.store.snapshot import (
    CHAINS,
    FORMAT,
    MARKER,
    MOST_MANIFEST,
    TABLES,
    Snapshot,
    SnapshotId,
    TableFile,
    lineage,
)
from ospo_widgets.portfolio.store.sweep import OURS, sweep
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.wording import words

MOST_LINKS = 24
"""Snapshots that a chain goes back before it begins anew with a whole one."""

STAGE = "store"


@dataclass(frozen=True, slots=True)
class Chains:
    """What a snapshot stores of its chains.

    Attributes:
        stored: Table as it is stored, by name.
        after: Snapshot that they continue.
        depth: How many snapshots they go back; 0 when they are whole.
    """

    stored: dict[str, Any]
    after: SnapshotId | None
    depth: int


def check(records: Records) -> None:
    """Refuse records that would make a store worthless.

    Raises:
        InputError: There are no repositories, or a name stands there twice.
    """
    if not records.repositories:
        raise InputError(words("store.nothing"))
    twice = [r for r, n in Counter(r.repo for r in records.repositories).items() if n > 1]
    if twice:
        raise InputError(words("store.twice", repo=twice[0][:200]))


def put(
    snapshots: Snapshots,
    lock: WriterLock,
    records: Records,
    day: date,
    *,
    now: datetime | None = None,
    report: Report = silent,
) -> Snapshot:
    """Store records as the snapshot of a day.

    Args:
        snapshots: The store.
        lock: The right to write to it.
        records: What to store.
        day: Day for which they stand.
        now: When; the clock by default.
        report: Receives progress.

    Raises:
        InputError: Nothing was stored; the message says why. What was there is intact.
    """
    files = snapshots.files
    with written_whole(files):
        prepare(files)
        before = _revision(snapshots, day)
        sweep(files, snapshots.ids())
        # A writer elsewhere that only slept has the next number; it must not meet our files.
        revision = before + 2 if lock.doubtful else _revision(snapshots, day) + 1
    found = SnapshotId(day, revision)
    try:
        with written_whole(files), uncollected():
            snapshot = _tables(snapshots, records, found, now or datetime.now(UTC), report)
            _commit(files, lock, snapshot)
    except BaseException:
        # Also when the person stopped it: nothing half stays, if the disk lets us.
        with contextlib.suppress(Exception):
            if found not in snapshots.ids():
                remove(files, found)
        raise
    return snapshot


@contextmanager
def written_whole(files: Files) -> Iterator[None]:
    """Turn errors of the disk into a sentence.

    Raises:
        InputError: The disk is full, or nothing can be written there.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        key = "full" if isinstance(error, OSError) and is_full(error) else "not-written"
        raise InputError(words(f"store.{key}", store=files.shown)) from error


def refuse_others(files: Files) -> None:
    """Make sure that a folder is a store, or empty.

    Raises:
        InputError: It holds something else, or is a store of a newer format.
        OSError: It cannot be read.
    """
    if files.exists(MARKER):
        Snapshots(files).check()
    elif any(name not in OURS and not name.startswith(".") for name in files.names("")):
        raise InputError(words("store.not-empty", store=files.shown))


def prepare(files: Files) -> None:
    """Make an empty folder a store.

    Raises:
        InputError: It holds something else, or is a store of a newer format.
        OSError: It cannot be written to.
    """
    refuse_others(files)
    if not files.exists(MARKER):
        files.write(MARKER, f'{{"store": "ospo-portfolio", "format": {FORMAT}}}\n'.encode())


def _revision(snapshots: Snapshots, day: date) -> int:
    """The highest revision of a day that any folder has, also a damaged one; 0 for none."""
    names = map(SnapshotId.of, snapshots.files.names("snapshots"))
    return max((found.revision for found in names if found and found.day == day), default=0)


def _tables(
    snapshots: Snapshots,
    records: Records,
    found: SnapshotId,
    now: datetime,
    report: Report,
) -> Snapshot:
    files, total = snapshots.files, len(TABLES) + len(CHAINS)
    written: dict[str, TableFile] = {}

    def write(name: str, table: Any) -> None:
        report(Progress(STAGE, len(written), total, name))
        written[name] = parquet.write(files, found, name, table)

    repositories: Any = None
    for name, table in tables.tables(records):
        repositories = table if name == "repositories" else repositories
        write(name, table)
    linked = link(snapshots, found, records, repositories)
    for name, table in linked.stored.items():
        write(name, table)
    report(Progress(STAGE, total, total))
    return Snapshot(
        id=found,
        written=f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        after=linked.after,
        whole=linked.depth == 0,
        depth=linked.depth,
        lineage=lineage(snapshots.row_up_to(found)),
        files=written,
        counts=tables.counts(records),
        about=records.about,
    )


def _commit(files: Files, lock: WriterLock, snapshot: Snapshot) -> None:
    """Make a snapshot visible, if nobody took over in the meantime."""
    manifest = snapshot.dump()
    if len(manifest) > MOST_MANIFEST:
        raise InputError(words("store.too-many-licenses"))
    lock.check()
    files.write(snapshot.id.manifest, manifest)
    try:
        lock.check()
    except InputError:
        files.remove(snapshot.id.manifest)  # whoever took over may have swept our files
        raise


def link(snapshots: Snapshots, found: SnapshotId, records: Records, repositories: Any) -> Chains:
    """What the chains of a new snapshot have to store.

    They continue those of the snapshot before it. They begin anew after :data:`MOST_LINKS`, and
    when the one before it cannot be read: a damaged file must not stop the store for ever.

    Args:
        snapshots: The store.
        found: Name of the new snapshot.
        records: What it holds.
        repositories: Its table of repositories.
    """
    now: dict[str, Callable[[Records], Any]] = {"months": tables.months, "history": tables.history}
    tables_now = {name: make(records) for name, make in now.items()}
    observed = chains.observed(repositories, found.day)
    before = [other for other in snapshots.current() if other.day < found.day]
    after = before[-1] if before else None
    try:
        previous = snapshots.load(after) if after else None
        seen = snapshots.seen(previous) if previous else observed.slice(0, 0)
        moved = observed.slice(0, 0)
        if previous:
            known = snapshots.table(previous, "repositories", only=chains.WHO)
            moved = chains.under_new_names(seen, known, repositories)
        stored: dict[str, Any] = {}
        if previous and previous.depth < MOST_LINKS and _goes_on(snapshots, previous):
            for name, table in tables_now.items():
                earlier = snapshots.chained(previous, name)
                stored[name] = chains.difference(earlier, table, chains.KEYS[name])
    except InputError:
        previous, stored = None, {}
        seen = moved = observed.slice(0, 0)
    news = chains.joined(moved, chains.news(chains.joined(seen, moved), observed))
    if previous and stored:
        return Chains({**stored, "seen": chains.whole(news)}, after, previous.depth + 1)
    tables_now["seen"] = chains.joined(seen, news)
    return Chains({name: chains.whole(table) for name, table in tables_now.items()}, after, 0)


def _goes_on(snapshots: Snapshots, previous: Snapshot) -> bool:
    """Whether what a snapshot stores of ``seen`` is all that was seen up to it."""
    return previous.lineage == lineage(snapshots.row_up_to(previous.id))


def remove(files: Files, snapshot: SnapshotId) -> None:
    """Remove all files of a snapshot that has no manifest."""
    files.remove(f"snapshots/{snapshot}")
    for name in CHAINS:
        files.remove(snapshot.path(name))
