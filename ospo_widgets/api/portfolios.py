# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Portfolios as a store of snapshots: what sources say goes in, a day at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Cancel, Report, silent
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.claims import SourceRecord
    from ospo_widgets.portfolio.collecting import RepositoryReference
    from ospo_widgets.portfolio.importing import ColumnMapping
    from ospo_widgets.portfolio.records import About, Problem, Records
    from ospo_widgets.portfolio.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """What went into a store.

    Attributes:
        day: Day of the snapshot.
        repositories: Repositories of the snapshot.
        new: Those that the snapshot before did not have.
        gone: Those that only the snapshot before had.
        renamed: Former and new name of those that are called otherwise now.
        errors: Repositories that could not be read now.
        problems: What could not be taken over; the rest was.
        shapes: File and shape of each import (“inventory.csv”, “csv”).
    """

    day: date
    repositories: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    errors: int
    problems: tuple[Problem, ...]
    shapes: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "day": self.day.isoformat(),
            "repositories": self.repositories,
            "new": list(self.new),
            "gone": list(self.gone),
            "renamed": [{"from": old, "to": new} for old, new in self.renamed],
            "errors": self.errors,
            "shapes": [{"file": file, "shape": shape} for file, shape in self.shapes],
            "problems": [
                {"source": p.source, "place": p.place, "repo": p.repo or None, "message": p.message}
                for p in self.problems
            ],
        }


def import_portfolio(
    files: Iterable[str | os.PathLike[str]],
    store: str | os.PathLike[str],
    *,
    day: date,
    mapping: ColumnMapping | None = None,
    source: str = "",
    about: About | None = None,
    anew: bool = False,
) -> Taken:
    """Read files of any shape and add a snapshot to a store.

    Args:
        files: Tables, dumps of forges, metadata files, bills of materials.
        store: Folder or address of the store; made when it is not there.
        day: Day of the snapshot, for which values count that name no day themselves.
        mapping: Which column of a table is which field; None guesses it.
        source: Name of the source, instead of that of each file; give the same one each time when
            the names of the files change.
        about: What to know of the data; that of the last snapshot when None.
        anew: Leave out what the last snapshot knew from other sources.

    Raises:
        InputError: A file is not there, or nothing of the files can be read; the store is as it
            was.
    """
    from ospo_widgets.portfolio.importing import read_import
    from ospo_widgets.portfolio.records import Problem

    records: list[SourceRecord] = []
    problems: list[Problem] = []
    shapes: list[tuple[str, str]] = []
    paths = [Path(file) for file in files]
    for path in paths:
        try:
            found = read_import(path, read_on=day, mapping=mapping)
        except InputError as error:
            # One of several files with a content that nobody knows does not stop the others; a
            # file that is not there is a mistake in the command.
            if len(paths) == 1 or not path.is_file():
                raise
            problems.append(Problem(path.name, "", str(error)))
            continue
        records += (_renamed(record, source) for record in found.records)
        problems += found.problems
        shapes.append((path.name, found.shape))
    if not records:
        raise InputError(
            words("given.import.none"),
            remedy=problems[0].message if problems else "",
        )
    return add_snapshot(
        records, store, day=day, problems=problems, about=about, anew=anew, shapes=shapes
    )


def _renamed(record: SourceRecord, source: str) -> SourceRecord:
    if not source:
        return record
    return replace(record, claims=tuple(replace(c, source=source) for c in record.claims))


def add_snapshot(
    records: Sequence[SourceRecord],
    store: str | os.PathLike[str],
    *,
    day: date,
    problems: Iterable[Problem] = (),
    about: About | None = None,
    anew: bool = False,
    shapes: Iterable[tuple[str, str]] = (),
) -> Taken:
    """Put records and the last snapshot together, and add the result to a store.

    Arguments and errors as for :func:`import_portfolio`.
    """
    from ospo_widgets.portfolio.carry import carried
    from ospo_widgets.portfolio.consolidate import consolidate
    from ospo_widgets.portfolio.records import About
    from ospo_widgets.portfolio.renames import renames
    from ospo_widgets.portfolio.store import Store

    kept = Store(os.fspath(store))
    before = None if anew else _last(kept, day)
    if about is None:
        known = before.about if before else About(reference_date=day)
        about = replace(known, reference_date=day, read_on=day)
    old = carried(before, records) if before else ()
    together = consolidate([*old, *records], about=about, problems=tuple(problems), previous=before)
    kept.append(together, day)
    now = {repository.repo for repository in together.repositories}
    then = {repository.repo for repository in before.repositories} if before else set()
    renamed = renames(before.repositories, together.repositories) if before else {}
    return Taken(
        day=day,
        repositories=len(now),
        new=tuple(sorted(now - then - set(renamed.values()))),
        gone=tuple(sorted(then - now - set(renamed))),
        renamed=tuple(sorted(renamed.items())),
        errors=sum(bool(repository.error) for repository in together.repositories),
        problems=together.problems,
        shapes=tuple(shapes),
    )


def _last(store: Store, day: date) -> Records | None:
    """The newest snapshot up to a day; an older one may be added later than a newer one."""
    before = store.on_or_before(day) if store.exists() else None
    return store.read(before) if before else None


def collect_portfolio(
    references: Iterable[RepositoryReference],
    store: str | os.PathLike[str],
    *,
    day: date,
    problems: Iterable[Problem] = (),
    scan: bool = False,
    scheduler: str = "",
    workers: int = 0,
    journal: Path | None = None,
    clones: str = "",
    tokens: Iterable[tuple[str, str]] = (),
    anew: bool = False,
    about: About | None = None,
    total: int = 0,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> Taken:
    """Read repositories from their histories and files, and add a snapshot to a store.

    Args:
        references: What to read, as lists and platforms give it.
        store: Folder or address of the store; made when it is not there.
        day: Day of the snapshot, and end of the “12 months before”.
        problems: What of the list could not be used.
        scan: Also scan all files of each repository; minutes instead of seconds.
        scheduler: Empty for processes of this machine, ``local`` for a Dask cluster on it, or the
            address of a Dask scheduler.
        workers: Processes, 0 for one a processor.
        journal: File that keeps what is finished, so that a stopped collection goes on.
        clones: Folder in which copies are kept for the next run; empty keeps none.
        tokens: Pairs of host and name of the environment variable that has the token for it; for
            repositories that are not public.
        anew: Leave out what the last snapshot knew from other sources.
        about: What to know of the data; that of the last snapshot when None.
        total: How many references there will be, 0 when that is not known.
        report: Receives progress.
        cancel: Asked now and then whether to stop.

    Raises:
        InputError: Nothing was named, or the store, journal or scheduler cannot be used.
        CancelledError: The person asked to stop; the journal has what was finished.
    """
    from ospo_widgets.api import collecting_tools as tools
    from ospo_widgets.portfolio.collecting import CollectSettings, collect_all
    from ospo_widgets.wording import language

    settings = CollectSettings(
        read_on=day,
        reference_date=day,
        recognise=tools.recognise,
        wants=tools.wants,
        inspect=tools.inspect,
        examine=tools.examine if scan else None,
        language=language(),
        clones=clones,
        tokens=tuple(tokens),
    )
    records = list(
        collect_all(
            references,
            settings,
            scheduler=scheduler,
            workers=workers,
            journal=journal,
            total=total,
            report=report,
            cancel=cancel,
        )
    )
    if not records:
        raise InputError(words("given.import.unnamed"))
    return add_snapshot(records, store, day=day, problems=problems, about=about, anew=anew)
