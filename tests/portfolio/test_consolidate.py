# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values of several sources: which holds, where they differ, what is left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from consolidating import ABOUT, COMMIT, DAY, EARLIER, claim, only, record, together
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio.claims import Claim, Confidence, Value
from ospo_widgets.portfolio.consolidate import consolidate
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.portfolio.records import Problem, RepositoryKind
from ospo_widgets.progress import Progress

DECLARED, REPORTED, DETECTED = Confidence.DECLARED, Confidence.REPORTED, Confidence.DETECTED


def test_a_row_has_what_its_sources_say() -> None:
    found = together(
        record(
            "https://user:pw@GitHub.com/CERN/Tool.git",
            claim("license", "MIT"),
            claim("kind", RepositoryKind.HARDWARE),
            claim("readme", True),
            claim("security", False),
            claim("topics", ("physics",)),
            ids=("github.com:1",),
        )
    )
    row = only(found)
    assert (row.repo, row.key, row.platform) == ("CERN/Tool", "github.com/cern/tool", "github.com")
    assert row.url == "https://github.com/CERN/Tool"
    assert (row.license, row.family, row.kind) == ("MIT", "mit", RepositoryKind.HARDWARE)
    assert row.present == {"readme": True, "security": False}
    assert (row.topics, row.ids, row.read_on) == (("physics",), ("github.com:1",), DAY)
    assert (row.commits, row.archived, row.head_date, row.error) == (None, None, None, "")
    assert len(found.claims["CERN/Tool"]) == 5
    assert not found.problems


@pytest.mark.parametrize(
    ("claims", "value"),
    [
        ((claim("license", "MIT"), claim("license", "0BSD", "b", confidence=DECLARED)), "0BSD"),
        ((claim("license", "MIT", confidence=DECLARED), claim("license", "0BSD", "b")), "MIT"),
        ((claim("license", "MIT", read_on=EARLIER), claim("license", "0BSD", "b")), "0BSD"),
        ((claim("license", "MIT"), claim("license", "0BSD", "b")), "MIT"),
        (
            (
                claim("license", "MIT", read_on=EARLIER, confidence=DECLARED),
                claim("license", "0BSD", "b", read_on=DAY),
            ),
            "MIT",
        ),
    ],
    ids=["confidence", "confidence-first", "newest", "first", "confidence-before-day"],
)
def test_the_most_confident_then_the_newest_then_the_first_holds(
    claims: tuple[Claim, ...], value: str
) -> None:
    found = together(record("https://github.com/cern/tool", *claims))
    assert only(found).license == value
    (difference,) = found.disagreements
    assert (difference.field, difference.taken.value) == ("license", value)
    assert difference.other.value != value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim("license", "MIT OR Apache-2.0"), claim("license", "Apache-2.0 OR MIT", "b")),
        (claim("license", "mit"), claim("license", "MIT", "b")),
        (claim("stars", 3), claim("stars", 5, "b", read_on=EARLIER)),
        (claim("stars", 3), claim("stars", 5, read_on=EARLIER)),
        (claim("license", "MIT"), claim("license", "0BSD", read_on=EARLIER)),
        (claim("main_language", "C++"), claim("main_language", "c++", "b")),
        (claim("topics", ("a",)), claim("topics", ("b",), "b")),
        (claim("ci", ("a", "B")), claim("ci", ("b", "a"), "b")),
        (claim("closed_share", 0.5), claim("closed_share", 0.5 + 1e-9, "b")),
        (claim("license", "MIT"), claim("license", "MIT")),
    ],
    ids=["order", "case", "counts-of-days", "update", "license-update", "text-case", "parts",
         "list-order", "rounding", "twice"],
)  # fmt: skip
def test_no_disagreement(one: Claim, other: Claim) -> None:
    found = together(record("https://github.com/cern/tool", one, other))
    assert not found.disagreements


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim("stars", 3), claim("stars", 5, "b")),
        (claim("archived", True), claim("archived", False, "b")),
        (claim("created", EARLIER), claim("created", DAY, "b")),
        (claim("license", "MIT"), claim("license", "", "b")),
        (claim("license", "MIT"), claim("license", "0BSD")),
        (claim("ci", ("a",)), claim("ci", ("b",), "b")),
        (claim("license", "MIT", confidence=DECLARED), claim("license_detected", "0BSD", "git")),
        (claim("license", "MIT"), claim("license_detected", "0BSD", "git", confidence=DETECTED)),
    ],
    ids=["counts", "flags", "days", "none", "same-source-same-day", "lists", "declared", "forge"],
)
def test_disagreement(one: Claim, other: Claim) -> None:
    (difference,) = together(record("https://github.com/cern/tool", one, other)).disagreements
    assert {difference.taken, difference.other} == {one, other}


