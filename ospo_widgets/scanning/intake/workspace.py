# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The temporary folder of one scan: private, and gone when the scan is over, however it ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PREFIX = "ospo-scan-"
"""Folders are named ``ospo-scan-<process id>-<random>``, so that a later scan finds orphans."""


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A fresh folder with mode 0700; removed at the end, also after errors."""
    _remove_orphans()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder with everything in it; folders that forbid it are opened first."""

    def retry(function: Callable[[str], Any], path: str, _: object) -> None:
        with contextlib.suppress(OSError):
            Path(path).parent.chmod(stat.S_IRWXU)
            if not Path(path).is_symlink():
                Path(path).chmod(stat.S_IRWXU)
            function(path)

    shutil.rmtree(folder, onerror=retry)
    # A folder that was opened by the first pass still has its content.
    shutil.rmtree(folder, ignore_errors=True)


def _remove_orphans() -> None:
    """Remove folders of processes that were killed before they could clean up."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            ours = stat.S_ISDIR((s := folder.lstat()).st_mode) and s.st_uid == os.getuid()
            if ours and pid.isdecimal() and not _alive(int(pid)):
                remove(folder)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
