# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bands, grids, points and bars from one middle: what they show, in SVG and as HTML."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from charts_of_all_kinds import ALL, AREAS, DIVERGING, GROUPED, HEAT, MATRIX, SCATTER, SHARES
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.charting.describe import describe
from ospo_widgets.charting.html_grid import to_grid
from ospo_widgets.charting.measure import text_width
from ospo_widgets.charting.model import MOST_SERIES, Chart, Kind, Series, Tone
from ospo_widgets.charting.style import RULES
from ospo_widgets.charting.svg import draw, draw_file
from ospo_widgets.charting.svg_grid import level
from ospo_widgets.charting.table import chart_table, to_csv, to_table
from ospo_widgets.charting.tokens import DARK, LIGHT
from ospo_widgets.markup import tag
from ospo_widgets.resources import static_text

WIDTHS = (560, 328)


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def points_of(element: ET.Element) -> list[tuple[float, float]]:
    return [tuple(map(float, p.split(","))) for p in element.get("points").split()]


def texts_of(svg: ET.Element) -> list[str]:
    return [t.text for t in svg.iter("text")]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", ALL, ids=lambda c: c.id)
def test_everything_stays_inside_the_drawing(chart: Chart, width: int) -> None:
    svg = parsed(draw(chart, width=width))
    height = float(svg.get("viewBox").split()[3])
    for rect in svg.iter("rect"):
        assert float(rect.get("x")) >= 0
        assert float(rect.get("x")) + float(rect.get("width")) <= width + 0.2
        assert float(rect.get("y")) + float(rect.get("height")) <= height
    for shape in (*svg.iter("polyline"), *svg.iter("polygon")):
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points_of(shape))
    for circle in svg.iter("circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    for text in svg.iter("text"):
        if text.get("transform"):
            continue
        x, wide = float(text.get("x")), text_width(text.text)
        left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("text-anchor"), x)
        assert left >= -2, text.text
        assert left + wide <= width + 2, text.text


@pytest.mark.parametrize("chart", ALL, ids=lambda c: c.id)
def test_every_kind_is_described_named_and_a_table(chart: Chart) -> None:
    svg = parsed(draw(chart))
    assert svg.find("title").text == chart.subject
    said = svg.find("desc").text
    assert said == describe(chart)
    assert said.endswith(".")
    assert "{" not in said
    table = parsed(to_table(chart))
    assert len(table.findall("tbody/tr")) == len(chart.labels)
    assert len(to_csv(chart).splitlines()) == len(chart.labels) + 1


@pytest.mark.parametrize("kind", list(Kind))
def test_a_chart_without_labels_says_so(kind: Kind) -> None:
    series = (Series("a", ()), Series("b", ()))
    axes = SCATTER.axes if kind is Kind.SCATTER else ()
    empty = Chart("e", "t", "b", kind, "h", (), series, axes=axes)
    assert "Nothing to show." in draw(empty)
    assert describe(empty) == "Nothing to show."


@given(st.text(max_size=40))
def test_no_text_becomes_markup_in_any_kind(label: str) -> None:
    hostile = "</text><script>alert(1)</script>"
    for chart in ALL:
        labels = (label, *chart.labels[1:]) if chart.kind is not Kind.LINES else chart.labels
        first = replace(chart.series[0], name=hostile, short_name="", texts=(), key=hostile)
        made = replace(chart, labels=labels, title=hostile, series=(first, *chart.series[1:]))
        for width in WIDTHS:
            assert not list(parsed(draw(made, width=width)).iter("script"))
        assert not list(parsed(draw_file(made)).iter("{http://www.w3.org/2000/svg}script"))
        if made.grid:
            assert not list(parsed(to_grid(made)).iter("script"))


def test_bands_lie_on_each_other_and_end_at_the_sum() -> None:
    svg = parsed(draw(AREAS))
    bands = list(svg.iter("polygon"))
    assert [b.get("class") for b in bands] == ["bn", "bq", "s1", "s2"]
    count = len(points_of(bands[0])) // 2
    for lower, upper in pairwise(bands):
        floor = points_of(upper)[count:]
        assert floor[::-1] == points_of(lower)[:count]


def test_bands_say_their_name_and_last_value_and_none_that_never_had_one() -> None:
    never = replace(AREAS, series=(*AREAS.series, Series("Never", (0,) * 100)))
    said = texts_of(parsed(draw(never)))
    assert "None: 10" in said
    assert "Apache-2.0: 99" in said
    assert "GPL: 0" in said
    assert not any("Never" in text for text in said)


def test_shares_fill_the_whole_height() -> None:
    svg = parsed(draw(SHARES))
    top = points_of(list(svg.iter("polygon"))[-1])[: len(SHARES.labels)]
    assert {y for _, y in top} == {10.0}
    assert "MIT: 52 %" in texts_of(svg)
    assert "100 %" in texts_of(svg)


