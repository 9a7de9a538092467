# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio as plain data for ``json.dumps``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ospo_widgets.portfolio import table
from ospo_widgets.portfolio.readiness import READINESS, readiness_count
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.source import FEWEST_AUTHORS

if TYPE_CHECKING:
    from ospo_widgets.portfolio.model import Portfolio


def to_json(portfolio: Portfolio) -> dict[str, Any]:
    """Figures, rows and what to know of them."""
    found = portfolio.totals
    return {
        "reference_date": portfolio.about.reference_date.isoformat(),
        "filters": portfolio.filters.to_query(),
        "total": portfolio.total,
        "figures": {
            **asdict(found),
            "newest": found.newest.isoformat() if found.newest else None,
        },
        "charts": [
            {
                "id": chart.id,
                "title": chart.title,
                "basis": chart.basis,
                "columns": list(chart.columns()),
                "rows": [list(row) for row in chart.rows()],
            }
            for chart in portfolio.charts()
        ],
        "attention": [
            {"headline": a.headline, "detail": a.detail, "filters": a.filters.to_query()}
            for a in portfolio.attention()
        ],
        "data_quality": [statement.text for statement in portfolio.data_quality()],
        "repositories": [
            _row_json(r) for r in portfolio.rows(table.DEFAULT_SORT, 0, len(portfolio))
        ],
    }


def _row_json(r: Repository) -> dict[str, Any]:
    return {
        "repo": r.repo,
        "url": r.url,
        "relation": r.relation,
        "kind": r.kind and str(r.kind),
        "license": r.license or None,
        "family": r.family,
        "license_corrected": r.license_corrected,
        "head_date": r.head_date.isoformat() if r.head_date else None,
        "commits": r.commits,
        "commits_12m": r.commits_12m,
        # Small groups are withheld in everything that leaves the house.
        "authors": r.authors if (r.authors or 0) >= FEWEST_AUTHORS else None,
        "authors_for_half": r.authors_for_half,
        "readiness": {item: check(r) for item, check in READINESS.items()},
        "readiness_count": readiness_count(r),
    }
