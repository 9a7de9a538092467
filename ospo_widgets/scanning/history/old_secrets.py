# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Secrets that once were in a repository: whoever clones it can still read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OldSecret:
    """One secret of an old version; its value never leaves the worker process.

    Attributes:
        kind: Kind of secret, an id of the detector.
        path: File in which it stood.
        line: Line in that version.
        commit: First characters of the hash of a commit that added it.
        year: Year of that commit.
    """

    kind: str
    path: str
    line: int
    commit: str
    year: int


@dataclass(frozen=True, slots=True)
class OldSecrets:
    """What was found.

    Attributes:
        found: The secrets, newest first.
        commits: Commits that were read.
        complete: All commits were read; False when time was over or there were too many.
    """

    found: tuple[OldSecret, ...] = ()
    commits: int = 0
    complete: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OldSecrets:
        """Read what :meth:`to_json` wrote."""
        found = tuple(OldSecret(**row) for row in data["found"])
        return cls(found, int(data["commits"]), bool(data["complete"]))
