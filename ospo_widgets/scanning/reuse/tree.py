# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One tree under REUSE: what there is, and for each file the sources that speak for it.

Source of the order of precedence: REUSE specification 3.3, “Order of precedence”, as
``reuse.project.Project.reuse_info_of`` has it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.paths import display, points_inside
from ospo_widgets.scanning.reuse.annotations import ConfigProblem, Info, read_annotations
from ospo_widgets.scanning.reuse.covered import Listing, list_tree
from ospo_widgets.scanning.reuse.extraction import tags_of_stream
from ospo_widgets.scanning.reuse.ignoring import LeftOut, ask_git
from ospo_widgets.scanning.reuse.license_folder import find_licenses
from ospo_widgets.scanning.reuse.report import Report
from ospo_widgets.scanning.reuse.rows import SIDECAR
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.deadline import DeadlineError, deadline
from ospo_widgets.wording import number, words

Tags = Sequence[Sequence[Any]]
"""What one file states: kind, text and line of each, see :mod:`.extraction`."""


class _SidecarError(Exception):
    """The file with the licence of another cannot be read; the text is the key of the reason."""


class _LibraryError(Exception):
    """The library fails at what a file states."""


class _NotedError(Exception):
    """The file could not be read, which the reader reported already."""


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (DeadlineError, "slow"),
    (UnicodeError, "name"),
    (PermissionError, "permission"),
    (FileNotFoundError, "gone"),
    (OSError, "unreadable"),
)


def reason_of(error: BaseException) -> str:
    """Why a file was not scanned, for people."""
    if isinstance(error, _SidecarError):
        return words(f"intake.skipped.{error}")
    key = next((key for kind, key in _REASONS if isinstance(error, kind)), "")
    if key and not isinstance(error, _LibraryError):
        return words(f"intake.skipped.{key}")
    kind = str(error) if isinstance(error, _LibraryError) else type(error).__name__
    return words("intake.skipped.unparsed", kind=kind)


