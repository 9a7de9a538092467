# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work over 0.3 s: in a thread, with progress at most four times a second, and cancel.

Callbacks run in the kernel's event loop where there is one, because widgets are not made for
several threads at once; without a loop (tests, scripts) they run in the working thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from ospo_widgets.progress import Cancel, Progress, Report

INTERVAL = 0.25
"""Seconds between two progress updates."""

Work = Callable[[Report, Cancel], Any]


class BackgroundTask:
    """One piece of work at a time.

    Args:
        on_progress: Gets each report that is shown.
        on_done: Gets the result.
        on_error: Gets what was raised.
    """

    def __init__(
        self,
        *,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self._on_progress = on_progress
        self._on_done = on_done
        self._on_error = on_error
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last = 0.0
        self._stage = ""

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Work) -> None:
        """Start ``work(report, cancel)``; asks a running one to stop first."""
        self.cancel()
        self._cancel = cancel = threading.Event()
        self._loop = None
        with contextlib.suppress(RuntimeError):
            self._loop = asyncio.get_running_loop()
        self._last, self._stage = 0.0, ""
        self._thread = threading.Thread(
            target=self._run, args=(work, cancel), name="ospo-task", daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; what it then returns or raises still arrives."""
        self._cancel.set()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the work has ended, at most ``timeout`` seconds; for tests and scripts."""
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self, work: Work, cancel: threading.Event) -> None:
        def report(progress: Progress) -> None:
            now = time.monotonic()
            if progress.stage == self._stage and now - self._last < INTERVAL:
                return
            self._last, self._stage = now, progress.stage
            self._call(cancel, self._on_progress, progress)

        try:
            result = work(report, cancel)
        except BaseException as error:
            self._call(cancel, self._on_error, error)
        else:
            self._call(cancel, self._on_done, result)

    def _call(self, cancel: threading.Event, function: Callable[[Any], None], value: Any) -> None:
        def call() -> None:
            # A newer task has taken over: the page no longer belongs to this one.
            if cancel is self._cancel:
                function(value)

        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)
        else:
            call()
