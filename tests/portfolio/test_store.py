# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What was stored is what is read, by day and revision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import AuthorDomain, Records
from ospo_widgets.portfolio.store import Store, summary_tables
from tests.portfolio.store_making import DAY, LATER, any_records, full, memory_store, records, told


def test_everything_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    stored = store.append(full(), DAY)
    assert told(store.read()) == full()
    assert store.read(DAY).about.caveats == ("Mind the gap.",)
    assert (stored.day, stored.id.revision, stored.counts.repositories) == (DAY, 1, 2)
    assert store.snapshots() == (DAY,)
    assert store.verify() == ()


@settings(max_examples=12)
@given(st.lists(any_records(), min_size=1, max_size=4))
def test_any_records_come_back_of_every_day(all_records: list[Records]) -> None:
    store = memory_store()
    for month, found in enumerate(all_records, 1):
        store.append(found, date(2026, month, 1), index=False)
    for month, found in enumerate(all_records, 1):
        assert told(store.read(date(2026, month, 1))) == found


def test_chains_begin_anew_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ospo_widgets.portfolio.store.writing.MOST_LINKS", 2)
    store = Store(tmp_path)
    for day in range(1, 8):
        months = {"a/a": tuple((f"2026-{month:02}", day) for month in range(1, day + 1))}
        store.append(records({"a/a": "MIT"}, months=months), date(2026, 3, day), index=False)
    found = [store.snapshot(day) for day in store.snapshots()]
    assert [(s.whole, s.depth) for s in found] == [
        *((True, 0), (False, 1), (False, 2)), *((True, 0), (False, 1), (False, 2)), (True, 0)
    ]  # fmt: skip
    assert [len(store.read(day).months["a/a"]) for day in store.snapshots()] == list(range(1, 8))


def test_a_day_that_is_stored_again_gets_a_revision(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(records({"a/a": "MIT"}), DAY)
    stored = store.append(records({"a/a": "Apache-2.0"}), DAY)
    assert str(stored.id) == "2026-03-01.r2"
    assert store.snapshots() == (DAY,)
    assert store.read().repositories[0].license == "Apache-2.0"
    assert store.read(DAY, revision=1).repositories[0].license == "MIT"
    assert [snapshot.id.revision for snapshot in store.revisions(DAY)] == [1, 2]


def test_one_repository_is_read_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(full(), DAY)
    later = full()
    store.append(later, LATER)
    found = store.row("a/first")
    assert [row.repo for row in found.repositories] == ["a/first"]
    assert told(found).claims == full().claims
    assert told(found).months == full().months
    assert found.license_events == full().license_events
    assert {change.repo for change in found.changes} == {"a/first"}
    assert store.row("b/second").months == {}
    with pytest.raises(InputError, match="a/none"):
        store.row("a/none")


def test_days_are_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for day in (LATER, DAY):
        store.append(records({"a/a": "MIT"}), day, index=False)
    assert store.snapshots() == (DAY, LATER)
    assert store.on_or_before(date(2026, 3, 31)) == DAY
    assert store.on_or_before(date(2026, 2, 28)) is None
    with pytest.raises(InputError, match=r"no snapshot of 5 March 2026.*2026-03-01, 2026-04-01"):
        store.read(date(2026, 3, 5))
    with pytest.raises(InputError, match="no snapshot"):
        store.read(DAY, revision=2)


def test_there_may_be_no_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "none")
    assert not store.exists()
    for ask in (store.read, store.snapshots, store.summary, store.verify, store.index):
        with pytest.raises(InputError, match="no portfolio store"):
            ask()
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("…", encoding="utf-8")
    with pytest.raises(InputError, match="other files"):
        Store(tmp_path).append(full(), DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (records({}), "no repositories"),
        (replace(full(), repositories=full().repositories * 2), "stands there twice"),
    ],
    ids=["empty", "twice"],
)
def test_worthless_records_are_refused(tmp_path: Path, wrong: Records, said: str) -> None:
    with pytest.raises(InputError, match=said):
        Store(tmp_path / "store").append(wrong, DAY)
    assert not (tmp_path / "store").exists()


def test_small_groups_of_people_are_not_stored(tmp_path: Path) -> None:
    domains = (AuthorDomain("a/first", "few.org", 4), AuthorDomain("a/first", "many.org", 5))
    store = Store(tmp_path)
    store.append(replace(full(), author_domains=domains), DAY, index=False)
    assert store.read().author_domains == domains[1:]
    assert not any(b"few.org" in file.read_bytes() for file in tmp_path.rglob("*.parquet"))


def test_families_follow_the_rules_of_today(tmp_path: Path) -> None:
    store = Store(tmp_path)
    odd = replace(full().repositories[0], family="a family of yesterday")
    store.append(replace(full(), repositories=(odd, full().repositories[1])), DAY, index=False)
    assert [row.family for row in store.read().repositories] == ["mit", "unknown"]


def test_summary_counts_each_snapshot(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(records({"a/a": None, "a/b": "", "a/c": "GPL-2.0-only"}), DAY, index=False)
    licenses = {"a/a": "MIT", "a/b": "", "a/c": "GPL-3.0-only", "a/d": "GPL-2.0-only"}
    store.append(records(licenses), LATER, index=False)
    first, second = store.summary()
    assert first == {
        "day": "2026-03-01", "revision": 1, "written": first["written"], "repositories": 3,
        "licenses": {"NOASSERTION": 1, "NONE": 1, "GPL-2.0-only": 1},
        "families": {"none": 1, "unknown": 1, "gpl": 1}, "kinds": {"unknown": 3},
        "none": 1, "unknown": 1, "none_or_unknown_share": 0.6667,
        "errors": 0, "problems": 0, "disagreements": 0,
    }  # fmt: skip
    assert second["families"] == {"none": 1, "gpl": 2, "mit": 1}
    assert json.loads(json.dumps(second)) == second
    by_day, by_family, by_license, by_kind = summary_tables([first, second])
    assert by_day.rows[1] == ("2026-03-01", "3", "1", "1", "67 %", "0", "0")
    assert by_family.rows[1:] == (
        ("None stated", "1", "1", "0"), ("GPL", "2", "1", "+1"), ("MIT", "1", "0", "+1"),
        ("Not recognised", "0", "1", "−1"),
    )  # fmt: skip
    assert ("GPL-3.0-only", "1", "0", "+1") in by_license.rows
    assert by_kind.rows == (
        ("Kind", "2026-04-01", "2026-03-01", "Difference"), ("not known", "4", "3", "+1")
    )  # fmt: skip
    assert summary_tables([first])[3].rows == (("Kind", "2026-03-01"), ("not known", "3"))
    assert summary_tables([]) == ()


def test_many_licences_are_cut_and_said(tmp_path: Path) -> None:
    store = Store(tmp_path)
    many = {f"a/{n}": f"LicenseRef-{n}" for n in range(20)}
    store.append(records(many), DAY, index=False)
    table = summary_tables(store.summary())[2]
    assert len(table.rows) == 17
    assert table.rows[-1] == ("5 more", "")
