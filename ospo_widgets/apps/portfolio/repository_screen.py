# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One repository: what is known of it, who says so, how it changed, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import ipywidgets as ipw

from ospo_widgets.apps.portfolio import repository_parts as parts
from ospo_widgets.apps.portfolio.graph_source import GraphSource
from ospo_widgets.apps.portfolio.model import REPOSITORY, PortfolioModel
from ospo_widgets.apps.portfolio.panel import ChartRow, Panel
from ospo_widgets.markup import Content, Markup, link, name_text, tag
from ospo_widgets.portfolio.graph import Graph, exposure
from ospo_widgets.portfolio.repository_charts import commits_of
from ospo_widgets.widgets.fields import button, column, row
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.portfolio.records import Repository
    from ospo_widgets.widgets.page import Page


class RepositoryScreen(Panel):
    """Everything of one repository."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._graphs = GraphSource(page, model)
        self._top = ipw.HTML()
        self._state = ipw.HTML()
        self._charts = ChartRow(page, model)
        self._history = ipw.HTML()
        self._needs = ipw.HTML()
        self._sources = ipw.HTML()
        what_if = button(
            words("portfolio_repository.what_if"),
            page.guard(lambda: model.ask_what_if(model.open)),
        )
        back = button(words("portfolio_app.back"), page.guard(model.back))
        self.children = (
            column(self._top, row(what_if, back)),
            self._state,
            self._charts,
            self._needs,
            self._sources,
        )

    def refresh(self) -> None:
        """Show the repository of the address."""
        repository = self.model.repository
        if repository is None:
            said = words("portfolio_app.note.repository", value=self.model.open)
            self._top.value = tag("h1", said)
            for part in (self._state, self._history, self._needs, self._sources):
                part.value = Markup("")
            self._charts.show([])
            return
        whole = self.model.whole
        self._top.value = tag(
            "div",
            tag(
                "header",
                tag("p", words("portfolio_repository.eyebrow"), class_="eyebrow"),
                tag("h1", name_text(repository.repo)),
                tag("p", parts.lead(repository), class_="lead"),
                parts.error(repository),
                class_="stack",
            ),
            tag("p", self._links(repository)),
            class_="stack",
        )
        self._state.value = tag(
            "div", parts.figures(repository), parts.readiness(repository), class_="stack-l"
        )
        self._history.value = parts.history(
            whole.license_history(repository.repo), whole.changes(repository.repo)
        )
        chart = commits_of(repository, whole)
        beside = {1: self._history} if self._history.value else {}
        self._charts.show([chart] if chart is not None else [], beside)
        differs = [d for d in whole.records.disagreements if d.repo == repository.repo]
        self._sources.value = parts.sources(whole.claims(repository.repo), differs)
        self._needs.value = tag("p", words("portfolio_app.working"), class_="muted small")
        self._graphs.when_built(lambda graph: self._draw_needs(graph, repository.repo))

    def draw(self, shown: Portfolio) -> None:
        """Nothing: the repository counts, not the filters."""

    def _draw_needs(self, graph: Graph, repo: str) -> None:
        if self.model.view == REPOSITORY and self.model.open == repo:
            found = exposure(graph, [repo])
            self._needs.value = parts.needs(found, parts.users(graph, repo))

    def _links(self, repository: Repository) -> Content:
        """Where to go from here: its address, its scan, a mail to the project."""
        made: list[Markup] = []
        if repository.url:
            made.append(link(words("portfolio_repository.address"), repository.url))
            if repository.url.startswith("https://"):
                scan = app_url("repository_scan", urlencode({"git": repository.url}))
                made.append(link(words("portfolio_repository.scan"), scan))
        made.append(link(words("portfolio_repository.mail"), parts.mail(repository)))
        return [item for one in made for item in (one, " · ")][:-1]
