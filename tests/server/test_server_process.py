# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A real server with real sessions: places, whose they are, and an end that leaves nothing."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from free_ports import free_port
from serving import Answer, ask

from ospo_widgets.server.protection import COOKIE

BASE = "/services/ospo/"
PAGE = BASE + "voila/render/compatibility.ipynb"
SECRET = "s3cr3t-answers"


@dataclass
class Started:
    """A server that was started as a user starts it."""

    process: subprocess.Popen[str]
    port: int
    temporary: Path
    lines: list[str] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return ask(self.port, path, method, b"" if method == "POST" else None, **headers)

    def health(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.ask(BASE + "ospo/health").body)
        return found

    def until(self, text: str) -> None:
        """Wait until the server says something."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if text in line:
                return
        pytest.fail("".join(self.lines))


@contextmanager
def started(*options: str) -> Iterator[Started]:
    port = free_port()
    # The name of a socket has at most 107 bytes, so the folder's must be short.
    temporary = Path(tempfile.mkdtemp(prefix="ospo-"))
    environment = {**os.environ, "TMPDIR": str(temporary), "OSPO_LOG": str(temporary / "log")}
    command = [sys.executable, "-m", "ospo_widgets", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--base-url", BASE, "--no-preheat", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    server = Started(process, port, temporary)
    try:
        server.until("open at ")
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        shutil.rmtree(temporary, ignore_errors=True)


def open_page(server: Started) -> tuple[str, str]:
    """Open a page: its visitor's cookie, and its kernel."""
    answer = server.ask(f"{PAGE}?s={SECRET}")
    assert answer.status == 200
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    found = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', answer.text)
    assert found
    return cookie, found[1]


def test_a_session_from_its_first_page_to_its_end() -> None:
    with started("--max-sessions", "1", "--grace", "60") as server:
        children = psutil.Process(server.process.pid).children(recursive=True)
        cookie, kernel = open_page(server)
        alive = f"{BASE}api/kernels/{kernel}"
        assert cookie.startswith(f"{COOKIE}=")
        assert server.ask(alive, Cookie=cookie).status == 200
        assert server.health() | {"version": "", "knowledge": ""} == {
            "status": "full", "version": "", "knowledge": "", "sessions": 1, "places": 1,
            "waiting": 0, "warm": 0,
        }  # fmt: skip

        # Others wait, reach nothing of it, and cannot end it.
        waits = server.ask(PAGE)
        assert waits.status == 503
        other = waits.headers["Set-Cookie"].split(";")[0]
        goodbye = f"{BASE}voila/api/shutdown/{kernel}"
        assert server.ask(alive, Cookie=other).status == 404
        assert server.ask(goodbye, "POST", Cookie=other).status == 404
        assert server.ask(alive, Cookie=cookie).status == 200

        # Its own page ends it, and who waits comes in.
        assert server.ask(goodbye, "POST", Cookie=cookie).status == 204
        assert server.ask(alive, Cookie=cookie).status == 404
        assert server.ask(PAGE, Cookie=other).status == 200

        # Asked to stop, the server lets the session go on, and nobody in.
        children += psutil.Process(server.process.pid).children(recursive=True)
        assert children
        server.process.send_signal(signal.SIGTERM)
        while (stopping := server.ask(BASE + "ospo/health")).status == 200:
            pass
        assert json.loads(stopping.body)["status"] == "stopping"
        assert json.loads(stopping.body)["sessions"] == 1
        refused = server.ask(PAGE)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
        assert "The server restarts" in refused.text
        assert server.ask(BASE).status == 200
        assert server.process.poll() is None

        # Asked once more, it ends at once and leaves nothing.
        server.process.send_signal(signal.SIGTERM)
        output, _ = server.process.communicate(timeout=60)
        assert server.process.returncode == 0
        _, left = psutil.wait_procs(children, timeout=30)
        assert left == []
        assert [p.name for p in server.temporary.iterdir() if p.name != "log"] == []
        said = "".join(server.lines) + output
        assert "Traceback" not in said
        for never in (SECRET, kernel, cookie.partition("=")[2]):
            assert never not in said


def test_without_sessions_the_server_ends_at_once_when_asked() -> None:
    with started("--grace", "600") as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        assert list(server.temporary.iterdir()) == []


def test_sessions_end_when_the_time_of_grace_is_over() -> None:
    with started("--grace", "1") as server:
        open_page(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        assert [p.name for p in server.temporary.iterdir() if p.name != "log"] == []


def test_systemd_hands_over_the_socket_and_hears_how_it_goes(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    # Who asks before the server is there waits, and is answered.
    early = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    early.request("GET", "/ospo/health")
    folder = Path(tempfile.mkdtemp(prefix="ospo-"))
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    heard.bind(str(folder / "notify"))
    heard.settimeout(60)
    # What systemd does: the socket becomes file 3, and the process is told that it is meant.
    hand_over = (
        "import os, sys; os.environ['LISTEN_PID'] = str(os.getpid());"
        "os.dup2(int(sys.argv[1]), 3); os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
    )
    server = ["-m", "ospo_widgets", "serve", "--no-preheat"]
    process = subprocess.Popen(
        [sys.executable, "-c", hand_over, str(listening.fileno()), *server],
        pass_fds=[listening.fileno()],
        env={
            **os.environ,
            "LISTEN_FDS": "1",
            "NOTIFY_SOCKET": str(folder / "notify"),
            "OSPO_LOG": str(tmp_path / "log"),
            "TMPDIR": str(folder),
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        assert heard.recv(100) == b"READY=1"
        assert early.getresponse().status == 200
        process.send_signal(signal.SIGTERM)
        assert heard.recv(100) == b"STOPPING=1"
        assert process.wait(60) == 0
        # The socket outlives the server: the next one answers.
        late = socket.create_connection(("127.0.0.1", port))
        late.close()
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        for one in (early, heard, listening):
            one.close()
