# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The figures of the sample, and the metrics on small frames."""

from __future__ import annotations

from datetime import date

import pytest

from ospo_widgets.charting.model import Kind, Tone
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio import Filters, Portfolio, metrics
from ospo_widgets.portfolio.charts import CHARTS
from ospo_widgets.portfolio.records import About, Records, Repository, RepositoryKind

SAMPLE = Portfolio.sample()
TOTALS = {
    "repositories": 127,
    "commits": 598_969,
    "no_license": 20,
    "active": 76,
    "active_before": 92,
    "commits_12m": 22_803,
    "commits_12m_before": 26_333,
    "one_author": 50,
    "reuse_compliant": 4,
    "corrected": 22,
    "old_copies": 38,
    "newest": date(2026, 8, 22),
}
FAMILIES = [
    ("None stated", 20),
    ("Own licence, no SPDX id", 3),
    ("Apache-2.0", 27),
    ("GPL", 25),
    ("MIT", 16),
    ("BSD", 13),
    ("LGPL", 9),
    ("AGPL", 4),
    ("MPL-2.0", 3),
    ("Creative Commons", 3),
    ("CERN-OHL 1", 2),
    ("CERN-OHL-S", 1),
    ("Other", 1),
]
READINESS = [
    ("README", 122),
    ("CI", 100),
    ("Tagged release", 99),
    ("Tests", 85),
    ("Change log", 50),
    ("CONTRIBUTING", 49),
    ("SPDX tag in a file", 29),
    ("CITATION.cff", 12),
    ("SECURITY", 7),
    ("REUSE compliant", 4),
]
YEARS = [
    ("2010", 23_024),
    ("2011", 21_942),
    ("2012", 28_873),
    ("2013", 34_407),
    ("2014", 38_405),
    ("2015", 37_271),
    ("2016", 37_663),
    ("2017", 33_616),
    ("2018", 32_912),
    ("2019", 33_910),
    ("2020", 35_050),
    ("2021", 33_504),
    ("2022", 31_368),
    ("2023", 31_692),
    ("2024", 29_512),
    ("2025", 25_391),
    ("2026", 14_528),
]
KINDS = [("software", 102), ("hardware", 15), ("docs", 6), ("notebooks", 4)]


@pytest.mark.parametrize(("name", "value"), TOTALS.items())
def test_totals(name, value):
    assert getattr(SAMPLE.totals, name) == value


@pytest.mark.parametrize(
    ("chart", "rows"), [("licences", FAMILIES), ("readiness", READINESS), ("kinds", KINDS)]
)
def test_rows_of_the_charts(chart, rows):
    assert list(SAMPLE.chart(chart).rows()) == rows


def test_commits_by_month_and_year():
    chart = SAMPLE.chart("activity")
    assert (chart.labels[0], chart.labels[-1], len(chart.labels)) == ("2010-01", "2026-08", 200)
    commits, mean = (dict(zip(chart.labels, s.values, strict=True)) for s in chart.series)
    assert commits["2010-08"] == 7487
    assert mean["2016-05"] == pytest.approx(3434.4, abs=0.1)
    assert max(v for v in mean.values() if v is not None) == mean["2016-05"]
    assert mean["2026-08"] == pytest.approx(1900.25)
    assert chart.table is not None
    assert list(chart.table.rows) == YEARS


def test_titles_are_findings_and_bases_have_their_caveat():
    said = {c.id: (c.title, c.basis) for c in SAMPLE.charts()}
    assert said == {
        "licences": (
            "Twenty repositories state no licence",
            "Main licence by family. What needs attention comes first, in red.",
        ),
        "readiness": (
            "Four are REUSE compliant, most have tests",
            "How many of 127 have each item. The REUSE tool was run on 5.",
        ),
        "activity": (
            "Commits a month: 1,900 on average, 2,194 a year before",
            "Grey: each month. Blue: mean of 12 months."
            " 38 copies are older than 2025, so recent months may count too low.",
        ),
        "kinds": ("80 % are software", "What each repository mainly holds."),
    }


@pytest.mark.parametrize(
    ("filters", "chart", "title"),
    [
        (Filters(kind="notebooks"), "licences", "One repository states no licence"),
        (Filters(family="none"), "licences", "No repository states a licence"),
        (Filters(family="mit"), "licences", "Every repository states a licence"),
        (Filters(kind="hardware"), "licences", "Eight repositories state no licence"),
        (Filters(family="none"), "readiness", "None is REUSE compliant, 7 of 20 have tests"),
        (
            Filters(only=frozenset({"reuse"})),
            "readiness",
            "All are REUSE compliant, most have tests",
        ),
        (
            Filters(only=frozenset({"no-tests"})),
            "readiness",
            "One is REUSE compliant, none has tests",
        ),
        (Filters(kind="docs"), "kinds", "All are docs"),
    ],
)
def test_titles_follow_the_rows(filters, chart, title):
    assert SAMPLE.filtered(filters).chart(chart).title == title


def test_the_title_says_when_none_has_tests():
    present = {"tests": False, "reuse_compliant": True}
    row = Repository("a/b", RepositoryKind.SOFTWARE, "MIT", "mit", present=present)
    portfolio = Portfolio.from_records(Records((row,), {}, (), (), About(date(2026, 8, 22))))
    assert portfolio.chart("readiness").title == "All are REUSE compliant, none has tests"