def test_a_sum_of_nothing_is_no_share() -> None:
    zero = replace(SHARES, series=(Series("a", (0,) * 6), Series("b", (None,) * 6)))
    svg = parsed(draw(zero))
    assert all(math.isfinite(v) for p in svg.iter("polygon") for xy in points_of(p) for v in xy)


def test_days_lie_by_time_not_by_number() -> None:
    svg = parsed(draw(SHARES))
    across = [x for x, _ in points_of(next(iter(svg.iter("polygon"))))[:6]]
    gaps = [b - a for a, b in pairwise(across)]
    assert gaps[-1] / gaps[1] == pytest.approx(521 / 278, rel=0.02)
    assert [t for t in texts_of(svg) if re.fullmatch(r"\d{4}", t)] == [
        "2022",
        "2023",
        "2024",
        "2025",
    ]


def test_one_point_in_time_is_a_block_over_the_width() -> None:
    one = replace(
        SHARES,
        labels=SHARES.labels[:1],
        keys=SHARES.keys[:1],
        series=tuple(replace(s, values=s.values[:1]) for s in SHARES.series),
    )
    points = points_of(next(iter(parsed(draw(one)).iter("polygon"))))
    assert points[1][0] - points[0][0] > 300


def test_many_points_are_thinned_and_keep_the_last() -> None:
    long = 600
    chart = replace(
        AREAS,
        labels=tuple(f"step {i}" for i in range(long)),
        keys=(),
        series=(Series("a", (*(1,) * (long - 1), 5)),),
    )
    points = points_of(next(iter(parsed(draw(chart)).iter("polygon"))))
    assert len(points) <= 2 * 141
    assert len({y for _, y in points}) == 3  # before, the last, the floor


def test_labels_of_lines_do_not_lie_over_each_other() -> None:
    for width in WIDTHS:
        svg = parsed(draw(GROUPED, width=width))
        labels = [t for t in svg.iter("text") if t.text.startswith("Item")]
        assert len(labels) == 8
        heights = sorted(float(t.get("y")) for t in labels)
        assert all(b - a >= 15.9 for a, b in pairwise(heights))


def test_lines_differ_by_more_than_colour() -> None:
    svg = parsed(draw(GROUPED))
    looks = [
        (line.get("class"), line.get("stroke-dasharray"))
        for line in svg.iter("polyline")
        if line.get("class") != "lead"
    ]
    assert len(looks) == len(set(looks)) == 8


def test_a_name_is_cut_before_its_value_is() -> None:
    first = replace(GROUPED.series[0], name="N" * 90, short_name="")
    long = replace(GROUPED, series=(first, *GROUPED.series[1:]))
    (label,) = [t for t in texts_of(parsed(draw(long))) if t.startswith("NN")]
    assert label.endswith("…: 99 %")


def test_heat_cells_say_their_value_and_shade_it() -> None:
    svg = parsed(draw(HEAT))
    cells = [(r.get("class")) for r in svg.iter("rect")]
    assert cells[:3] == ["h0", "h1", "h1"]
    assert cells[10:] == ["cu"] * 10
    assert {"0", "11", "91"} <= set(texts_of(svg))
    assert describe(HEAT).startswith("A grid of 2 rows and 10 columns. cern-it (12), Column 0: 0;")


def test_columns_that_do_not_fit_follow_below() -> None:
    wide, narrow = (parsed(draw(HEAT, width=width)) for width in WIDTHS)
    assert len(list(wide.iter("rect"))) == len(list(narrow.iter("rect"))) == 20
    assert texts_of(wide).count("hsf (40)") == 1
    assert texts_of(narrow).count("hsf (40)") == 2


@pytest.mark.parametrize(
    ("value", "whole", "step"),
    [(0, 100, 0), (0.1, 100, 1), (25, 100, 1), (26, 100, 2), (100, 100, 4), (200, 100, 4),
     (None, 100, 0), (math.nan, 100, 0), (5, 0, 0)],
)  # fmt: skip
def test_steps_of_a_heat_map(value: float | None, whole: float, step: int) -> None:
    assert level(value, whole) == step


def test_a_matrix_has_a_sign_beside_each_colour() -> None:
    svg = parsed(draw(MATRIX))
    assert [r.get("class") for r in svg.iter("rect")] == ["cn", "cu", "cc", "cy", "h0", "cc"]
    assert {"■ 6", "● 8", "○ 3", "▲ 1"} <= set(texts_of(svg))


def test_points_without_a_place_are_left_out_and_attention_is_named() -> None:
    svg = parsed(draw(SCATTER))
    dots = [c.get("class") for c in svg.iter("circle")]
    assert dots == ["b dot", "bn dot"]
    assert "b/two" in texts_of(svg)
    assert "a/one" not in texts_of(svg)


def test_thousands_of_points_are_put_together() -> None:
    count = 5_000
    names = tuple(f"r{i}" for i in range(count))
    chart = replace(
        SCATTER,
        labels=names,
        keys=names,
        tones=(),
        series=(
            Series("x", tuple(1 + i % 700 for i in range(count))),
            Series("y", tuple(1 + i % 9 for i in range(count))),
        ),
    )
    assert 0 < len(list(parsed(draw(chart)).iter("circle"))) < 2_000


