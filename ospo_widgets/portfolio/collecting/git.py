# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads a git repository on disk; nothing that it configures is read or run.

Git is asked once, in the repository, where its objects are, which commit is the newest, and for the
tags. Everything else runs in a private folder that has settings of our own and only borrows the
objects: settings, attributes, grafts, replacements and work tree of the repository do not count,
and objects that a partial clone lacks are missing rather than fetched.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ospo_widgets.git_access import guards
from ospo_widgets.portfolio.collecting.limits import GitError, Limits

CHUNK = 1 << 18
MOST_TAGS = 100_000
_LONGEST_ROW = 1 << 24
_QUICK = 60.0
_NO_LIMIT = 1e9
_CONFIG = """[core]
\trepositoryformatversion = {version}
\tbare = true
\tlooseCompression = 1
\tpackedGitLimit = 1g
\tpackedGitWindowSize = 64m
[log]
\tshowSignature = false
[mailmap]
\tblob = HEAD:.mailmap
"""


@dataclass(frozen=True, slots=True)
class Blob:
    """An object and its content.

    Attributes:
        id: Hexadecimal id.
        size: Bytes.
        data: Content, None when it is larger than what was asked for.
    """

    id: str
    size: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag.

    Attributes:
        time: When it was made, in seconds since 1970.
        commit: Id of what it marks, mostly a commit.
    """

    time: int
    commit: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that can be read.

    Attributes:
        private: Folder with our settings, in which git runs.
        objects: Folder with its objects.
        head: Id of the newest commit.
        shallow: Its history was cut off.
        tags: Its tags, newest first, at most :data:`MOST_TAGS`.
        limits: When reading ends.
    """

    private: Path
    objects: Path
    head: str
    shallow: bool
    tags: tuple[Tag, ...]
    limits: Limits

    @property
    def id_bytes(self) -> int:
        """Length of an id in a tree."""
        return len(self.head) // 2

    def ask(self, *arguments: str) -> bytes:
        """All that a git command says.

        Raises:
            GitError: It failed, took too long, or git is missing.
        """
        return b"".join(self.chunks(arguments))

    def chunks(self, arguments: Sequence[str], given: bytes = b"") -> Iterator[bytes]:
        """Output of a git command while it runs.

        Args:
            arguments: Command and options.
            given: What it reads from standard input.

        Raises:
            GitError: As :meth:`ask`.
            StoppedError: The person asked to stop.
        """
        with self._running(arguments, given) as output:
            while data := output.read(CHUNK):
                self.limits.check()
                yield data

    def rows(self, arguments: Sequence[str]) -> Iterator[list[bytes]]:
        """Output of a git command cut at NUL bytes, many rows at a time."""
        pending = b""
        for data in self.chunks(arguments):
            *rows, pending = (pending + data).split(b"\0")
            if len(pending) > _LONGEST_ROW:
                raise GitError("strange")
            yield rows
        if pending:
            yield [pending]

    def contents(self, ids: Iterable[str], largest: int) -> Iterator[Blob]:
        """Objects in the order of ``ids``; missing ones are left out.

        Args:
            ids: Hexadecimal ids.
            largest: Bytes above which only the size is told.
        """
        given = "".join(f"{one}\n" for one in ids).encode("ascii")
        if not given:
            return
        with self._running(("cat-file", "--batch", "--buffer"), given) as output:
            for number in itertools.count():
                if number % 256 == 0:
                    self.limits.check()
                line = output.readline(_LONGEST_ROW)
                if not line:
                    break
                words = line.split()
                if len(words) != 3:
                    continue  # “… missing”
                size = int(words[2])
                data = None
                if size <= largest:
                    data = output.read(size)
                else:
                    _skip(output, size)
                output.read(1)
                yield Blob(words[0].decode("ascii"), size, data)

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """Size of each object that is there."""
        given = "".join(f"{one}\n" for one in ids).encode("ascii")
        if not given:
            return {}
        format_ = "--batch-check=%(objectname) %(objectsize)"
        said = b"".join(self.chunks(("cat-file", format_, "--buffer"), given))
        lines = (line.split() for line in said.decode("ascii", "replace").splitlines())
        return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdigit()}

    @contextmanager
    def _running(self, arguments: Sequence[str], given: bytes) -> Iterator[IO[bytes]]:
        environment = _environment() | {
            "GIT_DIR": str(self.private),
            "GIT_OBJECT_DIRECTORY": str(self.objects),
            "HOME": str(self.private),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
        }
        with tempfile.TemporaryFile() as source:
            source.write(given)
            source.seek(0)
            process = _start(arguments, self.private, environment, source)
        _bound(process.pid, self.limits.memory)
        late = threading.Timer(min(self.limits.left, _NO_LIMIT), process.kill)
        late.daemon = True
        late.start()
        assert process.stdout is not None
        try:
            yield process.stdout
            process.stdout.close()
            failed = process.wait()
            self.limits.check()
            if failed:
                raise GitError("strange")
        finally:
            late.cancel()
            process.kill()
            process.stdout.close()
            process.wait()


