# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sentences of the summary over portfolios of every shape: none, one, some, all, not known."""

from __future__ import annotations

from datetime import date

import pytest

from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.records import About, Records, Repository, RepositoryKind
from ospo_widgets.portfolio.reports import evidence, findings
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.model import Finding, Section
from ospo_widgets.wording import spoken

REFERENCE = date(2026, 8, 22)
Months = dict[str, tuple[tuple[str, int], ...]]


def own(**values: object) -> Repository:
    plain: dict[str, object] = {
        "repo": f"a/{id(values)}",
        "kind": RepositoryKind.SOFTWARE,
        "license": "MIT",
        "family": "mit",
        "commits_12m": 1,
        "authors_for_half": 2,
        "head_date": date(2026, 8, 1),
    }
    return Repository(**(plain | values))  # type: ignore[arg-type]


def portfolio(*rows: dict[str, object], months: Months | None = None) -> Portfolio:
    repositories = tuple(own(**{"repo": f"a/{i}", **values}) for i, values in enumerate(rows))
    about = About(reference_date=REFERENCE)
    return Portfolio.from_records(Records(repositories, months or {}, (), (), about))


def text(finding: Finding | None) -> str:
    assert finding is not None
    assert finding.basis
    return finding.text


NONE = {"license": "", "family": "none"}
UNKNOWN = {"license": "", "family": "unknown"}
QUIET = {"commits_12m": 0}
HARD = {"kind": RepositoryKind.HARDWARE}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{}], "The one repository states a licence."),
        ([NONE | QUIET], "The one repository states no licence."),
        ([{}, {}], "All 2 repositories state a licence."),
        ([NONE, QUIET], "One of 2 repositories (50 %) states no licence. Of those, 1 is active."),
        (
            [NONE | QUIET, NONE | QUIET, {}],
            "2 of 3 repositories (67 %) state no licence.",
        ),
        ([NONE, NONE], "None of the 2 repositories states a licence. Of those, 2 are active."),
        (
            [UNKNOWN, UNKNOWN],
            "All 2 repositories state a licence. The licences of 2 more were not recognised.",
        ),
        (
            [UNKNOWN, NONE | QUIET],
            "One of 2 repositories (50 %) states no licence. "
            "The licence of 1 more was not recognised.",
        ),
    ],
)
def test_licences(rows: list[dict[str, object]], said: str) -> None:
    assert text(findings.licences(portfolio(*rows))) == said


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        ([QUIET], "The one repository had no commit"),
        ([{}], "The one repository had a commit"),
        ([QUIET, QUIET], "Of 2 repositories, none had a commit"),
        ([{}, QUIET], "Of 2 repositories, one had a commit"),
        ([{}, {}, QUIET], "Of 3 repositories, 2 had a commit"),
        ([{}, {}], "All 2 repositories had a commit"),
        # Not known is not active.
        ([{"commits_12m": None}, {}], "Of 2 repositories, one had a commit"),
    ],
)
def test_size(rows: list[dict[str, object]], start: str) -> None:
    assert text(findings.size(portfolio(*rows))).startswith(start)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((("2026-08", 30), ("2025-08", 20)), "30 commits in 12 months, 50 % more than the 20"),
        ((("2026-08", 10), ("2025-08", 20)), "10 commits in 12 months, 50 % fewer than the 20"),
        ((("2026-08", 7), ("2025-08", 7)), "7 commits in 12 months, as many as the year before."),
        ((("2026-08", 7),), "7 commits in 12 months, none the year before."),
        ((("2025-08", 7),), "0 commits in 12 months, 100 % fewer than the 7"),
    ],
)
def test_activity(months: tuple[tuple[str, int], ...], said: str) -> None:
    found = portfolio({}, months={"a/0": months})
    assert text(findings.activity(found)).startswith(said)


def test_without_months_nothing_is_said_of_activity() -> None:
    assert findings.activity(portfolio({})) is None
    assert "year before" not in text(findings.size(portfolio({})))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HARD], "The one hardware repository states a licence."),
        (
            [HARD | NONE, HARD, NONE, {}],
            "One of 2 hardware repositories states no licence. Of software it is 1 of 2.",
        ),
        ([HARD | NONE, HARD | NONE], "None of the 2 hardware repositories states a licence."),
    ],
)
def test_hardware(rows: list[dict[str, object]], said: str) -> None:
    assert text(findings.hardware(portfolio(*rows))) == said


