# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences and readiness over time as steps up and down; what was at a time is their sum.

A licence history begins with the first commit. From the last change of the licence files on, the
licence of the row counts, which a person may have corrected. A row that has a licence and no
history of it is left out: nobody knows since when it has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.engine.schema import ITEM_OF_FIELD, month_number
from ospo_widgets.portfolio.engine.strings import Array, code_arrays, read_texts, text_arrays
from ospo_widgets.portfolio.families import NONE, families, history_family
from ospo_widgets.portfolio.readiness import FILE_ITEMS, TREND_ITEMS, TREND_MARKS
from ospo_widgets.portfolio.records import Change, LicenseEvent, Records, Repository

LICENSE = "license"

KNOWN = "trend.known"
"""Steps whose code has a bit for each item of readiness."""


@dataclass(frozen=True, slots=True)
class _Step:
    """From a day on, one row more (or less) has a value."""

    row: int
    day: int
    code: int
    step: int


def history_arrays(records: Records, rows: Mapping[str, int]) -> dict[str, Array]:
    """Events, and the steps of licence mix and readiness.

    Args:
        records: A whole portfolio.
        rows: Place of each repository.
    """
    events: dict[int, list[LicenseEvent]] = {}
    by_history: set[int] = set()
    for event, history in _license_events(records):
        row = rows.get(event.repo)
        if row is not None:
            if history and row not in events:
                by_history.add(row)
            events.setdefault(row, []).append(event)
    changes: dict[int, list[Change]] = {}
    for change in sorted(records.changes, key=lambda c: c.date):
        if change.field != LICENSE and change.repo in rows:
            changes.setdefault(rows[change.repo], []).append(change)
    ordered = [(row, event) for row in sorted(events) for event in events[row]]
    begins = [
        _begin(r, events.get(row, []), changes.get(row, []))
        for row, r in enumerate(records.repositories)
    ]
    return {
        "begin": np.array(begins, dtype=np.int32),
        "event.row": np.array([row for row, _ in ordered], dtype=np.int32),
        "event.day": np.array([e.date.toordinal() for _, e in ordered], dtype=np.int32),
        **code_arrays("event.license", (e.license for _, e in ordered)),
        **text_arrays("event.commit", (e.commit for _, e in ordered)),
        **_change_arrays(changes),
        **_mix(records, events, by_history, begins),
        **_trend(records, changes, begins),
    }


def _license_events(records: Records) -> Iterable[tuple[LicenseEvent, bool]]:
    """Changes of licences, oldest first, and whether a history tells them or two snapshots do."""
    events = [(event, True) for event in records.license_events]
    events += [
        (LicenseEvent(c.repo, c.date, c.commit, c.value), bool(c.commit))
        for c in records.changes
        if c.field == LICENSE
    ]
    # Equal days stay in the order of their source.
    return sorted(events, key=lambda pair: pair[0].date)


def _begin(r: Repository, events: list[LicenseEvent], changes: list[Change]) -> int:
    """First day on which the repository was there; 0 when nothing tells it."""
    days = [e.date for e in events[:1]] + [c.date for c in changes[:1]]
    first = r.first_commit_date or r.created
    if first:
        days.append(first)
    return min(days).toordinal() if days else 0


def _change_arrays(changes: Mapping[int, list[Change]]) -> dict[str, Array]:
    ordered = [(row, change) for row in sorted(changes) for change in changes[row]]
    return {
        "change.row": np.array([row for row, _ in ordered], dtype=np.int32),
        "change.day": np.array([c.date.toordinal() for _, c in ordered], dtype=np.int32),
        **code_arrays("change.field", (c.field for _, c in ordered)),
        **code_arrays("change.value", (c.value for _, c in ordered)),
        **text_arrays("change.commit", (c.commit for _, c in ordered)),
    }


def _mix(
    records: Records,
    events: Mapping[int, list[LicenseEvent]],
    by_history: set[int],
    begins: list[int],
) -> dict[str, Array]:
    families_ = ["", *families()]
    codes = {name: code for code, name in enumerate(families_)}
    for r in records.repositories:
        codes.setdefault(r.family, len(codes))
    told = np.zeros(len(begins), dtype=bool)
    steps: list[_Step] = []
    for row, r in enumerate(records.repositories):
        found = events.get(row, [])
        # Of what a snapshot told first, nobody knows what was before.
        # Where histories were read, a licence file that never was is known never to have been.
        known = row in by_history if found else bool(by_history) and r.family == NONE
        if not begins[row] or not known:
            continue
        told[row] = True
        states = [(begins[row], codes[NONE])]
        states += [(e.date.toordinal(), codes[_event_family(e)]) for e in found[:-1]]
        states += [(e.date.toordinal(), codes[r.family]) for e in found[-1:]]
        steps += _state_steps(row, states)
    return {"mix.told": told, **_step_arrays("mix", steps, len(codes))}


def _event_family(event: LicenseEvent) -> str:
    try:
        return history_family(event.license)
    except InputError:
        return "unknown"


def _state_steps(row: int, states: list[tuple[int, int]]) -> Iterable[_Step]:
    """Steps up and down from states; of one day only the last state counts."""
    last: dict[int, int] = dict(states)
    before = -1
    for day, code in last.items():
        if code == before:
            continue
        if before >= 0:
            yield _Step(row, day, before, -1)
        yield _Step(row, day, code, +1)
        before = code


