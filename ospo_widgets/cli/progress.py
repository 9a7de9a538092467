# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One line of progress on a terminal, rewritten in place; nothing when standard error is a file."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from ospo_widgets.cli.output import one_line
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.wording import number, words

_SECONDS_BETWEEN = 0.1


@contextmanager
def progress_line(
    words_of: Callable[[str], str],
    *,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Report]:
    """Give a receiver of progress and clear the line at the end.

    Args:
        words_of: Words for the id of a stage.
        stream: Where to write; standard error by default.
        clock: Seconds that only grow.
    """
    out = stream or sys.stderr
    if not out.isatty():
        yield silent
        return
    last_stage, last_time = "", clock() - _SECONDS_BETWEEN

    def show(progress: Progress) -> None:
        nonlocal last_stage, last_time
        now = clock()
        if progress.stage == last_stage and now - last_time < _SECONDS_BETWEEN:
            return
        last_stage, last_time = progress.stage, now
        done, total = number(progress.done), number(progress.total)
        count = words("common.task.count", done=done, total=total) if progress.total else ""
        line = " ".join(filter(None, (words_of(progress.stage), count, one_line(progress.item))))
        width = shutil.get_terminal_size().columns - 1
        out.write("\r\x1b[K" + line[:width])
        out.flush()

    try:
        yield show
    finally:
        out.write("\r\x1b[K")
        out.flush()
