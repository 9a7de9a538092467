# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of the portfolio from plain rows: titles that find something, order, keys, tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ospo_widgets.charting.model import MOST_SERIES, Chart, Kind, Tone
from ospo_widgets.charting.plotly_figure import figure
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import to_csv
from ospo_widgets.portfolio import chart_grids, chart_people, chart_state, chart_time
from ospo_widgets.portfolio.chart_rows import (
    HEALTH_BINS,
    Age,
    Count,
    Coverage,
    Factor,
    Health,
    Heat,
    HeatRow,
    ItemTrend,
    Measure,
    OverTime,
    Share,
    Sides,
    Spot,
    Told,
    Trend,
)
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.wording import languages, spoken

YEARS = ("2015-12", "2016-12", "2017-12", "2018-12", "2019-12", "2020-12")


def mix(groups: dict[str, tuple[int, ...]], points: tuple[str, ...] = YEARS, **more) -> OverTime:
    return OverTime(tuple(groups), points, tuple(groups.values()), **more)


LLNL = mix(
    {
        "other": (94, 104),
        "mit": (90, 262),
        "unknown": (261, 288),
        "bsd": (119, 172),
        "none": (176, 245),
    },
    ("2021-06-01", "2025-12-27"),
    told=Told.SNAPSHOTS,
)


def test_the_mix_finds_how_many_have_no_known_licence_now_and_before() -> None:
    chart = chart_time.license_mix(LLNL)
    assert chart.title == "50 % without a known licence, 59 % in June 2021"
    assert [s.key for s in chart.series] == ["none", "unknown", "mit", "bsd", "other"]
    assert [s.tone for s in chart.series][:3] == [Tone.ATTENTION, Tone.QUIET, Tone.NORMAL]
    assert (chart.filter_name, chart.series_filter) == ("period", "family")
    assert chart.table is not None
    assert chart.table.rows[-1][:2] == ("2025-12-27", "245 (23 %)")
    assert "snapshot" in chart.basis


@pytest.mark.parametrize(
    ("groups", "title"),
    [
        ({"mit": (1, 2, 3, 4, 5, 6)}, "Every repository has a licence that is known"),
        ({"none": (9, 9, 9, 9, 9, 3), "mit": (1, 1, 1, 1, 1, 9)},
         "25 % without a known licence, 90 % in December 2015"),
        ({"none": (0, 0, 0, 0, 0, 3), "mit": (0,) * 6}, "100 % without a known licence"),
        ({}, "No licence history is known"),
    ],
)  # fmt: skip
def test_titles_of_the_mix(groups: dict[str, tuple[int, ...]], title: str) -> None:
    chart = chart_time.license_mix(mix(groups))
    assert chart.title == title


def test_five_years_back_is_the_comparison() -> None:
    points = tuple(f"{year}-06" for year in range(2000, 2027))
    rows = mix({"none": tuple(range(27)), "mit": (26,) * 27}, points)
    assert "2021" in chart_time.license_mix(rows).title


def test_more_families_than_can_be_told_apart_become_other() -> None:
    groups = {f"f{k}": (k + 1,) * 6 for k in range(12)} | {"none": (1,) * 6}
    chart = chart_time.license_mix(mix(groups))
    assert len(chart.series) == MOST_SERIES
    assert chart.series[0].key == "none"
    last = chart.series[-1]
    assert (last.key, last.values[0]) == ("", sum(range(1, 7)))
    assert sum(s.values[-1] or 0 for s in chart.series) == sum(range(1, 13)) + 1


def test_what_has_no_history_is_said() -> None:
    rows = mix({"none": (1,) * 6}, without_history=7)
    assert chart_time.license_mix(rows).basis.endswith(
        "7 repositories without a history are left out."
    )


def test_commits_sum_up_twelve_months() -> None:
    points = (*(f"2020-{m:02d}" for m in range(1, 13)), "2021-01")
    rows = mix({"software": (1,) * 13, "hardware": (0,) * 12 + (4,)}, points, by="kind")
    chart = chart_time.commits_by(rows)
    assert chart.labels == ("2020-12", "2021-01")
    assert {s.name: s.values for s in chart.series}["hardware"] == (0, 4)
    assert chart.title == "75 % of the commits are in software"
    assert chart_time.commits_by(mix({"software": (1,)}, ("2020-01",), by="kind")).labels == ()


TREND = Trend(
    points=YEARS,
    items=(
        ItemTrend("readme", (8, 9, 10, 10, 10, 10), (10,) * 6),
        ItemTrend("tests", (1, 2, 3, 4, 5, 9), (10,) * 6),
        ItemTrend("security", (0,) * 6, (0, 0, 10, 10, 10, 10)),
    ),
)


