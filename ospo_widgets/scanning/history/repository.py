# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads the history of a repository with git, without running anything that it configures."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ospo_widgets.scanning.intake.git import guards

FIELD = b"\x1f"
VALUE = "\x1e"
_FORMAT = "%x1f".join(
    ("%H", "%at", "%aN", "%aE",
     "%(trailers:key=Signed-off-by,valueonly,separator=%x1e)",
     "%(trailers:key=Co-authored-by,valueonly,separator=%x1e)")
)  # fmt: skip
_CHUNK = 1 << 18
_QUIET = ("--no-pager", "-c", "log.showSignature=false", "-c", "core.quotePath=false",
          "-c", "diff.external=", "-c", "core.attributesFile=/dev/null")  # fmt: skip


class HistoryError(Exception):
    """The history cannot be read; the message is the id of a wording."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; it stays in the worker process, since it names a person.

    Attributes:
        id: Hash.
        time: When it was written, in seconds since 1970.
        name: Author, after ``.mailmap``.
        address: Mail address of the author, in lower case, after ``.mailmap``.
        signed_off: Values of ``Signed-off-by``.
        others: Values of ``Co-authored-by``.
    """

    id: str
    time: int
    name: str
    address: str
    signed_off: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on disk.

    Attributes:
        folder: Its work tree, a folder in it, or a bare repository.
        below: Only what concerns ``folder`` itself, when it is no root of a work tree.
        shallow: Its history was cut off.
    """

    folder: Path
    below: bool
    shallow: bool

    @classmethod
    def open(cls, folder: Path) -> Repository:
        """The repository to which a folder belongs.

        Raises:
            HistoryError: ``none`` when there is none, ``owner`` when it belongs to somebody else,
                ``git`` when git is missing.
        """
        said = ask(folder, "rev-parse", "--is-shallow-repository", "--show-prefix")
        lines = said.decode("utf-8", "replace").split("\n")
        return cls(folder, bool(lines[1:2] and lines[1].strip()), lines[0].strip() == "true")

    def commits(self, limit: int) -> Iterator[Commit]:
        """Commits of the current branch, newest first, at most ``limit``; merges left out."""
        arguments = ["log", "-z", "--no-merges", "--use-mailmap", f"--max-count={limit}",
                     "--encoding=UTF-8", f"--format={_FORMAT}", *self._scope()]  # fmt: skip
        for row in records(self.folder, arguments):
            found = _commit(row)
            if found:
                yield found

    def tags(self) -> list[tuple[str, int]]:
        """Names and times of the tags, newest first, at most 1,000."""
        said = ask(self.folder, "for-each-ref", "--count=1000", "--sort=-creatordate",
                   "--format=%(refname:short)%1f%(creatordate:unix)", "refs/tags")  # fmt: skip
        found = []
        for line in said.split(b"\n"):
            name, _, when = line.partition(FIELD)
            if name and when.strip().isdigit():
                found.append((name.decode("utf-8", "replace")[:200], int(when)))
        return found

    def first_years(self) -> dict[str, int]:
        """The year in which each path first came in, by path as git gives it.

        A path that was renamed counts from the rename, since its earlier content may differ.
        """
        arguments = ["log", "-z", "--no-merges", "--diff-filter=A", "--name-only", "--no-renames",
                     "--relative", "--format=%x1f%at", *self._scope()]  # fmt: skip
        year = 0
        years: dict[str, int] = {}
        for row in records(self.folder, arguments):
            text = row.lstrip(b"\n")
            if text.startswith(FIELD):
                stamp, _, text = text[1:].partition(b"\n")
                year = _year(stamp)
                text = text.lstrip(b"\n")
            if text and year:
                # Newest first, so what comes last is the oldest.
                years[os.fsdecode(text)] = year
        return years

    def _scope(self) -> tuple[str, ...]:
        return ("--", ".") if self.below else ("--",)


def _commit(row: bytes) -> Commit | None:
    fields = row.decode("utf-8", "replace").split("\x1f")
    if len(fields) != 6 or not fields[1].strip().lstrip("-").isdigit():
        return None
    return Commit(
        id=fields[0].strip(),
        time=int(fields[1]),
        name=fields[2].strip(),
        address=fields[3].strip().lower(),
        signed_off=tuple(v for v in fields[4].strip().split(VALUE) if v),
        others=tuple(v for v in fields[5].strip().split(VALUE) if v),
    )


def _year(stamp: bytes) -> int:
    try:
        return time.gmtime(int(stamp)).tm_year
    except (ValueError, OverflowError, OSError):
        return 0


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | guards() | {"LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_PAGER": "cat"}


def ask(folder: Path, *arguments: str) -> bytes:
    """What a quick git command says.

    Raises:
        HistoryError: See :meth:`Repository.open`.
    """
    try:
        done = subprocess.run(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
    except FileNotFoundError:
        raise HistoryError("git") from None
    except subprocess.TimeoutExpired:
        raise HistoryError("slow") from None
    if done.returncode:
        raise HistoryError("owner" if b"dubious ownership" in done.stderr else "none")
    return done.stdout


@contextmanager
def stream(folder: Path, arguments: Sequence[str]) -> Iterator[IO[bytes]]:
    """Output of a git command while it runs; the command ends with the block.

    Raises:
        HistoryError: Git is missing.
    """
    try:
        process = subprocess.Popen(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise HistoryError("git") from None
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def records(folder: Path, arguments: Sequence[str]) -> Iterator[bytes]:
    """Output of a git command, cut at NUL bytes."""
    with stream(folder, arguments) as output:
        pending = b""
        while data := output.read(_CHUNK):
            *rows, pending = (pending + data).split(b"\0")
            yield from rows
            if len(pending) > (1 << 24):
                raise HistoryError("strange")
        if pending:
            yield pending
