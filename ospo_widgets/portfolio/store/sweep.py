# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What broken runs left behind, and indexes that nobody needs any more. Only the writer sweeps."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ospo_widgets.portfolio.store.files import PART, Files
from ospo_widgets.portfolio.store.snapshot import CHAINS, MARKER, SnapshotId

FOLDERS = ("snapshots", "months", "events", "index", "lock")
"""Folders of a store."""

OURS = frozenset({MARKER, *FOLDERS})
"""Names that a store has in its folder."""


def sweep(files: Files, ids: Collection[SnapshotId]) -> tuple[str, ...]:
    """Remove what belongs to no snapshot; files that are not ours stay.

    Args:
        files: Where the store lies.
        ids: Every snapshot that is there as a whole.

    Returns:
        Paths of what was removed.
    """
    found = tuple(leftovers(files, ids))
    for path in found:
        files.remove(path)
    return found


def leftovers(files: Files, ids: Collection[SnapshotId]) -> Iterator[str]:
    """Paths of what broken runs left: files without a manifest, and files half written."""
    names = {str(snapshot) for snapshot in ids}
    for name in files.names("snapshots"):
        if SnapshotId.of(name) and name not in names:
            yield f"snapshots/{name}"
    for folder, ends in _CHAINS.items():
        for name in files.names(folder):
            for end in ends:
                stem = name.removesuffix(end)
                if stem != name and SnapshotId.of(stem) and stem not in names:
                    yield f"{folder}/{name}"
    for folder in ("", "months", "events", "lock", *(f"snapshots/{name}" for name in names)):
        for name in files.names(folder):
            if name.startswith(".") and name.endswith(PART):
                yield f"{folder}/{name}".lstrip("/")


_CHAINS = {
    "months": (".parquet",),
    "events": tuple(f".{name}.parquet" for name in CHAINS if name != "months"),
}
"""What follows the id in names of files, by folder."""
