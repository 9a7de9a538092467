# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finding snapshots and reading them. Whoever reads needs no lock.

A snapshot never changes once its manifest is there, so what is read is always a whole one, also
while somebody writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ospo_widgets.collector import uncollected
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.store import chains, parquet, rows
from ospo_widgets.portfolio.store.files import Files
from ospo_widgets.portfolio.store.snapshot import (
    CHAINS,
    MANIFEST,
    MARKER,
    MOST_MANIFEST,
    TABLES,
    Snapshot,
    SnapshotId,
    check_format,
    current,
    lineage,
    read_json,
)
from ospo_widgets.portfolio.store.tables import schema
from ospo_widgets.wording import day as day_in_words
from ospo_widgets.wording import words

_OBSERVED = (*chains.WHO, "license", *PRESENT)


class Snapshots:
    """The snapshots of a store, by the files where it lies."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._known: dict[SnapshotId, Snapshot] = {}

    def check(self) -> None:
        """Make sure that there is a store that we can read.

        Raises:
            InputError: There is none, or a newer program wrote it.
        """
        try:
            data = read_json(self.files.read(MARKER, MOST_MANIFEST))
        except FileNotFoundError:
            message = words("store.none", store=self.files.shown)
            raise InputError(message, remedy=words("store.none-remedy")) from None
        except (OSError, ValueError):
            data = None
        if data is None:
            raise parquet.damaged(MARKER)
        check_format(data)

    def ids(self) -> tuple[SnapshotId, ...]:
        """Every snapshot that is there as a whole, also older revisions; oldest first."""
        found = map(SnapshotId.of, self.files.holders("snapshots", MANIFEST))
        return tuple(sorted(snapshot for snapshot in found if snapshot))

    def current(self) -> tuple[SnapshotId, ...]:
        """The snapshots that count: of each day the newest revision; oldest day first."""
        return current(self.ids())

    def find(self, day: date | None, revision: int | None = None) -> SnapshotId:
        """The snapshot of a day, or the newest one.

        Raises:
            InputError: There is no store, or it has no such snapshot.
        """
        self.check()
        ids = self.ids()
        counting = current(ids)
        if day is None and counting:
            return counting[-1]
        for found in ids if revision else counting:
            if found.day == day and revision in {None, found.revision}:
                return found
        if day is None:
            raise InputError(words("store.empty", store=self.files.shown))
        message = words("store.no-day", store=self.files.shown, day=day_in_words(day))
        days = [found.day for found in counting]
        near = sorted(sorted(days, key=lambda other: abs(other - day))[:3])
        if not near:
            raise InputError(message)
        listed = ", ".join(other.isoformat() for other in near)
        raise InputError(message, remedy=words("store.near-days", days=listed))

    def load(self, snapshot: SnapshotId) -> Snapshot:
        """Its manifest.

        Raises:
            InputError: It is missing, damaged or of a newer format.
        """
        if snapshot not in self._known:
            try:
                raw = self.files.read(snapshot.manifest, MOST_MANIFEST)
            except (OSError, ValueError):
                raise parquet.damaged(snapshot.manifest) from None
            self._known[snapshot] = Snapshot.load(raw, snapshot)
        return self._known[snapshot]

    def load_all(self, ids: tuple[SnapshotId, ...]) -> tuple[Snapshot, ...]:
        """Manifests of several snapshots, read together.

        Raises:
            InputError: One of them is missing, damaged or of a newer format.
        """
        missing = {s.manifest: s for s in ids if s not in self._known}
        for path, raw in self.files.read_all(missing, MOST_MANIFEST).items():
            self._known[missing[path]] = Snapshot.load(raw, missing[path])
        return tuple(self.load(snapshot) for snapshot in ids)

    def table(self, snapshot: Snapshot, name: str, **how: Any) -> Any:
        """One of its tables as it is stored; see :func:`parquet.read`."""
        return parquet.read(self.files, snapshot.id, name, snapshot.files.get(name), **how)

    def chained(self, snapshot: Snapshot, name: str, repo: str | None = None) -> Any:
        """One of its chains, put together.

        Raises:
            InputError: A snapshot that the chain needs is missing or damaged.
        """
        links = [snapshot]
        while not links[-1].whole:
            before = links[-1].after
            if before is None or len(links) > snapshot.depth:
                raise parquet.damaged(snapshot.id.manifest)
            links.append(self.load(before))
        stored = [self.table(link, name, repo=repo) for link in reversed(links)]
        with parquet.reading(snapshot.id.path(name)):
            return chains.folded(stored, chains.KEYS[name])

    def row_up_to(self, snapshot: SnapshotId) -> tuple[SnapshotId, ...]:
        """The snapshots that count, up to this one."""
        before = (found for found in self.current() if found.day < snapshot.day)
        return (*before, snapshot)

    def seen(self, snapshot: Snapshot, repo: str | None = None) -> Any:
        """What snapshots saw up to this one: since when each licence and file is there.

        It is stored with the snapshot. When snapshots of earlier days were stored after it, or
        stored once more, the stored rows miss what those saw; then they are worked out again from
        the last snapshot that misses nothing.
        """
        row = self.row_up_to(snapshot.id)
        start = len(row)
        while start and self.load(row[start - 1]).lineage != lineage(row[:start]):
            start -= 1
        if start:
            found = self.chained(self.load(row[start - 1]), "seen", repo)
        else:
            found = chains.observed(_no_rows("repositories"), snapshot.day)
        before = _no_rows("repositories")
        if 0 < start < len(row):
            before = self.table(self.load(row[start - 1]), "repositories", only=chains.WHO)
        for later in row[start:]:
            table = self.table(self.load(later), "repositories", repo=repo, only=_OBSERVED)
            found = _with_news(found, before, table, later)
            before = table
        return found

    def records(
        self, snapshot: Snapshot, repo: str | None = None, *, claims: bool = True
    ) -> Records:
        """A snapshot as rows.

        Args:
            snapshot: Which one.
            repo: Only what is about this repository.
            claims: Whether every value of every source is wanted.

        Raises:
            InputError: Something that it needs is missing or damaged.
        """
        wanted = TABLES if claims else [name for name in TABLES if name != "claims"]
        tables = {name: self.table(snapshot, name, repo=repo) for name in wanted}
        tables |= {name: self.chained(snapshot, name, repo) for name in CHAINS if name != "seen"}
        seen = self.seen(snapshot, repo)
        with uncollected(), parquet.reading(snapshot.id.manifest):
            found: Mapping[str, Any] = {name: rows.READ[name](tables[name]) for name in wanted}
            history = tables["history"]
            only_seen = chains.changes(seen, history, tables["repositories"]["repo"])
            return Records(
                repositories=found["repositories"],
                months=rows.months(tables["months"]),
                license_events=rows.license_events(history),
                author_domains=found["domains"],
                about=snapshot.about,
                changes=rows.changes(history, only_seen),
                dependencies=found["dependencies"],
                packages=found["packages"],
                claims=found.get("claims", {}),
                disagreements=found["disagreements"],
                problems=found["problems"],
            )


def _no_rows(name: str) -> Any:
    return schema(name).empty_table()


def _with_news(seen: Any, before: Any, repositories: Any, snapshot: SnapshotId) -> Any:
    with parquet.reading(snapshot.path("repositories")):
        known = chains.joined(seen, chains.under_new_names(seen, before, repositories))
        return chains.joined(known, chains.news(known, chains.observed(repositories, snapshot.day)))
