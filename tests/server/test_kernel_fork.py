# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sessions that are forked: alone in their process, and gone with all that they started."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from ospo_widgets.server.kernels.limits import Limits
from ospo_widgets.server.kernels.nursery import ForkedProcess, can_fork
from ospo_widgets.server.kernels.provisioner import SessionProvisioner, register
from ospo_widgets.server.kernels.server import NAME
from ospo_widgets.server.kernels.sessions import Sessions

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system")

CLIENT = "ospo_widgets.server.kernels.client.SessionClient"
PATIENCE = 60.0

SELECTABLE = 1024
"""``select`` cannot wait for files whose number is as high as this."""


async def until(seen: Callable[[], object]) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(PATIENCE):
        while not seen():
            await asyncio.sleep(0.02)


def runs(pid: int) -> bool:
    """Whether a process runs; one that nobody took leave of does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


class Kernel:
    """One kernel and a client of it."""

    def __init__(self, manager: AsyncKernelManager, client: Any) -> None:
        self.manager = manager
        self.client = client

    @property
    def process(self) -> Any:
        return self.manager.provisioner.process

    async def run(self, code: str) -> str:
        """What code prints in the kernel, or the name of what it raises."""
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text", "") or content.get("ename", ""))

        await self.client.execute_interactive(code, output_hook=hear, timeout=PATIENCE)
        return "".join(said).strip()


@asynccontextmanager
async def sessions_in(folder: Path) -> AsyncIterator[Sessions]:
    sessions, others = Sessions(Limits(), folder), SessionProvisioner.sessions
    register(sessions, NAME)
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, NAME
    sessions.nursery.start()
    try:
        assert await sessions.nursery.ready()
        yield sessions
    finally:
        factory.default_provisioner_name = before
        SessionProvisioner.sessions = others
        sessions.close()


async def start(sessions: Sessions, **environment: str) -> Kernel:
    name = f"k{len(list(sessions.folder.path.iterdir()))}.json"
    manager = AsyncKernelManager(
        transport="ipc", kernel_name="python3", client_class=CLIENT,
        connection_file=str(sessions.folder.path / name),
    )  # fmt: skip
    await manager.start_kernel(env=os.environ | environment, cwd=str(sessions.folder.path))
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=PATIENCE)
    return Kernel(manager, client)


async def end(kernel: Kernel) -> None:
    kernel.client.stop_channels()
    await kernel.manager.shutdown_kernel(now=True)


Together = Callable[[Callable[[Sessions], Awaitable[None]]], None]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Together]:
    """Runs what a test does with the sessions of one server."""
    with asyncio.Runner() as runner:
        context = sessions_in(tmp_path_factory.mktemp("s"))
        sessions = runner.run(context.__aenter__())
        yield lambda test: runner.run(test(sessions))
        runner.run(context.__aexit__(None, None, None))


def test_a_session_has_its_own_environment_and_folder(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions, SAID_TO_IT="yes")
        assert isinstance(kernel.process, ForkedProcess)
        told = await kernel.run(
            "import os, tempfile\n"
            "print(os.environ['SAID_TO_IT'], tempfile.gettempdir(), os.getcwd(), os.getsid(0))"
        )
        said, folder, works_in, session = told.split()
        assert said == "yes"
        assert Path(folder).parent == sessions.folder.path == Path(works_in)
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        assert int(session) == kernel.process.pid
        other = await start(sessions)
        seen = await other.run("print('SAID_TO_IT' in os.environ if 'os' in dir() else 'fresh')")
        assert seen == "fresh"
        assert await other.run("import os; print('SAID_TO_IT' in os.environ)") == "False"
        await kernel.run(f"open({folder!r} + '/upload', 'w').write('mine')")
        await end(kernel)
        assert not Path(folder).exists()
        await end(other)

    together(test)


def test_nothing_of_a_session_reaches_another(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        first = await start(sessions)
        draw = "import random, uuid; print(random.random(), uuid.uuid4())"
        drawn = await first.run(draw)
        await first.run("import ospo_widgets.wording as w; w.set_language('fr'); w.mine = 1")
        second = await start(sessions)
        assert await second.run(draw) != drawn
        assert await second.run(
            "import ospo_widgets.wording as w; print(w.language(), hasattr(w, 'mine'))"
        ) == "en False"  # fmt: skip
        assert (
            await second.run("import ipywidgets as i; print(len(i.widgets.widget._instances))")
            == "0"
        )
        await end(first)
        await end(second)

    together(test)


def test_what_a_session_started_ends_with_it(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions)
        # One in a session of its own, as the scan starts its worker, and one that it started.
        left = await kernel.run(
            "import subprocess\n"
            "shell = subprocess.Popen(['sh', '-c', 'sleep 600 & echo $!; wait'],"
            " start_new_session=True, stdout=subprocess.PIPE, text=True)\n"
            "print(shell.pid, shell.stdout.readline())"
        )
        started = [int(pid) for pid in left.split()]
        assert len(started) == 2 and all(map(runs, started))
        await end(kernel)
        await until(lambda: not any(map(runs, started)))

    together(test)


def test_a_session_that_dies_is_noticed_with_how(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions)
        assert kernel.process.poll() is None
        os.kill(kernel.process.pid, signal.SIGKILL)
        await until(lambda: kernel.process.poll() == -signal.SIGKILL)
        kernel_id = kernel.manager.kernel_id
        assert sessions.told(kernel_id)["alive"] is True
        await end(kernel)
        assert sessions.told(kernel_id) == {"alive": False, "why": "died"}

    together(test)


def test_a_kernel_that_is_interrupted_goes_on(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions)
        running = asyncio.create_task(kernel.run("import time\nprint('x', flush=True)\n"
                                                 "time.sleep(600)"))  # fmt: skip
        await asyncio.sleep(0)
        while not running.done():
            await kernel.manager.interrupt_kernel()
            await asyncio.sleep(0.1)
        assert "KeyboardInterrupt" in await running
        assert await kernel.run("print(1)") == "1"
        await end(kernel)

    together(test)


def test_without_the_warm_process_kernels_start_in_the_ordinary_way(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions)
        first = sessions.nursery.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: sessions.nursery.pid != first)
        assert await kernel.run("print('still here')") == "still here"
        plain = await start(sessions)
        assert not isinstance(plain.process, ForkedProcess)
        assert Path(await plain.run("import tempfile; print(tempfile.gettempdir())")).parent == (
            sessions.folder.path
        )
        assert await sessions.nursery.ready()
        again = await start(sessions)
        assert isinstance(again.process, ForkedProcess)
        for one in (kernel, plain, again):
            await end(one)

    together(test)


def test_a_server_with_thousands_of_open_files_forks_as_well(tmp_path: Path) -> None:
    async def test() -> None:
        null = os.open(os.devnull, os.O_RDONLY)
        with ExitStack() as handles:
            for handle in (null, *(os.dup(null) for _ in range(SELECTABLE))):
                handles.callback(os.close, handle)
            async with sessions_in(tmp_path / "s") as sessions:
                kernel = await start(sessions)
                assert isinstance(kernel.process, ForkedProcess)
                assert await kernel.run("print(1)") == "1"
                await end(kernel)

    (tmp_path / "s").mkdir()
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    try:
        asyncio.run(test())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_memory_is_refused_to_a_session_that_takes_too_much(together: Together) -> None:
    async def test(sessions: Sessions) -> None:
        kernel = await start(sessions)
        Limits(memory_mb=512).apply(kernel.process.pid)
        assert await kernel.run("x = bytearray(600 * 2**20)") == "MemoryError"
        assert await kernel.run("print(len(bytearray(2**20)))") == str(2**20)
        await end(kernel)

    together(test)


SERVER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_kernel_fork as t

async def main():
    async with t.sessions_in(Path(sys.argv[1])) as sessions:
        kernel = await t.start(sessions)
        print(sessions.folder.path, sessions.nursery.pid, kernel.process.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("warm_first", [False, True])
def test_a_server_that_is_killed_leaves_nothing(tmp_path: Path, warm_first: bool) -> None:
    script = SERVER.format(tests=str(Path(__file__).parent))
    server = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        folder, *pids = server.stdout.readline().split()
        warm, kernel = map(int, pids)
        assert runs(kernel)
        if warm_first:
            os.kill(warm, signal.SIGSTOP)  # it can do nothing when the server goes
    finally:
        server.kill()
        server.wait()
    asyncio.run(until(lambda: not runs(kernel)))
    if warm_first:
        os.kill(warm, signal.SIGKILL)
        asyncio.run(until(lambda: not runs(warm)))
        assert Path(folder).exists()
        again = Sessions(Limits(), tmp_path)
        assert again.folder.removed == 1
        again.close()
    asyncio.run(until(lambda: not runs(warm)))
    asyncio.run(until(lambda: not Path(folder).exists()))
