# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One pass over a tree in the worker process: what is there, and what each file states."""

from __future__ import annotations

import contextlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.license_texts import read_license_texts
from ospo_widgets.scanning.notices import HEAD, Notice, bare_ohl_in, claim_in, notices_in
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.parallel import read_all
from ospo_widgets.scanning.reading.reader import Reader, Reading
from ospo_widgets.scanning.reading.registry import detectors
from ospo_widgets.scanning.reading.source import Kind, Source
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
_TELLS = re.compile(r"(?:README|LICEN[CS]E|COPYING|NOTICE)(?:[-._].*)?", re.I)
"""Names of files in which prose states the licence."""


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
            "texts": [(t.path, t.ids) for t in texts],
            "notices": [],
        }
    )


def _read(tree: ReuseTree, settings: ScanSettings, emit: Emit, report: Report) -> None:
    """Read every file once, and send what it says as it comes."""
    reader = Reader(tree.root, _detectors(), settings)
    files = tree.listing.files
    batch = _Batch(emit)
    reported = 0.0
    for done, (entry, reading) in enumerate(read_all(reader, files)):
        tags = reading.evidence.get(REUSE, ())
        row = tree.state(entry.path, tags, failed=reading.lost(REUSE))
        batch.add(reading, row, covered=entry.covered)
        if time.monotonic() - reported >= INTERVAL:
            reported = time.monotonic()
            report(Progress("read", done + 1, len(files), reading.path, batch.top()))
    rows, skipped = tree.close()
    for row in rows:
        batch.add_row(row)
    batch.send()
    report(Progress("read", len(files), len(files)))
    _send_skipped(emit, skipped)


class _Batch:
    """Readings and rows of files on their way, and the licences that were seen."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._licenses: Counter[str] = Counter()
        self._readings: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []
        self._notices: list[tuple[str, str, int, str]] = []
        self._skipped: list[NotScanned] = []
        self._pointers: set[str] = set()

    def add(self, reading: Reading, row: dict[str, Any] | None, *, covered: bool) -> None:
        """Take a reading in, and the row of a covered file when there is one."""
        self._readings.append(reading.to_json())
        self._skipped += reading.problems
        for kind, line, text in reading.evidence.get("notices", ()):
            if _counts(kind, reading.path, covered=covered):
                self._notices.append((reading.path, kind, line, text))
        if reading.kind == Kind.POINTER:
            self._pointers.add(reading.path)
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
        self._emit({"kind": "files", "rows": self._rows, "notices": self._notices})
        _send_skipped(self._emit, self._skipped)
        self._readings, self._rows, self._notices, self._skipped = [], [], [], []

    def top(self) -> tuple[tuple[str, str], ...]:
        """The licences that most files have, with their numbers as words."""
        best = sorted(self._licenses.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        return tuple((name, number(count)) for name, count in best)


def _counts(kind: str, path: str, *, covered: bool) -> bool:
    """Whether a sentence matters where it stands."""
    if kind in {"waiver", "reserved"}:
        return covered
    if kind == "claim":
        return "/" not in path
    return kind == "bare-ohl" and path.count("/") <= 1


def _send_skipped(emit: Emit, skipped: Iterable[NotScanned]) -> None:
    rows = [(s.path, s.reason, s.incomplete) for s in skipped]
    if rows:
        emit({"kind": "skipped", "rows": rows})


def _detectors() -> tuple[Detector, ...]:
    found = detectors()
    known = {detector.name for detector in found}
    return found if "notices" in known else (*found, _NOTICES)


def _sentences(source: Source) -> list[tuple[str, int, str]]:
    text = source.text[:HEAD]
    found: list[Notice | None] = [*notices_in(text)]
    if _TELLS.fullmatch(source.name):
        found.append(bare_ohl_in(text))
        if source.name.upper().startswith("README"):
            found.append(claim_in(text))
    return [(notice.kind, notice.line, notice.text) for notice in found if notice]


_NOTICES = Detector(
    "notices",
    1,
    _sentences,
    triggers=(
        r"waive[\s#*/;%!|>\"'-]+the[\s#*/;%!|>\"'-]+privileges",
        r"all\s+rights\s+reserved",
        r"confidential\s+and\s+proprietary\s+information",
    ),
    wants=lambda path: _TELLS.fullmatch(path.rpartition("/")[2]) is not None,
)
