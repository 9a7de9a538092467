# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts as plotly JSON: plotly takes them, clicks name a value, themes use the tokens."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

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
    "chart", [BARS, SHARES, LINES, EMPTY_BARS, EMPTY_LINES, WORDS, NAN], ids=range(7)
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
