# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of dependencies and partners: from rows, and from what the graph answers."""

from __future__ import annotations

import pytest

from ospo_widgets.charting.model import Tone
from ospo_widgets.charting.plotly_figure import figure
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import to_csv
from ospo_widgets.portfolio import chart_graph
from ospo_widgets.portfolio.chart_from_graph import (
    flow_rows,
    needs_rows,
    risk_rows,
    sharing_rows,
)
from ospo_widgets.portfolio.chart_graph_rows import (
    Flow,
    Needs,
    Partner,
    Risk,
    RiskCell,
    Shared,
    Sharing,
)
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.wording import languages, spoken

CELLS = (
    RiskCell("apache", "gpl", 2, 1, 4, 9, 3, 10),
    RiskCell("gpl", "apache", 0, 3, 0, 1, 2),
    RiskCell("gpl", "none", 0, 2, 1, 0, 2),
    RiskCell("mit", "bsd", 0, 0, 0, 7, 4),
    RiskCell("mit", "gpl", 1, 0, 0, 0, 1, 30),
)
RISK = Risk(CELLS, 40, 2, 5)


def test_each_cell_says_its_worst_verdict() -> None:
    chart = chart_graph.license_risk(RISK)
    by_key = {
        (row, s.key): (s.texts[i], s.tones[i])
        for s in chart.series
        for i, row in enumerate(chart.keys)
        if s.texts[i]
    }
    assert by_key == {
        ("apache", "gpl"): ("■ 2", Tone.ATTENTION),
        ("gpl", "apache"): ("▲ 3", Tone.CONDITION),
        ("gpl", "none"): ("○ 1", Tone.UNKNOWN),
        ("mit", "bsd"): ("● 7", Tone.GOOD),
        ("mit", "gpl"): ("■ 1", Tone.ATTENTION),
    }
    assert chart.series[0].key == "none"
    assert chart.title == "Two repositories need what their licence does not allow"
    assert "5 repositories without known dependencies are left out." in chart.basis
    assert (chart.pair_filter, chart.filter_name, chart.series_filter) == ("exposure", "", "")
    assert chart.table is not None
    assert chart.table.rows[0] == ("Apache-2.0", "GPL", 2, 1, 4, 9, 3, 10)


@pytest.mark.parametrize(
    ("risk", "title"),
    [
        (Risk((), 4, 0, 4), "No dependencies are known"),
        (Risk(CELLS[2:3], 4, 0, 0), "No conflict is known, 1 dependency is undecided"),
        (Risk(CELLS[3:4], 4, 0, 0), "No dependency conflicts with the licence of its project"),
        (Risk(CELLS, 2, 1, 0), "One repository needs what its licence does not allow"),
        (Risk(CELLS, 2, 2, 0), "Every repository needs what its licence does not allow"),
    ],
)
def test_no_known_conflict_is_not_the_same_as_none(risk: Risk, title: str) -> None:
    assert chart_graph.license_risk(risk).title == title


def test_conflicts_weigh_by_the_projects_behind_them() -> None:
    chart = chart_graph.risk_pairs(RISK)
    assert chart.keys == ("mit/gpl", "apache/gpl")
    assert chart.series[0].values == (31, 12)
    assert chart.title == "“MIT needs GPL” weighs most"
    assert (
        chart_graph.risk_pairs(Risk((), 0, 0, 0)).title == "No conflict between licences is known"
    )


SHARED = (Shared("numpy", "NumPy", "bsd", 9), Shared("a/core", "a/core", "none", 4, own=True))


def test_own_packages_stand_out_among_the_shared() -> None:
    chart = chart_graph.sharing(Sharing(SHARED, 20, 30))
    assert chart.title == "NumPy is needed most, by 9 projects"
    assert chart.labels == ("NumPy (BSD)", "a/core (None stated)")
    assert chart.tones == (Tone.QUIET, Tone.NORMAL)
    assert (chart.filter_name, chart.keys) == ("uses", ("numpy", "a/core"))
    assert to_csv(chart).splitlines()[2] == "a/core,None stated,Yes,4"
    assert chart_graph.sharing(Sharing((), 0, 0)).title == "No component is shared"


def test_needs_are_a_matrix() -> None:
    repos = tuple(f"o/r{i}" for i in range(18))
    rows = Needs(repos, SHARED, tuple((i % 2 == 0, i == 1) for i in range(18)), left_out=2)
    chart = chart_graph.needs(rows)
    assert len(chart.labels) == 15
    assert chart.series[0].texts[:2] == ("●", "")
    assert "5 more projects" in chart.basis
    assert len(to_csv(chart).splitlines()) == 19
    assert chart_graph.needs(rows, own=False).id != chart.id


def test_partners_are_institutes_and_the_rest_cannot_be_chosen() -> None:
    partners = (
        Partner("other", "Other institutes", 90, 30),
        Partner("ror-1", "Institute A", 1_200, 5),
    )
    chart = chart_graph.partners(Flow(partners, outbound=False, unattributed=3, repositories=50))
    assert chart.title == "Institute A takes part most, with 1,200 authors"
    assert chart.keys == ("", "ror-1")
    assert chart.tones == (Tone.QUIET, Tone.NORMAL)
    assert "3 repositories have no institute" in chart.basis
    none = chart_graph.partners(Flow((), outbound=True, unattributed=0, repositories=0))
    assert none.title == "No project of others has five of our authors"


@pytest.mark.parametrize("language", languages())
def test_the_graph_of_the_sample_can_be_drawn(language: str) -> None:
    from ospo_widgets.portfolio import graph

    sample = Portfolio.sample()
    made = graph.Graph.build(sample.records)
    relations = {r.repo: r.relation for r in sample.repositories}
    with spoken(language):
        shared = graph.sharing(made)
        risk = risk_rows(graph.exposure(made))
        flows = flow_rows(graph.partners(sample.author_domains, relations))
        charts = [
            chart_graph.license_risk(risk),
            chart_graph.risk_pairs(risk),
            chart_graph.sharing(sharing_rows(shared)),
            chart_graph.needs(needs_rows(shared.matrix())),
            chart_graph.needs(needs_rows(shared.matrix(own=False)), own=False),
            *map(chart_graph.partners, flows),
        ]
        for chart in charts:
            assert chart.labels
            assert draw(chart)
            assert draw(chart, width=328)
            assert figure(chart)["data"]
    assert risk.exposed > 0
    assert all(p.authors >= 5 for flow in flows for p in flow.partners)
    assert len({chart.id for chart in charts}) == len(charts)
