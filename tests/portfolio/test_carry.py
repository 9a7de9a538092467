# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What of one snapshot goes into the next."""

from __future__ import annotations

from datetime import date

from ospo_widgets.portfolio.carry import carried
from ospo_widgets.portfolio.claims import Claim, Confidence, SourceRecord, Value
from ospo_widgets.portfolio.consolidate import consolidate
from ospo_widgets.portfolio.records import About, Records

FIRST, SECOND = date(2026, 10, 1), date(2026, 11, 1)


def record(name: str, source: str, day: date, error: str = "", **values: Value) -> SourceRecord:
    claims = tuple(
        Claim(field, value, source, day, Confidence.CURATED) for field, value in values.items()
    )
    months = (("2026-09", 3),) if source == "git" and not error else ()
    url = f"https://gitlab.example.org/{name}"
    return SourceRecord(url=url, name=name, claims=claims, months=months, error=error)


def snapshot(day: date, *records: SourceRecord, before: Records | None = None) -> Records:
    old = carried(before, records) if before else ()
    return consolidate([*old, *records], about=About(day, day), previous=before)


def test_values_of_sources_that_were_not_read_stay_with_their_day() -> None:
    first = snapshot(FIRST, record("a/one", "list", FIRST, stage="stable"))
    second = snapshot(SECOND, record("a/one", "forge", SECOND, stars=3), before=first)
    (row,) = second.repositories
    assert (row.stage, row.stars) == ("stable", 3)
    assert {c.source: c.read_on for c in second.claims["a/one"]} == {
        "list": FIRST,
        "forge": SECOND,
    }


def test_what_a_source_no_longer_says_goes_and_so_does_what_nobody_speaks_of() -> None:
    first = snapshot(
        FIRST,
        record("a/one", "list", FIRST, stage="stable", department="BE"),
        record("a/two", "list", FIRST, stage="stable"),
        record("a/two", "forge", FIRST, stars=1),
        record("a/three", "list", FIRST, stage="stable"),
    )
    second = snapshot(SECOND, record("a/one", "list", SECOND, department="EP"), before=first)
    rows = {row.repo: row for row in second.repositories}
    assert set(rows) == {"a/one", "a/two"}
    assert (rows["a/one"].department, rows["a/one"].stage) == ("EP", "")
    assert (rows["a/two"].stars, rows["a/two"].stage) == (1, "")


def test_a_list_does_not_take_the_history_away_and_a_newer_history_replaces_it() -> None:
    first = snapshot(FIRST, record("a/one", "git", FIRST, commits=3))
    second = snapshot(SECOND, record("a/one", "list", SECOND, stage="stable"), before=first)
    assert second.months == {"a/one": (("2026-09", 3),)}
    third = snapshot(SECOND, record("a/one", "git", SECOND, commits=4), before=second)
    assert third.months == {"a/one": (("2026-09", 3),)}


def test_a_repository_that_could_not_be_read_keeps_its_values_and_says_so() -> None:
    first = snapshot(FIRST, record("a/one", "git", FIRST, commits=3))
    again = record("a/one", "git", SECOND, error="It did not answer.")
    other = record("a/two", "git", SECOND, commits=1)
    second = snapshot(SECOND, again, other, before=first)
    row = next(row for row in second.repositories if row.repo == "a/one")
    assert (row.commits, row.error, row.read_on) == (3, "It did not answer.", FIRST)
    assert second.months["a/one"] == (("2026-09", 3),)
