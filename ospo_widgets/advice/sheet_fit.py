# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How large the type of the sheet may be, so that it stays on one page.

Nobody can measure text without drawing it, so lines are estimated from what the page says, on the
safe side. The test suite prints full pages and counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from ospo_widgets.advice.sheet_model import SHOWN_POINTS, Sheet

SCALES = (1.0, 0.95, 0.9, 0.85, 0.81, 0.77, 0.73)
"""Sizes of type that are tried, largest first; 1 is 9 points, the last still reads on paper."""

LINES = 62.0
"""Lines of a page at scale 1."""
WIDTH = 112
"""Characters of a line across the page at scale 1."""
_PARTS = (0.17, 0.18, 0.22, 0.38)
_USES = (0.17, 0.18, 0.18, 0.42)
"""Widths of columns, as parts of the line."""
_HALF = 0.27
"""Answer of a check: two checks share a line."""


def scale_of(sheet: Sheet) -> float:
    """The largest scale at which the page is likely to hold the sheet."""
    return next((s for s in SCALES if lines_at(sheet, s) <= LINES / s), SCALES[-1])


def lines_at(sheet: Sheet, scale: float) -> float:
    """Lines that the first page needs at a scale, with headings and gaps."""
    return sum(_lines(sheet, WIDTH / scale))


def _lines(sheet: Sheet, width: float) -> Iterator[float]:
    yield 1 + 1.9 * _rows(sheet.title, width / 1.8)
    yield 1.2 + _rows(" ".join((sheet.answer, *sheet.details)), width * 0.95)
    yield 0.6 + sum(_rows(fact.text, width * 0.85) for fact in sheet.facts)
    if sheet.parts:
        yield 2.2
        for part in sheet.parts:
            whole = part.whole or ""
            if part.without:
                whole += f" {part.without} {part.optional} {part.optional}"
            cells = (part.name, part.license or "", whole, " ".join(part.because))
            yield 0.42 + _highest(cells, _PARTS, width)
    if sheet.uses:
        yield 2.2
        for use in sheet.uses:
            name = ", ".join(use.names[:3]) + use.part_name
            cells = (name, ", ".join(use.licenses[:3]), use.how, " ".join(("verdict", *use.notes)))
            yield 0.42 + _highest(cells, _USES, width)
    yield 3.4 + sum(_rows(line, width) for line in sheet.transfer)
    checks = [0.34 + _rows(check.text, width * _HALF) for check in sheet.checks]
    yield sum(max(pair) for pair in zip(checks[::2], [*checks[1::2], 0.0], strict=False))
    yield 1.8
    for point in sheet.points[:SHOWN_POINTS]:
        sources = "; ".join(f"{s.title}, {s.clause}" for s in point.sources)
        yield 0.1 + _rows(f"{point.text} {point.ask} {sources}", width * 0.97)
    yield 1.8 + sum(0.1 + _rows(line, width * 0.97) for line in sheet.effects)
    yield 6.6 + (1.9 if sheet.bar else 0) + (1 if len(sheet.decisions) > 3 else 0)
    notes = " ".join(f"1 {note.term}: {note.text}" for note in sheet.notes)
    yield 0.6 + 0.84 * _rows(notes, width * 1.15)
    yield 0.6 + 0.84 * _rows(sheet.footer, width * 1.15)


def _rows(text: str, width: float) -> int:
    return max(1, ceil(len(text) / width))


def _highest(cells: tuple[str, ...], shares: tuple[float, ...], width: float) -> int:
    return max(_rows(c, width * share) for c, share in zip(cells, shares, strict=True))
