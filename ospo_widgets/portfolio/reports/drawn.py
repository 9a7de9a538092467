# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of a report beyond those of the first page; one that has nothing to show is left out."""

from __future__ import annotations

from ospo_widgets.charting.model import Chart
from ospo_widgets.portfolio import chart_grids, chart_people, chart_state, chart_time
from ospo_widgets.portfolio.chart_rows import NOT_KNOWN
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports.model import Section

_FEWEST_POINTS = 2
_FEWEST_GROUPS = 2


def section(chart: Chart | None, *more: Chart | None) -> Section | None:
    """A section of charts: the finding of the first one is the heading."""
    drawn = [one for one in (chart, *more) if one is not None]
    return Section(drawn[0].id, drawn[0].title, charts=tuple(drawn)) if drawn else None


def page_chart(portfolio: Portfolio, name: str) -> Chart | None:
    """A chart of the first page by its id."""
    return next((chart for chart in portfolio.charts() if chart.id == name), None)


def license_mix(portfolio: Portfolio) -> Chart | None:
    """Licence families over time."""
    rows = portfolio.mix_over_time()
    if len(rows.points) < _FEWEST_POINTS or not rows.groups:
        return None
    return chart_time.license_mix(rows)


def readiness_trend(portfolio: Portfolio) -> Chart | None:
    """Readiness over time, as far as it is known."""
    rows = portfolio.readiness_trend()
    if len(rows.points) < _FEWEST_POINTS or not any(any(item.known) for item in rows.items):
        return None
    return chart_time.readiness_trend(rows)


def readiness_heat(portfolio: Portfolio) -> Chart | None:
    """Readiness by department, or by context or kind where no departments are stated."""
    for by in ("department", "relation", "kind"):
        rows = portfolio.heat(by)
        named = [row for row in rows.rows if row.key != NOT_KNOWN]
        if len(named) >= _FEWEST_GROUPS:
            return chart_grids.readiness_heat(rows)
    return None


def absence_factor(portfolio: Portfolio) -> Chart | None:
    """Contributor absence factor (bus factor)."""
    rows = portfolio.absence_factor()
    return chart_people.absence_factor(rows) if any(row.repositories for row in rows) else None


def hardware_beside_software(portfolio: Portfolio) -> Chart | None:
    """Hardware and software side by side, where there are both."""
    rows = portfolio.sides()
    both = rows.hardware and rows.software and rows.measures
    return chart_state.hardware_beside_software(rows) if both else None


def groups(portfolio: Portfolio, by: str) -> Chart | None:
    """Repositories by language or platform, where two are known."""
    rows = portfolio.counts(by)
    known = [row for row in rows if row.key != NOT_KNOWN and row.repositories]
    return chart_state.groups(rows, by) if len(known) >= _FEWEST_GROUPS else None


def data_age(portfolio: Portfolio) -> Chart | None:
    """How old the values are; without a day on any of them there is nothing to say."""
    rows = portfolio.age()
    return chart_state.data_age(rows) if any(rows.bins[:-1]) else None
