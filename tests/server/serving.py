# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The server's tornado application on loopback, without kernels, and a client that may be rude."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jupyter_server.auth.authorizer import AllowAllAuthorizer
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from voila.configuration import VoilaConfiguration

from ospo_widgets.server.application import Anybody, guarded
from ospo_widgets.server.options import Options
from ospo_widgets.server.places import Places
from ospo_widgets.server.routes import routes
from ospo_widgets.server.settings import BODY_BYTES, HEADER_BYTES

KERNEL = "0f6e3c4e-6a4b-4a53-9a56-0c9a3d5a2b11"
HEALTH = {"status": "ok"}


class Kernels:
    """Stands for the manager of kernels: knows them, and notes which were ended."""

    def __init__(self) -> None:
        self.here = {KERNEL}
        self.ended: list[str] = []

    def kernel_model(self, kernel_id: str) -> dict[str, str]:
        return {"id": kernel_id, "name": "python3"}

    async def shutdown_kernel(self, kernel_id: str) -> None:
        self.ended.append(kernel_id)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A server that runs."""

    port: int
    places: Places
    kernels: Kernels
    health: dict[str, Any] = field(default_factory=lambda: dict(HEALTH))

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Ask for a path as it is written here; underscores in names of headers become dashes."""
        return ask(self.port, path, method, body, **headers)


def ask(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answer:
    """Ask a server on loopback."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
        if body is not None:
            named["Content-Length"] = str(len(body))
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@contextmanager
def running(options: Options | None = None) -> Iterator[Running]:
    """A server with these options until the block ends."""
    chosen = options or Options()
    kernels = Kernels()
    places = Places(chosen.max_sessions, chosen.max_own, lambda: kernels.here)
    bound, port = bind_unused_port()
    found = Running(port, places, kernels)
    voila = {"voila_configuration": VoilaConfiguration(), "template_paths": [], "config": None}
    settings = {
        "kernel_manager": kernels,
        "identity_provider": Anybody(),
        "authorizer": AllowAllAuthorizer(),
    }
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve() -> None:
        application = guarded(
            chosen, places, lambda: found.health, routes(chosen.base_url, voila), settings
        )
        server = HTTPServer(application, max_body_size=BODY_BYTES, max_header_size=HEADER_BYTES)
        server.add_socket(bound)
        stopped = loop.create_future()
        found.stop = lambda: loop.call_soon_threadsafe(stopped.set_result, None)  # type: ignore[attr-defined]
        ready.set()
        await stopped
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    try:
        yield found
    finally:
        found.stop()  # type: ignore[attr-defined]
        thread.join()
        loop.close()
