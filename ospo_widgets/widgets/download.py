# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files out of the page: a link that holds the file itself, or a path when it is too large."""

from __future__ import annotations

import atexit
import base64
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from ospo_widgets.markup import Markup, tag
from ospo_widgets.sizes import MEGABYTE, size_text
from ospo_widgets.wording import words

LIMIT_BYTES = 5 * MEGABYTE
"""Largest file in a link: 5 MB take about 4 s in the browser, 50 MB fail (measured)."""


@cache
def _session_folder() -> Path:
    """A private folder that goes when the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="ospo-download-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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
        path = _session_folder() / safe_name(name)
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
