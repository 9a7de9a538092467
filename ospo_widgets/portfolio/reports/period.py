# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The time that a report is about: a month, a quarter, a year, or from one day to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.wording import day, words

LAST_MONTH, LAST_YEAR = "last-month", "last-year"
"""Words for the calendar month, or year, before the day of the report."""

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.|/)(\d{4}-\d{2}-\d{2})")
_YEAR_LENGTHS = (364, 365)
_ONE_DAY = timedelta(days=1)
_FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included.

    Raises:
        ValueError: The last day is before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day is before the first")

    def __contains__(self, value: date) -> bool:
        return self.first <= value <= self.last

    @property
    def before(self) -> date:
        """The day before the first one."""
        return self.first - _ONE_DAY

    def up_to(self, end: date) -> Period:
        """The part that is not after ``end``; at least the first day."""
        return Period(self.first, max(self.first, min(self.last, end)))

    def short(self) -> str:
        """For names of files: ``2026-08``, ``2026`` or ``2026-08-01_2026-08-22``."""
        if self == month_of(self.first):
            return f"{self.first:%Y-%m}"
        if self == year_of(self.first):
            return f"{self.first:%Y}"
        return f"{self.first}_{self.last}"

    def title(self) -> str:
        """“August 2026”, “2026”, “the 12 months to …”, or “1 March 2026 to 5 April 2026”."""
        if self == month_of(self.first):
            return wording.month(self.first.year, self.first.month)
        if self == year_of(self.first):
            return str(self.first.year)
        if (self.last - self.first).days in _YEAR_LENGTHS:
            return words("portfolio_report.period.year-to", last=day(self.last))
        return words("portfolio_report.period.days", first=day(self.first), last=day(self.last))


def month_of(value: date) -> Period:
    """The calendar month in which a day is."""
    first = value.replace(day=1)
    following = date(value.year + value.month // 12, value.month % 12 + 1, 1)
    return Period(first, following - _ONE_DAY)


def year_of(value: date) -> Period:
    """The calendar year in which a day is."""
    return Period(date(value.year, 1, 1), date(value.year, 12, 31))


def year_to(value: date) -> Period:
    """The 365 days that end with a day."""
    return Period(value - timedelta(days=364), value)


def parse_period(text: str, today: date) -> Period:
    """Read a period.

    Args:
        text: ``2026``, ``2026-Q3``, ``2026-08``, ``2026-08-01..2026-08-22``, ``last-month`` or
            ``last-year``.
        today: Day of the report.

    Raises:
        InputError: It is none of these.
    """
    wanted = text.strip()
    try:
        found = _parsed(wanted, today)
        if found and found.first.year >= _FIRST_YEAR and found.last.year <= today.year + 1:
            return found
    except ValueError:
        pass
    shown = " ".join(visible(wanted[:40]).split()) + ("…" if len(wanted) > 40 else "")
    raise InputError(
        words("given.report.period", period=shown), remedy=words("given.report.period_remedy")
    )


def _parsed(text: str, today: date) -> Period | None:
    found: Period | None = None
    if text == LAST_MONTH:
        found = month_of(month_of(today).before)
    elif text == LAST_YEAR:
        found = year_of(date(today.year - 1, 1, 1))
    elif match := _YEAR.fullmatch(text):
        found = year_of(date(int(match[1]), 1, 1))
    elif match := _QUARTER.fullmatch(text):
        last_month = int(match[2]) * 3
        end = month_of(date(int(match[1]), last_month, 1)).last
        found = Period(date(int(match[1]), last_month - 2, 1), end)
    elif match := _MONTH.fullmatch(text):
        found = month_of(date(int(match[1]), int(match[2]), 1))
    elif match := _DAYS.fullmatch(text):
        found = Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    return found
