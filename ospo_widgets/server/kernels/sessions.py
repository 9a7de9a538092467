# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which sessions there are and were: their folders, their connection before the page, their end."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ospo_widgets.server.kernels.folders import ServerFolder
from ospo_widgets.server.kernels.limits import Limits, Why
from ospo_widgets.server.kernels.nursery import Nursery

REMEMBERED = 10_000
"""Sessions whose end is remembered, so that a page that comes back can say what happened."""


@dataclass(slots=True)
class Session:
    """One kernel and what belongs to it.

    Attributes:
        kernel_id: Random; only its page knows it.
        folder: Its private folder.
        pid: Process id of the kernel, 0 before it runs.
        process: Its process, in the manner of ``Popen``; None before it runs.
        request: Our end of the connection on which a waiting kernel hears of its page.
        given: When its page was asked for (monotonic clock); None while it waits for one.
        lonely: Processor seconds that it took while no page was connected.
        cpu_seconds: Processor seconds when it was last looked at.
    """

    kernel_id: str
    folder: Path
    pid: int = 0
    process: Any = None
    request: socket.socket | None = None
    given: float | None = None
    lonely: float = 0.0
    cpu_seconds: float = 0.0
    started: float = field(default_factory=time.monotonic)
    _after_drawing: Callable[[], None] | None = None

    def when_drawn(self, then: Callable[[], None], seconds: float) -> None:
        """Have something called once, when the page is drawn, the session over or time up."""
        self._after_drawing = then
        asyncio.get_running_loop().call_later(seconds, self.drawn)

    def drawn(self) -> None:
        """The page is drawn, or will not be."""
        then, self._after_drawing = self._after_drawing, None
        if then is not None:
            then()

    def write_message(self, request: dict[str, str]) -> None:
        """Tell a waiting kernel of the page that it is for; Voilà calls this once."""
        if self.request is not None:
            self.request.sendall(json.dumps(request).encode())
            self.close_request()

    def close_request(self) -> None:
        """Close the connection on which the kernel hears of its page."""
        if self.request is not None:
            self.request.close()
            self.request = None


class Sessions:
    """All sessions of this server.

    Args:
        limits: What one may take.
        parent: Folder in which that of the server is made.
    """

    def __init__(self, limits: Limits, parent: Path | None = None) -> None:
        self.limits = limits
        self.folder = ServerFolder(parent)
        self.nursery = Nursery(self.folder.path)
        self._here: dict[str, Session] = {}
        self._ended: OrderedDict[str, Why] = OrderedDict()
        self._reasons: dict[str, Why] = {}

    def __iter__(self) -> Any:
        return iter(tuple(self._here.values()))

    def __len__(self) -> int:
        return len(self._here)

    def get(self, kernel_id: str) -> Session | None:
        """The session of a kernel that is there."""
        return self._here.get(kernel_id)

    def open(self, kernel_id: str) -> Session:
        """A session for a kernel that is about to be started."""
        session = Session(kernel_id, self.folder.new_session())
        self._here[kernel_id] = session
        return session

    def will_end(self, kernel_id: str, why: Why) -> None:
        """Note why a session is about to be ended; the first reason counts."""
        if kernel_id in self._here:
            self._reasons.setdefault(kernel_id, why)

    def end(self, kernel_id: str) -> Path | None:
        """Forget a session that is over.

        Returns:
            Its folder, which the caller removes.
        """
        session = self._here.pop(kernel_id, None)
        if session is None:
            return None
        session.close_request()
        session.drawn()
        if session.given is not None:
            self._ended[kernel_id] = self._reasons.pop(kernel_id, Why.DIED)
            if len(self._ended) > REMEMBERED:
                self._ended.popitem(last=False)
        self._reasons.pop(kernel_id, None)
        return session.folder

    def told(self, kernel_id: str) -> dict[str, Any]:
        """What a page may know of its session.

        Returns:
            ``alive``, and ``why`` not: a value of :class:`Why`, or None while it is alive.
        """
        if kernel_id in self._here and kernel_id not in self._reasons:
            return {"alive": True, "why": None}
        known = self._reasons.get(kernel_id) or self._ended.get(kernel_id)
        return {"alive": False, "why": str(known or Why.RESTART)}

    def close(self) -> None:
        """End the warm process and remove all folders."""
        self.nursery.close()
        for session in tuple(self._here.values()):
            session.close_request()
        self._here.clear()
        self.folder.close()
