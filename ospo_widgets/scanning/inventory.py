# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One pass over a tree in the worker process: what is there, and what each file states."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.detection.license_texts import is_license_file
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.reading.cache import EvidenceCache, signature
from ospo_widgets.scanning.reading.parallel import read_all
from ospo_widgets.scanning.reading.reader import Reader, Reading
from ospo_widgets.scanning.reading.registry import detectors
from ospo_widgets.scanning.reading.stamps import unchanged
from ospo_widgets.scanning.reuse.annotations import MAX_CONFIG
from ospo_widgets.scanning.reuse.covered import TreeEntry
from ospo_widgets.scanning.reuse.detector import NAME as REUSE
from ospo_widgets.scanning.reuse.tree import ReuseTree
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.sending import Batch, Emit, send_skipped

INTERVAL = 0.05
"""Seconds between two reports of progress."""


def survey(
    root: Path,
    settings: ScanSettings,
    emit: Emit,
    report: Report,
    *,
    git: bool,
    stays: bool = False,
) -> Callable[[], None]:
    """Find out everything about the tree under ``root`` and send it.

    Args:
        root: Folder, absolute; it is only read.
        settings: Limits.
        emit: Receives the messages.
        report: Receives progress of the stages ``list``, ``read`` and ``reuse``.
        git: Ask git which files it ignores.
        stays: The folder lies there after the scan too; files that do not change until the next
            scan need not be read then.

    Returns:
        Keeps what was found for the next scan; to be called when nobody waits any more.

    Raises:
        InputError: The folder has too many files.
    """
    report(Progress("list"))
    tree = ReuseTree(root, settings, git=git)
    send_skipped(emit, tree.listing.skipped)
    _send_listing(tree, emit)
    cache = _cache(settings)
    _read(tree, settings, cache, emit, report, stays=stays)
    covered = tree.listing.covered
    report(Progress("reuse", covered, covered))
    emit({"kind": "reuse", "report": tree.result()})
    return lambda: cache.save(root) if cache is not None else None


def _send_listing(tree: ReuseTree, emit: Emit) -> None:
    paths = [display(file.path) for file in tree.listing.files]
    reuse_toml = ""
    with contextlib.suppress(OSError):
        reuse_toml = decode(read_regular(tree.root / "REUSE.toml", MAX_CONFIG))
    emit(
        {
            "kind": "listed",
            "tree": [(p, file.size) for p, file in zip(paths, tree.listing.files, strict=True)],
            "total": tree.listing.covered,
            "reuse_toml": reuse_toml,
            "problems": [(p.path, p.message, p.kind) for p in tree.problems],
            "texts": [path for path in paths if is_license_file(path)],
        }
    )


def _read(
    tree: ReuseTree,
    settings: ScanSettings,
    cache: EvidenceCache | None,
    emit: Emit,
    report: Report,
    *,
    stays: bool,
) -> None:
    """Read every file once, and send what it says as it comes."""
    files = tree.listing.files
    batch = Batch(emit, {display(file.path): i for i, file in enumerate(files)})
    reported = 0.0
    for done, (entry, reading) in enumerate(_readings(tree, settings, cache, stays=stays)):
        row = tree.state(entry.path, _tags(reading), failed=reading.lost(REUSE))
        batch.add(reading, row)
        if time.monotonic() - reported >= INTERVAL:
            reported = time.monotonic()
            report(Progress("read", done + 1, len(files), reading.path, batch.top()))
    rows, skipped = tree.close()
    for row in rows:
        batch.add_row(row)
    batch.send()
    report(Progress("read", len(files), len(files)))
    send_skipped(emit, skipped)


def _readings(
    tree: ReuseTree, settings: ScanSettings, cache: EvidenceCache | None, *, stays: bool
) -> Iterator[tuple[TreeEntry, Reading]]:
    """Each file with its reading: first those that are known, then licence files, then the rest."""
    files = tree.listing.files
    known = unchanged(cache, tree.root, files) if stays else {}
    yield from ((file, known[file.path]) for file in files if file.path in known)
    left = [file for file in files if file.path not in known]
    if not left:
        return
    reader = Reader(tree.root, detectors(), settings, cache)
    # A scan that is stopped half way knows the licence at least.
    left.sort(key=lambda file: not is_license_file(file.path))
    for entry, reading in read_all(reader, left):
        if cache is not None and entry.size <= settings.max_buffer:
            cache.add(reading)
            if stays:
                cache.stamp(entry.path, entry.stamp, reading)
        yield entry, reading


def _tags(reading: Reading) -> Sequence[Sequence[Any]]:
    text = reading.said.get(REUSE)
    return _parsed(text) if text else ()


@lru_cache(maxsize=5_000)
def _parsed(text: str) -> Sequence[Sequence[Any]]:
    """Tags from JSON; thousands of files state the same."""
    try:
        found: Sequence[Sequence[Any]] = json.loads(text)
    except ValueError:  # a damaged cache
        return ()
    return found


def _cache(settings: ScanSettings) -> EvidenceCache | None:
    """What earlier scans said, where it may be kept."""
    if not settings.cache_folder:
        return None
    return EvidenceCache(Path(settings.cache_folder), signature(detectors()))