def test_the_trend_finds_what_changed_most() -> None:
    chart = chart_time.readiness_trend(TREND)
    assert chart.title == "Tests gained most: 90 %, 10 % in December 2015"
    assert chart.series[2].values[:3] == (None, None, 0)
    assert chart.table is not None
    assert chart.table.rows[-1] == (
        "2020-12",
        "10 of 10 (100 %)",
        "9 of 10 (90 %)",
        "0 of 10 (0 %)",
    )
    assert chart.table.rows[0][3] is None


@pytest.mark.parametrize(
    ("items", "title"),
    [
        ((ItemTrend("tests", (9, 9, 9, 9, 9, 1), (10,) * 6),),
         "Tests lost most: 10 %, 90 % in December 2015"),
        ((ItemTrend("tests", (9,) * 6, (10,) * 6),), "Readiness is as in December 2015"),
        ((), "How readiness changed is not known"),
    ],
)  # fmt: skip
def test_titles_of_the_trend(items: tuple[ItemTrend, ...], title: str) -> None:
    assert chart_time.readiness_trend(Trend(YEARS, items)).title == title


def test_eight_lines_are_drawn_and_the_rest_stays_in_the_table() -> None:
    items = tuple(ItemTrend(f"item-{k}", (0, 0, 0, 0, 0, k), (20,) * 6) for k in range(11))
    chart = chart_time.readiness_trend(Trend(YEARS, items))
    assert [s.key for s in chart.series] == [f"item-{k}" for k in range(3, 11)]
    assert chart.basis.endswith("3 more items are in the table.")
    assert chart.data is not None
    assert len(chart.data.columns) == 12


HEAT = Heat(
    by="kind",
    items=("readme", "citation"),
    rows=(
        HeatRow("software", 10, (Share(9, 10), Share(1, 10))),
        HeatRow("", 3, (Share(0, 0), Share(0, 3))),
    ),
)


def test_heat_counts_the_unknown_apart() -> None:
    chart = chart_grids.readiness_heat(HEAT)
    assert chart.title == "CITATION.cff is rarest: 8 % have it"
    assert chart.labels == ("software (10)", "Not stated (3)")
    assert chart.keys == ("software", "unknown")
    assert chart.series[0].texts == ("90", "?")
    assert chart.series[0].values == (90, None)
    assert chart.series[0].tones[1] is Tone.UNKNOWN
    assert chart.table is not None
    assert chart.table.rows[1] == ("Not stated", 3, None, "0 of 3 (0 %)")
    assert to_csv(chart).splitlines()[1] == "software,README,9,10,10"


def test_a_heat_map_of_nothing_says_so() -> None:
    chart = chart_grids.readiness_heat(Heat("kind", (), ()))
    assert chart.title == "Readiness is not known"


