# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“What to look at”, data quality and the list: sentences that open the rows they count."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from ospo_widgets.portfolio import Filters, Portfolio, table
from ospo_widgets.portfolio.attention import spikes

SAMPLE = Portfolio.sample()


def test_what_to_look_at():
    assert [(a.headline, a.detail, a.link) for a in SAMPLE.attention()] == [
        (
            "5 of the 20 without a licence are active.",
            "They had commits in the 12 months before 22 August 2026.",
            "See the 5",
        ),
        (
            "8 of 15 hardware repositories state no licence.",
            "For software it is 9 of 102.",
            "See the 8",
        ),
        (
            "3 repositories name a CERN-OHL as main licence.",
            "Two of them version 1.1 or 1.2, which version 2 replaces.",
            "See the 3",
        ),
        (
            "21 active repositories depend on one author.",
            "One person made half of the commits.",
            "See the 21",
        ),
        (
            "Data quality",
            "22 licences were corrected by hand; stars and issues are absent.",
            "Data quality page",
        ),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(kind="hardware"),
        Filters(active=True),
        Filters(relation="ohwr-derived", only=frozenset({"tests"})),
        Filters(family="none"),
    ],
)
def test_each_sentence_opens_the_rows_it_counts(filters):
    for item in SAMPLE.filtered(filters).attention():
        assert len(SAMPLE.filtered(item.filters)) == item.count, item.id
        if not item.unknown:
            assert item.headline.startswith(str(item.count))


def test_one_is_said_in_the_singular():
    (first, *_) = SAMPLE.filtered(Filters(kind="hardware")).attention()
    assert first.headline == "1 of the 8 without a licence is active."
    assert first.detail.startswith("It had commits")
    assert first.link == "See it"


def test_families_are_no_news_among_rows_of_one_family():
    ids = [a.id for a in SAMPLE.filtered(Filters(family="cern-ohl-1")).attention()]
    assert ids == ["quality"]


def test_data_quality_names_what_bends_the_figures():
    said = [s.text for s in SAMPLE.data_quality()]
    for sentence in (
        "22 main licences were corrected by hand, after reading the files.",
        "The last commit of 38 repositories is older than 2025.",
        "The 32 repositories with a commit in August 2026 made 17,506 commits in 12 months,"
        " 17,556 the year before.",
        "August 2010: 6,189 of 7,487 commits are of dmwm/WMCore alone.",
        "The REUSE tool was run on 5 of 127; the others are counted as not compliant.",
        "The set was picked for variety: shares describe it, not CERN.",
        "In this data, stars and issues are absent.",
    ):
        assert sentence in said


def test_statements_open_their_rows():
    opened = [len(SAMPLE.filtered(s.filters)) for s in SAMPLE.data_quality() if s.filters]
    assert opened == [22, 38]


def test_a_spike_needs_a_month_far_above_the_usual_made_by_one():
    usual = {f"r{i}": tuple((f"2026-{m:02d}", 10) for m in range(1, 13)) for i in range(10)}
    rows = [replace(SAMPLE.repositories[0], repo=repo) for repo in usual]
    about = replace(SAMPLE.about, reference_date=date(2026, 12, 31))
    assert spikes(Portfolio(rows, usual, about).selection) == ()
    usual["r0"] = (*usual["r0"][:-1], ("2026-12", 1_000))
    assert spikes(Portfolio(rows, usual, about).selection) == (
        "December 2026: 1,000 of 1,090 commits are of r0 alone.",
    )


def test_the_list_is_that_of_the_page():
    chosen = SAMPLE.filtered(Filters(family="none"))
    page = chosen.page()
    assert chosen.list_title() == "No licence stated: 20 repositories"
    assert (page.first, page.last, page.total, page.pages) == (1, 8, 20, 3)
    assert [(r.repo, r.commits_12m, r.authors, r.authors_for_half) for r in page.rows] == [
        ("alisw/alidist", 689, 121, 4),
        ("GSI-CS-CO/bel_projects", 314, 35, 3),
        ("HSF/hsf.github.io", 153, 287, 6),
        ("dmwm/CRABServer", 144, 46, 2),
        ("key4hep/key4hep-spack", 115, 38, 2),
        ("cms-sw/cmsdist", 0, 128, 4),
        ("NuQuantum/wr-cores", 0, 33, 2),
        ("lnls-dig/general-cores", 0, 26, 2),
    ]


