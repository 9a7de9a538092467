# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Scan a folder, an archive or a git address: the one entry of this room."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.collector import uncollected
from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.progress import Cancel, Progress, Report, silent
from ospo_widgets.scanning.intake.target import target_of
from ospo_widgets.scanning.intake.workspace import workspace
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.wishes import Wishes
from ospo_widgets.scanning.worker import process
from ospo_widgets.wording import number, words

if TYPE_CHECKING:
    from ospo_widgets.knowledge.model import Knowledge
    from ospo_widgets.scanning.result import ScanResult

STAGES = ("fetch", "list", "read", "reuse", "history", "findings")
"""Stages of a scan in order; their words are ``scanning.stage.<id>``."""


def scan(
    target: str | Path,
    *,
    report: Report = silent,
    cancel: Cancel | None = None,
    settings: ScanSettings | None = None,
    knowledge: Knowledge | None = None,
    wishes: Wishes | None = None,
) -> ScanResult:
    """Scan ``target``; nothing in it is run, a folder is only read, copies are removed.

    Args:
        target: Folder, archive (zip, or tar with gz, bz2, xz or zst, told by content) or a git
            address that begins with ``https://``.
        report: Receives progress of the stages in :data:`STAGES`, in the calling thread.
        cancel: Asked whether to stop.
        settings: Limits.
        knowledge: What the office knows; read from ``data/`` when None.
        wishes: What the person wants beside the facts; findings accepted until today count.

    Returns:
        The result; with ``partial`` True and verdict *unknown* when it was stopped half way.

    Raises:
        InputError: The target or a wish cannot be used; nothing is left on disk.
        CancelledError: Stopped before the first file was read.
        OspoError: The worker process died.
    """
    settings = settings or ScanSettings()
    wishes = wishes or Wishes(today=date.today())
    found = target_of(target, settings)
    with workspace() as folder:
        request = {"target": asdict(found), "folder": str(folder), "settings": settings.to_json()}
        with process.started(request, folder) as worker:
            # Loaded while the worker lists the files; together that takes as long as one of them.
            from ospo_widgets.knowledge.loader import load_knowledge
            from ospo_widgets.scanning.assemble import assemble, look_ahead
            from ospo_widgets.scanning.facts import Facts
            from ospo_widgets.scanning.first_look import FirstLook

            knowledge = knowledge or load_knowledge()
            facts, first = Facts(), FirstLook()
            try:
                for message in worker.messages(settings, cancel):
                    if message["kind"] == "progress":
                        report(replace(_progress(message), noticed=first.said))
                    else:
                        with uncollected():
                            facts.add(message)
                        if message["kind"] == "listed":
                            look_ahead(facts, found, knowledge)
                        first.watch(facts)
            except process.StoppedError as stopped:
                if not facts.files:
                    raise _stopped(stopped, settings) from None
            if settings.second_opinion and facts.complete:
                from ospo_widgets.scanning.opinions import ask_scancode

                facts.opinions = ask_scancode(facts, settings, report)
            report(Progress("findings", 0, 1))
            # Within the block: meanwhile the worker writes what it keeps for the next scan.
            with uncollected():
                result = assemble(facts, found, knowledge, wishes)
            report(Progress("findings", 1, 1))
    return result


def _progress(message: dict[str, object]) -> Progress:
    pairs = message["facts"]
    facts = tuple((str(a), str(b)) for a, b in pairs) if isinstance(pairs, list) else ()
    return Progress(
        stage=str(message["stage"]),
        done=int(str(message["done"])),
        total=int(str(message["total"])),
        item=str(message["item"]),
        facts=facts,
    )


def _stopped(stopped: process.StoppedError, settings: ScanSettings) -> Exception:
    if stopped.late:
        return InputError(
            words("intake.scan.time", seconds=number(settings.wall_seconds)),
            remedy=words("intake.scan.smaller"),
        )
    return CancelledError(words("intake.scan.stopped"))
