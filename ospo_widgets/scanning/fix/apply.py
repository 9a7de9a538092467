# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Applies a fix to a folder: all of it or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.fix.model import Change, ChangeKind
from ospo_widgets.scanning.fix.spool import member
from ospo_widgets.scanning.paths import display
from ospo_widgets.wording import words

_CHUNK = 1 << 18


def apply_changes(changes: Iterable[Change], contents: Path, folder: Path) -> int:
    """Write all changes into ``folder``, or none of them.

    Every file is compared with what the fix was made from before the first one is written; new
    contents are complete on disk before they take the place of the old ones; when a step fails,
    what was done is undone.

    Args:
        changes: What to do.
        contents: Archive of the new contents.
        folder: Root of the tree.

    Returns:
        Number of paths changed.

    Raises:
        InputError: A file is another than the fix was made from, a path leads through a link or
            out of the folder, or something cannot be written. Nothing was changed.
    """
    rows = list(changes)
    root = folder.resolve()
    if not root.is_dir():
        raise InputError(words("fix.error.no_folder", name=display(folder.name)))
    for change in rows:
        _check(root, change)
    job = _Job(root)
    try:
        with zipfile.ZipFile(contents) as archive, job:
            for change in rows:
                job.stage(change, archive)
            job.commit(rows)
    except OSError as error:
        raise InputError(
            words("fix.error.write", why=error.strerror or type(error).__name__)
        ) from error
    return len(rows)


def _check(root: Path, change: Change) -> None:
    """Refuse paths that lead elsewhere, and files that changed since."""
    for path in {change.path, change.source}:
        parts = path.split("/")
        if path.startswith("/") or any(p in {"", ".", ".."} for p in parts) or "\0" in path:
            raise InputError(words("fix.error.path", path=display(path)))
        if any((root / "/".join(parts[:n])).is_symlink() for n in range(1, len(parts) + 1)):
            raise InputError(words("fix.error.link", path=display(path)))
    new = change.kind in {ChangeKind.CREATE, ChangeKind.RENAME}
    if new and os.path.lexists(root / change.path):
        raise _moved(change)
    if change.before and _digest(root / change.source) != change.before:
        raise _moved(change)


def _moved(change: Change) -> InputError:
    return InputError(
        words("fix.error.changed"),
        remedy=words("fix.error.changed_remedy", path=display(change.source)),
    )


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as source:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return ""
            while chunk := source.read(_CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()


@dataclass
class _Job:
    """One application: staged files, copies of what was there, and what to undo."""

    root: Path
    staged: dict[str, Path] = field(default_factory=dict)
    undo: list[tuple[Path, Path | None]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    done: bool = False
    _kept: Path = field(default_factory=Path)

    def __enter__(self) -> _Job:
        self._kept = Path(tempfile.mkdtemp(prefix="ospo-undo-"))
        return self

    def __exit__(self, *_: object) -> None:
        if not self.done:
            self._roll_back()
        for path in self.staged.values():
            path.unlink(missing_ok=True)
        if not self.done:
            for folder in reversed(self.folders):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        shutil.rmtree(self._kept, ignore_errors=True)

    def stage(self, change: Change, archive: zipfile.ZipFile) -> None:
        """Write the new content beside its place."""
        if change.kind is ChangeKind.DELETE:
            return
        place = self.root / change.path
        self._make(place.parent)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".ospo-fix-")
        self.staged[change.path] = Path(name)
        with os.fdopen(handle, "wb") as target:
            with archive.open(member(change.path, change.mode).filename) as source:
                shutil.copyfileobj(source, target, _CHUNK)
            target.flush()
            os.fchmod(target.fileno(), change.mode)
            os.fsync(target.fileno())

    def commit(self, changes: Iterable[Change]) -> None:
        """Put everything in its place."""
        for change in changes:
            _check(self.root, change)
            source, place = self.root / change.source, self.root / change.path
            if change.before:
                copy = self._kept / str(len(self.undo))
                shutil.copy2(source, copy)
                self.undo.append((source, copy))
            if change.kind is ChangeKind.DELETE:
                source.unlink()
                continue
            if change.source != change.path or not change.before:
                self.undo.append((place, None))
            self.staged[change.path].replace(place)
            del self.staged[change.path]
            if change.source != change.path:
                source.unlink()
        self.done = True

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            path.mkdir()
            self.folders.append(path)

    def _roll_back(self) -> None:
        for place, copy in reversed(self.undo):
            with contextlib.suppress(OSError):
                if copy is None:
                    place.unlink(missing_ok=True)
                else:
                    _restore(copy, place)


def _restore(copy: Path, place: Path) -> None:
    """Put a copy back as a whole, with its permissions and times."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".ospo-fix-")
    os.close(handle)
    shutil.copy2(copy, name)
    Path(name).replace(place)
