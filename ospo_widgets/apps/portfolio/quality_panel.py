# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Data quality: coverage, age, disagreements and what was left out; each number opens its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.data_screen import place_text
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import ChartRow, Panel
from ospo_widgets.apps.portfolio.repository_parts import field_label, value_text
from ospo_widgets.markup import Content, Markup, name_text, table, tag
from ospo_widgets.portfolio import chart_state
from ospo_widgets.widgets.fields import button, column, row
from ospo_widgets.wording import day, number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

SHOWN = 50


class QualityPanel(Panel):
    """What to know before quoting a figure."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._statements = column(class_="stack-s ospo-statements")
        self._charts = ChartRow(page, model)
        self._differs = ipw.HTML()
        self._problems = ipw.HTML()
        self.children = (self._charts, self._statements, self._differs, self._problems)

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        heading = ipw.HTML(tag("h2", words("portfolio_app.before_quoting")))
        self._statements.children = (heading, *map(self._statement, shown.data_quality()))
        coverage = sorted(shown.coverage(), key=lambda one: one.known)
        self._charts.show([chart_state.data_age(shown.age()), chart_state.coverage(coverage)])
        names = set(shown.selection.names())
        self._differs.value = differs_html(shown, names)
        self._problems.value = problems_html(shown, names)

    def _statement(self, statement: object) -> ipw.Widget:
        text = ipw.HTML(tag("p", statement.text))  # type: ignore[attr-defined]
        filters = statement.filters  # type: ignore[attr-defined]
        if filters is None:
            return text
        open_rows = self.page.guard(lambda: self.model.show_rows(filters))
        return row(text, button(words("portfolio_app.see_rows"), open_rows, small=True, quiet=True))


def differs_html(shown: Portfolio, names: set[str]) -> Markup:
    """Where sources disagree: what was taken over, and what another one says."""
    found = [d for d in shown.records.disagreements if d.repo in names]
    if not found:
        return Markup("")
    title = plural("portfolio_app.differs.title", len(found))
    columns = [
        words(f"portfolio_app.differs.column.{n}") for n in ("repo", "field", "taken", "other")
    ]
    rows: list[tuple[Content, ...]] = []
    for one in found[:SHOWN]:
        taken, other = one.taken, one.other
        rows.append(
            (
                name_text(one.repo),
                field_label(one.field),
                [value_text(one.field, taken.value), f" ({taken.source}, {day(taken.read_on)})"],
                [value_text(one.field, other.value), f" ({other.source}, {day(other.read_on)})"],
            )
        )
    return _section(title, columns, rows, len(found))


def problems_html(shown: Portfolio, names: set[str]) -> Markup:
    """What of the sources could not be taken over, and why."""
    found = [p for p in shown.records.problems if not p.repo or p.repo in names]
    if not found:
        return Markup("")
    title = plural("portfolio_data.problems", len(found))
    columns = [words(f"portfolio_data.column.{n}") for n in ("place", "repo", "message")]
    rows = [(place_text(p), name_text(p.repo), p.message) for p in found[:SHOWN]]
    return _section(title, columns, rows, len(found))


def _section(title: str, columns: list[str], rows: list[tuple[Content, ...]], total: int) -> Markup:
    body = table(title, columns, rows, class_="cards-s words", hide_caption=True)
    range_ = words("common.table.range", first=1, last=number(len(rows)), total=number(total))
    return tag(
        "section",
        tag("h2", title),
        tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
        tag("p", range_, class_="small muted"),
        class_="stack-s",
    )
