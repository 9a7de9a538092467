# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a portfolio says beyond its first page: now and before, over time, its data, its filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.archive import Sign
from ospo_widgets.portfolio.chart_rows import Told
from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.engine import Index
from ospo_widgets.portfolio.families import license_family
from ospo_widgets.portfolio.filters import LISTED, joined
from ospo_widgets.portfolio.graph import exposure, partners, sharing
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Dependency,
    Disagreement,
    Records,
    Repository,
    RepositoryKind,
)
from ospo_widgets.portfolio.store import Store
from ospo_widgets.wording import spoken

SAMPLE = Portfolio.sample()
REFERENCE = date(2026, 8, 22)
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def row(repo: str, license_: str = "MIT", **values: object) -> Repository:
    return Repository(repo, RepositoryKind.SOFTWARE, license_, license_family(license_), **values)


def portfolio(*rows: Repository, **more: object) -> Portfolio:
    return Portfolio.from_records(replace(Records(rows, {}, (), (), About(REFERENCE)), **more))


# Now and before -----------------------------------------------------------------------------------


def test_before_is_a_year_ago_where_histories_tell_it():
    glance = SAMPLE.glance()
    assert (glance.told, glance.before) == (Told.HISTORY, date(2025, 8, 22))
    assert glance.basis == (
        "Compared with 22 August 2025, as the histories tell it."
        " Licence histories of 120 of 127 are known."
    )
    rows = {r.id: r for r in glance.rows}
    assert (rows["repositories"].latest, rows["repositories"].previous) == (127, 127)
    assert (rows["active"].latest, rows["active"].previous, rows["active"].good) == (76, 92, False)
    assert rows["commits"].share == pytest.approx(22_803 / 26_333 - 1)
    assert rows["commits"].good is None
    assert rows["reuse"].previous is rows["reuse"].difference is rows["reuse"].good is None
    assert (rows["doi"].latest, rows["doi"].previous) == (13, None)
    assert "archived" not in rows
    for found in glance.rows:
        if found.filters is not None:
            assert len(SAMPLE.filtered(found.filters)) == found.latest, found.id


def test_figures_of_a_selection_add_to_its_filters():
    chosen = SAMPLE.filtered(Filters(kind="hardware"))
    rows = {r.id: r for r in chosen.glance().rows}
    assert rows["no-license"].filters == Filters(kind="hardware", family="none")
    assert rows["no-license"].latest == 8


def test_nothing_is_compared_where_nothing_is_known():
    glance = portfolio(row("a")).glance()
    assert (glance.before, glance.basis) == (None, "")
    assert {r.previous for r in glance.rows} == {None}
    assert SAMPLE.filtered(Filters(name="zzz")).glance().before is None


@pytest.fixture
def store(tmp_path):
    """July: two without a licence. August: one of them has one, one is new, one is gone."""
    made = Store(tmp_path / "store")
    about = About(JULY)
    july = (row("a", ""), row("b", ""), row("c", "GPL-2.0-only"))
    august = (row("a", "MIT"), row("b", "", archived=True), row("d", error="It did not answer."))
    made.append(Records(july, {}, (), (), about), JULY)
    made.append(Records(august, {}, (), (), replace(about, reference_date=AUGUST)), AUGUST)
    return tmp_path / "store"


def test_before_is_the_snapshot_before(store):
    newest = Portfolio.open(store)
    assert (newest.day, newest.snapshots) == (AUGUST, (JULY, AUGUST))
    glance = newest.glance()
    assert (glance.told, glance.before) == (Told.SNAPSHOTS, JULY)
    assert glance.basis == "Compared with the snapshot of 1 July 2026."
    rows = {r.id: (r.latest, r.previous, r.good) for r in glance.rows}
    assert rows["repositories"] == (3, 3, None)
    assert rows["no-license"] == (1, 2, True)
    assert rows["error"] == (1, None, None)
    assert Portfolio.open(store, JULY).previous() is None


def test_without_histories_the_snapshots_tell_the_licence_mix(store):
    mix = Portfolio.open(store).mix_over_time()
    assert (mix.told, mix.points) == (Told.SNAPSHOTS, ("2026-07-01", "2026-08-01"))
    assert dict(zip(mix.groups, mix.counts, strict=True)) == {
        "none": (2, 1),
        "gpl": (1, 0),
        "mit": (0, 2),
    }
    filtered = Portfolio.open(store).filtered(Filters(family="none")).mix_over_time()
    assert filtered.counts == ((2, 1),)


