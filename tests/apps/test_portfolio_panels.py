# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The tabs and screens of the portfolio page on the sample: what they show, what a click does."""

from __future__ import annotations

from typing import Any

import pytest

from ospo_widgets.apps.portfolio import PortfolioApp, PortfolioModel
from ospo_widgets.apps.portfolio.model import SCREENS, TABS
from ospo_widgets.apps.portfolio.panel import ChartRow
from ospo_widgets.widgets.chart import ChartView


@pytest.fixture
def app() -> PortfolioApp:
    return PortfolioApp(PortfolioModel())


def walk(widget: Any) -> list[Any]:
    """The widget and everything in it."""
    return [widget, *(w for child in getattr(widget, "children", ()) for w in walk(child))]


def text(widget: Any) -> str:
    """Everything that a widget draws."""
    said = (w.value for w in walk(widget) if isinstance(getattr(w, "value", None), str))
    return " ".join(said).replace("<wbr>", "").replace("<wbr/>", "")


def panel(app: PortfolioApp, view: str) -> Any:
    app.model.view = view
    built(app._panels[view])
    return app._panels[view]


def built(panel: Any) -> None:
    """Wait for the graph, where the view needs it."""
    source = getattr(panel, "_graphs", None)
    if source is not None and source._task.running:
        source._task._thread.join()


def charts(widget: Any) -> list[str]:
    rows = [w for w in walk(widget) if isinstance(w, ChartRow)]
    return [view.chart.id for row in rows for view in row.children if isinstance(view, ChartView)]


def told(app: PortfolioApp) -> str:
    return text(app.alert)


@pytest.mark.parametrize(
    ("view", "ids"),
    [
        ("glance", {"licences", "readiness", "activity", "kinds"}),
        ("licences", {"mix", "mix-counts", "licences", "sides"}),
        ("readiness", {"readiness-relation", "readiness-trend", "readiness"}),
        ("health", {"activity", "absence-factor", "spots", "health-releases"}),
        ("dependencies", {"risk", "risk-pairs", "sharing", "needs-own"}),
        ("partners", {"partners-inbound", "partners-outbound"}),
        ("quality", {"age", "coverage"}),
    ],
)
def test_each_tab_draws_its_charts(app: PortfolioApp, view: str, ids: set[str]) -> None:
    assert set(charts(panel(app, view))) == ids
    assert not told(app)


def test_every_view_is_drawn_in_any_order(app: PortfolioApp) -> None:
    for view in (*SCREENS, *TABS, *reversed(SCREENS)):
        app.model.open = "acts-project/acts"
        app.model.view = view
        assert not told(app)


def test_filters_reach_the_tab_in_view_and_others_when_they_come_into_view(
    app: PortfolioApp,
) -> None:
    glance = panel(app, "glance")
    app.model.set("kind", "hardware")
    assert "of 15" in text(glance)
    licences = panel(app, "licences")
    assert "15" in text(licences)


def test_a_click_on_a_chart_filters_everything(app: PortfolioApp) -> None:
    app.host.ready = True
    glance = panel(app, "glance")
    view = next(w for w in walk(glance) if isinstance(w, ChartView) and w.chart.id == "licences")
    view._message(None, {"op": "select", "keys": ["none"]}, None)
    assert len(app.model.shown) == 20
    assert "family=none" in app.host.query


def test_nothing_left_offers_to_take_the_last_filter_back(app: PortfolioApp) -> None:
    app.model.set("kind", "hardware")
    app.model.set("name", "no such name")
    assert "No repository fits" in text(app)
    app.model.clear_last()
    assert len(app.model.shown) == 15


def test_one_repository_says_what_it_has_and_what_it_lacks(app: PortfolioApp) -> None:
    app.model.open_repository("acts-project/acts")
    built(app._panels["repository"])
    said = text(app._panels["repository"])
    for words in ("MPL-2.0", "Readiness: ", "How it changed", "Scan it", "FastJet"):
        assert words in said
    assert "git=https%3A%2F%2Fgithub.com%2Facts-project%2Facts" in said


def test_a_repository_that_is_not_there_is_said(app: PortfolioApp) -> None:
    app.take_query("view=repository&open=no/such")
    assert app.model.view == "glance"
    assert "no/such" in told(app)


def test_what_if_names_who_is_affected_and_the_path(app: PortfolioApp) -> None:
    app.take_query("view=what-if&open=scikit-hep%2Fawkward&to=GPL-3.0-only")
    built(app._panels["what-if"])
    said = text(app._panels["what-if"]).replace("<wbr/>", "")
    assert "scikit-hep/pyhf → scikit-hep/uproot5 → scikit-hep/awkward" in said
    assert "no known dependencies" in said


@pytest.mark.parametrize(
    ("name", "license_", "words"),
    [
        ("no-such-thing-at-all", "MIT", "no-such-thing-at-all"),
        ("scikit-hep/awkward", "GPL3.1", "GPL3.1"),
        ("", "MIT", "both"),
    ],
)
def test_a_wrong_what_if_is_said_beside_the_fields(
    app: PortfolioApp, name: str, license_: str, words: str
) -> None:
    screen = panel(app, "what-if")
    screen._name.value, screen._license.value = name, license_
    screen._ask()
    built(screen)
    assert words in text(screen._wrong)
    assert screen._name.value == name


def test_a_report_is_shown_and_given_in_each_format(app: PortfolioApp) -> None:
    app.model.set("kind", "hardware")
    screen = panel(app, "report")
    screen._start()
    while screen._build.running:
        screen._build._thread.join()
    assert "<iframe" in screen._preview.value
    assert "--kind hardware" in screen._said.value
    assert len(screen._files.children) == 5
    app.model.set("kind", "docs")
    assert not screen._preview.value, "a report of other filters is not shown any more"


def test_a_report_that_cannot_be_made_is_said(app: PortfolioApp) -> None:
    screen = panel(app, "report")
    screen._period.value = "the day before yesterday"
    screen._start()
    while screen._build.running:
        screen._build._thread.join()
    assert "field-error" in screen._wrong.value
    assert not screen._make.disabled


def test_the_graph_is_built_once_for_all_tabs(
    app: PortfolioApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel(app, "dependencies")

    def never(_: Any) -> Any:
        raise AssertionError("built twice")

    monkeypatch.setattr("ospo_widgets.portfolio.graph.Graph.build", never)
    app.take_query("view=what-if&open=scikit-hep%2Fawkward&to=GPL-3.0-only")
    assert "scikit-hep/awkward under" in text(app._panels["what-if"])
