# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What systemd hands to a service, and what it likes to hear; nothing of it is needed elsewhere.

With a socket of systemd no visitor is refused while the server is started anew: who comes meanwhile
is answered by the next one.
"""

from __future__ import annotations

import os
import socket

FIRST = 3
"""Number of the first open file that is handed over, as sd_listen_fds(3) says."""


def is_handed() -> bool:
    """Whether a socket is handed over to this process."""
    return os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1"


def handed_socket() -> socket.socket | None:
    """The socket to listen on, if one is handed over; kernels get neither it nor word of it."""
    if not is_handed():
        return None
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    found = socket.socket(fileno=FIRST)
    found.setblocking(False)
    found.set_inheritable(False)
    return found


def tell(message: str) -> None:
    """Tell systemd, if it listens.

    Args:
        message: As in sd_notify(3): ``READY=1``, ``STOPPING=1``, ``STATUS=…``.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    place = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(message.encode(), place)
    except OSError:  # nobody listens any more; the service works all the same
        return
