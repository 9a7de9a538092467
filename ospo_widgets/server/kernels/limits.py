# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What one session may take, and the settings that say it."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ospo_widgets.errors import InputError

VARIABLES = {
    "memory_mb": "OSPO_SESSION_MEMORY_MB",
    "disk_mb": "OSPO_SESSION_DISK_MB",
    "processes": "OSPO_SESSION_PROCESSES",
    "files": "OSPO_SESSION_FILES",
    "cpu_seconds": "OSPO_SESSION_CPU_SECONDS",
    "lonely_seconds": "OSPO_SESSION_LONELY_SECONDS",
    "idle_seconds": "OSPO_SESSION_IDLE_SECONDS",
    "life_seconds": "OSPO_SESSION_LIFE_SECONDS",
}
"""Environment variable of each limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one session may take; 0 means no limit.

    Attributes:
        memory_mb: Memory of all its processes together, in MB (1,048,576 bytes); what they share
            counts once.
        disk_mb: Files in its folder, in MB.
        processes: Processes at one time.
        files: Open files of one process.
        cpu_seconds: Processor time of one of its processes, over its whole life.
        lonely_seconds: Processor time of all its processes while no page is connected.
        idle_seconds: Time without a message between page and session.
        life_seconds: Age.
    """

    memory_mb: int = 2048
    disk_mb: int = 4096
    processes: int = 64
    files: int = 1024
    cpu_seconds: int = 3600
    lonely_seconds: int = 120
    idle_seconds: int = 20 * 60
    life_seconds: int = 12 * 3600

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Limits:
        """The limits that variables such as ``OSPO_SESSION_MEMORY_MB`` say.

        Raises:
            InputError: A value is no whole number from 0.
        """
        chosen = {}
        for limit, name in VARIABLES.items():
            text = environment.get(name, "")
            if not text:
                continue
            if not (text.isascii() and text.isdecimal()):
                raise InputError(
                    f"{name} is {text!r}. Use a whole number from 0; 0 means no limit."
                )
            chosen[limit] = int(text)
        return cls(**chosen)

    def apply(self, process: int) -> None:
        """Have the system hold one process, and what it starts, to what it can watch itself.

        Args:
            process: Its id; it must be ours.
        """
        if not hasattr(resource, "prlimit"):  # only on Linux
            return
        for kind, wanted in (
            (resource.RLIMIT_DATA, self.memory_mb * 2**20),
            (resource.RLIMIT_FSIZE, self.disk_mb * 2**20),
            (resource.RLIMIT_NOFILE, self.files),
            (resource.RLIMIT_CPU, self.cpu_seconds),
        ):
            if wanted:
                _, ceiling = resource.prlimit(process, kind)
                most = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
                resource.prlimit(process, kind, (most, most))
        resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))


class Why(StrEnum):
    """Why a session is no more."""

    CLOSED = "closed"
    """Its page was closed."""
    IDLE = "idle"
    MEMORY = "memory"
    DISK = "disk"
    LIMIT = "limit"
    """Processes, processor time or age."""
    DIED = "died"
    """It ended by itself."""
    RESTART = "restart"
    """The server does not know it: it was started anew since."""
    STOPPED = "stopped"
    """The server is stopping."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a session takes now.

    Attributes:
        memory: Bytes of all its processes; what several share counts once.
        processes: Their number.
        cpu_seconds: Processor time that they took so far, ended ones included where known.
        disk: Bytes in its folder; 0 when that was not measured.
    """

    memory: int
    processes: int
    cpu_seconds: float
    disk: int = 0


def exceeded(usage: Usage, limits: Limits, *, age: float, lonely: float) -> Why | None:
    """The limit that a session is over, if any.

    Args:
        usage: What it takes.
        limits: What it may take.
        age: Seconds since its page was asked for.
        lonely: Processor seconds that it took while no page was connected.
    """
    if 0 < limits.memory_mb * 2**20 < usage.memory:
        return Why.MEMORY
    if 0 < limits.disk_mb * 2**20 < usage.disk:
        return Why.DISK
    if (
        0 < limits.processes < usage.processes
        or 0 < limits.lonely_seconds < lonely
        or 0 < limits.life_seconds < age
    ):
        return Why.LIMIT
    return None
