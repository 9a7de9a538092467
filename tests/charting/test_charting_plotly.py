# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as plotly JSON: plotly takes them, clicks name a value, themes use the tokens."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from charts_of_all_kinds import ALL, AREAS, DIVERGING, GROUPED, HEAT, MATRIX, SCATTER
from charts_of_all_kinds import SHARES as BANDS_OF_DAYS

from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.charting.plotly_figure import figure
from ospo_widgets.charting.tokens import DARK, LIGHT

BARS = Chart(
    id="families",
    title="t",
    basis="b",
    kind=Kind.BARS,
    label_header="Family",
    labels=("None stated", "<b>bold</b> & co", "Unknown"),
    series=(Series("Repositories", (20, 27, None)),),
    keys=("none", "apache", "unknown"),
    tones=(Tone.ATTENTION, Tone.NORMAL, Tone.QUIET),
    whole=127,
    filter_name="family",
)
SHARES = replace(BARS, kind=Kind.SHARES)
LINES = Chart(
    id="activity",
    title="t",
    basis="b",
    kind=Kind.LINES,
    label_header="Month",
    labels=tuple(f"2010-{m:02d}" for m in range(1, 13)),
    series=(
        Series("mean", (None, *range(11))),
        Series("each", tuple(range(12)), Tone.QUIET),
    ),
)
EMPTY_BARS = replace(BARS, labels=(), keys=(), tones=(), series=(Series("n", ()),))
EMPTY_LINES = replace(LINES, labels=(), series=(Series("n", ()),))
WORDS = replace(LINES, labels=tuple(f"step {i}" for i in range(12)))
NAN = replace(LINES, series=(Series("mean", (math.nan,) * 11 + (math.inf,)),))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "chart", [BARS, SHARES, LINES, EMPTY_BARS, EMPTY_LINES, WORDS, NAN, *ALL], ids=range(14)
)
def test_plotly_accepts_the_figure_and_so_does_json(chart, dark):
    import plotly.graph_objects as go

    made = figure(chart, dark=dark)
    assert set(made) == {"data", "layout", "narrow", "config"}
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    drawn = go.Figure(data=made["data"], layout=made["layout"])
    assert len(drawn.data) == len(made["data"])
    assert drawn.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_bars_lie_in_order_with_their_keys_and_text():
    (bars,) = figure(BARS)["data"]
    assert bars["orientation"] == "h"
    assert bars["customdata"] == ["none", "apache", "unknown"]
    assert bars["text"][:2] == ["20 (16 %)", "27 (21 %)"]
    assert bars["marker"]["color"] == [LIGHT.no, LIGHT.accent, LIGHT.ctl]
    assert figure(BARS)["layout"]["yaxis"]["autorange"] == "reversed"


def test_text_that_plotly_would_read_as_html_is_escaped():
    (bars,) = figure(BARS)["data"]
    assert bars["y"][1] == "&lt;b&gt;bold&lt;/b&gt; &amp; co"


def test_an_unknown_value_is_a_gap_and_is_said():
    made = figure(BARS)
    assert made["data"][0]["x"] == [20, 27, None]
    assert [a["text"] for a in made["layout"]["annotations"]] == ["not known"]


def test_shares_lie_on_a_ground_that_can_be_clicked_too():
    ground, bars = figure(SHARES)["data"]
    assert ground["x"] == [127, 127, 127]
    assert ground["hoverinfo"] == "skip"
    assert ground["customdata"] == bars["customdata"]


def test_the_quiet_line_lies_below_the_accent_line():
    quiet, mean = figure(LINES, dark=True)["data"]
    assert (quiet["name"], quiet["line"]["color"], quiet["line"]["width"]) == ("each", DARK.ctl, 1)
    assert (mean["name"], mean["line"]["color"], mean["line"]["width"]) == ("mean", DARK.accent, 2)
    assert mean["y"][0] is None
    assert not mean["connectgaps"]


def test_nothing_can_be_dragged_and_clicks_are_events():
    for chart in (BARS, LINES):
        made = figure(chart)
        assert made["layout"]["clickmode"] == "event"
        assert made["layout"]["dragmode"] is False
        assert made["layout"]["xaxis"]["fixedrange"]
        assert made["layout"]["yaxis"]["fixedrange"]
        assert made["config"]["displaylogo"] is False
        assert made["config"]["responsive"] is True


def test_themes_differ_only_in_colours():
    light, dark = (json.dumps(figure(LINES, dark=d)) for d in (False, True))
    for name in ("text", "muted", "line", "ctl", "accent", "sub", "no"):
        light = light.replace(getattr(LIGHT, name), name)
        dark = dark.replace(getattr(DARK, name), name)
    assert light == dark


def test_narrow_layouts_name_paths_of_the_layout():
    for chart in ALL:
        made = figure(chart)
        for path in made["narrow"]:
            into = made["layout"]
            *names, last = path.split(".")
            for name in names:
                into = into[name]
            assert last in into or last in {"showticklabels"}, path


