# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A chart reads without plotly, and a click gives keys that the chart really has."""

from __future__ import annotations

from typing import Any

from ospo_widgets.charting.model import Chart, Kind, Series
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
    assert view._plotly not in view._drawing.children
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
