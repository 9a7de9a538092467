# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What stays of the snapshot before: names, renamed repositories, those that failed today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from consolidating import ABOUT, COMMIT, DAY, EARLIER, claim, only, record, together

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.consolidate import consolidate
from ospo_widgets.portfolio.consolidate_previous import SNAPSHOT, records_of
from ospo_widgets.portfolio.records import About, Records

TOOL = "https://github.com/cern/tool"


def whole(*, read_on: date = EARLIER, **others: object) -> SourceRecord:
    """A record with something of everything."""
    return replace(
        record(
            TOOL,
            claim("license", "MIT", "git", read_on=read_on),
            claim("stars", 3, "github.com", read_on=read_on),
            claim("readme", True, "git", read_on=read_on),
            ids=("github.com:1",),
            months=(("2026-01", 4), ("2026-02", 5)),
            changes=(
                (date(2020, 1, 1), "license", "MIT", COMMIT),
                (date(2021, 1, 1), "readme", "yes", COMMIT),
            ),
            domains=(("cern.ch", 9),),
            dependencies=(("pkg:pypi/numpy", "", False, "BSD-3-Clause", "pyproject.toml"),),
            packages=(("pkg:pypi/tool", "declared"),),
        ),
        **others,
    )


@pytest.fixture
def before() -> Records:
    return consolidate([whole()], about=About(EARLIER, EARLIER))


def test_a_repository_that_failed_keeps_its_values_with_their_days(before: Records) -> None:
    failed = SourceRecord(
        TOOL, error="Clone of https://x:token@github.com/cern/tool failed:\n a@b.org timed out."
    )
    found = together(failed, previous=before)
    row = only(found)
    assert (row.license, row.stars, row.present, row.read_on) == (
        "MIT",
        3,
        {"readme": True},
        EARLIER,
    )
    assert row.error == "Clone of https://github.com/cern/tool failed: … timed out."
    assert found.months == before.months
    assert found.license_events == before.license_events
    assert found.changes == before.changes
    assert found.author_domains == before.author_domains
    assert found.dependencies == before.dependencies
    assert found.packages == before.packages
    assert set(found.claims["cern/tool"]) == set(before.claims["cern/tool"])


def test_it_keeps_them_over_several_failures(before: Records) -> None:
    for _ in range(3):
        before = together(SourceRecord(TOOL, error="No answer."), previous=before)
    row = only(before)
    assert (row.license, row.read_on, row.ids) == ("MIT", EARLIER, ("github.com:1",))


def test_a_failure_without_a_snapshot_before_has_no_values() -> None:
    row = only(together(SourceRecord(TOOL, error="No answer.")))
    assert (row.repo, row.family, row.read_on, row.error) == (
        "cern/tool",
        "unknown",
        None,
        "No answer.",
    )


def test_sources_that_were_read_today_are_not_filled_with_older_values(before: Records) -> None:
    today = record(TOOL, claim("stars", 4, "github.com"), claim("archived", False, "github.com"))
    found = together(today, SourceRecord(TOOL, error="No answer."), previous=before)
    row = only(found)
    assert (row.stars, row.archived, row.license, row.error) == (4, False, "MIT", "No answer.")
    without = record(TOOL, claim("license", "0BSD", "git"))
    row = only(together(without, SourceRecord(TOOL, error="No answer."), previous=before))
    assert (row.license, row.stars, row.present) == ("0BSD", 3, {})


def test_what_was_read_before_it_failed_half_way_holds_and_the_rest_stays(before: Records) -> None:
    half = record(TOOL, claim("license", "0BSD", "git"), error="Stopped.", months=(("2026-03", 1),))
    found = together(half, previous=before)
    row = only(found)
    assert (row.license, row.present, row.read_on) == ("0BSD", {"readme": True}, DAY)
    assert found.months == {"cern/tool": (("2026-03", 1),)}
    assert found.dependencies == before.dependencies


def test_a_repository_that_was_read_has_nothing_of_before(before: Records) -> None:
    found = together(record(TOOL, claim("stars", 4, "github.com")), previous=before)
    row = only(found)
    assert (row.license, row.family, row.present) == ("", "unknown", {})
    assert not found.months
    assert not found.dependencies


