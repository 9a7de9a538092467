# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every count of a selection is what counting its rows one by one gives."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from engine_records import LICENSES, REFERENCE, records
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.portfolio import Filters, Portfolio, table
from ospo_widgets.portfolio.chart_rows import HEALTH_BINS
from ospo_widgets.portfolio.engine import Index, activity
from ospo_widgets.portfolio.families import license_family
from ospo_widgets.portfolio.filters import joined
from ospo_widgets.portfolio.readiness import DATED_MARKS, HEAT_ITEMS, MARKS, READINESS
from ospo_widgets.portfolio.records import About, Change, LicenseEvent, Records, Repository

FILTERS = st.builds(
    Filters,
    kind=st.sampled_from(("", "software", "hardware,data", "unknown")),
    family=st.sampled_from(("", "none", "mit,gpl", "unknown")),
    relation=st.sampled_from(("", "cern-it", joined(["a, b"]), joined(["a, b", "unknown"]))),
    language=st.sampled_from(("", "C++", "unknown", "C++,Python")),
    active=st.none() | st.booleans(),
    archived=st.none() | st.booleans(),
    only=st.frozensets(st.sampled_from(["tests", "no-ci", "one-author", "error"]), max_size=2),
    name=st.sampled_from(("", "a", "ä", "SS")),
    unknown=st.sampled_from(("", "authors", "license", "ci,doi")),
    period=st.sampled_from(("", "2025-01..2026-08", "2026-08", "1990-01")),
    half=st.sampled_from(("", "1", "3-5,more", "unknown")),
)


def text(value: object) -> str:
    return str(value or "") or "unknown"


def half(r: Repository) -> str:
    n = r.authors_for_half
    if not n:
        return "unknown"
    return str(n) if n < 3 else "3-5" if n < 6 else "6-10" if n < 11 else "more"


def missing(r: Repository, field: str) -> bool:
    if field == "license":
        return r.family == "unknown"
    value = getattr(r, field)
    return value is None or value == "" if field != "ci" else value is None


def fits(filters: Filters, r: Repository, months: tuple[tuple[str, int], ...]) -> bool:
    """What the filters mean, said row by row."""
    listed = {
        "kind": text(r.kind),
        "family": r.family,
        "relation": text(r.relation),
        "language": text(r.main_language),
        "half": half(r),
    }
    if any(filters.values_of(n) and v not in filters.values_of(n) for n, v in listed.items()):
        return False
    for name in ("active", "archived"):
        wanted = getattr(filters, name)
        if wanted is not None and getattr(r, name) is not wanted:
            return False
    for mark in filters.only:
        if (MARKS[mark.removeprefix("no-")](r) is True) is mark.startswith("no-"):
            return False
    first, _, last = filters.period.partition("..")
    if first and not any(first <= month <= (last or first) for month, _ in months):
        return False
    return filters.name.casefold() in r.repo.casefold() and all(
        missing(r, field) for field in filters.values_of("unknown")
    )


@settings(max_examples=20)
@given(records(), FILTERS)
def test_rows_that_fit(given_, filters):
    index = Index.build(given_)
    expected = [
        r.repo for r in given_.repositories if fits(filters, r, given_.months.get(r.repo, ()))
    ]
    assert list(index.select(filters).names()) == expected


@settings(max_examples=20)
@given(records(), FILTERS)
def test_counts_of_a_selection(given_, filters):
    portfolio = Portfolio.from_records(given_).filtered(filters)
    rows, chosen = portfolio.repositories, portfolio.selection
    assert {c.key: c.repositories for c in chosen.counts("department")} == Counter(
        r.department for r in rows
    )
    assert chosen.totals.commits == sum(r.commits or 0 for r in rows)
    assert chosen.totals.one_author == sum(r.authors_for_half == 1 for r in rows)
    for item, yes, unknown in chosen.readiness():
        found = [READINESS[item](r) for r in rows]
        assert (yes, unknown) == (found.count(True), found.count(None))
    for mark, check in DATED_MARKS.items():
        assert chosen.share(mark).yes == sum(check(r, REFERENCE) is True for r in rows)
    heat = chosen.heat("relation")
    assert [row.repositories for row in heat.rows] == sorted(
        Counter(r.relation for r in rows).values(), reverse=True
    )
    for row in heat.rows:
        of_row = [r for r in rows if r.relation == row.key]
        for item, share in zip(HEAT_ITEMS, row.shares, strict=True):
            found = [MARKS[item](r) for r in of_row]
            assert (share.yes, share.known) == (found.count(True), len(rows_known(found)))


def rows_known(found: list[bool | None]) -> list[bool | None]:
    return [value for value in found if value is not None]


