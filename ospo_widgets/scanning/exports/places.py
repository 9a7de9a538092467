# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where a finding stands, and a name for it that stays the same from scan to scan."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ospo_widgets.scanning.result import Finding

SHOWN_PATHS = 3
"""Files named under a heading; the rest folds out."""
_LINE = re.compile(r"^(?P<path>.+):(?P<line>[1-9]\d{0,8})$", re.S)


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and a line when it is known."""

    path: str
    line: int | None = None


def place_of(text: str) -> Place:
    """Read ``path`` or ``path:line``."""
    match = _LINE.match(text)
    return Place(match["path"], int(match["line"])) if match else Place(text)


def places(finding: Finding) -> tuple[Place, ...]:
    """All places of a finding, in order; none when it is about the whole project."""
    return tuple(place_of(path) for path in finding.paths)


def fingerprint(finding: Finding, place: Place | None = None) -> str:
    """The same for the same finding in two scans, also when lines moved or files were added.

    Args:
        finding: The finding.
        place: One of its places; None for the finding as a whole.

    Returns:
        32 hexadecimal digits.
    """
    text = "\0".join((finding.id, finding.about, place.path if place else ""))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]
