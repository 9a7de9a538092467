# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Work that Voilà and Jupyter do anew for each page and each message, done once or not at all.

Found by profiling forty visitors: a third of the server's time went into compiling the same
templates for each page, a fifth into reading the time of every message that passes by.
"""

from __future__ import annotations

import copy
import functools
import json
import sys
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

DELIMITER = b"<IDS|MSG>"
"""Stands between the addresses of a message and its parts; from Jupyter's messaging protocol."""


class CompiledTemplates(BytecodeCache):
    """Compiled templates of this process; one whose source changed is compiled anew."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known of a template."""
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def keep_templates() -> None:
    """Compile each template once, not once a page."""
    from voila.exporter import VoilaExporter

    make = VoilaExporter._create_environment
    if hasattr(make, "__wrapped__"):
        return
    compiled = CompiledTemplates()

    @functools.wraps(make)
    def with_cache(exporter: Any) -> Any:
        environment = make(exporter)
        environment.bytecode_cache = compiled
        return environment

    VoilaExporter._create_environment = with_cache


def keep_page_config() -> None:
    """Look for extensions of the front end once, not once a page."""
    import voila.handler
    import voila.voila_kernel_manager

    for module in (voila.handler, voila.voila_kernel_manager):
        if not hasattr(module.get_page_config, "__wrapped__"):
            module.get_page_config = _kept(module.get_page_config)


def _kept(make: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}

    @functools.wraps(make)
    def given(base_url: str, **others: Any) -> dict[str, Any]:
        if base_url not in made:
            made[base_url] = make(base_url=base_url, **others)
        return copy.deepcopy(made[base_url])  # each page puts its own into it

    return given


def skip_grammar() -> None:
    """Leave out what checks internationalised addresses in schemas, of which there are none.

    Building that grammar is most of the time in which Jupyter's server is imported, and 16 MB.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def activity_recorder(manager: Any, kernel: Any) -> Callable[[list[bytes]], None]:
    """What notes that a kernel was active, from the kinds of its messages alone.

    Jupyter's own checks the signature and reads the times in every message, though what is noted
    is the time at which it passes by.

    Args:
        manager: Manager of kernels; tells which kinds of message count.
        kernel: The kernel whose messages come.
    """
    from jupyter_server._tz import utcnow

    def record(parts: list[bytes]) -> None:
        begin = parts.index(DELIMITER) + 2  # after the signature
        kind = json.loads(parts[begin])["msg_type"]
        cause = json.loads(parts[begin + 1]).get("msg_type")
        counts = manager.track_message_type(cause)
        if manager.track_message_type(kind) or counts or kernel.execution_state == "busy":
            manager.last_kernel_activity = kernel.last_activity = utcnow()
        if kind == "status":
            state = json.loads(parts[begin + 3])["execution_state"]
            if counts:
                kernel.execution_state = state
            elif kernel.execution_state == "starting" and state != "starting":
                kernel.execution_state = "idle"

    return record
