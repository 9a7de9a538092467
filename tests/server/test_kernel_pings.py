# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A page that says nothing stays connected; one that is gone without a goodbye does not."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any

from jupyter_server.base.websocket import WebSocketMixin
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from ospo_widgets.server.doorway import OwnChannels

INTERVAL = 100
"""Milliseconds between pings; a page's are half a minute."""

PATIENCE = 30.0


class Channels(WebSocketMixin, WebSocketHandler):
    """The connection's keeping alive, with our time of patience and without a session."""

    ping_timeout = OwnChannels.ping_timeout

    def initialize(self, heard: list[str], changed: asyncio.Event) -> None:
        self.heard, self.changed = heard, changed

    def prepare(self) -> None:
        """Nobody has to say who they are."""

    def check_origin(self, origin: str | None = None) -> bool:
        return True

    def on_pong(self, data: bytes) -> None:
        super().on_pong(data)  # type: ignore[no-untyped-call]
        self.heard.append("pong")
        self.changed.set()

    def on_close(self) -> None:
        self.heard.append("closed")
        self.changed.set()

    def on_message(self, message: Any) -> None:
        """Nothing is said."""

    @property
    def log(self) -> Any:
        return logging.getLogger(__name__)


async def serve() -> tuple[HTTPServer, int, list[str], asyncio.Event]:
    heard, changed = list[str](), asyncio.Event()
    about = {"heard": heard, "changed": changed}
    server = HTTPServer(Application([("/", Channels, about)], ws_ping_interval=INTERVAL))
    bound, port = bind_unused_port()
    server.add_socket(bound)
    return server, port, heard, changed


async def until(heard: list[str], changed: asyncio.Event, what: str, times: int) -> None:
    while heard.count(what) < times:
        changed.clear()
        await asyncio.wait_for(changed.wait(), PATIENCE)


def test_a_silent_page_stays_connected_for_many_pings() -> None:
    async def visit() -> list[str]:
        server, port, heard, changed = await serve()
        page = await websocket_connect(f"ws://127.0.0.1:{port}/")
        await until(heard, changed, "pong", 8)
        seen = list(heard)
        page.close()
        await until(heard, changed, "closed", 1)
        server.stop()
        return seen

    assert "closed" not in asyncio.run(visit())


def test_a_page_that_answers_no_ping_is_let_go() -> None:
    async def visit() -> list[str]:
        server, port, heard, changed = await serve()
        with socket.create_connection(("127.0.0.1", port)) as page:
            page.sendall(
                b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            await asyncio.to_thread(page.recv, 4096)
            await until(heard, changed, "closed", 1)
        server.stop()
        return heard

    assert asyncio.run(visit()) == ["closed"]
