# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One pass over a tree in the worker process: what is there, and what each file states."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.dependencies import ReadManifest, read_manifests
from ospo_widgets.scanning.license_texts import read_license_texts
from ospo_widgets.scanning.notices import HEAD, Notice, bare_ohl_in, claim_in, notices_in
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.reading.reader import Reader
from ospo_widgets.scanning.reading.registry import detectors
from ospo_widgets.scanning.reuse_lint import MAX_CONFIG, ReuseProject
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.unpacking import HISTORY, NotScanned
from ospo_widgets.wording import number

Emit = Callable[[dict[str, Any]], None]
"""Sends one message; see :class:`~ospo_widgets.scanning.facts.Facts`."""

BATCH = 100
"""Files in one message."""
_TAG = "SPDX-License-" + "Identifier:"
"""In two pieces, so that this file does not seem to state a licence here."""
_LFS = b"version https://git-lfs.github.com/spec/"
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
        InputError: The folder is too large or nested too deep.
    """
    report(Progress("list"))
    try:
        project = ReuseProject.open(root, settings, git=git)
    except RecursionError:
        raise InputError("The folder is nested too deep. Nothing was scanned.") from None
    tree, skipped = list_tree(project, settings)
    _send_skipped(emit, skipped)
    paths = [path for path, _ in tree]
    _send_listing(project, tree, paths, emit)
    _examine_files(root, tree, settings, emit)
    _read_files(project, emit, report)
    _send_skipped(emit, project.skipped)
    report(Progress("reuse", len(project.files), len(project.files)))
    result = project.result()
    del result["files"]  # sent with the files already
    emit({"kind": "reuse", "report": result})


def list_tree(
    project: ReuseProject, settings: ScanSettings
) -> tuple[list[tuple[str, int]], list[NotScanned]]:
    """All files that version control does not ignore, sorted, and what cannot be scanned.

    Returns:
        Pairs of relative path and size in bytes, and folders, links and special files left out.

    Raises:
        InputError: There are more than ``settings.max_entries``.
    """
    files: list[tuple[str, int]] = []
    skipped: list[NotScanned] = []
    pending = [""]
    seen = 0
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(project.root / folder))
        except OSError:
            skipped.append(NotScanned(display(folder), "the folder cannot be read", True))
            continue
        seen += len(entries)
        if seen > settings.max_entries:
            raise InputError(
                f"The folder has more than {settings.max_entries:,} files. Nothing was scanned.",
                remedy="Scan a smaller folder, or let git ignore build output.",
            )
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name in HISTORY or project.ignored(path):
                continue
            if entry.is_symlink():
                with contextlib.suppress(OSError):
                    target = display(os.readlink(entry.path))  # noqa: PTH115 (bytes kept)
                    skipped.append(NotScanned(display(path), f"link to {target}"))
            elif entry.is_dir(follow_symlinks=False):
                if project.submodule(path):
                    skipped.append(NotScanned(display(path), "submodule, scan it by itself"))
                else:
                    pending.append(path)
            elif entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    files.append((path, entry.stat(follow_symlinks=False).st_size))
    return sorted(files), skipped


def _send_listing(
    project: ReuseProject, tree: list[tuple[str, int]], paths: list[str], emit: Emit
) -> None:
    settings = project.settings
    manifests = read_manifests(project.root, paths, settings)
    texts = read_license_texts(project.root, paths, settings)
    reuse_toml = ""
    with contextlib.suppress(OSError):
        reuse_toml = decode(read_regular(project.root / "REUSE.toml", MAX_CONFIG))
    notices = []
    for path in paths:
        if _TELLS.fullmatch(PurePosixPath(path).name) and path.count("/") <= 1:
            with contextlib.suppress(OSError):
                text = decode(read_regular(project.root / path, HEAD))
                notices += [(path, notice) for notice in _statements(path, text)]
    emit(
        {
            "kind": "listed",
            "tree": [(display(path), size) for path, size in tree],
            "total": len(project.files),
            "reuse_toml": reuse_toml,
            "problems": [(p.path, p.message, p.kind) for p in project.problems],
            "texts": [(t.path, t.ids) for t in texts],
            "manifests": [_manifest_row(m) for m in manifests],
            "notices": _notice_rows(notices),
        }
    )


def _statements(path: str, text: str) -> list[Notice]:
    found = [bare_ohl_in(text)]
    if "/" not in path and path.upper().startswith("README"):
        found.append(claim_in(text))
    return [notice for notice in found if notice]


def _manifest_row(read: ReadManifest) -> dict[str, Any]:
    return {
        "path": read.path,
        "name": read.manifest.name,
        "license": read.manifest.license,
        "problem": read.problem,
        "dependencies": [
            (d.name, d.ecosystem, d.version, d.optional) for d in read.manifest.dependencies
        ],
    }


def _notice_rows(notices: Iterable[tuple[str, Notice]]) -> list[tuple[str, str, int, str]]:
    return [(display(path), n.kind, n.line, n.text) for path, n in notices]


def _examine_files(
    root: Path, tree: list[tuple[str, int]], settings: ScanSettings, emit: Emit
) -> None:
    """Let the detectors look into every file of the tree."""
    rows: list[dict[str, Any]] = []
    for reading in Reader(root, detectors(), settings).read_all(tree):
        rows.append(reading.to_json())
        _send_skipped(emit, reading.problems)
        if len(rows) >= BATCH:
            emit({"kind": "read", "rows": rows})
            rows = []
    emit({"kind": "read", "rows": rows})


def _read_files(project: ReuseProject, emit: Emit, report: Report) -> None:
    rows: list[dict[str, Any]] = []
    notices: list[tuple[str, Notice]] = []
    licenses: dict[str, int] = {}
    total = len(project.files)
    for done, path in enumerate(project.files):
        relative = project.relative(path)
        top = sorted(licenses.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        facts = tuple((name, number(count)) for name, count in top)
        report(Progress("read", done, total, relative, facts))
        found = project.check(path)
        if found is None:
            continue
        head = _head(path)
        row = _file_row(relative, found, head)
        rows.append(row)
        for name in row["licenses"] or [""]:
            licenses[name] = licenses.get(name, 0) + 1
        if b"\0" not in head:
            notices += [(relative, notice) for notice in notices_in(decode(head))]
        if len(rows) >= BATCH:
            emit({"kind": "files", "rows": rows, "notices": _notice_rows(notices)})
            rows, notices = [], []
    report(Progress("read", total, total))
    emit({"kind": "files", "rows": rows, "notices": _notice_rows(notices)})


def _head(path: Path) -> bytes:
    try:
        return read_regular(path, HEAD)
    except OSError:
        return b""


def _file_row(relative: str, found: Any, head: bytes) -> dict[str, Any]:
    """One file as plain data, from the library's report on it."""
    reuse = found.to_dict_lint()
    lines = decode(head).split("\n") if found.reuse_infos else []
    licenses: set[str] = set()
    invalid: set[str] = set()
    copyrights: set[str] = set()
    evidence: list[tuple[str, str, str, int | None]] = []
    for info in found.reuse_infos:
        source = display(info.source_path or relative)
        own = source == relative
        for expression in sorted(info.spdx_expressions):
            value = str(expression)
            (licenses if expression.is_valid else invalid).add(value)
            line = _line_with(lines, (_TAG, value)) if own else None
            evidence.append(("license", value, source, line))
        for notice in sorted(info.copyright_notices):
            copyrights.add(str(notice))
            line = _line_with(lines, (notice.name[:60],)) if own else None
            evidence.append(("copyright", str(notice), source, line))
    return {
        "path": relative,
        "licenses": sorted(licenses),
        "invalid": sorted(invalid),
        "copyrights": sorted(copyrights),
        "evidence": evidence,
        "reuse": reuse,
        "large": head.startswith(_LFS),
    }


def _line_with(lines: list[str], needles: tuple[str, ...]) -> int | None:
    for line_number, line in enumerate(lines, start=1):
        if all(needle in line for needle in needles):
            return line_number
    return None


def _send_skipped(emit: Emit, skipped: Iterable[NotScanned]) -> None:
    rows = [(s.path, s.reason, s.incomplete) for s in skipped]
    if rows:
        emit({"kind": "skipped", "rows": rows})
