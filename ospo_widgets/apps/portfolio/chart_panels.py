# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The tabs that are charts of what the filters leave: licences, readiness, health, partners."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.glance_panel import repository_address
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import ChartRow, Panel
from ospo_widgets.charting.model import Chart
from ospo_widgets.markup import Markup, link, name_text, table, tag
from ospo_widgets.portfolio import chart_grids, chart_people, chart_state, chart_time
from ospo_widgets.portfolio.archive import ArchiveCandidate
from ospo_widgets.portfolio.reports.evidence import signs_text
from ospo_widgets.widgets.fields import dropdown, row
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

GROUPS = ("relation", "department", "kind")
"""What the heat map can have as rows."""

CANDIDATES_SHOWN = 25


class LicencesPanel(Panel):
    """Licence mix over time, and the same as counts; hardware beside software."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._charts = ChartRow(page, model)
        self.children = (self._charts,)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        mix = shown.mix_over_time()
        self._charts.show(
            [
                chart_time.license_mix(mix),
                _counted(chart_time.license_mix(mix, shares=False)),
                shown.chart("licences"),
                chart_state.hardware_beside_software(shown.sides()),
            ]
        )


def _counted(chart: Chart) -> Chart:
    """The same as counts has another finding: how many there are."""
    last = sum(int(series.values[-1] or 0) for series in chart.series if series.values)
    return replace(chart, title=plural("portfolio_app.mix_counts", last)) if last else chart


class ReadinessPanel(Panel):
    """Readiness by group as a heat map, and over time."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._by = dropdown(
            words("portfolio_app.heat_by"),
            [(words(f"portfolio.filter.{name}"), name) for name in GROUPS],
        )
        self._by.observe(page.guard(lambda _: self.draw(model.shown)), "value")
        self._charts = ChartRow(page, model)
        self._said = ipw.HTML()
        self.children = (row(self._by, class_="row small-fields"), self._charts, self._said)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        charts = [chart_grids.readiness_heat(shown.heat(self._by.value)), shown.chart("readiness")]
        trend = chart_time.readiness_trend(shown.readiness_trend())
        if trend.labels:
            charts.append(trend)
        self._charts.show(charts)
        # A drawing of nothing would only take room.
        self._said.value = "" if trend.labels else tag("p", trend.title, ".", class_="small muted")


class HealthPanel(Panel):
    """Starter metrics of CHAOSS, contributor absence factor, activity, archive candidates."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._charts = ChartRow(page, model)
        self._candidates = ipw.HTML()
        self.children = (self._charts, self._candidates)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        # The absence factor has a chart of its own.
        known = [
            chart_people.health(one)
            for one in shown.health()
            if one.known and one.metric != "absence-factor"
        ]
        self._charts.show(
            [
                shown.chart("activity"),
                chart_people.absence_factor(shown.absence_factor()),
                chart_people.spots(shown.spots()),
                *known,
            ]
        )
        total, found = shown.archive_candidates(0, CANDIDATES_SHOWN)
        self._candidates.value = candidates_html(total, found)


def candidates_html(total: int, found: tuple[ArchiveCandidate, ...]) -> Markup:
    """Repositories that might be archived, each with its reasons."""
    title = plural("portfolio_app.archive.title", total)
    if not found:
        return tag("section", tag("h2", title), class_="stack-s")
    columns = [words(f"portfolio_app.archive.column.{name}") for name in ("repo", "why")]
    rows: list[tuple[Any, str]] = [
        (link(name_text(c.repository.repo), repository_address(c.repository)), signs_text(c))
        for c in found
    ]
    body = table(title, columns, rows, class_="cards-s words", hide_caption=True)
    shown = words("common.table.range", first=1, last=number(len(found)), total=number(total))
    return tag(
        "section",
        tag("h2", title),
        tag("p", words("portfolio_app.archive.basis"), class_="muted small"),
        tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
        tag("p", shown, class_="small muted"),
        class_="stack-s",
    )
