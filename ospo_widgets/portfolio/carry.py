# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What of the last snapshot goes into the next one, beside what is read now.

A snapshot holds the newest word of every source. When some sources are read again, the values of
the others stay, each with its own day; what a source no longer says goes. A repository of which no
source says anything any more is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.identity import canonical
from ospo_widgets.portfolio.records import Records

_HISTORIES = ("months", "changes", "domains", "dependencies", "packages")

_Changes = dict[str, list[tuple[date, str, str, str]]]


def carried(before: Records, new: Sequence[SourceRecord]) -> tuple[SourceRecord, ...]:
    """The records to put together with ``new``.

    Args:
        before: The last snapshot.
        new: What was read now. A record with an error says nothing new: what its source said
            before stays.

    Returns:
        One record a repository that another source, or a source that failed now, speaks of.
    """
    sources = {claim.source for record in new if not record.error for claim in record.claims}
    failed = _keys(record for record in new if record.error)
    # Histories have no source of their own: the newest one that was read replaces the one before.
    read = {kind: _keys(r for r in new if getattr(r, kind)) for kind in _HISTORIES}
    changes = _changes(before)
    domains, dependencies, packages = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in before.author_domains:
        domains[row.repo].append((row.domain, row.authors))
    for need in before.dependencies:
        dependencies[need.repo].append(
            (need.name, need.use, need.optional, need.license, need.source)
        )
    for package in before.packages:
        packages[package.repo].append((package.name, package.basis))
    found = []
    for repository in before.repositories:
        repo = repository.repo
        keys = {repository.key or repo.casefold(), repo.casefold()}
        claims = tuple(
            claim
            for claim in before.claims.get(repo, ())
            if claim.source not in sources or keys & failed
        )
        if not claims:
            continue
        found.append(
            SourceRecord(
                url=repository.url,
                name=repo,
                also=repository.also,
                ids=repository.ids,
                claims=claims,
                months=() if keys & read["months"] else before.months.get(repo, ()),
                changes=() if keys & read["changes"] else tuple(changes.get(repo, ())),
                domains=() if keys & read["domains"] else tuple(domains[repo]),
                dependencies=() if keys & read["dependencies"] else tuple(dependencies[repo]),
                packages=() if keys & read["packages"] else tuple(packages[repo]),
            )
        )
    return tuple(found)


def _keys(records: Iterable[SourceRecord]) -> set[str]:
    keys: set[str] = set()
    for record in records:
        if record.url:
            keys.add(canonical(record.url))
        if record.name:
            keys.add(record.name.casefold())
    return keys


def _changes(before: Records) -> _Changes:
    found: _Changes = defaultdict(list)
    for change in before.changes:
        found[change.repo].append((change.date, change.field, change.value, change.commit))
    for event in before.license_events:
        found[event.repo].append((event.date, "license", event.license, event.commit))
    return found
