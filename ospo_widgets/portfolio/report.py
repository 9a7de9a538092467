# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The portfolio report: one self-contained HTML file that prints on A4, and the rows as CSV."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from ospo_widgets.charting.numbers import number
from ospo_widgets.charting.svg import draw
from ospo_widgets.charting.table import to_table
from ospo_widgets.markup import Markup
from ospo_widgets.portfolio import table
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.readiness import READINESS
from ospo_widgets.portfolio.tiles import Tile, year_before
from ospo_widgets.resources import static_text
from ospo_widgets.wording import day, language, words

NARROW_WIDTH = 328
"""Width of the drawings for narrow screens, pixels."""


def report_html(
    portfolio: Portfolio,
    filters: Filters | None = None,
    *,
    date: datetime.date,
    title: str = "",
) -> str:
    """The report as the text of one HTML file: no script, nothing is loaded from elsewhere.

    Args:
        portfolio: Whole or filtered.
        filters: Filters to set; None keeps those of ``portfolio``.
        date: Date of the report.
        title: Heading; empty takes the usual one.
    """
    chosen = portfolio if filters is None else portfolio.filtered(filters)
    return str(_template().render(_content(chosen, date, title)))


def _content(portfolio: Portfolio, date: datetime.date, title: str) -> dict[str, Any]:
    total = number(portfolio.total)
    said = portfolio.filters.describe()
    chosen = words("portfolio.report.no-filters", total=total)
    if said:
        listed = words("common.semicolon").join(said)
        filters = words("portfolio.report.filters", filters=listed)
        shown = words("portfolio.report.shown", shown=number(len(portfolio)), total=total)
        chosen = f"{filters} {shown}"
    return {
        "words": words,
        "language": language(),
        "css": Markup(static_text("ospo.css")),
        "title": title.strip() or words("portfolio.report.title"),
        "made": words("portfolio.report.date", date=day(date)),
        "chosen": chosen,
        "heading": portfolio.heading() if portfolio.repositories else "",
        "count": len(portfolio),
        "nothing": words("portfolio.nothing"),
        "tiles": [_tile(tile) for tile in portfolio.tiles()],
        "attention": portfolio.attention(),
        "charts": [
            {
                "id": chart.id,
                "title": chart.title,
                "basis": chart.basis,
                "wide": draw(chart),
                "narrow": draw(chart, width=NARROW_WIDTH),
                "table": to_table(chart),
            }
            for chart in portfolio.charts()
        ],
        "list_title": portfolio.list_title(),
        "table_note": words("portfolio.report.table-note", total=len(READINESS)),
        "table": table.to_html(
            table.sorted_rows(portfolio.repositories),
            portfolio.list_title(),
            sort=table.DEFAULT_SORT,
            hide_caption=True,
        ),
        "quality": portfolio.data_quality(),
    }


def _tile(tile: Tile) -> dict[str, Any]:
    """A tile with the year before, where it is known, below its comparison."""
    lines = [tile.comparison]
    if tile.before is not None and year_before(tile.before) not in lines:
        lines.append(year_before(tile.before))
    return {"label": tile.label, "value": number(tile.value), "lines": lines}


@cache
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ospo_widgets.portfolio", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
