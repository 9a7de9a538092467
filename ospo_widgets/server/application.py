# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Voilà's application with our routes and nothing else, a limit on sessions, and a graceful end."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.web import Application, RequestHandler
from voila.app import Voila

from ospo_widgets.server import systemd
from ospo_widgets.server.kernels import WAITING, with_sessions
from ospo_widgets.server.options import Options
from ospo_widgets.server.places import Places
from ospo_widgets.server.protection import log_request, peer, protected, refusal
from ospo_widgets.server.routes import SESSION_APPS, NotFound, Refused, routes
from ospo_widgets.server.settings import BODY_BYTES, HEADER_BYTES, application_settings
from ospo_widgets.server.static_pages import draw_all, office

ALONE_SECONDS = 120
"""A session whose page never connected is ended after this time (a robot, or a page that was left
at once), and one whose page is gone when others wait."""

LOOK_SECONDS = 1
"""How often the server that is about to end looks whether sessions are left."""


class Anybody(IdentityProvider):
    """Who reaches the server may use it: a proxy or a Hub before it knows who that is.

    Jupyter's own gives each visitor a name and a signed cookie of no use here, and has a page for
    passwords.
    """

    def get_user(self, handler: RequestHandler) -> User:  # noqa: ARG002
        """The same for all."""
        return User("visitor")

    def get_handlers(self) -> list[tuple[str, object]]:
        """No page to log in."""
        return []


class Guarded(Application):
    """Looks at each request before any handler does."""

    def find_handler(self, request: HTTPServerRequest, **about: Any) -> Any:
        """The handler, or the one that refuses."""
        options: Options = self.settings["ospo_options"]
        address, https = peer(request, options)
        request.remote_ip = address
        request.protocol = "https" if https else "http"
        if status := refusal(request, options):
            return self.get_handler_delegate(request, protected(Refused), {"status": status})
        return super().find_handler(request, **about)


def guarded(
    options: Options,
    places: Places,
    health: Callable[[], dict[str, Any]],
    handlers: list[Any],
    settings: dict[str, Any],
) -> Guarded:
    """Tornado's application.

    Args:
        options: How the server is started.
        places: Its sessions.
        health: Tells how it is, see :class:`ospo_widgets.server.doorway.HealthHandler`.
        handlers: Its routes; whoever adds some cannot forget to protect them.
        settings: What Voilà's handlers ask for.
    """
    ours = {
        "base_url": options.base_url,
        "default_handler_class": protected(NotFound),
        "log_function": log_request,
        "ospo_health": health,
        "ospo_options": options,
        "ospo_places": places,
    }
    made = Guarded(**{**settings, **application_settings(), **ours})
    made.add_handlers(".*$", [(path, protected(what), *rest) for path, what, *rest in handlers])
    return made


def application(options: Options, on_ready: Callable[[str], None]) -> Any:
    """Our application's class.

    Args:
        options: How the server is started.
        on_ready: Gets the address once the server answers.
    """

    class Server(Voila):  # type: ignore[misc]
        """Voilà behind our door."""

        places: Places
        server: HTTPServer

        def start(self) -> None:
            """Build the application and stay in it until it is stopped."""
            self.connection_dir = tempfile.mkdtemp(prefix="voila_", dir=self.connection_dir_root)
            self.build()
            self.listen()

        def build(self) -> Application:
            """Build tornado's application; the place of Voilà's own, which knows more routes."""
            settings = self.init_settings()
            self.places = Places(options.max_sessions, options.max_own, self._kernels)
            settings["identity_provider"] = Anybody(parent=self, log=self.log)
            self.app = guarded(options, self.places, self.health, self.init_handlers(), settings)
            return self.app

        def init_handlers(self) -> list[Any]:
            """Our routes; none of Voilà's that is not among them."""
            return list(
                routes(
                    options.base_url,
                    {
                        "template_paths": self.template_paths,
                        "config": self.config,
                        "voila_configuration": self.voila_configuration,
                    },
                )
            )

        def _kernels(self) -> list[str]:
            return list(self.kernel_manager.list_kernel_ids())

        def health(self) -> dict[str, Any]:
            """What a watchdog may know."""
            from ospo_widgets import __version__

            taken = self.places.taken
            full = taken >= options.max_sessions
            state = "stopping" if self.places.closed else "full" if full else "ok"
            warm = sum(self.kernel_manager.get_pool_size(f"{name}.ipynb") for name in SESSION_APPS)
            return {
                "status": state,
                "version": __version__,
                "knowledge": office()["knowledge"],
                "sessions": taken,
                "places": options.max_sessions,
                "waiting": self.places.waiting,
                "warm": warm,
            }

        def listen(self) -> None:
            """Listen, and run until stopped."""
            self.server = HTTPServer(
                self.app,
                max_body_size=BODY_BYTES,
                max_header_size=HEADER_BYTES,
                idle_connection_timeout=120,
                body_timeout=30,
            )
            handed = systemd.handed_socket()
            if handed is None:
                self.server.listen(options.port, options.host)
                self.port = options.port
            else:
                self.server.add_socket(handed)
                self.port = handed.getsockname()[1]
            self.ioloop = loop = IOLoop.current()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, partial(self._signalled, loop))
            loop.add_callback(on_ready, self.connection_url)
            loop.add_callback(systemd.tell, "READY=1")
            loop.run_in_executor(None, draw_all, options.base_url)
            abandoned = PeriodicCallback(self._end_abandoned, ALONE_SECONDS * 250)
            abandoned.start()
            try:
                loop.start()
            finally:
                abandoned.stop()
                self.stop()

        def _signalled(self, loop: IOLoop, number: int, _: Any) -> None:
            gentle = number == signal.SIGTERM and not self.places.closed and options.grace
            loop.add_callback_from_signal(self._close if gentle else loop.stop)

        def _close(self) -> None:
            """Let nobody in; end when the last session does, or when the time of grace is over."""
            self.places.close()
            systemd.tell("STOPPING=1")
            loop = IOLoop.current()
            loop.call_later(options.grace, loop.stop)

            def look() -> None:
                if not self.places.taken:
                    loop.stop()

            PeriodicCallback(look, LOOK_SECONDS * 1000).start()
            look()

        async def _end_abandoned(self) -> None:
            """End sessions without a page, for their places are taken by nobody."""
            for kernel in self.places.abandoned(ALONE_SECONDS):
                if kernel in self.kernel_manager:  # it may have ended while another one did
                    await self.kernel_manager.shutdown_kernel(kernel, now=True)

        def stop(self) -> None:
            """End all kernels, then remove what they talked through."""
            self.server.stop()
            run_sync(self._end_kernels)()
            shutil.rmtree(self.connection_dir, ignore_errors=True)

        async def _end_kernels(self) -> None:
            for kernel in self._kernels():
                if kernel in self.kernel_manager:
                    await self.kernel_manager.shutdown_kernel(kernel, now=True)

    return with_sessions(Server, WAITING if options.preheat else {})