def test_readiness_by_snapshots(store):
    trend = Portfolio.open(store).readiness_trend()
    assert trend.told is Told.SNAPSHOTS
    assert {item.item: (item.yes, item.known) for item in trend.items} == {
        "license": ((1, 2), (3, 3))
    }


def test_a_snapshot_keeps_filters_and_rows(store):
    newest = Portfolio.open(store).filtered(Filters(name="b"))
    before = newest.previous()
    assert [r.repo for r in before.repositories] == ["b"]
    assert before.repository("c").license == "GPL-2.0-only"
    assert newest.repository("b").archived is True
    assert [r.repo for r in newest.records.repositories] == ["a", "b", "d"]
    with pytest.raises(InputError, match="no snapshot of 2020-01-01"):
        newest.at(date(2020, 1, 1))


def test_a_day_without_a_snapshot_opens_nothing(store, tmp_path):
    with pytest.raises(InputError, match="no snapshot of 2020-01-01"):
        Portfolio.open(store, date(2020, 1, 1))
    with pytest.raises(InputError):
        Portfolio.open(tmp_path / "nowhere")


# By group and over time ---------------------------------------------------------------------------


def test_licence_mix_of_the_sample():
    mix = SAMPLE.mix_over_time()
    assert mix.told is Told.HISTORY
    assert mix.points[-1] == "2026-08"
    assert mix.without_history == 7
    last = {group: counts[-1] for group, counts in zip(mix.groups, mix.counts, strict=True)}
    assert sum(last.values()) == 120
    assert last["none"] == 20
    assert mix.groups[:2] == ("none", "unknown")
    assert {len(counts) for counts in mix.counts} == {len(mix.points)}


def test_each_cell_of_the_heat_map_opens_its_rows():
    heat = SAMPLE.heat("relation")
    assert [r.repositories for r in heat.rows] == [31, 25, 14, 11, 10, 10, 8, 7, 5, 5, 1]
    for found in heat.rows[:3]:
        chosen = Filters().with_(heat.by, found.key)
        assert len(SAMPLE.filtered(chosen)) == found.repositories
        for item, share in zip(heat.items, found.shares, strict=True):
            assert len(SAMPLE.filtered(chosen.with_("only", item))) == share.yes


def test_absence_factor_and_its_filter():
    factors = SAMPLE.absence_factor()
    assert (factors[0].repositories, factors[0].active) == (50, 21)
    assert sum(f.repositories for f in factors) == 127
    assert len(SAMPLE.filtered(Filters(half="1"))) == 50
    choices = SAMPLE.choices()["half"]
    assert [(c.label, c.count) for c in choices][:2] == [("1 author", 50), ("2 authors", 45)]
    assert [f.more for f in factors] == [False] * (len(factors) - 1) + [len(factors) == 11]


def test_hardware_beside_software():
    sides = SAMPLE.sides()
    assert (sides.hardware, sides.software) == (15, 102)
    measures = {m.key: (m.hardware.yes, m.software.yes) for m in sides.measures}
    assert measures["no-license"] == (8, 9)
    assert measures["active"] == (3, 69)


def test_archive_candidates_say_what_speaks_for_it():
    old = row(
        "a",
        head_date=date(2020, 8, 22),
        authors_12m=0,
        authors_for_half=1,
        tags=2,
        last_tag_date=date(2019, 1, 1),
        open_issues=3,
    )
    rows = (
        row("b", head_date=date(2024, 8, 1)),
        old,
        row("c", head_date=date(2026, 1, 1)),
        replace(old, repo="d", archived=True),
        row("e"),
    )
    found = portfolio(*rows)
    total, candidates = found.archive_candidates()
    assert total == 2
    assert [c.repository.repo for c in candidates] == ["a", "b"]
    assert candidates[0].signs == (
        (Sign.QUIET, 6.0),
        (Sign.NO_AUTHOR, 0),
        (Sign.ONE_AUTHOR, 1),
        (Sign.NO_RELEASE, 2),
        (Sign.OPEN_ISSUES, 3),
    )
    assert [s for s, _ in candidates[1].signs] == [Sign.QUIET]
    assert found.archive_candidates(first=1)[1] == candidates[1:]
    assert len(found.filtered(Filters(only=frozenset({"archive-candidate"})))) == 2


