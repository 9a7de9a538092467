# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where the files that are not Python lie: knowledge, notebooks, style sheet, templates.

In a checkout they are the top level ``data/`` and ``notebooks/``; in an installed wheel they are
bundled inside the package.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
"""The folder of the package itself."""

OVERLAY_VARIABLE = "OSPO_DATA_DIR"
"""Environment variable that names a folder laid over our data, for another laboratory."""


def _bundled(name: str) -> Path:
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


_other_data: ContextVar[tuple[Path, Path | None] | None] = ContextVar("other data", default=None)
"""Folder of data and overlay that stand in for the usual ones in this thread of work."""


@contextmanager
def using_data(folder: Path, overlay: Path | None = None) -> Iterator[None]:
    """Read another folder of data, and another overlay or none, for a while.

    Only for what this thread does; other threads go on with the usual folders. It is how two states
    of the knowledge are compared.
    """
    token = _other_data.set((folder, overlay))
    try:
        yield
    finally:
        _other_data.reset(token)


@cache
def _our_data() -> Path:
    return _bundled("data")


def data_dir() -> Path:
    """Folder with the knowledge that ships with the package."""
    other = _other_data.get()
    return other[0] if other else _our_data()


@cache
def notebooks_dir() -> Path:
    """Folder with the notebooks, one an app."""
    return _bundled("notebooks")


def overlay_dir() -> Path | None:
    """Folder named by ``OSPO_DATA_DIR``, or None when it is not set."""
    if other := _other_data.get():
        return other[1]
    value = os.environ.get(OVERLAY_VARIABLE, "")
    return Path(value) if value else None


@cache
def static_text(name: str) -> str:
    """Text of a front-end file in ``ospo_widgets/static``, for example ``"ospo.css"``."""
    return (PACKAGE / "static" / name).read_text(encoding="utf-8")
