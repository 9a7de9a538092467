# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Figures as text and steps of axes: what every way of drawing a chart shares."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ospo_widgets.wording import number as separated
from ospo_widgets.wording import words

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
"""Labels of this form are months."""


def number(value: float | None) -> str:
    """A value for people: thousands separated, one decimal below 100 where it has decimals."""
    if value is None or not math.isfinite(value):
        return words("charting.not-known")
    if float(value).is_integer() or abs(value) >= 100:
        return separated(value)
    return separated(value, 1)


def percent(value: float, whole: float) -> str:
    """Share of ``whole`` in whole per cent; never 0 for something nor 100 for less than all."""
    share = 100 * value / whole
    if 0 < share < 0.5:
        return "<1"
    if 99.5 <= share < 100:
        return ">99"
    return f"{math.floor(share + 0.5)}"


def value_text(value: float | None, whole: float) -> str:
    """Text at the end of a bar: ``20 (16 %)``, or the value alone when ``whole`` is 0."""
    if value is None or not math.isfinite(value) or not whole:
        return number(value)
    return words("charting.share", value=number(value), percent=percent(value, whole))


def finite(values: Sequence[float | None]) -> list[float]:
    """Values that can be drawn."""
    return [v for v in values if v is not None and math.isfinite(v)]


def ticks(highest: float, about: int = 4) -> list[float]:
    """Round steps of at least 1 from 0 to at least ``highest``, roughly ``about`` of them."""
    if highest <= 1:
        return [0.0, 1.0]
    raw = highest / about
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = max(1.0, next(m * magnitude for m in (1, 2, 2.5, 5, 10, 20) if m * magnitude >= raw))
    count = math.ceil(highest / step)
    return [step * i for i in range(count + (step * count < highest) + 1)]
