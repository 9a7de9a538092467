# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which column of a table is which field: guessed, shown, changed, kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.portfolio.claims import Confidence


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        header: What stands above it.
        field: Field that it holds, empty when it is not taken over.
        score: How sure the guess is, from 0 to 1; 1 when a person chose it.
    """

    header: str
    field: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column is which field.

    Attributes:
        columns: All columns in their order.
        confidence: How the table knows its values.
    """

    columns: tuple[Column, ...]
    confidence: Confidence = Confidence.CURATED
