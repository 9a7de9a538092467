# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Two visitors of one real server: neither reaches anything of the other, and nothing stays.

Both sessions run code that nobody's page could send: what holds must hold against a kernel that
somebody has taken over, as far as the system can hold it.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import stat
import uuid
from pathlib import Path
from typing import Any

import pytest
from test_kernel_fork import end, sessions_in, start
from test_server_process import BASE, SECRET, Started, open_page, started
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from ospo_widgets.server.kernels.nursery import can_fork
from ospo_widgets.server.protection import COOKIE

LOOK = """
import os, re
wanted = re.compile({looked_for!r})
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        span, rights, *_ = line.split()
        start, end = (int(part, 16) for part in span.split("-"))
        if rights.startswith("rw"):
            try:
                memory.seek(start)
                found += len(wanted.findall(memory.read(end - start)))
            except (OSError, OverflowError, ValueError):
                continue
said = [k for k, v in os.environ.items() if wanted.search(v.encode()) or k in ("MINE", "LATER")]
files = [f for f in os.listdir(os.environ["TMPDIR"]) if f != "profile_default"]
print(said, found, "secret" in dir(), files)
"""
"""Run in a kernel: what of another one is in its variables, its memory and its folder."""

OTHERS = 8

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def server() -> Any:
    with started("--max-sessions", "4", "--grace", "0") as found:
        yield found


@pytest.fixture(scope="module")
def pair(server: Started) -> tuple[tuple[str, str], tuple[str, str]]:
    """Cookie and session of two visitors."""
    return open_page(server), open_page(server)


def channels(server: Started, kernel: str, **headers: str) -> HTTPRequest:
    url = f"ws://127.0.0.1:{server.port}{BASE}api/kernels/{kernel}/channels"
    return HTTPRequest(url, headers=headers)


def test_ids_and_cookies_are_random(pair: Any) -> None:
    (first_cookie, first), (second_cookie, second) = pair
    assert UUID4.fullmatch(first) and UUID4.fullmatch(second)
    assert first != second and first_cookie != second_cookie
    assert len(first_cookie.partition("=")[2]) == 32


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("api/kernels/{}", "GET"), ("api/kernels/{}/channels", "GET"),
        ("voila/api/shutdown/{}", "POST"), ("voila/query/{}", "GET"),
        ("api/kernels", "GET"), ("api/kernels/{}", "DELETE"), ("api/kernels/{}/restart", "POST"),
        ("api/kernels/{}/interrupt", "POST"), ("api/sessions", "GET"),
        ("voila/api/shutdown/", "POST"), ("api/contents", "GET"), ("files/{}", "GET"),
    ],
)  # fmt: skip
def test_nobody_lists_reads_or_ends_the_session_of_another(
    server: Started, pair: Any, path: str, method: str
) -> None:
    (cookie, own), (_, other) = pair
    status = server.ask(BASE + path.format(other), method, Cookie=cookie).status
    assert status in {400, 403, 404, 405}
    assert server.ask(f"{BASE}api/kernels/{own}", Cookie=cookie).status == 200


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=", f"{COOKIE}=" + "A" * 32, "other"])
def test_no_connection_to_the_session_of_another(server: Started, pair: Any, cookie: str) -> None:
    (first, _), (_, kernel) = pair

    async def connect() -> None:
        await websocket_connect(
            channels(server, kernel, Cookie=first if cookie == "other" else cookie)
        )

    with pytest.raises(HTTPClientError, match="404"):
        asyncio.run(connect())


def test_no_page_of_another_site_gets_a_connection(server: Started, pair: Any) -> None:
    (cookie, kernel), _ = pair

    async def connect(**headers: str) -> None:
        connection = await websocket_connect(channels(server, kernel, Cookie=cookie, **headers))
        connection.close()

    for origin in ("https://evil.example", "null", f"http://localhost:{server.port}", "file://"):
        with pytest.raises(HTTPClientError, match="403"):
            asyncio.run(connect(Origin=origin))
    asyncio.run(connect(Origin=f"http://127.0.0.1:{server.port}"))


@pytest.mark.parametrize("kind", ["execute_request", "complete_request", "inspect_request",
                                  "history_request", "debug_request"])  # fmt: skip
