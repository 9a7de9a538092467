# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How a kernel that was started ahead of its page hears what the page asks for."""

from __future__ import annotations

import json
import os
import socket

FROM_SERVER = "OSPO_REQUEST_FD"
"""Environment variable of our server: the file descriptor of a socket to it."""

WAITS = b"w"
"""What the kernel says when it waits, and when it is asked whether it still does."""

STILL = b"?"
"""What the server asks before it gives the kernel to a visitor."""


def wait_for_page() -> None:
    """Wait for the page that this kernel is for; its address goes into the environment.

    A kernel that was started for a page knows it already and does not wait.
    """
    handle = os.environ.pop(FROM_SERVER, "")
    if handle:
        _hear(int(handle))
    elif os.environ.get("VOILA_PREHEAT") == "True":
        # Under Voilà without our server. Its module is large, so it is imported only here.
        from voila.utils import wait_for_request

        wait_for_request()


def _hear(handle: int) -> None:
    """Say that we wait, answer when asked whether we still do, and take in the request."""
    with socket.socket(fileno=handle) as server:
        server.setblocking(True)
        server.sendall(WAITS)
        heard = bytearray()
        while piece := server.recv(65536):
            if not heard and piece.startswith(STILL):
                server.sendall(WAITS)
                piece = piece.removeprefix(STILL)
            heard += piece
    if heard:
        os.environ.update(json.loads(heard))
    os.environ["VOILA_PREHEAT"] = "False"  # asked again, the address is known
