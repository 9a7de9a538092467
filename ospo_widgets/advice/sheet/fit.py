# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How the sheet stays on one page: smaller type first, then more of it folds into the annex.

Nobody can measure text without drawing it, so lines are estimated from what the page says, on the
safe side. The test suite prints full pages and counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from ospo_widgets.advice.sheet.model import (
    SHOWN_NAMES,
    SHOWN_NOTES,
    SHOWN_POINTS,
    SHOWN_USES,
    Note,
    PartLine,
    PointLine,
    Sheet,
    UseLine,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How large the type is, and how much of the sheet the page shows.

    Attributes:
        scale: 1 is type of 9 points.
        points: Open points.
        uses: Lines on components.
        notes: Terms explained.
        reasons: Reasons for each part.
        sources: Say where the rules behind open points stand.
        names: Components that one line names.
    """

    scale: float
    points: int = SHOWN_POINTS
    uses: int = SHOWN_USES
    notes: int = SHOWN_NOTES
    reasons: int = 3
    sources: bool = True
    names: int = SHOWN_NAMES

    def points_of(self, sheet: Sheet) -> tuple[PointLine, ...]:
        """Open points on the page."""
        return sheet.points[: self.points]

    def uses_of(self, sheet: Sheet) -> tuple[UseLine, ...]:
        """Lines on components on the page."""
        return sheet.uses[: self.uses]

    def notes_of(self, sheet: Sheet) -> tuple[Note, ...]:
        """Terms explained on the page."""
        return sheet.notes[: self.notes]

    def because(self, part: PartLine) -> str:
        """Why a part gets its licence."""
        return " ".join(part.because[: self.reasons])


LAYOUTS = (
    *(Layout(scale) for scale in (1.0, 0.95, 0.9, 0.85, 0.81)),
    Layout(0.81, points=4),
    Layout(0.81, points=4, uses=7, reasons=2),
    Layout(0.77, points=4, uses=7, reasons=2),
    Layout(0.77, points=3, uses=5, notes=8, reasons=2),
    Layout(0.73, points=3, uses=5, notes=8, reasons=2),
    Layout(0.73, points=3, uses=4, notes=6, reasons=1),
    Layout(0.73, points=3, uses=4, notes=6, reasons=1, sources=False, names=2),
    Layout(0.7, points=2, uses=3, notes=4, reasons=1, sources=False, names=1),
)
"""Tried in this order; what folds is in the annex. The last one still reads on paper."""

LINES = 62.0
"""Lines of a page at scale 1."""
WIDTH = 112
"""Characters of a line across the page at scale 1."""
_PARTS = (0.17, 0.18, 0.22, 0.38)
_USES = (0.17, 0.18, 0.18, 0.42)
"""Widths of columns, as parts of the line."""
_HALF = 0.27
"""Answer of a check: two checks share a line."""


def layout_of(sheet: Sheet) -> Layout:
    """The first layout in which the page is likely to hold the sheet."""
    fitting = (x for x in LAYOUTS if lines_in(sheet, x) <= LINES / x.scale)
    return next(fitting, LAYOUTS[-1])


def lines_in(sheet: Sheet, layout: Layout) -> float:
    """Lines that the first page needs in a layout, with headings and gaps."""
    return sum(_lines(sheet, layout, WIDTH / layout.scale))


def _lines(sheet: Sheet, layout: Layout, width: float) -> Iterator[float]:
    yield 1 + 1.9 * _rows(sheet.title, width / 1.8)
    yield 1.2 + _rows(" ".join((sheet.answer, *sheet.details)), width * 0.95)
    yield 0.6 + sum(_rows(fact.text, width * 0.85) for fact in sheet.facts)
    if sheet.parts:
        yield 2.2
        for part in sheet.parts:
            whole = part.whole or ""
            if part.without:
                whole += f" {part.without} {part.optional} {part.optional}"
            cells = (part.name, part.license or "", whole, layout.because(part))
            yield 0.42 + _highest(cells, _PARTS, width)
    if sheet.uses:
        yield 2.2
        for use in layout.uses_of(sheet):
            name = ", ".join(use.names[: layout.names]) + use.part_name
            cells = (
                name,
                ", ".join(use.licenses[:SHOWN_NAMES]),
                use.how,
                " ".join(("verdict", *use.notes)),
            )
            yield 0.42 + _highest(cells, _USES, width)
    yield 3.4 + sum(_rows(line, width) for line in sheet.transfer)
    checks = [0.34 + _rows(check.text, width * _HALF) for check in sheet.checks]
    yield sum(max(pair) for pair in zip(checks[::2], [*checks[1::2], 0.0], strict=False))
    yield 1.8
    for point in layout.points_of(sheet):
        sources = "; ".join(f"{s.title}, {s.clause}" for s in point.sources) * layout.sources
        yield 0.1 + _rows(f"{point.text} {point.ask} {sources}", width * 0.97)
    yield 1.8 + sum(0.1 + _rows(line, width * 0.97) for line in sheet.effects)
    yield 6.6 + (1.9 if sheet.bar else 0) + (1 if len(sheet.decisions) > 3 else 0)
    notes = " ".join(f"1 {note.term}: {note.text}" for note in layout.notes_of(sheet))
    yield 0.6 + 0.84 * _rows(notes, width * 1.15)
    yield 0.6 + 0.84 * _rows(sheet.footer, width * 1.15)


def _rows(text: str, width: float) -> int:
    return max(1, ceil(len(text) / width))


def _highest(cells: tuple[str, ...], shares: tuple[float, ...], width: float) -> int:
    return max(_rows(c, width * share) for c, share in zip(cells, shares, strict=True))
