# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ports for servers that tests start."""

from __future__ import annotations

import random
import socket

PORTS = range(10_000, 32_000)
"""Below those that systems give out themselves (from 32768 on Linux, 49152 elsewhere): between the
choice of such a port and the start of its server, somebody else may be given it."""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    chance = random.SystemRandom()
    while True:
        port = chance.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
