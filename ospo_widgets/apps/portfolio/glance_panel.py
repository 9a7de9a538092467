# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio at a glance: figures, charts, what to look at, and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.glance_table import GlanceTable
from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.apps.portfolio.panel import ChartRow, Panel, wrong_input
from ospo_widgets.apps.portfolio.repository_parts import repository_link
from ospo_widgets.errors import InputError
from ospo_widgets.markup import Content, Markup, chip, tag
from ospo_widgets.portfolio import table as rows
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.tiles import Tile
from ospo_widgets.widgets.fields import button, column, row, suggest_field
from ospo_widgets.widgets.table import DataTable, Rows
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio import Portfolio
    from ospo_widgets.widgets.page import Page

MOST_SUGGESTED = 2_000
"""Names that the field offers; any other name may be typed."""

ATTENTION_PLACE = 3
"""Beside the activity, as the fourth of what the eye meets; what changed comes next."""

OPEN_TILE = "tile-rows"
"""Button in a tile: shows the repositories that it counts."""


class GlancePanel(Panel):
    """What staff see first."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__(page, model)
        self._tiles = ipw.HTML()
        self._glance = GlanceTable(page, model)
        self._charts = ChartRow(page, model)
        self._attention = column(class_="stack ospo-attention")
        self._list = DataTable(
            self._page_of_rows,
            sorts=[(words(f"portfolio.table.sort.{s}"), s) for s in rows.SORTS],
            guard=page.guard,
            heading=model.shown.list_title(),
        )
        self._list.sort = model.sort
        self._list.on_sort(lambda key: setattr(model, "sort", key))
        self._list.add_class("ospo-list")
        self._name = suggest_field(words("portfolio_app.open_repository"), ())
        self._name.add_class("ospo-open-repository")
        self._name.observe(page.guard(self._open_named), "value")
        self._not_found = ipw.HTML()
        page.on_act(OPEN_TILE, self._open_tile)
        self.children = (
            self._tiles,
            self._charts,
            self._list,
            column(self._name, self._not_found, class_="narrow-form stack-s"),
        )

    def draw(self, shown: Portfolio) -> None:
        """Draw these repositories."""
        self._tiles.value = self._tiles_html(shown.tiles())
        self._draw_attention(shown)
        # A chart without data says nothing; the page of data quality tells what is not known.
        charts = [chart for chart in shown.charts() if chart.labels]
        self._glance.show(shown.glance())
        place = min(ATTENTION_PLACE, len(charts))
        self._charts.show(charts, {place: self._attention, place + 1: self._glance})
        self._list.show(shown.list_title())
        self._name.options = tuple(r.repo for r in shown.rows("repo", 0, MOST_SUGGESTED))

    def resort(self) -> None:
        """Take over the order that the model has."""
        self._list.sort = self.model.sort

    def _draw_attention(self, shown: Portfolio) -> None:
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
        for item in shown.attention():
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
                open_it = self.page.guard(lambda filters=item.filters: self._open(filters))
                parts.append(row(button(item.link, open_it, small=True, quiet=True)))
            made.append(column(*parts, class_="stack-s ospo-attention-item"))
        self._attention.children = tuple(made)

    def _open(self, filters: Filters) -> None:
        self.model.show_rows(filters)
        self.page.host.focus(".ospo-list h2")

    def _tiles_html(self, shown: tuple[Tile, ...]) -> Markup:
        """The tiles; a figure is a button where it has rows to show."""
        drawn = []
        for tile in shown:
            known = tile.value is not None
            figure: Content = number(tile.value) if known else words("portfolio.not-known")
            if tile.value and tile.filters is not None:
                figure = self.page.act(figure, OPEN_TILE, tile.id) or figure
            value = tag("dd", figure, class_="v" if known else "v unk")
            parts = (tag("dt", tile.label), value, tag("dd", tile.comparison, class_="d"))
            drawn.append(tag("div", parts))
        return tag("dl", drawn, class_="tiles")

    def _open_tile(self, tile_id: str) -> None:
        for tile in self.model.shown.tiles():
            if tile.id == tile_id and tile.filters is not None:
                self._open(tile.filters)

    def _open_named(self, change: Any) -> None:
        repo = str(change["new"]).strip()
        if not repo:
            return
        try:
            self.model.whole.repository(repo)
        except InputError as error:
            self._not_found.value = wrong_input(error)
            return
        self._name.value = ""
        self._not_found.value = Markup("")
        self.model.open_repository(repo)

    def _page_of_rows(self, sort: str, first: int, size: int) -> Rows:
        shown = self.model.shown
        page = shown.rows(sort, first, size)
        html = rows.to_html(
            page, shown.list_title(), sort=sort, address=repository_address, hide_caption=True
        )
        return Rows(html, len(page), len(shown))


def repository_address(repository: Repository) -> str:
    """Address of the view of one repository."""
    return repository_link(repository.repo)
