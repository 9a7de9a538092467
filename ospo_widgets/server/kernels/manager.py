# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Kernels that wait for their page, and the end of those that are over a limit.

Voilà's own pool gives away what it has, also a kernel that failed, and fills up while a visitor is
being served. Here a kernel joins the pool when it says that it waits, one that ended is replaced,
and the pool is filled one by one in quiet moments.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import zmq
from jupyter_server._tz import utcnow
from voila.request_info_handler import RequestInfoSocketHandler
from voila.utils import ENV_VARIABLE

from ospo_widgets.server.kernels.limits import Why, exceeded
from ospo_widgets.server.kernels.quicker import activity_recorder
from ospo_widgets.server.kernels.watch import processes, usage
from ospo_widgets.widgets.request import STILL

if TYPE_CHECKING:
    from ospo_widgets.server.kernels.sessions import Session, Sessions

TURNS = (os.cpu_count() or 1) + 1
"""Kernels that are started, and pages that are drawn by them, at the same time."""

TURN_SECONDS = 4.0
"""A page that is not drawn by then lets the next one begin."""

SOCKETS = 32 * 1024
"""Connections to kernels that the server may have, about twelve a session."""

WARM_SECONDS = 60.0
"""A kernel that does not wait for its page by then is given up."""

ANSWER_SECONDS = 2.0
"""A kernel that does not say by then that it still waits is given to nobody."""

QUIET_SECONDS = 0.5
"""How long no page was asked for before the pool is filled."""

PATIENCE_SECONDS = 5.0
"""The pool is filled after this time even if pages are asked for all along."""

LOOK_SECONDS = 5.0
"""How often sessions are held against their limits."""

DISK_EVERY = 4
"""At every how many looks their folders are measured."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A kernel that waits for its page, and the page as far as it is drawn.

    Attributes:
        kernel_id: Id of the kernel.
        renderer: Voilà's renderer of the notebook.
        task: Its task; ends when the notebook has run.
    """

    kernel_id: str
    renderer: Any
    task: asyncio.Task[Any]


