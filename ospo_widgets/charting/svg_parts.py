# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Small parts of every SVG drawing, and its size on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ospo_widgets.charting.measure import spread
from ospo_widgets.markup import Markup, tag

LINE_HEIGHT = 16
"""Distance of two lines of text, pixels."""

_LEAD = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a drawing in which lines and bands lie, pixels from the upper left corner."""

    left: float
    right: float
    top: float
    bottom: float

    def x(self, position: float) -> float:
        """Across, for a position from 0 to 1."""
        return self.left + (self.right - self.left) * position

    def y(self, value: float, most: float) -> float:
        """Up, for a value on an axis from 0 to ``most``."""
        return self.bottom - (self.bottom - self.top) * value / most


def px(value: float) -> str:
    """A length without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def text_at(x: float, y: float, value: object, **attributes: object) -> Markup:
    """A text whose base line begins at a point."""
    return tag("text", str(value), x=px(x), y=px(y), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return tag("line", class_=class_, x1=px(x1), x2=px(x2), y1=px(y1), y2=px(y2))


def path(points: Sequence[tuple[float, float]]) -> str:
    """Points as SVG lists them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def side_labels(
    texts: Sequence[str], at: Sequence[float], frame: Frame, height: float
) -> list[Markup]:
    """Labels to the right of a drawing, each led to its height there, none over another."""
    found: list[Markup] = []
    for text, wanted, placed in zip(
        texts, at, spread(at, LINE_HEIGHT, LINE_HEIGHT / 2, height - LINE_HEIGHT / 2), strict=True
    ):
        right = frame.right + 2
        points = [(right, wanted), (right + _LEAD - 3, placed)]
        found.append(tag("polyline", class_="lead", points=path(points)))
        found.append(text_at(right + _LEAD, placed + 4, text))
    return found
