# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What of the last snapshot goes into the next one, beside what is read now.

A snapshot holds the newest word of every source. When some sources are read again, the values of
the others stay, each with its own day; what a source no longer says goes. A repository of which no
source says anything any more is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.consolidate_previous import Previous
from ospo_widgets.portfolio.identity import canonical
from ospo_widgets.portfolio.records import Records

_HISTORIES = ("months", "changes", "domains", "dependencies", "packages")


def carried(before: Records, new: Sequence[SourceRecord]) -> tuple[SourceRecord, ...]:
    """The records to put together with ``new``.

    Args:
        before: The last snapshot.
        new: What was read now. What could not be read is left to consolidation, which keeps the
            values of before and says so.

    Returns:
        One record a repository that another source speaks of.
    """
    sources = {claim.source for record in new if not record.error for claim in record.claims}
    failed = _keys(record for record in new if record.error)
    # Histories have no source of their own: the newest one that was read replaces the one before.
    read = {kind: _keys(r for r in new if getattr(r, kind)) for kind in _HISTORIES}
    previous = Previous(before)
    found = []
    for row in before.repositories:
        keys = {row.key, row.repo.casefold(), *row.also} - {""}
        if keys & failed:
            continue
        old = previous.record(row, leaving_out=sources)
        if old.claims:
            newer: dict[str, Any] = {kind: () for kind in _HISTORIES if keys & read[kind]}
            found.append(replace(old, **newer))
    return tuple(found)


def _keys(records: Iterable[SourceRecord]) -> set[str]:
    keys: set[str] = set()
    for record in records:
        keys.update(key for url in (record.url, *record.also) if (key := canonical(url)))
        if record.name:
            keys.add(record.name.casefold())
    return keys
