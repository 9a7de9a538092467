# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The worker's side of a fix: reads the tree again, writes patch and contents, says what is new."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.licensing.notices import FIRST_YEAR, LAST_YEAR
from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.detection.license_texts import is_license_file, read_license_texts
from ospo_widgets.scanning.fix.basis import Basis
from ospo_widgets.scanning.fix.choices import FixChoices
from ospo_widgets.scanning.fix.corrections import is_group
from ospo_widgets.scanning.fix.grants import copyright_lines, holder_in
from ospo_widgets.scanning.fix.owners import Neighbour, Owners
from ospo_widgets.scanning.fix.planner import Planner
from ospo_widgets.scanning.fix.spool import CONTENTS, WHOLE, Spool, member
from ospo_widgets.scanning.fix.steering import Steering
from ospo_widgets.scanning.fix.tree import Tree
from ospo_widgets.scanning.history.repository import HistoryError, Repository
from ospo_widgets.scanning.intake.git import clone_history
from ospo_widgets.scanning.intake.target import Target
from ospo_widgets.scanning.paths import decode
from ospo_widgets.scanning.reuse.covered import list_tree
from ospo_widgets.scanning.reuse.ignoring import LeftOut as Ignored
from ospo_widgets.scanning.reuse.ignoring import ask_git
from ospo_widgets.scanning.settings import ScanSettings

Emit = Callable[[dict[str, Any]], None]
BATCH = 200
"""Rows in one message."""
MAX_EDITED = 4 << 20
"""Largest file that gets a header, in bytes."""
_CHUNK = 1 << 18


def serve_fix(
    root: Path, request: dict[str, Any], settings: ScanSettings, emit: Emit, report: Report,
    *, git: bool,
) -> None:  # fmt: skip
    """Propose a fix for the tree under ``root``; it is only read.

    Args:
        root: The tree.
        request: ``basis``, ``choices``, ``out`` (private folder) and ``whole`` (also an archive of
            the whole tree).
        settings: Limits.
        emit: Receives the messages ``changes``, ``left``, ``handled`` and ``fixed``.
        report: Receives progress of the stage ``fix``.
        git: Ask git which files it ignores.
    """
    basis, choices = Basis.from_json(request["basis"]), FixChoices.from_json(request["choices"])
    out = Path(request["out"])
    if choices.from_history and choices.year is None and not choices.years and git:
        years = _years(Target(**request["target"]), root, out, settings)
        choices = replace(choices, years=years)
    listing = list_tree(root, ask_git(root)() if git else Ignored(), settings)
    tree = Tree(root, [file.path for file in listing.files], MAX_EDITED)
    holder = _holder(tree, basis, choices)
    ours = tuple(
        h for h in (holder, basis.holder, choices.default_holder, *choices.own_holders) if h
    )
    owners = Owners(
        basis.parts, ours, choices.exclusions, _neighbours(tree, settings), choices.collaborations
    )
    changes, left, handled = (_Batch(emit, k) for k in ("changes", "left", "handled"))
    with Spool(out, lambda change: changes.add(change.to_json())) as spool:
        planner = Planner(
            tree,
            basis,
            choices,
            owners,
            holder,
            spool,
            lambda row: left.add([row.path, row.reason, dict(row.values), row.excluded]),
            lambda path, what: handled.add([path, list(what)]),
        )
        planner.go(report)
        Steering(planner).go()
    for batch in (changes, left, handled):
        batch.flush()
    if request["whole"]:
        _write_whole(tree, spool, out, report)
    emit({"kind": "fixed", "holder": holder})


def _years(target: Target, root: Path, out: Path, settings: ScanSettings) -> dict[str, int]:
    """The year in which each file came into the history; none where there is no whole history."""
    copy = out / "history.git"
    try:
        if target.kind == "git":
            clone_history(target.place, copy, settings)
        repository = Repository.open(copy if target.kind == "git" else root)
        found = {} if repository.shallow else repository.first_years()
    except (HistoryError, InputError):
        return {}
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    return {path: year for path, year in found.items() if FIRST_YEAR <= year <= LAST_YEAR}


def _holder(tree: Tree, basis: Basis, choices: FixChoices) -> str:
    """Who holds the copyright: chosen, else named by most files, else by the licence file."""
    if choices.holder.strip():
        return choices.holder.strip()
    if basis.holder:
        return _legal(basis.holder, choices)
    for path in tree.paths:
        if "/" not in path and is_license_file(path):
            for line in copyright_lines(decode(tree.read(path) or b"")):
                holder = holder_in(f"© {line}")
                if (
                    holder
                    and len(holder) < 100
                    and "free software foundation" not in holder.casefold()
                ):
                    return _legal(holder, choices)
    return choices.default_holder


def _legal(holder: str, choices: FixChoices) -> str:
    """A holder that can hold: a collaboration has somebody who holds for its benefit."""
    if not is_group(holder) or not choices.default_holder:
        return holder
    bare = re.sub(r"^the\s+", "", holder, flags=re.I)
    return f"{choices.default_holder} for the benefit of the {bare}"


def _neighbours(tree: Tree, settings: ScanSettings) -> dict[str, Neighbour]:
    """Licence files below the root, by folder."""
    below = [p for p in tree.paths if "/" in p and is_license_file(p)]
    below = [p for p in below if "LICENSES" not in PurePosixPath(p).parts]
    found: dict[str, Neighbour] = {}
    for text in read_license_texts(tree.root, below, settings):
        folder = str(PurePosixPath(text.path).parent)
        raw = tree.raw(text.path)
        lines = copyright_lines(decode((tree.read(raw) if raw else None) or b""))
        before = found.get(folder, Neighbour((), ()))
        found[folder] = Neighbour(
            tuple(dict.fromkeys((*before.ids, *text.ids))),
            tuple(dict.fromkeys((*before.copyright, *lines))),
        )
    return found


def _write_whole(tree: Tree, spool: Spool, out: Path, report: Report) -> None:
    """The whole tree with the fix in it, as a zip archive."""
    total = len(tree.paths)
    with (
        zipfile.ZipFile(out / WHOLE, "w", zipfile.ZIP_DEFLATED) as archive,
        zipfile.ZipFile(out / CONTENTS) as fixed,
    ):
        names = set(fixed.namelist())
        paths = sorted({p for p in tree.paths if not spool.touches(p)} | set(spool.paths))
        for done, path in enumerate(paths):
            report(Progress("fix", done, total))
            info = member(path, tree.mode(path))
            if path in spool.paths:
                if info.filename in names:
                    info = fixed.getinfo(info.filename)
                    archive.writestr(info, fixed.read(info))
                continue
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with (
                os.fdopen(os.open(tree.root / path, flags), "rb") as source,
                archive.open(info, "w", force_zip64=True) as target,
            ):
                shutil.copyfileobj(source, target, _CHUNK)


class _Batch:
    """Gathers rows for one message."""

    def __init__(self, emit: Emit, kind: str) -> None:
        self._emit, self._kind = emit, kind
        self._rows: list[Any] = []

    def add(self, row: Any) -> None:
        """Add a row; a full batch is sent."""
        self._rows.append(row)
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Send what is there."""
        if self._rows:
            self._emit({"kind": self._kind, "rows": self._rows})
            self._rows = []
