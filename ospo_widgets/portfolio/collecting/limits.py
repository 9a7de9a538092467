# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""When work on one repository has to end, and how it says so."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path


class GitError(Exception):
    """A repository cannot be read.

    Attributes:
        reason: Its sentence is ``collecting.error.<reason>``: ``none`` (no repository), ``owner``
            (it belongs to somebody else), ``git`` (git is missing), ``slow``, ``strange`` (what it
            holds cannot be read), ``empty``, ``size``, ``server``, ``host``, ``redirect``,
            ``absent``, ``commits``, ``files``, ``below``, ``disk``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoppedError(Exception):
    """The person asked to stop; there is no record of this repository."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The deadline of one repository, and the wish to stop.

    Attributes:
        deadline: Of the monotonic clock, seconds.
        stop_file: Once it is there, the work ends; empty for none.
        memory: Address space of one git process, bytes.
    """

    deadline: float
    stop_file: str = ""
    memory: int = 0

    @classmethod
    def of(cls, seconds: float, stop_file: str = "", memory: int = 0) -> Limits:
        """Limits that begin now."""
        return cls(time.monotonic() + seconds, stop_file, memory)

    @property
    def left(self) -> float:
        """Seconds until the deadline; never negative."""
        return max(0.0, self.deadline - time.monotonic())

    def check(self) -> None:
        """Go on only when there is time.

        Raises:
            GitError: ``slow``: the time is over.
            StoppedError: The person asked to stop.
        """
        if is_stopped(self.stop_file):
            raise StoppedError
        if time.monotonic() > self.deadline:
            raise GitError("slow")


def is_stopped(stop_file: str) -> bool:
    """Whether the person asked to stop."""
    return bool(stop_file) and Path(stop_file).exists()
