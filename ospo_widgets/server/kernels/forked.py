# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a forked process does to become the kernel of one session."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from importlib import import_module
from typing import Any, NoReturn

from ospo_widgets.server.kernels.orders import REQUEST_VARIABLE, Order, read_order


def become_kernel(handles: list[int], lifeline: int) -> NoReturn:
    """Leave everything of the parent behind and run the kernel until it is told to end.

    Args:
        handles: What came with the order: the file in memory that says what the server wants, and
            the socket on which the kernel hears of its page, if it waits for one.
        lifeline: Reading end of a pipe that only the server holds open.
    """
    code = 1
    try:
        order = read_order(handles[0])
        _leave_parent(order, handles[1] if len(handles) > 1 else None)
        threading.Thread(target=end_with_server, args=(lifeline,), daemon=True).start()
        run_kernel(order.arguments)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        _leave(code)


def _leave_parent(order: Order, request: int | None) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    os.environ.clear()
    os.environ.update(order.environment)
    if request is not None:
        os.environ[REQUEST_VARIABLE] = str(request)
    time.tzset()
    os.chdir(order.folder)
    tempfile.tempdir = None  # found anew, in the folder of the session
    gc.enable()


def run_kernel(arguments: list[str]) -> None:
    """Be an IPython kernel until a message says that it is over."""
    app: Any = import_module("ipykernel.kernelapp").IPKernelApp.instance()
    # A parent that is none: the lifeline does what IPython's watch over its parent would do.
    # Two threads less: nothing in a page shows what programs write on their own.
    own = ["--IPKernelApp.parent_handle=1", "--IPKernelApp.capture_fd_output=False"]
    app.initialize([*arguments, *own])
    # Imported before there was a kernel, the library could not offer itself to the page then.
    import_module("ipywidgets").register_comm_target()
    app.start()


def end_with_server(lifeline: int) -> None:
    """End this process and all it started as soon as the server is gone, however it went."""
    while True:
        try:
            if not os.read(lifeline, 1):
                os.killpg(0, signal.SIGKILL)
        except InterruptedError:
            continue


def _leave(code: int) -> NoReturn:
    """End without taking the interpreter down piece by piece, which would write to all memory."""
    try:
        atexit._run_exitfuncs()
    finally:
        os._exit(code)


def adopt_orphans() -> bool:
    """Make this process the parent of what its descendants leave behind; only Linux can."""
    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except (AttributeError, OSError):
        return False


_PR_SET_CHILD_SUBREAPER = 36
"""From ``linux/prctl.h``."""