def test_without_hardware_nothing_is_said_of_it() -> None:
    assert findings.hardware(portfolio({})) is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{}], "The only one of which it is known does not depend on one author."),
        ([{}, {}], "None of them depends on one author."),
        (
            [{"authors_for_half": 1}, {}],
            "One of 2 depends on one author, who made half of its commits. Of those, 1 is active.",
        ),
        # One of which it is not known does not count as depending on many.
        (
            [{"authors_for_half": 1} | QUIET, {"authors_for_half": None}],
            "The only one of which it is known depends on one author, "
            "who made half of its commits.",
        ),
    ],
)
def test_one_author(rows: list[dict[str, object]], said: str) -> None:
    assert text(findings.one_author(portfolio(*rows))) == said


def test_without_authors_nothing_is_said_of_them() -> None:
    assert findings.one_author(portfolio({"authors_for_half": None})) is None


@pytest.mark.parametrize(
    ("rows", "said", "basis"),
    [
        (
            [{"error": "x", "read_on": date(2026, 7, 1)}, {}],
            "One of 2 repositories could not be read.",
            "the oldest of 1 July 2026",
        ),
        ([{"error": "x"}], "The one repository could not be read.", "Nothing was filled in."),
        (
            [{"error": "x"}, {"error": "y"}],
            "None of the 2 repositories could be read.",
            "Their values are of an earlier day. Nothing was filled in.",
        ),
    ],
)
def test_what_could_not_be_read(rows: list[dict[str, object]], said: str, basis: str) -> None:
    found = findings.coverage(portfolio(*rows))
    assert found is not None
    assert found.text == said
    assert basis in found.basis
    assert findings.coverage(portfolio({})) is None


def test_unknown_readiness_counts_as_not_there() -> None:
    rows = portfolio({"present": {"readme": True}}, {"present": {"readme": None}}, {})
    found = findings.readiness(rows)
    assert "The middle repository has 0 of 10 items" in found.text
    assert "README (33 %)" in found.text
    assert "Not known counts as not there." in found.basis


# Evidence -----------------------------------------------------------------------------------------


def only_table(section: Section | None) -> dict[str, tuple[object, ...]]:
    assert section is not None
    return {str(row[0]): row[1:] for row in section.tables[0].rows}


def test_starter_metrics_of_chaoss_say_of_how_many_they_are_known() -> None:
    known = {"first_response_days": 2.5, "closed_share": 0.4, "releases_12m": 3}
    found = portfolio(known, {"authors_for_half": None})
    with spoken("en"):
        rows = only_table(evidence.health(found))
    assert rows["Days to the first response"] == ("2.5 days", 1)
    assert rows["Closed change requests"] == ("40 %", 1)
    assert rows["Releases in 12 months"] == ("3", 1)
    assert rows["Contributor absence factor"] == ("2 made half of the commits", 1)
    assert evidence.health(portfolio({"authors_for_half": None})) is None


def test_archive_candidates_say_what_speaks_for_them() -> None:
    old = {
        "head_date": date(2020, 8, 22),
        "commits_12m": 0,
        "authors_12m": 0,
        "authors_for_half": 1,
        "tags": 0,
        "open_issues": 4,
    }
    section = evidence.archive_candidates(portfolio(old, {}))
    assert section is not None
    assert section.title == "1 repository could be archived"
    (row,) = section.tables[0].rows
    assert row[2] == (
        "no commit for 6 years; no author in 12 months; one author made half of the commits; "
        "never released; open issues: 4"
    )
    assert evidence.archive_candidates(portfolio({})) is None


def test_coverage_never_counts_unknown_as_no() -> None:
    rows = only_table(
        evidence.coverage(
            portfolio({"archived": False}, {"archived": True}, {}, {"archived": None})
        )
    )
    assert rows["Archived"][:2] == (2, 0.5)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_portfolio_of_which_little_is_known_makes_every_report(language: str) -> None:
    bare = Repository(repo="a/b", kind=None, license="", family="unknown")
    found = Portfolio.from_records(Records((bare,), {}, (), (), About(reference_date=REFERENCE)))
    for template in ("overview", "yearly", "monthly", "repository"):
        report = build_report(found, template, date=REFERENCE, repo="a/b", language=language)
        assert report.sections
