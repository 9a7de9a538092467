# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Filters: which rows fit, and that an address keeps them and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.families import families
from ospo_widgets.portfolio.readiness import DATED_MARKS, MARKS, readiness_parts
from ospo_widgets.portfolio.records import Repository

RELATIONS = ("cern-it", "hep-community")
MARK_NAMES = [*MARKS, "old-copy", "no-security", "no-tests"]

SOME_FILTERS = st.builds(
    Filters,
    kind=st.sampled_from(["", "software", "hardware", "docs"]),
    family=st.sampled_from(["", *families()]),
    relation=st.sampled_from(["", *RELATIONS]),
    active=st.none() | st.booleans(),
    name=st.text(alphabet=st.characters(exclude_categories=("C", "Z")), max_size=20),
    only=st.frozensets(st.sampled_from(MARK_NAMES), max_size=4),
)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 127),
        (Filters(kind="hardware"), 15),
        (Filters(family="none"), 20),
        (Filters(kind="hardware", family="none"), 8),
        (Filters(kind="software", family="none"), 9),
        (Filters(family="none", active=True), 5),
        (Filters(active=False), 51),
        (Filters(relation="cern-it"), 25),
        (Filters(name="GEANT4"), 1),
        (Filters(only=frozenset({"security"})), 7),
        (Filters(only=frozenset({"no-security"})), 120),
        (Filters(only=frozenset({"one-author"})), 50),
        (Filters(only=frozenset({"corrected"})), 22),
        (Filters(only=frozenset({"old-copy"})), 38),
        (Filters(only=frozenset({"reuse"})), 4),
        (Filters(only=frozenset({"no-reuse"})), 123),
        (Filters(only=frozenset({"tests", "no-tests"})), 0),
        (Filters(name="nothing like this"), 0),
    ],
)
def test_counts_of_the_sample(filters, count):
    assert len(Portfolio.sample().filtered(filters)) == count


def fits(filters: Filters, r: Repository, reference: date) -> bool:
    """What the filters mean, said row by row."""

    def among(values: str, value: object) -> bool:
        return not values or str(value) in values.split(",")

    def holds(mark: str) -> bool:
        check = DATED_MARKS.get(mark)
        return (check(r, reference) if check else MARKS[mark](r)) is True

    return (
        among(filters.kind, r.kind)
        and among(filters.family, r.family)
        and among(filters.relation, r.relation)
        and (filters.active is None or r.active is filters.active)
        and filters.name.casefold() in r.repo.casefold()
        and all(holds(m.removeprefix("no-")) is not m.startswith("no-") for m in filters.only)
    )


@given(SOME_FILTERS)
def test_an_address_keeps_the_filters(filters):
    assert Filters.from_query(filters.to_query(), RELATIONS) == (filters, ())
    assert Filters.from_query("?" + filters.to_query()) == (filters, ())


@given(SOME_FILTERS)
def test_filtering_keeps_exactly_the_rows_that_fit(filters):
    whole = Portfolio.sample()
    chosen = whole.filtered(filters)
    reference = whole.about.reference_date
    names = {r.repo for r in chosen.repositories}
    assert names == {r.repo for r in whole.repositories if fits(filters, r, reference)}
    assert set(chosen.months) == names & set(whole.months)
    assert {e.repo for e in chosen.license_events} <= names


@given(st.text(max_size=200))
def test_any_query_gives_filters_and_notes(query):
    filters, notes = Filters.from_query(query, RELATIONS)
    assert Filters.from_query(filters.to_query(), RELATIONS) == (filters, ())
    assert all(note.endswith("left out.") for note in notes)


def test_what_is_not_known_is_left_out_and_noted():
    query = "kind=toys&family=gpl&relation=mars&active=maybe&only=tests,<b>,no-ci&other=1"
    filters, notes = Filters.from_query(query, RELATIONS)
    assert filters == Filters(family="gpl", only=frozenset({"tests", "no-ci"}))
    assert notes == (
        "“toys” is no value of “Kind”. It was left out.",
        "“mars” is no value of “Context”. It was left out.",
        "“maybe” is no value of “Active in 12 months”. It was left out.",
        "“<b>” is no value of “Only”. It was left out.",
    )


@pytest.mark.parametrize("query", ["name=" + "x" * 5000, "&".join(f"a{i}=1" for i in range(60))])
def test_too_long_a_query_is_left_out_whole(query):
    filters, notes = Filters.from_query(query)
    assert filters == Filters()
    assert len(notes) == 1


def test_control_characters_in_a_name_are_left_out():
    assert Filters.from_query("name=a%00b")[0] == Filters()
    assert Filters.from_query("name=" + "x" * 101)[0] == Filters()


def test_a_portfolio_checks_the_context_of_an_address():
    portfolio = Portfolio.sample()
    assert portfolio.filters_from_query("relation=cern-it")[0].relation == "cern-it"
    filters, notes = portfolio.filters_from_query("relation=mars")
    assert filters.relation == ""
    assert len(notes) == 1


def test_a_click_sets_and_a_second_click_clears():
    once = Filters().with_("family", "gpl")
    assert once == Filters(family="gpl")
    assert once.with_("family", "gpl") == Filters()
    assert once.with_("family", "mit") == Filters(family="mit")
    assert Filters().with_("active", "yes").active is True
    assert Filters(active=True).with_("active", "yes").active is None


def test_a_mark_and_its_opposite_do_not_stay_together():
    tests = Filters().with_("only", "tests")
    assert tests.only == {"tests"}
    assert tests.with_("only", "no-tests").only == {"no-tests"}
    assert tests.with_("only", "tests").only == frozenset()
    assert tests.with_("only", "ci").only == {"tests", "ci"}


@pytest.mark.parametrize(("name", "value"), [("only", "nonsense"), ("colour", "red")])
def test_there_are_no_other_filters(name, value):
    with pytest.raises(ValueError, match="no such"):
        Filters().with_(name, value)


def test_filters_are_said_in_words():
    filters = Filters("hardware", "none", "cern-it", False, "wr", frozenset({"no-tests"}))
    assert filters.describe() == (
        "Kind: hardware",
        "Licence family: None stated",
        "Context: cern-it",
        "Active in 12 months: No",
        "Name contains: “wr”",
        "without tests",
    )
    assert Filters().describe() == ()
    assert not Filters()
    assert filters.without("only").only == frozenset()


@pytest.mark.parametrize("mark", MARK_NAMES)
def test_every_mark_has_words(mark):
    (said,) = Filters(only=frozenset({mark})).describe()
    assert said.startswith("with")


def test_filtering_again_starts_from_the_whole():
    hardware = Portfolio.sample().filtered(Filters(kind="hardware"))
    assert len(hardware.filtered(Filters(kind="docs"))) == 6
    assert hardware.filtered(Filters()) is Portfolio.sample()
    assert hardware.total == 127


def test_the_same_filters_always_give_the_same_address():
    marks = ["tests", "ci", "no-security", "readme", "reuse"]
    filters = Filters(name="a b", only=frozenset(marks))
    assert filters.to_query() == "name=a+b&only=ci%2Cno-security%2Creadme%2Creuse%2Ctests"
    said = filters.describe()[1:]
    assert said == (
        "with CI",
        "without SECURITY",
        "with a README",
        "with REUSE compliance",
        "with tests",
    )


def test_the_parts_of_readiness_keep_unknown_apart():
    parts = dict(readiness_parts(Portfolio.sample().repository("AIDASoft/DD4hep")))
    assert len(parts) == 10
    assert parts["README"] is True
    assert parts["SECURITY"] is False
    assert parts["REUSE compliant"] is None
