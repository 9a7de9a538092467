# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files out of the page: a link that holds the file itself, or a path when it is too large."""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path

from ospo_widgets.markup import Markup, tag
from ospo_widgets.wording import words

LIMIT_BYTES = 5 * 2**20
"""Largest file in a link: 5 MB take about 4 s in the browser, 50 MB fail (measured)."""


def size_text(size: int) -> str:
    """A size in words: bytes under 1 KB, else KB, MB or GB with at most one decimal."""
    value = float(size)
    for unit in ("bytes", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            number = f"{value:.0f}" if unit in {"bytes", "KB"} or value >= 100 else f"{value:.1f}"
            return f"{number.removesuffix('.0')} {unit}"
        value /= 1024
    raise AssertionError("unreachable")


def safe_name(name: str) -> str:
    """A file name of plain characters, at most 80 long; never empty."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")
    return kept[-80:] or "file"


def download_link(
    label: str, name: str, data: bytes, media_type: str, *, class_: str | None = None
) -> Markup:
    """A link that saves ``data`` as ``name``; above the limit the file is written beside the app.

    Args:
        label: Words of the link.
        name: Proposed file name; reduced to plain characters.
        data: The whole file.
        media_type: For example ``"application/zip"``.
        class_: Class of the link, for example ``"btn primary"``.
    """
    if len(data) > LIMIT_BYTES:
        folder = Path(tempfile.mkdtemp(prefix="ospo-download-"))
        path = folder / safe_name(name)
        path.write_bytes(data)
        told = words("common.download.too_large", size=size_text(len(data)), path=str(path))
        return tag("p", told)
    encoded = base64.b64encode(data).decode("ascii")
    return tag(
        "a",
        label,
        href=f"data:{media_type};base64,{encoded}",
        download=safe_name(name),
        class_=class_,
    )
