# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The warm process: everything imported, one thread, no socket of a kernel; sessions fork from it.

``python -m ospo_widgets.server.kernels.zygote CONTROL LIFELINE FOLDER``. A fork takes a few
milliseconds where a start of Python with all imports takes a second, and the memory of what was
imported is shared. The process learns nothing of any session but its number and process id.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sys

from ospo_widgets.server.kernels.forked import adopt_orphans, become_kernel
from ospo_widgets.server.kernels.orders import MESSAGE_BYTES, send
from ospo_widgets.server.kernels.warm import load
from ospo_widgets.server.kernels.watch import processes


class Zygote:
    """Forks a kernel for each order, and tells when one ended.

    Args:
        control: Connection to the server; one packet a message.
        lifeline: Reading end of a pipe that only the server holds open.
    """

    def __init__(self, control: socket.socket, lifeline: int) -> None:
        self._control = control
        self._lifeline = lifeline
        self._kernels: set[int] = set()
        woken, wakes = socket.socketpair()
        for end in (woken, wakes):
            end.setblocking(False)
        self._woken, self._wakes = woken, wakes
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)

    def serve(self) -> list[int] | None:
        """Serve orders until the server is gone.

        Returns:
            In a forked child the handles that came with its order; None in the end.
        """
        send(self._control, ready=True)
        waiter = select.poll()  # the server's end may have a number that ``select`` cannot wait for
        for end in (self._control, self._woken):
            waiter.register(end, select.POLLIN)
        while True:
            ready = {number for number, _ in waiter.poll()}
            if self._woken.fileno() in ready:
                self._woken.recv(4096)
                self._reap()
            if self._control.fileno() in ready:
                packet, handles, _, _ = socket.recv_fds(self._control, MESSAGE_BYTES, 2)
                if not packet:
                    return None
                if self._fork(json.loads(packet)):
                    return handles
                for handle in handles:
                    os.close(handle)

    def _fork(self, number: int) -> bool:
        """Whether this is the child."""
        parent = os.getpid()
        try:
            child = os.fork()
        except OSError as error:
            send(self._control, forked=number, error=error.strerror or str(error))
            return False
        if child:
            self._kernels.add(child)
            send(self._control, forked=number, pid=child)
            return False
        if os.getppid() != parent:  # nobody heard that this child is there
            os._exit(1)
        self._control.close()
        self._woken.close()
        self._wakes.close()
        return True

    def _reap(self) -> None:
        """Take leave of children that ended, and end what a kernel left running."""
        ended = False
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not pid:
                break
            ended = True
            if pid in self._kernels:
                self._kernels.discard(pid)
                try:
                    send(self._control, ended=pid, code=os.waitstatus_to_exitcode(status))
                except OSError:  # the server is gone, which is noticed in serve()
                    return
        if ended:
            self._end_orphans()

    def _end_orphans(self) -> None:
        """What outlives its parent has nobody to work for; it comes to us, and is ended."""
        for pid in children_of(os.getpid()) - self._kernels:
            _kill(pid)  # its own children come to us next, and are ended when it is reaped

    def end_all(self) -> None:
        """End every kernel and what it started, and wait until all are gone."""
        signal.set_wakeup_fd(-1)
        while children := children_of(os.getpid()):
            for pid in children:
                _kill(pid)
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                return


def children_of(parent: int) -> set[int]:
    """Processes whose parent is the given one."""
    return {pid for pid, process in processes().items() if process.parent == parent}


def _kill(pid: int) -> None:
    """Kill a process and its group, if it leads one."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def main(arguments: list[str]) -> None:
    """Entry point of the process."""
    control = socket.socket(fileno=int(arguments[0]))
    lifeline, folder = int(arguments[1]), arguments[2]
    for number in (control.fileno(), lifeline):
        os.set_inheritable(number, False)
    adopt_orphans()
    load()
    zygote = Zygote(control, lifeline)
    try:
        child = zygote.serve()
    except (BrokenPipeError, ConnectionResetError):
        child = None  # the server went before it could be told something
    if child is not None:
        become_kernel(child, lifeline)
    zygote.end_all()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