# The data -----------------------------------------------------------------------------------------


def test_where_sources_differ_and_what_is_not_known():
    claims = [Claim("license", v, s, REFERENCE, Confidence.REPORTED) for v, s in (("MIT", "x"),)]
    differ = [Disagreement("a", f, claims[0], claims[0]) for f in ("license", "license", "stars")]
    found = portfolio(
        row("a", stars=1),
        row("b", stars=None),
        disagreements=tuple(differ),
        claims={"a": tuple(claims)},
    )
    coverage = {c.field: c for c in found.coverage(("license", "stars"))}
    assert (coverage["license"].known, coverage["license"].disagreements) == (2, 1)
    assert (coverage["stars"].known, coverage["stars"].disagreements) == (1, 1)
    opened = {
        "unknown=stars": ["b"],
        "unknown=stars,forks": ["b"],
        "unknown=license": [],
        "differs=license": ["a"],
        "differs=any": ["a"],
        "differs=forks": [],
    }
    for query, names in opened.items():
        filters, notes = found.filters_from_query(query)
        assert notes == ()
        assert [r.repo for r in found.filtered(filters).repositories] == names, query
    assert found.claims("a") == tuple(claims)
    assert found.claims("b") == ()


def test_each_figure_of_the_coverage_opens_its_rows():
    for found in SAMPLE.coverage():
        lacking = SAMPLE.filtered(Filters(unknown=found.field))
        assert len(lacking) == found.repositories - found.known, found.field


@pytest.mark.parametrize(
    ("read_on", "value"),
    [
        (date(2026, 8, 1), "month"),
        (date(2026, 7, 1), "month"),
        (date(2026, 6, 30), "quarter"),
        (date(2026, 3, 1), "year"),
        (date(2020, 3, 1), "older"),
    ],
)
def test_age_counts_from_the_newest(read_on, value):
    found = portfolio(row("a", read_on=date(2026, 8, 1)), row("b", read_on=read_on))
    names = {r.repo for r in found.filtered(Filters(age=value)).repositories}
    assert "b" in names
    assert sum(found.age().bins) == 2


# Filters ------------------------------------------------------------------------------------------


def some() -> Portfolio:
    return portfolio(
        row("a", "MIT", relation="x, y", department="EN", main_language="C"),
        row("b", "GPL-2.0-only", relation="z", platform="github.com", stage="beta"),
        row("c", "", relation="", fork=True),
        dependencies=(Dependency("a", "pkg:pypi/numpy"), Dependency("b", "cmake:Boost")),
        author_domains=(AuthorDomain("b", "cern.ch", 9),),
        months={"a": (("2026-01", 3),), "b": (("2026-03", 3),)},
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("family=mit,gpl", "ab"),
        ("family=mit&family=gpl", "b"),
        ("relation=x%5C%2C+y", "a"),
        ("relation=unknown", "c"),
        ("relation=z,unknown", "bc"),
        ("department=EN", "a"),
        ("language=C", "a"),
        ("platform=github.com", "b"),
        ("stage=beta", "b"),
        ("license=MIT", "a"),
        ("uses=pkg:pypi/numpy", "a"),
        ("uses=pkg:pypi/numpy,cmake:Boost", "ab"),
        ("partner=cern.ch", "b"),
        ("repo=a,c", "ac"),
        ("period=2026-01..2026-02", "a"),
        ("period=2026-03", "b"),
        ("period=2026-03..2026-01", "ab"),
        ("fork=yes", "c"),
        ("fork=no", ""),
    ],
)
def test_every_filter_of_an_address(query, names):
    found = some()
    filters, notes = found.filters_from_query(query)
    assert notes == ()
    assert "".join(r.repo for r in found.filtered(filters).repositories) == names
    assert found.filters_from_query(filters.to_query()) == (filters, ())


@pytest.mark.parametrize(
    "query",
    [
        "relation=x",
        "department=TE",
        "uses=pkg:pypi/scipy",
        "partner=example.org",
        "repo=zzz",
        "period=2026",
        "period=2026-13",
        "fork=maybe",
        "half=4",
        "unknown=name",
        "license=GPL",
    ],
)
def test_values_that_do_not_exist_are_noted(query):
    filters, notes = some().filters_from_query(query)
    assert filters == Filters()
    assert len(notes) == 1


