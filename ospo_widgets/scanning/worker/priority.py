# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""On a server that many use at once, a scan lets those go first who wait for a page."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

VARIABLE = "OSPO_SCAN_NICE"
"""By how much a scan steps back: 0, the default, for not at all, to :data:`MOST`."""

MOST = 19
"""The lowest priority that POSIX systems have."""


def step_back() -> None:
    """Lower the priority of this process, and of those that it starts, as the environment says.

    Linux may first share the processor out among sessions of processes (``sched(7)``, autogroup),
    of which a scan is one; within those, priorities count. So both are lowered.
    """
    try:
        steps = min(int(os.environ.get(VARIABLE, "0")), MOST)
    except ValueError:
        return
    if steps > 0:
        with contextlib.suppress(OSError):
            os.nice(steps)
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(steps), encoding="ascii")
