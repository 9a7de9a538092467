# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A private folder for each session, gone when the session is, however it ended.

A server keeps all its sessions in one folder and holds a lock on it. A folder whose lock nobody
holds belonged to a server that was killed; the next one removes it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

PREFIX = "ospo-"
"""How the folders of servers are named, beside others' in the folder for temporary files."""

PLACE_CHARACTERS = 70
"""Longest path of the folder that they are in: that of a socket may have 107 characters at most."""

LOCK = "server.lock"
"""File in the folder of a server that is locked while the server runs."""


class ServerFolder:
    """The folder of one running server.

    Args:
        parent: Where it is made; by default the system's folder for temporary files.
    """

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or _usual_place()
        self.removed = sweep(parent)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        new = self.path / f"{LOCK}.new"
        self._lock = os.open(new, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        new.rename(self.path / LOCK)  # seen by others only when it is locked

    def new_session(self) -> Path:
        """A new folder that only this user can look into."""
        path = self.path / secrets.token_hex(6)
        path.mkdir(mode=0o700)
        return path

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _usual_place() -> Path:
    """The system's folder for temporary files, unless sockets in it had too long a name."""
    place = Path(tempfile.gettempdir())
    return place if len(str(place)) <= PLACE_CHARACTERS else Path("/tmp")


def sweep(parent: Path) -> int:
    """Remove what servers left behind in a folder when they were killed.

    Returns:
        The number of folders that were removed.
    """
    count = 0
    for folder in parent.glob(PREFIX + "*"):
        if _is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _is_left_behind(folder: Path) -> bool:
    """Whether a folder is ours and its server does not run; never follows a link."""
    try:
        about = folder.lstat()
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid():
            return False
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def remove(folder: Path) -> None:
    """Remove the folder of a session, also folders in it that were made read-only."""

    def open_up(remove_it: Callable[[str], object], path: str, _: object) -> None:
        try:
            for place in (Path(path).parent, Path(path)):
                if stat.S_ISDIR(place.lstat().st_mode):
                    place.chmod(0o700)
            if remove_it in {os.unlink, os.rmdir}:
                remove_it(path)
            else:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            return

    shutil.rmtree(folder, onerror=open_up)


def size_of(folder: Path, most: int) -> int:
    """Bytes that a folder takes on disk, counted until there are more than ``most``."""
    total = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    about = entry.stat(follow_symlinks=False)
                    total += about.st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
        except OSError:
            continue  # removed while we looked
        if total > most:
            break
    return total
