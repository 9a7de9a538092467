# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio from a store: the columns of a day at once, its records when they are asked for."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.whole import Snapshots, Whole
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Index
    from ospo_widgets.portfolio.records import Records
    from ospo_widgets.portfolio.store import Store


def open_store(address: str | os.PathLike[str], day: date | None = None) -> Whole:
    """A snapshot of a store.

    Args:
        address: Folder, or an address that the store knows.
        day: Day of the snapshot; None takes the newest.

    Raises:
        InputError: There is no store, or it has no snapshot of this day.
    """
    from ospo_widgets.portfolio.store import Store

    return whole_of(Store(address), day)


def whole_of(store: Store, day: date | None = None) -> Whole:
    """A snapshot of a store that is open already; see :func:`open_store`."""
    days = store.snapshots()
    chosen = days[-1] if day is None and days else day
    if chosen is None or chosen not in days:
        key = "snapshot" if chosen else "no_snapshot"
        raise InputError(words(f"given.portfolio.{key}", day=chosen))

    def index(at: date) -> Index:
        from ospo_widgets.portfolio.engine import Index

        return Index.open(store.index(at))

    def records(at: date) -> Records:
        return store.read(at)

    return Whole(None, index(chosen), chosen, Snapshots(days, index, records))
