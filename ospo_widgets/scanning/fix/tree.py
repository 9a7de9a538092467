# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The files of a tree, by the names that a scan shows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from ospo_widgets.scanning.paths import display, read_regular


class Tree:
    """Reads files of one folder; links are never followed.

    Args:
        root: The folder, absolute.
        paths: Relative paths of its files, as the system gives them.
        limit: Largest file that is edited, in bytes.
    """

    def __init__(self, root: Path, paths: Iterable[str], limit: int) -> None:
        self.root = root
        self.paths = tuple(paths)
        self._limit = limit
        self._all = frozenset(self.paths)

    @cached_property
    def _shown(self) -> dict[str, str]:
        return {display(path): path for path in self.paths}

    def raw(self, shown: str) -> str | None:
        """The path as the system gives it; None when there is no such file any more."""
        return shown if shown in self._all else self._shown.get(shown)

    def exists(self, path: str) -> bool:
        """Whether something has this path, a link or an ignored file included."""
        return os.path.lexists(self.root / path)

    def blocked(self, path: str) -> bool:
        """Whether a file or a link stands where a folder above this path belongs."""
        parts = path.split("/")[:-1]
        above = [self.root / "/".join(parts[: n + 1]) for n in range(len(parts))]
        return any(os.path.lexists(p) and (p.is_symlink() or not p.is_dir()) for p in above)

    def read(self, path: str) -> bytes | None:
        """The content; empty when it is too large to be edited, None when it cannot be read."""
        try:
            data = read_regular(self.root / path, self._limit + 1)
        except OSError:
            return None
        return data if len(data) <= self._limit else b""

    def mode(self, path: str) -> int:
        """Its permissions."""
        try:
            return stat.S_IMODE((self.root / path).lstat().st_mode)
        except OSError:
            return 0o644
