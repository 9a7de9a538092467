# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What every session needs, loaded once by the process that sessions are forked from.

Only code and the office's knowledge are loaded here, nothing of a person: what this process holds,
every later session holds too.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

FRAMEWORK = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "ipywidgets",
    "anywidget",
)
"""What a kernel with widgets is made of."""

READ_AHEAD = (
    ("ospo_widgets.knowledge", "load_knowledge"),
    ("ospo_widgets.licensing.names", "names"),
)
"""Functions that read what does not change and remember it, for each language; module and name."""

PORTFOLIO = "ospo_widgets.portfolio"
"""Its sample is most of the work of the portfolio's first page."""

log = logging.getLogger(__name__)


def load() -> None:
    """Import the framework and all apps, read the knowledge, and keep the collector away from it.

    What cannot be loaded is left to the sessions, which say on their page what is wrong.
    """
    # Nobody debugs a visitor's session; the debugger would be most of a kernel's start.
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]
    for name in FRAMEWORK:
        import_module(name)
    apps = import_module("ospo_widgets.apps")
    for found in pkgutil.iter_modules(apps.__path__, "ospo_widgets.apps."):
        if found.ispkg:
            _attempt(found.name, import_module, found.name)
    wording = import_module("ospo_widgets.wording")
    for language in wording.languages():
        with wording.spoken(language):
            wording.texts_of("common", language)
            for module, function in READ_AHEAD:
                _attempt(f"{module}.{function}", _call, module, function)
            _attempt("The sample of the portfolio", _read_sample)
    # A collection writes into every object it visits, and what is written is no longer shared.
    gc.collect()
    gc.freeze()
    _give_back()


def _give_back() -> None:
    """Give memory that was only needed while loading back to the system, where it lets us."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _call(module: str, function: str) -> None:
    getattr(import_module(module), function)()


def _read_sample() -> None:
    """Read the sample and count it, unless the office has a portfolio of its own."""
    opening = import_module(f"{PORTFOLIO}.opening")
    if not os.environ.get(opening.STORE_VARIABLE):
        opening.open_portfolio().choices()


def _attempt(what: str, step: Callable[..., Any], *arguments: str) -> None:
    try:
        step(*arguments)
    except Exception:
        log.warning("%s could not be loaded ahead of the sessions", what, exc_info=True)