def _skip(output: IO[bytes], size: int) -> None:
    """Read past an object that is too large."""
    while size > 0 and (read := len(output.read(min(size, CHUNK)))):
        size -= read


def _start(
    arguments: Sequence[str], folder: Path, environment: dict[str, str], source: IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *arguments],
            cwd=folder,
            env=environment,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise GitError("git") from None


def _bound(process: int, memory: int) -> None:
    """Limit the address space of a process, where the system can do that from outside."""
    import resource

    limit = getattr(resource, "prlimit", None)
    if memory and limit is not None:
        try:
            limit(process, resource.RLIMIT_AS, (memory, memory))
        except (OSError, ValueError):
            return  # it has ended already, or we may not have as much ourselves


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | guards() | {
        "LC_ALL": "C", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1",
    }  # fmt: skip


@contextmanager
def opened(folder: Path, limits: Limits) -> Iterator[Repository]:
    """The repository at a folder; its private folder is gone at the end of the block.

    Args:
        folder: A bare repository, or the top of a work tree.
        limits: When reading ends.

    Raises:
        GitError: ``none`` when there is none, ``below`` when the folder only lies in one, ``owner``
            when it belongs to somebody else, ``empty`` when it has no commit, ``git`` when git is
            missing.
    """
    if not folder.is_dir():
        raise GitError("none")
    said = _first(folder, limits, "rev-parse", "--is-shallow-repository", "--show-prefix",
                  "--git-path", "objects", "--git-path", "shallow")  # fmt: skip
    shallow, prefix, objects, cut_off = (os.fsdecode(said).split("\n") + [""] * 4)[:4]
    if prefix:
        raise GitError("below")
    try:
        head = _first(folder, limits, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        raise GitError("empty" if error.reason == "none" else error.reason) from None
    with tempfile.TemporaryDirectory(prefix="ospo-collect-") as made:
        private = Path(made)
        commit = head.decode("ascii").strip()
        _prepare(private, commit)
        if shallow == "true":
            cut = folder / cut_off
            (private / "shallow").write_bytes(cut.read_bytes() if cut.is_file() else b"")
        yield Repository(
            private=private,
            objects=(folder / objects).resolve(),
            head=commit,
            shallow=shallow == "true",
            tags=_tags(folder, limits),
            limits=limits,
        )


def _prepare(private: Path, head: str) -> None:
    long = len(head) == 64
    config = _CONFIG.format(version=int(long))
    if long:
        config += "[extensions]\n\tobjectFormat = sha256\n"
    (private / "refs").mkdir()
    (private / "HEAD").write_text(f"{head}\n", encoding="ascii")
    (private / "config").write_text(config, encoding="ascii")


def _tags(folder: Path, limits: Limits) -> tuple[Tag, ...]:
    said = _first(folder, limits, "for-each-ref", f"--count={MOST_TAGS}", "--sort=-creatordate",
                  "--format=%(creatordate:unix) %(objectname) %(*objectname)",
                  "refs/tags")  # fmt: skip
    return tuple(map(_tag, said.decode("ascii", "replace").splitlines()))


def _tag(line: str) -> Tag:
    """An annotated tag has two ids: its own, and that of what it marks."""
    time, _, ids = line.partition(" ")
    return Tag(int(time) if time.isdigit() else 0, ids.strip().rpartition(" ")[2])


def _first(folder: Path, limits: Limits, *arguments: str) -> bytes:
    """What git says in the repository itself."""
    try:
        done = subprocess.run(
            ["git", "--no-pager", *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=min(limits.left, _QUICK) or 0.001,
        )
    except FileNotFoundError:
        raise GitError("git") from None
    except subprocess.TimeoutExpired:
        raise GitError("slow") from None
    if done.returncode:
        raise GitError("owner" if b"dubious ownership" in done.stderr else "none")
    return done.stdout
