# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Puts together what all sources say: one row a repository, every value with its source and day.

Nothing is filled in silently: a repository that could not be read today has the values of the
snapshot before, each still with its own day, and says why it could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ospo_widgets.collector import uncollected
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.consolidate_claims import EMAIL, Chosen, choose
from ospo_widgets.portfolio.consolidate_history import Beside, beside, source_of
from ospo_widgets.portfolio.consolidate_previous import Previous, match
from ospo_widgets.portfolio.families import NONE, UNKNOWN, license_family
from ospo_widgets.portfolio.fields import LONGEST_TEXT, PRESENT
from ospo_widgets.portfolio.identity import canonical, platform_of
from ospo_widgets.portfolio.identity_groups import Group, Place, grouped
from ospo_widgets.portfolio.records import About, Problem, Records, Repository
from ospo_widgets.portfolio.unsaid import HIDDEN, without_secrets
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.wording import words

LONGEST_NAME = 200
"""Longest name of a repository, characters."""

_MARKS = frozenset(PRESENT)


def consolidate(
    records: Iterable[SourceRecord],
    *,
    about: About,
    problems: Iterable[Problem] = (),
    previous: Records | None = None,
    report: Report = silent,
) -> Records:
    """Put the records of all sources together.

    Records about one repository are joined (``identity_groups``). Of several values for a field
    the most confident one holds, of equally confident ones the newest; the others are kept as
    claims and, where they differ, as disagreements. Dates after the day on which they were read,
    licences that are no SPDX expression and other values that cannot be read are left out and
    become problems. Institutes with fewer than five authors are put together.

    Args:
        records: From importers and collectors, in the order of preference between equals.
        about: What to know of the data; nothing can have been read after its ``read_on``.
        problems: What importers could not take over.
        previous: The snapshot before. A repository that could not be read today keeps its values
            from there; names of repositories stay, and renamed ones are recognised.
        report: Told of the stage ``consolidate`` after each thousand repositories.
    """
    with uncollected():
        return _put_together(records, about, list(problems), previous, report)


def _put_together(
    records: Iterable[SourceRecord],
    about: About,
    found: list[Problem],
    previous: Records | None,
    report: Report,
) -> Records:
    read = []
    for record in records:
        if canonical(record.url) or _name(record.name):
            read.append(record)
        else:
            message = words("consolidate.nameless")
            found.append(Problem(source_of(record), "", message))
    groups = grouped(read)
    before = Previous(previous) if previous is not None else None
    matched = match(groups, before) if before else {}
    latest = about.read_on
    parts: dict[str, Chosen] = {}
    repositories: list[Repository] = []
    everything: list[Beside] = []
    names = _Names(groups, matched)
    for number, group in enumerate(groups):
        repo, place = names.of(number)
        old = matched.get(number)
        of_group = group.records
        error = _error(of_group)
        if error and before and old:
            of_group = (*of_group, before.carried(old, of_group))
        chosen = choose(repo, (c for r in of_group for c in r.claims), latest, found)
        repositories.append(_row(repo, group, place, chosen, error=error, old=old))
        everything.append(beside(repo, of_group, latest, found))
        parts[repo] = chosen
        _tell(repo, group, old, found)
        if number % 1_000 == 999:
            report(Progress("consolidate", number + 1, len(groups)))
    return Records(
        repositories=tuple(repositories),
        months={
            r.repo: b.months for r, b in zip(repositories, everything, strict=True) if b.months
        },
        license_events=tuple(event for b in everything for event in b.license_events),
        author_domains=tuple(domain for b in everything for domain in b.author_domains),
        about=about,
        changes=tuple(change for b in everything for change in b.changes),
        dependencies=tuple(one for b in everything for one in b.dependencies),
        packages=tuple(one for b in everything for one in b.packages),
        claims={repo: chosen.claims for repo, chosen in parts.items() if chosen.claims},
        disagreements=tuple(one for chosen in parts.values() for one in chosen.disagreements),
        problems=tuple(found),
    )


def _name(text: str) -> str:
    """A name that can be shown, empty when it cannot."""
    name = " ".join(text.split())
    fits = 0 < len(name) <= LONGEST_NAME and name.isprintable() and ".." not in name.split("/")
    return name if fits and not EMAIL.search(name) else ""


