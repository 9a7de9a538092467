# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Who gets a session, and who waits for one: a limit, a queue, and no visitor who takes all.

A session is a kernel that somebody uses; kernels that wait for a page are not counted. Pure
bookkeeping: no server, no kernels, and the clock is handed in.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

RETRY_SECONDS = 10
"""How often a page that waits asks again."""

FORGOTTEN_SECONDS = 4 * RETRY_SECONDS
"""A place in the queue is kept for so long without a question."""

QUEUE_LIMIT = 1000
"""More are not written down; they are told that all places are taken, without a number."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks for a page.

    Attributes:
        id: Random text that the browser keeps in a cookie.
        address: Network address; empty where it does not tell visitors apart (loopback, or a
            proxy that is not trusted).
    """

    id: str
    address: str = ""


@dataclass(frozen=True)
class Reply:
    """What a visitor is told.

    Attributes:
        kind: ``in``: come in; ``wait``; ``own``: this visitor has too many pages open;
            ``closed``: the server is about to end.
        position: Place in the queue, from 1; 0 when not in it.
        waiting: How many wait in all.
    """

    kind: Literal["in", "wait", "own", "closed"]
    position: int = 0
    waiting: int = 0


@dataclass
class _Waiting:
    visitor: Visitor
    asked: float


@dataclass
class Places:
    """The sessions of a server and the queue before them.

    Attributes:
        limit: Most sessions at a time.
        own_limit: Most sessions of one visitor, and of one address.
        alive: Says which kernels run.
        clock: Seconds; only differences count.
    """

    limit: int
    own_limit: int
    alive: Callable[[], Collection[str]] = tuple
    clock: Callable[[], float] = time.monotonic
    closed: bool = False
    _running: dict[str, Visitor] = field(default_factory=dict)
    _opening: dict[int, Visitor] = field(default_factory=dict)
    _queue: OrderedDict[str, _Waiting] = field(default_factory=OrderedDict)
    _alone: dict[str, tuple[float, bool]] = field(default_factory=dict)
    _pages: Counter[str] = field(default_factory=Counter)
    _tickets: int = 0

    @property
    def spare(self) -> int:
        """Places above the limit for visitors who load their page again.

        A browser asks for the new page before it leaves the old one, so for a moment both count.
        """
        return max(1, self.limit // 10)

    def sessions(self) -> dict[str, Visitor]:
        """Kernels in use, and whose they are."""
        alive = set(self.alive())
        self._running = {k: v for k, v in self._running.items() if k in alive}
        return dict(self._running)

    @property
    def taken(self) -> int:
        """Sessions that run or are being opened."""
        return len(self.sessions()) + len(self._opening)

    @property
    def waiting(self) -> int:
        """Visitors in the queue."""
        self._forget()
        return len(self._queue)

    def holder(self, kernel: str) -> str | None:
        """Id of the visitor whose session a kernel is; None for a kernel that nobody has."""
        found = self._running.get(kernel)
        return found.id if found else None

    def look(self, visitor: Visitor) -> Reply:
        """What :meth:`ask` would say; keeps the place in the queue, takes none outside it."""
        self._forget()
        if self.closed:
            return Reply("closed")
        held = [*self.sessions().values(), *self._opening.values()]
        mine = sum(v.id == visitor.id for v in held)
        near = sum(v.address == visitor.address for v in held) if visitor.address else 0
        if max(mine, near) >= self.own_limit:
            return Reply("own")
        free = self.limit - len(held)
        ahead = self._ahead(visitor)
        # Free places are for those who waited longest; this one counts when few enough are before.
        if ahead < free or (mine and len(held) < self.limit + self.spare):
            return Reply("in")
        if visitor.id in self._queue:
            self._queue[visitor.id].asked = self.clock()
            return Reply("wait", ahead + 1, len(self._queue))
        return Reply("wait", 0, len(self._queue))

    def ask(self, visitor: Visitor) -> tuple[Reply, int]:
        """Ask for a session; who has to wait is put into the queue.

        Returns:
            The reply, and a ticket for :meth:`opened` or :meth:`failed` when it is ``in``.
        """
        reply = self.look(visitor)
        if reply.kind == "in":
            self._queue.pop(visitor.id, None)
            self._tickets += 1
            self._opening[self._tickets] = visitor
            return reply, self._tickets
        if reply.kind == "wait" and not reply.position and self._may_queue(visitor):
            self._queue[visitor.id] = _Waiting(visitor, self.clock())
            reply = Reply("wait", len(self._queue), len(self._queue))
        return reply, 0

    def opened(self, ticket: int, kernel: str) -> None:
        """The kernel of a ticket is there."""
        if visitor := self._opening.pop(ticket, None):
            self._running[kernel] = visitor
            self._alone[kernel] = (self.clock(), False)

    def met(self, kernel: str) -> None:
        """The page of a session has connected to it."""
        self._pages[kernel] += 1
        self._alone.pop(kernel, None)

    def left(self, kernel: str) -> None:
        """A page of a session is gone, or its network is."""
        self._pages[kernel] -= 1
        if self._pages[kernel] <= 0:
            del self._pages[kernel]
            self._alone[kernel] = (self.clock(), True)

    def abandoned(self, seconds: float) -> list[str]:
        """Sessions that have had no page for so much time.

        Those whose page never came (robots, and pages that were left at once) in any case; those
        whose page was there only while others wait, for it may come back.
        """
        running = self.sessions()
        self._alone = {k: since for k, since in self._alone.items() if k in running}
        waiting = self.waiting > 0
        return [
            kernel
            for kernel, (since, was_there) in self._alone.items()
            if self.clock() - since > seconds and (waiting or not was_there)
        ]

    def failed(self, ticket: int) -> None:
        """No kernel came of a ticket; nothing happens when one did."""
        self._opening.pop(ticket, None)

    def close(self) -> None:
        """Let nobody in any more; sessions that run go on."""
        self.closed = True
        self._queue.clear()

    def _ahead(self, visitor: Visitor) -> int:
        if visitor.id not in self._queue:
            return len(self._queue)
        return list(self._queue).index(visitor.id)

    def _may_queue(self, visitor: Visitor) -> bool:
        near = sum(
            bool(visitor.address) and w.visitor.address == visitor.address
            for w in self._queue.values()
        )
        return len(self._queue) < QUEUE_LIMIT and near < self.own_limit

    def _forget(self) -> None:
        since = self.clock() - FORGOTTEN_SECONDS
        for key in [key for key, w in self._queue.items() if w.asked < since]:
            del self._queue[key]
