# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The one walk over a tree: its files, and which of them must carry REUSE information.

Source of the rules: REUSE specification 3.3, “Covered File”, as ``reuse.covered_files`` has them.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.intake.unpacking import HISTORY, NotScanned
from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.reading.stamps import Stamp, stamp_of
from ospo_widgets.scanning.reuse.ignoring import LeftOut
from ospo_widgets.scanning.reuse.rows import SIDECAR
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.wording import number, words

STEERING = "REUSE.toml"


class TreeEntry(NamedTuple):
    """A regular file that version control does not ignore.

    Attributes:
        path: Relative to the root, as the system gives it.
        size: Bytes.
        covered: It must carry REUSE information.
        stamp: What tells that it changed.
    """

    path: str
    size: int
    covered: bool
    stamp: Stamp


@dataclass(slots=True)
class Listing:
    """What a walk found.

    Attributes:
        files: Regular files, sorted by path.
        special: Covered entries that are neither file, folder nor link.
        sidecars: Entries that end in ``.license``, ignored ones too: path to ``file``, ``link`` or
            ``other``.
        steering: Paths of ``REUSE.toml`` files that count.
        skipped: Links, submodules and folders that cannot be read.
    """

    files: list[TreeEntry] = field(default_factory=list)
    special: list[str] = field(default_factory=list)
    sidecars: dict[str, str] = field(default_factory=dict)
    steering: list[str] = field(default_factory=list)
    skipped: list[NotScanned] = field(default_factory=list)

    @property
    def covered(self) -> int:
        """Number of covered files."""
        return sum(file.covered for file in self.files) + len(self.special)


def list_tree(root: Path, left_out: LeftOut, settings: ScanSettings) -> Listing:
    """Walk over ``root`` once; links are not followed.

    Raises:
        InputError: There are more than ``settings.max_entries``.
    """
    walk = _Walk(root, left_out)
    pending = [("", True)]
    seen = 0
    while pending:
        folder, covered = pending.pop()
        try:
            with os.scandir(f"{walk.root}/{folder}") as found:
                entries = list(found)
        except OSError:
            reason = words("intake.skipped.folder")
            walk.found.skipped.append(NotScanned(display(folder), reason, True))
            continue
        seen += len(entries)
        if seen > settings.max_entries:
            raise InputError(
                words("intake.folder.files", limit=number(settings.max_entries)),
                remedy=words("intake.folder.files_remedy"),
            )
        pending += walk.folder(folder, entries, covered=covered)
    walk.found.files.sort(key=lambda file: file.path)
    return walk.found


class _Walk:
    def __init__(self, root: Path, left_out: LeftOut) -> None:
        from reuse import covered_files as rules

        self.root = os.fspath(root)
        self.found = Listing()
        self._resolved = os.path.realpath(root)
        self._left_out = left_out
        self._no_file = _either(rules._IGNORE_FILE_PATTERNS)
        self._no_folder = _either(rules._IGNORE_DIR_PATTERNS)
        self._no_folder_in = _either(rules._IGNORE_MESON_PARENT_DIR_PATTERNS)

    def folder(
        self, folder: str, entries: list[os.DirEntry[str]], *, covered: bool
    ) -> Iterator[tuple[str, bool]]:
        """Take the entries of one folder in; gives its subfolders and whether they are covered."""
        found = self.found
        prefix = f"{folder}/" if folder else ""
        ignored = self._left_out.ignored
        inside = covered and not self._no_folder_in.match(self._name(folder))
        for entry in entries:
            name = entry.name
            path = prefix + name
            link = entry.is_symlink()
            file = not link and entry.is_file(follow_symlinks=False)
            if name.endswith(SIDECAR):
                found.sidecars[path] = "link" if link else "file" if file else "other"
            if path in ignored or (name in HISTORY and not (file and name == ".hg")):
                continue
            if file:
                self._file(path, name, entry, covered=covered)
            elif link:
                self._link(path, entry)
            elif entry.is_dir(follow_symlinks=False):
                if f"{self._resolved}/{path}" in self._left_out.submodules:
                    found.skipped.append(
                        NotScanned(display(path), words("intake.skipped.submodule"))
                    )
                    continue
                below = inside and not self._no_folder.match(name)
                if below and name == STEERING:
                    found.steering.append(path)
                yield path, below
            elif covered:
                found.special.append(path)
                if name == STEERING:
                    found.steering.append(path)

    def _name(self, folder: str) -> str:
        """Name of a folder as ``reuse`` sees it: in a repository it calls the root “.”."""
        if folder:
            return folder.rpartition("/")[2]
        return "" if self._left_out.known else self.root.rpartition("/")[2]

    def _file(self, path: str, name: str, entry: os.DirEntry[str], *, covered: bool) -> None:
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError:
            return
        size = state.st_size
        if covered and size and self._no_file.match(name):
            covered = False
            if name == STEERING:
                self.found.steering.append(path)
        self.found.files.append(TreeEntry(path, size, covered and size > 0, stamp_of(state)))

    def _link(self, path: str, entry: os.DirEntry[str]) -> None:
        with contextlib.suppress(OSError):
            target = display(os.readlink(entry.path))  # noqa: PTH115 (bytes kept)
            self.found.skipped.append(
                NotScanned(display(path), words("intake.skipped.link", target=target))
            )


def _either(patterns: list[Any]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns))
