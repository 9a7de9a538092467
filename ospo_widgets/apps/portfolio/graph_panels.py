# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The tabs that need the graph: dependencies with their licence risk, and partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.graph_source import GraphSource
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import ChartRow, Panel
from ospo_widgets.apps.portfolio.repository_parts import license_text, repository_link
from ospo_widgets.charting.table import csv_text
from ospo_widgets.markup import Content, Markup, chip, link, name_text, table, tag
from ospo_widgets.portfolio import chart_from_graph, chart_graph
from ospo_widgets.portfolio.families import UNKNOWN
from ospo_widgets.portfolio.graph import (
    Exposure,
    ExposureRow,
    Graph,
    exposure,
    partners,
    sharing,
)
from ospo_widgets.widgets.download import download_link
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

SHOWN = 50
"""Conflicts on the page; the download has them all."""

WHAT_IF = "what-if-of"
"""Button in a row of the conflicts: asks what another licence of the repository would change."""

_COLUMNS = ("repo", "license", "needs", "its", "dependents", "why")


class DependenciesPanel(Panel):
    """Licence risk with the list behind it, and what projects share."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._graphs = GraphSource(page, model)
        self._charts = ChartRow(page, model)
        self._list = ipw.HTML()
        self._said = ipw.HTML()
        self.children = (self._said, self._charts, self._list)
        page.on_act(WHAT_IF, model.ask_what_if)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        self._said.value = tag("p", words("portfolio_app.working"), class_="small muted")
        self._graphs.when_built(lambda graph: self._draw(graph, shown))

    def _draw(self, graph: Graph, shown: Portfolio) -> None:
        if shown is not self.model.shown:
            return
        mask = shown.selection.mask
        risk, common = exposure(graph, mask), sharing(graph, mask)
        said = [tag("p", sentence) for sentence in risk.sentences()]
        self._said.value = tag("div", said, class_="stack-s")
        rows = chart_from_graph.risk_rows(risk)
        charts = [chart_graph.license_risk(rows), chart_graph.risk_pairs(rows)]
        charts.append(chart_graph.sharing(chart_from_graph.sharing_rows(common)))
        if common.own:
            charts.append(chart_graph.needs(chart_from_graph.needs_rows(common.matrix())))
        self._charts.show(charts)
        self._list.value = conflicts_html(risk, self.page)


def conflicts_html(found: Exposure, page: Page) -> Markup:
    """The conflicts, those that most others depend on first."""
    rows = found.rows(count=SHOWN)
    if not rows:
        return Markup("")
    columns = [words(f"portfolio_app.risk.column.{name}") for name in _COLUMNS]
    title = words("portfolio_app.risk.title")
    body = table(
        title, columns, [_row(one, page) for one in rows], numeric=(4,), class_="cards-s words",
        hide_caption=True,
    )  # fmt: skip
    every = csv_text(columns, ([str(cell) for cell in _plain(one)] for one in found.rows()))
    file = every.encode("utf-8-sig")
    return tag(
        "section",
        tag("h2", title),
        tag("p", words("portfolio_app.risk.basis"), class_="muted small"),
        tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
        tag("p", download_link(words("portfolio_app.risk.csv"), "conflicts.csv", file, "text/csv")),
        class_="stack-s",
    )


def _row(one: ExposureRow, page: Page) -> tuple[Content, ...]:
    ask = page.act(words("portfolio_app.risk.ask"), WHAT_IF, one.repo)
    name = link(name_text(one.repo), repository_link(one.repo))
    return (
        [name, tag("div", ask, class_="small") if ask else None],
        license_text(one.license or "", UNKNOWN if one.license is None else ""),
        name_text(one.dependency),
        license_text(
            one.dependency_license or "", UNKNOWN if one.dependency_license is None else ""
        ),
        number(one.dependents),
        [chip(one.answer, words(f"common.verdict.{one.answer}"), ground=False), " ", _why(one)],
    )


def _plain(one: ExposureRow) -> tuple[object, ...]:
    return (
        one.repo,
        one.license or "",
        one.dependency,
        one.dependency_license or "",
        one.dependents,
        _why(one),
    )


def _why(one: ExposureRow) -> str:
    reason = one.reasons[0].text if one.reasons else ""
    use = words(f"graph_portfolio.use.{one.use}")
    assumed = words("graph_portfolio.what_if.assumed") if one.assumed else ""
    return f"{reason} ({', '.join(filter(None, (use, assumed)))})".strip()


class PartnersPanel(Panel):
    """Institutes whose people work with us, and projects of others where ours work."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._charts = ChartRow(page, model)
        self.children = (self._charts,)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        relations: dict[str, str] = {r.repo: r.relation for r in shown.repositories}
        found = partners(shown.author_domains, relations)
        flows: list[Any] = [
            chart_graph.partners(flow) for flow in chart_from_graph.flow_rows(found)
        ]
        self._charts.show(flows)
