# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Progress on a terminal: one line, not too often, cleared at the end."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ospo_widgets.cli.progress import progress_line
from ospo_widgets.progress import Progress, silent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticks(*times: float) -> Iterator[float]:
    yield from times


def test_nothing_when_standard_error_is_no_terminal() -> None:
    stream = io.StringIO()
    with progress_line(str, stream=stream) as report:
        assert report is silent
    assert stream.getvalue() == ""


def test_line_is_rewritten_and_cleared() -> None:
    stream, clock = Terminal(), ticks(0.0, 1.0, 1.01, 1.02, 2.0)
    with progress_line(lambda s: f"Stage {s}", stream=stream, clock=lambda: next(clock)) as report:
        report(Progress("read", 1, 1200, "a\x1b[2J.c"))
        report(Progress("read", 2, 1200))  # too soon
        report(Progress("unpack"))  # another stage is always shown
        report(Progress("unpack", 3, 0))
    shown = [line for line in stream.getvalue().split("\r\x1b[K") if line]
    assert shown == ["Stage read 1 of 1,200 a\\u001b[2J.c", "Stage unpack", "Stage unpack"]
    assert stream.getvalue().endswith("\r\x1b[K")
