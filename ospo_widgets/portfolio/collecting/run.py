# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Has an executor collect many repositories, a second or more of work at a time.

Handing work to another process or machine costs milliseconds, so repositories go there in batches
whose size follows from how long the ones before took. A repository that ends its process is found
by running those that were lost one by one, and becomes a record with an error.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ospo_widgets.errors import CancelledError, OspoError
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.collecting.journal import Journal
from ospo_widgets.portfolio.collecting.limits import StoppedError
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.progress import Cancel, Progress, Report, silent
from ospo_widgets.wording import words

Collect = Callable[[RepositoryReference], SourceRecord]
"""Makes a record of a reference; a function of a module, or a ``functools.partial`` of one."""

STAGE = "collect"
"""Stage of the progress that is reported; its units are repositories."""
_LOST_IN_A_ROW = 5
_POLL = 0.2


@dataclass(frozen=True, slots=True)
class Pace:
    """How much work goes to a worker at a time.

    Attributes:
        seconds: Time that a batch should take.
        most: Most repositories of one batch.
        ahead: Batches that wait for each worker, so that none is idle.
    """

    seconds: float = 1.5
    most: int = 500
    ahead: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """One record and how long it took, seconds."""

    key: str
    record: SourceRecord
    seconds: float


def work(collect: Collect, references: Sequence[RepositoryReference]) -> list[Result]:
    """Collect a batch, in a worker.

    Args:
        collect: Makes a record; whatever it raises becomes the error of that record.
        references: What to read.

    Returns:
        One result a reference; fewer when the person asked to stop.
    """
    results = []
    for reference in references:
        begin = time.perf_counter()
        try:
            record = collect(reference)
        except StoppedError:
            break
        except Exception as error:  # one bad repository must not take the others with it
            # Only the kind: the message may hold a name, an address or a token.
            message = words("collecting.error.defect", kind=type(error).__name__)
            record = reference.record(message)
        results.append(Result(reference.key, record, time.perf_counter() - begin))
    return results


def run(
    references: Iterable[RepositoryReference],
    collect: Collect,
    executor: Executor,
    *,
    workers: int = 1,
    journal: Journal | None = None,
    total: int = 0,
    report: Report = silent,
    cancel: Cancel | None = None,
    stop_file: str = "",
    pace: Pace | None = None,
) -> Iterator[SourceRecord]:
    """Collect repositories; records come as they are ready, in any order.

    Args:
        references: What to read; taken as there is room, so it may be a slow or long iterator. What
            it raises is raised here, once all that came before is done.
        collect: Makes a record of a reference.
        executor: Where it runs.
        workers: How many repositories run there at the same time.
        journal: Where finished ones are kept; those that are in it already come at once.
        total: How many references there will be, 0 when that is not known.
        report: Receives progress.
        cancel: Asked about five times a second.
        stop_file: Made when the person asks to stop, so that work under way ends; see
            ``CollectSettings.stop_file``.
        pace: How much work goes to a worker at a time.

    Raises:
        CancelledError: The person asked to stop; the records so far were given.
        OspoError: The executor failed again and again, or the journal cannot be written.
    """
    running = _Run(collect, executor, workers, pace or Pace(), journal)
    told = _Told(report, total)
    source = iter(references)
    try:
        while True:
            yield from told(running.known())
            running.fill(source)
            if running.is_idle:
                if running.known_left:
                    continue
                running.check()
                return
            yield from told(running.take())
            if cancel is not None and cancel.is_set():
                if stop_file:
                    Path(stop_file).touch()
                yield from told(running.stop())
                raise CancelledError(words("collecting.stopped"))
    finally:
        running.forget()