@settings(max_examples=20)
@given(records(), FILTERS)
def test_starter_metrics(given_, filters):
    portfolio = Portfolio.from_records(given_).filtered(filters)
    columns = {
        "first-response": [r.first_response_days for r in portfolio.repositories],
        "closed-share": [r.closed_share for r in portfolio.repositories],
        "absence-factor": [r.authors_for_half or None for r in portfolio.repositories],
        "releases": [r.releases_12m for r in portfolio.repositories],
    }
    known = {m: [v for v in values if v is not None] for m, values in columns.items()}
    found = {health.metric: health for health in portfolio.health()}
    assert set(found) == {metric for metric, values in known.items() if values}
    for metric, health in found.items():
        values = known[metric]
        assert health.median == pytest.approx(statistics.median(values))
        limits = (float("-inf"), *HEALTH_BINS[metric], float("inf"))
        assert health.bins == tuple(
            sum(low < value <= high for value in values) for low, high in itertools.pairwise(limits)
        )
        assert health.known == sum(health.bins) == len(values)


@settings(max_examples=20)
@given(records(), FILTERS, st.booleans())
def test_commits_by_month_with_and_without_the_cube(given_, filters, with_cube):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(activity, "CUBE_FROM", 0 if with_cube else 1_000)
        patch.setattr(activity, "CHUNK", 2)
        patch.setattr(activity, "SPAN", 3)
        index = Index.build(given_)
        assert ("cube.sums" in index.arrays) is with_cube
        chosen = index.select(filters)
        expected: Counter[str] = Counter()
        for repo in chosen.names():
            expected.update(dict(given_.months.get(repo, ())))
        assert {month: n for month, n in chosen.monthly if n} == dict(expected)
        assert not chosen.monthly or chosen.monthly[-1][0] == "2026-08"
        for month, total in chosen.monthly:
            if total:
                largest = [dict(given_.months.get(r, ())).get(month, 0) for r in chosen.names()]
                assert chosen.largest(month)[1] == max(largest)
        assert chosen.totals.commits_12m == sum(n for m, n in expected.items() if m >= "2025-09")


@settings(max_examples=20)
@given(records(), FILTERS, st.sampled_from(table.SORTS), st.integers(0, 5))
def test_a_page_is_that_of_the_whole_sorted_list(given_, filters, sort, first):
    portfolio = Portfolio.from_records(given_).filtered(filters)
    every = table.sorted_rows(portfolio.repositories, sort)
    assert portfolio.rows(sort, first, 3) == every[first : first + 3]
    assert portfolio.page(sort=sort, number=2, size=2) == table.page(
        portfolio.repositories, sort=sort, number=2, size=2
    )


def months_until(first: str, last: str) -> list[str]:
    begin, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(begin, end + 1)]


@settings(max_examples=20)
@given(records(), FILTERS)
def test_licence_mix_is_the_state_at_the_end_of_each_month(given_, filters):
    portfolio = Portfolio.from_records(given_).filtered(filters)
    mix = portfolio.mix_over_time()
    events: dict[str, list[tuple[date, str]]] = {}
    for event in sorted(given_.license_events, key=lambda e: e.date):
        events.setdefault(event.repo, []).append((event.date, license_family(event.license)))
    told = [
        r
        for r in portfolio.repositories
        if r.repo in events or (events and r.family == "none" and portfolio.begin_of(r.repo))
    ]
    assert mix.without_history == len(portfolio) - len(told)
    if not mix.points:
        assert not told
        return
    for place, point in enumerate(mix.points):
        expected: Counter[str] = Counter()
        for r in told:
            begin = portfolio.begin_of(r.repo)
            states = [(begin, "none"), *events.get(r.repo, [])]
            if r.repo in events:
                states[-1] = (states[-1][0], r.family)
            past = [family for day, family in states if f"{day:%Y-%m}" <= point]
            expected.update(past[-1:])
        found = {g: mix.counts[at][place] for at, g in enumerate(mix.groups)}
        assert {g: n for g, n in found.items() if n} == dict(expected)


def records_of(*rows: Repository, **more: object) -> Records:
    return replace(Records(rows, {}, (), (), About(REFERENCE)), **more)


def row(repo: str, **values: object) -> Repository:
    license_ = str(values.pop("license", "MIT"))
    return Repository(repo, None, license_, license_family(license_), **values)


def test_licences_have_families_in_the_tests():
    assert {license_family(expression) for expression in LICENSES} == {
        "none",
        "mit",
        "gpl",
        "cern-ohl-s",
        "own",
        "other",
    }


