# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Why a forge could not be read."""

from __future__ import annotations

from datetime import UTC, datetime

from ospo_widgets.wording import day, words

FINAL = frozenset({"token", "limit", "private", "redirect", "tls", "disk"})
"""Reasons that every further question would meet as well."""

QUIET = frozenset({"absent", "forbidden"})
"""How forges answer questions about parts that a repository has switched off."""


class ForgeError(Exception):
    """A question that the forge did not answer.

    Attributes:
        reason: Its sentence is ``forges.error.<reason>``: ``private``, ``server``, ``tls``,
            ``redirect``, ``limit``, ``large``, ``strange``, ``token``, ``forbidden``, ``absent``,
            ``refused``, ``loop``.
        host: Host that was asked.
        status: Status of HTTP, 0 when there was none.
        until: When the limit ends, seconds since 1970; 0 when that is not the reason.
    """

    def __init__(self, reason: str, host: str, *, status: int = 0, until: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.host = host
        self.status = status
        self.until = until

    @property
    def sentence(self) -> str:
        """For people; holds nothing that the server said."""
        if self.reason == "limit":
            return words("forges.error.limit", host=self.host, until=_moment(self.until))
        return words(f"forges.error.{self.reason}", host=self.host, status=self.status)


def _moment(seconds: float) -> str:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return "?"
    return f"{day(moment.date())} {moment:%H:%M} UTC"
