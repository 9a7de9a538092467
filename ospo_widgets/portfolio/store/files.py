# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The files of a store, in a folder or behind any address that fsspec knows.

The store needs few things of a place: to list, to read, to put a whole file at once, and to make a
file only if there is none. A folder gives all of them (``local_files.py``); object stores do too,
other places come close (``remote_files.py``).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ospo_widgets.markup import visible

PART = ".part"
"""Ends the name of a file that is being written."""

_PIECE = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was put in place.

    Attributes:
        bytes: Its size.
        sha256: Hexadecimal digest of its content.
    """

    bytes: int
    sha256: str


class Files(Protocol):
    """What a store asks of the place where it lies. Paths are relative, parts joined by ``/``.

    Attributes:
        shown: Address for messages, without user, password and options.
        folder: The folder on this machine, None for other places.
    """

    @property
    def shown(self) -> str: ...  # noqa: D102 - see above
    @property
    def folder(self) -> Path | None: ...  # noqa: D102
    def names(self, folder: str) -> tuple[str, ...]:
        """Names of files and folders directly in a folder, sorted; empty when there is none."""
        ...

    def holders(self, folder: str, name: str) -> frozenset[str]:
        """Names of those folders in ``folder`` that have a file ``name``."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        ...

    def read(self, path: str, most: int) -> bytes:
        """Content of a file.

        Raises:
            FileNotFoundError: There is none.
            ValueError: It has more than ``most`` bytes.
        """
        ...

    def read_all(self, paths: Collection[str], most: int) -> Mapping[str, bytes]:
        """Content of several files; those that are missing or larger are left out."""
        ...

    def size(self, path: str) -> int:
        """Size in bytes; raises FileNotFoundError when there is no such file."""
        ...

    def opened(self, path: str) -> contextlib.AbstractContextManager[Any]:
        """A file to read from, in binary; raises FileNotFoundError when there is none."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """Put a whole file in place at once; readers see the old one or the new one."""
        ...

    def create(self, path: str, data: bytes) -> bool:
        """The same, but only if there is none; False when somebody else was first."""
        ...

    def add(self, path: str, make: Callable[[Path], None], *, lasting: bool = True) -> Written:
        """Put a file in place that ``make`` writes to the path that it is given.

        Args:
            path: Where to.
            make: Writes the file.
            lasting: It must survive a failure of power; what can be made again need not.
        """
        ...

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all in it; nothing happens when there is none."""
        ...


def without_secrets(address: str) -> str:
    """An address for messages: no user, password, query or fragment."""
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    shown = re.sub(r"(?<=//)[^/]*@", "", bare)
    return visible(shown if len(shown) <= 200 else shown[:200] + "…")


def checked(path: str) -> str:
    """The path, if it stays in the store.

    Raises:
        ValueError: It begins with ``/`` or goes up.
    """
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"{path[:200]} is not below the store")
    return path


def is_full(error: OSError) -> bool:
    """Whether a write failed for want of space."""
    return error.errno in _FULL


def digest(file: Path) -> Written:
    """Size and SHA-256 of a file on this machine."""
    with file.open("rb") as stream:
        return digest_of(stream)


def digest_of(stream: Any) -> Written:
    """Size and SHA-256 of what is still to be read from a file."""
    found, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        found.update(piece)
        size += len(piece)
    return Written(size, found.hexdigest())
