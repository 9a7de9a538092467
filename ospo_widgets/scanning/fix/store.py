# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The private folder of a fix; it goes away with the last one who uses it."""

from __future__ import annotations

import contextlib
import weakref
from pathlib import Path

from ospo_widgets.scanning.intake.workspace import remove, workspace


class Store:
    """A fresh private folder.

    Attributes:
        folder: Where it is.
    """

    def __init__(self) -> None:
        stack = contextlib.ExitStack()
        self.folder: Path = stack.enter_context(workspace())
        self._close = weakref.finalize(self, stack.close)

    def close(self) -> None:
        """Remove it; a second time does nothing."""
        self._close()

    def remove(self, name: str) -> None:
        """Remove one thing in it."""
        if (self.folder / name).is_dir():
            remove(self.folder / name)