def _trend(
    records: Records, changes: Mapping[int, list[Change]], begins: list[int]
) -> dict[str, Array]:
    """Steps of “has it” and of “it is known whether it has it”, by item of readiness."""
    codes = {item: code for code, item in enumerate(TREND_ITEMS)}
    yes: list[_Step] = []
    known: list[_Step] = []  # code: the items of which it is known, a bit each
    for row, found in changes.items():
        r = records.repositories[row]
        history = any(c.commit for c in found)
        seen: dict[str, list[Change]] = {}
        for change in found:
            item = ITEM_OF_FIELD.get(change.field, change.field)
            if item in codes:
                seen.setdefault(item, []).append(change)
        sure = 0
        for item, code in codes.items():
            told = seen.get(item, [])
            if told and told[0].commit:
                sure |= 1 << code
                yes += _flag_steps(row, code, told)
            elif history and not told and item in FILE_ITEMS and TREND_MARKS[item](r) is False:
                sure |= 1 << code
        if sure:
            known.append(_Step(row, begins[row], sure, +1))
    return {
        **_step_arrays("trend.yes", yes, len(codes)),
        **_step_arrays("trend.known", known, 1 << len(codes)),
    }


def _flag_steps(row: int, code: int, changes: list[Change]) -> Iterable[_Step]:
    last = {c.date.toordinal(): c.value == "yes" for c in changes}
    before = False
    for day, holds in last.items():
        if holds != before:
            yield _Step(row, day, code, +1 if holds else -1)
        before = holds


def _step_arrays(name: str, steps: list[_Step], width: int) -> dict[str, Array]:
    """Steps by row; a cell is month × number of codes + code, months from the first step on."""
    months = np.array([_month(s.day) for s in steps], dtype=np.int64)
    first = int(months.min(initial=1 << 30)) if steps else 0
    codes = np.array([s.code for s in steps], dtype=np.int64)
    return {
        f"{name}.row": np.array([s.row for s in steps], dtype=np.int32),
        f"{name}.cell": ((months - first) * width + codes).astype(np.int32),
        f"{name}.step": np.array([s.step for s in steps], dtype=np.int8),
        f"{name}.first": np.array([first, width], dtype=np.int32),
    }


def _month(day: int) -> int:
    from datetime import date

    return month_number(date.fromordinal(day))


def sums_over_time(arrays: Mapping[str, Array], name: str, mask: Array | None) -> tuple[Array, int]:
    """How many of the rows were in each state at the end of each month.

    Args:
        arrays: Arrays of the index.
        name: ``mix``, ``trend.yes`` or ``trend.known``.
        mask: Which rows count; None for all.

    Returns:
        One row a month, one column a code, and the number of the first month. After the last row
        nothing changed.
    """
    cells, steps = arrays[f"{name}.cell"], arrays[f"{name}.step"]
    if mask is not None:
        chosen = mask[arrays[f"{name}.row"]]
        cells, steps = cells[chosen], steps[chosen]
    begin, width = (int(value) for value in arrays[f"{name}.first"])
    months = int(cells.max(initial=0)) // width + 1
    down = steps < 0
    counts = np.bincount(cells, minlength=months * width)
    if down.any():
        counts -= 2 * np.bincount(cells[down], minlength=months * width)
    table = counts.reshape(months, width)
    if name == KNOWN:
        bits = np.arange(width)[:, None] >> np.arange(len(TREND_ITEMS)) & 1
        table = table @ bits
    return table.cumsum(axis=0), begin


def between(sums: tuple[Array, int], first: int, last: int) -> Array:
    """The months ``first`` to ``last`` of :func:`sums_over_time`; before its first all is 0."""
    counts, begin = sums
    places = np.arange(first, last + 1) - begin
    found = counts[np.clip(places, 0, len(counts) - 1)]
    found[places < 0] = 0
    return np.asarray(found)


def license_events_of(arrays: Mapping[str, Array], row: int) -> tuple[tuple[int, str, str], ...]:
    """Day, commit and licence of each change of the licence files of a row, oldest first."""
    places = _places(arrays["event.row"], row)
    words, commits = read_texts(arrays, "event.license.words"), read_texts(arrays, "event.commit")
    return tuple(
        (int(arrays["event.day"][at]), commits[at], words[int(arrays["event.license"][at])])
        for at in places
    )


def changes_of(arrays: Mapping[str, Array], row: int) -> tuple[tuple[int, str, str, str], ...]:
    """Day, field, value and commit of each other change of a row, oldest first."""
    fields = read_texts(arrays, "change.field.words")
    values = read_texts(arrays, "change.value.words")
    commits = read_texts(arrays, "change.commit")
    return tuple(
        (
            int(arrays["change.day"][at]),
            fields[int(arrays["change.field"][at])],
            values[int(arrays["change.value"][at])],
            commits[at],
        )
        for at in _places(arrays["change.row"], row)
    )


def _places(rows: Array, row: int) -> range:
    """Places of a row among sorted rows."""
    first, last = np.searchsorted(rows, [row, row + 1])
    return range(int(first), int(last))
