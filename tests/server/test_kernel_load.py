# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Researchers at a real server: nobody loses an answer, and nothing is left when they are gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from free_ports import free_port
from tornado.httpclient import AsyncHTTPClient

from ospo_widgets.server.kernels.nursery import can_fork
from ospo_widgets.server.kernels.server import WAITING
from ospo_widgets.server.kernels.watch import descendants, processes

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import load
from researcher import LostError, Researcher

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system"),
]

PATIENCE = 90.0


class Server:
    """A server that runs, with its own folder for temporary files."""

    def __init__(self, pid: int, port: int, folder: Path) -> None:
        self.pid = pid
        self.port = port
        self.folder = folder
        self.address = f"http://127.0.0.1:{port}"

    def kernels(self) -> set[int]:
        """Processes of kernels, and what they started."""
        everything = processes()
        own = descendants(self.pid, everything.values()) - {self.pid}
        return {pid for pid in own if everything[pid].parent != self.pid}

    def session_folders(self) -> list[Path]:
        return [p for p in self.folder.glob("ospo-*/*") if p.is_dir() and len(p.name) == 12]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    folder = tmp_path_factory.mktemp("t")
    AsyncHTTPClient.configure(None, max_clients=50, max_body_size=2**26)
    with load.running(port, folder) as process:
        started = Server(process.pid, port, folder)
        until(lambda: len(started.kernels()) == sum(WAITING.values()))
        yield started
        alive = descendants(process.pid, processes().values())
    assert not [pid for pid in alive if Path(f"/proc/{pid}").exists() and pid != process.pid]
    assert not list(folder.glob("ospo-*"))


def until(seen: Callable[[], object]) -> None:
    """Wait for something that the server does."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def test_nobody_loses_an_answer_and_nothing_is_left(server: Server) -> None:
    before = server.kernels()

    async def visits() -> list[load.Visit]:
        expected = await load.alone(server.address)
        assert len(expected["licence_advisor"]) > 6
        assert int(expected["repository_scan"][0]) > 5
        made = []
        for _ in range(3):
            made += await load.together(server.address, 4, expected, thinking=0.0)
        return made

    made = asyncio.run(visits())
    assert [one.fault for one in made if one.fault] == []
    assert len(made) == 12
    # All that is left are kernels that wait, as many as before and with as many folders.
    until(lambda: len(server.kernels()) == len(before) == len(server.session_folders()))
    assert not [p for p in server.folder.iterdir() if not p.name.startswith("ospo-")]


def test_a_kernel_that_died_while_it_waited_is_given_to_nobody(server: Server) -> None:
    waiting = server.kernels()
    for pid in waiting:
        os.kill(pid, signal.SIGKILL)
    made = asyncio.run(load.visit(server.address, "licence_advisor", "Anew-1", 0.0))
    assert made.fault == ""
    until(lambda: len(server.kernels() - waiting) == sum(WAITING.values()))


def test_a_page_hears_that_its_session_died_and_why(server: Server) -> None:
    async def visit() -> str:
        person = Researcher(server.address)
        await person.open("best_practices.ipynb")
        for pid in server.kernels():  # this one and those that wait
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(LostError, match="ended"):
            await person.until(lambda: False, "nothing")
        told = await person.why()
        await person.leave()
        return told

    assert '"died"' in asyncio.run(visit())
    until(lambda: len(server.kernels()) == sum(WAITING.values()))
