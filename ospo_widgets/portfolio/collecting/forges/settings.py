# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How far a forge is asked, and what of the machine that needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForgeSettings:
    """Limits of what is asked of a forge; the first four are those of ``git_access.Reach``.

    Attributes:
        allowed_hosts: Hosts that may be asked; empty allows every public host.
        allow_private_hosts: Also ask loopback, link-local and private addresses.
        allow_plain_http: Also accept ``http://``; only for a server on the same machine.
        answer_seconds: Time after which a server that sends nothing is given up.
        max_repositories: Most repositories of one group or organisation.
        max_answer: Largest answer, unpacked, bytes.
        attempts: How often one question is asked until it is given up.
        patience: Most time in all that is waited for a rate limit, seconds; a limit of an hour
            fits in.
        change_requests: Most recent change requests of a repository that metrics are made of.
        clock: Seconds since 1970.
        sleep: Waits so many seconds, always less than two.
    """

    allowed_hosts: tuple[str, ...] = ()
    allow_private_hosts: bool = False
    allow_plain_http: bool = False
    answer_seconds: int = 30
    max_repositories: int = 100_000
    max_answer: int = 64_000_000
    attempts: int = 5
    patience: float = 3_900.0
    change_requests: int = 30
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
