# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What detectors said about a content is kept, so that a second scan pays for changes only.

The key is the content's SHA-256 with the file's name. An entry is as good as the detectors that
made it: their versions, the data that they read and the libraries behind them are part of the key.
A cache that is missing, locked, damaged or full is no error; the files are then examined again.

A folder that is scanned where it lies is often scanned again, so for each of its files the *stamp*
is kept too, as git's index does: size, times of the last change of content and of inode, inode and
device. A file with the same stamp is not even read. The time of the last change of the inode cannot
be set back by a program, so an edit with an old date is noticed. A file that changed less than
:data:`RACY` seconds before the scan began gets no stamp: it could change once more within the same
tick of the clock. Copies from archives and git addresses lie in new folders and get none.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets import __version__
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.sizes import MEGABYTE

if TYPE_CHECKING:
    from ospo_widgets.scanning.reading.reader import Reading, Said
    from ospo_widgets.scanning.reading.stamps import Stamp

VARIABLE = "OSPO_CACHE_DIR"
"""Environment variable with the folder to keep evidence in; set to nothing, none is kept."""
MAX_BYTES = 512 * MEGABYTE
"""Size of the file at which it is begun anew."""
RACY = 2.0
"""Seconds before the scan within which a change makes a stamp worthless."""
_NAME = "evidence-2.sqlite3"
_LIBRARIES = ("reuse", "licenseclassifier", "license-expression", "google-re2", "python-magic")
"""Libraries whose next version may say something else about the same content."""


def default_folder() -> Path | None:
    """The folder of this user, None when keeping is off."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE]) if os.environ[VARIABLE] else None
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "ospo-widgets"
    except RuntimeError:
        return None


def signature(detectors: Sequence[Detector]) -> str:
    """Name for all that can change what detectors say, 16 hexadecimal digits."""
    parts = [__version__, *(f"{d.name}={d.version}" for d in detectors)]
    for name in _LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            parts.append(f"{name}={importlib.metadata.version(name)}")
    for folder in (data_dir(), overlay_dir()):
        if folder is not None:
            parts += sorted(_stamps(folder))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _stamps(folder: Path) -> Iterable[str]:
    """Size and time of the files that detectors may read; changing one makes them all new."""
    for base, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in {"examples", "portfolio", "license_texts"}]
        for name in names:
            with contextlib.suppress(OSError):
                state = (Path(base) / name).stat()
                yield f"{base}/{name}:{state.st_size}:{state.st_mtime_ns}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said about a content.

    Attributes:
        said: What detectors said.
        wanted: Detectors that looked because of the path, with commas; one that another path wants
            is missing.
    """

    said: Said
    wanted: str

    def dump(self) -> str:
        """The entry as text: one line with the names, and one for each detector."""
        return "\n".join((f"wanted {self.wanted}", *(f"{k} {v}" for k, v in self.said.items())))

    @classmethod
    def load(cls, text: str) -> Entry:
        """Read what :meth:`dump` wrote.

        Raises:
            ValueError: It is something else.
        """
        first, *lines = text.split("\n")
        word, _, wanted = first.partition(" ")
        if word != "wanted":
            raise ValueError
        said = {}
        for line in lines:
            name, _, rows = line.partition(" ")
            said[name] = rows
        return cls(said, wanted)


