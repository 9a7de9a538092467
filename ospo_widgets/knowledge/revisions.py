# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Older states of a folder of knowledge, read from git without checking anything out.

git runs in the environment of :mod:`ospo_widgets.git_access`: no hooks, no settings of the person
or of the repository that start programs, no network.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.git_access import environment
from ospo_widgets.wording import words

SECONDS = 60
"""Time after which git is given up."""

MAX_BYTES = 200_000_000
"""Largest folder of knowledge that is read from a revision, unpacked."""


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """A folder as it was at a revision, in a private place that goes afterwards.

    Args:
        revision: Branch, tag or commit.
        folder: Folder inside a git repository.

    Raises:
        InputError: The folder is in no repository, or was not there at that revision.
    """
    with tempfile.TemporaryDirectory(prefix="ospo-revision-") as private:
        home = Path(private)
        commit = _commit(revision, folder, home)
        inside = _git(folder, home, "rev-parse", "--show-prefix").decode().strip().rstrip("/")
        top = Path(_git(folder, home, "rev-parse", "--show-toplevel").decode().strip())
        packed = _git(top, home, "archive", "--format=tar", f"{commit}:{inside}")
        target = home / "data"
        target.mkdir()
        _unpack(packed, target, revision)
        yield target


def last_change(file: Path, first: int, last: int) -> date | None:
    """Day of the newest commit that touched some lines of a file; None when git cannot tell.

    Args:
        file: A file, perhaps in a git repository.
        first: First line, from 1.
        last: Last line.
    """
    if shutil.which("git") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="ospo-blame-") as private:
        try:
            told = _git(
                file.parent, Path(private), "blame", "--porcelain", f"-L{first},{last}", "--",
                file.name,
            )  # fmt: skip
        except InputError:
            return None
    stamps = [
        int(line.split()[1]) for line in told.splitlines() if line.startswith(b"author-time ")
    ]
    return date.fromtimestamp(max(stamps)) if stamps else None


def _commit(revision: str, folder: Path, home: Path) -> str:
    if not revision or revision.startswith("-") or any(ord(c) <= 0x20 for c in revision):
        raise InputError(words("knowledge.refused.compare.neither", revision=revision))
    if shutil.which("git") is None:
        raise InputError(words("knowledge.refused.compare.no_git"))
    try:
        told = _git(
            folder, home, "rev-parse", "--verify", "--quiet", "--end-of-options",
            f"{revision}^{{commit}}",
        )  # fmt: skip
    except InputError:
        raise InputError(
            words("knowledge.refused.compare.no_revision", revision=revision, folder=folder)
        ) from None
    return told.decode().strip()


def _git(folder: Path, home: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            env=environment(home, "none"),
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(
            words("knowledge.refused.compare.silent", why=type(error).__name__)
        ) from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1] if lines else words("knowledge.refused.compare.unread_unsaid")
        raise InputError(words("knowledge.refused.compare.unread", folder=folder, why=why))
    return done.stdout


def _unpack(packed: bytes, target: Path, revision: str) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as archive:
        members = archive.getmembers()
        if sum(member.size for member in members) > MAX_BYTES:
            raise InputError(words("knowledge.refused.compare.large", revision=revision))
        # Links could lead out of the private place; knowledge has none.
        archive.extractall(target, [m for m in members if m.isfile() or m.isdir()], filter="data")
