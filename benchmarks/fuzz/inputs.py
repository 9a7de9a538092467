# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a target reads its input: the first line may choose one of many parsers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any


def chosen(data: bytes, names: Sequence[str]) -> tuple[str, bytes]:
    """The name that the first line says, or that it comes to, and the rest."""
    line, _, rest = data.partition(b"\n")
    name = line.decode("utf-8", "replace")
    return (name if name in names else names[zlib.crc32(line) % len(names)]), rest


def decoded(data: bytes) -> str:
    """Text as files are read: anything is some text."""
    return data.decode("utf-8", "replace")


def plain(data: bytes) -> Any:
    """Data of any shape; None when the input is no JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
