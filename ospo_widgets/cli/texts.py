# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How reasons and sources read as plain text, the same in every command."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ospo_widgets.cli.output import one_line
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.model import Reason as AdviceReason
    from ospo_widgets.knowledge.model import Source
    from ospo_widgets.licensing.model import Reason

WIDTH = 96
"""Columns of running text."""


def bullet(text: str, *, indent: int = 2, mark: str = "-") -> list[str]:
    """A list item, wrapped, its further lines under its first."""
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=" " * indent + f"{mark} ",
        subsequent_indent=" " * (indent + len(mark) + 1),
        break_long_words=False,
        break_on_hyphens=False,
    )


def reason_lines(reason: Reason | AdviceReason, *, indent: int = 2) -> list[str]:
    """A reason with how sure it is, and where it stands."""
    marks = [words(f"cli.basis.{reason.basis}")]
    if not getattr(reason, "reviewed", True):
        marks.append(words("cli.basis.unreviewed"))
    lines = bullet(f"{reason.text} [{', '.join(marks)}]", indent=indent)
    for source in reason.sources:
        lines.append(" " * (indent + 2) + source_line(source))
    return lines


def source_line(source: Source) -> str:
    """A source on one line: title, clause, address."""
    return one_line(", ".join(part for part in (source.title, source.clause, source.url) if part))


def columns(rows: Sequence[Sequence[str]], *, indent: int = 2) -> list[str]:
    """Rows as columns, each as wide as its widest cell; the last is not padded."""
    if not rows:
        return []
    clean = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in clean) for i in range(len(clean[0]))]
    return [
        (
            " " * indent + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True))
        ).rstrip()
        for row in clean
    ]
