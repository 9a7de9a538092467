# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed in a period: repositories that came and went, licences, readiness.

Two states of a portfolio are compared where there are two. Where there is one, the histories tell
what they can: new repositories and licence files; what is gone they cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ospo_widgets.portfolio.readiness import READINESS
from ospo_widgets.portfolio.records import Change, LicenseEvent, Repository
from ospo_widgets.portfolio.renames import renames
from ospo_widgets.portfolio.reports.period import Period

ITEM_OF_FIELD: Mapping[str, str] = {
    "readme": "readme",
    "tests": "tests",
    "changelog": "changelog",
    "contributing": "contributing",
    "citation_cff": "citation",
    "security": "security",
    "reuse_compliant": "reuse",
}
"""Items of readiness whose history a change of this field tells."""


@dataclass(frozen=True, slots=True)
class LicenseChange:
    """The licence of a repository is another one.

    Attributes:
        repo: Which repository.
        url: Its public address; may be empty.
        date: Day of the commit; None when only the two states tell that it changed.
        before: SPDX expression, empty when none was stated; None when it was not known.
        after: The same of now.
    """

    repo: str
    url: str
    date: date | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ReadinessChange:
    """A repository got an item of readiness, or lost it.

    Attributes:
        repo: Which repository.
        url: Its public address; may be empty.
        date: Day of the commit; None when only the two states tell that it changed.
        item: Id of the item (``readiness.READINESS``).
        gained: True when it is there now.
    """

    repo: str
    url: str
    date: date | None
    item: str
    gained: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed in a period.

    Attributes:
        period: Which period.
        compared: Two states were compared; False when histories alone tell.
        new: Repositories that came.
        gone: Repositories of the earlier state that are no longer there; None when not known.
        renamed: Former and new name of repositories with the same address or platform id.
        licenses: Changes of licences.
        readiness: Changes of readiness.
        archived: Repositories that were archived; None when not known.
        unread: Repositories that could not be read this time; their values are of an earlier day.
    """

    period: Period
    compared: bool
    new: tuple[Repository, ...]
    gone: tuple[Repository, ...] | None
    renamed: tuple[tuple[str, str], ...]
    licenses: tuple[LicenseChange, ...]
    readiness: tuple[ReadinessChange, ...]
    archived: tuple[Repository, ...] | None
    unread: tuple[Repository, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing changed, as far as is known."""
        return not any((self.new, self.gone, self.renamed, self.licenses, self.readiness))


def changes_in(
    period: Period,
    now: Sequence[Repository],
    before: Sequence[Repository] | None,
    license_events: Iterable[LicenseEvent],
    changes: Iterable[Change],
) -> Changes:
    """What changed.

    Args:
        period: Which period.
        now: Repositories at its end.
        before: Repositories at its beginning; None when that state is not kept.
        license_events: Histories of licence files, those of all repositories of ``now``.
        changes: Histories of other fields.
    """
    unread = tuple(r for r in now if r.error)
    licenses = _license_events(period, now, license_events)
    readiness = _readiness_events(period, now, changes)
    if before is None:
        return Changes(
            period=period,
            compared=False,
            new=_sorted(r for r in now if (born := _born(r)) and born in period),
            gone=None,
            renamed=(),
            licenses=licenses,
            readiness=readiness,
            archived=None,
            unread=unread,
        )
    pairs, new, gone = _paired(before, now)
    return Changes(
        period=period,
        compared=True,
        new=_sorted(new),
        gone=_sorted(gone),
        renamed=tuple(sorted((old.repo, r.repo) for old, r in pairs if old.repo != r.repo)),
        licenses=_license_differences(pairs, licenses),
        readiness=_readiness_differences(pairs, readiness),
        archived=_sorted(r for old, r in pairs if r.archived and old.archived is False),
        unread=unread,
    )


def _sorted(repositories: Iterable[Repository]) -> tuple[Repository, ...]:
    return tuple(sorted(repositories, key=lambda r: (r.repo.casefold(), r.repo)))


def _born(repository: Repository) -> date | None:
    """When it came: its first commit, else the day on which the platform made it."""
    return repository.first_commit_date or repository.created


_Pairs = list[tuple[Repository, Repository]]