def test_a_page_cannot_run_code_nor_ask_what_was_run(
    server: Started, pair: Any, kind: str, tmp_path: Path
) -> None:
    (cookie, kernel), _ = pair
    file = tmp_path / "ran"
    code = f"open({str(file)!r}, 'w').write('x')"
    origin = f"http://127.0.0.1:{server.port}"

    async def ask() -> list[str]:
        connection = await websocket_connect(channels(server, kernel, Cookie=cookie, Origin=origin))

        def message(name: str, content: dict[str, Any]) -> str:
            head = {"msg_id": uuid.uuid4().hex, "msg_type": name, "username": "", "session": "s",
                    "version": "5.3", "date": "2026-01-01T00:00:00Z"}  # fmt: skip
            return json.dumps({"header": head, "parent_header": {}, "metadata": {}, "buffers": [],
                               "content": content, "channel": "shell"})  # fmt: skip

        await connection.write_message(
            message(kind, {"code": code, "cursor_pos": len(code), "silent": False,
                           "hist_access_type": "tail", "n": 9, "restart": False,
                           "detail_level": 1})
        )  # fmt: skip
        # Asked after it, this one is answered: the other was not kept waiting but refused.
        await connection.write_message(message("kernel_info_request", {}))
        heard = []
        while "kernel_info_reply" not in heard:
            said = await asyncio.wait_for(connection.read_message(), 60)
            assert said is not None
            heard.append(json.loads(said)["msg_type"])
        connection.close()
        return heard

    heard = asyncio.run(ask())
    assert kind.replace("request", "reply") not in heard
    assert not file.exists()
    assert server.ask(f"{BASE}api/kernels/{kernel}", Cookie=cookie).status == 200


def test_folders_are_private(server: Started, pair: Any) -> None:
    outer = [path for path in server.temporary.iterdir() if path.is_dir()]
    folders = [*outer, *(p for one in outer for p in one.iterdir() if p.is_dir())]
    assert len(folders) >= 3
    for folder in folders:
        assert not folder.stat().st_mode & 0o077


def test_why_a_session_ended_tells_nothing_else(server: Started, pair: Any) -> None:
    _, (_, kernel) = pair
    unknown = server.ask(f"{BASE}ospo/session/{uuid.uuid4()}")
    assert json.loads(unknown.body) == {"alive": False, "why": "restart"}
    assert set(json.loads(server.ask(f"{BASE}ospo/session/{kernel}").body)) == {"alive", "why"}
    for odd in ("..", "%2e%2e", "<script>", kernel[:-1], kernel + "0", kernel.upper()):
        assert server.ask(f"{BASE}ospo/session/{odd}").status == 404


@pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system")
def test_a_forked_session_holds_nothing_of_another(tmp_path: Path) -> None:
    async def test() -> None:
        async with sessions_in(tmp_path / "s") as sessions:
            # Many, as memory that was freed may or may not be used again before the next fork.
            others = [
                await start(sessions, QUERY_STRING=f"s={SECRET}", MINE="1" * (1000 * n + 1))
                for n in range(OTHERS)
            ]
            for one in others:
                await one.run(f"secret = {SECRET!r} * 3; import os; os.environ['LATER'] = secret")
            second = await start(sessions)
            # Written so that what is looked for does not stand in the code that looks for it.
            looked_for = f"[{SECRET[0]}]{SECRET[1:]}".encode()
            seen = await second.run(LOOK.format(looked_for=looked_for))
            assert seen == "[] 0 False []"
            files = await second.run(
                "import os\n"
                "print([os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
                " if os.path.exists(f'/proc/self/fd/{n}')])"
            )
            own = await second.run("print(os.environ['TMPDIR'])")
            folders = {str(p) for p in sessions.folder.path.iterdir() if p.is_dir()} - {own}
            assert len(folders) == OTHERS
            assert not [folder for folder in folders if folder in files]
            for one in (*others, second):
                await end(one)

    (tmp_path / "s").mkdir()
    asyncio.run(test())


@pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_uploads_are_gone_with_the_session_however_it_ends(tmp_path: Path, how: int) -> None:
    async def test() -> None:
        async with sessions_in(tmp_path / "s") as sessions:
            kernel = await start(sessions)
            folder = Path(await kernel.run("import os; print(os.environ['TMPDIR'])"))
            await kernel.run(
                "from ospo_widgets.widgets.upload import Receiver\n"
                "upload = Receiver(1000)\n"
                "half = Receiver(1000)\n"
                "upload.accept(0, 4, b'mine'); half.accept(0, 9, b'mine')"
            )
            kept = list(folder.rglob("upload.bin"))
            assert len(kept) == 2 and all(
                stat.S_IMODE(f.parent.stat().st_mode) == 0o700 for f in kept
            )
            os.kill(kernel.process.pid, how)
            while kernel.process.poll() is None:
                await asyncio.sleep(0.02)
            await end(kernel)
            assert not folder.exists()

    (tmp_path / "s").mkdir()
    asyncio.run(test())
