# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every line that was ever added to a repository, from the newest commit to the oldest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from ospo_widgets.scanning.history.repository import Repository, stream

LONGEST_LINE = 4096
"""Bytes of a line that are looked at."""
_HUNK = re.compile(rb"@@ -\d+(?:,(?P<gone>\d+))? \+(?P<at>\d+)(?:,(?P<come>\d+))? @@")
_COMMIT = b"\x1e"


@dataclass(slots=True)
class Added:
    """Lines that one commit added to one file.

    Attributes:
        commit: Hash.
        time: When, in seconds since 1970.
        path: The file, as bytes.
        lines: Number of the line in the file of that commit, and the line.
    """

    commit: str
    time: int
    path: bytes
    lines: list[tuple[int, str]] = field(default_factory=list)


def additions(repository: Repository) -> Iterator[Added]:
    """Lines added by each commit to each text file; merges, which add nothing, are left out."""
    arguments = ["log", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv",
                 "--no-renames", "--no-merges", "--diff-filter=AM", "--relative",
                 "--src-prefix=a/", "--dst-prefix=b/", "--format=%x1e%H%x1f%at",
                 *(("--", ".") if repository.below else ("--",))]  # fmt: skip
    with stream(repository.folder, arguments) as output:
        yield from parse(output)


def parse(output: IO[bytes]) -> Iterator[Added]:
    """Read what ``git log -p -U0`` writes."""
    commit, when = "", 0
    now: Added | None = None
    gone = come = at = 0
    # A line longer than the limit comes in pieces; only its first piece is looked at.
    inside = False
    while raw := output.readline(LONGEST_LINE):
        goes_on, inside = inside, not raw.endswith(b"\n")
        if goes_on:
            continue
        if gone and raw.startswith(b"-"):
            gone -= 1
        elif come and raw.startswith(b"+"):
            come -= 1
            if now is not None:
                now.lines.append((at, raw[1:].decode("utf-8", "replace").rstrip("\r\n")))
            at += 1
        elif raw.startswith(_COMMIT):
            if now is not None and now.lines:
                yield now
            now = None
            commit, _, stamp = raw[1:].decode("ascii", "replace").strip().partition("\x1f")
            when = int(stamp) if stamp.isdigit() else 0
        elif raw.startswith(b"diff --git "):
            if now is not None and now.lines:
                yield now
            now = None
        elif raw.startswith(b"+++ b/"):
            now = Added(commit, when, raw[6:].rstrip(b"\t\n"))
        elif match := _HUNK.match(raw):
            gone, come = int(match["gone"] or 1), int(match["come"] or 1)
            at = int(match["at"])
    if now is not None and now.lines:
        yield now
