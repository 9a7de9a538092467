# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart reads without plotly, and a click gives keys that the chart really has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ospo_widgets.charting.model import Chart, Kind, Series
from ospo_widgets.charting.picks import Pick
from ospo_widgets.widgets.chart import ChartView
from ospo_widgets.widgets.page import Page

CHART = Chart(
    id="licences",
    title="Twenty state none",
    basis="Main licence.",
    kind=Kind.BARS,
    label_header="Family",
    labels=("None stated", "=GPL"),
    series=(Series("Repositories", (20, 25)),),
    keys=("none", "gpl"),
    whole=127,
    filter_name="family",
)


def make() -> tuple[Page, ChartView, list[tuple[str, tuple[str, ...]]]]:
    page = Page("t")
    chosen: list[tuple[str, tuple[str, ...]]] = []
    return page, ChartView(page, CHART, lambda name, keys: chosen.append((name, keys))), chosen


def test_svg_and_table_are_there_without_a_front_end() -> None:
    _, view, _ = make()
    assert view._svg.value.count("<svg") == 2
    assert "<caption>" in view._table.value
    assert view._plotly is None


def test_plotly_takes_over_once_it_has_drawn_and_never_when_it_fails() -> None:
    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    assert "<svg" in view._svg.value
    view._plotly.state = "drawn"
    assert view._svg.value == ""

    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    view._plotly.state = "failed"
    assert view._plotly.layout.display == "none"
    assert "<svg" in view._svg.value


def test_clicks_give_known_keys_only() -> None:
    page, view, chosen = make()
    page.host.ready = True
    view._message(None, {"op": "select", "keys": ["gpl", "<script>"]}, [])
    view._message(None, {"op": "select", "keys": ["nothing we know"]}, [])
    assert chosen == [("family", ("gpl",))]


def test_the_library_is_sent_when_asked_for() -> None:
    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    sent: list[Any] = []
    view._plotly.send = lambda content, buffers=None: sent.append((content, buffers))
    view._message(None, {"op": "plotly.js"}, [])
    content, buffers = sent[0]
    assert content == {"op": "plotly.js"}
    assert b"plotly.js v" in buffers[0][:400]


def test_the_theme_changes_the_figure() -> None:
    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    light = view._plotly.figure
    page.host.dark = True
    assert view._plotly.figure != light


HEAT = Chart(
    id="heat",
    title="Tests are rare",
    basis="b",
    kind=Kind.HEAT,
    label_header="Context",
    labels=("cern-it (2)", "<b>"),
    series=(Series("Tests", (50, None), key="tests"), Series("CI", (100, 0), key="ci")),
    keys=("cern-it", "unknown"),
    whole=100,
    filter_name="relation",
    series_filter="only",
)
MONTHS = Chart(
    id="mix",
    title="t",
    basis="b",
    kind=Kind.AREAS,
    label_header="Month",
    labels=("2025-01", "2025-02", "2025-03"),
    series=(Series("GPL", (1, 2, 3), key="gpl"),),
    keys=("2025-01", "2025-02", "2025-03"),
    filter_name="period",
    series_filter="family",
)


def picking(chart: Chart) -> tuple[Page, ChartView, list[tuple[Pick, ...]]]:
    page = Page("t")
    page.host.ready = True
    found: list[tuple[Pick, ...]] = []
    return page, ChartView(page, chart, lambda *_: None, found.append), found


def test_a_grid_is_a_table_whose_cells_are_buttons() -> None:
    page, view, found = picking(HEAT)
    assert "<svg" not in view._svg.value
    assert view._svg.value.count("data-act") == 2 + 2 + 3  # rows, columns, cells with a value
    assert "&lt;b&gt;" in view._svg.value
    assert view._plotly is not None
    assert view._plotly.figure == {}
    page.host._acts[view._name]('{"rows": ["cern-it"], "columns": ["ci"]}')
    assert found == [(Pick("relation", ("cern-it",)), Pick("only", ("ci",)))]


def test_a_grid_without_a_front_end_has_no_buttons() -> None:
    view = ChartView(Page("t"), HEAT, lambda *_: None)
    assert "ospo-grid" in view._svg.value
    assert "<button" not in view._svg.value


@pytest.mark.parametrize(
    "value",
    ["{", "{}", "[]", '{"rows": 5, "columns": []}', '{"rows": ["no"], "columns": [["x"]]}', "exe"],
)
def test_what_no_button_of_ours_says_chooses_nothing(value: str) -> None:
    page, view, found = picking(HEAT)
    page.host._acts[view._name](value)
    assert found == []


def test_a_range_of_months_and_a_band_come_back() -> None:
    _, view, found = picking(MONTHS)
    view._message(None, {"op": "range", "first": "2025-03", "last": "2025-02"}, [])
    view._message(None, {"op": "range", "first": "2025-03", "last": "1999-01"}, [])
    view._message(None, {"op": "select", "keys": [], "series": ["gpl"]}, [])
    view._message(None, {"op": "select", "keys": None, "series": None}, [])
    assert found == [(Pick("period", ("2025-02..2025-03",)),), (Pick("family", ("gpl",)),)]


def test_two_filters_reach_a_view_that_takes_one_at_a_time() -> None:
    page = Page("t")
    page.host.ready = True
    chosen: list[tuple[str, tuple[str, ...]]] = []
    view = ChartView(page, HEAT, lambda name, keys: chosen.append((name, keys)))
    page.host._acts[view._name]('{"rows": ["cern-it"], "columns": ["ci"]}')
    assert chosen == [("relation", ("cern-it",)), ("only", ("ci",))]


def test_files_are_links_without_a_front_end_and_made_on_demand_with_it() -> None:
    page, view, _ = make()
    assert view._table.value.count('href="data:') == 2
    assert view._png.layout.display is None
    page.host.ready = True
    assert "data:" not in view._table.value
    assert view._table.value.count("data-act") == 3
    assert view._png.layout.display == "none"
    given: list[tuple[str, bytes, str]] = []
    page.host.download = lambda *file: given.append(file)
    for kind in ("svg", "csv"):
        page.host._acts[view._name](kind)
    assert [name for name, _, _ in given] == ["licences.svg", "licences.csv"]
    assert given[0][1].startswith(b"<svg")
    assert b"'=GPL" in given[1][1]


def test_a_png_is_made_by_the_page_from_the_same_drawing() -> None:
    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    sent: list[Any] = []
    view._plotly.send = sent.append
    page.host._acts[view._name]("png")
    assert sent[0]["op"] == "png"
    assert sent[0]["name"] == "licences.png"
    assert sent[0]["svg"] == view._svg_file()[1].decode()
    assert "xmlns=" in sent[0]["svg"]


def test_a_png_that_the_page_cannot_make_is_offered_by_the_server() -> None:
    page, view, _ = make()
    page.host.ready = True
    view._message(None, {"op": "png-failed"}, [])
    assert view._png.layout.display is None


def test_only_a_changed_chart_is_sent_again() -> None:
    page, view, _ = make()
    page.host.ready = True
    assert view._plotly is not None
    view._plotly.state = "drawn"
    changes: list[str] = []
    for widget in (view._plotly, view._table, view._heading, view._svg):
        widget.observe(lambda change: changes.append(change["name"]), ["figure", "value"])
    view.show(replace(CHART))
    assert changes == []
    view.show(replace(CHART, series=(Series("Repositories", (21, 25)),)))
    assert sorted(changes) == ["figure", "value"]
    assert view._svg.value == ""
