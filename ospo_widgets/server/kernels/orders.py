# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What server and warm process say to each other: one JSON message a packet."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass
from typing import Any

MESSAGE_BYTES = 192 * 1024
"""Longest message; the system's own limit for one packet is a little above."""

REQUEST_VARIABLE = "OSPO_REQUEST_FD"
"""Environment variable of a kernel that waits for its page: the file descriptor it hears from."""


@dataclass(frozen=True, slots=True)
class Order:
    """One kernel to be forked.

    Attributes:
        number: Told in the answer.
        arguments: Arguments of the kernel's command line.
        environment: Its whole environment.
        folder: Where it works.
    """

    number: int
    arguments: list[str]
    environment: dict[str, str]
    folder: str

    def packed(self) -> bytes:
        """The packet."""
        return json.dumps(asdict(self)).encode()


def parse_order(packet: bytes) -> Order:
    """The order in a packet."""
    return Order(**json.loads(packet))


def send(control: socket.socket, **message: Any) -> None:
    """Send what is no order: ``ready``, ``forked`` or ``ended``."""
    control.send(json.dumps(message).encode())