def test_a_repository_that_is_gone_is_gone(before: Records) -> None:
    found = together(record("https://github.com/cern/other"), previous=before)
    assert only(found).repo == "cern/other"


@pytest.mark.parametrize(
    "renamed",
    [
        SourceRecord("https://github.com/new/name", ids=("github.com:1",), error="x"),
        SourceRecord("https://github.com/new/name", also=("cern/tool",), error="x"),
    ],
    ids=["id", "former-name"],
)
def test_renamed_ones_are_known(before: Records, renamed: SourceRecord) -> None:
    found = together(renamed, previous=before)
    row = only(found)
    assert (row.repo, row.key) == ("new/name", "github.com/new/name")
    assert [one.message for one in found.problems] == ["“cern/tool” is called “new/name” now."]
    assert row.also == ("github.com/cern/tool",)
    assert row.ids == ("github.com:1",)
    assert row.license == "MIT"


def test_former_addresses_stay_known(before: Records) -> None:
    renamed = together(
        record("https://github.com/new/name", claim("stars", 1), ids=("github.com:1",)),
        previous=before,
    )
    again = together(record("https://github.com/cern/tool", claim("stars", 2)), previous=renamed)
    row = only(again)
    assert row.repo == "cern/tool"
    assert "github.com/new/name" in row.also


def test_a_new_repository_at_a_former_address_is_no_renamed_one(before: Records) -> None:
    newcomer = SourceRecord(TOOL, ids=("github.com:2",), error="x")
    row = only(together(newcomer, previous=before))
    assert (row.ids, row.license) == (("github.com:2",), "")


def test_between_platforms_the_address_of_before_stays() -> None:
    gitlab = "https://gitlab.cern.ch/group/tool"
    before = consolidate([record(gitlab, claim("stars", 1))], about=ABOUT)
    mirror = record(
        TOOL, claim("stars", 1, "b"), claim("forks", 1, "b"), also=(gitlab,), ids=("x:1",)
    )
    found = together(record(gitlab, claim("forks", 1), ids=("x:1",)), mirror, previous=before)
    row = only(found)
    assert "github.com/cern/tool, gitlab.cern.ch/group/tool" in found.problems[0].message
    assert row.key == "gitlab.cern.ch/group/tool"
    assert row.also == ("github.com/cern/tool",)


def test_names_stay_when_another_one_has_the_same_path() -> None:
    gitlab = record("https://gitlab.com/cern/tool", claim("stars", 1))
    before = together(gitlab)
    found = together(record(TOOL, claim("stars", 1)), gitlab, previous=before)
    assert [row.repo for row in found.repositories] == ["github.com/cern/tool", "cern/tool"]


def test_a_snapshot_goes_in_again_unchanged(before: Records) -> None:
    again = consolidate(records_of(before), about=before.about)
    assert again == before
    fewer = consolidate(records_of(before, leaving_out={"git"}), about=before.about)
    assert {one.source for one in fewer.claims["cern/tool"]} == {"github.com"}


def test_a_snapshot_takes_in_what_was_read_since(before: Records) -> None:
    new = record(TOOL, claim("license", "0BSD", "git"))
    found = together(*records_of(before, leaving_out={"git"}), new)
    row = only(found)
    assert (row.license, row.stars, row.present) == ("0BSD", 3, {})
    assert found.months == before.months


def test_rows_without_claims_give_claims_of_the_snapshot(before: Records) -> None:
    bare = replace(before, claims={})
    (back,) = records_of(bare)
    assert {(one.field, one.value, one.source, one.read_on) for one in back.claims} == {
        ("license", "MIT", SNAPSHOT, EARLIER),
        ("stars", 3, SNAPSHOT, EARLIER),
        ("readme", True, SNAPSHOT, EARLIER),
    }
    unknown = together(record(TOOL))
    (back,) = records_of(replace(unknown, claims={}))
    assert not back.claims
    none = together(record(TOOL, claim("license", "")))
    (back,) = records_of(replace(none, claims={}))
    assert [(one.field, one.value) for one in back.claims] == [("license", "")]
