# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Months, changes, institutes, dependencies and packages of several sources."""

from __future__ import annotations

from datetime import date

import pytest
from consolidating import COMMIT, DAY, claim, record, together
from hypothesis import example, given
from hypothesis import strategies as st

from ospo_widgets.portfolio.consolidate_history import package_name
from ospo_widgets.portfolio.records import (
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Package,
)

TOOL = "https://github.com/cern/tool"
REPO = "cern/tool"
STARS = claim("stars", 1)


def test_months_come_from_the_source_that_knows_most() -> None:
    found = together(
        record(TOOL, STARS, months=(("2026-02", 9),)),
        record(TOOL, months=(("2026-02", 8), ("2025-12", 3), ("2026-01", 0))),
    )
    assert found.months == {REPO: (("2025-12", 3), ("2026-01", 0), ("2026-02", 8))}
    assert not found.problems


def test_months_that_cannot_be_are_left_out_and_told() -> None:
    months = (("2026-09", 1), ("2026-13", 1), ("26-01", 1), ("2026-01", -1), ("2026-08", 2))
    found = together(record(TOOL, STARS, months=months))
    assert found.months == {REPO: (("2026-08", 2),)}
    (problem,) = found.problems
    assert problem.message.startswith("4 months")
    assert (problem.place, problem.repo) == ("months", REPO)


def test_changes_with_a_commit_are_licence_events() -> None:
    day = date(2020, 5, 1)
    changes = (
        (date(2021, 1, 1), "readme", "yes", COMMIT),
        (day, "license", "", ""),
        (day, "license", "gpl-3.0", COMMIT),
        (date(2019, 1, 1), "license", "NOASSERTION", COMMIT),
    )
    found = together(record(TOOL, STARS, changes=changes), record(TOOL, changes=changes[:2]))
    assert found.license_events == (
        LicenseEvent(REPO, date(2019, 1, 1), COMMIT, "NOASSERTION"),
        LicenseEvent(REPO, day, COMMIT, "GPL-3.0-only"),
    )
    assert found.changes == (
        Change(REPO, day, "license", ""),
        Change(REPO, date(2021, 1, 1), "readme", "yes", COMMIT),
    )
    assert not found.problems


@pytest.mark.parametrize(
    "change",
    [
        (date(2099, 1, 1), "license", "MIT", COMMIT),
        (DAY, "license", "Some licence", COMMIT),
        (DAY, "license", "MIT", "not a commit"),
        (DAY, "readme", "perhaps", COMMIT),
        (DAY, "stars", "3", COMMIT),
    ],
)
def test_changes_that_cannot_be_are_left_out_and_told(change: tuple[date, str, str, str]) -> None:
    found = together(record(TOOL, STARS, changes=(change,)))
    assert not found.license_events
    assert not found.changes
    assert [problem.place for problem in found.problems] == ["changes"]


def test_institutes_with_few_authors_are_put_together() -> None:
    domains = (("CERN.ch", 7), ("a.org", 3), ("b.org.", 2), ("cern.ch", 1), ("desy.de", 5))
    found = together(record(TOOL, STARS, domains=domains))
    assert found.author_domains == (
        AuthorDomain(REPO, "cern.ch", 8),
        AuthorDomain(REPO, "desy.de", 5),
        AuthorDomain(REPO, "other", 5),
    )


def test_a_rest_under_five_is_left_out_and_no_person_is_told() -> None:
    domains = (("cern.ch", 4), ("some.one@example.org", 9), ("-x-", 9), ("x.org", 0))
    found = together(record(TOOL, STARS, domains=domains))
    assert found.author_domains == ()
    (problem,) = found.problems
    assert problem.message.startswith("3 institutes")
    assert "some.one" not in str(found)


def test_dependencies_of_several_sources_are_one_each() -> None:
    found = together(
        record(
            TOOL,
            STARS,
            dependencies=(
                ("pkg:pypi/NumPy@2.0", "", True, "", "pyproject.toml"),
                ("pkg:pypi/numpy", "", None, "", "requirements.txt"),
                ("https://someone:pw@github.com/CERN/Sub.git", "copy", None, "MIT", ".gitmodules"),
            ),
        ),
        record(
            TOOL,
            dependencies=(
                ("pkg:pypi/numpy", "runtime", False, "bsd-3-clause", "sbom"),
                ("cmake:Boost", "no such use", None, "NOASSERTION", "sbom"),
            ),
        ),
    )
    assert found.dependencies == (
        Dependency(REPO, "pkg:pypi/numpy", "runtime", False, "BSD-3-Clause", "pyproject.toml"),
        Dependency(REPO, "https://github.com/CERN/Sub", "copy", None, "MIT", ".gitmodules"),
        Dependency(REPO, "cmake:Boost", "", None, "", "sbom"),
    )
    assert not found.problems


def test_dependencies_that_cannot_be_read_are_counted() -> None:
    dependencies = (
        ("", "", None, "", "sbom"),
        ("two words", "", None, "", "sbom"),
        ("pkg:pypi/a", "", None, "Some text", "sbom"),
        ("pkg:pypi/b", "", None, "NONE", "sbom"),
    )
    found = together(record(TOOL, STARS, dependencies=dependencies))
    assert [one.name for one in found.dependencies] == ["pkg:pypi/a", "pkg:pypi/b"]
    assert [one.license for one in found.dependencies] == ["", ""]
    first, second = (problem.message for problem in found.problems)
    assert first.startswith("2 dependencies")
    assert second.startswith("The licence of 1 dependency ")


def test_packages_have_the_best_basis() -> None:
    packages = (
        ("pkg:pypi/A_b", "inferred"),
        ("pkg:pypi/a-b", "declared"),
        ("pkg:npm/x", "guessed"),
    )
    found = together(record(TOOL, STARS, packages=packages))
    assert found.packages == (Package(REPO, "pkg:pypi/a-b", "declared"),)
    assert [problem.place for problem in found.problems] == ["packages"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pkg:PyPI/Foo_Bar@1.0?x=y#z", "pkg:pypi/foo-bar"),
        ("pkg:npm/%40angular/core@12.0.0", "pkg:npm/%40angular/core"),
        ("pkg:npm/@angular/core", "pkg:npm/%40angular/core"),
        ("pkg:npm/@angular", "pkg:npm/%40angular"),
        ("pkg:github/CERN/Tool@main", "pkg:github/cern/tool"),
        ("pkg:maven/org.Apache/Commons@1", "pkg:maven/org.Apache/Commons"),
        ("pkg:golang/github.com/a/b@v1.0.0#sub", "pkg:golang/github.com/a/b"),
        ("cmake:Boost", "cmake:Boost"),
        ("npm:@scope/name", "npm:@scope/name"),
        ("git@gitlab.cern.ch:a/b.git", "https://gitlab.cern.ch/a/b"),
        ("https://x:y@example.org/a/b", "https://example.org/a/b"),
        ("pkg:pypi", ""),
        ("pkg:pypi/", ""),
        ("file:///etc/passwd", ""),
        ("someone@example.org", ""),
        ("a\x00b", ""),
        ("x" * 500, ""),
    ],
)
def test_names_of_packages(text: str, name: str) -> None:
    assert package_name(text) == name


@given(st.one_of(st.text(), st.text().map(lambda text: f"pkg:npm/{text}")))
@example("pkg:0/ /")
@example("pkg:npm/a @1")
def test_names_of_packages_stay(text: str) -> None:
    name = package_name(text)
    assert name.isprintable()
    assert "?" not in name or not name.startswith("pkg:")
    if name.startswith("pkg:"):
        assert package_name(name) == name
