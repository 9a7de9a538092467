# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Writes the newest state of a repository into a folder, for a scan.

Not a checkout: no filters, attributes or hooks, no links, no submodules, no ``.git``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.head import File
from ospo_widgets.portfolio.collecting.limits import GitError

_LONGEST_PATH = 1_000


def export(
    repository: Repository, files: Iterable[File], folder: Path, *, largest: int, size: int
) -> int:
    """Write files.

    Args:
        repository: Which one.
        files: What to write; links and paths that lead elsewhere are left out.
        folder: An empty folder.
        largest: Bytes above which a file is left out.
        size: Most bytes in all.

    Returns:
        How many were written.

    Raises:
        GitError: ``size``: they have more bytes.
    """
    paths: dict[str, list[str]] = {}
    for file in files:
        if not file.link and _is_plain(file.path):
            paths.setdefault(file.id, []).append(file.path)
    total = written = 0
    for blob in repository.contents(paths, largest):
        for path in paths[blob.id]:
            if blob.data is None:
                continue
            total += blob.size
            if total > size:
                raise GitError("size")
            target = folder / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(blob.data)
                written += 1
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                continue  # two names that are one on this file system
    return written


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return (
        len(path) <= _LONGEST_PATH
        and "\0" not in path
        and "\\" not in path
        and all(part not in {"", ".", ".."} and len(part.encode()) < 256 for part in parts)
        and all(part.lower() != ".git" for part in parts)
    )