@pytest.mark.parametrize(
    ("claims", "license_", "family"),
    [
        ((), "", "unknown"),
        ((claim("license", ""),), "", "none"),
        ((claim("license", "NOASSERTION"),), "", "unknown"),
        ((claim("license_detected", "MIT"),), "MIT", "mit"),
        ((claim("license_detected", ""),), "", "none"),
        ((claim("license", ""), claim("license_detected", "MIT", "git", confidence=DETECTED)),
         "MIT", "mit"),
        ((claim("license", "LicenseRef-CERN"),), "LicenseRef-CERN", "own"),
        ((claim("license", "not a license at all!"),), "", "unknown"),
    ],
)  # fmt: skip
def test_no_licence_and_no_knowledge_are_two_things(
    claims: tuple[Claim, ...], license_: str, family: str
) -> None:
    row = only(together(record("https://github.com/cern/tool", *claims)))
    assert (row.license, row.family) == (license_, family)


def test_a_person_s_correction_of_what_tools_found_is_no_disagreement() -> None:
    curated = claim("license", "MIT", confidence=Confidence.CURATED)
    found = together(
        record("https://github.com/cern/tool", curated, claim("license_detected", "0BSD"))
    )
    assert only(found).license_corrected
    assert not found.disagreements


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("head_date", DAY + timedelta(days=2), "2026-08-24 is after"),
        ("created", "2099-01-01", "2099-01-01 is after"),
        ("license", "GNU stuff", "an SPDX licence expression"),
        ("license", "MIT AND", "an SPDX licence expression"),
        ("commits", -1, "a whole number"),
        ("commits", True, "a whole number"),
        ("commits", float("inf"), "a whole number"),
        ("reuse_share", 1.5, "a share from 0 to 1"),
        ("kind", "spaceship", "a kind of repository"),
        ("archived", "perhaps", "yes or no"),
        ("stage", "x" * 401, "printable text"),
        ("stage", "a\x1b[31mb", "printable text"),
        ("created", "31/12/2020", "a date such as"),
        ("department", "Some One <some.one@example.org>", "e-mail"),
        ("topics", ("physics", "some.one@example.org"), "e-mail"),
        ("no_such_field", 1, "no such field"),
    ],
)
def test_what_cannot_be_true_is_left_out_and_told(field: str, value: Value, part: str) -> None:
    found = together(record("https://github.com/cern/tool", claim(field, value), claim("stars", 7)))
    row = only(found)
    (problem,) = found.problems
    assert part in problem.message
    assert (problem.source, problem.place, problem.repo) == ("inventory.csv", field, "cern/tool")
    assert "some.one@" not in problem.message
    assert row.stars == 7
    assert [one.field for one in found.claims["cern/tool"]] == ["stars"]


def test_a_day_may_have_begun_in_the_east() -> None:
    tomorrow = DAY + timedelta(days=1)
    found = together(record("https://github.com/cern/tool", claim("head_date", tomorrow)))
    assert only(found).head_date == tomorrow


