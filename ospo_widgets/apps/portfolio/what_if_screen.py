# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""“What if a licence changed”: a repository or component, another licence, and who is affected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.graph_source import GraphSource
from ospo_widgets.apps.portfolio.model import WHAT_IF, PortfolioModel
from ospo_widgets.apps.portfolio.panel import Panel, wrong_input
from ospo_widgets.apps.portfolio.repository_parts import repository_link
from ospo_widgets.charting.table import csv_text
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.markup import Content, Markup, chip, license_id, link, name_text, table, tag
from ospo_widgets.portfolio.graph import Affected, Graph, WhatIf, what_if
from ospo_widgets.portfolio.graph.affected import Change
from ospo_widgets.widgets.download import download_link
from ospo_widgets.widgets.fields import button, column, row, suggest_field
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

MOST_SUGGESTED = 2_000
SHOWN = 50
"""Rows on the page; the download has them all."""


class WhatIfScreen(Panel):
    """Asks and answers."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._graphs = GraphSource(page, model)
        self._name = suggest_field(words("portfolio_what_if.name"), ())
        ids = [license_.id for license_ in load_knowledge().licenses.values()]
        self._license = suggest_field(words("portfolio_what_if.license"), sorted(ids))
        self._name.add_class("ospo-what-if-name")
        self._license.add_class("ospo-what-if-license")
        self._wrong = ipw.HTML()
        self._answer = ipw.HTML()
        head = tag(
            "header",
            tag("h1", words("portfolio_what_if.title")),
            tag("p", words("portfolio_what_if.lead"), class_="lead"),
            class_="stack",
        )
        run = button(words("portfolio_what_if.run"), page.guard(self._ask), primary=True)
        back = button(words("portfolio_app.back"), page.guard(model.back))
        self.children = (
            ipw.HTML(head),
            column(
                self._name, self._license, self._wrong, row(run, back), class_="stack narrow-form"
            ),
            self._answer,
        )
        self._asked: tuple[str, str] = ("", "")

    def refresh(self) -> None:
        """Show the question of the address, and answer it when it is whole."""
        model = self.model
        if not self._name.options:
            self._name.options = tuple(r.repo for r in model.whole.rows("repo", 0, MOST_SUGGESTED))
        self._name.value, self._license.value = model.open, model.to
        self._wrong.value = Markup("")
        if model.open and model.to:
            self._graphs.when_built(self._show)
        else:
            self._answer.value = Markup("")

    def draw(self, shown: Portfolio) -> None:
        """Nothing: the question counts, not the filters."""

    def _ask(self) -> None:
        name, license_ = self._name.value.strip(), self._license.value.strip()
        if not name or not license_:
            self._say(words("portfolio_what_if.both"))
            self.page.host.focus(f".ospo-what-if-{'license' if name else 'name'} input")
            return
        if (name, license_) == (self.model.open, self.model.to):
            self._graphs.when_built(self._show)
        else:
            self.model.ask_what_if(name, license_)

    def _say(self, text: str) -> None:
        self._wrong.value = wrong_input(text)
        self._answer.value = Markup("")

    def _show(self, graph: Graph) -> None:
        from ospo_widgets.errors import OspoError

        if self.model.view != WHAT_IF:
            return
        try:
            found = what_if(graph, self.model.open, self.model.to)
        except OspoError as error:
            self._say(str(error))
            return
        self._wrong.value = Markup("")
        self._answer.value = answer_html(found)
        self.page.say(found.sentences()[0])


def answer_html(found: WhatIf) -> Markup:
    """The answer: what it comes to, the affected with their paths, and what it needs itself."""
    head, *said = found.sentences()
    rows = found.affected(count=SHOWN)
    parts: list[Content] = [
        tag("h2", head),
        [tag("p", text) for text in said[:-1]],
        tag("p", said[-1], class_="small muted"),
    ]
    if rows:
        title = words("portfolio_what_if.affected")
        parts += [tag("h3", title), _table(title, rows)]
        if found.reached > len(rows):
            shown = words(
                "portfolio_what_if.shown", shown=number(len(rows)), total=number(found.reached)
            )
            parts.append(tag("p", shown, class_="small muted"))
        data = csv_text(_columns(), (_cells(row) for row in found.affected()))
        name = words("portfolio_what_if.download")
        link = download_link(name, "what-if.csv", data.encode("utf-8-sig"), "text/csv")
        parts.append(tag("p", link))
    parts += _needed(found)
    return tag("div", parts, class_="stack")


def _needed(found: WhatIf) -> list[Content]:
    """What the repository needs itself and how that fits then; what nobody knows comes apart."""
    told = [row for row in found.needed if row.change in {Change.WORSE, Change.BETTER}]
    unknown = [row.repo for row in found.needed if row.change is Change.UNKNOWN]
    if not told and not unknown:
        return []
    title = words("graph_portfolio.what_if.needs_itself")
    parts: list[Content] = [tag("h2", title)]
    if told:
        parts.append(_table(title, told[:SHOWN]))
    if unknown:
        said = plural("portfolio_what_if.open", len(unknown))
        listed = tag("p", [[", " if i else "", name_text(n)] for i, n in enumerate(unknown)])
        parts.append(tag("details", tag("summary", said), listed, class_="more"))
    return parts


def _columns() -> tuple[str, ...]:
    names = ("repo", "license", "change", "before", "after", "path", "why")
    return tuple(words(f"portfolio_what_if.column.{name}") for name in names)


def _cells(row: Affected) -> tuple[str, ...]:
    return (
        row.repo,
        row.license
        or words("graph_portfolio.license." + ("unknown" if row.license is None else "none")),
        words(f"graph_portfolio.what_if.change.{row.change}"),
        _answer(row.before),
        _answer(row.after),
        " → ".join(row.path),
        _why(row),
    )


def _answer(answer: Any) -> str:
    return words(f"common.verdict.{answer}")


def _why(row: Affected) -> str:
    """Why the verdict after is as it is, and what of it is taken for granted."""
    said = []
    if row.gap is not None:
        said.append(words(f"graph_portfolio.gap.{row.gap}"))
    elif row.conditions:
        said.append(row.conditions[0])
    elif row.reasons:
        said.append(row.reasons[0].text)
    notes = [words(f"graph_portfolio.use.{row.use}")]
    notes += [
        words(f"graph_portfolio.what_if.{name}")
        for name, holds in (
            ("assumed", row.assumed),
            ("inferred", row.inferred),
            ("optional", row.optional),
        )
        if holds
    ]
    return " ".join([*said, f"({', '.join(notes)})"])


def _table(caption: str, rows: Any) -> Markup:
    body: list[list[Content]] = []
    for one in rows:
        cells = _cells(one)
        short = bool(one.license) and " " not in (one.license or "")
        body.append(
            [
                link(name_text(cells[0]), repository_link(cells[0])),
                license_id(cells[1]) if short else cells[1],
                cells[2],
                chip(one.before, cells[3], ground=False),
                chip(one.after, cells[4], ground=False),
                [[" → " if i else "", name_text(name)] for i, name in enumerate(one.path)],
                cells[6],
            ]
        )
    return tag(
        "div",
        table(caption, _columns(), body, class_="cards-s words", hide_caption=True),
        class_="scroll",
        tabindex=0,
        role="group",
        aria_label=caption,
    )