def test_bands_are_stacked_named_and_chosen_by_their_trace():
    made = figure(AREAS)
    assert [t["stackgroup"] for t in made["data"]] == ["all"] * 4
    assert [t["meta"] for t in made["data"]] == ["none", "unknown", "apache-2.0", "gpl"]
    assert [t["fillcolor"] for t in made["data"]] == [
        LIGHT.no, LIGHT.ctl, LIGHT.bands[0], LIGHT.bands[1],
    ]  # fmt: skip
    assert made["data"][1]["y"][0] == 0
    assert made["layout"]["meta"] == {"pick": "bands"}
    assert (made["layout"]["dragmode"], made["layout"]["selectdirection"]) == ("select", "h")
    assert "None: 10" in [a["text"] for a in made["layout"]["annotations"]]


def test_shares_add_up_and_keep_their_counts():
    made = figure(BANDS_OF_DAYS)
    none, mit = made["data"]
    assert [round(a + b, 1) for a, b in zip(none["y"], mit["y"], strict=True)] == [100] * 6
    assert none["customdata"][0] == 176
    assert made["layout"]["xaxis"]["type"] == "date"
    assert made["layout"]["yaxis"]["range"] == [0, 100]


def test_one_point_in_time_is_a_stacked_bar():
    one = replace(
        BANDS_OF_DAYS,
        labels=BANDS_OF_DAYS.labels[:1],
        keys=(),
        series=tuple(replace(s, values=s.values[:1]) for s in BANDS_OF_DAYS.series),
    )
    made = figure(one)
    assert {t["type"] for t in made["data"]} == {"bar"}
    assert made["layout"]["barmode"] == "stack"


def test_labels_beside_lines_do_not_lie_over_each_other():
    made = figure(GROUPED)
    layout = made["layout"]
    high = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    heights = sorted(
        high * (1 - a["y"] / layout["yaxis"]["range"][1]) + a["ay"] for a in layout["annotations"]
    )
    assert len(heights) == 8
    assert all(b - a >= 15.5 for a, b in pairwise(heights))
    assert len({(t["line"]["color"], t["line"]["dash"]) for t in made["data"]}) == 8


def test_cells_have_text_ground_and_keys():
    made = figure(HEAT)
    (cells,) = made["data"]
    assert cells["text"][0][:2] == ["0", "11"]
    assert cells["hovertext"][0][1] == "cern-it (12), Column 1: 11"
    assert cells["hovertext"][1][1] == "hsf (40), Column 1: not known"
    assert made["layout"]["meta"]["rows"] == ["cern-it", "hsf"]
    assert made["layout"]["meta"]["columns"][:2] == ["c0", "c1"]
    (matrix,) = figure(MATRIX)["data"]
    assert matrix["text"] == [["■ 6", "○ 3", "▲ 1"], ["● 8", "", "▲ 1"]]


def test_every_class_of_cells_has_its_own_ground():
    (cells,) = figure(MATRIX, dark=True)["data"]
    count = cells["zmax"]
    colour_of = {scale[0] * count: scale[1] for scale in cells["colorscale"][::2]}
    shown = [[colour_of[z - 0.5] for z in row] for row in cells["z"]]
    assert shown == [
        [DARK.no_bg, DARK.unk_bg, DARK.cond_bg], [DARK.yes_bg, DARK.steps[0], DARK.cond_bg],
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "kind"), [(2_000, "scatter"), (2_001, "scattergl")])
def test_many_points_are_drawn_by_the_graphics_processor(count, kind):
    names = tuple(f"r{i}" for i in range(count))
    ones = Series("n", (5,) * count)
    chart = replace(SCATTER, labels=names, keys=names, tones=(), series=(ones, ones))
    (trace,) = figure(chart)["data"]
    assert trace["type"] == kind
    assert len(json.dumps(trace)) < 40 * count


def test_keys_of_points_go_as_they_are_and_are_shown_escaped():
    hostile = "<b>&"
    chart = replace(SCATTER, labels=(hostile, *SCATTER.labels[1:]), keys=(hostile, "b", "c", "d"))
    first = figure(chart)["data"][0]
    assert first["customdata"][0] == hostile
    assert first["text"][0] == "&lt;b&gt;&amp;"
    assert "%{text}" in first["hovertemplate"]


def test_bars_from_one_middle_leave_room_for_their_ends():
    made = figure(DIVERGING)
    left, right = made["data"]
    assert left["x"] == [-90, 0]
    assert left["text"] == ["90 %", "not known"]
    assert right["x"] == [98, 80]
    assert (left["meta"], right["meta"]) == ("hardware", "software")
    low, high = made["layout"]["xaxis"]["range"]
    assert low < -100
    assert high > 100


def test_an_empty_chart_says_so_and_draws_nothing():
    made = figure(replace(AREAS, labels=(), keys=(), series=()))
    assert made["data"] == []
    assert made["layout"]["annotations"][0]["text"] == "Nothing to show."