FACTORS = tuple(Factor(n, 20 - n, 10 - n // 2, more=n == 11) for n in range(1, 12))


def test_absence_factors_are_grouped_as_their_filter_is() -> None:
    chart = chart_people.absence_factor(FACTORS)
    assert chart.keys == ("1", "2", "3-5", "6-10", "more")
    assert chart.series[0].values == (19, 18, 48, 60, 9)
    assert chart.title == "19 of 154 repositories rest on one author"
    assert chart.tones[:2] == (Tone.ATTENTION, Tone.NORMAL)
    assert chart.data is not None
    assert chart.data.rows[-1] == ("11 and more", 9, 5)


def test_a_group_that_the_rows_cut_cannot_be_chosen() -> None:
    rows = (*FACTORS[:9], Factor(10, 4, 2, more=True))
    chart = chart_people.absence_factor(rows)
    assert chart.labels[3:] == ("6 to 9", "10 and more")
    assert chart.keys[3:] == ("", "")
    assert chart_people.absence_factor(()).title == "No authors are known"


@pytest.mark.parametrize("metric", HEALTH_BINS)
def test_each_bin_of_health_has_a_label(metric: str) -> None:
    bins = tuple(range(len(HEALTH_BINS[metric]) + 1))
    chart = chart_people.health(Health(metric, bins, 0.5, 10, 12))
    assert len(set(chart.labels)) == len(bins)
    assert "10 of 12" in chart.basis
    empty = chart_people.health(Health(metric, (0,) * len(bins), None, 0, 12))
    assert empty.title.endswith(": not known")


@pytest.mark.parametrize(
    ("metric", "labels"),
    [
        ("first-response", ("0 to 1 days", "1 to 7 days", "7 to 30 days", "30 to 90 days",
                            "over 90 days")),
        ("absence-factor", ("1", "2", "3 to 4", "5 to 9", "over 9")),
        ("releases", ("0", "1", "2 to 3", "4 to 11", "over 11")),
        ("closed-share", ("up to 25 %", "25 to 50 %", "50 to 75 %", "75 to 100 %", "all of them")),
    ],
)  # fmt: skip
def test_labels_of_the_bins(metric: str, labels: tuple[str, ...]) -> None:
    assert chart_people.health(Health(metric, (1,) * 5, 0.5, 5, 5)).labels == labels


def test_spots_are_active_and_the_lonely_busy_ones_stand_out() -> None:
    rows = (Spot("a", 500, 1, "mit"), Spot("b", 5, 1), Spot("c", 0, 1), Spot("d", 900, 4))
    chart = chart_people.spots(rows)
    assert chart.labels == ("a", "b", "d")
    assert chart.tones == (Tone.ATTENTION, Tone.NORMAL, Tone.NORMAL)
    assert chart.title == "One busy repository rests on one author"
    assert chart_people.spots(()).title == "No repository is active"


def test_groups_show_the_unknown_first_and_the_rest_last() -> None:
    rows = (*(Count(f"L{k}", 50 - k) for k in range(20)), Count("", 4))
    chart = chart_state.groups(rows, "language")
    assert (chart.labels[0], chart.keys[0], chart.tones[0]) == ("Not stated", "unknown", Tone.QUIET)
    assert (chart.labels[-1], chart.keys[-1]) == ("Other", "")
    assert (
        sum(v or 0 for v in chart.series[0].values)
        == chart.whole
        == sum(r.repositories for r in rows)
    )
    assert chart.title == "L0 is most frequent, 6 % of repositories"
    assert len(to_csv(chart).splitlines()) == 22


def test_hardware_lies_beside_software() -> None:
    rows = Sides(
        15,
        102,
        (
            Measure("no-license", Share(8, 15), Share(9, 102)),
            Measure("readme", Share(13, 15), Share(0, 0)),
            Measure("doi", Share(0, 0), Share(0, 0)),
        ),
    )
    chart = chart_state.hardware_beside_software(rows)
    assert chart.title == "53 % of hardware and 9 % of software state no licence"
    assert chart.keys == ("family=none", "only=readme")
    assert chart.series[1].texts == ("9 %", "not known")
    nobody = replace(rows.measures[0], hardware=Share(0, 15), software=Share(0, 102))
    said = chart_state.hardware_beside_software(replace(rows, measures=(nobody,))).title
    assert said == "All hardware and software states a licence"


def test_age_and_coverage_name_what_is_old_and_what_is_missing() -> None:
    age = chart_state.data_age(Age((10, 0, 1, 2, 3), errors=1))
    assert age.title == "The values of 2 repositories are older than a year"
    assert age.keys == ("month", "quarter", "year", "older", "unknown")
    assert "1 repository could not be read" in age.basis
    rows = (Coverage("license", 16, 16), Coverage("doi", 2, 16, 1), Coverage("stage", 0, 16))
    chart = chart_state.coverage(rows)
    assert chart.keys == ("doi",)
    assert chart.title == "“DOI” is known of 2 of 16 only"
    assert "1 field is known of none. 1 field is known of all." in chart.basis
    assert chart.table is not None
    assert len(chart.table.rows) == 3
    everything = chart_state.coverage((Coverage("license", 16, 16),))
    assert everything.title == "Every field is known of all repositories"


def of_the_sample(portfolio: Portfolio) -> list[Chart]:
    return [
        chart_time.license_mix(portfolio.mix_over_time()),
        chart_time.license_mix(portfolio.mix_over_time(), shares=False),
        chart_time.readiness_trend(portfolio.readiness_trend()),
        *(chart_grids.readiness_heat(portfolio.heat(by)) for by in ("relation", "kind")),
        chart_people.absence_factor(portfolio.absence_factor()),
        *map(chart_people.health, portfolio.health()),
        chart_people.spots(portfolio.spots()),
        *(chart_state.groups(portfolio.counts(by), by) for by in ("language", "platform")),
        chart_state.hardware_beside_software(portfolio.sides()),
        chart_state.data_age(portfolio.age()),
        chart_state.coverage(portfolio.coverage()),
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(kind="hardware"), Filters(name="no such name")],
    ids=["all", "hardware", "none"],
)  # fmt: skip
def test_charts_of_the_sample_can_be_drawn(filters: Filters, language: str) -> None:
    with spoken(language):
        charts = of_the_sample(Portfolio.sample().filtered(filters))
        for chart in charts:
            assert chart.title
            assert "{" not in chart.title + chart.basis
            assert len(chart.title) <= 110
            assert draw(chart)
            assert draw(chart, width=328)
            assert figure(chart)["layout"]
            assert to_csv(chart)
        assert len({chart.id for chart in charts}) == len(charts)


def test_what_a_chart_chooses_is_a_filter_of_the_portfolio() -> None:
    sample = Portfolio.sample()
    checked = 0
    for chart in of_the_sample(sample):
        if chart.kind is not Kind.BARS or not chart.filter_name:
            continue
        for key, count in zip(chart.keys, chart.series[0].values, strict=True):
            if not key:
                continue
            chosen = sample.filtered(Filters().with_(chart.filter_name, key))
            assert len(chosen) == count, (chart.id, key)
            checked += 1
    assert checked > 15