def test_nobody_can_have_read_in_the_future() -> None:
    later = claim("license", "MIT", "liar.json", read_on=date(2099, 1, 1), confidence=DECLARED)
    found = together(record("https://github.com/cern/tool", later, claim("license", "0BSD")))
    assert only(found).license == "0BSD"
    assert [problem.source for problem in found.problems] == ["liar.json"]


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("stars", "12", 12),
        ("archived", "yes", True),
        ("license", "gpl-3.0", "GPL-3.0-only"),
        ("created", "2020-01-02T03:04:05Z", date(2020, 1, 2)),
        ("kind", "hardware", RepositoryKind.HARDWARE),
    ],
)
def test_values_of_another_type_are_read(field: str, raw: Value, value: Value) -> None:
    found = together(record("https://github.com/cern/tool", claim(field, raw)))
    assert getattr(only(found), field) == value
    assert found.claims["cern/tool"][0].value == value
    assert not found.problems


def test_records_without_address_and_name_are_told() -> None:
    found = together(record("", claim("license", "MIT")), record("https://github.com/cern/tool"))
    assert only(found).repo == "cern/tool"
    assert found.problems[0].source == "inventory.csv"


def test_names_are_unique_whatever_the_platform() -> None:
    found = together(
        record("https://github.com/cern/tool"),
        record("https://gitlab.com/CERN/Tool"),
        record("", name="One tool"),
        record("", name="someone@example.org"),
    )
    assert [row.repo for row in found.repositories] == [
        "cern/tool",
        "gitlab.com/CERN/Tool",
        "One tool",
    ]


def test_a_repository_that_one_file_has_twice_is_one_and_told() -> None:
    twice = [record("https://github.com/cern/tool", claim("license", "MIT")) for _ in range(3)]
    found = together(*twice)
    assert only(found).license == "MIT"
    assert [(p.source, p.repo) for p in found.problems] == [("inventory.csv", "cern/tool")]


def test_mirrors_that_only_their_commits_join_are_told() -> None:
    head = claim("head_commit", COMMIT, "git")
    other = claim("head_commit", COMMIT, "gitlab")
    found = together(
        record("https://github.com/cern/tool", head), record("https://gitlab.cern.ch/a/tool", other)
    )
    row = only(found)
    assert row.also
    (problem,) = found.problems
    assert "github.com/cern/tool, gitlab.cern.ch/a/tool" in problem.message


def test_problems_of_importers_come_first_and_progress_is_told() -> None:
    told: list[Progress] = []
    before = Problem("a.csv", "line 3", "Wrong.")
    records = [
        record(f"https://github.com/cern/tool-{n}", claim("stars", -1)) for n in range(2_500)
    ]
    found = consolidate(records, about=ABOUT, problems=[before], report=told.append)
    assert found.problems[0] is before
    assert len(found.problems) == 2_501
    assert [one.done for one in told] == [1_000, 2_000]


_VALUES = st.one_of(
    st.text(max_size=20), st.integers(), st.floats(), st.booleans(),
    st.dates(), st.lists(st.text(max_size=9), max_size=3).map(tuple),
)  # fmt: skip


@given(
    st.lists(
        st.builds(
            Claim,
            st.sampled_from([*FIELDS, "nonsense"]),
            _VALUES,
            st.sampled_from(["a", "b"]),
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            st.sampled_from(Confidence),
        ),
        max_size=12,
    )
)
def test_whatever_sources_say_a_row_comes_of_it(claims: list[Claim]) -> None:
    found = together(record("https://github.com/cern/tool", *claims))
    row = only(found)
    kept = found.claims.get("cern/tool", ())
    assert all(one.read_on <= DAY + timedelta(days=1) for one in kept)
    for one in kept:
        if one.field in {"head_date", "created"}:
            assert isinstance(one.value, date)
            assert one.value <= one.read_on + timedelta(days=1)
    stated = {one.field for one in kept}
    assert (row.family == "unknown") == (not stated & {"license", "license_detected"})
    # What came out goes in again unchanged.
    again = together(record("https://github.com/cern/tool", *kept))
    assert only(again) == row
    assert not again.problems
