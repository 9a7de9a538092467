# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sizes of files: one unit system and one way to say them, for limits, errors and downloads."""

from __future__ import annotations

from ospo_widgets.wording import number, words

KILOBYTE = 2**10
MEGABYTE = 2**20
GIGABYTE = 2**30

_UNITS = ((GIGABYTE, "gb"), (MEGABYTE, "mb"), (KILOBYTE, "kb"))


def size_text(size: int) -> str:
    """A size in words: bytes under 1 KB, else KB, MB or GB (of 1,024) with at most one decimal."""
    for unit, name in _UNITS:
        if size >= unit:
            value = round(size / unit, 1)
            decimals = 0 if value >= 100 or value.is_integer() else 1
            return words(f"common.size.{name}", value=number(value, decimals))
    return words("common.size.bytes", value=size)
