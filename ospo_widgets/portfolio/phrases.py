# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dates and numbers as they stand in the sentences of this room."""

from __future__ import annotations

from datetime import date

from ospo_widgets.wording import words


def day(value: date) -> str:
    """``22 August 2026``."""
    name = words(f"portfolio.month.{value.month}")
    return words("portfolio.date", day=value.day, month=name, year=value.year)


def month(value: str) -> str:
    """``August 2026`` for ``2026-08``."""
    return f"{words(f'portfolio.month.{int(value[5:])}')} {value[:4]}"


def count_word(value: int) -> str:
    """A number that begins a sentence: a word up to twenty, then figures."""
    return words(f"portfolio.number.{value}") if 0 <= value <= 20 else f"{value:,}"


def some(key: str, count: int, total: int, /, **values: object) -> str:
    """Text ``key.none``, ``.all``, ``.one`` or ``.other``, by how many of ``total`` it is.

    ``{count}`` and ``{total}`` are figures, ``{number}`` is the count as a word.
    """
    form = "other"
    if count == 0:
        form = "none"
    elif count == total:
        form = "all"
    elif count == 1:
        form = "one"
    return words(
        f"{key}.{form}", count=f"{count:,}", total=f"{total:,}", number=count_word(count), **values
    )