def test_what_needs_attention_is_red_and_clickable():
    chart = SAMPLE.chart("licences")
    red = [k for k, tone in zip(chart.keys, chart.tones, strict=True) if tone is Tone.ATTENTION]
    assert red == ["none", "own"]
    assert chart.filter_name == "family"
    for name in ("licences", "readiness", "kinds"):
        chart = SAMPLE.chart(name)
        for key, value in zip(chart.keys, chart.series[0].values, strict=True):
            opened = SAMPLE.filtered(Filters().with_(chart.filter_name, key))
            assert len(opened) == value, (name, key)


def test_every_tile_opens_as_many_rows_as_it_counts():
    for tile in SAMPLE.tiles():
        if tile.filters is not None:
            assert len(SAMPLE.filtered(tile.filters)) == tile.value, tile.id


def test_tiles_say_value_and_comparison():
    assert [(t.label, t.value, t.comparison) for t in SAMPLE.tiles()] == [
        ("No licence stated", 20, "of 127, 16 %"),
        ("Active in 12 months", 76, "of 127, 60 %"),
        ("Commits, 12 months", 22_803, "26,333 the year before"),
        ("Depends on one author", 50, "half of the commits"),
        ("REUSE compliant", 4, "of 127, 3 %"),
    ]


def test_choices_of_the_filters_with_counts():
    choices = SAMPLE.choices()
    assert [(c.label, c.count) for c in choices["kind"]] == KINDS
    # In the order of the list of families, which here differs in one place.
    swapped = [*FAMILIES[:-3], FAMILIES[-2], FAMILIES[-3], FAMILIES[-1]]
    assert [(c.label, c.count) for c in choices["family"]] == swapped
    assert [(c.value, c.count) for c in choices["active"]] == [("yes", 76), ("no", 51)]
    assert [(c.value, c.count) for c in choices["relation"]] == [
        ("hep-community", 31),
        ("cern-it", 25),
        ("cern-open-science", 14),
        ("cern-experiment", 11),
        ("cern-software", 10),
        ("ohwr-derived", 10),
        ("cern-accelerators", 8),
        ("hep-hardware", 7),
        ("cern-hardware", 5),
        ("cern-hep-infrastructure", 5),
        ("cern-training", 1),
    ]
    assert SAMPLE.filtered(Filters(kind="docs")).choices() == choices


def test_charts_of_no_rows():
    nothing = SAMPLE.filtered(Filters(name="nothing like this"))
    assert nothing.charts() == ()
    assert nothing.totals.repositories == nothing.totals.commits == 0
    assert nothing.totals.newest is None
    assert nothing.attention() == ()
    assert nothing.tiles()[0].comparison == "of 0, 0 %"
    with pytest.raises(InputError, match="No repository fits"):
        nothing.chart("licences")


def test_there_are_no_other_charts():
    assert tuple(c.id for c in SAMPLE.charts()) == CHARTS
    with pytest.raises(InputError, match="no chart “pie”"):
        SAMPLE.chart("pie")


def frame(*rows: tuple[str, str, int]):
    import pandas as pd

    return pd.DataFrame(rows, columns=["repo", "month", "commits"]).astype({"commits": "int64"})


def test_months_without_commits_count_as_none():
    found = metrics.monthly_commits(
        frame(("a", "2025-01", 12), ("b", "2025-01", 12), ("a", "2026-02", 24)), date(2026, 3, 9)
    )
    assert found["month"].iloc[0] == "2025-01"
    assert found["month"].iloc[-1] == "2026-03"
    assert found["commits"].sum() == 48
    assert found["mean"].isna().sum() == 11
    assert found["mean"].iloc[11] == 2
    assert found["mean"].iloc[-1] == 2


def test_windows_end_with_the_month_of_the_reference_date():
    assert metrics.last_windows(date(2026, 8, 22)) == (
        ("2025-09", "2026-08"),
        ("2024-09", "2025-08"),
    )
    assert metrics.last_windows(date(2026, 1, 1)) == (
        ("2025-02", "2026-01"),
        ("2024-02", "2025-01"),
    )


def test_an_empty_frame_of_months():
    found = metrics.monthly_commits(frame(), date(2026, 8, 22))
    assert len(found) == 0
    assert len(metrics.yearly_commits(found)) == 0


def test_a_portfolio_without_any_month_still_draws(tmp_path):
    (tmp_path / "repositories.csv").write_text(
        "repo,kind,license,head_date,commits,commits_12m,authors\na/b,docs,MIT,2026-08-22,0,0,0\n",
        encoding="utf-8",
    )
    (tmp_path / "monthly.csv").write_text("repo,month,commits\n", encoding="utf-8")
    portfolio = Portfolio.read(tmp_path)
    activity = portfolio.chart("activity")
    assert activity.labels == ()
    assert activity.title == "Commits a month"
    assert portfolio.totals.commits_12m == 0
    assert portfolio.chart("readiness").series[0].values == (), "nothing is known of any item"


def test_unknown_readiness_is_counted_apart():
    import pandas as pd

    rows = {item: pd.array([True, False, None], dtype="boolean") for item in metrics.READINESS}
    found = metrics.readiness(pd.DataFrame(rows))
    assert set(found["repositories"]) == {1}
    assert set(found["unknown"]) == {1}


def test_metrics_leave_their_frames_alone():
    before = SAMPLE.to_frame()
    found = SAMPLE.metrics()
    metrics.license_families(before)
    metrics.readiness(before)
    metrics.kinds(before)
    assert before.equals(SAMPLE.to_frame())
    assert list(found.kinds["no_license"]) == [9, 8, 2, 1]
    assert [c.kind for c in SAMPLE.charts()] == [Kind.BARS, Kind.SHARES, Kind.LINES, Kind.BARS]
