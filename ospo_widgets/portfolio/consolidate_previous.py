# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The snapshot before: which repository is which, and what is still known of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any, Protocol, TypeVar

from ospo_widgets.portfolio.claims import Claim, Confidence, SourceRecord, Value
from ospo_widgets.portfolio.families import UNKNOWN
from ospo_widgets.portfolio.fields import FIELDS, PRESENT
from ospo_widgets.portfolio.identity_groups import Group
from ospo_widgets.portfolio.records import Records, Repository

SNAPSHOT = "snapshot"
"""Source of values of a portfolio that does not say where they are from."""

_PLAIN = tuple(name for name in FIELDS if name not in PRESENT)


class Previous:
    """A snapshot by repository."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._events = _by_repo(records.license_events)
        self._changes = _by_repo(records.changes)
        self._domains = _by_repo(records.author_domains)
        self._dependencies = _by_repo(records.dependencies)
        self._packages = _by_repo(records.packages)

    def record(self, row: Repository, *, leaving_out: Collection[str] = ()) -> SourceRecord:
        """Everything that is known of one repository as a record; its claims keep their days.

        Args:
            row: The repository.
            leaving_out: Sources whose claims are not wanted.
        """
        repo = row.repo
        claims = self.records.claims.get(repo)
        if claims is None:
            claims = _claims_of(row, self._day(row))
        license_changes = (
            (event.date, "license", event.license, event.commit)
            for event in self._events.get(repo, ())
        )
        changes = (
            (change.date, change.field, change.value, change.commit)
            for change in self._changes.get(repo, ())
        )
        return SourceRecord(
            url=row.url,
            name=repo,
            also=tuple(f"https://{former}" for former in row.also),
            ids=row.ids,
            claims=tuple(claim for claim in claims if claim.source not in leaving_out),
            months=self.records.months.get(repo, ()),
            changes=tuple(chain(license_changes, changes)),
            domains=tuple((one.domain, one.authors) for one in self._domains.get(repo, ())),
            dependencies=tuple(
                (one.name, one.use, one.optional, one.license, one.source)
                for one in self._dependencies.get(repo, ())
            ),
            packages=tuple((one.name, one.basis) for one in self._packages.get(repo, ())),
        )

    def carried(self, row: Repository, records: Sequence[SourceRecord]) -> SourceRecord:
        """What stays of a repository that some source could not read today.

        A source that was read today without an error is not asked for older values: what it no
        longer says is no longer so. Histories and lists stay only where no record of today has
        any.
        """
        whole = (record for record in records if not record.error)
        today = {claim.source for record in whole for claim in record.claims}
        old = self.record(row, leaving_out=today)
        gone: dict[str, Any] = {
            name: ()
            for name in ("months", "changes", "domains", "dependencies", "packages")
            if any(getattr(record, name) for record in records)
        }
        return replace(old, **gone)

    def _day(self, row: Repository) -> date:
        about = self.records.about
        return row.read_on or about.read_on or about.reference_date


def records_of(previous: Records, *, leaving_out: Collection[str] = ()) -> Iterator[SourceRecord]:
    """A snapshot as records again, to be put together with what was read since.

    Args:
        previous: The snapshot.
        leaving_out: Sources that were read again, whose older values do not count any more.
    """
    before = Previous(previous)
    for row in previous.repositories:
        yield before.record(row, leaving_out=leaving_out)


def match(groups: Sequence[Group], previous: Previous) -> dict[int, Repository]:
    """Which repository of the snapshot before each group is: by address, id, former address, name.

    Returns:
        Row by index of the group; each row once.
    """
    rows = previous.records.repositories
    found: dict[int, Repository] = {}
    used: set[str] = set()
    by_key = {row.key: row for row in rows if row.key}
    by_id = {identifier: row for row in rows for identifier in row.ids}
    by_former = {former: row for row in rows for former in row.also}
    by_name = {row.repo.casefold(): row for row in rows if not row.key}
    steps = (
        (by_key, lambda group: [place.key for place in group.places]),
        (by_id, lambda group: group.ids),
        (by_key, lambda group: group.also),
        (by_former, lambda group: [place.key for place in group.places]),
        (by_name, lambda group: [group.name.casefold()]),
    )
    for known, names in steps:
        if not known:
            continue
        for number, group in enumerate(groups):
            if number in found:
                continue
            row = next((known[name] for name in names(group) if name in known), None)
            if row is not None and row.repo not in used and not _told_apart(row, group):
                found[number] = row
                used.add(row.repo)
    return found


def _told_apart(row: Repository, group: Group) -> bool:
    """A platform gives both an id, and not the same one."""
    if not row.ids or not group.ids:
        return False
    shared = {i.partition(":")[0] for i in row.ids} & {i.partition(":")[0] for i in group.ids}
    return bool(shared) and not set(row.ids) & set(group.ids)


def _claims_of(row: Repository, day: date) -> tuple[Claim, ...]:
    """What a row states, for portfolios that do not keep claims."""
    values: dict[str, Value] = {}
    for name in _PLAIN:
        value = getattr(row, name)
        if value is not None and value not in ("", ()):
            values[name] = value
    if row.family != UNKNOWN:
        values["license"] = row.license
    values |= {name: value for name, value in row.present.items() if value is not None}
    return tuple(
        Claim(name, value, SNAPSHOT, day, Confidence.REPORTED) for name, value in values.items()
    )


class _OfRepo(Protocol):
    """A row about one repository."""

    @property
    def repo(self) -> str:
        """Which one."""
        ...


_Row = TypeVar("_Row", bound=_OfRepo)


def _by_repo(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.repo, []).append(row)
    return found
