# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""When a forge may be asked again: limits of its rate, and pauses after errors.

Headers: ``Retry-After`` of RFC 9110, ``RateLimit-*`` of GitLab, ``X-RateLimit-*`` of GitHub,
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from ospo_widgets.errors import CancelledError
from ospo_widgets.portfolio.collecting.forges.errors import ForgeError
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.progress import Cancel, Progress, Report
from ospo_widgets.wording import words

STAGE = "wait"
"""Stage of the progress while a limit is waited for; its units are seconds."""

UNSAID = 60.0
"""Seconds to wait where a limit does not say when it ends, as GitHub asks for."""

_LONGEST_PAUSE = 30.0
_EPOCH = 1_000_000_000
"""Larger numbers in a reset header are a moment, smaller ones a time to wait."""


class Pacing:
    """Waits, as long as patience lasts and nobody asked to stop."""

    def __init__(
        self, settings: ForgeSettings, host: str, report: Report, cancel: Cancel | None
    ) -> None:
        """Begin with all patience."""
        self._settings = settings
        self._host = host
        self._report = report
        self._cancel = cancel
        self._waited = 0.0
        self._blocked_until = 0.0

    def check(self) -> None:
        """Raise CancelledError once the person asked to stop."""
        if self._cancel is not None and self._cancel.is_set():
            raise CancelledError(words("forges.stopped"))

    def before(self) -> None:
        """Wait until the forge may be asked.

        Raises:
            CancelledError: The person asked to stop.
            ForgeError: ``limit``: patience is over.
        """
        self.check()
        left = self._blocked_until - self._settings.clock()
        if left > 0:
            self.wait(left)
        self._blocked_until = 0.0

    def note(self, headers: Mapping[str, str]) -> None:
        """Remember when an answer was the last one for now."""
        if _remaining(headers) == 0:
            now = self._settings.clock()
            self._blocked_until = now + (_reset(headers, now) or 0.0)

    def limit(self, status: int, headers: Mapping[str, str], body: str) -> float | None:
        """Seconds to wait before asking again; None when the answer speaks of no limit."""
        now = self._settings.clock()
        asked = _retry_after(headers, now)
        spent = _remaining(headers) == 0
        told = "rate limit" in body[:10_000].casefold()
        if status == 429 or (status == 403 and (spent or told or asked is not None)):
            reset = _reset(headers, now) if spent or status == 429 else None
            found = asked if asked is not None else reset
            return max(1.0, UNSAID if found is None else found)
        return None

    def pause(self, attempt: int, headers: Mapping[str, str]) -> None:
        """Wait after an error, longer each time.

        Args:
            attempt: How many attempts there were, from 1.
            headers: Those of the error; may ask for a time.
        """
        asked = _retry_after(headers, self._settings.clock())
        self.wait(min(2.0 ** (attempt - 1), _LONGEST_PAUSE) if asked is None else asked)

    def wait(self, seconds: float) -> None:
        """Wait in short steps.

        Raises:
            CancelledError: The person asked to stop.
            ForgeError: ``limit``: it would take longer than patience lasts.
        """
        if self._waited + seconds > self._settings.patience:
            until = self._settings.clock() + seconds
            raise ForgeError("limit", self._host, until=until)
        self._waited += seconds
        total = math.ceil(seconds)
        left = seconds
        while left > 0:
            self.check()
            self._report(Progress(STAGE, total - math.ceil(left), total, item=self._host))
            step = min(1.0, left)
            self._settings.sleep(step)
            left -= step
        self.check()


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if (seconds := _number(text)) is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _remaining(headers: Mapping[str, str]) -> float | None:
    return _number(headers.get("x-ratelimit-remaining") or headers.get("ratelimit-remaining", ""))


def _reset(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until a limit ends, a second more since clocks differ."""
    found = _number(headers.get("x-ratelimit-reset") or headers.get("ratelimit-reset", ""))
    if found is None:
        return None
    return max(0.0, found - now if found > _EPOCH else found) + 1.0


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None
