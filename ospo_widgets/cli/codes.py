# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Exit codes of ``ospo``; those of expected errors stand with the errors, as ``exit_code``."""

from typing import Final

OK: Final = 0
"""The answer is there."""

CONDITION_FAILED: Final = 1
"""The answer fails a condition that the caller set."""

WRONG_INPUT: Final = 2
"""The input cannot be used; the same code as for wrong options."""

ON_HOLD: Final = 3
"""Somebody must be asked first."""

DEFECT: Final = 70
"""A defect of the program; ``EX_SOFTWARE`` of ``sysexits.h``."""

INTERRUPTED: Final = 130
"""Stopped by Ctrl-C: 128 + SIGINT."""

BROKEN_PIPE: Final = 141
"""Whoever read the output closed it: 128 + SIGPIPE."""

TERMINATED: Final = 143
"""Asked to end: 128 + SIGTERM."""