class ReuseTree:
    """A tree under REUSE.

    Give it what each file states with :meth:`state`, in any order; then :meth:`close` it.

    Attributes:
        root: Folder, absolute.
        listing: What is in it.
        problems: What is wrong with steering files and licence texts.
    """

    def __init__(self, root: Path, settings: ScanSettings, *, git: bool) -> None:
        """Walk over the tree and read its steering files.

        Args:
            root: Folder, absolute; it is only read.
            settings: Limits.
            git: Ask git which files it ignores; never for an unpacked archive.

        Raises:
            InputError: There are more files than ``settings.max_entries``.
        """
        self.root = root
        self.problems: list[ConfigProblem] = []
        self._settings = settings
        answer = ask_git(root) if git else LeftOut
        project = find_licenses(root, self.problems)
        self.listing: Listing = list_tree(root, answer(), settings)
        steering = self.listing.steering
        self._annotations = read_annotations(root, steering, settings, self.problems)
        self._report = Report(project)
        self._covered = {file.path: file.size for file in self.listing.files if file.covered}
        self._stated: dict[str, Tags | None] = {}
        self._waiting: list[tuple[str, Tags | None]] = []
        self._skipped: list[NotScanned] = []
        for path in self.listing.special:
            self._leave_out(path, OSError())

    def state(self, path: str, tags: Tags, *, failed: bool = False) -> dict[str, Any] | None:
        """Take in what the file ``path`` states.

        Args:
            path: Relative, as the listing has it.
            tags: What it states; those of a file over ``settings.max_buffer`` do not matter, it is
                read again in pieces.
            failed: What it states is not known, and that was reported already.

        Returns:
            The row of a covered file, see :meth:`.Report.add`. None when it is not covered, cannot
            be read, or waits for the file that speaks for it: then :meth:`close` gives the row.
        """
        known = None if failed else tags
        if path in self.listing.sidecars:
            self._stated[path] = known
        if path not in self._covered:
            return None
        if f"{path}{SIDECAR}" in self.listing.sidecars:
            self._waiting.append((path, known))
            return None
        return self._resolve(path, known)

    def close(self) -> tuple[list[dict[str, Any]], list[NotScanned]]:
        """Rows of the files that waited, and what could not be scanned besides."""
        rows = [self._resolve(path, tags) for path, tags in self._waiting]
        self._waiting = []
        return [row for row in rows if row is not None], self._skipped

    def result(self) -> dict[str, Any]:
        """The report in the shape of ``reuse lint --json``, without its list ``files``."""
        return self._report.result(compliant=not self.problems)

    def _resolve(self, path: str, tags: Tags | None) -> dict[str, Any] | None:
        try:
            path.encode("utf-8")
            return self._report.add(path, self._sources(path, tags))
        except (Exception, RecursionError) as error:
            self._leave_out(path, error)
            return None

    def _leave_out(self, path: str, error: BaseException) -> None:
        shown = display(path)
        self._report.unreadable(shown)
        if isinstance(error, _NotedError):
            return
        self._skipped.append(NotScanned(shown, reason_of(error), incomplete=True))

    def _sources(self, path: str, tags: Tags | None) -> list[Info]:
        given = self._annotations(path)
        if given.override:
            # The closest that stand above the one that overrides: the library keeps them.
            return [*given.always, *given.closest]
        source, kind = path, "file-header"
        if self._has_sidecar(path):
            source, kind = f"{path}{SIDECAR}", "dot-license"
            tags = self._sidecar(source)
        elif self._covered[path] > self._settings.max_buffer:
            tags = self._read(path)
        if tags is None:
            raise _NotedError
        if tags and tags[0][0] == "error":
            raise _LibraryError(tags[0][1])
        own = Info(source, kind, _only("license", tags), _only("copyright", tags))
        found = [*given.always, own] if tags else list(given.always)
        if not own.expressions and not own.notices:
            return [*found, *given.closest]
        if given.closest and not (own.expressions and own.notices):
            # The half that the file leaves open; there is at most one entry that can fill it.
            half = given.closest[0]
            expressions, notices = half.expressions, half.notices
            filled = Info(half.source, half.kind, expressions if own.notices else (),
                          notices if own.expressions else ())  # fmt: skip
            return [*found, filled]
        return found

    def _has_sidecar(self, path: str) -> bool:
        """Whether another file speaks for this one; a link that leads nowhere does not."""
        kind = self.listing.sidecars.get(f"{path}{SIDECAR}")
        return kind is not None and (kind != "link" or (self.root / f"{path}{SIDECAR}").exists())

    def _sidecar(self, path: str) -> Tags | None:
        """What a ``.license`` file states; None when it could not be read.

        Raises:
            _SidecarError: It is a pipe, which would block, or a link out of the tree.
        """
        absolute = self.root / path
        if path in self._stated and absolute.lstat().st_size <= self._settings.max_buffer:
            return self._stated[path]
        if self.listing.sidecars[path] == "link" and not points_inside(absolute, self.root):
            raise _SidecarError("sidecar_link")
        return self._read(path)

    def _read(self, path: str) -> Tags:
        """What a file states that is not among those read, or only in part."""
        limit = self._settings.max_text
        absolute = self.root / path
        descriptor = os.open(absolute, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            os.close(descriptor)
            raise _SidecarError("sidecar")
        with os.fdopen(descriptor, "rb") as file:
            if state.st_size > limit:
                reason = words("intake.skipped.first_bytes", limit=number(limit))
                self._skipped.append(NotScanned(display(path), reason, incomplete=True))
            with deadline(self._settings.file_seconds):
                return tags_of_stream(Beginning(file, limit))


class Beginning:
    """The first bytes of a file, with the few methods that the library calls."""

    def __init__(self, source: BinaryIO, limit: int) -> None:
        self._source = source
        self._limit = limit

    def read(self, size: int = -1) -> bytes:
        """Read at most ``size`` bytes, and never beyond the limit."""
        left = max(0, self._limit - self._source.tell())
        return self._source.read(left if size < 0 else min(size, left))

    def seek(self, offset: int) -> int:
        """Go to a position."""
        return self._source.seek(offset)

    def tell(self) -> int:
        """The position."""
        return self._source.tell()


def _only(kind: str, tags: Tags) -> tuple[tuple[str, int | None], ...]:
    return tuple((tag[1], tag[2]) for tag in tags if tag[0] == kind)
