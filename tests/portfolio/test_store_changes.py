# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Since when a licence or a file is there, when only snapshots tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ospo_widgets.portfolio.records import Change, LicenseEvent, Records
from ospo_widgets.portfolio.store import Store
from tests.portfolio.store_making import memory_store, records, repository

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def licenses_of(found: Records, repo: str = "a/a") -> list[tuple[date, str]]:
    return [(c.date, c.value) for c in found.changes if (c.repo, c.field) == (repo, "license")]


def flagged(**present: bool | None) -> Records:
    known = {name: value for name, value in present.items() if value is not None}
    row = repository("a/a", "MIT", present=known)
    return replace(records({}), repositories=(row,))


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (["MIT"], [(JAN, "MIT")]),
        (["MIT", "MIT", "MIT"], [(JAN, "MIT")]),
        (["MIT", "MIT", "GPL-3.0-only"], [(JAN, "MIT"), (MAR, "GPL-3.0-only")]),
        (["MIT", "", "MIT"], [(JAN, "MIT"), (FEB, ""), (MAR, "MIT")]),
        (["MIT", None, None], [(JAN, "MIT"), (FEB, "NOASSERTION")]),
        ([None, "MIT"], [(JAN, "NOASSERTION"), (FEB, "MIT")]),
    ],
)
def test_licences_change_on_the_day_of_a_snapshot(
    seen: list[str | None], told: list[tuple[date, str]]
) -> None:
    store = memory_store()
    for month, found in enumerate(seen, 1):
        store.append(records({"a/a": found}), date(2026, month, 1), index=False)
    assert licenses_of(store.read()) == told
    assert all(not change.commit for change in store.read().changes)


def test_what_a_snapshot_cannot_tell_of_a_file_is_no_change() -> None:
    store = memory_store()
    for day, found in ((JAN, True), (FEB, None), (MAR, True), (APR, False)):
        store.append(flagged(readme=found), day, index=False)
    readme = [(c.date, c.value) for c in store.read().changes if c.field == "readme"]
    assert readme == [(JAN, "yes"), (APR, "no")]


def test_commits_tell_better_than_snapshots() -> None:
    store = memory_store()
    store.append(records({"a/a": "MIT", "a/b": "MIT"}), JAN, index=False)
    told = records(
        {"a/a": "GPL-3.0-only", "a/b": "GPL-3.0-only"},
        license_events=(LicenseEvent("a/a", date(2020, 5, 5), "c0ffee", "GPL-3.0-only"),),
    )
    store.append(told, FEB, index=False)
    assert licenses_of(store.read()) == []
    assert licenses_of(store.read(), "a/b") == [(JAN, "MIT"), (FEB, "GPL-3.0-only")]
    assert licenses_of(store.read(JAN)) == [(JAN, "MIT")]


def test_changes_of_an_earlier_day_that_come_back_are_there_once() -> None:
    store = memory_store()
    store.append(records({"a/a": "MIT"}), JAN, index=False)
    again = replace(records({"a/a": "MIT"}), changes=store.read().changes)
    store.append(again, FEB, index=False)
    assert store.read().changes == (Change("a/a", JAN, "license", "MIT"),)


def test_repositories_that_are_gone_have_no_changes_until_they_are_back() -> None:
    store = memory_store()
    for day, names in ((JAN, "ab"), (FEB, "a"), (MAR, "ab")):
        store.append(records({f"a/{name}": "MIT" for name in names}), day, index=False)
    assert {c.repo for c in store.read(FEB).changes} == {"a/a"}
    assert licenses_of(store.read(MAR), "a/b") == [(JAN, "MIT")]


def at(changes: list[tuple[date, str]], day: date) -> str | None:
    values = [value for on, value in changes if on <= day]
    return values[-1] if values else None


def check_against_snapshots(store: Store) -> None:
    """On each day, the changes up to it give the licences that the snapshot of that day has."""
    days = store.snapshots()
    found = {day: store.read(day) for day in days}
    for read in days:
        for row in found[read].repositories:
            told = licenses_of(found[read], row.repo)
            assert all(a[1] != b[1] for a, b in pairwise(told))
            for day in (d for d in days if d <= read):
                for then in (r for r in found[day].repositories if r.repo == row.repo):
                    expected = "NOASSERTION" if then.family == "unknown" else then.license
                    assert at(told, day) == expected


@settings(max_examples=12)
@example([(JAN, {"a/a": "MIT"}), (MAR, {"a/a": "MIT"}), (FEB, {"a/a": ""}), (APR, {"a/a": "MIT"})])
@example([(JAN, {"a/a": "MIT"}), (FEB, {"a/a": ""}), (MAR, {"a/a": ""}), (FEB, {"a/a": "MIT"})])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([JAN, FEB, MAR, APR]),
            st.dictionaries(
                st.sampled_from(["a/a", "a/b"]),
                st.sampled_from(["MIT", "", None]),
                min_size=1,
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_days_in_any_order_and_revisions_give_the_same_history(
    stored: list[tuple[date, dict[str, str | None]]],
) -> None:
    store, ordered = memory_store(), memory_store()
    for day, licenses in stored:
        store.append(records(licenses), day, index=False)
    check_against_snapshots(store)
    for day, licenses in sorted(dict(stored).items()):
        ordered.append(records(licenses), day, index=False)
    for day in ordered.snapshots():
        assert store.read(day) == ordered.read(day)
    for repo in dict(stored)[store.snapshots()[-1]]:
        assert store.row(repo).changes == ordered.row(repo).changes
