# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Runs a package client away from the scanned tree, with limits of time and output.

The client keeps the configuration of the person (index, mirror, proxy, certificates). It gets an
empty folder to stand in and no variable that could make it install, build or run anything.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.progress import Cancel
from ospo_widgets.sizes import MEGABYTE

MAX_ANSWER = 16 * MEGABYTE
"""Bytes of an answer that are read; a client that writes more is stopped."""
_MAX_ERRORS = MEGABYTE // 4
_POLL = 0.1
_KEPT = frozenset(
    {"HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONHOME", "PYTHONPATH",
     "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS",
     "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
     "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC",
     "PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX",
     "PIP_PROXY", "PIP_CERT", "PIP_CLIENT_CERT", "PIP_TRUSTED_HOST", "PIP_DEFAULT_TIMEOUT",
     "PIP_TIMEOUT", "PIP_KEYRING_PROVIDER",
     "NPM_CONFIG_REGISTRY", "NPM_CONFIG_USERCONFIG", "NPM_CONFIG_GLOBALCONFIG", "NPM_CONFIG_CACHE",
     "NPM_CONFIG_CAFILE", "NPM_CONFIG_PROXY", "NPM_CONFIG_HTTPS_PROXY", "NPM_CONFIG_NOPROXY",
     "NPM_CONFIG_STRICT_SSL", "NODE_EXTRA_CA_CERTS", "CARGO_HOME", "RUSTUP_HOME",
     "RUSTUP_TOOLCHAIN"}
)  # fmt: skip
"""Variables that tell a client where and how to reach its index; compared in capitals."""
_KEPT_BEGINNINGS = ("CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_SOURCE_")
_TELLING = frozenset(
    {".cargo", "Cargo.toml", "rust-toolchain", "rust-toolchain.toml", "package.json", ".npmrc",
     "node_modules"}
)  # fmt: skip
"""What npm and cargo look for in the folders above, and then obey."""


class ClientError(Exception):
    """The client did not start, did not end in time, or wrote too much."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client said.

    Attributes:
        code: Exit code; negative when a signal ended it.
        output: What it wrote as its answer.
        errors: What it wrote beside; the end of it, when it was much.
    """

    code: int
    output: bytes
    errors: str


def search_path() -> str:
    """``PATH`` without relative entries: those could lie in the scanned tree."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())


def environment(folder: Path) -> dict[str, str]:
    """Variables for a client that stands in ``folder``."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key.upper() in _KEPT or key.upper().startswith(_KEPT_BEGINNINGS)
    }
    ours = {"PATH": search_path(), "TMPDIR": str(folder), "NO_COLOR": "1"}
    # A person may demand these of what is installed; here nothing is.
    pip = {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_REQUIRE_HASHES": "0", "PIP_USER": "0"}
    return {"CARGO_NET_RETRY": "1", **kept, **ours, **pip}


def misleading(folder: Path) -> bool:
    """Whether a folder above holds what npm or cargo obey; the person's home may."""
    return any(
        (above / name).exists()
        for above in folder.resolve().parents
        if above != Path.home()
        for name in _TELLING
    )


def run(
    command: Sequence[str], folder: Path, seconds: float, cancel: Cancel | None = None
) -> Answer:
    """Run ``command`` in ``folder`` to its end.

    Args:
        command: Program and arguments; no shell reads them.
        folder: An empty one.
        seconds: Limit; after it the client and all that it started are ended.
        cancel: Asked about ten times a second.

    Raises:
        ClientError: There is no answer.
    """
    try:
        client = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ClientError(str(error)) from None
    try:
        return _answer(client, time.monotonic() + seconds, cancel)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(client.pid, signal.SIGKILL)
        client.wait()
        for stream in (client.stdout, client.stderr):
            if stream is not None:
                stream.close()


def _answer(client: subprocess.Popen[bytes], ends: float, cancel: Cancel | None) -> Answer:
    assert client.stdout is not None and client.stderr is not None
    output, errors = bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(client.stdout, selectors.EVENT_READ, output)
        selector.register(client.stderr, selectors.EVENT_READ, errors)
        while selector.get_map():
            if time.monotonic() > ends or (cancel is not None and cancel.is_set()):
                raise ClientError("stopped")
            for key, _ in selector.select(_POLL):
                data = os.read(key.fd, 1 << 16)
                if not data:
                    selector.unregister(key.fileobj)
                key.data.extend(data)
                if len(output) > MAX_ANSWER:
                    raise ClientError("too much")
                del errors[:-_MAX_ERRORS]
    try:
        code = client.wait(max(0.0, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise ClientError("stopped") from None
    return Answer(code, bytes(output), errors.decode("utf-8", "replace"))
