# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Starts kernels by fork where that is possible, in the ordinary way where it is not."""

from __future__ import annotations

import asyncio
import logging
import socket
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ospo_widgets.server.kernels.folders import remove
from ospo_widgets.server.kernels.nursery import NoForkError
from ospo_widgets.server.kernels.orders import REQUEST_VARIABLE, Order
from ospo_widgets.server.kernels.sessions import Session, Sessions

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

QUIET = ["--HistoryManager.enabled=False"]
"""What a person does in a session is written nowhere."""

WAITS = "VOILA_PREHEAT"
"""Voilà's variable of kernels that are started before a page asks for them."""

log = logging.getLogger(__name__)


class SessionProvisioner(LocalProvisioner):
    """One kernel with its own folder and limits."""

    sessions: Sessions | None = None
    """Set once by the server that uses this class."""

    def _session(self) -> Session:
        assert self.sessions is not None
        kernel_id = str(self.kernel_id)
        return self.sessions.get(kernel_id) or self.sessions.open(kernel_id)

    def drawn(self) -> None:
        """The page of the session is drawn."""
        session = self.sessions.get(str(self.kernel_id)) if self.sessions is not None else None
        if session is not None:
            session.drawn()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Give the kernel its folder, for temporary files and for IPython's own."""
        prepared = await super().pre_launch(**kwargs)
        folder = str(self._session().folder)
        prepared["env"].update(TMPDIR=folder, IPYTHONDIR=folder)
        prepared["env"].pop("JPY_PARENT_PID", None)
        prepared["cmd"] = [*prepared["cmd"], *QUIET]
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it as a program when that does not work now."""
        assert self.sessions is not None
        session = self._session()
        theirs: socket.socket | None = None
        if kwargs["env"].get(WAITS) == "True":
            session.request, theirs = socket.socketpair()
            session.request.setblocking(False)
        try:
            await self._launch(self.sessions, cmd, theirs, kwargs)
        except BaseException:
            # Nobody cleans up after a kernel that never was.
            folder = self.sessions.end(str(self.kernel_id))
            if folder is not None:
                remove(folder)
            raise
        finally:
            if theirs is not None:
                theirs.close()
        assert self.pid is not None
        session.pid, session.process = self.pid, self.process
        if session.request is None:
            session.given = session.started
        try:
            self.sessions.limits.apply(self.pid)
        except ProcessLookupError:
            log.warning("A kernel ended as soon as it was started.")
        return self.connection_info

    async def _launch(
        self,
        sessions: Sessions,
        command: list[str],
        request: socket.socket | None,
        kwargs: dict[str, Any],
    ) -> None:
        folder = str(kwargs.get("cwd") or Path.cwd())
        arguments = _kernel_arguments(command)
        try:
            if arguments is None:
                raise NoForkError("another kernel than IPython's")
            order = Order(arguments, dict(kwargs["env"]), folder)
            self.process: Any = await sessions.nursery.fork(order, request)
        except NoForkError as reason:
            log.info("A kernel is started as a program: %s.", reason)
            if request is not None:
                kwargs["env"][REQUEST_VARIABLE] = str(request.fileno())
                kwargs["pass_fds"] = [request.fileno()]
            await super().launch_kernel(command, **kwargs)
            return
        # No group: signals go to this very process, and what it started ends with it anyway.
        self.pid = self.process.pid
        self.cwd = folder

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder of the session."""
        await super().cleanup(restart=restart)
        if not restart and self.sessions is not None:
            folder = self.sessions.end(str(self.kernel_id))
            if folder is not None:  # a large one takes a while, and others shall not wait for that
                await asyncio.to_thread(remove, folder)


def _kernel_arguments(command: list[str]) -> list[str] | None:
    """Arguments for IPython's kernel in a command line; None for that of another kernel."""
    for at, word in enumerate(command):
        if word in {"ipykernel_launcher", "ipykernel"} and command[at - 1] == "-m":
            return command[at + 1 :]
    return None


def register(sessions: Sessions, name: str) -> None:
    """Have Jupyter find the provisioner under a name, in this process only."""
    SessionProvisioner.sessions = sessions
    KernelProvisionerFactory.provisioners[name] = EntryPoint(
        name, f"{__name__}:{SessionProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )
