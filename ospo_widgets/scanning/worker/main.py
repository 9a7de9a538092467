# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The process that opens hostile input: it has limits of its own and can be killed at any moment.

It reads one JSON request from standard input and writes JSON messages, one a line, to standard
output. Start it with :func:`ospo_widgets.scanning.worker.process.run`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from ospo_widgets.errors import OspoError
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.history.read import read_history
from ospo_widgets.scanning.intake.target import Target, bring
from ospo_widgets.scanning.inventory import survey
from ospo_widgets.scanning.settings import ScanSettings

INTERVAL = 0.1
"""Seconds between two reports of progress within one stage."""


def limit_resources(settings: ScanSettings) -> None:
    """Set limits on memory, processor time, file size and core dumps of this process."""
    for what, limit in (
        (resource.RLIMIT_AS, settings.memory),
        (resource.RLIMIT_CPU, settings.cpu_seconds),
        (resource.RLIMIT_FSIZE, settings.max_unpacked),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        value = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (value, hard))


class _Reporter:
    """Sends progress, at most every :data:`INTERVAL` within one stage."""

    def __init__(self, emit: Callable[[dict[str, Any]], None]) -> None:
        self._emit = emit
        self._stage = ""
        self._sent = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        last = progress.total > 0 and progress.done == progress.total
        if progress.stage != self._stage or last or now - self._sent >= INTERVAL:
            self._stage, self._sent = progress.stage, now
            self._emit({"kind": "progress", **asdict(progress)})


def serve(request: dict[str, Any], out: TextIO) -> None:
    """Do one scan, or propose a fix, and write the messages to ``out``."""

    def emit(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    settings = ScanSettings.from_json(request["settings"])
    limit_resources(settings)
    report = _Reporter(emit)
    try:
        folder = Path(request["folder"])
        target = Target(**request["target"])
        root, git = bring(target, folder, settings, emit, report)
        emit({"kind": "root", "path": str(root)})
        if request.get("do") == "fix":
            from ospo_widgets.scanning.fix.serve import serve_fix

            serve_fix(root, request, settings, emit, report, git=git)
            emit({"kind": "end"})
            return
        keep = survey(root, settings, emit, report, git=git, stays=target.kind == "folder")
        history = read_history(target, root, folder, settings, report)
        emit({"kind": "history", "history": history.to_json()})
    except OspoError as error:
        emit({"kind": "error", "message": error.message, "remedy": error.remedy})
    except MemoryError:
        emit({"kind": "error", "message": "The scan needs more memory than it may use.",
              "remedy": "Scan a smaller folder."})  # fmt: skip
    else:
        emit({"kind": "end"})
        keep()


def main() -> None:
    """Entry of the process."""
    # What a library prints must not get between the messages.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(BrokenPipeError):
        serve(json.loads(sys.stdin.read()), channel)


if __name__ == "__main__":
    main()
