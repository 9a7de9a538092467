# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work in a thread: results, errors, progress and cancel arrive."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from ospo_widgets.errors import CancelledError
from ospo_widgets.progress import Cancel, Progress, Report
from ospo_widgets.widgets.background import BackgroundTask


class Seen:
    def __init__(self) -> None:
        self.progress: list[Progress] = []
        self.done: list[Any] = []
        self.errors: list[BaseException] = []
        self.threads: set[str] = set()
        self.task = BackgroundTask(
            on_progress=self.progress.append, on_done=self._done, on_error=self.errors.append
        )

    def _done(self, value: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.done.append(value)


def test_result_and_each_new_stage_arrive() -> None:
    seen = Seen()

    def work(report: Report, cancel: Cancel) -> str:
        for i in range(100):
            report(Progress("read", i, 100))
        report(Progress("findings"))
        return "result"

    seen.task.start(work)
    seen.task.join(10)
    assert seen.done == ["result"]
    stages = [p.stage for p in seen.progress]
    assert stages[0] == "read"
    assert stages[-1] == "findings"
    # A hundred reports in one instant are not a hundred updates of the page.
    assert len(stages) < 20


def test_an_error_arrives() -> None:
    seen = Seen()

    def work(report: Report, cancel: Cancel) -> None:
        raise ValueError("x")

    seen.task.start(work)
    seen.task.join(10)
    assert isinstance(seen.errors[0], ValueError)


def test_cancel_reaches_the_work() -> None:
    seen = Seen()
    started = threading.Event()

    def work(report: Report, cancel: Cancel) -> None:
        started.set()
        assert isinstance(cancel, threading.Event)
        cancel.wait(10)
        raise CancelledError("Stopped.")

    seen.task.start(work)
    assert started.wait(10)
    assert seen.task.running
    seen.task.cancel()
    seen.task.join(10)
    assert isinstance(seen.errors[0], CancelledError)


def test_a_replaced_task_stays_silent() -> None:
    seen = Seen()
    release = threading.Event()

    def slow(report: Report, cancel: Cancel) -> str:
        release.wait(10)
        return "old"

    def quick(report: Report, cancel: Cancel) -> str:
        return "new"

    seen.task.start(slow)
    old = seen.task._thread
    seen.task.start(quick)
    seen.task.join(10)
    release.set()
    assert old is not None
    old.join(10)
    assert seen.done == ["new"]


def test_with_a_loop_callbacks_run_in_it() -> None:
    seen = Seen()

    async def page() -> None:
        seen.task.start(lambda report, cancel: 1)
        while not seen.done:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(page(), 10))
    assert seen.threads == {threading.main_thread().name}
