# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of a folder that have not changed since they were read: their stamps are the same.

See :mod:`~ospo_widgets.scanning.reading.cache` for what a stamp is worth.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.reading.cache import EvidenceCache
from ospo_widgets.scanning.reading.reader import Reading


class Stamp(NamedTuple):
    """What the system says about a file without opening it.

    Attributes:
        latest: Time of the last change of content or inode, in nanoseconds.
        text: All of it.
    """

    latest: int
    text: str


class Stamped(Protocol):
    """A file of a tree."""

    @property
    def path(self) -> str:
        """Relative path, as the system gives it."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def stamp(self) -> Stamp:
        """Its stamp when it was listed."""


def stamp_of(state: os.stat_result) -> Stamp:
    """The stamp that a file has now."""
    changed, touched = state.st_mtime_ns, state.st_ctime_ns
    text = f"{state.st_size} {changed} {touched} {state.st_ino} {state.st_dev}"
    return Stamp(max(changed, touched), text)


def unchanged(
    cache: EvidenceCache | None, root: Path, files: Iterable[Stamped]
) -> Mapping[str, Reading]:
    """Readings of files that need not be read again, by path as the system gives it.

    Args:
        cache: What earlier scans said; None for nothing.
        root: The folder, absolute.
        files: Its files.
    """
    if cache is None:
        return {}
    stamps = {file.path: file for file in files}
    found: dict[str, Reading] = {}
    for path, stamp, about, entry in cache.unchanged(root):
        file = stamps.get(path)
        if file is None or file.stamp.text != stamp:
            continue
        kind, encoding, digest = about.split(" ")
        found[path] = Reading(
            display(path), file.size, kind, encoding, digest, entry.said, wanted=entry.wanted,
            fresh=False,
        )  # fmt: skip
    return found
