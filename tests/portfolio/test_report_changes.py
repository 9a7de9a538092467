# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What changed: between two states, and as histories tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ospo_widgets.portfolio.records import Change, LicenseEvent, Repository, RepositoryKind
from ospo_widgets.portfolio.reports.changes import Changes, changes_in
from ospo_widgets.portfolio.reports.period import Period

AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))
JULY, INSIDE, LATER = date(2026, 7, 3), date(2026, 8, 9), date(2026, 9, 1)


def repository(repo: str = "a/b", **values: object) -> Repository:
    plain: dict[str, object] = {"license": "MIT", "family": "mit", "kind": RepositoryKind.SOFTWARE}
    return Repository(repo=repo, **(plain | {"first_commit_date": date(2020, 1, 1)} | values))


def event(day: date, license_: str, repo: str = "a/b") -> LicenseEvent:
    return LicenseEvent(repo, day, "c0ffee", license_)


def told(
    now: Repository, events: tuple[LicenseEvent, ...] = (), changes: tuple[Change, ...] = ()
) -> Changes:
    return changes_in(AUGUST, [now], None, events, changes)


def compared(before: list[Repository], now: list[Repository], **known: object) -> Changes:
    return changes_in(
        AUGUST,
        now,
        before,
        known.get("events", ()),
        known.get("changes", ()),  # type: ignore[arg-type]
    )


# Two states ---------------------------------------------------------------------------------------


def test_what_came_and_what_went() -> None:
    found = compared(
        [repository("a/old"), repository("b/b")], [repository("b/b"), repository("c/new")]
    )
    assert [r.repo for r in found.new] == ["c/new"]
    assert found.gone is not None
    assert [r.repo for r in found.gone] == ["a/old"]
    assert found.compared
    assert not found.licenses
    assert not found.readiness


def test_the_same_address_under_another_name_is_a_new_name() -> None:
    before = repository("a/old", key="git.example/x")
    found = compared([before], [repository("a/new", key="git.example/x")])
    assert found.renamed == (("a/old", "a/new"),)
    assert (found.new, found.gone) == ((), ())


def test_a_repository_without_an_address_is_never_renamed() -> None:
    found = compared([repository("a/old")], [repository("a/new")])
    assert found.renamed == ()
    assert len(found.new) == len(found.gone or ()) == 1


def test_two_names_that_share_an_address_are_paired_once() -> None:
    before = repository("a/old", key="k")
    now = [repository("a/x", key="k"), repository("a/y", key="k")]
    found = compared([before], now)
    assert found.renamed == (("a/old", "a/x"),)
    assert [r.repo for r in found.new] == ["a/y"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("MIT", "mit"), ("Apache-2.0", "apache"), ("MIT", "Apache-2.0")),
        (("", "none"), ("MIT", "mit"), ("", "MIT")),
        (("MIT", "mit"), ("", "unknown"), ("MIT", None)),
        (("", "unknown"), ("", "none"), (None, "")),
        (("MIT", "mit"), ("MIT", "mit"), None),
        (("", "unknown"), ("", "unknown"), None),
    ],
)
def test_licences_of_two_states(
    before: tuple[str, str], after: tuple[str, str], expected: tuple[str | None, str | None] | None
) -> None:
    old = repository(license=before[0], family=before[1])
    new = repository(license=after[0], family=after[1])
    found = [(c.before, c.after) for c in compared([old], [new]).licenses]
    assert found == ([expected] if expected else [])


def test_a_commit_that_says_so_lends_its_day() -> None:
    old, new = repository(license="MIT"), repository(license="Apache-2.0", family="apache")
    events = (event(date(2021, 1, 1), "MIT"), event(INSIDE, "Apache-2.0"))
    (with_day,) = compared([old], [new], events=events).licenses
    assert with_day.date == INSIDE
    (without,) = compared([old], [new]).licenses
    assert without.date is None


def test_unknown_readiness_is_no_change() -> None:
    old = repository(present={"readme": None, "tests": True, "security": False})
    new = repository(present={"readme": True, "tests": False, "security": True})
    found = compared([old], [new]).readiness
    assert [(c.item, c.gained) for c in found] == [("tests", False), ("security", True)]


def test_archived_and_unread() -> None:
    old = [repository("a/a", archived=False), repository("b/b"), repository("c/c", archived=True)]
    new = [replace(r, archived=True) for r in old]
    new[1] = replace(new[1], error="timed out")
    found = compared(old, new)
    # Of b/b it was not known before, so nobody can say that it was archived now.
    assert [r.repo for r in found.archived or ()] == ["a/a"]
    assert [r.repo for r in found.unread] == ["b/b"]


# Histories ----------------------------------------------------------------------------------------


def test_histories_cannot_tell_what_is_gone() -> None:
    found = told(repository(first_commit_date=INSIDE))
    assert [r.repo for r in found.new] == ["a/b"]
    assert found.gone is None
    assert found.archived is None
    assert not found.compared


@pytest.mark.parametrize(
    ("born", "events", "expected"),
    [
        # Another licence in the period.
        (date(2020, 1, 1), [(JULY, "MIT"), (INSIDE, "Apache-2.0")], ("MIT", "Apache-2.0")),
        # The first one, in a repository that was there before.
        (date(2020, 1, 1), [(INSIDE, "MIT")], ("", "MIT")),
        # There and back.
        (date(2020, 1, 1), [(JULY, "MIT"), (INSIDE, ""), (date(2026, 8, 20), "MIT")], None),
        # Outside the period.
        (date(2020, 1, 1), [(JULY, "MIT"), (LATER, "Apache-2.0")], None),
        (date(2020, 1, 1), [(JULY, "MIT")], None),
        # A new repository began with it; of one without a first commit nobody knows.
        (INSIDE, [(INSIDE, "MIT")], None),
        (None, [(INSIDE, "MIT")], None),
        # The file went away.
        (date(2020, 1, 1), [(JULY, "MIT"), (INSIDE, "")], ("MIT", "")),
        # Not in order.
        (date(2020, 1, 1), [(INSIDE, "Apache-2.0"), (JULY, "MIT")], ("MIT", "Apache-2.0")),
    ],
)
def test_licence_histories(
    born: date | None, events: list[tuple[date, str]], expected: tuple[str, str] | None
) -> None:
    now = repository(first_commit_date=born)
    found = told(now, tuple(event(day, license_) for day, license_ in events))
    assert [(c.before, c.after) for c in found.licenses] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(INSIDE, "security", "yes")], [("security", True)]),
        ([(JULY, "security", "yes"), (INSIDE, "security", "no")], [("security", False)]),
        ([(JULY, "security", "yes"), (INSIDE, "security", "yes")], []),
        ([(JULY, "security", "yes"), (LATER, "security", "no")], []),
        ([(INSIDE, "license", "MIT")], []),
        ([(INSIDE, "codemeta_json", "yes")], []),
    ],
)
def test_readiness_histories(
    changes: list[tuple[date, str, str]], expected: list[tuple[str, bool]]
) -> None:
    rows = tuple(Change("a/b", day, field, value) for day, field, value in changes)
    assert [(c.item, c.gained) for c in told(repository(), (), rows).readiness] == expected


def test_histories_of_others_are_passed_over() -> None:
    found = told(
        repository(),
        (event(JULY, "MIT", "x/y"), event(INSIDE, "BSD-3-Clause", "x/y")),
        (Change("x/y", INSIDE, "readme", "yes"),),
    )
    assert found.nothing