@pytest.mark.parametrize(
    ("filters", "title"),
    [
        (Filters(), "All 127 repositories"),
        (
            Filters(kind="hardware", active=False),
            "Hardware · not active in 12 months: 12 repositories",
        ),
        (Filters(family="other"), "Other: 1 repository"),
        (Filters(name="zzz"), "“zzz”: 0 repositories"),
    ],
)
def test_titles_of_the_list(filters, title):
    assert SAMPLE.filtered(filters).list_title() == title


@pytest.mark.parametrize("sort", table.SORTS)
def test_every_order_is_total_and_pages_hold_each_row_once(sort):
    shuffled = tuple(reversed(SAMPLE.repositories))
    assert table.sorted_rows(shuffled, sort) == table.sorted_rows(SAMPLE.repositories, sort)
    pages = [SAMPLE.page(sort=sort, number=n, size=25) for n in range(1, 7)]
    rows = [r.repo for page in pages for r in page.rows]
    assert len(rows) == len(set(rows)) == 127
    assert [p.first for p in pages] == [1, 26, 51, 76, 101, 126]


@pytest.mark.parametrize(("number", "expected"), [(-3, 1), (0, 1), (6, 6), (99, 6)])
def test_a_page_beyond_the_ends_is_the_nearest(number, expected):
    assert SAMPLE.page(number=number, size=25).number == expected


def test_a_page_of_nothing():
    page = table.page((), size=8)
    assert (page.rows, page.number, page.pages, page.first, page.last) == ((), 1, 1, 0, 0)
    with pytest.raises(KeyError):
        table.page((), sort="colour")


def test_the_table_marks_its_order_and_links_its_rows():
    html = table.to_html(SAMPLE.page().rows, "All", sort="commits")
    root = ET.fromstring(html)
    heads = root.findall("thead/tr/th")
    assert [h.get("aria-sort") for h in heads] == [None] * 4 + ["descending"] + [None] * 3
    assert heads[4].find("span").get("class") == "sorted"
    assert root.find("tbody/tr/th/a").get("href") == "https://github.com/AliceO2Group/O2Physics"
    cells = root.findall("tbody/tr")[0].findall("td")
    assert [c.get("data-h") for c in cells][:2] == ["Kind", "Licence"]
    own = table.to_html(SAMPLE.page().rows, "All", address=lambda r: f"?repo={r.repo}")
    assert 'href="?repo=AliceO2Group/O2Physics"' in own


def test_hostile_names_stay_text():
    bad = replace(SAMPLE.repositories[0], repo="<img src=x onerror=alert(1)>", url="javascript:x")
    html = table.to_html([bad], "<b>")
    assert "<img" not in html
    assert "javascript" not in html
    assert "<b>" not in html


def test_small_groups_of_authors_are_withheld():
    small = [r for r in SAMPLE.repositories if r.authors < 5]
    assert len(small) == 17
    assert {table.cells(r)[5] for r in small} == {"fewer than 5"}
    rows = {r["Repository"]: r for r in csv.DictReader(io.StringIO(SAMPLE.to_csv()))}
    assert {rows[r.repo]["Authors"] for r in small} == {""}
    found = {r["repo"]: r["authors"] for r in SAMPLE.to_json()["repositories"]}
    assert {found[r.repo] for r in small} == {None}


def test_the_csv_has_every_row_and_no_formulas():
    rows = list(csv.DictReader(io.StringIO(SAMPLE.to_csv())))
    assert len(rows) == 127
    assert rows[0]["Repository"] == "AliceO2Group/O2Physics"
    assert rows[0]["Commits, 12 months"] == "4298"
    bad = replace(SAMPLE.repositories[0], repo="=HYPERLINK(1)/x", main_language="+x")
    out = table.to_csv([bad])
    assert "'=HYPERLINK(1)/x" in out
    assert not re.search(r"(^|,)[=+@-]", out, flags=re.M)
