# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What sessions take, read from ``/proc``: memory, processes, processor time, disk."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.server.kernels.folders import size_of
from ospo_widgets.server.kernels.limits import Usage

PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process as the system describes it.

    Attributes:
        pid: Its id.
        parent: That of its parent.
        cpu_seconds: Its processor time, with that of children it took leave of.
        resident: Bytes in memory, shared ones included.
    """

    pid: int
    parent: int
    cpu_seconds: float
    resident: int


def processes() -> dict[int, Process]:
    """All processes that can be seen, by id; empty where there is no ``/proc``."""
    found = {}
    try:
        names = os.listdir(PROC)  # noqa: PTH208  (a string each is all that is needed)
    except OSError:
        return {}
    for name in names:
        if name.isdecimal():
            process = _process(int(name))
            if process is not None:
                found[process.pid] = process
    return found


def _process(pid: int) -> Process | None:
    try:
        # The second field is a name in brackets, which may hold anything.
        fields = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:  # ended meanwhile
        return None
    return Process(
        pid,
        int(fields[1]),
        sum(int(ticks) for ticks in fields[11:15]) / _TICKS,
        int(fields[21]) * _PAGE,
    )


def descendants(root: int, everything: Iterable[Process]) -> set[int]:
    """A process and all that it started, as far as the chain of parents holds."""
    children = defaultdict(list)
    for process in everything:
        children[process.parent].append(process.pid)
    found, waiting = set(), [root]
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting.extend(children[pid])
    return found


def proportional(pid: int) -> int | None:
    """Bytes of memory of a process, each shared page divided by those who share it."""
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return None
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return None


def usage(
    root: int, folder: Path, everything: dict[int, Process], *, memory: int, disk: int
) -> Usage:
    """What one session takes.

    Args:
        root: Process id of its kernel.
        folder: Its folder.
        everything: From :func:`processes`.
        memory: Limit in bytes; what is shared is told apart only when the sum is above it.
        disk: Limit in bytes, at which counting stops; 0 leaves the folder alone.
    """
    own = [everything[pid] for pid in descendants(root, everything.values()) if pid in everything]
    taken = sum(process.resident for process in own)
    if 0 < memory < taken:
        taken = sum(proportional(process.pid) or 0 for process in own)
    return Usage(
        memory=taken,
        processes=len(own),
        cpu_seconds=sum(process.cpu_seconds for process in own),
        disk=size_of(folder, disk) if disk else 0,
    )
