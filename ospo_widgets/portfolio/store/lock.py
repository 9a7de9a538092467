# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One writer at a time.

Locks are numbered files that are made exclusively; the highest number counts and is never reused.
Who wants to write makes the next number, if the highest is given back or its holder is gone: of two
who try, one is first. A holder that is not the highest any more has lost its lock and must not
commit. So a writer that was killed blocks nobody for long, and one that only slept does no harm.

A holder of the same machine is gone when its process is. Of others it is gone when it gave no sign
for :data:`STALE`; while it writes it gives one every :data:`BEAT`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.store.files import Files
from ospo_widgets.portfolio.store.snapshot import read_json
from ospo_widgets.wording import words

FOLDER = "lock"
STALE = 900.0
"""Seconds without a sign after which a holder elsewhere counts as gone; clocks differ by less."""
BEAT = 60.0
"""Seconds between signs."""
_POLL = 0.5
_MOST = 4_096
_held: set[str] = set()
"""Tokens of the locks that this process holds. One that could not be given back, as on a full disk,
is not among them, and so is free for others of this process."""


@cache
def machine() -> str:
    """This machine since its start, and its view of processes, as a digest: it names nobody."""
    parts = [socket.gethostname()]
    for place in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        path = Path(place)
        with contextlib.suppress(OSError):
            parts.append(str(path.readlink()) if path.is_symlink() else path.read_text("ascii"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def started(process: int) -> str | None:
    """When a process of this machine began, in the system’s own count; None when it is gone.

    Empty where the system does not tell: numbers of processes are then taken for what they are.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii", errors="replace")
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _alive(process)
    except OSError:
        return _alive(process)
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def _alive(process: int) -> str | None:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except OSError:
        pass
    return ""


@dataclass
class WriterLock:
    """The right to write to a store, from :func:`writing`.

    Attributes:
        files: Where the store lies.
        clock: Seconds since 1970; handed in by tests.
        doubtful: It was taken from a writer elsewhere that gave no sign, which may only sleep.
    """

    files: Files
    clock: Callable[[], float] = time.time
    doubtful: bool = False
    _number: int = 0
    _token: str = field(default_factory=lambda: secrets.token_hex(8))
    _sign: float = 0.0
    _empty: int = 0
    _given_back: threading.Event = field(default_factory=threading.Event)

    def _content(self, state: str) -> bytes:
        data = {
            "state": state,
            "token": self._token,
            "machine": machine(),
            "process": os.getpid(),
            "started": started(os.getpid()),
            "sign": self.clock(),
        }
        return json.dumps(data).encode()

    def take(self) -> bool:
        """Try to become the writer; False when somebody else is."""
        numbers = _numbers(self.files)
        highest = numbers[-1] if numbers else 0
        self.doubtful = False
        if numbers and not self._is_free(highest):
            return False
        self._sign = self.clock()
        _held.add(self._token)
        if not self._first(highest + 1):
            _held.discard(self._token)
            return False
        self._number = highest + 1
        for number in numbers:
            with contextlib.suppress(OSError):
                self.files.remove(_path(number))
        return True

    def _first(self, number: int) -> bool:
        if not self.files.create(_path(number), self._content("held")):
            return False
        if _numbers(self.files)[-1] == number:
            return True
        self.files.remove(_path(number))  # others took the lock and gave it back in between
        return False

    def _is_free(self, number: int) -> bool:
        try:
            data = read_json(self.files.read(_path(number), _MOST))
        except FileNotFoundError:
            return False  # taken over in this moment; the next look tells more
        except (OSError, ValueError):
            data = None
        if data is None:
            # A name that was taken and has no content: its maker is about to write it, or died.
            before, self._empty = self._empty, number
            self.doubtful = before == number
            return self.doubtful
        if data.get("state") == "free":
            return True
        if data.get("machine") == machine() and isinstance(data.get("process"), int):
            if data["process"] == os.getpid():
                return data.get("token") not in _held
            return started(data["process"]) != data.get("started")
        sign = data.get("sign")
        self.doubtful = not isinstance(sign, int | float) or self.clock() - sign > STALE
        return self.doubtful

    def check(self) -> None:
        """Make sure that nobody took over.

        Raises:
            InputError: Somebody did, since this writer gave no sign for too long.
        """
        numbers = _numbers(self.files)
        if not numbers or numbers[-1] != self._number or self.clock() - self._sign > STALE:
            raise InputError(words("store.lost-lock"))

    def beat(self) -> None:
        """Give a sign, unless somebody took over."""
        numbers = _numbers(self.files)
        if numbers and numbers[-1] == self._number:
            self.files.write(_path(self._number), self._content("held"))
            self._sign = self.clock()

    def beats(self) -> None:
        """Give signs until the lock is given back; runs in a thread."""
        while not self._given_back.wait(BEAT):
            with contextlib.suppress(Exception):  # no sign is no reason to stop; check() decides
                self.beat()

    def give_back(self) -> None:
        """Let others write."""
        self._given_back.set()
        _held.discard(self._token)
        with contextlib.suppress(OSError):
            if _numbers(self.files)[-1:] == (self._number,):
                self.files.write(_path(self._number), self._content("free"))


def _path(number: int) -> str:
    return f"{FOLDER}/{number:010d}.json"


def _numbers(files: Files) -> tuple[int, ...]:
    names = (name.partition(".") for name in files.names(FOLDER))
    return tuple(sorted(int(n) for n, _, end in names if end == "json" and n.isdigit()))


@contextmanager
def writing(
    files: Files,
    wait: float,
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[WriterLock]:
    """Be the only writer of a store.

    Args:
        files: Where it lies.
        wait: Seconds to wait for another writer to finish; it is looked twice at least.
        clock: Seconds since 1970.
        sleep: Waits some seconds.

    Raises:
        InputError: Another program still writes.
    """
    lock = WriterLock(files, clock)
    until, looked = clock() + wait, False
    while not lock.take():
        if looked and clock() >= until:
            raise InputError(words("store.locked", store=files.shown))
        looked = True
        sleep(_POLL)
    thread = threading.Thread(target=lock.beats, name="ospo-store-lock", daemon=True)
    thread.start()
    try:
        yield lock
    finally:
        lock.give_back()
        thread.join(5.0)
