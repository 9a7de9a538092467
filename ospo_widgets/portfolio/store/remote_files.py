# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files behind fsspec, such as those of an object store."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from ospo_widgets.portfolio.store.files import Written, checked, digest

_MORE = 1 << 20


class RemoteFiles:
    """Files behind fsspec. A file is there as a whole or not at all, as object stores do it."""

    def __init__(self, system: Any, root: str, shown: str) -> None:
        self._system = system
        self._root = root
        self._shown = shown

    @property
    def shown(self) -> str:
        """Address without secrets."""
        return self._shown

    @property
    def folder(self) -> None:
        """There is none."""
        return

    def _path(self, path: str) -> str:
        return f"{self._root}/{checked(path)}" if path else self._root

    def _fresh(self) -> Any:
        """The file system without what it remembers of folders: others write to them too."""
        self._system.invalidate_cache()
        return self._system

    def names(self, folder: str) -> tuple[str, ...]:
        """See :class:`Files`."""
        try:
            found = self._fresh().ls(self._path(folder), detail=False)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        names = {str(path).rstrip("/").rpartition("/")[2] for path in found}
        return tuple(sorted(names - {"", self._path(folder).rpartition("/")[2]}))

    def holders(self, folder: str, name: str) -> frozenset[str]:
        """See :class:`Files`."""
        found = self._fresh().find(self._path(folder), maxdepth=2)
        parts = (str(path).rsplit("/", 2) for path in found)
        return frozenset(p[-2] for p in parts if len(p) == 3 and p[-1] == name)

    def exists(self, path: str) -> bool:
        """See :class:`Files`."""
        return bool(self._fresh().isfile(self._path(path)))

    def read(self, path: str, most: int) -> bytes:
        """See :class:`Files`."""
        found: bytes = self._system.cat_file(self._path(path), start=0, end=most + 1)
        if len(found) > most:
            raise ValueError(f"{path} has more than {most} bytes")
        return found

    def read_all(self, paths: Collection[str], most: int) -> Mapping[str, bytes]:
        """See :class:`Files`. Asked for at once, which object stores answer side by side."""
        if not paths:
            return {}
        by_full = {self._path(path): path for path in paths}
        full = list(by_full)
        got = self._system.cat_ranges(full, [0] * len(full), [most + 1] * len(full))
        return {
            by_full[name]: data
            for name, data in zip(full, got, strict=True)
            if isinstance(data, bytes) and len(data) <= most
        }

    def size(self, path: str) -> int:
        """See :class:`Files`."""
        return int(self._fresh().size(self._path(path)) or 0)

    def opened(self, path: str) -> contextlib.AbstractContextManager[Any]:
        """See :class:`Files`."""
        opened: contextlib.AbstractContextManager[Any] = self._system.open(self._path(path), "rb")
        return opened

    def write(self, path: str, data: bytes) -> None:
        """See :class:`Files`."""
        self._parents(path)
        self._system.pipe_file(self._path(path), data)

    def create(self, path: str, data: bytes) -> bool:
        """See :class:`Files`.

        Object stores with conditional writes decide it themselves. For others the file is looked
        for first, written, and read back: of two who write in the same moment one finds the other.
        """
        self._parents(path)
        try:
            self._fresh().pipe_file(self._path(path), data, mode="create")
        except FileExistsError:
            return False
        except (TypeError, NotImplementedError):
            if self.exists(path):
                return False
            self._system.pipe_file(self._path(path), data)
        return self.read(path, len(data) + _MORE) == data

    def add(self, path: str, make: Callable[[Path], None], *, lasting: bool = True) -> Written:
        """See :class:`Files`. It is made in a temporary folder first."""
        del lasting  # what such a place has taken lasts
        self._parents(path)
        with tempfile.TemporaryDirectory(prefix="ospo-store-") as folder:
            part = Path(folder) / "part"
            make(part)
            written = digest(part)
            self._system.put_file(str(part), self._path(path))
        return written

    def _parents(self, path: str) -> None:
        """Places with real folders want them first; object stores have none to make."""
        with contextlib.suppress(OSError, NotImplementedError):
            self._system.makedirs(self._path(path).rpartition("/")[0], exist_ok=True)

    def remove(self, path: str) -> None:
        """See :class:`Files`."""
        with contextlib.suppress(FileNotFoundError):
            self._fresh().rm(self._path(path), recursive=True)
