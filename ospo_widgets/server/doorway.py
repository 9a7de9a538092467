# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Handlers of pages with a session: who gets one, whose it is, and how it ends.

A session belongs to the visitor whose page it was opened for: every request that names it must
come with that visitor's cookie, else it is answered as if there were none.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, RequestHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from ospo_widgets.server.languages import address_in_language
from ospo_widgets.server.places import RETRY_SECONDS, Places, Visitor
from ospo_widgets.server.protection import (
    known_visitor,
    shared_address,
    visitor_id,
)
from ospo_widgets.server.static_pages import look_of, waiting_page

SERVICE_UNAVAILABLE = 503
TOO_MANY = 429


class Handing:
    """The manager of kernels as one request sees it; tells which kernel it got.

    Args:
        manager: The real one.
        got: Hears the id of the kernel.
    """

    def __init__(self, manager: Any, got: Callable[[str], None]) -> None:
        self._manager = manager
        self._got = got

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    async def start_kernel(self, **wanted: Any) -> str:
        """A kernel of its own."""
        kernel = str(await self._manager.start_kernel(**wanted))
        self._got(kernel)
        return kernel

    async def get_rendered_notebook(self, notebook_name: str, **_: Any) -> Any:
        """A kernel that waited.

        What Voilà wants to pass on here goes into the environment of the kernel that takes its
        place: the address of this visitor, with all answers in it, for the next one.
        """
        given = await self._manager.get_rendered_notebook(notebook_name=notebook_name)
        self._got(given[2])
        return given


def visitor_of(handler: RequestHandler, *, known_only: bool = False) -> Visitor:
    """Who asks."""
    address = handler.request.remote_ip or ""
    secure = handler.request.protocol == "https"
    name = known_visitor(handler) if known_only else visitor_id(handler, secure)
    return Visitor(name, "" if shared_address(address) else address)


class AppHandler(TornadoVoilaHandler):  # type: ignore[misc]
    """A page with a session, or the page that waits for one."""

    SUPPORTED_METHODS = ("GET",)
    ticket = 0

    async def get(self, path: str | None = None) -> None:
        """Answer with the page, as it is drawn."""
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise HTTPError(SERVICE_UNAVAILABLE)  # a link that nobody followed needs no session
        here = f"{self.settings['base_url']}voila/render/{path}.ipynb"
        if there := address_in_language(self, here):
            self.redirect(there)
            return
        places: Places = self.settings["ospo_places"]
        reply, self.ticket = places.ask(visitor_of(self))
        if reply.kind != "in":
            self.set_status(TOO_MANY if reply.kind == "own" else SERVICE_UNAVAILABLE)
            self.set_header("Retry-After", str(RETRY_SECONDS))
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(waiting_page(reply, look_of(self)))
            return
        await super().get(f"{path}.ipynb")

    @property
    def kernel_manager(self) -> Any:
        """As Voilà's handler sees it."""
        places: Places = self.settings["ospo_places"]
        manager = self.settings["kernel_manager"]
        return Handing(manager, lambda kernel: places.opened(self.ticket, kernel))

    def on_finish(self) -> None:
        """Give the place back when no kernel came of it."""
        self.settings["ospo_places"].failed(self.ticket)


class PlaceHandler(RequestHandler):
    """Tells a page that waits its place in the queue, and keeps it."""

    def get(self) -> None:
        """Answer with ``kind``, ``position`` and ``waiting``, as in the reply of the places."""
        places: Places = self.settings["ospo_places"]
        reply = places.look(visitor_of(self, known_only=True))
        self.write({"kind": reply.kind, "position": reply.position, "waiting": reply.waiting})


class HealthHandler(RequestHandler):
    """Tells a watchdog how the server is; nothing about visitors."""

    def get(self) -> None:
        """Answer 200 while it works, also when it is full, and 503 while it ends."""
        status = self.settings["ospo_health"]()
        self.set_status(SERVICE_UNAVAILABLE if status["status"] == "stopping" else 200)
        self.set_header("Content-Type", "application/json")
        self.finish("" if self.request.method == "HEAD" else json.dumps(status))

    head = get


class RobotsHandler(RequestHandler):
    """Asks search engines to open no sessions."""

    def get(self) -> None:
        """Answer with the rules."""
        base = self.settings["base_url"]
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            f"User-agent: *\nDisallow: {base}voila/\nDisallow: {base}api/\nDisallow: {base}ospo/\n"
        )


def check_holder(handler: RequestHandler, kernel: str) -> None:
    """Let only the visitor on whose session it is.

    Raises:
        HTTPError: 404, as for a session that is not there.
    """
    holder = handler.settings["ospo_places"].holder(kernel)
    if holder is None or holder != known_visitor(handler):
        raise HTTPError(404)


class OwnKernel(KernelHandler):
    """Whether one's own session is alive; nothing can be changed here."""

    SUPPORTED_METHODS = ("GET",)

    async def prepare(self, **about: Any) -> None:
        """Check whose it is, before anything else."""
        check_holder(self, self.path_args[0])
        await super().prepare(**about)


class OwnChannels(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The connection between a page and its session."""

    SUPPORTED_METHODS = ("GET",)
    opened = False

    @property
    def ping_timeout(self) -> float:
        """Milliseconds without an answer to a ping until a connection counts as lost.

        One interval would be too short: it has passed when the first ping is sent. Tornado, which
        reads this before it connects and for pings of its own, complains about more than one.
        """
        return float(self.ping_interval * (3 if self.ws_connection is not None else 1))

    async def open(self, kernel_id: str) -> None:
        """Note that the page is there."""
        self.opened = True
        self.settings["ospo_places"].met(kernel_id)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Note that it is gone."""
        if self.opened:  # tornado calls this for refused connections too
            self.settings["ospo_places"].left(self.path_args[0])
            super().on_close()

    async def prepare(self, **about: Any) -> None:
        """Check whose it is, before anything else."""
        check_holder(self, self.path_args[0])
        await super().prepare(**about)


class LeavingPage(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Ends the session of a page that is closed.

    The browser's goodbye carries no token against forged requests; the visitor's cookie, which no
    other site can send along, and the random id of the session, which only its page knows, stand
    in for it.
    """

    SUPPORTED_METHODS = ("POST",)

    def check_xsrf_cookie(self) -> None:
        """Nothing to check, see above."""

    async def prepare(self, **about: Any) -> None:
        """Check whose it is, before anything else."""
        check_holder(self, self.path_args[0])
        await super().prepare(**about)