def test_a_month_with_more_commits_than_a_cell_holds_is_exact():
    months = {"a": (("2026-07", 70_000), ("2026-08", 1)), "b": (("2026-07", 3),)}
    index = Index.build(records_of(row("a"), row("b"), months=months))
    assert dict(index.whole.monthly)["2026-07"] == 70_003
    assert index.whole.largest("2026-07") == ("a", 70_000)
    assert index.months_of(0) == (("2026-07", 70_000), ("2026-08", 1))
    assert index.select(Filters(name="b")).largest("2026-07") == ("b", 3)
    assert index.whole.largest("1970-01") == ("", 0)


def test_months_that_cannot_be_are_left_out():
    months = {"a": (("0001-01", 5), ("1969-12", 5), ("2026-08", 2), ("9999-12", 7))}
    index = Index.build(records_of(row("a"), months=months))
    assert index.whole.monthly == (("2026-08", 2),)


def test_unknown_is_never_counted_as_yes_or_no():
    index = Index.build(records_of(row("a"), row("b", archived=False), row("c", archived=True)))
    assert index.whole.share("archived").known == 2
    assert index.select(Filters(archived=False)).names() == ("b",)
    assert index.select(Filters(archived=True)).names() == ("c",)


def test_most_of_a_group_is_the_group_without_the_rest():
    names = [f"r{i}" for i in range(40)]
    months = {name: (("2026-08", 10 + i),) for i, name in enumerate(names)}
    rows = [row(n, relation="x" if i else "y", archived=i > 3) for i, n in enumerate(names)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(activity, "CUBE_FROM", 0)
        index = Index.build(records_of(*rows, months=months))
    most = index.select(Filters(archived=True))
    assert most.monthly == (("2026-08", sum(range(14, 50))),)
    assert index.select(Filters(archived=False)).monthly == (("2026-08", 10 + 11 + 12 + 13),)


def test_licence_mix_of_one_repository():
    first = date(2026, 3, 2)
    events = (
        LicenseEvent("a", date(2026, 4, 1), "c", "MIT"),
        LicenseEvent("a", date(2026, 6, 1), "c", ""),
        LicenseEvent("a", date(2026, 6, 30), "c", "LicenseRef-unidentified"),
        LicenseEvent("a", date(2026, 7, 9), "c", "GPL-2.0-only"),
    )
    # A person read the files of today and found another licence.
    given_ = records_of(
        row("a", license="Apache-2.0", first_commit_date=first), license_events=events
    )
    mix = Portfolio.from_records(given_).mix_over_time()
    assert mix.points == ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08")
    assert dict(zip(mix.groups, mix.counts, strict=True)) == {
        "none": (1, 0, 0, 0, 0, 0),
        "unknown": (0, 0, 0, 1, 0, 0),
        "apache": (0, 0, 0, 0, 1, 1),
        "mit": (0, 1, 1, 0, 0, 0),
    }


def test_a_licence_without_a_history_is_left_out():
    event = LicenseEvent("a", date(2026, 4, 1), "c", "MIT")
    begun = {"first_commit_date": date(2026, 1, 1)}
    rows = (row("a", **begun), row("b", **begun), row("c", license="", **begun))
    mix = Portfolio.from_records(records_of(*rows, license_events=(event,))).mix_over_time()
    assert mix.without_history == 1
    assert dict(zip(mix.groups, mix.counts, strict=True))["none"][-1] == 1
    told_by_snapshot = Change("a", date(2026, 4, 1), "license", "MIT", "")
    mix = Portfolio.from_records(records_of(*rows, changes=(told_by_snapshot,))).mix_over_time()
    assert mix.without_history == 3
    assert mix.points == ()


def test_readiness_trend_counts_what_is_known():
    changes = (
        Change("a", date(2026, 3, 5), "readme", "yes", "c1"),
        Change("a", date(2026, 5, 5), "readme", "no", "c2"),
        Change("a", date(2026, 6, 5), "citation_cff", "yes", "c3"),
        Change("b", date(2026, 6, 5), "readme", "yes", ""),
    )
    begun = date(2026, 2, 1)
    rows = (row("a", first_commit_date=begun, present={"tests": False}), row("b"))
    portfolio = Portfolio.from_records(records_of(*rows, changes=changes))
    trend = portfolio.readiness_trend()
    found = {item.item: (item.yes, item.known) for item in trend.items}
    assert trend.points[0] == "2026-02"
    assert found == {
        "readme": ((0, 1, 1, 0, 0, 0, 0), (1,) * 7),
        "citation": ((0, 0, 0, 0, 1, 1, 1), (1,) * 7),
        "tests": ((0,) * 7, (1,) * 7),
    }
    assert [c.field for c in portfolio.changes("a")] == ["readme", "readme", "citation_cff"]
