# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Words and order that the charts of the portfolio share."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.charting.model import ChartTable, Series, Tone
from ospo_widgets.charting.numbers import percent, value_text
from ospo_widgets.portfolio.chart_rows import NOT_KNOWN, OTHER, UNKNOWN
from ospo_widgets.portfolio.families import (
    ATTENTION,
    NONE,
    OWN,
    family_label,
    family_short_label,
)
from ospo_widgets.portfolio.families import UNKNOWN as UNKNOWN_FAMILY
from ospo_widgets.portfolio.filters import kind_label
from ospo_widgets.portfolio.phrases import month
from ospo_widgets.wording import words

YEARS_BACK = 5
"""With what the titles of charts over time compare."""


def group_label(by: str, key: str) -> str:
    """Name of a group for people.

    Args:
        by: Filter that the group sets (``family``, ``kind``, ``relation``, …).
        key: Its value; empty for those of which it is not known.
    """
    if by == "family":
        return family_label(key)
    if key == NOT_KNOWN:
        return words("portfolio_charts.not-stated")
    if key == OTHER:
        return words("portfolio_charts.other")
    return kind_label(key) if by == "kind" else key


def short_group_label(by: str, key: str) -> str:
    """Name of a group for narrow drawings."""
    return family_short_label(key) if by == "family" else group_label(by, key)


def filter_key(key: str) -> str:
    """Value of the filter for a group; the unknown have a word of their own in addresses."""
    return UNKNOWN if key == NOT_KNOWN else key


def item_label(item: str) -> str:
    """Name of an item of readiness; one without words shows its id."""
    try:
        return words(f"portfolio.readiness.{item}")
    except KeyError:
        return item


def share_text(part: float, whole: float) -> str:
    """A share in whole per cent; “0” of nothing."""
    return percent(part, whole) if whole else "0"


def said_point(point: str) -> str:
    """The month of a point in time, for people."""
    return month(point[: len("2026-08")])


def earlier(points: Sequence[str]) -> int | None:
    """Index of the point five years before the last, or the first; None where there is one only."""
    if len(points) < 2:
        return None
    wanted = f"{int(points[-1][:4]) - YEARS_BACK}{points[-1][4:]}"
    return next(i for i, point in enumerate(points) if point >= wanted or i == len(points) - 2)


def family_order(keys: Sequence[str], sizes: Sequence[float]) -> list[int]:
    """Indexes of groups as they are shown: none, unknown and own first, *other* last."""
    first = {NONE: 0, UNKNOWN_FAMILY: 1, OWN: 2}
    return sorted(
        range(len(keys)),
        key=lambda i: (keys[i] == OTHER, first.get(keys[i], 3), -sizes[i], keys[i]),
    )


def tone_of(by: str, key: str) -> Tone:
    """Red for licence families that need care, grey for what is not known."""
    if key == NOT_KNOWN or (by == "family" and key == UNKNOWN_FAMILY):
        return Tone.QUIET
    return Tone.ATTENTION if by == "family" and key in ATTENTION else Tone.NORMAL


def last_of_years(points: Sequence[str]) -> list[int]:
    """Indexes of the last point of each year: enough to read as a table."""
    return [
        i for i, point in enumerate(points) if i + 1 == len(points) or points[i + 1][:4] > point[:4]
    ]


def yearly_table(
    caption: str, header: str, points: Sequence[str], series: Sequence[Series], *, shares: bool
) -> ChartTable:
    """A table with the last point of each year; counts with their share of the sum."""
    rows: list[tuple[str | float | None, ...]] = []
    for i in last_of_years(points):
        values = [s.values[i] for s in series]
        whole = sum(v for v in values if v is not None) if shares else 0
        rows.append((points[i], *(value_text(v, whole) for v in values)))
    columns = (header, *(s.name for s in series))
    return ChartTable(words("portfolio_charts.yearly", caption=caption), columns, tuple(rows))
