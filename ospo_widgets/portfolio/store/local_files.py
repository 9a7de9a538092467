# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files in a folder of this machine: written aside, brought to the disk, and renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ospo_widgets.markup import visible
from ospo_widgets.portfolio.store.files import PART, Written, checked, digest, is_full


class LocalFiles:
    """Files in a folder of this machine, also on a mounted disk such as EOS."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def shown(self) -> str:
        """Path of the folder."""
        return visible(str(self._folder)[:200])

    @property
    def folder(self) -> Path:
        """The folder."""
        return self._folder

    def _path(self, path: str) -> Path:
        return self._folder / checked(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """See :class:`Files`."""
        try:
            return tuple(sorted(os.listdir(self._path(folder))))  # noqa: PTH208 - names, not paths
        except (FileNotFoundError, NotADirectoryError):
            return ()

    def holders(self, folder: str, name: str) -> frozenset[str]:
        """See :class:`Files`."""
        base = self._path(folder)
        return frozenset(n for n in self.names(folder) if (base / n / name).is_file())

    def exists(self, path: str) -> bool:
        """See :class:`Files`."""
        return self._path(path).is_file()

    def read(self, path: str, most: int) -> bytes:
        """See :class:`Files`."""
        with self._path(path).open("rb") as stream:
            found = stream.read(most + 1)
        if len(found) > most:
            raise ValueError(f"{path} has more than {most} bytes")
        return found

    def read_all(self, paths: Collection[str], most: int) -> Mapping[str, bytes]:
        """See :class:`Files`."""
        found = {}
        for path in paths:
            with contextlib.suppress(OSError, ValueError):
                found[path] = self.read(path, most)
        return found

    def size(self, path: str) -> int:
        """See :class:`Files`."""
        return self._path(path).stat().st_size

    @contextmanager
    def opened(self, path: str) -> Iterator[Any]:
        """See :class:`Files`."""
        with self._path(path).open("rb") as stream:
            yield stream

    def write(self, path: str, data: bytes) -> None:
        """See :class:`Files`."""
        self.add(path, lambda part: _fill(part, data))

    def create(self, path: str, data: bytes) -> bool:
        """See :class:`Files`. Others may see it empty for a moment."""
        target = self._path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            stream = target.open("xb")
        except FileExistsError:
            return False
        with stream:
            stream.write(data)
        _to_disk(target)
        return True

    def add(self, path: str, make: Callable[[Path], None], *, lasting: bool = True) -> Written:
        """See :class:`Files`. What must last is on the disk when this returns, not in memory."""
        target = self._path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _aside(target)
        try:
            make(part)
            if lasting:
                _to_disk(part)
            written = digest(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        if lasting:
            _to_disk(target.parent)
        return written

    def remove(self, path: str) -> None:
        """See :class:`Files`. Links are removed, not followed."""
        target = self._path(path)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def _fill(part: Path, data: bytes) -> None:
    part.write_bytes(data)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(6)}{PART}")


def _to_disk(path: Path) -> None:
    """Have the system write a file or a folder’s names to the disk now."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if is_full(error) or error.errno == errno.EIO:
            raise  # others: mounts that cannot do it, which is no reason to fail
    finally:
        os.close(number)
