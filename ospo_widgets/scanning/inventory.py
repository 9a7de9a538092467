# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One pass over a tree in the worker process: what is there, and what each file states."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.license_texts import read_license_texts
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.reading.cache import EvidenceCache, signature
from ospo_widgets.scanning.reading.parallel import read_all
from ospo_widgets.scanning.reading.reader import Reader, Reading
from ospo_widgets.scanning.reading.registry import detectors
from ospo_widgets.scanning.reading.source import Kind
from ospo_widgets.scanning.reuse.annotations import MAX_CONFIG
from ospo_widgets.scanning.reuse.detector import NAME as REUSE
from ospo_widgets.scanning.reuse.tree import ReuseTree
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.unpacking import NotScanned
from ospo_widgets.wording import number

Emit = Callable[[dict[str, Any]], None]
"""Sends one message; see :class:`~ospo_widgets.scanning.facts.Facts`."""

BATCH = 100
"""Files in one message."""
INTERVAL = 0.05
"""Seconds between two reports of progress."""


def survey(root: Path, settings: ScanSettings, emit: Emit, report: Report, *, git: bool) -> None:
    """Find out everything about the tree under ``root`` and send it.

    Args:
        root: Folder, absolute; it is only read.
        settings: Limits.
        emit: Receives the messages.
        report: Receives progress of the stages ``list``, ``read`` and ``reuse``.
        git: Ask git which files it ignores.

    Raises:
        InputError: The folder has too many files.
    """
    report(Progress("list"))
    tree = ReuseTree(root, settings, git=git)
    _send_skipped(emit, tree.listing.skipped)
    _send_listing(tree, settings, emit)
    _read(tree, settings, emit, report)
    covered = tree.listing.covered
    report(Progress("reuse", covered, covered))
    emit({"kind": "reuse", "report": tree.result()})


def _send_listing(tree: ReuseTree, settings: ScanSettings, emit: Emit) -> None:
    paths = [file.path for file in tree.listing.files]
    texts = read_license_texts(tree.root, paths, settings)
    reuse_toml = ""
    with contextlib.suppress(OSError):
        reuse_toml = decode(read_regular(tree.root / "REUSE.toml", MAX_CONFIG))
    emit(
        {
            "kind": "listed",
            "tree": [(display(file.path), file.size) for file in tree.listing.files],
            "total": tree.listing.covered,
            "reuse_toml": reuse_toml,
            "problems": [(p.path, p.message, p.kind) for p in tree.problems],
            "texts": [(t.path, t.ids, t.text) for t in texts],
        }
    )


def _read(tree: ReuseTree, settings: ScanSettings, emit: Emit, report: Report) -> None:
    """Read every file once, and send what it says as it comes."""
    cache = _cache(settings)
    reader = Reader(tree.root, detectors(), settings, cache)
    files = tree.listing.files
    batch = _Batch(emit)
    reported = 0.0
    for done, (entry, reading) in enumerate(read_all(reader, files)):
        if cache is not None and entry.size <= settings.max_buffer:
            cache.add(reading)
        tags = reading.evidence.get(REUSE, ())
        row = tree.state(entry.path, tags, failed=reading.lost(REUSE))
        batch.add(reading, row)
        if time.monotonic() - reported >= INTERVAL:
            reported = time.monotonic()
            report(Progress("read", done + 1, len(files), reading.path, batch.top()))
    if cache is not None:
        cache.save()
    rows, skipped = tree.close()
    for row in rows:
        batch.add_row(row)
    batch.send()
    report(Progress("read", len(files), len(files)))
    _send_skipped(emit, skipped)


def _cache(settings: ScanSettings) -> EvidenceCache | None:
    """What earlier scans said, where it may be kept."""
    if not settings.cache_folder:
        return None
    return EvidenceCache(Path(settings.cache_folder), signature(detectors()))


class _Batch:
    """Readings and rows of files on their way, and the licences that were seen."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._licenses: Counter[str] = Counter()
        self._readings: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []
        self._skipped: list[NotScanned] = []
        self._pointers: set[str] = set()

    def add(self, reading: Reading, row: dict[str, Any] | None) -> None:
        """Take a reading in, and the row of a covered file when there is one."""
        sent = reading.to_json()
        # What REUSE says goes with the row of the file, where steering files have their word too.
        sent["evidence"] = {k: v for k, v in reading.evidence.items() if k != REUSE}
        self._readings.append(sent)
        self._skipped += reading.problems
        if reading.kind == Kind.POINTER:
            self._pointers.add(reading.path)
            self._skipped.append(NotScanned(reading.path, "its content is kept by Git LFS"))
        if row is not None:
            self.add_row(row)
        if len(self._readings) >= BATCH:
            self.send()

    def add_row(self, row: dict[str, Any]) -> None:
        """Take the row of a covered file in."""
        row["large"] = row["path"] in self._pointers
        self._rows.append(row)
        self._licenses.update(row["licenses"] or [""])

    def send(self) -> None:
        """Send what there is."""
        self._emit({"kind": "read", "rows": self._readings})
        self._emit({"kind": "files", "rows": self._rows})
        _send_skipped(self._emit, self._skipped)
        self._readings, self._rows, self._skipped = [], [], []

    def top(self) -> tuple[tuple[str, str], ...]:
        """The licences that most files have, with their numbers as words."""
        best = sorted(self._licenses.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        return tuple((name, number(count)) for name, count in best)


def _send_skipped(emit: Emit, skipped: Iterable[NotScanned]) -> None:
    rows = [(s.path, s.reason, s.incomplete) for s in skipped]
    if rows:
        emit({"kind": "skipped", "rows": rows})
