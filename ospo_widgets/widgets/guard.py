# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One net under every callback.

Voilà shows nothing at all when a callback raises. The guard turns a person's mistake into its
sentence and a defect into a number; the traceback goes to the log under that number.
"""

from __future__ import annotations

import functools
import logging
import os
import secrets
from collections.abc import Callable
from typing import Any

from ospo_widgets.errors import OspoError
from ospo_widgets.widgets.alert import Alert

LOG_VARIABLE = "OSPO_LOG"
"""Environment variable with the file for tracebacks. A kernel's own error stream goes to a page
that does not show it, so without a file they would be lost under Voilà."""

log = logging.getLogger("ospo_widgets")


@functools.cache
def _log_to_file(path: str) -> None:
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)


def defect_number() -> str:
    """A short number to find a traceback by, for example ``E-4F21``."""
    return f"E-{secrets.token_hex(2).upper()}"


class Guard:
    """Wraps callbacks so that what they raise is shown in one alert."""

    def __init__(self, alert: Alert) -> None:
        self.alert = alert
        self.after: Callable[[], Any] | None = None
        """Called after each call, when the page may show something else."""

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap what a person does; an earlier message goes away, since it has been answered."""
        return self._wrap(function, clears=True)

    def quiet(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap what happens by itself (drawing, progress, readiness); a message stays."""
        return self._wrap(function, clears=False)

    def _wrap(self, function: Callable[..., Any], *, clears: bool) -> Callable[..., Any]:
        """The wrapped function never raises, and returns None on failure."""

        @functools.wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if clears:
                self.alert.clear()
            try:
                return function(*args, **kwargs)
            except Exception as error:
                self.show(error)
                return None
            finally:
                if self.after is not None:
                    self.after()

        return guarded

    def show(self, error: BaseException) -> None:
        """Show what was raised, here or in a background task."""
        if isinstance(error, OspoError):
            self.alert.show_input_error(error)
            return
        number = defect_number()
        if path := os.environ.get(LOG_VARIABLE):
            _log_to_file(path)
        log.error("%s", number, exc_info=error)
        self.alert.show_defect(number)
