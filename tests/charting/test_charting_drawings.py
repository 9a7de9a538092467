# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as SVG and as table: what they say, that they fit, that nothing gets out of its text."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.charting.describe import describe
from ospo_widgets.charting.measure import label_ticks, text_width
from ospo_widgets.charting.model import Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number, percent, ticks, value_text
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import csv_text, to_csv, to_details, to_table
from ospo_widgets.charting.tokens import DARK, FONT, LIGHT
from ospo_widgets.resources import static_text

BARS = Chart(
    id="families",
    title="Twenty state no licence",
    basis="By family.",
    kind=Kind.BARS,
    label_header="Family",
    labels=("None stated", "Apache-2.0", "Other"),
    series=(Series("Repositories", (20, 27, 0)),),
    keys=("none", "apache", "other"),
    tones=(Tone.ATTENTION, Tone.NORMAL, Tone.QUIET),
    whole=127,
    filter_name="family",
    caption="Repositories by family",
)
SHARES = replace(BARS, id="items", kind=Kind.SHARES, tones=())
MONTHS = tuple(f"{2010 + i // 12}-{i % 12 + 1:02d}" for i in range(200))
LINES = Chart(
    id="activity",
    title="Commits",
    basis="",
    kind=Kind.LINES,
    label_header="Month",
    labels=MONTHS,
    series=(
        Series("each month", tuple(float(i % 50) * 100 for i in range(200)), Tone.QUIET),
        Series("mean", tuple(None if i < 11 else 2450.0 + i for i in range(200))),
    ),
)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def test_bars_carry_label_value_and_share():
    svg = parsed(draw(BARS))
    texts = [t.text for t in svg.iter("text")]
    assert texts == ["None stated", "20 (16 %)", "Apache-2.0", "27 (21 %)", "Other", "0 (0 %)"]
    bars = list(svg.iter("rect"))
    assert [r.get("class") for r in bars] == ["bn", "b"]
    widths = [float(r.get("width")) for r in bars]
    assert widths[0] / widths[1] == pytest.approx(20 / 27, abs=0.01)


def test_a_drawing_is_named_and_described():
    svg = parsed(draw(BARS))
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby").split()
    by_id = {e.get("id"): e.text for e in svg.iter() if e.get("id")}
    assert by_id[ids[0]] == "Repositories by family"
    assert by_id[ids[1]] == "Horizontal bars. None stated 20, Apache-2.0 27, Other 0."


def test_wide_and_narrow_drawings_do_not_share_ids():
    wide, narrow = parsed(draw(BARS)), parsed(draw(BARS, width=328))
    assert wide.get("aria-labelledby") != narrow.get("aria-labelledby")
    assert narrow.get("viewBox").startswith("0 0 328 ")


def test_narrow_drawings_take_short_labels():
    short = replace(
        BARS, labels=("Own licence, no SPDX id", "A", "B"), short_labels=("Own", "A", "B")
    )
    assert "Own licence" in re.sub(r"<desc.*?</desc>", "", draw(short))
    assert "Own licence" not in re.sub(r"<desc.*?</desc>", "", draw(short, width=328))


def test_shares_lie_on_a_ground_that_is_the_whole():
    rects = list(parsed(draw(SHARES)).iter("rect"))
    ground, bar = rects[0], rects[1]
    assert (ground.get("class"), bar.get("class")) == ("b0", "b")
    assert float(bar.get("width")) / float(ground.get("width")) == pytest.approx(20 / 127, abs=0.01)


def test_everything_stays_inside_the_drawing():
    for width in (560, 328):
        for chart in (BARS, SHARES, LINES):
            svg = parsed(draw(chart, width=width))
            for rect in svg.iter("rect"):
                assert float(rect.get("x")) + float(rect.get("width")) <= width
            for line in svg.iter("polyline"):
                points = [tuple(map(float, p.split(","))) for p in line.get("points").split()]
                height = float(svg.get("viewBox").split()[3])
                assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_lines_start_where_values_start_and_say_their_last_value():
    svg = parsed(draw(LINES))
    classes = {line.get("class"): len(line.get("points").split()) for line in svg.iter("polyline")}
    assert classes == {"lt": 200, "ln": 189}
    assert "mean: 2,649" in [t.text for t in svg.iter("text")]


def test_a_gap_splits_a_line_and_a_single_point_is_a_dot():
    values = (1.0, 2.0, None, 4.0, None, 6.0, 7.0)
    chart = replace(LINES, labels=tuple("abcdefg"), series=(Series("x", values),))
    svg = parsed(draw(chart))
    assert [len(p.get("points").split()) for p in svg.iter("polyline")] == [2, 2]
    assert len(list(svg.iter("circle"))) == 1


def test_lines_that_need_attention_have_their_own_class():
    chart = replace(LINES, series=(Series("x", (1.0,) * 200, Tone.ATTENTION),))
    line = next(iter(parsed(draw(chart)).iter("polyline")))
    assert (line.get("class"), line.get("stroke")) == ("la", LIGHT.no)


def test_unknown_values_are_said_and_not_drawn():
    chart = replace(BARS, series=(Series("n", (None, 3, math.nan)),), tones=())
    svg = parsed(draw(chart))
    assert [t.text for t in svg.iter("text")][1::2] == ["not known", "3 (2 %)", "not known"]
    assert len(list(svg.iter("rect"))) == 1


