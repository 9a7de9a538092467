# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``reuse lint --json`` by itself, without the other detectors of a scan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ospo_widgets.scanning.reading.parallel import read_all
from ospo_widgets.scanning.reading.reader import Reader
from ospo_widgets.scanning.reuse.detector import NAME, REUSE
from ospo_widgets.scanning.reuse.rows import reuse_row
from ospo_widgets.scanning.reuse.tree import ReuseTree
from ospo_widgets.scanning.settings import ScanSettings


def lint(
    root: Path, settings: ScanSettings | None = None, *, git: bool = True, processes: int = 0
) -> dict[str, Any]:
    """The report of ``reuse lint --json`` on a folder; paths are relative to it.

    Args:
        root: Folder, absolute.
        settings: Limits.
        git: Ask git which files it ignores.
        processes: How many processes read; 0 for one a core.

    Raises:
        InputError: There are more files than ``settings.max_entries``.
    """
    settings = settings or ScanSettings()
    tree = ReuseTree(root, settings, git=git)
    reader = Reader(root, (REUSE,), settings)
    sidecars = tree.listing.sidecars
    files = [file for file in tree.listing.files if file.covered or file.path in sidecars]
    rows = []
    for file, reading in read_all(reader, files, processes):
        tags = reading.evidence.get(NAME, ())
        if row := tree.state(file.path, tags, failed=reading.lost(NAME)):
            rows.append(row)
    rows += tree.close()[0]
    rows.sort(key=lambda row: str(row["path"]))
    shown = [reuse_row(row["path"], row["invalid"], row["evidence"]) for row in rows]
    result = tree.result()
    after = {name: result.pop(name) for name in ("non_compliant", "summary", "recommendations")}
    return {**result, "files": shown, **after}
