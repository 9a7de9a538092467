# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What server and warm process say to each other, and what only the new kernel gets to read."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from typing import Any

MESSAGE_BYTES = 4096
"""Longest message; each is one packet of JSON with a few numbers."""

REQUEST_VARIABLE = "OSPO_REQUEST_FD"
"""Environment variable of a kernel that waits for its page: the file descriptor it hears from."""


@dataclass(frozen=True, slots=True)
class Order:
    """One kernel to be forked.

    It travels as a file in memory whose handle the warm process only passes on. Read there, what a
    person asked for would stay in memory that was freed, and each later fork would inherit it.

    Attributes:
        arguments: Arguments of the kernel's command line.
        environment: Its whole environment.
        folder: Where it works.
    """

    arguments: list[str]
    environment: dict[str, str]
    folder: str

    def as_file(self) -> int:
        """Handle of a file in memory; whoever gets it closes it.

        Raises:
            OSError: No such file can be made now.
        """
        with os.fdopen(os.memfd_create("order"), "wb") as file:
            file.write(json.dumps(asdict(self)).encode())
            file.flush()
            return os.dup(file.fileno())


def read_order(handle: int) -> Order:
    """The order in a file in memory, which is closed."""
    with open(handle, "rb") as file:
        file.seek(0)
        return Order(**json.load(file))


def send(control: socket.socket, **message: Any) -> None:
    """Send an answer of the warm process: ``ready``, ``forked`` or ``ended``."""
    control.send(json.dumps(message).encode())
