# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sessions over a limit at a real server: they end, say why, and leave nothing behind."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
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
    pytest.mark.processes,
    pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system"),
]

PATIENCE = 90

MISUSE = """
import os, subprocess, tempfile, threading, time
from pathlib import Path

def misuse():
    allowed = Path(os.environ["PYTHONSTARTUP"] + ".go")
    while not ((asked := os.environ.get("QUERY_STRING", "")) and allowed.exists()):
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


DEATH = """
import os, threading, time

def die():
    while "dies" not in os.environ.get("QUERY_STRING", ""):
        time.sleep(0)
    os._exit(1)

threading.Thread(target=die, daemon=True).start()
"""
"""A session that ends as soon as it hears of its page."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for the server; pytest's own has too long a name for the sockets of kernels."""
    path = Path(tempfile.mkdtemp(prefix="limits-"))
    yield path
    shutil.rmtree(path)


@contextmanager
def server(folder: Path, **limits: str) -> Iterator[tuple[str, int]]:
    """A server with these limits; gives its address and process, and checks what it leaves."""
    port = free_port()
    AsyncHTTPClient.configure(None, max_body_size=2**26)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in limits.items():
            environment.setenv(f"OSPO_SESSION_{name}", value)
        with load.running(port, folder, "--grace", "0") as process:
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


async def until_ended(person: Researcher) -> str:
    """Do nothing until the connection hears of the end too."""
    with pytest.raises(LostError, match="ended"):
        await person.until(lambda: False, "nothing")
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


def test_a_session_that_takes_too_much_ends_and_says_why(tmp_path: Path, folder: Path) -> None:
    start = tmp_path / "start.py"
    start.write_text(MISUSE)

    async def visits(address: str) -> list[str]:
        people = [Researcher(address) for _ in range(3)]
        for person, misuse in zip(people, ("disk", "processes", "lonely"), strict=True):
            await person.open(f"best_practices.ipynb?misuse={misuse}")
        people[2].vanish()
        Path(f"{start}.go").touch()
        return await asyncio.gather(*map(until_ended, people[:2]), ended(people[2]))

    limits = {"DISK_MB": "8", "PROCESSES": "6", "LONELY_SECONDS": "2"}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONSTARTUP", str(start))
        with server(folder, **limits) as (address, process):
            assert asyncio.run(visits(address)) == ["disk", "limit", "limit"]
            until(lambda: len(kernels(process)) == len(folders(folder)) == sum(WAITING.values()))


async def quiet(address: str) -> str:
    """Open a page and do nothing."""
    person = Researcher(address)
    await person.open("best_practices.ipynb?lang=en")
    return await until_ended(person)


@pytest.mark.parametrize(
    ("limits", "visit", "why"),
    [({"IDLE_SECONDS": "5"}, quiet, "idle"), ({"LIFE_SECONDS": "10"}, busy, "limit")],
    ids=["idle", "life"],
)
def test_a_session_that_lasts_too_long_ends_and_says_why(
    folder: Path,
    limits: dict[str, str],
    visit: Callable[[str], Coroutine[None, None, str]],
    why: str,
) -> None:
    with server(folder, **limits) as (address, process):
        assert asyncio.run(visit(address)) == why
        until(lambda: len(kernels(process)) == len(folders(folder)) == sum(WAITING.values()))


@pytest.mark.parametrize("theme", ["", "&theme=dark"], ids=["waiting", "new"])
def test_a_page_whose_session_dies_while_it_is_drawn_ends(
    tmp_path: Path, folder: Path, theme: str
) -> None:
    """The browser finds no app in it and says so, see ``test_a_page_that_is_cut_off_says_so``."""
    start = tmp_path / "start.py"
    start.write_text(DEATH)

    async def visit(address: str) -> str:
        wanted = f"{address}/voila/render/best_practices.ipynb?dies=1{theme}"
        answer = await AsyncHTTPClient().fetch(wanted, request_timeout=PATIENCE, raise_error=False)
        return answer.body.decode()

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONSTARTUP", str(start))
        with server(folder) as (address, process):
            page = asyncio.run(visit(address))
            assert 'id="ospo-failed"' in page
            assert 'class="ospo-view"' not in page
            until(lambda: len(kernels(process)) == len(folders(folder)) == sum(WAITING.values()))
