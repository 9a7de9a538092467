# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What looks into files: a name, when it is interested, and a function of one file's content.

A detector is a pure function of a file's name and bytes, so what it said can be kept and used
again for the same content (see :mod:`~ospo_widgets.scanning.reading.cache`). It runs in the worker
process, and what it returns travels as JSON. What needs more than one file is the work of a check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.scanning.reading.source import Source

Row = Any
"""Plain data that JSON can hold: texts, numbers, lists, mappings. No secrets, no objects."""


@dataclass(frozen=True, slots=True)
class Detector:
    """Something that looks into files.

    Attributes:
        name: Under this name checks find the rows, for example ``"notices"``.
        version: Raise it with every change of what ``examine`` returns: kept results go stale.
        examine: Rows for one file; nothing (None or empty) when there is nothing to say. It may
            use the name and the content of the file but never its folder. It raises nothing for
            bad content; what it raises anyway makes the file “not scanned”.
        triggers: Expressions in the syntax of RE2, without regard to case, matched on UTF-8 bytes.
            The detector runs on text files in which one of them matches. They are searched for all
            together, in one go, so make them cheap and telling.
        wants: Tells from the relative path (display form) that the detector must run whatever is
            in the file; asked for every file, so it must be quick.
        binary: It also looks into binary files that it ``wants``.
        prepare: Loads what ``examine`` needs (models, tables), before processes are forked that
            read a large tree: they then share it. ``examine`` must work without it.
    """

    name: str
    version: int
    examine: Callable[[Source], Sequence[Row] | None]
    triggers: tuple[str, ...] = ()
    wants: Callable[[str], bool] | None = None
    binary: bool = False
    prepare: Callable[[], object] | None = None
