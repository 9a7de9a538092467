# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Months and numbers as they stand in the sentences of this room."""

from __future__ import annotations

from ospo_widgets import wording
from ospo_widgets.wording import number, words


def month(value: str) -> str:
    """``August 2026`` for ``2026-08``."""
    return wording.month(int(value[:4]), int(value[5:]))


def count_word(value: int) -> str:
    """A number that begins a sentence: a word up to twenty, then figures."""
    return words(f"portfolio.number.{value}") if 0 <= value <= 20 else number(value)


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
        f"{key}.{form}",
        count=number(count),
        total=number(total),
        number=count_word(count),
        **values,
    )
