# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A store: the portfolio of every day on which it was read, in a folder or an object store.

``docs/portfolio-store.md`` describes the files.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import Problem, Records
from ospo_widgets.portfolio.store import indexes
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.lock import writing
from ospo_widgets.portfolio.store.places import files_at
from ospo_widgets.portfolio.store.snapshot import Snapshot
from ospo_widgets.portfolio.store.summary import summary
from ospo_widgets.portfolio.store.verify import verify
from ospo_widgets.portfolio.store.writing import check, put, refuse_others, written_whole
from ospo_widgets.progress import Report, silent
from ospo_widgets.wording import words

WAIT = 60.0
"""Seconds for which a writer waits for another one."""


class Store:
    """Snapshots of a portfolio by day. Many may read while one writes.

    Nothing is touched before something is asked for. The folder is made by the first
    :meth:`append`.

    Args:
        address: Path of a folder, or an address that fsspec knows (``s3://bucket/portfolio``).
        options: Further arguments for fsspec, such as credentials; they are never shown.
        cache: Folder for copies of indexes; the user’s own by default, see ``OSPO_CACHE_DIR``.

    Raises:
        InputError: There is no such kind of place, or the package for it is not installed.
    """

    def __init__(
        self,
        address: str | os.PathLike[str],
        *,
        options: Mapping[str, Any] | None = None,
        cache: str | os.PathLike[str] | None = None,
    ) -> None:
        self._files = files_at(address, options)
        self._snapshots = Snapshots(self._files)
        self._cache = Path(cache) if cache is not None else indexes.default_cache()

    @property
    def shown(self) -> str:
        """Address for people, without user, password and options."""
        return self._files.shown

    def __repr__(self) -> str:
        return f"Store({self.shown!r})"

    def exists(self) -> bool:
        """Whether there is a store with a snapshot."""
        return bool(self._snapshots.ids())

    def snapshots(self) -> tuple[date, ...]:
        """Days of which there is a snapshot, oldest first.

        Raises:
            InputError: There is no store.
        """
        self._snapshots.check()
        return tuple(found.day for found in self._snapshots.current())

    def on_or_before(self, day: date) -> date | None:
        """Day of the newest snapshot that is not after a day; None when all are."""
        return max((found for found in self.snapshots() if found <= day), default=None)

    def snapshot(self, day: date | None = None, *, revision: int | None = None) -> Snapshot:
        """What is known of a snapshot without reading its tables.

        Args:
            day: Which day; the newest by default.
            revision: Which of those that were stored for this day; the last one by default.

        Raises:
            InputError: There is no such snapshot, or its manifest is damaged.
        """
        return self._snapshots.load(self._snapshots.find(day, revision))

    def revisions(self, day: date) -> tuple[Snapshot, ...]:
        """All that was stored for a day, oldest first; the last one counts."""
        found = tuple(snapshot for snapshot in self._snapshots.ids() if snapshot.day == day)
        return self._snapshots.load_all(found)

    def append(
        self,
        records: Records,
        day: date,
        *,
        index: bool = True,
        wait: float = WAIT,
        report: Report = silent,
    ) -> Snapshot:
        """Store records as the snapshot of a day; nothing that is there is changed.

        A day that has a snapshot already gets another revision, and the earlier one is kept. Days
        may come in any order. Groups of fewer than five people are left out.

        Args:
            records: What to store.
            day: Day for which they stand.
            index: Write the index for quick pages too; leave it out for all but the last of many.
            wait: Seconds to wait while somebody else writes.
            report: Receives progress, one step a table.

        Raises:
            InputError: Nothing was stored: the disk is full, somebody else writes, the records
                are empty or name a repository twice, the folder is something else. What was
                there is intact.
        """
        check(records)
        with written_whole(self._files):
            refuse_others(self._files)
            with writing(self._files, wait) as lock:
                stored = put(self._snapshots, lock, records, day, report=report)
                if index:
                    # The snapshot is there; without an index pages build one of their own.
                    with contextlib.suppress(OSError, InputError):
                        indexes.keep(self._snapshots, time.time())
        return stored

    def read(self, day: date | None = None, *, revision: int | None = None) -> Records:
        """The records of a day, rows sorted by repository.

        Changes that no history tells are there as well, by the day of the snapshot that first had
        the value. Families are those of today’s rules.

        Args:
            day: Which day; the newest by default.
            revision: Which of those that were stored for this day; the last one by default.

        Raises:
            InputError: There is no such snapshot, or one of its files is missing or damaged.
        """
        return self._snapshots.records(self.snapshot(day, revision=revision))

    def row(self, repo: str, day: date | None = None) -> Records:
        """All that a snapshot has on one repository; ``repositories`` has one row.

        Args:
            repo: Its name, as in ``Repository.repo``.
            day: Which day; the newest by default.

        Raises:
            InputError: There is no such snapshot or repository, or a file is damaged.
        """
        found = self._snapshots.records(self.snapshot(day), repo)
        if not found.repositories:
            raise InputError(words("store.no-repository", repo=repo[:200]))
        return found

    def index(self, day: date | None = None) -> Path:
        """Folder on this machine with the index of a snapshot, for ``engine.Index.open``.

        It is the one in the store where that is a folder of this machine; else a copy in the
        cache. A missing one is built, which takes a while.

        Args:
            day: Which day; the newest by default.

        Raises:
            InputError: There is no such snapshot, it is damaged, or there is no space for a copy.
        """
        found = self._snapshots.find(day)
        try:
            return indexes.local_folder(self._snapshots, found, self._cache)
        except OSError as error:
            raise InputError(words("store.no-index", store=self.shown)) from error

    def summary(self) -> list[dict[str, Any]]:
        """Counts by licence, family and kind of each day; see :func:`summary.summary`.

        Raises:
            InputError: There is no store, or a manifest is damaged.
        """
        self._snapshots.check()
        return summary(self._snapshots.load_all(self._snapshots.current()))

    def verify(self, report: Report = silent) -> tuple[Problem, ...]:
        """Read everything; what is wrong, file by file. Empty when the store is whole.

        Raises:
            InputError: There is no store, or a newer program wrote it.
        """
        return verify(self._snapshots, report)
