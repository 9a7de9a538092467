# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A limit on the processor time of one step, for parsers that a hostile file can slow down."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class DeadlineError(Exception):
    """The step used more processor time than it may."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise :class:`DeadlineError` inside the block after ``seconds`` of processor time.

    Regular expressions check for signals while they match, so they are interrupted too. Outside
    the main thread, where signals cannot be set, there is no limit but the one of the process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def expire(_: int, __: FrameType | None) -> None:
        raise DeadlineError

    before = signal.signal(signal.SIGPROF, expire)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class FileDeadline:
    """The same limit for many steps one after the other, at a tenth of the cost.

    Use it as a context manager around each step; steps do not nest. The signal handler stays
    installed between steps and does nothing there.

    Args:
        seconds: Processor time of each step.
    """

    _installed = False
    _running = False

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @staticmethod
    def _expire(_: int, __: FrameType | None) -> None:
        if FileDeadline._running:
            FileDeadline._running = False
            raise DeadlineError

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if not FileDeadline._installed:
            FileDeadline._installed = True
            signal.signal(signal.SIGPROF, FileDeadline._expire)
        FileDeadline._running = True
        signal.setitimer(signal.ITIMER_PROF, self._seconds)

    def __exit__(self, *_: object) -> None:
        if FileDeadline._running:
            FileDeadline._running = False
            signal.setitimer(signal.ITIMER_PROF, 0)
