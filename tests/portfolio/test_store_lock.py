# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One writer at a time, whatever happens to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.store import Store, lock
from ospo_widgets.portfolio.store.local_files import LocalFiles
from ospo_widgets.portfolio.store.lock import STALE, WriterLock, writing
from tests.portfolio.store_making import DAY, LATER, full, store_on


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalFiles:
    monkeypatch.setattr(lock, "_POLL", 0.0)
    return LocalFiles(tmp_path)


def held(files: LocalFiles, **changed: object) -> None:
    """A lock that somebody holds, who gave a sign at second 1000."""
    said = {
        "state": "held", "token": "other", "machine": lock.machine(), "process": os.getpid(),
        "started": lock.started(os.getpid()), "sign": 1000.0,
    }  # fmt: skip
    files.create("lock/0000000007.json", json.dumps(said | changed).encode())


def dead() -> int:
    """Number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_the_second_writer_is_told(files: LocalFiles) -> None:
    with writing(files, 0), pytest.raises(InputError, match="Another program writes"):
        Store(files.folder).append(full(), DAY, wait=0)
    assert Store(files.folder).append(full(), DAY, wait=0).day == DAY


def test_the_second_writer_waits_for_the_first(files: LocalFiles) -> None:
    first = WriterLock(files)
    assert first.take()
    slept: list[float] = []

    def sleep(_: float) -> None:
        slept.append(1)
        if len(slept) == 3:
            first.give_back()

    with writing(files, 60, sleep=sleep) as second:
        second.check()
    assert len(slept) == 3


@pytest.mark.parametrize(
    ("said", "now", "free", "doubtful"),
    [
        ({"process": os.getpid(), "token": "of a thread that ended"}, 1001, True, False),
        ({"process": 1, "started": lock.started(1)}, 1e9, False, False),
        ({"process": 1, "started": "0 and another process then"}, 1001, True, False),
        ({"machine": "elsewhere"}, 1000 + STALE, False, False),
        ({"machine": "elsewhere"}, 1001 + STALE, True, True),
        ({"machine": "elsewhere", "sign": "soon"}, 1001, True, True),
        ({"machine": "elsewhere", "state": "free"}, 1001, True, False),
    ],
    ids=["own", "alive", "number-reused", "sign", "no-sign", "odd-sign", "given-back"],
)
def test_a_holder_may_be_gone(
    files: LocalFiles, said: dict[str, object], now: float, free: bool, doubtful: bool
) -> None:
    held(files, **said)
    taker = WriterLock(files, clock=lambda: now)
    assert taker.take() is free
    assert taker.doubtful is doubtful
    assert files.names("lock") == (f"{7 + free:010}.json",)


def test_a_process_that_ended_holds_nothing(files: LocalFiles) -> None:
    held(files, process=dead())
    assert WriterLock(files).take()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"x" * 5000])
def test_a_lock_without_sense_is_looked_at_twice(files: LocalFiles, content: bytes) -> None:
    files.create("lock/0000000001.json", content)
    with writing(files, 0) as taken:
        assert taken.doubtful


def test_a_writer_that_slept_too_long_stores_nothing(files: LocalFiles) -> None:
    now = [1000.0]
    sleeper = WriterLock(files, clock=lambda: now[0])
    assert sleeper.take()
    sleeper.check()
    now[0] += STALE + 1
    with pytest.raises(InputError, match="took over"):
        sleeper.check()
    sleeper.beat()
    sleeper.check()


def test_a_writer_that_lost_its_lock_stores_nothing_and_harms_nobody(files: LocalFiles) -> None:
    store = Store(files.folder)
    store.append(full(), DAY, index=False)

    def take_over(progress: object) -> None:
        held(files, machine="elsewhere")
        newest = int(files.names("lock")[-1].partition(".")[0])
        files.create(f"lock/{newest + 1:010}.json", b"{}")

    before, written = store.read(), []

    class Noting(LocalFiles):
        def write(self, path: str, data: bytes) -> None:
            written.append(path)
            super().write(path, data)

    with pytest.raises(InputError, match="took over"):
        store_on(Noting(files.folder)).append(full(), LATER, index=False, report=take_over)
    assert not any(path.endswith("manifest.json") for path in written)
    assert store.snapshots() == (DAY,)
    assert store.read() == before


def test_a_manifest_that_came_too_late_is_taken_back(files: LocalFiles) -> None:
    Store(files.folder).append(full(), DAY, index=False)

    class Slow(LocalFiles):
        def write(self, path: str, data: bytes) -> None:
            super().write(path, data)
            if path.endswith("manifest.json"):
                newest = int(self.names("lock")[-1].partition(".")[0])
                self.create(f"lock/{newest + 1:010}.json", b"{}")

    with pytest.raises(InputError, match="took over"):
        store_on(Slow(files.folder)).append(full(), LATER, index=False)
    assert Store(files.folder).snapshots() == (DAY,)


def test_after_a_doubtful_takeover_names_are_not_used_again(files: LocalFiles) -> None:
    store = Store(files.folder)
    store.append(full(), DAY, index=False)
    number = int(files.names("lock")[-1].partition(".")[0])
    files.write(f"lock/{number:010}.json", b'{"machine": "elsewhere", "sign": 0}')
    files.write("snapshots/2026-03-01.r2/claims.parquet", b"half of")
    assert str(store.append(full(), DAY, index=False).id) == "2026-03-01.r4"
    assert store.verify() == ()


def test_signs_are_given_while_somebody_writes(
    files: LocalFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    holder = WriterLock(files, clock=lambda: now[0])
    assert holder.take()
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        now[0] += STALE - 1
        return len(waited) > 4

    monkeypatch.setattr(holder._given_back, "wait", wait)
    holder.beats()
    holder.check()
    assert waited == [lock.BEAT] * 5


def race(files: LocalFiles, at: Callable[[], None]) -> bool:
    """Whether somebody gets the lock when others do ``at`` between its look and its try."""
    taker, create = WriterLock(files), files.create

    def late(path: str, data: bytes) -> bool:
        at()
        return create(path, data)

    files.create = late  # type: ignore[method-assign]
    try:
        return taker.take()
    finally:
        files.create = create  # type: ignore[method-assign]


def test_of_two_who_try_one_is_first(files: LocalFiles) -> None:
    held(files, state="free")
    others: list[WriterLock] = []

    def one() -> None:
        others.append(WriterLock(LocalFiles(files.folder)))
        assert others[-1].take()

    def two() -> None:
        one()
        others[-1].give_back()
        one()

    assert not race(files, one)
    others[-1].give_back()
    assert not race(files, two)
    others[-1].check()


def test_a_machine_names_nobody() -> None:
    assert len(lock.machine()) == 16
    assert set(lock.machine()) <= set("0123456789abcdef")
