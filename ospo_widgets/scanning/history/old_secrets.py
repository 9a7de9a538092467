# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Secrets that once were in a repository: whoever clones it can still read them."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.history.additions import additions
from ospo_widgets.scanning.history.repository import Repository
from ospo_widgets.scanning.hygiene.context import context_of
from ospo_widgets.scanning.hygiene.secrets import secrets_in_lines
from ospo_widgets.scanning.paths import display

MOST = 200
"""Secrets after which we stop looking."""


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


def old_secrets(repository: Repository, seconds: float, report: Report) -> OldSecrets:
    """Look for secrets in every line that was ever added.

    Args:
        repository: With the content of its old files.
        seconds: Time after which we give up and say so.
        report: Receives progress of the stage ``history``.
    """
    end = time.monotonic() + seconds
    found: dict[tuple[str, str, int], OldSecret] = {}
    commits: set[str] = set()
    for added in additions(repository):
        if time.monotonic() > end or len(found) >= MOST:
            return OldSecrets(tuple(found.values()), len(commits), complete=False)
        if added.commit not in commits:
            commits.add(added.commit)
            if len(commits) % 50 == 0:
                report(Progress("history", len(commits)))
        path = display(os.fsdecode(added.path))
        for kind, line in _secrets(path, added.lines):
            # The oldest commit that added it to this file is the one that matters: it comes last.
            found[(kind, path, line)] = OldSecret(
                kind, path, line, added.commit[:12], time.gmtime(added.time).tm_year
            )
    return OldSecrets(tuple(found.values()), len(commits), complete=True)


def _secrets(path: str, lines: list[tuple[int, str]]) -> list[tuple[str, int]]:
    """Kind and line of each; what tests, examples and documents show is left out."""
    if context_of(path, by_name=False):
        return []
    return [(s.kind, s.line) for s in secrets_in_lines(lines, path.rpartition("/")[2])]
