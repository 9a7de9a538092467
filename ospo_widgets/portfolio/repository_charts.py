# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of one repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ospo_widgets.charting.model import Chart, Kind, Series, Tone
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.model import Portfolio
    from ospo_widgets.portfolio.records import Repository

MEAN_OF = 12
"""Months of the mean."""


def commits_of(repository: Repository, portfolio: Portfolio) -> Chart | None:
    """Commits a month and their mean, from the first month to that of the reference date.

    A month without an entry has no commits. None when no month is known.
    """
    known = dict(portfolio.months.get(repository.repo, ()))
    if not known:
        return None
    months = _months(min(known), f"{portfolio.about.reference_date:%Y-%m}")
    counts = [known.get(month, 0) for month in months]
    means: list[float | None] = [
        sum(counts[i - MEAN_OF + 1 : i + 1]) / MEAN_OF if i >= MEAN_OF - 1 else None
        for i in range(len(counts))
    ]
    title = words("portfolio_repository.chart.short")
    if means[-1] is not None:
        title = words("portfolio_repository.chart.title", now=number(means[-1], 1))
    return Chart(
        id="repository-commits",
        title=title,
        basis=words("portfolio.chart.activity.basis"),
        kind=Kind.LINES,
        label_header=words("portfolio.chart.activity.header"),
        labels=tuple(months),
        series=(
            Series(words("portfolio.chart.activity.each"), tuple(counts), Tone.QUIET),
            Series(words("portfolio.chart.activity.mean"), tuple(means)),
        ),
        unit=words("portfolio.chart.commits"),
        caption=words("portfolio_repository.chart.caption", repo=repository.repo),
    )


def _months(first: str, last: str) -> list[str]:
    begin = int(first[:4]) * 12 + int(first[5:]) - 1
    end = max(int(last[:4]) * 12 + int(last[5:]) - 1, begin)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(begin, end + 1)]
