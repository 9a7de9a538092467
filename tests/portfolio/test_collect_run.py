# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Many repositories: batches, errors, stops, journals; on processes and on a real Dask cluster."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.errors import CancelledError, InputError, OspoError
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.collecting import collect_all
from ospo_widgets.portfolio.collecting.executors import LOCAL, Processes, place
from ospo_widgets.portfolio.collecting.journal import basis_of, days_of, journal
from ospo_widgets.portfolio.collecting.limits import StoppedError
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.collecting.run import Pace, run, work
from ospo_widgets.progress import Progress
from ospo_widgets.wording import words
from tests.portfolio.collected import READ_ON, REFERENCE, History, settings

BASIS = basis_of(settings())


class Here(Executor):
    """Runs everything at once, and notes what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.batches.append([reference.name for reference in args[1]])
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Dying(Here):
    """Runs nothing of a batch in which one of these is, as a pool whose process died."""

    def __init__(self, *killers: str) -> None:
        super().__init__()
        self._killers = killers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if any(reference.name in self._killers for reference in args[1]):
            self.batches.append([reference.name for reference in args[1]])
            future: Future[Any] = Future()
            future.set_exception(BrokenProcessPool("gone"))
            return future
        return super().submit(fn, *args, **kwargs)


def references(count: int) -> list[RepositoryReference]:
    return [RepositoryReference(name=f"g/{i}", folder=f"/absent/{i}") for i in range(count)]


def named(reference: RepositoryReference) -> SourceRecord:
    """A record at once."""
    return reference.record()


def fails_on(reference: RepositoryReference, bad: str) -> SourceRecord:
    """Fails for one repository, with a message that must go nowhere."""
    if reference.name == bad:
        raise ValueError("token glpat-123 of Ann Lee")
    return reference.record()


def ends_process_on(reference: RepositoryReference, bad: str) -> SourceRecord:
    """Ends its process for one repository, as a lack of memory would."""
    if reference.name == bad:
        os._exit(9)
    return reference.record()


def names(records: Iterator[SourceRecord] | list[SourceRecord]) -> set[str]:
    return {record.name for record in records}


def test_each_reference_gives_one_record() -> None:
    found = list(run(references(50), named, Here(), workers=2))
    assert len(found) == 50
    assert names(found) == names([named(r) for r in references(50)])


def test_quick_repositories_go_in_large_batches() -> None:
    here = Here()
    list(run(references(3000), named, here, workers=2, pace=Pace(most=400)))
    assert here.batches[0] == ["g/0"]  # how long one takes is not known yet
    assert max(len(batch) for batch in here.batches) == 400


def test_a_slow_source_is_asked_only_when_there_is_room() -> None:
    given: list[str] = []

    def source() -> Iterator[RepositoryReference]:
        for reference in references(10_000):
            given.append(reference.name)
            yield reference

    records = run(source(), named, Here(), workers=1, pace=Pace(most=5))
    for _ in range(3):
        next(records)
    records.close()
    assert len(given) < 50


def test_an_error_of_the_source_comes_after_all_records() -> None:
    def source() -> Iterator[RepositoryReference]:
        yield from references(3)
        raise InputError("The forge ended.")

    found: list[SourceRecord] = []
    with pytest.raises(InputError, match="The forge ended"):
        for record in run(source(), named, Here()):
            found.append(record)
    assert len(found) == 3


def test_one_bad_repository_is_one_record_with_an_error() -> None:
    found = list(run(references(9), partial(fails_on, bad="g/4"), Here()))
    assert [r.name for r in found if r.error] == ["g/4"]
    assert len(found) == 9
    assert "glpat" not in repr(found)


def test_a_repository_that_ends_its_process_is_found() -> None:
    executor = Dying("g/7")
    found = list(run(references(40), named, executor, pace=Pace(most=10)))
    assert [r.name for r in found if r.error] == ["g/7"]
    assert len(found) == 40
    assert next(r for r in found if r.error).error == words("collecting.error.ended")


def test_an_executor_that_always_fails_is_given_up() -> None:
    executor = Dying(*(f"g/{i}" for i in range(99)))
    with pytest.raises(OspoError, match="several times in a row"):
        list(run(references(99), named, executor))


def test_progress_says_how_many_and_what_failed() -> None:
    told: list[Progress] = []
    list(run(references(3), partial(fails_on, bad="g/1"), Here(), total=3, report=told.append))
    assert [p.done for p in told] == [1, 2, 3]
    assert {p.total for p in told} == {3}
    assert told[-1].noticed.startswith("g/1: ")


def test_a_stop_gives_what_is_done_and_tells_the_workers(tmp_path: Path) -> None:
    wish = threading.Event()
    stop_file = tmp_path / "stop"
    found = []
    with pytest.raises(CancelledError):
        for record in run(references(99), named, Here(), cancel=wish, stop_file=str(stop_file),
                          pace=Pace(most=2)):  # fmt: skip
            found.append(record)
            wish.set()
    assert stop_file.exists()
    assert 1 <= len(found) < 99


def stopped(reference: RepositoryReference) -> SourceRecord:
    """As when the person asked to stop."""
    raise StoppedError


def test_a_stopped_repository_has_no_record() -> None:
    assert work(stopped, references(3)) == []


def test_a_journal_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a" / "journal"
    with journal(path, BASIS) as kept:
        records = run(references(20), partial(fails_on, bad="g/1"), Here(), journal=kept)
        for _ in range(5):
            next(records)
        records.close()
    assert days_of(path) == (READ_ON, REFERENCE)
    here = Here()
    with journal(path, BASIS) as kept:
        done = len(kept)
        found = list(run(references(20), named, here, journal=kept))
    assert len(found) == 20
    assert not any(record.error for record in found)
    again = [name for batch in here.batches for name in batch]
    assert "g/1" in again  # an error is tried again
    assert len(again) == 20 - done < 20
    with journal(path, BASIS) as kept:
        assert list(run(references(20), stopped, here, journal=kept)) != []
        assert len(kept) == 20


@pytest.mark.parametrize("cut", [1, 20, 40])
def test_a_journal_that_was_cut_off_keeps_what_is_whole(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "journal"
    with journal(path, BASIS) as kept:
        kept.add([(r.key, named(r)) for r in references(3)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    with journal(path, BASIS) as kept:
        assert len(kept) == 2
        kept.add([(r.key, named(r)) for r in references(3)[2:]])
    with journal(path, BASIS) as kept:
        assert len(kept) == 3
        assert kept.get(references(3)[2].key) == named(references(3)[2])


@pytest.mark.parametrize("content", [b'{"a": 1}\n', b"text", b"[]\n", b"[" * 9000 + b"\n", b"\xff"])
def test_other_files_are_not_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no journal"), journal(path, BASIS):
        pass
    assert path.read_bytes() == content
    assert days_of(path) is None


def test_a_journal_of_another_collection_is_refused(tmp_path: Path) -> None:
    with journal(tmp_path / "j", BASIS) as kept:
        kept.add([(r.key, named(r)) for r in references(1)])
        with pytest.raises(InputError, match="Another collection"), journal(tmp_path / "j", BASIS):
            pass
    other = basis_of(settings(recognise=None))
    with pytest.raises(InputError, match="another collection"), journal(tmp_path / "j", other):
        pass


class Full:
    """A file on a disk that is full."""

    def seek(self, *place: int) -> int:
        return 0

    def write(self, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")


def test_a_full_disk_ends_the_collection(tmp_path: Path) -> None:
    with journal(tmp_path / "j", BASIS) as kept:
        kept._file = Full()  # type: ignore[assignment]
        with pytest.raises(OspoError, match="cannot be written"):
            list(run(references(2), named, Here(), journal=kept))


def repositories(folder: Path, count: int) -> list[RepositoryReference]:
    """Real ones, and one that is none."""
    found = []
    for i in range(count):
        history = History(folder / f"{i}").commit("2024-01-01", {"LICENSE": "MIT", "a.py": "x" * i})
        found.append(
            RepositoryReference(folder=str(history.commit("2024-02-02").write()), name=f"g/{i}")
        )
    return [*found, RepositoryReference(folder=str(folder), name="bad")]


def by_name(records: Iterator[SourceRecord]) -> dict[str, SourceRecord]:
    return {record.name: record for record in records}


def test_processes_and_dask_make_the_same_records(tmp_path: Path) -> None:
    given = repositories(tmp_path, 6)
    here = by_name(run(given, partial(_collect, settings()), Here()))
    assert {name for name, record in here.items() if record.error} == {"bad"}
    processes = by_name(collect_all(given, settings(), workers=2, journal=tmp_path / "j"))
    assert processes == here
    cluster = by_name(collect_all(given, settings(), scheduler=LOCAL, workers=2))
    assert cluster == here


def _collect(settings_: Any, reference: RepositoryReference) -> SourceRecord:
    from ospo_widgets.portfolio.collecting.collect import collect

    return collect(reference, settings_)


def test_a_scheduler_that_runs_already_is_used(tmp_path: Path) -> None:
    from distributed import LocalCluster

    given = repositories(tmp_path, 3)
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1",
                      dashboard_address=None) as cluster:  # fmt: skip
        address = cluster.scheduler_address
        with place(address) as there:
            assert there.workers == 2
        found = by_name(collect_all(given, settings(), scheduler=address))
        assert len(cluster.workers) == 2  # it is not ours to end
    assert {name for name, record in found.items() if record.error} == {"bad"}


@pytest.mark.parametrize("scheduler", ["https://x.org", "host:8786", "file:///etc", "tcp://\x1b"])
def test_addresses_that_are_no_scheduler(scheduler: str) -> None:
    with pytest.raises(InputError, match="needs an address"), place(scheduler):
        pass


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ospo_widgets.portfolio.collecting.executors._ANSWER", 0.5)
    with pytest.raises(InputError, match="did not answer"), place("tcp://127.0.0.1:1"):
        pass


def test_a_process_that_dies_is_replaced() -> None:
    with Processes(2) as executor:
        found = list(
            run(references(12), partial(ends_process_on, bad="g/5"), executor, workers=2,
                pace=Pace(most=4))
        )  # fmt: skip
    assert [record.name for record in found if record.error] == ["g/5"]
    assert len(found) == 12


def waits(reference: RepositoryReference, stop: str) -> SourceRecord:
    """Works until the person asks to stop."""
    Path(stop).with_name("begun").touch()
    while not Path(stop).exists():
        os.sched_yield()
    raise StoppedError


class Wish:
    """A wish to stop, once work has begun."""

    def __init__(self, begun: Path) -> None:
        self._begun = begun

    def is_set(self) -> bool:
        return self._begun.exists()


def test_a_stop_ends_work_in_other_processes(tmp_path: Path) -> None:
    stop = str(tmp_path / "stop")
    with Processes(1) as executor, pytest.raises(CancelledError):
        list(run(references(3), partial(waits, stop=stop), executor, stop_file=stop,
                 cancel=Wish(tmp_path / "begun")))  # fmt: skip
