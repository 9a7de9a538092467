# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which addresses git may fetch, and an environment in which it runs nothing of a repository.

Only https, no credentials, no redirects, no submodules, no large-file download, no hooks. What
fetches and what reads histories, in whatever room, starts from here.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.wording import number, words

_SCP_ADDRESS = re.compile(r"(?:ssh://)?(?:[\w.+-]+@)(?P<host>[\w.-]+)(?:[:/])(?P<path>[\w./~+-]+)")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?", re.ASCII)
_CARRYING = tuple(
    (ipaddress.IPv6Network(network), shift)
    for network, shift in (("64:ff9b::/96", 0), ("::/96", 0), ("::ffff:0:0:0/96", 0),
                           ("2002::/16", 80))
)  # fmt: skip
"""IPv6 networks whose addresses hold an IPv4 one, and by how many bits it stands to the left."""
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network) for network in ("fec0::/10", "64:ff9b:1::/48", "192.0.0.0/24")
)
"""Networks for local use that older versions of Python take for public ones."""
_SAFE_CONFIG = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.askPass=",
    "credential.helper=",
    "protocol.ext.allow=never",
    "protocol.file.allow=never",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
)


class Reach(Protocol):
    """What git may reach; settings of a scan and of a collection have these."""

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Hosts that git may reach; empty allows every public host."""
        ...

    @property
    def allow_private_hosts(self) -> bool:
        """Also reach loopback, link-local and private addresses."""
        ...

    @property
    def allow_plain_http(self) -> bool:
        """Also accept ``http://``; only for a server on the same machine."""
        ...

    @property
    def answer_seconds(self) -> int:
        """Time after which a server that sends nothing is given up."""
        ...


def looks_like_address(target: str) -> bool:
    """Whether ``target`` is meant as an address rather than as a path."""
    return "://" in target or "::" in target or _SCP_ADDRESS.fullmatch(target) is not None


def https_form(address: str) -> str:
    """The https address for one of ssh, such as ``git@host:group/project``; empty for others."""
    scp = _SCP_ADDRESS.fullmatch(address)
    return f"https://{scp['host']}/{scp['path'].lstrip('/')}" if scp else ""


def check_address(address: str, settings: Reach) -> str:
    """The address when git may fetch it.

    Args:
        address: As somebody typed it.
        settings: Hosts and schemes allowed.

    Raises:
        InputError: It is no plain https address, carries credentials, or its host is refused.
    """
    address = address.strip()
    if not address.isprintable() or " " in address or address.startswith("-"):
        raise InputError(words("intake.address.none"))
    if suggestion := https_form(address):
        raise InputError(
            words("intake.address.https"),
            remedy=words("intake.address.yours", address=suggestion),
        )
    try:
        url = urlsplit(address)
        host = url.hostname or "" if url.port != 0 else ""
    except ValueError:
        raise InputError(words("intake.address.none")) from None
    if url.scheme != "https" and not (url.scheme == "http" and settings.allow_plain_http):
        raise InputError(words("intake.address.begin"))
    if url.username is not None or url.password is not None:
        raise InputError(
            words("intake.address.secret"), remedy=words("intake.address.secret_remedy")
        )
    odd = "\\" in address or ("[" in url.netloc and ":" not in host)
    if odd or not _is_host(host) or not url.path.strip("/") or url.query or url.fragment:
        raise InputError(words("intake.address.repository"))
    if settings.allowed_hosts and host not in settings.allowed_hosts:
        raise InputError(words("intake.address.site", host=host))
    _check_literal(host, settings)
    return address


def _is_host(host: str) -> bool:
    """Whether it is a name or an address that all readers of addresses take for the same host.

    Others (letters that are no ASCII, percent signs, a dot at the end) mean one host to who checks
    the address and perhaps another one to who fetches from it.
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host).scope_id is None
        except ValueError:
            return False
    return _HOST.fullmatch(host) is not None


def _check_literal(host: str, settings: Reach) -> None:
    """Refuse a host that is a private IP address or this machine, without asking the network."""
    try:
        private = not _is_public(_dotted(host))
    except ValueError:
        private = host.casefold().rstrip(".").rpartition(".")[2] == "localhost"
    if private and not settings.allow_private_hosts:
        raise _private(host)


def _dotted(host: str) -> str:
    """An address as four numbers, also for the short, whole and octal forms that libraries take."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host


def _is_public(literal: str) -> bool:
    address = ipaddress.ip_address(literal.partition("%")[0])
    carried = _carried(address) if isinstance(address, ipaddress.IPv6Address) else None
    meant = carried or address
    local = meant.is_multicast or any(meant in network for network in _NOT_PUBLIC)
    return meant.is_global and not local


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for (RFC 4291, 6052, 2765 and 3056), or None."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    for network, shift in _CARRYING:
        if address in network:
            return ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return None


def _private(host: str) -> InputError:
    return InputError(words("intake.address.private", host=host))


def reach(address: str, settings: Reach) -> tuple[str, ...]:
    """Look the host up once, refuse private addresses, and see whether it answers.

    Returns:
        Options that keep git from looking the name up again, with perhaps another answer.

    Raises:
        InputError: The host is not found, private, or does not answer.
    """
    url = urlsplit(address)
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    if any(os.environ.get(name) for name in ("HTTPS_PROXY", "https_proxy")):
        return ()  # the proxy looks names up, and decides what may be reached
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise InputError(words("intake.address.no_host", host=host)) from None
    literals = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.allow_private_hosts and not all(_is_public(one) for one in literals):
        raise _private(host)
    if not _answers(literals, port, settings.answer_seconds):
        raise InputError(words("intake.git.silent", seconds=number(settings.answer_seconds)))
    if ":" in host:
        return ()  # an address, not a name: there is nothing to look up
    return ("-c", f"http.curloptResolve={host}:{port}:{','.join(literals)}")


def _answers(literals: list[str], port: int, seconds: int) -> bool:
    """Whether one of the addresses that were checked answers; no name is looked up again."""
    for literal in literals:
        try:
            socket.create_connection((literal, port), timeout=seconds).close()
        except OSError:
            continue
        return True
    return False


def guards() -> dict[str, str]:
    """Environment in which git runs nothing that the settings of a repository name."""
    numbered = enumerate(option.partition("=") for option in _SAFE_CONFIG)
    return {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_CONFIG_COUNT": str(len(_SAFE_CONFIG)),
    } | {
        name: value
        for i, (key, _, setting) in numbered
        for name, value in ((f"GIT_CONFIG_KEY_{i}", key), (f"GIT_CONFIG_VALUE_{i}", setting))
    }


def environment(home: Path, protocols: str) -> dict[str, str]:
    """Environment for fetching: no settings but ours, no questions, no other protocols."""
    kept = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "HTTPS_PROXY", "https_proxy",
            "NO_PROXY", "no_proxy", "TMPDIR")  # fmt: skip
    inherited = {name: os.environ[name] for name in kept if name in os.environ}
    return (
        inherited
        | guards()
        | {
            "LC_ALL": "C",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_ALLOW_PROTOCOL": protocols,
            "GIT_LFS_SKIP_SMUDGE": "1",
        }
    )


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder; what disappears meanwhile counts nothing."""
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(base, name)).st_size  # noqa: PTH118 (speed)
            except OSError:
                continue
    return total
