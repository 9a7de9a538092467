# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Starts the worker process, passes its messages on, and stops it with everything it started.

A fresh interpreter, not a fork (kernels have threads) and not :mod:`multiprocessing`, which would
run the caller's main module again in the child. ``-P`` keeps the current folder off the module
path: it may be the very folder that is scanned.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ospo_widgets
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.progress import Cancel
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.wording import language, words

_LOGGER = logging.getLogger(__name__)
_START = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from ospo_widgets.scanning.worker.priority import step_back; step_back(); "
    "from ospo_widgets.scanning.worker.main import main; main()"
)
_POLL = 0.1
_LAST_SECONDS = 20.0
"""Time for the worker to end after its last message."""
_NOT_INHERITED = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
     "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF",
     "REUSE_ENCODING_MODULE", "PYTHONSTARTUP", "PYTHONINSPECT"}
)  # fmt: skip
"""Variables that would point git or the worker elsewhere."""


class StoppedError(Exception):
    """The person asked to stop, or the time is over; ``late`` tells which."""

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        self.late = late


def run(
    request: dict[str, Any], folder: Path, settings: ScanSettings, cancel: Cancel | None
) -> Iterator[dict[str, Any]]:
    """Run the worker on ``request`` and yield its messages as they come.

    Args:
        request: Target, folder and settings, as plain data.
        folder: Private folder, for the worker's error output.
        settings: Limits; the wall clock is kept here.
        cancel: Asked about ten times a second.

    Raises:
        StoppedError: Cancelled or too late; the worker is gone.
        InputError: The worker says what is wrong with the input.
        OspoError: The worker died.
    """
    with started(request, folder) as worker:
        yield from worker.messages(settings, cancel)


@contextlib.contextmanager
def started(request: dict[str, Any], folder: Path) -> Iterator[Worker]:
    """A worker at work on ``request``; at the end of the block it is gone.

    What the caller loads before it asks for messages costs no time: the worker lists files then.

    Args:
        request: Target, folder and settings, as plain data.
        folder: Private folder, for the worker's error output.
    """
    errors = folder / "worker-errors.txt"
    environment = {k: v for k, v in os.environ.items() if k not in _NOT_INHERITED}
    command = [sys.executable, "-P", "-c", _START, str(Path(ospo_widgets.__file__).parents[1])]
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder,
            env=environment | {"TMPDIR": str(folder), "OSPO_LANGUAGE": language()},
            start_new_session=True,
        )
    try:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(request).encode("ascii"))
            process.stdin.close()
        worker = Worker(process, errors)
        yield worker
        if worker.ended:
            # It may still be writing what it keeps for the next scan.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_SECONDS)
    finally:
        _kill(process)


class Worker:
    """A process at work.

    Args:
        process: The process.
        errors: File with its error output.

    Attributes:
        ended: It has said all.
    """

    def __init__(self, process: subprocess.Popen[bytes], errors: Path) -> None:
        self._process = process
        self._errors = errors
        self.ended = False

    def messages(self, settings: ScanSettings, cancel: Cancel | None) -> Iterator[dict[str, Any]]:
        """Its messages as they come, to the last one; arguments and errors as for :func:`run`."""
        for message in _messages(self._process, settings, cancel):
            self.ended = message["kind"] == "end"
            yield message
            if self.ended:
                return
        if self._process.wait():
            raise _died(self._process, self._errors)


def _messages(
    worker: subprocess.Popen[bytes], settings: ScanSettings, cancel: Cancel | None
) -> Iterator[dict[str, Any]]:
    assert worker.stdout is not None
    deadline = time.monotonic() + settings.wall_seconds
    descriptor = worker.stdout.fileno()
    pending: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if cancel is not None and cancel.is_set():
                raise StoppedError(late=False)
            if time.monotonic() > deadline:
                raise StoppedError(late=True)
            if not selector.select(_POLL):
                continue
            data = os.read(descriptor, 1 << 18)
            if not data:
                return
            begun, *ended = data.split(b"\n")
            pending.append(begun)
            for rest in ended:
                # A line may have many megabytes: its pieces are put together once.
                message = json.loads(b"".join(pending))
                pending = [rest]
                if message.get("kind") == "error":
                    raise InputError(message["message"], remedy=message["remedy"])
                yield message


def _died(worker: subprocess.Popen[bytes], errors: Path) -> OspoError:
    tail = errors.read_bytes()[-4000:].decode("utf-8", "replace")
    _LOGGER.error("scan worker ended with %s: %s", worker.returncode, tail)
    if worker.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return OspoError(words("intake.scan.limits"), remedy=words("intake.scan.smaller"))
    return OspoError(words("intake.scan.defect"))


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """End the worker and everything in its session, git included."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