class _Told:
    """Reports each record that passes."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0
        self._noticed = ""

    def __call__(self, records: Iterable[SourceRecord]) -> Iterator[SourceRecord]:
        for record in records:
            self._done += 1
            if record.error:
                self._noticed = f"{record.name}: {record.error}"
            total = max(self._total, self._done) if self._total else 0
            self._report(
                Progress(STAGE, self._done, total, item=record.name, noticed=self._noticed)
            )
            yield record


class _Run:
    """What is under way."""

    def __init__(
        self,
        collect: Collect,
        executor: Executor,
        workers: int,
        pace: Pace,
        journal: Journal | None,
    ) -> None:
        self._collect = collect
        self._executor = executor
        self._pace = pace
        self._most_waiting = max(1, workers) * (1 + pace.ahead)
        self._journal = journal
        self._pending: dict[Future[list[Result]], Sequence[RepositoryReference]] = {}
        self._suspects: deque[RepositoryReference] = deque()
        self._known: list[SourceRecord] = []
        self._each = pace.seconds  # of one repository, until some were measured
        self._lost = 0
        self._alone = False
        self._failed: Exception | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing is under way."""
        return not self._pending and not self._suspects

    @property
    def known_left(self) -> bool:
        """There are records of the journal that were not given yet."""
        return bool(self._known)

    def known(self) -> list[SourceRecord]:
        """Records that the journal had."""
        known, self._known = self._known, []
        return known

    def fill(self, source: Iterator[RepositoryReference]) -> None:
        """Hand out work as far as there is room."""
        if self._suspects:
            # One of them ended its process; it must not take others with it again.
            if not self._pending:
                self._alone = True
                self._submit((self._suspects.popleft(),))
            return
        self._alone = False
        while len(self._pending) < self._most_waiting and len(self._known) < self._pace.most:
            size = min(self._pace.most, math.ceil(self._pace.seconds / max(self._each, 1e-6)))
            taken = self._taken(source, size)
            if not taken:
                return
            batch = [reference for reference in taken if not self._knows(reference)]
            if batch:
                self._submit(batch)

    def _taken(self, source: Iterator[RepositoryReference], size: int) -> list[RepositoryReference]:
        """The next references; an error of their source waits until all others are done."""
        taken: list[RepositoryReference] = []
        try:
            while self._failed is None and len(taken) < size:
                taken.append(next(source))
        except StopIteration:
            pass
        except Exception as error:
            self._failed = error
        return taken

    def check(self) -> None:
        """Raise what the source of references raised."""
        if self._failed is not None:
            raise self._failed

    def _knows(self, reference: RepositoryReference) -> bool:
        record = self._journal.get(reference.key) if self._journal else None
        if record is not None:
            self._known.append(record)
        return record is not None

    def _submit(self, batch: Sequence[RepositoryReference]) -> None:
        self._pending[self._executor.submit(work, self._collect, batch)] = batch

    def take(self) -> list[SourceRecord]:
        """Records that became ready within a fifth of a second."""
        done, _ = wait(self._pending, timeout=_POLL, return_when=FIRST_COMPLETED)
        return [record for future in done for record in self._finish(future)]

    def _finish(self, future: Future[list[Result]]) -> list[SourceRecord]:
        batch = self._pending.pop(future)
        try:
            results = future.result()
        except Exception as error:  # of the executor: a process or machine is gone
            return self._lose(batch, error)
        self._lost = 0
        if results:
            measured = sum(result.seconds for result in results) / len(results)
            self._each += 0.4 * (measured - self._each)
        if self._journal is not None:
            self._journal.add([(result.key, result.record) for result in results])
        return [result.record for result in results]

    def _lose(self, batch: Sequence[RepositoryReference], error: Exception) -> list[SourceRecord]:
        if not self._alone:
            # Any of them, or one that ran at the same time, may have ended the process.
            self._suspects.extend(batch)
            return []
        self._lost += 1
        if self._lost > _LOST_IN_A_ROW:
            raise OspoError(words("collecting.gone")) from error
        record = batch[0].record(words("collecting.error.ended"))
        if self._journal is not None:
            self._journal.add([(batch[0].key, record)])
        return [record]

    def stop(self) -> list[SourceRecord]:
        """Take back what has not begun, and wait for what has."""
        for future in self._pending:
            future.cancel()
        left = [future for future in self._pending if not future.cancelled()]
        records = []
        for future in left:
            with suppress(OspoError):
                records += self._finish(future)
        self._pending.clear()
        return records

    def forget(self) -> None:
        """Take back everything that has not begun."""
        for future in self._pending:
            future.cancel()
        self._pending.clear()
