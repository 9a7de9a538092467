# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which snapshots of a store a report compares, and the time that it is then about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports.model import Template
from ospo_widgets.portfolio.reports.period import Period, month_of, year_to

NEAR = 3
"""A snapshot stands for a day when it is at most this many days from it, …"""

NEAR_SHARE = 0.25
"""… or at most this share of the period."""

_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


def states(
    portfolio: Portfolio,
    template: Template,
    period: Period | None,
    previous: Portfolio | None = None,
) -> tuple[Portfolio, Portfolio | None, Period]:
    """The portfolio at the end and at the beginning of the period, and the period.

    A period that was asked for takes the snapshots nearest to its two ends, when they are near
    enough; otherwise the histories have to tell. Without a period the newest snapshot is compared
    with the one nearest to a month (``monthly``) or a year before, and the time between them is the
    period.

    Args:
        portfolio: Of a store, or without one.
        template: What the report is about.
        period: Time that was asked for; None leaves it to the template.
        previous: The portfolio at the beginning, where it is not in the same store.

    Returns:
        The portfolio at the end; that at the beginning, None when it is not kept; the period.
    """
    if previous is not None:
        begin, end = _day(previous) + timedelta(days=1), _day(portfolio)
        found = period or Period(min(begin, end), end)
        return portfolio, previous.filtered(portfolio.filters), found.up_to(end)
    if period is not None:
        now = _at(portfolio, _nearest(portfolio.snapshots, period.last, period))
        first = _nearest(portfolio.snapshots, period.before, period)
        before = portfolio.at(first) if first and now.day and first < now.day else None
        return now, before, period.up_to(_day(now))
    reference = _day(portfolio)
    monthly = template is Template.MONTHLY
    earlier = [day for day in portfolio.snapshots if portfolio.day and day < portfolio.day]
    if not earlier:
        found = month_of(reference) if monthly else year_to(reference)
        return portfolio, None, found.up_to(reference)
    assert portfolio.day is not None
    wanted = portfolio.day - (_MONTH if monthly else _YEAR)
    first = min(earlier, key=lambda day: (abs(day - wanted), day))
    return portfolio, portfolio.at(first), Period(first + timedelta(days=1), portfolio.day)


def _nearest(days: Iterable[date], wanted: date, period: Period) -> date | None:
    """The snapshot that stands for a day; None when none is near enough."""
    most = max(NEAR, int(((period.last - period.first).days + 1) * NEAR_SHARE))
    near = [day for day in days if abs((day - wanted).days) <= most]
    return min(near, key=lambda day: (abs((day - wanted).days), day), default=None)


def _at(portfolio: Portfolio, day: date | None) -> Portfolio:
    return portfolio if day is None or day == portfolio.day else portfolio.at(day)


def _day(portfolio: Portfolio) -> date:
    return portfolio.day or portfolio.about.reference_date
