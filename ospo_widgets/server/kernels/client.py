# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The server's own connection to a kernel, for the seconds in which a page is drawn."""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient


class SessionClient(AsyncKernelClient):
    """Knows from a kernel's first word, its welcome to who listens, that it is ready.

    Jupyter's own asks for the kernel's version, waits for silence, asks again after a second when
    the first question was lost, and runs a thread for each kernel to see whether its heart beats.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = False,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Connect; without a heart beat, since the process itself can be seen."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    def stop_channels(self) -> None:
        """Take leave of the kernel; Voilà does so when the page is drawn."""
        super().stop_channels()
        provisioner = getattr(self.parent, "provisioner", None)
        if provisioner is not None:
            provisioner.drawn()

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has said its first word.

        Raises:
            RuntimeError: It ended, or said nothing for too long.
        """
        end = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while True:
            try:
                await self.iopub_channel.get_msg(timeout=1)
                return
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("The kernel ended before it was ready.") from None
                if time.monotonic() > end:
                    raise RuntimeError("The kernel was not ready in time.") from None
                self.kernel_info()  # older kernels speak only when they are asked

    wait_for_ready = _async_wait_for_ready
