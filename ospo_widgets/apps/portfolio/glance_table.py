# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Each figure now, before, and the difference; a figure opens its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.markup import Content, chip, table, tag
from ospo_widgets.portfolio.glance import Glance, GlanceRow
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

OPEN = "glance-rows"
"""Button in a row: shows the repositories that it counts."""

_COLUMNS = ("what", "latest", "previous", "difference", "share")


class GlanceTable(ipw.HTML):  # type: ignore[misc]
    """The table, with buttons where the page can hear them."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        super().__init__()
        self._page = page
        self._model = model
        self._glance: Glance | None = None
        page.on_act(OPEN, self._open)

    def show(self, glance: Glance) -> None:
        """Draw these figures."""
        self._glance = glance
        title = words("portfolio_app.glance.title")
        columns = [words(f"portfolio_app.glance.{name}") for name in _COLUMNS]
        body = table(
            title,
            columns,
            [self._row(row) for row in glance.rows],
            numeric=(1, 2, 3, 4),
            class_="cards-s words ospo-now",
            hide_caption=True,
        )
        self.value = tag(
            "section",
            tag("h2", title),
            tag("p", glance.basis, class_="muted small"),
            tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
            class_="stack-s",
        )

    def _row(self, row: GlanceRow) -> tuple[Content, ...]:
        latest: Content = _figure(row.latest)
        if row.filters is not None and row.latest:
            latest = self._page.act(latest, OPEN, row.id) or latest
        return (row.label, latest, _figure(row.previous), _signed(row), _share(row))

    def _open(self, row_id: str) -> None:
        for row in self._glance.rows if self._glance else ():
            if row.id == row_id and row.filters is not None:
                self._model.show_rows(row.filters)
                self._page.host.focus(".ospo-list h2")


def _figure(value: int | None) -> str:
    return words("portfolio.not-known") if value is None else number(value)


def _signed(row: GlanceRow) -> Content:
    """The difference with its sign, and in words whether that is good news."""
    difference = row.difference
    if difference is None:
        return words("portfolio.not-known")
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    said = f"{sign}{number(abs(difference))}"
    if row.good is None:
        return said
    way = "better" if row.good else "worse"
    word = words(f"portfolio_app.glance.{way}")
    return [chip("yes" if row.good else "no", word, ground=False), " ", said]


def _share(row: GlanceRow) -> str:
    if row.share is None:
        return ""
    sign = "+" if row.share > 0 else "−" if row.share < 0 else ""
    return words(
        "portfolio_app.glance.percent", percent=f"{sign}{number(round(abs(row.share) * 100))}"
    )