class _Teller:
    """Stands where Voilà expects a connection to the kernel that waits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def write_message(self, request: dict[str, str]) -> None:
        RequestInfoSocketHandler._waiters.pop(self._session.kernel_id, None)
        self._session.write_message(request)


def session_manager(base: type) -> type:
    """Voilà's manager of kernels with our pool and limits.

    Args:
        base: The class that Voilà makes for itself.
    """

    class SessionKernels(base):  # type: ignore[misc]
        """Kernels of the server: waiting ones by notebook, and those of visitors."""

        def __init__(self, *, sessions: Sessions, waiting: Mapping[str, int], **traits: Any):
            self.sessions = sessions
            self._wanted = dict(waiting)
            self._waiting: dict[str, deque[WaitingPage]] = defaultdict(deque)
            self._failed: dict[str, int] = defaultdict(int)
            self._short = asyncio.Event()
            self._asked = 0.0
            self._looks = 0
            self._tasks: list[asyncio.Task[None]] = []
            self._turns = asyncio.Semaphore(TURNS)
            super().__init__(**traits)
            # The library's own limit is reached by a hundred sessions.
            self.context.set(zmq.MAX_SOCKETS, SOCKETS)

        # What Voilà calls -------------------------------------------------------------------

        def fill_if_needed(self, *_: Any, **__: Any) -> None:
            """Voilà's own pool stays empty."""

        def get_pool_size(self, notebook_name: str) -> int:
            """Kernels that wait for a page of a notebook and are alive."""
            pool = self._waiting[notebook_name]
            for page in tuple(pool):
                if page.task.done() or not self._alive(page.kernel_id):
                    pool.remove(page)
                    self._discard(page.kernel_id)
            return len(pool)

        async def get_rendered_notebook(
            self, notebook_name: str, **_: Any
        ) -> tuple[asyncio.Task[Any], list[str], str]:
            """Give a waiting kernel away, one that has just answered."""
            page = await self._next_waiting(notebook_name)
            page.renderer.stop_generator = True
            session = self.sessions.get(page.kernel_id)
            if session is not None:
                session.given = self._asked = time.monotonic()
            self.get_kernel(page.kernel_id).last_activity = utcnow()
            self._short.set()
            return page.task, page.renderer.rendered_cache, page.kernel_id

        async def _next_waiting(self, notebook: str) -> WaitingPage:
            """A kernel that waits; a new one if those that did have ended this very moment."""
            pool = self._waiting[notebook]
            while pool:
                page = pool.popleft()
                session = self.sessions.get(page.kernel_id)
                if session is not None and await _still_waits(session):
                    return page
                self._discard(page.kernel_id)
            return await self._warm(notebook)

        async def start_kernel(self, **kwargs: Any) -> str:
            """Start a kernel for a page that found none waiting.

            Those who came first are served first, a few at a time: all at once, nobody's page
            would be there before everybody's.
            """
            self._asked = time.monotonic()
            await self._turns.acquire()
            kernel_id = ""
            try:
                kernel_id = str(await super().start_kernel(**kwargs))
            finally:
                session = self.sessions.get(kernel_id)
                if session is None:
                    self._turns.release()
                else:
                    session.when_drawn(self._turns.release, TURN_SECONDS)
            return kernel_id

        def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> Any:
            """Put the sockets of a kernel into the folder of its session."""
            kernel, name, kernel_id = super().pre_start_kernel(kernel_name, kwargs)
            # Their paths may be about a hundred characters long, so they are kept short.
            kernel.ip = str(self.sessions.open(kernel_id).folder / "k")
            return kernel, name, kernel_id

        async def shutdown_kernel(self, kernel_id: str, *_: Any, **__: Any) -> None:
            """End a session at once: whatever it held is in its folder, which goes with it."""
            self.sessions.will_end(kernel_id, Why.CLOSED)
            RequestInfoSocketHandler._waiters.pop(kernel_id, None)
            for data in self.notebook_data.values():
                data["kernel_ids"].discard(kernel_id)
            await super().shutdown_kernel(kernel_id, now=True)

        def start_watching_activity(self, kernel_id: str) -> None:
            """Note when a kernel was active last."""
            kernel = self._kernels[kernel_id]
            kernel.reason = ""
            kernel.last_activity = utcnow()
            kernel._activity_stream = kernel.connect_iopub()
            kernel._activity_stream.on_recv(activity_recorder(self, kernel))

        def _handle_kernel_died(self, kernel_id: str) -> None:
            self.sessions.will_end(kernel_id, Why.DIED)
            self._later(self._end(kernel_id))

        # Waiting kernels --------------------------------------------------------------------

        def begin(self) -> None:
            """Start the warm process, fill the pool, and watch; the event loop must run."""
            self.sessions.nursery.start()
            self._tasks = [
                asyncio.create_task(self._keep_filled()),
                asyncio.create_task(self._keep_watch()),
            ]

        def finish(self) -> None:
            """Stop filling and watching; the event loop has stopped already."""
            for task in tuple(self._tasks):
                task.cancel()

        def _next_short(self) -> str | None:
            """The notebook that lacks most of what it should have waiting."""
            lacking = {
                name: (wanted - self.get_pool_size(name)) / wanted
                for name, wanted in self._wanted.items()
                if wanted > 0
            }
            name = max(lacking, key=lambda name: lacking[name], default=None)
            return name if name is not None and lacking[name] > 0 else None

        async def _keep_filled(self) -> None:
            await self.sessions.nursery.ready()
            while True:
                notebook = self._next_short()
                if notebook is None:
                    self._short.clear()
                    await self._short.wait()
                    continue
                await self._quiet()
                try:
                    self._waiting[notebook].append(await self._warm(notebook))
                    self._failed[notebook] = 0
                except Exception:
                    self._failed[notebook] += 1
                    log.exception("No kernel could be kept waiting for %s", notebook)
                    await asyncio.sleep(min(2.0 ** self._failed[notebook], 60.0))

        async def _quiet(self) -> None:
            """Wait for a moment in which no page was asked for."""
            begun = time.monotonic()
            while (now := time.monotonic()) - begun < PATIENCE_SECONDS:
                left = self._asked + QUIET_SECONDS - now
                if left <= 0:
                    return
                await asyncio.sleep(left)

        async def _warm(self, notebook: str) -> WaitingPage:
            """Start a kernel for a notebook and wait until it waits for its page."""
            made = await self._initialize(
                notebook,
                None,
                path=os.path.dirname(notebook),  # noqa: PTH120  (an address, not a path)
                env={
                    **os.environ,
                    ENV_VARIABLE.VOILA_BASE_URL: self.parent.base_url,
                    ENV_VARIABLE.VOILA_SERVER_URL: self.parent.server_url,
                    ENV_VARIABLE.VOILA_APP_PORT: str(self.parent.port),
                    ENV_VARIABLE.VOILA_PREHEAT: "True",
                },
            )
            page = WaitingPage(made["kernel_id"], made["renderer"], made["task"])
            session = self.sessions.get(page.kernel_id)
            try:
                if session is None or session.request is None:
                    raise RuntimeError("the kernel did not start")
                await asyncio.wait_for(_says_it_waits(session, page.task), WARM_SECONDS)
            except Exception:
                page.task.cancel()
                self._discard(page.kernel_id)
                raise
            RequestInfoSocketHandler._waiters[page.kernel_id] = _Teller(session)
            return page

        def _alive(self, kernel_id: str) -> bool:
            session = self.sessions.get(kernel_id)
            return session is not None and session.process is not None and (
                session.process.poll() is None
            )  # fmt: skip

        def _discard(self, kernel_id: str) -> None:
            """End a kernel that no visitor has seen, and have another one take its place."""
            self._short.set()
            self._later(self._end(kernel_id))

        # Limits -----------------------------------------------------------------------------

        async def _keep_watch(self) -> None:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    await self.look()
                except Exception:
                    log.exception("Sessions could not be held against their limits")

        async def look(self) -> None:
            """End the sessions that are over a limit, and replace waiting kernels that ended."""
            self._looks += 1
            limits = self.sessions.limits
            disk = limits.disk_mb * 2**20 if self._looks % DISK_EVERY == 0 else 0
            for name in self._wanted:
                self.get_pool_size(name)
            everything = await asyncio.to_thread(processes)
            for session in self.sessions:
                if session.process is None:  # not started yet, so nothing that it takes
                    continue
                taken = await asyncio.to_thread(
                    usage, session.pid, session.folder, everything,
                    memory=limits.memory_mb * 2**20, disk=disk,
                )  # fmt: skip
                if not self._kernel_connections.get(session.kernel_id) and session.given:
                    session.lonely += max(0.0, taken.cpu_seconds - session.cpu_seconds)
                session.cpu_seconds = taken.cpu_seconds
                age = time.monotonic() - session.given if session.given else 0.0
                why = exceeded(taken, limits, age=age, lonely=session.lonely)
                if why is None and self._is_idle(session):
                    why = Why.IDLE
                if why is not None and session.kernel_id in self:
                    log.warning("Session %s is ended: %s.", session.kernel_id[:8], why)
                    self.end_session(session.kernel_id, why)

        def _is_idle(self, session: Session) -> bool:
            kernel = self._kernels.get(session.kernel_id)
            limit = self.sessions.limits.idle_seconds
            if kernel is None or session.given is None or not limit:
                return False
            idle = (utcnow() - kernel.last_activity).total_seconds()
            return bool(idle > limit and kernel.execution_state != "busy")

        def end_session(self, kernel_id: str, why: Why) -> None:
            """End a session and tell its page; it can ask for the reason."""
            self.sessions.will_end(kernel_id, why)
            restarter = self.get_kernel(kernel_id)._restarter
            if restarter is not None:
                # Each connected page hears that the kernel is dead, and _handle_kernel_died.
                restarter._fire_callbacks("dead")
            else:
                self._later(self._end(kernel_id))

        async def _end(self, kernel_id: str) -> None:
            if kernel_id in self:
                await self.shutdown_kernel(kernel_id)

        def _later(self, work: Any) -> None:
            task = asyncio.ensure_future(work)
            self._tasks.append(task)
            task.add_done_callback(self._tasks.remove)

    return SessionKernels


async def _says_it_waits(session: Session, task: asyncio.Task[Any]) -> None:
    """Wait until a kernel says that it waits for its page.

    Raises:
        RuntimeError: It ended, or its notebook ran through without waiting.
    """
    assert session.request is not None
    loop = asyncio.get_running_loop()
    said = asyncio.ensure_future(loop.sock_recv(session.request, 1))
    try:
        await asyncio.wait({said, task}, return_when=asyncio.FIRST_COMPLETED)
        if not said.done() or not said.result():
            raise RuntimeError("the notebook did not come to the point where it waits for its page")
    finally:
        said.cancel()


async def _still_waits(session: Session) -> bool:
    """Ask a kernel whether it waits; one that is just ending looks alive and does not answer."""
    if session.request is None:
        return False
    loop = asyncio.get_running_loop()
    try:
        session.request.send(STILL)
        answer = await asyncio.wait_for(loop.sock_recv(session.request, 1), ANSWER_SECONDS)
    except (OSError, TimeoutError):
        return False
    return bool(answer)
