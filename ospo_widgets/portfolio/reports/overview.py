# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of what is shown now: figures, what to look at, charts and the list."""

from __future__ import annotations

from ospo_widgets.portfolio.reports import parts
from ospo_widgets.portfolio.reports.model import Report, Template
from ospo_widgets.portfolio.reports.order import Order
from ospo_widgets.wording import words


def overview(order: Order) -> Report:
    """The report of the page as it is filtered now."""
    portfolio = order.portfolio
    sections = (
        parts.figures(portfolio),
        parts.looks(portfolio),
        *map(parts.of_chart, portfolio.charts()),
        *order.more,
        parts.repository_list(portfolio),
    )
    return order.report(Template.OVERVIEW, words("portfolio.report.title"), sections)
