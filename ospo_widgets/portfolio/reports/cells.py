# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Cells of tables as people read them, and as programs do."""

from __future__ import annotations

import math
from datetime import date

from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio.reports.model import Cell, ColumnType, Link
from ospo_widgets.wording import words

_SHARES = frozenset({ColumnType.SHARE, ColumnType.CHANGE_SHARE})

_CHANGES = frozenset({ColumnType.CHANGE, ColumnType.CHANGE_SHARE})

NO_CHANGE = "\u2013"
"""Stands where there is no difference to tell, or where it is no news."""

MINUS = "\u2212"
"""Minus sign of texts; a hyphen would break over lines and begin a formula."""


def shown(cell: Cell, column: ColumnType) -> str:
    """Text of a cell in the language of the session; unknown values say so."""
    if isinstance(cell, Link):
        cell = cell.label
    if column is ColumnType.NEWS:
        return _news(cell)
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return NO_CHANGE if column in _CHANGES else words("portfolio.not-known")
    if isinstance(cell, str):
        empty = column is ColumnType.LICENSE and not cell
        return words("portfolio.none-stated") if empty else cell
    if isinstance(cell, bool):
        return words("portfolio.yes" if cell else "portfolio.no")
    return cell.isoformat() if isinstance(cell, date) else _number(cell, column)


def _number(value: float, column: ColumnType) -> str:
    if column in _SHARES:
        rounded = round(100 * value, 1)
        signed = changed if column is ColumnType.CHANGE_SHARE else number
        return words("portfolio_report.percent", percent=signed(rounded))
    return changed(value) if column is ColumnType.CHANGE else number(value)


def _news(cell: Cell) -> str:
    if cell is None:
        return NO_CHANGE
    return words("portfolio_report.better" if cell else "portfolio_report.worse")


def changed(value: float) -> str:
    """A difference with its sign: ``+12``, ``−3``, ``0``."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{number(abs(value))}"


def plain(cell: Cell) -> str | int | float | bool | date | None:
    """The value alone, without what shows it: for data files and spreadsheets."""
    value = cell.label if isinstance(cell, Link) else cell
    return None if isinstance(value, float) and not math.isfinite(value) else value
