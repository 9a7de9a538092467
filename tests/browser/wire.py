# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A network between browser and server that can be cut, without either of them being told."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress


class Wire:
    """Forwards a port of loopback to another one.

    Args:
        server: Port of the server.

    Attributes:
        port: Where browsers connect.
    """

    def __init__(self, server: int) -> None:
        self._server = server
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._guard = threading.Lock()
        self._whole = True
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and every new one at once, until :meth:`mend`."""
        with self._guard:
            self._whole = False
            for pair in self._pairs:
                for end in pair:
                    with suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Connections are possible again."""
        with self._guard:
            self._whole = True

    def close(self) -> None:
        """End for good."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        with browser, suppress(OSError):
            if not self._whole:
                return
            with socket.create_connection(("127.0.0.1", self._server)) as server:
                pair = (browser, server)
                with self._guard:
                    self._pairs.add(pair)
                try:
                    self._forward(browser, server)
                finally:
                    with self._guard:
                        self._pairs.discard(pair)

    def _forward(self, browser: socket.socket, server: socket.socket) -> None:
        other = {browser: server, server: browser}
        with selectors.DefaultSelector() as ready:
            for end in other:
                ready.register(end, selectors.EVENT_READ)
            while self._whole:
                for key, _ in ready.select(0.5):
                    end = key.fileobj
                    assert isinstance(end, socket.socket)
                    data = end.recv(65536)
                    if not data:
                        return
                    other[end].sendall(data)
