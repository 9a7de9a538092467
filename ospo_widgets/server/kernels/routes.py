# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``/ospo/session/<kernel id>``: what a page may ask of its session, also when that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

if TYPE_CHECKING:
    from ospo_widgets.server.kernels.sessions import Sessions

KERNEL_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
"""Pattern of the random id of a session; only its page knows it."""


class SessionHandler(RequestHandler):
    """Whether a session is alive, and why it is not."""

    def initialize(self, sessions: Sessions) -> None:
        """Get the sessions of the server."""
        self._sessions = sessions

    def get(self, kernel_id: str) -> None:
        """Answer with ``{"alive": …, "why": …}``; an id that nobody knows is answered the same."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(self._sessions.told(kernel_id))


def session_routes(base: str, sessions: Sessions) -> list[Any]:
    """The route, for tornado.

    Args:
        base: Address of the server below its host, with a slash at its end.
        sessions: What is asked.
    """
    return [
        (f"{base.rstrip('/')}/ospo/session/{KERNEL_ID}", SessionHandler, {"sessions": sessions})
    ]
