# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What somebody asks to be scanned: a folder, an archive or a git address; told apart."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.intake import archives, git
from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.worker.sending import Emit

_SUFFIXES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz2", ".txz", ".tzst",
             ".tar", ".zip")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Something to scan, checked as far as that goes without opening it.

    Attributes:
        kind: ``folder``, ``archive`` or ``git``.
        place: Absolute path, or address.
        shown: Name or address for people.
        name: Name of the project that follows from it.
    """

    kind: str
    place: str
    shown: str
    name: str


def target_of(text: str | Path, settings: ScanSettings) -> Target:
    """Tell what ``text`` is.

    Raises:
        InputError: It is nothing that can be scanned: a bad address, no file, a device.
    """
    raw = os.fspath(text)
    if not raw.strip() or "\x00" in raw:
        raise InputError(words("scanning.intake.nothing"))
    if isinstance(text, str) and git.looks_like_address(raw.strip()):
        address = git.check_address(raw, settings)
        url = urlsplit(address)
        name = PurePosixPath(url.path).name.removesuffix(".git")
        return Target("git", address, address, name)
    path = Path(raw).expanduser()
    try:
        resolved = path.resolve(strict=True)
        mode = resolved.stat().st_mode
    except FileNotFoundError:
        raise InputError(words("scanning.intake.not_there", name=display(raw))) from None
    except (OSError, RuntimeError) as error:
        raise InputError(words("scanning.intake.closed", name=display(raw))) from error
    _check_root(resolved, settings)
    shown = display(resolved.name or str(resolved))
    if stat.S_ISDIR(mode):
        if not os.access(resolved, os.R_OK | os.X_OK):
            raise InputError(words("scanning.intake.folder", name=shown))
        return Target("folder", str(resolved), shown, shown)
    if not stat.S_ISREG(mode):
        raise InputError(words("scanning.intake.other", name=shown))
    if not os.access(resolved, os.R_OK):
        raise InputError(words("scanning.intake.file", name=shown))
    suffix = next((s for s in _SUFFIXES if shown.lower().endswith(s)), "")
    return Target("archive", str(resolved), shown, shown[: len(shown) - len(suffix)] or shown)


def _check_root(path: Path, settings: ScanSettings) -> None:
    if not settings.folder_root:
        return
    root = Path(settings.folder_root).resolve()
    if not path.is_relative_to(root):
        raise InputError(words("scanning.intake.root"))


def bring(
    target: Target, folder: Path, settings: ScanSettings, emit: Emit, report: Report
) -> tuple[Path, bool]:
    """Put the tree where it can be read: unpack, clone, or leave a folder where it is.

    Args:
        target: What to scan.
        folder: Private temporary folder.
        settings: Limits.
        emit: Receives what was left out.
        report: Receives progress of the stage ``fetch``.

    Returns:
        The root of the tree, and whether git may be asked which files it ignores.

    Raises:
        InputError: See :mod:`~ospo_widgets.scanning.intake.archives` and
            :mod:`~ospo_widgets.scanning.intake.git`.
    """
    report(Progress("fetch", item=target.shown))
    if target.kind == "folder":
        return Path(target.place), True
    tree = folder / "tree"
    if target.kind == "git":
        git.clone(target.place, tree, settings, report)
        return tree, True
    tree.mkdir(0o700)
    unpacker = archives.unpack(Path(target.place), tree, settings, report)
    root = unpacker.root()
    rows = [(n.path, n.reason, n.incomplete) for n in unpacker.not_scanned]
    emit({"kind": "skipped", "rows": rows})
    emit(
        {
            "kind": "unpacked",
            "collisions": unpacker.collisions,
            "truncated": unpacker.truncated,
        }
    )
    return root, False
