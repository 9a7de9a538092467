# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where the files that are not Python lie: knowledge, notebooks, style sheet, templates.

In a checkout they are the top level ``data/`` and ``notebooks/``; in an installed wheel they are
bundled inside the package.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
"""The folder of the package itself."""

OVERLAY_VARIABLE = "OSPO_DATA_DIR"
"""Environment variable that names a folder laid over our data, for another laboratory."""


def _bundled(name: str) -> Path:
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def data_dir() -> Path:
    """Folder with the knowledge that ships with the package."""
    return _bundled("data")


@cache
def notebooks_dir() -> Path:
    """Folder with the notebooks, one an app."""
    return _bundled("notebooks")


def overlay_dir() -> Path | None:
    """Folder named by ``OSPO_DATA_DIR``, or None when it is not set."""
    value = os.environ.get(OVERLAY_VARIABLE, "")
    return Path(value) if value else None


@cache
def static_text(name: str) -> str:
    """Text of a front-end file in ``ospo_widgets/static``, for example ``"ospo.css"``."""
    return (PACKAGE / "static" / name).read_text(encoding="utf-8")
