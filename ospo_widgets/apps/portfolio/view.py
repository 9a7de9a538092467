# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio on screen: built once, follows its model."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import FIELDS, PortfolioModel
from ospo_widgets.apps.portfolio.report import ReportMaker
from ospo_widgets.markup import Markup, chip, tag
from ospo_widgets.portfolio import table as rows
from ospo_widgets.portfolio import tiles
from ospo_widgets.widgets.chart import ChartView
from ospo_widgets.widgets.fields import button, column, dropdown, row, text_field
from ospo_widgets.widgets.page import Page, request_query
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import words


class PortfolioApp(Page):
    """The portfolio: filters, tiles, charts that follow, what to look at, the list, the report."""

    def __init__(self, model: PortfolioModel) -> None:
        super().__init__(words("portfolio.title"))
        self.model = model
        self._filling = False
        self._head = ipw.HTML()
        self._fields = {name: self._field(name) for name in FIELDS}
        self._name = text_field(words("portfolio.filter.name"))
        self._name.observe(self.guard(lambda c: self._set("name", c["new"])), "value")
        clear = button(words("portfolio.filter.clear"), self.guard(model.clear), small=True)
        filters = row(*self._fields.values(), self._name, clear, class_="filters small-fields")
        self._showing = ipw.HTML()
        self._tiles = ipw.HTML()
        self._nothing = ipw.HTML()
        self._charts: dict[str, ChartView] = {}
        self._charts_box = row(class_="charts")
        self._attention = column(class_="stack ospo-attention")
        self._list = DataTable(
            self._page_of_rows,
            sorts=[(words(f"portfolio.table.sort.{s}"), s) for s in rows.SORTS],
            guard=self.guard,
            heading=model.shown.list_title(),
        )
        self._list.sort = model.sort
        self._list.on_sort(self._sorted)
        self._list.add_class("ospo-list")
        self._report = ReportMaker(self, model)
        top = row(self._head, self._report, class_="row-between ospo-top")
        self.body = (
            column(
                column(top, filters, self._showing, self._tiles, class_="stack-l"),
                self._nothing,
                self._charts_box,
                self._list,
                class_="stack-xl",
            ),
        )
        model.observe(self.guard.quiet(lambda _: self._refresh()), "filters")
        self._refresh()
        self.when_ready(self._refresh)

    def take_query(self, query: str) -> None:
        """Show what an address asks for, and say what of it is not known."""
        self.model.from_query(query)
        self._list.sort = self.model.sort
        if self.model.notes:
            self.alert.show(*[tag("p", note) for note in self.model.notes])

    # Fields -----------------------------------------------------------------------------------

    def _field(self, name: str) -> Any:
        choices = self.model.whole.choices()[name]
        options = [(words(f"portfolio.all.{name}"), "")]
        options += [
            (words("portfolio.choice", label=c.label, count=c.count), c.value) for c in choices
        ]
        field = dropdown(words(f"portfolio.filter.{name}"), options)
        field.observe(self.guard(lambda c: self._set(name, c["new"])), "value")
        return field

    def _set(self, name: str, value: str) -> None:
        if not self._filling:
            self.model.set(name, value)

    def _selected(self, name: str, keys: tuple[str, ...]) -> None:
        self.model.toggle(name, keys)

    def _sorted(self, key: str) -> None:
        self.model.sort = key
        self.host.query = self.model.to_query()

    # Drawing ----------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model = self.model
        shown = model.shown
        self._filling = True
        for name, field in self._fields.items():
            value = model.value(name)
            field.value = value if value in [v for _, v in field.options] else ""
        self._name.value = model.filters.name
        self._filling = False
        self.host.query = model.to_query()
        self._head.value = tag(
            "header",
            tag("h1", words("portfolio.title")),
            tag("p", model.whole.heading(), class_="muted"),
            class_="stack-s",
        )
        told = words("portfolio.showing", shown=len(shown), total=shown.total)
        said = ", ".join(model.filters.describe())
        self._showing.value = tag(
            "p",
            told,
            " " + self._how_to_choose(),
            " " + words("portfolio_app.filtered", filters=said) if said else None,
            class_="small muted",
        )
        self._tiles.value = tiles.to_html(shown.tiles()) if len(shown) else Markup("")
        nothing = tag("p", words("portfolio.nothing"), class_="notice")
        self._nothing.value = Markup("") if len(shown) else nothing
        self._show_charts()
        self._list.show(shown.list_title())
        self._report.outdated()
        if said:
            self.say(told)

    def _how_to_choose(self) -> str:
        """What a click does; nothing where charts are pictures."""
        if not self.host.ready:
            return ""
        return words(f"portfolio_app.{'choose_kept' if self.host.voila else 'choose'}")

    def _show_charts(self) -> None:
        shown = self.model.shown
        views: list[Any] = []
        for chart in shown.charts():
            view = self._charts.get(chart.id)
            if view is None:
                view = ChartView(self, chart, self._selected)
                self._charts[chart.id] = view
            elif view.chart != chart:
                view.show(chart)
            views.append(view)
        if views:
            self._show_attention()
            # Beside the activity, as the fourth of what the eye meets.
            views.insert(3, self._attention)
        if tuple(views) != self._charts_box.children:
            self._charts_box.children = tuple(views)

    def _show_attention(self) -> None:
        made: list[Any] = [
            ipw.HTML(
                tag(
                    "div",
                    tag("h2", words("portfolio.attention.title")),
                    tag("p", words("portfolio.attention.basis"), class_="muted small"),
                    class_="stack-s",
                )
            )
        ]
        for item in self.model.shown.attention():
            head = (
                chip("unknown", item.headline, ground=False)
                if item.unknown
                else tag("strong", item.headline)
            )
            text = ipw.HTML(
                tag(
                    "div",
                    tag("p", head),
                    tag("p", item.detail, class_="small muted") if item.detail else None,
                )
            )
            parts: list[Any] = [text]
            if item.count:
                open_it = self.guard(lambda filters=item.filters: self._open(filters))
                parts.append(row(button(item.link, open_it, small=True, quiet=True)))
            made.append(column(*parts, class_="stack-s ospo-attention-item"))
        self._attention.children = tuple(made)

    def _open(self, filters: Any) -> None:
        self.model.open(filters)
        self.host.focus(".ospo-list h2")

    def _page_of_rows(self, sort: str, first: int, size: int) -> Rows:
        shown = self.model.shown
        page = rows.page(shown.repositories, sort=sort, number=first // size + 1, size=size)
        html = rows.to_html(page.rows, shown.list_title(), sort=sort, hide_caption=True)
        return Rows(html, len(page.rows), page.total)


def show() -> ipw.Widget:
    """The app for the page that asks for it."""
    import pandas as pd  # noqa: F401 - a kernel that waits for its page has time to load it

    model = PortfolioModel()
    query = urlencode(request_query())
    app = PortfolioApp(model)
    app.guard(lambda: app.take_query(query))()
    return app
