# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads the history of what is scanned, in the worker process, and sends it in aggregate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.history.authors import authors
from ospo_widgets.scanning.history.model import History
from ospo_widgets.scanning.history.old_secrets import old_secrets
from ospo_widgets.scanning.history.repository import Commit, HistoryError, Repository
from ospo_widgets.scanning.intake import git
from ospo_widgets.scanning.intake.target import Target
from ospo_widgets.scanning.settings import ScanSettings


def read_history(
    target: Target, root: Path, folder: Path, settings: ScanSettings, report: Report
) -> History:
    """The history of the target; what cannot be read becomes a problem, never an error.

    Args:
        target: What is scanned.
        root: Its files.
        folder: Private folder, for the history of a git address.
        settings: Limits, and how much to read.
        report: Receives progress of the stage ``history``.
    """
    if settings.history == "none":
        return History(problem="off")
    if target.kind == "archive":
        return History(problem="archive")
    report(Progress("history"))
    try:
        if target.kind == "git":
            root = folder / "history.git"
            git.clone_history(target.place, root, settings, lambda p: report(_renamed(p)))
        repository = Repository.open(root)
        limit = settings.max_commits
        counted = authors(
            _told(repository.commits(limit), report), repository.tags(), complete=False
        )
        secrets = None
        if settings.history == "full" and target.kind == "folder":
            secrets = old_secrets(repository, settings.history_seconds, report)
        whole = not repository.shallow and counted.commits < limit
    except HistoryError as error:
        return History(problem=str(error))
    except InputError:
        return History(problem="server")
    return History(replace(counted, complete=whole), secrets, "")


def _renamed(progress: Progress) -> Progress:
    return replace(progress, stage="history")


def _told(commits: Iterable[Commit], report: Report) -> Iterator[Commit]:
    for done, commit in enumerate(commits):
        if done % 2000 == 0:
            report(Progress("history", done))
        yield commit