@dataclass
class EvidenceCache:
    """Entries on disk.

    Attributes:
        folder: Where; made when there is something to keep.
        signature: See :func:`signature`.
    """

    folder: Path
    signature: str
    _reader: sqlite3.Connection | None = field(default=None, init=False)
    _owner: int = field(default=0, init=False)
    _new: list[tuple[bytes, str]] = field(default_factory=list, init=False)
    _stamped: list[tuple[bytes, bytes, str, str]] = field(default_factory=list, init=False)
    _began: int = field(default_factory=time.time_ns, init=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / _NAME

    def key(self, digest: str, name: str) -> bytes:
        """Key of a content under a name."""
        text = f"{self.signature}\0{digest}\0{name}"
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()[:20]

    def get(self, digest: str, name: str) -> Entry | None:
        """What was said about a content, None when nothing is known."""
        reader = self._connection()
        if reader is None:
            return None
        try:
            found = reader.execute(
                "SELECT value FROM evidence WHERE key = ?", (self.key(digest, name),)
            ).fetchone()
            if found is None:
                return None
            return Entry.load(found[0])
        except (sqlite3.Error, ValueError, AttributeError):
            return None

    def unchanged(self, root: Path) -> Iterator[tuple[str, str, str, Entry]]:
        """What is known of the files of a folder that was scanned where it lies.

        Args:
            root: The folder, absolute.

        Yields:
            Path, as the system gives it, stamp, ``kind encoding digest``, and what was said.
        """
        reader = self._connection()
        if reader is None:
            return
        try:
            for path, stamp, about, value in reader.execute(
                "SELECT path, stamp, about, value FROM stamps JOIN evidence USING (key) "
                "WHERE root = ?",
                (self._root(root),),
            ):
                yield os.fsdecode(path), stamp, about, Entry.load(value)
        except (sqlite3.Error, ValueError, AttributeError):
            return

    def _root(self, root: Path) -> bytes:
        return self.key("", os.fspath(root))

    def _connection(self) -> sqlite3.Connection | None:
        """A connection of this process: one that came with a fork must not be used."""
        if self._owner != os.getpid():
            self._owner = os.getpid()
            try:
                self._reader = sqlite3.connect(
                    f"{self.path.resolve().as_uri()}?mode=ro", uri=True, timeout=1
                )
            except (sqlite3.Error, ValueError):
                self._reader = None
        return self._reader

    def add(self, reading: Reading) -> None:
        """Remember what detectors said now, until :meth:`save`; what failed is not kept."""
        if reading.fresh and reading.kind and not reading.failed and not reading.problems:
            name = reading.path.rpartition("/")[2]
            self.put(reading.digest, name, Entry(reading.said, reading.wanted))

    def put(self, digest: str, name: str, entry: Entry) -> None:
        """Remember an entry until :meth:`save`."""
        self._new.append((self.key(digest, name), entry.dump()))

    def stamp(self, path: str, stamp: Stamp, reading: Reading) -> None:
        """Remember until :meth:`save` that a file was read when it had this stamp.

        Args:
            path: Relative, as the system gives it.
            stamp: From before it was read.
            reading: What was read.
        """
        if not reading.kind or reading.failed or reading.problems:
            return
        if stamp.latest + RACY * 1e9 < self._began:
            name = reading.path.rpartition("/")[2]
            about = f"{reading.kind} {reading.encoding} {reading.digest}"
            key = self.key(reading.digest, name)
            self._stamped.append((os.fsencode(path), key, stamp.text, about))

    def save(self, root: Path | None = None) -> None:
        """Write what is new; says nothing when that is not possible.

        Args:
            root: The folder whose stamps are new.
        """
        if not self._new and not self._stamped:
            return
        with contextlib.suppress(OSError, sqlite3.Error):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > MAX_BYTES:
                self.path.unlink()
            try:
                self._write(root)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise  # locked or full: another time
                self.path.unlink()  # damaged
                self._write(root)
        self._new, self._stamped = [], []

    def _write(self, root: Path | None) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self.path, flags, 0o600)
        os.close(descriptor)
        with contextlib.closing(sqlite3.connect(self.path, timeout=2)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS evidence (key BLOB PRIMARY KEY, value TEXT NOT NULL) "
                "WITHOUT ROWID"
            )
            connection.execute(
                "CREATE TABLE IF NOT EXISTS stamps (root BLOB, path BLOB, key BLOB NOT NULL, "
                "stamp TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY (root, path)) WITHOUT ROWID"
            )
            connection.executemany(
                # In order, which makes it twice as fast.
                "INSERT OR REPLACE INTO evidence VALUES (?, ?)",
                sorted(self._new),
            )
            if root is not None:
                of = self._root(root)
                connection.executemany(
                    "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?)",
                    ((of, *row) for row in self._stamped),
                )
