# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What whoever starts the server may choose: checked once, read everywhere."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.errors import InputError

SESSION_BYTES = 110 * 2**20
"""Memory that one session takes, the portfolio's included; see docs/performance.md."""

SERVER_BYTES = 900 * 2**20
"""Memory for the server itself and the kernels that it keeps ready."""

SCAN_BYTES = 1024 * 2**20
"""Memory left for scans that run."""

MOST_SESSIONS = 500
"""More need a second machine: processors end before memory does."""

GRACE_SECONDS = 30

LOOPBACK = ("localhost", "127.0.0.1", "::1")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_BASE = re.compile(r"/([A-Za-z0-9._~@-]+/)*")
_ANCESTOR = re.compile(r"'self'|'none'|https?://[A-Za-z0-9.*-]+(:\d{1,5})?")


@dataclass(frozen=True)
class Options:
    """How the server is started.

    Attributes:
        host: Address to listen on.
        port: Port, 1 to 65535.
        base_url: Where the server is for browsers, with ``/`` at both ends.
        preheat: Keep kernels ready.
        max_sessions: Most sessions at a time.
        max_own: Most sessions of one visitor and of one address.
        grace: Seconds that sessions may go on after a signal to stop.
        trusted: Networks of proxies whose ``X-Forwarded-…`` headers are believed.
        hosts: Names by which browsers may ask, beside the loopback ones and addresses in figures.
        ancestors: Pages that may show ours in a frame, as in ``frame-ancestors``.
    """

    host: str = "127.0.0.1"
    port: int = 8866
    base_url: str = "/"
    preheat: bool = True
    max_sessions: int = 40
    max_own: int = 10
    grace: int = GRACE_SECONDS
    trusted: tuple[Network, ...] = ()
    hosts: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ("'self'",)

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the server."""
        return self.host in LOOPBACK

    @property
    def is_shared(self) -> bool:
        """Whether something before the server lets others in: a proxy, or a Hub."""
        return bool(self.trusted or self.hosts or self.base_url != "/")


def options(
    *,
    host: str = "127.0.0.1",
    port: int = 8866,
    base_url: str = "/",
    preheat: bool = True,
    max_sessions: int | None = None,
    max_own: int | None = None,
    grace: int = GRACE_SECONDS,
    trust_proxy: str = "",
    allowed_hosts: str = "",
    frame_ancestors: str = "'self'",
) -> Options:
    """Check what was chosen.

    Args:
        host: See :class:`Options`, as for ``port``, ``preheat`` and ``grace``.
        port: Port.
        base_url: With or without slashes at its ends.
        preheat: Keep kernels ready.
        max_sessions: Computed from the memory when None.
        max_own: A quarter of ``max_sessions``, at least four, when None.
        grace: Seconds.
        trust_proxy: Addresses or networks, separated by commas.
        allowed_hosts: Names, separated by commas.
        frame_ancestors: Sources, separated by blanks.

    Raises:
        InputError: A value makes no sense; nothing was started.
    """
    if not 0 < port < 65536:
        raise InputError(f"{port} is no port. Use a number from 1 to 65535. Nothing was started.")
    for name, value in (("--max-sessions", max_sessions), ("--max-own", max_own)):
        if value is not None and value < 1:
            raise InputError(f"{name} must be 1 or more, not {value}. Nothing was started.")
    if grace < 0:
        raise InputError(f"--grace is a number of seconds, not {grace}. Nothing was started.")
    most = max_sessions or sessions_for(available_memory())
    return Options(
        host=host,
        port=port,
        base_url=_base(base_url),
        preheat=preheat,
        max_sessions=most,
        max_own=max_own or max(4, most // 4),
        grace=grace,
        trusted=_networks(trust_proxy),
        hosts=_hosts(allowed_hosts),
        ancestors=_ancestors(frame_ancestors),
    )


def sessions_for(memory: int) -> int:
    """How many sessions go into so much memory (bytes), at least one."""
    free = memory - SERVER_BYTES - SCAN_BYTES
    return max(1, min(MOST_SESSIONS, free // SESSION_BYTES))


def available_memory(proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """Memory of this machine or of its container, in bytes; 4 GB where nothing tells.

    Args:
        proc: Where the kernel tells the memory of the machine.
        cgroup: Where it tells that of a container or a systemd unit.
    """
    found = []
    try:
        said = re.search(r"MemTotal:\s+(\d+) kB", (proc / "meminfo").read_text(encoding="ascii"))
        found += [int(said[1]) * 1024] if said else []
    except OSError:
        pass
    folders = [cgroup, *_own_groups(proc, cgroup)]
    for file in [f / "memory.max" for f in folders] + [cgroup / "memory/memory.limit_in_bytes"]:
        try:
            text = file.read_text(encoding="ascii").strip()
        except OSError:
            continue
        found += [int(text)] if text.isdecimal() else []
    return min(found, default=4 * 2**30)


def _own_groups(proc: Path, cgroup: Path) -> list[Path]:
    """The group of this process and those above it."""
    try:
        text = (proc / "self" / "cgroup").read_text(encoding="utf-8")
    except OSError:
        return []
    said = re.search(r"^0::/(.+)$", text, re.MULTILINE)
    if not said or ".." in said[1]:
        return []
    own = cgroup / said[1]
    return [own, *(p for p in own.parents if cgroup in p.parents)]


def _base(text: str) -> str:
    base = f"/{text.strip('/')}/" if text.strip("/") else "/"
    if not _BASE.fullmatch(base) or "/../" in base or "/./" in base:
        raise InputError(
            f"“{text}” is no base address. Use one such as /services/ospo/. Nothing was started."
        )
    return base


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in _parts(text))
    except ValueError as error:
        raise InputError(
            f"--trust-proxy takes addresses or networks such as 127.0.0.1 or 10.0.0.0/8: {error}. "
            "Nothing was started."
        ) from error


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(part.lower() for part in _parts(text))
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise InputError(
                f"--allowed-hosts takes names such as ospo.example.org, not “{host}”. "
                "Nothing was started."
            )
    return hosts


def _ancestors(text: str) -> tuple[str, ...]:
    sources = tuple(text.split())
    if not sources or not all(_ANCESTOR.fullmatch(source) for source in sources):
        raise InputError(
            "--frame-ancestors takes 'self', 'none' or addresses such as https://example.org. "
            "Nothing was started."
        )
    return sources


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
