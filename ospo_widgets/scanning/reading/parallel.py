# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reads the files of a tree with one process a core.

The processes are forks of the worker, which has one thread: they share its memory and its limits
and die with its session. They take pieces of work from one pipe, so none waits for another. What
they send back is pickled: a fork is trusted exactly as much as the worker itself, and what goes
from the worker to the program of the person is JSON.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.reading.reader import Reader, Reading
from ospo_widgets.wording import words


class File(Protocol):
    """What is read."""

    @property
    def path(self) -> str:
        """Relative path, as the system gives it."""

    @property
    def size(self) -> int:
        """Bytes."""


F = TypeVar("F", bound=File)

MOST = 4
"""Processes, however many cores there are: each needs memory."""
WORTH_IT = 400
"""Files from which on the forks pay off."""
_PIECES = 400
"""Pieces of work: few enough that handing them over costs nothing, many enough that all processes
end together. Their numbers must fit into the buffer of a pipe."""
_NUMBER = struct.Struct("<I")
_FRAME = struct.Struct("<II")
"""Number of the piece, and bytes that follow; 0 when the piece is only begun."""


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(reader: Reader, files: Sequence[F], processes: int = 0) -> Iterator[tuple[F, Reading]]:
    """Read ``files`` and give each with its reading, as they come.

    A file at which a process dies (out of memory, over its processor time) becomes a problem.

    Args:
        reader: Reads one file.
        files: What to read.
        processes: How many; 0 for one a core, and one for a small tree.
    """
    if not processes:
        processes = min(MOST, cores()) if len(files) >= WORTH_IT else 1
    if processes == 1 or threading.active_count() > 1:
        for file in files:
            yield file, reader.read(file.path, file.size)
        return
    reader.prepare()
    gc.freeze()  # the collector would otherwise write to every page that the forks share
    size = max(1, -(-len(files) // _PIECES))
    pieces = [files[i : i + size] for i in range(0, len(files), size)]
    while pieces:
        pool = _Pool(reader, pieces, processes)
        try:
            yield from pool.results()
        finally:
            pool.kill()
        lost, rest = pool.left()
        for piece in lost if len(rest) < len(pieces) else pieces:
            for file in piece:
                yield file, _alone(reader, file)
        pieces = rest if len(rest) < len(pieces) else []


def _alone(reader: Reader, file: File) -> Reading:
    """Read one file of a piece at which a process died, in a process of its own."""
    pool = _Pool(reader, [[file]], 1)
    try:
        for _, reading in pool.results():
            return reading
    finally:
        pool.kill()
    shown = display(file.path)
    reason = words("intake.skipped.limits")
    problem = NotScanned(shown, reason, incomplete=True)
    return Reading(shown, file.size, "", "", "", problems=(problem,))


@dataclass(slots=True)
class _Child:
    pid: int
    pipe: int
    buffer: bytearray = field(default_factory=bytearray)
    piece: int = -1
    """What it is at, or -1."""


class _Pool(Generic[F]):
    def __init__(self, reader: Reader, pieces: Sequence[Sequence[F]], processes: int) -> None:
        self._pieces = pieces
        self._work, numbers = os.pipe()
        os.write(numbers, b"".join(_NUMBER.pack(i) for i in range(len(pieces))))
        os.close(numbers)
        self._children: list[_Child] = []
        self._done: set[int] = set()
        self._lost: set[int] = set()
        for _ in range(min(processes, len(pieces))):
            self._children.append(self._start(reader))

    def _start(self, reader: Reader) -> _Child:
        results, out = os.pipe()
        pid = os.fork()
        if pid:
            os.close(out)
            return _Child(pid, results)
        status = 1
        try:
            os.close(results)
            _serve(reader, self._pieces, self._work, out)
            status = 0
        finally:
            # No cleaning up: buffers and temporary files belong to the parent.
            os._exit(status)

    def results(self) -> Iterator[tuple[F, Reading]]:
        """What the processes send, until all have ended."""
        with selectors.DefaultSelector() as selector:
            for child in self._children:
                selector.register(child.pipe, selectors.EVENT_READ, child)
            while selector.get_map():
                for key, _ in selector.select():
                    child = key.data
                    data = os.read(child.pipe, 1 << 20)
                    if not data:
                        selector.unregister(child.pipe)
                        if child.piece >= 0:
                            self._lost.add(child.piece)
                        continue
                    child.buffer += data
                    yield from self._complete(child)

    def _complete(self, child: _Child) -> Iterator[tuple[F, Reading]]:
        """The pieces that are complete in what a process sent so far."""
        while len(child.buffer) >= _FRAME.size:
            number, length = _FRAME.unpack_from(child.buffer)
            if not length:
                child.piece = number
            elif len(child.buffer) < _FRAME.size + length:
                return
            else:
                with memoryview(child.buffer) as view:
                    readings = pickle.loads(view[_FRAME.size : _FRAME.size + length])
                child.piece = -1
                self._done.add(number)
                for file, values in zip(self._pieces[number], readings, strict=True):
                    yield file, Reading(*values)
            del child.buffer[: _FRAME.size + length]

    def left(self) -> tuple[list[Sequence[F]], list[Sequence[F]]]:
        """Pieces at which a process died, and pieces that nobody began because all had died."""
        missing = [i for i in range(len(self._pieces)) if i not in self._done]
        return (
            [self._pieces[i] for i in missing if i in self._lost],
            [self._pieces[i] for i in missing if i not in self._lost],
        )

    def kill(self) -> None:
        """End the processes that still run."""
        for child in self._children:
            os.close(child.pipe)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child.pid, 0)
        os.close(self._work)


def _serve(reader: Reader, pieces: Sequence[Sequence[File]], work: int, out: int) -> None:
    """What a process does: take a number, read the files of that piece, send what they say."""
    while number := os.read(work, _NUMBER.size):
        (i,) = _NUMBER.unpack(number)
        _write(out, _FRAME.pack(i, 0))
        values = [_values(reader.read(file.path, file.size)) for file in pieces[i]]
        readings = pickle.dumps(values, protocol=5)
        _write(out, _FRAME.pack(i, len(readings)) + readings)


# Tuples are pickled several times as fast as objects.
_values = attrgetter(*(field.name for field in fields(Reading)))


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
