# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Proposes a fix for what a scan found: the one entry of this room."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.progress import Cancel, Progress, Report, silent
from ospo_widgets.scanning.fix.basis import basis_of
from ospo_widgets.scanning.fix.choices import FixChoices
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.fix.model import Change, LeftOut
from ospo_widgets.scanning.fix.settle import settled
from ospo_widgets.scanning.fix.store import Store
from ospo_widgets.scanning.intake.target import target_of
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker import process
from ospo_widgets.wording import words


def propose(
    target: str | Path,
    result: ScanResult,
    choices: FixChoices | None = None,
    *,
    whole: bool = False,
    report: Report = silent,
    cancel: Cancel | None = None,
    settings: ScanSettings | None = None,
) -> Fix:
    """Propose changes that settle findings; nothing of the target is changed or run.

    Args:
        target: What was scanned: folder, archive or git address. Archives are opened and
            addresses fetched again, with the same guards as for a scan.
        result: The scan of it.
        choices: What the person decides; what the scan proposes when None.
        whole: Also make an archive of the whole tree with the fix in it.
        report: Receives progress of the stages ``fetch`` and ``fix``.
        cancel: Asked whether to stop.
        settings: Limits.

    Raises:
        InputError: A choice is missing or cannot be used, or the target cannot be read.
        CancelledError: Stopped; nothing is left on disk.
    """
    settings = settings or ScanSettings()
    choices = (choices or FixChoices()).checked()
    if result.partial:
        raise InputError(words("fix.error.partial"), remedy=words("fix.error.partial_remedy"))
    basis = basis_of(result, choices)
    found = target_of(target, settings)
    store = Store()
    rows: dict[str, list[Any]] = {"changes": [], "left": [], "handled": []}
    holder = ""
    request = {
        "do": "fix",
        "target": asdict(found),
        "folder": str(store.folder),
        "out": str(store.folder),
        "settings": settings.to_json(),
        "basis": basis.to_json(),
        "choices": choices.to_json(),
        "whole": whole,
    }
    try:
        for message in process.run(request, store.folder, settings, cancel):
            kind = message["kind"]
            if kind == "progress":
                report(_progress(message))
            elif kind in rows:
                rows[kind] += message["rows"]
            elif kind == "fixed":
                holder = str(message["holder"])
    except process.StoppedError as stopped:
        store.close()
        if stopped.late:
            raise InputError(words("fix.error.late")) from None
        raise CancelledError(words("fix.error.stopped")) from None
    except BaseException:
        store.close()
        raise
    store.remove("tree")
    changes = sorted((Change.from_json(row) for row in rows["changes"]), key=lambda c: c.path)
    left = sorted((LeftOut(*row) for row in rows["left"]), key=lambda row: row.path)
    handled: dict[str, tuple[str, ...]] = {}
    for path, what in rows["handled"]:
        handled[str(path)] = (*handled.get(str(path), ()), *map(str, what))
    undecided = tuple(row for row in left if not row.excluded)
    return Fix(
        target=found.shown,
        changes=tuple(changes),
        undecided=undecided,
        left_alone=tuple(row for row in left if row.excluded),
        settles=settled(result, changes, handled),
        holder=holder,
        licenses={part.id: part.license for part in basis.parts},
        handled=handled,
        store=store,
    )


def _progress(message: dict[str, Any]) -> Progress:
    return Progress(
        stage=str(message["stage"]),
        done=int(message["done"]),
        total=int(message["total"]),
        item=str(message["item"]),
    )
