# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Counts over time from histories, or where these tell too little from the snapshots of a store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.chart_rows import ItemTrend, OverTime, Told, Trend
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.readiness import HEAT_ITEMS

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Selection
    from ospo_widgets.portfolio.whole import Whole

MOST_SNAPSHOTS = 60
"""Snapshots that are counted for one chart; of more the newest of each stretch of time."""


def mix_of_snapshots(data: Whole, filters: Filters, selection: Selection) -> OverTime:
    """Repositories by licence family over time.

    Args:
        data: The portfolio and its store.
        filters: Filters that are set; they hold for each snapshot as it was.
        selection: The repositories of today that fit them.
    """
    days = _days(data)
    if len(days) < 2 or selection.with_history * 2 >= len(selection):
        return selection.mix_over_time()
    counts = [found.by_family() for found in _selections(data, filters, days)]
    groups = dict.fromkeys((*families(), *(f for c in counts for f in c)))
    kept = tuple(family for family in groups if any(c.get(family) for c in counts))
    return OverTime(
        groups=kept,
        points=tuple(day.isoformat() for day in days),
        counts=tuple(tuple(c.get(family, 0) for c in counts) for family in kept),
        told=Told.SNAPSHOTS,
    )


def trend_of_snapshots(data: Whole, filters: Filters, selection: Selection) -> Trend:
    """Readiness over time; see :func:`mix_of_snapshots`."""
    trend = selection.readiness_trend()
    days = _days(data)
    told = max((item.known[-1] for item in trend.items), default=0)
    if len(days) < 2 or told * 2 >= len(selection):
        return trend
    found = _selections(data, filters, days)
    items = []
    for item in HEAT_ITEMS:
        shares = [snapshot.share(item) for snapshot in found]
        if any(share.known for share in shares):
            yes, known = (tuple(getattr(s, n) for s in shares) for n in ("yes", "known"))
            items.append(ItemTrend(item, yes, known))
    points = tuple(day.isoformat() for day in days)
    return Trend(points=points, items=tuple(items), told=Told.SNAPSHOTS)


def _selections(data: Whole, filters: Filters, days: tuple[date, ...]) -> list[Selection]:
    return [data.at(day).index.select(filters) for day in days]


def _days(data: Whole) -> tuple[date, ...]:
    """Days up to that of the portfolio, at most :data:`MOST_SNAPSHOTS` with even gaps."""
    days = [day for day in data.days if data.day and day <= data.day]
    step = -(-len(days) // MOST_SNAPSHOTS) or 1
    return tuple(reversed(days[::-1][::step]))
