# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The report of what is shown: one self-contained HTML file that prints on A4.

Other templates and formats are in :mod:`ospo_widgets.portfolio.reports`.
"""

from __future__ import annotations

import datetime

from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio


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
    from ospo_widgets.portfolio.reports.build import build_report
    from ospo_widgets.portfolio.reports.html import to_html
    from ospo_widgets.portfolio.reports.model import Template

    chosen = portfolio if filters is None else portfolio.filtered(filters)
    return to_html(build_report(chosen, Template.OVERVIEW, date=date, title=title))
