# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The server's end of the warm process: starts it, asks it to fork, starts it anew when it died."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from ospo_widgets.server.kernels.orders import MESSAGE_BYTES, Order

ANSWER_SECONDS = 10.0
"""A fork that is not answered after this time means that the warm process hangs."""

AGAIN_SECONDS = 30.0
"""Rest before a warm process is started that died before it was ready."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Libraries that start threads when imported read these; a process with threads cannot be forked
safely."""

log = logging.getLogger(__name__)


class NoForkError(Exception):
    """No kernel can be forked now; it has to be started in the ordinary way."""


def can_fork() -> bool:
    """Whether this system has what forked kernels need: Linux 5.4 or later."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


class ForkedProcess:
    """A forked kernel with the part of the interface of ``Popen`` that Jupyter uses.

    Signals go to the process itself and to no other that may have got its number.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._told: int | None = None
        try:
            self._handle = os.pidfd_open(pid)
        except ProcessLookupError:  # ended and taken leave of already
            self._handle = -1
            self.returncode = UNKNOWN_CODE

    def heard(self, code: int) -> None:
        """The warm process told how it ended: exit code, or a signal as a negative number."""
        self._told = code
        if self.returncode is not None:
            self.returncode = code

    def poll(self) -> int | None:
        """None while it runs, else its exit code; a signal as a negative number."""
        if self.returncode is None and _is_readable(self._handle, 0):
            os.close(self._handle)
            self._handle = -1
            self.returncode = UNKNOWN_CODE if self._told is None else self._told
        return self.returncode

    def wait(self) -> int:
        """Wait for its end."""
        while self.poll() is None:
            _is_readable(self._handle, None)
        return UNKNOWN_CODE if self.returncode is None else self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the process; nothing when it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _is_readable(handle: int, milliseconds: int | None) -> bool:
    """Unlike ``select``, not only for the first thousand files of a process."""
    waiter = select.poll()
    waiter.register(handle, select.POLLIN)
    return bool(waiter.poll(milliseconds))


UNKNOWN_CODE = 255
"""Exit code of a kernel whose parent died first, so that nobody could tell."""


class Nursery:
    """Starts the warm process and asks it for kernels.

    Args:
        folder: Folder of this server; the warm process removes it when the server is gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[bool] | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._kernels: dict[int, ForkedProcess] = {}
        self._number = 0
        self._closed = False
        # Held open for as long as this process lives; nothing is ever written.
        self._lifeline, self._held = os.pipe()

    @property
    def pid(self) -> int | None:
        """Process id of the warm process while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the warm process; kernels can be forked once :meth:`ready` says so."""
        if self._closed or self._process is not None or not can_fork():
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        command = [sys.executable, "-m", "ospo_widgets.server.kernels.zygote"]
        handles = (theirs.fileno(), self._lifeline)
        self._process = subprocess.Popen(
            [*command, *map(str, handles), str(self._folder)],
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            env=os.environ | dict.fromkeys(ONE_THREAD, "1") | {"MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )
        theirs.close()
        self._control = ours
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        loop.add_reader(ours, self._read)

    async def ready(self) -> bool:
        """Wait until kernels can be forked; False where they cannot be."""
        return self._ready is not None and await asyncio.shield(self._ready)

    async def fork(self, order: Order, request: socket.socket | None) -> ForkedProcess:
        """A new kernel.

        Args:
            order: What it shall be.
            request: Sent along: the kernel's end of the connection over which it hears of a page.

        Raises:
            NoForkError: There is no warm process now; one is being started.
        """
        control = self._control
        if control is None or self._ready is None or not self._ready.done():
            raise NoForkError("no warm process is ready")
        try:
            said = order.as_file()
        except OSError as error:
            raise NoForkError(f"an order cannot be written: {error}") from error
        self._number += 1
        number = self._number
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            handles = [said, request.fileno()] if request else [said]
            socket.send_fds(control, [json.dumps(number).encode()], handles)
            told = await asyncio.wait_for(answer, ANSWER_SECONDS)
        except (OSError, TimeoutError) as error:
            self._lost(f"no answer: {error!r}")
            raise NoForkError("the warm process does not answer") from error
        finally:
            os.close(said)
            self._answers.pop(number, None)
        if "pid" not in told:
            raise NoForkError(str(told.get("error", "the warm process died")))
        process = ForkedProcess(told["pid"])
        self._kernels[process.pid] = process
        return process

    def _read(self) -> None:
        while self._control is not None:
            try:
                packet = self._control.recv(MESSAGE_BYTES)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            if not packet:
                self._lost("it ended")
                return
            self._hear(json.loads(packet))

    def _hear(self, message: dict[str, Any]) -> None:
        if "ready" in message and self._ready is not None:
            self._ready.set_result(True)
        if "forked" in message:
            answer = self._answers.get(message["forked"])
            if answer is not None and not answer.done():
                answer.set_result(message)
        if "ended" in message:
            kernel = self._kernels.pop(message["ended"], None)
            if kernel is not None:
                kernel.heard(message["code"])

    def _lost(self, why: str) -> None:
        """The warm process is gone or hangs: sessions go on, and a new one is started."""
        if self._control is None:
            return
        was_ready = self._ready is not None and self._ready.done()
        self._drop()
        if self._closed:
            return
        log.error("The process that sessions are forked from was lost (%s).", why)
        loop = asyncio.get_running_loop()
        if was_ready:
            loop.call_soon(self.start)
        else:
            loop.call_later(AGAIN_SECONDS, self.start)

    def _drop(self) -> None:
        control, process = self._control, self._process
        self._control = self._process = None
        self._kernels.clear()
        if control is not None:
            asyncio.get_running_loop().remove_reader(control)
            control.close()
        if process is not None:
            process.kill()
            process.wait()
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(False)
        self._ready = None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result({"error": "the warm process died"})

    def close(self) -> None:
        """End the warm process; kernels that still run end with it."""
        if self._closed:
            return
        self._closed = True
        control, process = self._control, self._process
        self._control = self._process = None
        if control is not None:
            control.close()
        if process is not None:
            try:
                process.wait(5)  # ends its kernels first
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for handle in (self._held, self._lifeline):
            os.close(handle)