def _paired(
    before: Sequence[Repository], now: Sequence[Repository]
) -> tuple[_Pairs, list[Repository], list[Repository]]:
    """The same repository in both states, whatever it is called; and those in one only."""
    names = {r.repo: r for r in before}
    found: dict[str, Repository] = {r.repo: names[r.repo] for r in now if r.repo in names}
    found |= {new: names[old] for old, new in renames(before, now).items()}
    taken = {old.repo for old in found.values()}
    pairs = [(found[r.repo], r) for r in now if r.repo in found]
    return (
        pairs,
        [r for r in now if r.repo not in found],
        [r for r in before if r.repo not in taken],
    )


def _license_events(
    period: Period, now: Sequence[Repository], events: Iterable[LicenseEvent]
) -> tuple[LicenseChange, ...]:
    """Changes of licence files in the period, first and last state of each repository."""
    of_repo: dict[str, list[LicenseEvent]] = {}
    for event in events:
        of_repo.setdefault(event.repo, []).append(event)
    found = []
    for repository in now:
        history = sorted(of_repo.get(repository.repo, ()), key=lambda e: e.date)
        inside = [event for event in history if event.date in period]
        if not inside:
            continue
        earlier = [event for event in history if event.date < period.first]
        born = _born(repository)
        if not earlier and (born is None or born >= period.first):
            continue  # a new one, or nobody knows what it had before
        last = inside[-1]
        before = earlier[-1].license if earlier else ""
        if before != last.license:
            found.append(
                LicenseChange(repository.repo, repository.url, last.date, before, last.license)
            )
    return tuple(sorted(found, key=lambda c: (c.date or date.min, c.repo)))


def _license_differences(
    pairs: _Pairs, events: tuple[LicenseChange, ...]
) -> tuple[LicenseChange, ...]:
    """Licences that differ between two states; a commit that says so lends its day."""
    days = {(change.repo, change.after): change.date for change in events}
    found = [
        LicenseChange(
            now.repo, now.url, days.get((now.repo, now.license)), _license(old), _license(now)
        )
        for old, now in pairs
        if _license(old) != _license(now)
    ]
    return tuple(sorted(found, key=lambda c: (c.date or date.min, c.repo)))


def _license(repository: Repository) -> str | None:
    """Its licence; None when nobody could say which."""
    return None if repository.family == "unknown" else repository.license


def _readiness_events(
    period: Period, now: Sequence[Repository], changes: Iterable[Change]
) -> tuple[ReadinessChange, ...]:
    """The state of each item before the period against the one at its end, by history."""
    of_item: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        if change.field in ITEM_OF_FIELD and change.date <= period.last:
            of_item.setdefault((change.repo, change.field), []).append(change)
    known = {r.repo: r for r in now}
    found = []
    for (repo, field), history in of_item.items():
        repository = known.get(repo)
        history.sort(key=lambda c: c.date)
        last = history[-1]
        earlier = [c for c in history if c.date < period.first]
        if repository is None or last.date not in period:
            continue
        born = _born(repository)
        if not earlier and (born is None or born >= period.first):
            continue  # a new one, or nobody knows what it had before
        before = earlier[-1].value == "yes" if earlier else False
        if before != (last.value == "yes"):
            item = ITEM_OF_FIELD[field]
            found.append(ReadinessChange(repo, repository.url, last.date, item, not before))
    return _in_order(found)


def _readiness_differences(
    pairs: _Pairs, events: tuple[ReadinessChange, ...]
) -> tuple[ReadinessChange, ...]:
    days = {(change.repo, change.item, change.gained): change.date for change in events}
    found = []
    for old, now in pairs:
        for item, check in READINESS.items():
            was, has = check(old), check(now)
            if was is not None and has is not None and was != has:
                day = days.get((now.repo, item, has))
                found.append(ReadinessChange(now.repo, now.url, day, item, has))
    return _in_order(found)


def _in_order(found: Iterable[ReadinessChange]) -> tuple[ReadinessChange, ...]:
    """Losses first, then by repository, then in the order of the items."""
    items = list(READINESS)
    return tuple(
        sorted(found, key=lambda c: (c.gained, c.repo.casefold(), c.repo, items.index(c.item)))
    )
