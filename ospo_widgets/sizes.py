# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sizes of files: one unit system and one way to say them, for limits, errors and downloads."""

from __future__ import annotations

KILOBYTE = 2**10
MEGABYTE = 2**20
GIGABYTE = 2**30


def size_text(size: int) -> str:
    """A size in words: bytes under 1 KB, else KB, MB or GB (of 1,024) with at most one decimal."""
    for unit, name in ((GIGABYTE, "GB"), (MEGABYTE, "MB"), (KILOBYTE, "KB")):
        if size >= unit:
            value = size / unit
            return (
                f"{value:.0f} {name}"
                if value >= 100
                else f"{value:.1f}".removesuffix(".0") + f" {name}"
            )
    return f"{size} bytes"