def test_a_chart_without_values_says_so():
    empty = replace(BARS, labels=(), series=(Series("n", ()),), keys=(), tones=())
    assert "Nothing to show." in draw(empty)
    lines = replace(LINES, labels=(), series=(Series("n", ()),))
    assert "Nothing to show." in draw(lines)


def test_all_zero_draws_no_bar():
    chart = replace(BARS, series=(Series("n", (0, 0, 0)),))
    assert not list(parsed(draw(chart)).iter("rect"))


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_text_becomes_markup(label, title):
    hostile = "</text><script>alert(1)</script>"
    chart = replace(BARS, labels=(label, hostile, "x"), title=title, caption="", id="h")
    for width in (560, 328):
        svg = parsed(draw(chart, width=width))
        assert not list(svg.iter("script"))
    assert "<script" not in to_table(chart)
    assert "<script" not in to_details(chart)


def test_long_labels_are_cut_with_an_ellipsis():
    chart = replace(BARS, labels=("A" * 80, "b", "c"))
    shown = [t.text for t in parsed(draw(chart, width=328)).iter("text")]
    assert shown[0].endswith("…")
    assert text_width(shown[0]) < 328 * 0.42


def test_a_file_of_its_own_brings_its_colours():
    root = parsed(draw(BARS, standalone=True, dark=True))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == "560"
    text = draw(BARS, standalone=True, dark=True)
    assert DARK.bg in text
    assert DARK.accent in text


def test_years_are_the_ticks_of_months():
    assert [t for _, t in label_ticks(MONTHS, 5)] == ["2010", "2014", "2018", "2022", "2026"]
    assert [t for _, t in label_ticks(MONTHS, 3)] == ["2010", "2018", "2026"]
    assert [t for _, t in label_ticks(("a", "b", "c"), 5)] == ["a", "b", "c"]
    assert label_ticks((), 5) == []


@pytest.mark.parametrize(
    ("highest", "steps"),
    [(0, [0, 1]), (1, [0, 1]), (3, [0, 1, 2, 3]), (7487, [0, 2000, 4000, 6000, 8000])],
)
def test_ticks_are_round_and_reach_the_top(highest, steps):
    assert ticks(highest) == steps


@given(st.floats(min_value=0, max_value=1e12))
def test_ticks_always_reach_the_top(highest):
    steps = ticks(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest
    assert len(steps) <= 12


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "not known"), (math.nan, "not known"), (0, "0"), (22803, "22,803"), (32.25, "32.2")],
)
def test_numbers_for_people(value, text):
    assert number(value) == text


def test_percentages_never_round_to_nothing_or_everything():
    assert percent(1, 1000) == "<1"
    assert percent(999, 1000) == ">99"
    assert percent(20, 127) == "16"
    assert (percent(0, 5), percent(5, 5)) == ("0", "100")
    assert value_text(3, 0) == "3"


def test_lines_are_described_by_highest_and_last():
    chart = replace(LINES, labels=("2010-01", "2010-02"), series=(Series("mean", (5.0, 3.0)),))
    assert describe(chart) == "Lines from 2010-01 to 2010-02. mean: highest 5 in 2010-01, last 3."


def test_the_table_has_caption_and_headers():
    table = parsed(to_table(BARS))
    assert table.find("caption").text == "Repositories by family"
    assert [h.text for h in table.iter("th")][:2] == ["Family", "Repositories"]
    assert [c.text for c in table.iter("td")] == ["20", "27", "0"]


def test_a_chart_may_bring_its_own_table():
    years = ChartTable("By year", ("Year", "Commits"), (("2010", 23024), ("2011", None)))
    table = parsed(to_table(replace(LINES, table=years)))
    assert [c.text for c in table.iter("td")] == ["23,024", "not known"]
    assert [r.find("th").text for r in table.find("tbody")] == ["2010", "2011"]
    assert len(to_csv(replace(LINES, table=years)).splitlines()) == 201


def test_details_hold_a_named_scroll_box():
    details = parsed(to_details(BARS))
    assert details.find("summary").text == "Same data as a table"
    assert details.find("div").get("aria-label") == "Repositories by family"


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_csv_cells_are_no_formulas(start):
    out = csv_text(["a", "b"], [[start + "cmd|' /C calc'!A0", -5]])
    assert f"'{start}cmd" in out
    assert out.rstrip().endswith(",-5")


def test_labels_keys_and_tones_must_fit():
    for wrong in ({"keys": ("a",)}, {"tones": (Tone.QUIET,)}, {"short_labels": ("a",)}):
        with pytest.raises(ValueError, match="differ in length"):
            replace(BARS, **wrong)


def test_tokens_are_those_of_the_style_sheet():
    css = static_text("ospo.css")
    blocks = re.findall(r"\{([^}]*)\}", css)
    light = next(b for b in blocks if "--accent: #0033A0" in b)
    dark = next(b for b in blocks if "--accent: #9DB8FF" in b)
    for name in ("sub", "text", "muted", "line", "ctl", "accent", "no", "yes", "cond", "unk"):
        assert f"--{name}: {getattr(LIGHT, name)}" in light
        assert f"--{name}: {getattr(DARK, name)}" in dark
    assert LIGHT.bg in light
    assert DARK.bg in dark
    assert FONT in css
