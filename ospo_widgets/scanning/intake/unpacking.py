# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Writes members of an archive: regular files only, into a fresh folder, limits counted."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.paths import (
    UnsafeNameError,
    UnusableNameError,
    collision_key,
    display,
    member_parts,
)
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import number, words

CHUNK = 1 << 16
HISTORY = frozenset({".git", ".hg"})
"""Folders of version control: never unpacked, since their settings can name programs to run."""


@dataclass(frozen=True, slots=True)
class NotScanned:
    """Something that the scan left out.

    Attributes:
        path: Path for people.
        reason: Why, in a few words.
        incomplete: True when it should have been read, so that no verdict “ready” is possible.
    """

    path: str
    reason: str
    incomplete: bool = False


@dataclass
class Unpacker:
    """Receives the members of one archive, in order.

    Attributes:
        folder: Empty folder to write into.
        settings: Limits.
        report: Receives progress of the stage ``fetch``.
        not_scanned: What was left out, and why.
        collisions: Pairs of paths that are one file on macOS and Windows.
        truncated: The archive ended early or is damaged; set by the reader.
    """

    folder: Path
    settings: ScanSettings
    report: Report
    not_scanned: list[NotScanned] = field(default_factory=list)
    collisions: list[tuple[str, str]] = field(default_factory=list)
    truncated: bool = False
    entries: int = 0
    files: int = 0
    written: int = 0
    _seen: dict[str, str] = field(default_factory=dict)
    _left_out: set[str] = field(default_factory=set)

    def accept(self, name: str) -> tuple[str, ...] | None:
        """Count a member and check its name; None when it is left out (and noted).

        Raises:
            InputError: The name points outside the archive, or there are too many members.
        """
        self.entries += 1
        if self.entries > self.settings.max_entries:
            raise InputError(
                words("intake.archive.entries", limit=number(self.settings.max_entries)),
                remedy=words("intake.archive.entries_remedy"),
            )
        try:
            parts = member_parts(name, self.settings)
        except UnsafeNameError as error:
            raise InputError(
                words("intake.archive.refused", name=_short(name), why=str(error)),
                remedy=words("intake.archive.refused_remedy"),
            ) from None
        except UnusableNameError as error:
            self.skip(name, str(error), incomplete=True)
            return None
        for i, part in enumerate(parts):
            special = part.casefold() in HISTORY
            if special or (i == 0 and part == "__MACOSX"):
                top = "/".join(parts[: i + 1])
                if top not in self._left_out:
                    self._left_out.add(top)
                    reason = words(f"intake.skipped.{'history' if special else 'macos'}")
                    self.skip(top, reason)
                return None
        return parts

    def skip(self, name: str, reason: str, *, incomplete: bool = False) -> None:
        """Note a member that is not unpacked."""
        self.not_scanned.append(NotScanned(_short(name), reason, incomplete))

    def make_folder(self, parts: tuple[str, ...]) -> bool:
        """Create a folder and those above it; False when a file is in the way (and noted)."""
        try:
            self.folder.joinpath(*parts).mkdir(0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            self.skip("/".join(parts), words("intake.skipped.file_in_way"), incomplete=True)
            return False
        return True

    def write(
        self, parts: tuple[str, ...], chunks: Iterator[bytes], over_ratio: Callable[[int], bool]
    ) -> None:
        """Create one regular file from ``chunks``.

        A read error leaves the file out, notes it and goes on with the next member.

        Args:
            parts: Checked components of its path.
            chunks: Its content.
            over_ratio: Tells from the bytes so far whether the member unpacks too much.

        Raises:
            InputError: A size limit is passed.
        """
        name = "/".join(parts)
        key = collision_key(parts)
        if key in self._seen:
            if self._seen[key] == name:
                self.skip(name, words("intake.skipped.twice"))
                return
            self.collisions.append((display(self._seen[key]), display(name)))
        self._seen.setdefault(key, name)
        if not self.make_folder(parts[:-1]):
            return
        path = self.folder.joinpath(*parts)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(path, flags, 0o600)
        except FileExistsError:
            self.skip(name, words("intake.skipped.there"), incomplete=True)
            return
        size = 0
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in chunks:
                    size += len(chunk)
                    self.written += len(chunk)
                    self._check_size(size, over_ratio)
                    out.write(chunk)
        except OSError as error:
            path.unlink()
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise InputError(words("intake.archive.no_room")) from error
            raise
        except BaseException:
            path.unlink()
            raise
        self.files += 1
        if self.entries % 200 == 0:
            self.report(Progress("fetch", done=self.entries, item=display(name)))

    def copy(self, parts: tuple[str, ...], target: str) -> None:
        """A hard link becomes a copy of the file that was unpacked before; else it is left out."""
        try:
            source = member_parts(target, self.settings)
        except (UnsafeNameError, UnusableNameError):
            source = ()
        path = self.folder.joinpath(*source)
        if not source or source == parts or not path.is_file():
            self.skip(
                "/".join(parts),
                words("intake.skipped.hard_link", target=_short(target)),
                incomplete=True,
            )
            return
        with path.open("rb") as content:
            self.write(parts, in_chunks(content), lambda _: False)

    def _check_size(self, size: int, over_ratio: Callable[[int], bool]) -> None:
        if self.written > self.settings.max_unpacked:
            raise InputError(
                words("intake.archive.unpacked", limit=size_text(self.settings.max_unpacked)),
                remedy=words("intake.archive.unpacked_remedy"),
            )
        if size > self.settings.ratio_from and over_ratio(size):
            raise InputError(
                words("intake.archive.ratio", times=number(self.settings.max_ratio)),
                remedy=words("intake.archive.ratio_remedy"),
            )

    def root(self) -> Path:
        """The folder to scan: a single folder at the top of the archive counts as the root.

        Raises:
            InputError: Nothing was unpacked.
        """
        if not self.files:
            key = "damaged_no_files" if self.truncated else "no_files"
            raise InputError(words(f"intake.archive.{key}"))
        inside = list(self.folder.iterdir())
        return inside[0] if len(inside) == 1 and inside[0].is_dir() else self.folder


def in_chunks(source: BinaryIO) -> Iterator[bytes]:
    """The content of ``source`` in small pieces."""
    while chunk := source.read(CHUNK):
        yield chunk


def _short(name: str) -> str:
    try:
        shown = display(name)
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return shown if len(shown) <= 200 else shown[:197] + "…"
