# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where things lie in a drawing: widths of text, positions in time, labels that do not collide."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ospo_widgets.charting.numbers import MONTH

NARROW = 420
"""Below this width, pixels, short labels are used and the axis has fewer steps."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""Labels of this form are days."""

_WIDE = frozenset("mwMW@%")
_SLIM = frozenset("iljtfrI.,:;'|()[]- /")
_MONTHS_FOR_YEARS = 18
"""From this many months on an axis names years only."""


def text_width(value: str) -> float:
    """Rough width of 13 px text, pixels, in the widest of the usual system faces (DejaVu Sans)."""
    return sum(
        12.0 if c in _WIDE else 4.8 if c in _SLIM else 9.0 if c.isupper() else 7.9 for c in value
    )


def shortened(label: str, room: float) -> str:
    """The label, cut with an ellipsis when it is wider than ``room`` pixels."""
    if text_width(label) <= room:
        return label
    cut = label
    while cut and text_width(cut) + text_width("…") > room:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def wrapped(value: str, room: float, *, larger: float = 1) -> list[str]:
    """Words in lines that fit; a word that is wider than a line is cut.

    Args:
        value: Words with spaces between them.
        room: Width of a line, pixels.
        larger: Size of the type, in 13 px.
    """
    lines: list[str] = []
    for word in value.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer) * larger <= room:
            lines[-1] = longer
        else:
            lines.append(shortened(word, room / larger))
    return lines


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of an axis.

    Attributes:
        at: Value of the axis there: a label, or the first day of a year or month.
        position: From 0 (first label) to 1 (last label).
        text: What the axis says.
    """

    at: str
    position: float
    text: str


def in_time(labels: Sequence[str]) -> bool:
    """Whether the labels are months or days, all of one form."""
    return bool(labels) and (
        all(MONTH.fullmatch(label) for label in labels) or _days(labels) is not None
    )


def positions(labels: Sequence[str]) -> list[float]:
    """Where each label lies, from 0 to 1: months and days by time, others at even distance."""
    at = _numbers(labels) or [float(i) for i in range(len(labels))]
    first, last = (at[0], at[-1]) if at else (0.0, 0.0)
    return [(a - first) / (last - first) if last > first else 0.5 for a in at]


def _numbers(labels: Sequence[str]) -> list[float] | None:
    """Labels as numbers that grow with time; None when they are no times in order."""
    found: list[float] | None = None
    if all(MONTH.fullmatch(label) for label in labels):
        found = [int(label[:4]) * 12.0 + int(label[5:]) for label in labels]
    else:
        days = _days(labels)
        found = [float(day.toordinal()) for day in days] if days else None
    return found if found and all(a <= b for a, b in pairwise(found)) else None


def _days(labels: Sequence[str]) -> list[date] | None:
    if not all(DAY.fullmatch(label) for label in labels):
        return None
    try:
        return [date.fromisoformat(label) for label in labels]
    except ValueError:
        return None


def axis_ticks(labels: Sequence[str], at_most: int) -> list[Tick]:
    """Steps of the axis below labels: years or months for times, else labels at even distance."""
    days = _days(labels) if labels else None
    if days and len(days) > 1:
        return _day_ticks(days, at_most)
    where = positions(labels)
    return [Tick(labels[i], where[i], text) for i, text in label_ticks(labels, at_most)]


def _day_ticks(days: Sequence[date], at_most: int) -> list[Tick]:
    first, last = days[0], days[-1]
    span = (last - first).days or 1
    count = (last.year - first.year) * 12 + last.month - first.month
    years = count >= _MONTHS_FOR_YEARS
    starts = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first.year * 12 + first.month, last.year * 12 + last.month)
        if not years or month % 12 == 0
    ]
    step = max(1, math.ceil(len(starts) / at_most))
    found = [
        Tick(day.isoformat(), (day - first).days / span, f"{day:%Y}" if years else f"{day:%Y-%m}")
        for day in starts[::step]
    ]
    return found or [Tick(day.isoformat(), float(i), day.isoformat()) for i, day in
                     enumerate((first, last))]  # fmt: skip


def label_ticks(labels: Sequence[str], at_most: int) -> list[tuple[int, str]]:
    """Which labels an axis shows: years for months, else labels at even distance.

    Returns:
        Index and text of each tick, in order.
    """
    if all(MONTH.fullmatch(label) for label in labels) and len(labels) > _MONTHS_FOR_YEARS:
        years = [(i, label[:4]) for i, label in enumerate(labels) if label.endswith("-01")]
        step = next((s for s in (1, 2, 4, 5, 8, 10, 20) if len(years) <= s * at_most), 50)
        return years[::step]
    step = max(1, -(-(len(labels) - 1) // max(at_most - 1, 1)))
    return [(i, labels[i]) for i in range(0, len(labels), step)]


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, at least ``gap`` apart, in the same order.

    Args:
        wanted: Where each would like to be.
        gap: Least distance; smaller when there is no room for it.
        low: Least place.
        high: Greatest place.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    found = [0.0] * len(wanted)
    at = low
    for i in order:
        at = max(at, wanted[i])
        found[i] = at
        at += gap
    at = high
    for i in reversed(order):
        found[i] = min(found[i], at)
        at = found[i] - gap
    return found


def thinned(count: int, most: int) -> list[int]:
    """Indexes at even distance, at most about ``most``, the first and the last among them."""
    if count <= most:
        return list(range(count))
    step = math.ceil((count - 1) / (most - 1))
    return sorted({0, *range(count - 1, -1, -step)})


def log_ticks(least: float, most: float) -> list[float]:
    """Powers of ten that hold ``least`` and ``most``; at least two of them."""
    first = math.floor(math.log10(least)) if least > 0 else 0
    last = max(math.ceil(math.log10(most)) if most > 0 else 1, first + 1)
    return [10.0**power for power in range(first, last + 1)]


def stacked(rows: Sequence[Sequence[float | None]], *, shares: bool) -> list[list[float]]:
    """Upper edges of bands on each other, the lowest band first; a missing value counts as 0.

    Args:
        rows: One row a band, one value a label.
        shares: Edges as per cent of the sum at each label; 0 where the sum is 0.
    """
    if not rows:
        return []
    edges: list[list[float]] = []
    below = [0.0] * len(rows[0])
    for row in rows:
        values = [v if v is not None and math.isfinite(v) and v > 0 else 0.0 for v in row]
        below = [a + b for a, b in zip(below, values, strict=True)]
        edges.append(below)
    if shares:
        whole = edges[-1]
        edges = [[100 * e / w if w else 0.0 for e, w in zip(edge, whole, strict=True)]
                 for edge in edges]  # fmt: skip
    return edges
