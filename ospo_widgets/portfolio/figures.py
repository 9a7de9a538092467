# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The figures behind the charts as plain columns, so that a page needs no pandas to be drawn.

:mod:`ospo_widgets.portfolio.metrics` gives the same figures as data frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ospo_widgets.portfolio.families import ATTENTION, NONE, OTHER, OWN, UNKNOWN, families
from ospo_widgets.portfolio.totals import Totals

if TYPE_CHECKING:
    from ospo_widgets.portfolio.engine import Selection

Columns = Mapping[str, Sequence[Any]]
"""Values of each column by its name, all equally long."""

YEARS_SHOWN = 16
"""Full years of activity before the year of the reference date."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures behind tiles and charts; each function below says its columns."""

    totals: Totals
    families: Columns
    readiness: Columns
    monthly: Columns
    yearly: Columns
    kinds: Columns


def figures_of(selection: Selection) -> Figures:
    """The figures of some repositories."""
    monthly = month_columns(selection.monthly, selection.index.about.reference_date)
    return Figures(
        totals=selection.totals,
        families=family_columns(selection.by_family()),
        readiness=columns(("item", "repositories", "unknown"), selection.readiness()),
        monthly=monthly,
        yearly=year_columns(monthly),
        kinds=columns(("kind", "repositories", "no_license"), selection.by_kind()),
    )


def columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Rows as columns.

    Args:
        names: Names of the columns, in the order of the values of a row.
        rows: The rows.
    """
    kept = list(rows)
    return {name: [row[at] for row in kept] for at, name in enumerate(names)}


def family_columns(counts: Mapping[str, int]) -> dict[str, list[Any]]:
    """Repositories by licence family: ``family, repositories, attention``.

    *None stated* is always there, even with 0; other families only when they have a repository.
    Families that need attention come first, then by count; *other* is last.

    Args:
        counts: Repositories by family.
    """
    rows = [
        (family, counts.get(family, 0), family in ATTENTION)
        for family in dict.fromkeys([*families(), *counts])
        if family == NONE or counts.get(family, 0)
    ]
    rows.sort(
        key=lambda row: (row[0] != NONE, row[0] != UNKNOWN, row[0] != OWN, row[0] == OTHER, -row[1])
    )
    return columns(("family", "repositories", "attention"), rows)


def month_columns(months: Iterable[tuple[str, int]], reference: date) -> dict[str, list[Any]]:
    """Commits by month up to the reference date: ``month, commits, mean``.

    ``mean`` is that of the month and the eleven before it, None where there are fewer. The last
    month ends with the reference date, so it may be incomplete.

    Args:
        months: Month and commits, without gaps, oldest first.
        reference: Reference date of the portfolio.
    """
    pairs = list(months)
    commits = [count for _, count in pairs]
    mean: list[float | None] = [None] * len(commits)
    window = sum(commits[:11])
    for at in range(11, len(commits)):
        window += commits[at]
        mean[at] = window / 12
        window -= commits[at - 11]
    first = f"{reference.year - YEARS_SHOWN}-01"
    rows = [
        (month, count, average)
        for (month, count), average in zip(pairs, mean, strict=True)
        if month >= first
    ]
    return columns(("month", "commits", "mean"), rows)


def year_columns(monthly: Columns) -> dict[str, list[Any]]:
    """Commits by year from the result of :func:`month_columns`: ``year, commits``."""
    years: dict[str, int] = {}
    for month, commits in zip(monthly["month"], monthly["commits"], strict=True):
        years[str(month)[:4]] = years.get(str(month)[:4], 0) + commits
    return columns(("year", "commits"), sorted(years.items()))