class _Names:
    """A name for each group that no other has; one that the snapshot before gave stays."""

    def __init__(self, groups: list[Group], matched: dict[int, Repository]) -> None:
        self._found: list[tuple[str, Place | None]] = [("", None)] * len(groups)
        self._taken: set[str] = set()
        later = []
        for number, group in enumerate(groups):
            old = matched.get(number)
            place = _place(group, old)
            self._found[number] = ("", place)
            if old is not None and old.key == (place.key if place else ""):
                self._take(number, old.repo)
            else:
                later.append(number)
        for number in later:
            group, place = groups[number], self._found[number][1]
            name = _name(group.name) or (place.key[-LONGEST_NAME:] if place else "")
            if place and name.casefold() in self._taken:
                name = f"{platform_of(place.key)}/{name}"
            self._take(number, name)

    def _take(self, number: int, name: str) -> None:
        unique, count = name, 1
        while unique.casefold() in self._taken:
            count += 1
            unique = f"{name} ({count})"
        self._taken.add(unique.casefold())
        self._found[number] = (unique, self._found[number][1])

    def of(self, number: int) -> tuple[str, Place | None]:
        """Name and best address of a group."""
        return self._found[number]


def _place(group: Group, old: Repository | None) -> Place | None:
    """The address of a group; between platforms the one of the snapshot before stays."""
    if not group.places:
        return None
    best = group.places[0]
    if old is None or old.key == best.key or platform_of(old.key) == platform_of(best.key):
        return best
    return next((place for place in group.places if place.key == old.key), best)


def _row(
    repo: str,
    group: Group,
    place: Place | None,
    chosen: Chosen,
    *,
    error: str,
    old: Repository | None,
) -> Repository:
    fields: dict[str, Any] = {}
    present: dict[str, bool | None] = {}
    for name, value in chosen.values.items():
        if name in _MARKS:
            present[name] = bool(value)
        else:
            fields[name] = value
    stated = "license" in fields
    fields.setdefault("license", "")
    fields.setdefault("kind", None)
    key = place.key if place else ""
    also = dict.fromkeys((*group.also, *(p.key for p in group.places)))
    ids = dict.fromkeys(group.ids)
    if old is not None:
        also |= dict.fromkeys((*filter(None, (old.key,)), *old.also))
        ids |= dict.fromkeys(old.ids)
    also.pop(key, None)
    return Repository(
        repo=repo,
        family=_family(fields["license"]) if stated else UNKNOWN,
        url=place.url if place else "",
        present=present,
        key=key,
        platform=platform_of(key),
        read_on=chosen.read_on,
        error=error,
        also=tuple(also),
        ids=tuple(ids),
        **fields,
    )


def _family(license_: str) -> str:
    return license_family(license_) if license_ else NONE


def _error(records: Iterable[SourceRecord]) -> str:
    """Why some source could not be read; without addresses of people and passwords."""
    found = dict.fromkeys(" ".join(record.error.split()) for record in records if record.error)
    if not found:
        return ""
    text = visible(" ".join(found))
    return _without_secrets(text)[:LONGEST_TEXT]


def _without_secrets(text: str) -> str:
    return EMAIL.sub(HIDDEN, without_secrets(text))


def _tell(repo: str, group: Group, old: Repository | None, problems: list[Problem]) -> None:
    """Problems of what was joined and what was not."""
    if len(group.records) > 1:
        seen: set[tuple[str, date]] = set()
        for record in group.records:
            if not record.claims:
                continue
            told = record.claims[0].source, record.claims[0].read_on
            if told in seen:
                message = words("consolidate.twice", repo=repo)
                problems.append(Problem(told[0], "", message, repo))
                break
            seen.add(told)
    source = source_of(group.records[0])
    if old is not None and old.repo != repo:
        message = words("consolidate.renamed", old=old.repo, repo=repo)
        problems.append(Problem(source, "", message, repo))
    if group.by_commit or len({platform_of(place.key) for place in group.places}) > 1:
        names = ", ".join(sorted(place.key for place in group.places))
        key = "consolidate.commit" if group.by_commit else "consolidate.platforms"
        problems.append(Problem(source, "", words(key, names=names), repo))
    if group.doubtful:
        problems.append(Problem(source, "", words("consolidate.doubtful", repo=repo), repo))
