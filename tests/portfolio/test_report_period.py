# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The time that a report is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.reports.period import Period, month_of, parse_period, year_to
from ospo_widgets.wording import spoken

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last", "short", "title"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026", "2026"),
        ("2026-08", "2026-08-01", "2026-08-31", "2026-08", "August 2026"),
        (" 2024-02 ", "2024-02-01", "2024-02-29", "2024-02", "February 2024"),
        ("2025-12", "2025-12-01", "2025-12-31", "2025-12", "December 2025"),
        (
            "2026-Q3",
            "2026-07-01",
            "2026-09-30",
            "2026-07-01_2026-09-30",
            "1 July 2026 to 30 September 2026",
        ),
        (
            "2026-08-22..2026-09-02",
            "2026-08-22",
            "2026-09-02",
            "2026-08-22_2026-09-02",
            "22 August 2026 to 2 September 2026",
        ),
        ("last-month", "2026-10-01", "2026-10-31", "2026-10", "October 2026"),
        ("last-year", "2025-01-01", "2025-12-31", "2025", "2025"),
    ],
)
def test_periods_are_read_and_named(
    text: str, first: str, last: str, short: str, title: str
) -> None:
    found = parse_period(text, TODAY)
    assert (str(found.first), str(found.last)) == (first, last)
    assert found.short() == short
    assert found.title() == title


def test_twelve_months_and_french() -> None:
    year = year_to(date(2026, 8, 22))
    assert year.title() == "the 12 months to 22 August 2026"
    with spoken("fr"):
        assert year.title() == "les 12 mois au 22 août 2026"
        assert Period(date(2026, 8, 1), date(2026, 8, 22)).title() == (
            "du 1er août 2026 au 22 août 2026"
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "0000",
        "9999",
        "9999-12",
        "1969",
        "2028",
        "2026-08\n2026",
        "２０２６-13",
        "\u202e2026-8",
        "2" * 5000,
    ],
)
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(InputError, match="is no period") as error:
        parse_period(text, TODAY)
    assert len(str(error.value)) < 250
    assert str(error.value).isprintable()


@given(st.text(max_size=30))
def test_any_text_gives_a_period_or_a_sentence(text: str) -> None:
    try:
        found = parse_period(text, TODAY)
    except InputError as error:
        assert visible(str(error)) == str(error)
        assert len(str(error).splitlines()) == 1
    else:
        assert found.first <= found.last


@given(st.dates(date(1971, 1, 1), date(2026, 12, 31)))
def test_a_month_has_every_of_its_days(day: date) -> None:
    month = month_of(day)
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1
    assert day in month
    assert month.before not in month
    assert month.up_to(day).last == day


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before the first"):
        Period(date(2026, 2, 1), date(2026, 1, 31))
