# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Writes a fix to disk while it is made: the patch, and the new contents as a zip archive."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ospo_widgets.scanning.fix.choices import Group
from ospo_widgets.scanning.fix.model import Change, ChangeKind
from ospo_widgets.scanning.fix.patch import file_patch

PATCH, CONTENTS, WHOLE = "fix.patch", "contents.zip", "whole.zip"
"""Names of the files in the folder of a fix."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every file in an archive, so that the same fix gives the same archive."""


class Spool:
    """Takes changes one by one; contents are not kept in memory.

    Args:
        folder: Private folder for the files.
        emit: Receives each change.
    """

    def __init__(self, folder: Path, emit: Callable[[Change], None]) -> None:
        self._patch = (folder / PATCH).open("wb")
        self._contents = zipfile.ZipFile(folder / CONTENTS, "w", zipfile.ZIP_DEFLATED)
        self._emit = emit
        self.paths: dict[str, ChangeKind] = {}
        self._old: set[str] = set()

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._patch.close()
        self._contents.close()

    def touches(self, path: str) -> bool:
        """Whether a change of this path was taken already."""
        return path in self.paths or path in self._old

    def add(
        self,
        path: str,
        before: bytes | None,
        after: bytes | None,
        *,
        groups: tuple[Group, ...],
        settles: tuple[str, ...],
        mode: int = 0o644,
        old_path: str = "",
    ) -> None:
        """Take one change.

        Args:
            path: Path after the change.
            before: Content before, None for a new file.
            after: Content after, None for one that goes away.
            groups: Groups it belongs to.
            settles: What it mends.
            mode: Permissions.
            old_path: Path before, when it differs.
        """
        part = file_patch(path, before, after, mode, old_path)
        offset = self._patch.tell()
        self._patch.write(part.data)
        if after is not None:
            write_member(self._contents, path, after, mode)
        kind = (
            ChangeKind.RENAME
            if old_path
            else ChangeKind.CREATE
            if before is None
            else ChangeKind.DELETE
            if after is None
            else ChangeKind.MODIFY
        )
        self.paths[path] = kind
        if old_path:
            self._old.add(old_path)
        self._emit(
            Change(
                path,
                kind,
                groups,
                settles,
                _digest(before),
                _digest(after),
                len(after or b""),
                stat.S_IMODE(mode),
                old_path,
                part.added,
                part.removed,
                offset,
                len(part.data),
            )
        )


def write_member(archive: zipfile.ZipFile, path: str, data: bytes, mode: int) -> None:
    """Add a file to an archive, the same in every run; names that are no UTF-8 are escaped."""
    archive.writestr(member(path, mode), data)


def member(path: str, mode: int) -> zipfile.ZipInfo:
    """Head of a file in an archive."""
    name = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | (0o755 if mode & 0o111 else 0o644)) << 16
    return info


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
