# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Gets a shallow copy of a git repository; nothing from the repository or the user's settings runs.

Only https, no credentials, no redirects, no submodules, no large-file download, no hooks.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import size_text

_SCP_ADDRESS = re.compile(r"(?:ssh://)?(?:[\w.+-]+@)(?P<host>[\w.-]+)(?:[:/])(?P<path>[\w./~+-]+)")
_NOTHING = "Nothing was fetched."
_BEGIN = f"The address must begin with https://. {_NOTHING}"
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


def looks_like_address(target: str) -> bool:
    """Whether ``target`` is meant as an address rather than as a path."""
    return "://" in target or "::" in target or _SCP_ADDRESS.fullmatch(target) is not None


def https_form(address: str) -> str:
    """The https address for one of ssh, such as ``git@host:group/project``; empty for others."""
    scp = _SCP_ADDRESS.fullmatch(address)
    return f"https://{scp['host']}/{scp['path'].lstrip('/')}" if scp else ""


def check_address(address: str, settings: ScanSettings | None = None) -> str:
    """The address when git may fetch it.

    Args:
        address: As somebody typed it.
        settings: Hosts and schemes allowed.

    Raises:
        InputError: It is no plain https address, carries credentials, or its host is refused.
    """
    settings = settings or ScanSettings()
    address = address.strip()
    if any(ord(c) <= 0x20 or ord(c) == 0x7F for c in address) or address.startswith("-"):
        raise InputError(f"This is no git address. {_NOTHING}")
    if suggestion := https_form(address):
        raise InputError(
            f"Only addresses that begin with https:// work here. {_NOTHING}",
            remedy=f"Yours would be {suggestion}: use it?",
        )
    try:
        url = urlsplit(address)
        host = url.hostname or "" if url.port != 0 else ""
    except ValueError:
        raise InputError(f"This is no git address. {_NOTHING}") from None
    if url.scheme != "https" and not (url.scheme == "http" and settings.allow_plain_http):
        raise InputError(_BEGIN)
    if url.username is not None or url.password is not None:
        raise InputError(
            f"The address holds a user name or password. {_NOTHING}",
            remedy="Leave it out; only public repositories can be scanned by address.",
        )
    if not host or host.startswith("-") or not url.path.strip("/") or url.query or url.fragment:
        raise InputError(f"The address names no repository. {_NOTHING}")
    if settings.allowed_hosts and host not in settings.allowed_hosts:
        raise InputError(f"This site does not fetch from {host}. {_NOTHING}")
    _check_literal(host, settings)
    return address


def _check_literal(host: str, settings: ScanSettings) -> None:
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
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_global and not mapped.is_multicast)


def _private(host: str) -> InputError:
    return InputError(f"The address {host} is inside a private network. {_NOTHING}")


def _reach(address: str, settings: ScanSettings) -> tuple[str, ...]:
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
        raise InputError(f"The server {host} was not found. {_NOTHING}") from None
    literals = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.allow_private_hosts and not all(_is_public(one) for one in literals):
        raise _private(host)
    try:
        socket.create_connection((host, port), timeout=settings.answer_seconds).close()
    except OSError:
        raise InputError(
            f"The server did not answer in {settings.answer_seconds} seconds. Nothing was stored."
        ) from None
    return ("-c", f"http.curloptResolve={host}:{port}:{','.join(literals)}")


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


def clone(
    address: str, folder: Path, settings: ScanSettings | None = None, report: Report = silent
) -> None:
    """Get the newest state of the default branch, without history, tags and submodules.

    Args:
        address: A git address; it is checked here.
        folder: Where to put it; must not exist. The caller removes it, also after errors.
        settings: Limits.
        report: Receives progress of the stage ``fetch``, in bytes.

    Raises:
        InputError: The address is refused, the server does not answer or has no such repository,
            or the copy passes a limit.
    """
    settings = settings or ScanSettings()
    options = ["--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules"]
    seconds = settings.clone_seconds
    _fetch(address, folder, options, settings=settings, seconds=seconds, report=report)


def clone_history(
    address: str, folder: Path, settings: ScanSettings | None = None, report: Report = silent
) -> None:
    """Get commits and tags of the default branch without the content of any file.

    A server that cannot leave the files out sends them; the limits hold then too.

    Args:
        address: A git address; it is checked here.
        folder: Where to put the bare repository; must not exist. The caller removes it.
        settings: Limits.
        report: Receives progress of the stage ``fetch``, in bytes.

    Raises:
        InputError: As :func:`clone`.
    """
    settings = settings or ScanSettings()
    options = ["--bare", "--filter=blob:none", "--single-branch"]
    seconds = settings.history_seconds
    _fetch(address, folder, options, settings=settings, seconds=seconds, report=report)


def _fetch(
    address: str,
    folder: Path,
    options: list[str],
    *,
    settings: ScanSettings,
    seconds: float,
    report: Report,
) -> None:
    address = check_address(address, settings)
    protocols = "https:http" if settings.allow_plain_http else "https"
    command = ["git", *_reach(address, settings),
               "-c", f"http.lowSpeedTime={settings.answer_seconds}", "clone", "--quiet",
               *options, "--template=", "--", address, str(folder)]  # fmt: skip
    errors = folder.parent / "git-errors.txt"
    with errors.open("wb") as stderr:
        try:
            process = subprocess.Popen(
                command,
                env=environment(folder.parent, protocols),
                cwd=folder.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        except FileNotFoundError:
            raise InputError(f"Git is not installed on this server. {_NOTHING}") from None
        try:
            _watch(process, folder, settings, seconds, report)
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        raise _explain(errors.read_text("utf-8", "replace"), address, settings)


def _watch(
    process: subprocess.Popen[bytes],
    folder: Path,
    settings: ScanSettings,
    seconds: float,
    report: Report,
) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            process.wait(timeout=0.2)
            return
        except subprocess.TimeoutExpired:
            size = _size(folder)
            report(Progress("fetch", done=size))
        if size > settings.max_unpacked:
            raise InputError(
                f"The repository has more than {size_text(settings.max_unpacked)}. "
                "Nothing was scanned.",
            )
        if time.monotonic() > deadline:
            raise InputError(
                f"Getting the repository took more than {seconds:.0f} seconds. "
                "Nothing was scanned.",
            )


def _size(folder: Path) -> int:
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(base, name)).st_size  # noqa: PTH118 (speed)
            except OSError:
                continue
    return total


def _explain(errors: str, address: str, settings: ScanSettings) -> InputError:
    """One sentence for what git says; its own text may hold addresses of the server."""
    host = urlsplit(address).hostname
    text = errors.lower()
    if "could not resolve" in text:
        return InputError(f"The server {host} was not found. Nothing was stored.")
    if "redirect" in text or "unable to update url base" in text or "error: 30" in text:
        return InputError(
            f"The server {host} sends us to another address. Nothing was stored.",
            remedy="Give the address that the server shows as its clone address.",
        )
    if "timed out" in text or "too slow" in text or "failed to connect" in text:
        return InputError(
            f"The server did not answer in {settings.answer_seconds} seconds. Nothing was stored."
        )
    if any(s in text for s in ("not found", "could not read username", "authentication", "403")):
        return InputError(
            f"There is no public repository at this address on {host}. Nothing was stored.",
            remedy="Check the address, or upload an archive.",
        )
    if "remote branch" in text or "empty repository" in text:
        return InputError("The repository is empty. Nothing was scanned.")
    return InputError(f"Git could not copy the repository from {host}. Nothing was stored.")