def test_bars_from_one_middle_go_both_ways_and_say_what_is_not_known() -> None:
    for width in WIDTHS:
        svg = parsed(draw(DIVERGING, width=width))
        middle = float(next(line for line in svg.iter("line")).get("x1"))
        bars = [(r.get("class"), float(r.get("x")) < middle) for r in svg.iter("rect")]
        assert bars == [("b", True), ("bq", False), ("bq", False)]
        assert {"Hardware (15)", "Software (102)", "not known", "98 %"} <= set(texts_of(svg))


def test_a_grid_is_a_table_with_real_headers() -> None:
    box = parsed(to_grid(MATRIX))
    table = box.find("table")
    assert box.get("tabindex") == "0"
    assert box.get("aria-label") == table.find("caption").text == "t"
    assert [h.get("scope") for h in table.iter("th")] == ["col"] * 4 + ["row"] * 2
    assert [c.get("class") for c in table.iter("td")] == ["cn", "cu", "cc", "cy", "h0", "cc"]


def test_only_what_chooses_something_is_pressable() -> None:
    def link(said, rows, columns):
        return tag("button", said, title=f"{'+'.join(rows)}|{'+'.join(columns)}")

    def pressed(chart: Chart) -> list[str]:
        return [b.get("title") for b in parsed(to_grid(chart, link)).iter("button")]

    assert pressed(MATRIX) == [
        "apache|gpl", "apache|none", "apache|mpl", "gpl|gpl", "gpl|mpl",
    ]  # fmt: skip
    heat = pressed(HEAT)
    assert heat[:10] == [f"|c{k}" for k in range(10)]
    assert heat[10:12] == ["cern-it|", "cern-it|c0"]
    assert len(heat) == 10 + 2 + 10  # nothing is known of the second row
    assert pressed(replace(HEAT, filter_name="", series_filter="")) == []


def test_a_file_says_title_and_basis_and_needs_nothing_else() -> None:
    long = replace(AREAS, title="many words " * 20, basis="because " * 40)
    for dark, colours in ((False, LIGHT), (True, DARK)):
        made = draw_file(long, width=600, dark=dark)
        svg = parsed(made)
        head = [
            t.text for t in svg.iter("{http://www.w3.org/2000/svg}text") if t.get("class") == "head"
        ]
        assert " ".join(head) == long.title.strip()
        assert max(text_width(line) * 20 / 13 for line in head) <= 600
        assert colours.bg in made
        assert "var(" not in made
        assert svg.get("width") == "600"
        assert svg.get("height") == svg.get("viewBox").split()[3]


def test_the_style_sheet_has_every_class_of_drawings() -> None:
    css = re.sub(r"\s+", "", static_text("ospo.css"))
    missing = []
    for rule in RULES:
        selector, declarations = rule.rstrip("}").split("{")
        wanted = f".ospo svg {selector}{{{declarations};}}".replace(" ", "")
        if wanted not in css:
            missing.append(rule)
    assert missing == []


def test_shades_of_the_style_sheet_are_those_of_the_tokens() -> None:
    blocks = re.findall(r"\{([^}]*)\}", static_text("ospo.css"))
    light = next(b for b in blocks if "--accent: #0033A0" in b)
    dark = next(b for b in blocks if "--accent: #9DB8FF" in b)
    for block, tokens in ((light, LIGHT), (dark, DARK)):
        assert all(f"--s{i}: {c};" in block for i, c in enumerate(tokens.bands, 1))
        assert all(f"--h{i}: {c};" in block for i, c in enumerate(tokens.steps))
        for name in ("yes-bg", "cond-bg", "no-bg", "unk-bg"):
            assert f"--{name}: {getattr(tokens, name.replace('-', '_'))}" in block


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_cells_and_lines_on_the_ground_have_contrast(tokens) -> None:
    grounds = (*tokens.steps, *(tokens.ground(tone) for tone in Tone))
    assert min(contrast(tokens.text, ground) for ground in grounds) >= 5.8
    lines = (tokens.accent, tokens.ctl, tokens.bands[2], tokens.no)
    assert min(contrast(line, tokens.bg) for line in lines) >= 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"series": (Series("x", (1,)),)}, "differ in length"),
        ({"series": (replace(HEAT.series[0], texts=("a",)),)}, "differ in length"),
        ({"series": (replace(HEAT.series[0], tones=(Tone.GOOD,)),)}, "differ in length"),
        ({"kind": Kind.SCATTER}, "10 series"),
        ({"kind": Kind.AREAS}, "10 series"),
        ({"kind": Kind.SCATTER, "series": HEAT.series[:2]}, "two axes"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(HEAT, **change)


def test_so_many_series_can_be_told_apart() -> None:
    assert len(AREAS.series) <= MOST_SERIES
    assert chart_table(AREAS).columns == ("Month", "None", "Unknown", "Apache-2.0", "GPL")
