# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where collections run: processes of this machine, or a Dask cluster here or elsewhere."""

from __future__ import annotations

import importlib.util
import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.collecting.collect import collect
from ospo_widgets.portfolio.collecting.journal import basis_of
from ospo_widgets.portfolio.collecting.journal import journal as open_journal
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.collecting.run import run
from ospo_widgets.portfolio.collecting.settings import CollectSettings
from ospo_widgets.progress import Cancel, Report, silent
from ospo_widgets.wording import words

LOCAL = "local"
"""Scheduler of a Dask cluster that is started for the collection and ends with it."""
_ANSWER = 15
_LEAN = {
    # Samples of where workers spend their time, a hundred a second, and tasks that wait there.
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.worker-saturation": 1.0,
}
_SCHEMES = ("tcp://", "tls://", "ucx://", "ws://", "wss://", "inproc://")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collection runs.

    Attributes:
        executor: Runs functions there.
        workers: How many at the same time.
    """

    executor: Executor
    workers: int


def collect_all(
    references: Iterable[RepositoryReference],
    settings: CollectSettings,
    *,
    scheduler: str = "",
    workers: int = 0,
    journal: Path | None = None,
    total: int = 0,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> Iterator[SourceRecord]:
    """Collect repositories; records come as they are ready, in any order.

    The records are the same wherever they are made. Folders and kept copies must be seen by all
    workers under the same path.

    Args:
        references: What to read.
        settings: Day, limits and tools.
        scheduler: Empty for processes of this machine; ``local`` for a Dask cluster on it; else the
            address of a Dask scheduler. Whoever runs that sees everything, and can run what they
            like here: name only your own.
        workers: Processes on this machine, 0 for one a processor.
        journal: File that keeps what is finished; with the same file an interrupted collection goes
            on where it was.
        total: How many references there will be, 0 when that is not known.
        report: Receives progress.
        cancel: Asked about five times a second.

    Raises:
        CancelledError: The person asked to stop; the records so far were given.
        InputError: The scheduler or the journal cannot be used.
        OspoError: The executor failed again and again, or the disk is full.
    """
    # The place comes last, so that nothing is started for a journal that cannot be used.
    with (
        tempfile.TemporaryDirectory(prefix="ospo-collect-") as made,
        nullcontext() if journal is None else open_journal(journal, basis_of(settings)) as kept,
        place(scheduler, workers) as there,
    ):
        stop_file = str(Path(made) / "stop")
        yield from run(
            references,
            partial(collect, settings=replace(settings, stop_file=stop_file)),
            there.executor,
            workers=there.workers,
            journal=kept,
            total=total,
            report=report,
            cancel=cancel,
            stop_file=stop_file,
        )


@contextmanager
def place(scheduler: str = "", workers: int = 0) -> Iterator[Place]:
    """Start what a collection runs on; it ends with the block.

    Args:
        scheduler: As :func:`collect_all`.
        workers: As :func:`collect_all`.

    Raises:
        InputError: Dask is missing, or the scheduler cannot be used.
    """
    count = workers or _processors()
    if not scheduler:
        with Processes(count) as executor:
            yield Place(executor, count)
        return
    with _cluster(count) if scheduler == LOCAL else _client(scheduler) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise InputError(words("collecting.scheduler.workers", address=scheduler))
        _check_workers(client)
        executor = client.get_executor(pure=False)
        try:
            yield Place(executor, threads)
        finally:
            executor.shutdown(wait=False)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class Processes(Executor):
    """Processes of this machine; when one dies, the next work starts new ones.

    Fresh interpreters, not forks: kernels have threads.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function of a module in one of the processes."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._new()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End the processes; what has not begun is not done."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def _begin() -> None:
    """In a new process: an interrupt at the keyboard is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    distributed = _distributed()
    import dask

    # Others on this machine could connect too, and run what they like: only with a certificate.
    secret = importlib.util.find_spec("cryptography") is not None
    with (
        dask.config.set(_LEAN),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
            security=True if secret else None,
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        client.wait_for_workers(workers, timeout=60)
        yield client


@contextmanager
def _client(address: str) -> Iterator[Any]:
    distributed = _distributed()
    if not address.startswith(_SCHEMES) or not address.isprintable():
        raise InputError(words("collecting.scheduler.address"))
    try:
        client = distributed.Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise InputError(words("collecting.scheduler.silent", address=address)) from None
    with client:
        yield client


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise InputError(
            words("collecting.scheduler.absent"), remedy=words("collecting.scheduler.absent-remedy")
        ) from None
    return distributed


def version_here() -> str:
    """Version of this package, where this runs."""
    import ospo_widgets

    return ospo_widgets.__version__


def _check_workers(client: Any) -> None:
    """Go on only when all workers have this version of the package.

    Raises:
        InputError: One has another one, or none.
    """
    here = version_here()
    try:
        there = set(client.run(version_here).values())
    except Exception:  # whatever a worker raises that cannot import us
        there = set()
    if there != {here}:
        raise InputError(
            words("collecting.scheduler.other"),
            remedy=words("collecting.scheduler.other-remedy", version=here),
        )
