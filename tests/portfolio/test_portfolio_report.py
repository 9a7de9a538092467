# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report is one whole, safe file; the portfolio works as an object in a notebook."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.markup import VOID_TAGS
from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.charts import CHARTS
from ospo_widgets.portfolio.report import report_html

SAMPLE = Portfolio.sample()
DAY = date(2026, 11, 22)


class Outline(HTMLParser):
    """Tags, ids and text of a page; fails where a tag is not closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID_TAGS:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "style" not in self._open:
            self.text += data


FULL = report_html(SAMPLE, date=DAY)


def test_the_report_is_whole_and_needs_nothing_from_elsewhere():
    page = Outline(FULL)
    assert page.tags["h1"] == page.tags["main"] == 1
    assert page.tags["script"] == page.tags["img"] == page.tags["iframe"] == 0
    assert len(page.ids) == len(set(page.ids))
    names = {name for name, _ in page.attributes}
    assert "src" not in names
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in names
    assert "@import" not in FULL
    assert "url(" not in FULL
    assert "default-src 'none'" in FULL
    assert '<html lang="en">' in FULL


def test_each_chart_has_two_drawings_and_its_table():
    page = Outline(FULL)
    assert page.tags["svg"] == 2 * len(CHARTS)
    assert page.tags["table"] == page.tags["caption"] == len(CHARTS) + 1
    for chart in SAMPLE.charts():
        assert chart.title in page.text
        assert chart.basis in page.text


def test_the_report_says_the_figures_and_their_quality():
    text = Outline(FULL).text
    for said in (
        "Report of 22 November 2026. No filters: all 127 repositories.",
        "127 repositories, 598,969 commits. Newest commit 22 August 2026.",
        "22,803",
        "26,333 the year before",
        "92 the year before",
        "5 of the 20 without a licence are active.",
        "All 127 repositories",
        "22 main licences were corrected by hand, after reading the files.",
    ):
        assert said in text


def test_the_report_lists_every_row_and_withholds_small_groups():
    text = Outline(FULL).text
    assert all(r.repo in text for r in SAMPLE.repositories)
    assert text.count("fewer than 5") == 17


def test_the_report_names_its_filters():
    text = Outline(report_html(SAMPLE, Filters(kind="hardware", active=True), date=DAY)).text
    assert "Filters: Kind: hardware; Active in 12 months: Yes. 3 of 127 repositories." in text
    chosen = SAMPLE.filtered(Filters(kind="hardware", active=True))
    assert Outline(report_html(chosen, date=DAY)).text == text


def test_a_report_of_nothing_says_so():
    page = Outline(report_html(SAMPLE, Filters(name="zzz"), date=DAY))
    assert "No repository fits these filters." in page.text
    assert "0 of 127 repositories." in page.text
    assert page.tags["svg"] == page.tags["table"] == 0


def test_hostile_texts_stay_text_in_the_report():
    evil = "</style><script>alert(1)</script>"
    bad = replace(SAMPLE.repositories[0], repo=evil, license=evil, url="javascript:alert(1)")
    portfolio = Portfolio((bad,), {evil: (("2026-08", 3),)}, replace(SAMPLE.about, basis=evil))
    page = Outline(report_html(portfolio, Filters(name="<"), date=DAY, title=evil))
    assert page.tags["script"] == 0
    assert page.tags["h1"] == 1
    assert not [v for n, v in page.attributes if n == "href" and "javascript" in v]


def test_the_title_can_be_chosen():
    assert "<title>March</title>" in report_html(SAMPLE, date=DAY, title="March")
    assert "<title>Portfolio report</title>" in FULL


def test_the_csv_follows_the_filters():
    assert len(SAMPLE.filtered(Filters(kind="hardware")).to_csv().splitlines()) == 16
    assert len(SAMPLE.to_csv().splitlines()) == 128


def test_no_report_holds_an_address_of_a_person():
    assert not re.search(r"[\w.]@[\w.]", Outline(FULL).text + SAMPLE.to_csv())
    assert "@" not in json.dumps(SAMPLE.to_json())


def test_plain_data_is_json_and_says_what_the_page_says():
    data = json.loads(json.dumps(SAMPLE.to_json(), allow_nan=False))
    assert data["figures"]["commits"] == 598_969
    assert data["reference_date"] == "2026-08-22"
    assert [c["id"] for c in data["charts"]] == list(CHARTS)
    assert data["charts"][0]["rows"][0] == ["None stated", 20]
    assert len(data["repositories"]) == data["total"] == 127
    assert data["attention"][0]["filters"] == "family=none&active=yes"
    assert data["repositories"][0]["repo"] == "AliceO2Group/O2Physics"
    nothing = SAMPLE.filtered(Filters(name="zzz")).to_json()
    assert json.loads(json.dumps(nothing))["repositories"] == []


def test_the_frame_is_a_copy_with_types():
    frame = SAMPLE.to_frame()
    assert len(frame) == 127
    assert str(frame["head_date"].dtype).startswith("datetime64")
    assert str(frame["reuse"].dtype) == "boolean"
    assert frame["commits"].sum() == 598_969
    frame["commits"] = 0
    assert SAMPLE.to_frame()["commits"].sum() == 598_969


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_is_a_plotly_figure(name, dark):
    import plotly.graph_objects as go

    figure = SAMPLE.figure(name, dark=dark)
    assert isinstance(figure, go.Figure)
    json.loads(figure.to_json())
    if name == "licences":
        assert list(figure.data[0].x)[:2] == [20, 3]


def test_a_notebook_shows_heading_tiles_and_rows():
    page = Outline(SAMPLE._repr_html_())
    assert "127 repositories, 598,969 commits." in page.text
    assert page.tags["table"] == 1
    assert "1 to 8 of 127" in page.text
    nothing = SAMPLE.filtered(Filters(name="zzz"))._repr_html_()
    assert Outline(nothing).text == "No repository fits these filters."


def test_one_repository_and_its_licence_history():
    repository = SAMPLE.repository("AIDASoft/DD4hep")
    assert repository.license == "LGPL-3.0-only"
    dates = [event.date for event in SAMPLE.license_history("AIDASoft/DD4hep")]
    assert len(dates) == 3
    assert dates == sorted(dates)
    assert SAMPLE.filtered(Filters(kind="docs")).repository("AIDASoft/DD4hep") is repository
    with pytest.raises(InputError, match="no repository “x/y”"):
        SAMPLE.repository("x/y")


def test_an_overlay_replaces_the_sample(tmp_path, monkeypatch):
    folder = tmp_path / "portfolio"
    folder.mkdir()
    (folder / "repositories.csv").write_text(
        "repo,kind,license,head_date,commits,commits_12m,authors\na/b,data,,2026-01-02,1,1,9\n",
        encoding="utf-8",
    )
    (folder / "monthly.csv").write_text("repo,month,commits\na/b,2026-01,1\n", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert [r.repo for r in Portfolio.sample().repositories] == ["a/b"]
    assert "All 1" not in report_html(Portfolio.sample(), date=DAY)


def test_importing_the_room_loads_no_heavy_library():
    code = (
        "import sys, ospo_widgets.portfolio, ospo_widgets.charting.plotly_figure;"
        "print([m for m in ('pandas', 'numpy', 'plotly', 'jinja2', 'license_expression')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
