# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""When the licence and the files of a release came, changed and went away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from ospo_widgets.portfolio.collecting.licenses import Texts, expression_of
from ospo_widgets.portfolio.collecting.trees import State
from ospo_widgets.portfolio.fields import PRESENT

Change = tuple[date, str, str, str]
"""Day, field, value and commit; see ``records.Change``."""

CI = "ci"
"""Field of changes: any continuous integration is configured."""
RELEASE = "release"
"""Field of changes: there is a tag."""
YES, NO = "yes", "no"
EARLIEST = 1972
"""Year before which no commit can have been made: the first source code control system."""


def license_changes(states: Sequence[State], texts: Texts, most: int) -> list[Change]:
    """Changes of the licence, oldest first; before the first one there was none."""
    values = ((state.day, expression_of(state, texts), state.commit) for state in states)
    return _changes("license", "", values, most)


def file_changes(states: Sequence[State], items: Iterable[str], most: int) -> list[Change]:
    """Changes of items of ``PRESENT`` and of :data:`CI`, oldest first of each.

    Before its first change an item was not there.

    Args:
        states: States of the main line, oldest first.
        items: Which items.
        most: Most changes of each, the newest.
    """
    found = []
    for item in items:
        values = ((state.day, YES if has(state, item) else NO, state.commit) for state in states)
        found += item_changes(item, values, most)
    return found


def item_changes(item: str, values: Iterable[tuple[date, str, str]], most: int) -> list[Change]:
    """Changes of one item, oldest first.

    Args:
        item: Which item.
        values: Day, ``yes`` or ``no``, and commit, oldest first.
        most: Most changes, the newest.
    """
    return _changes(item, NO, values, most)


def has(state: State, item: str) -> bool:
    """Whether an item was there."""
    if item == CI:
        return any(one.startswith("ci:") for one in state.items)
    return item in state.items


def told_by_names() -> tuple[str, ...]:
    """Items that names of files tell."""
    return (*(item for item in PRESENT if item != "reuse_compliant"), CI)


def _changes(
    field: str, before: str, values: Iterable[tuple[date, str, str]], most: int
) -> list[Change]:
    found: list[Change] = []
    for day, value, commit in values:
        if found and found[-1][0] == day and found[-1][2] != value:
            # Of one day only what holds at its end.
            found.pop()
        now = found[-1][2] if found else before
        if value != now:
            found.append((day, field, value, commit))
    return found[-most:]


def release_change(tags: Iterable[tuple[date, str]]) -> list[Change]:
    """The first tag as a change; empty without tags.

    Args:
        tags: Day of each tag and id of the commit that it marks.
    """
    first = min(tags, default=None)
    return [(first[0], RELEASE, YES, first[1])] if first else []


def day_of(stamp: int) -> date | None:
    """Day of a time in seconds since 1970, in UTC; None when it cannot be right."""
    try:
        day = datetime.fromtimestamp(stamp, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
    return day if day.year >= EARLIEST else None
