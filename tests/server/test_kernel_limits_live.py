# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sessions over a limit at a real server: they end, say why, and leave nothing behind."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient

from ospo_widgets.server.kernels.nursery import can_fork
from ospo_widgets.server.kernels.server import WAITING
from ospo_widgets.server.kernels.watch import descendants, processes

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import load
from researcher import LostError, Researcher

pytestmark = [
    pytest.mark.slow,
    pytest.mark.processes,
    pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system"),
]

PATIENCE = 240

MISUSE = """
import os, subprocess, tempfile, threading, time
from pathlib import Path

def misuse():
    while not (asked := os.environ.get("QUERY_STRING", "")):
        time.sleep(0.05)
    if "disk" in asked:
        folder = Path(tempfile.mkdtemp())
        for at in range(10):
            (folder / str(at)).write_bytes(bytes(2**20))
    elif "processes" in asked:
        for _ in range(8):
            subprocess.Popen(["sleep", "600"], start_new_session=True)
    elif "lonely" in asked:
        while True:
            pass

threading.Thread(target=misuse, daemon=True).start()
"""
"""What IPython runs at the start of each session, since a page can run no code."""


@contextmanager
def server(folder: Path, **limits: str) -> Iterator[tuple[str, int]]:
    """A server with these limits; gives its address and process, and checks what it leaves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    AsyncHTTPClient.configure(None, max_body_size=2**26)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in limits.items():
            environment.setenv(f"OSPO_SESSION_{name}", value)
        with load.running(port, folder) as process:
            until(lambda: len(kernels(process.pid)) == sum(WAITING.values()))
            yield f"http://127.0.0.1:{port}", process.pid
    assert not list(folder.iterdir()) or [p.name for p in folder.iterdir()] == ["errors.log"]


def kernels(server: int) -> set[int]:
    """Processes of kernels, and what they started."""
    everything = processes()
    own = descendants(server, everything.values()) - {server}
    return {pid for pid in own if everything[pid].parent != server}


def until(seen: Callable[[], object]) -> None:
    """Wait for something that the server does."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def folders(folder: Path) -> list[Path]:
    """Folders of sessions."""
    return [path for path in folder.glob("ospo-*/*") if path.is_dir() and len(path.name) == 12]


async def ended(person: Researcher) -> str:
    """Wait until a session is over; gives the reason that its page is told."""
    end = time.monotonic() + PATIENCE
    while (told := json.loads(await person.why()))["alive"]:
        assert time.monotonic() < end, "the session goes on"
        await asyncio.sleep(0.2)
    return str(told["why"])


async def silent(address: str, query: str, *, stay: bool = True) -> str:
    """Open a page and do nothing; the connection hears of the end too when the page stays."""
    person = Researcher(address)
    await person.open(f"best_practices.ipynb?{query}")
    if stay:
        with pytest.raises(LostError, match="ended"):
            await person.until(lambda: False, "nothing")
    else:
        person.vanish()
    return await ended(person)


async def busy(address: str) -> str:
    """Open a page and type until the session is over."""
    person = Researcher(address)
    await person.open("licence_advisor.ipynb")
    [field, *_] = person.find("TextModel", within=person.root())
    with pytest.raises(LostError, match="ended"):
        for at in range(10_000):
            await person.change(field, value=f"Name {at}")
    return await ended(person)


def test_a_session_that_takes_too_much_ends_and_says_why(tmp_path: Path) -> None:
    start = tmp_path / "start.py"
    start.write_text(MISUSE)
    folder = tmp_path / "t"
    folder.mkdir()

    async def visits(address: str) -> tuple[str, ...]:
        return tuple(
            await asyncio.gather(
                silent(address, "misuse=disk"),
                silent(address, "misuse=processes"),
                silent(address, "misuse=lonely", stay=False),
            )
        )

    limits = {"DISK_MB": "8", "PROCESSES": "6", "LONELY_SECONDS": "2"}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONSTARTUP", str(start))
        with server(folder, **limits) as (address, process):
            assert asyncio.run(visits(address)) == ("disk", "limit", "limit")
            until(lambda: len(kernels(process)) == len(folders(folder)) <= sum(WAITING.values()))


def test_a_session_that_lasts_too_long_ends_and_says_why(tmp_path: Path) -> None:
    async def visits(address: str) -> tuple[str, ...]:
        return tuple(await asyncio.gather(silent(address, "lang=en"), busy(address)))

    with server(tmp_path, IDLE_SECONDS="3", LIFE_SECONDS="12") as (address, process):
        assert asyncio.run(visits(address)) == ("idle", "limit")
        until(lambda: len(kernels(process)) == len(folders(tmp_path)) <= sum(WAITING.values()))
