# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which licences the licence files of a tree contain, told from their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ospo_widgets.scanning.deadline import DeadlineError, deadline
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.settings import ScanSettings

MAX_TEXTS = 300
MAX_SIZE = 512 * 1024
COVERAGE = 1.0
"""Smallest share of the file, in per cent, that must be licence text; measured best at 1."""

_NAME = re.compile(r"(?:UN)?(?:LICEN[CS]ES?|COPYING|COPYRIGHT)(?:[-._ ].*)?", re.I)
_CODE = frozenset(
    {".py", ".c", ".h", ".cpp", ".hpp", ".js", ".ts", ".java", ".rs", ".go", ".sh", ".license"}
)


@dataclass(frozen=True, slots=True)
class LicenseText:
    """One licence file.

    Attributes:
        path: Its path in the tree.
        ids: Ids of the texts found in it, GNU ids without ``-only``; empty when none is known.
    """

    path: str
    ids: tuple[str, ...]

    @property
    def at_root(self) -> bool:
        """Whether it lies at the top, where people look for the licence of the whole."""
        return "/" not in self.path


def is_license_file(path: str) -> bool:
    """Whether this path is, by its name, a licence text."""
    pure = PurePosixPath(path)
    if "LICENSES" in pure.parts[:-1]:
        return pure.suffix != ".license"
    return _NAME.fullmatch(pure.name) is not None and pure.suffix.lower() not in _CODE


def read_license_texts(
    root: Path, paths: Iterable[str], settings: ScanSettings
) -> list[LicenseText]:
    """Identify the licence files among ``paths`` (relative to ``root``)."""
    from licenseclassifier import identify_license

    found: list[LicenseText] = []
    for path in paths:
        if not is_license_file(path) or len(found) >= MAX_TEXTS:
            continue
        try:
            text = decode(read_regular(root / path, MAX_SIZE))
            with deadline(settings.file_seconds):
                matches = identify_license(text, COVERAGE)
        except (OSError, DeadlineError, RecursionError):
            matches = []
        ids = tuple(dict.fromkeys(match.id for match in matches))
        found.append(LicenseText(display(path), ids))
    return found