def test_a_family_that_was_split_opens_its_parts():
    filters, notes = Filters.from_query("family=cern-ohl,mit")
    assert notes == ()
    assert filters.values_of("family") == (
        *("cern-ohl-s", "cern-ohl-w", "cern-ohl-p", "cern-ohl-1"),
        "mit",
    )
    assert len(SAMPLE.filtered(filters)) == 3 + 16


def test_a_selection_in_a_chart_becomes_a_filter_and_clears_it():
    chosen = Filters().choose("family", ("gpl", "mit"))
    assert chosen.values_of("family") == ("gpl", "mit")
    assert chosen.choose("family", ("gpl", "mit")) == Filters()
    assert Filters().choose("relation", ("",)).relation == "unknown"
    assert Filters().choose("period", ("2025-03", "2025-01")).period == "2025-01..2025-03"
    assert Filters().choose("period", ("2025-03-04", "2025-03-09")).period == "2025-03"
    assert Filters(kind="data").choose("kind", ()) == Filters()


def test_values_are_added_one_by_one():
    one = Filters().plus("relation", "a, b")
    two = one.plus("relation", "c")
    assert two.values_of("relation") == ("a, b", "c")
    assert two.plus("relation", "a, b").values_of("relation") == ("c",)
    assert one.relation == joined(["a, b"])


def test_a_cell_of_the_licence_risk_opens_its_rows():
    for cell in exposure(SAMPLE.graph).matrix():
        opened = SAMPLE.filtered(Filters(exposure=f"{cell.own}/{cell.needed}"))
        assert len(opened) == cell.repositories, (cell.own, cell.needed)
        assert {r.family for r in opened.repositories} == {cell.own}
    assert len(SAMPLE.filtered(Filters(exposure="gpl"))) == 0


def test_what_is_shared_opens_who_needs_it():
    found = sharing(SAMPLE.graph)
    for one in (*found.components[:20], *found.own[:20]):
        filters, notes = SAMPLE.filters_from_query(Filters(uses=joined([one.key])).to_query())
        assert notes == ()
        assert len(SAMPLE.filtered(filters)) == one.users, one.key


def test_an_institute_opens_the_rows_with_its_authors():
    relations = {r.repo: r.relation for r in SAMPLE.repositories}
    for partner in partners(SAMPLE.author_domains, relations).inbound:
        if partner.institute.id != "other":
            query = Filters(partner=partner.institute.id).to_query()
            filters, notes = SAMPLE.filters_from_query(query)
            assert notes == ()
            names = {r.repo for r in SAMPLE.filtered(filters).repositories}
            assert len(names) >= partner.repositories


@pytest.mark.parametrize("name", LISTED)
def test_every_filter_reads_in_both_languages(name):
    values = {"kind": "data", "family": "mit", "half": "3-5", "age": "year"}
    values |= {"unknown": "doi", "differs": "any", "exposure": "gpl/apache"}
    filters = Filters(**{name: values.get(name, "some/thing")})
    for language in ("en", "fr"):
        with spoken(language):
            (described,) = filters.describe()
            (short,) = filters.values()
            assert described.endswith(short) or short == described
            assert "{" not in described


def test_a_list_of_flags_and_a_period_read_as_words():
    filters = Filters(archived=True, fork=False, active=False, period="2025-01..2025-06")
    assert filters.describe() == (
        "Active in 12 months: No",
        "Archived: Yes",
        "Fork: No",
        "Commits in: January 2025 to June 2025",
    )
    assert filters.values()[:3] == ("not active in 12 months", "archived", "no forks")


def test_words_follow_the_language():
    english = SAMPLE.charts()[0].title
    with spoken("fr"):
        assert SAMPLE.charts()[0].title != english
        assert SAMPLE.choices()["kind"][0].label == "logiciel"
        assert SAMPLE.glance().rows[0].label == "Dépôts"
    assert SAMPLE.charts()[0].title == english


def test_columns_alone_answer_like_records(tmp_path):
    SAMPLE.index.write(tmp_path)
    mapped = Portfolio.from_index(Index.open(tmp_path))
    chosen = Filters(kind="software", active=True)
    assert mapped.filtered(chosen).to_json() == SAMPLE.filtered(chosen).to_json()
    assert mapped.glance() == SAMPLE.glance()
    assert mapped.months["acts-project/acts"] == SAMPLE.months["acts-project/acts"]
    assert mapped.records.repositories[5] == SAMPLE.records.repositories[5]
    assert mapped.author_domains == SAMPLE.author_domains
