# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reading with several processes: all that one process finds, whatever happens to a process."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from ospo_widgets.scanning.reading import parallel
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.parallel import read_all
from ospo_widgets.scanning.reading.reader import Reader
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.worker.deadline import DeadlineError, FileDeadline

Make = Callable[[Mapping[str, str | bytes]], Path]


@dataclass(frozen=True)
class Item:
    path: str
    size: int


def words(source: Source) -> list[object]:
    if source.data == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.data == b"raise":
        raise ValueError
    if source.data == b"loop":
        while True:
            pass
    return [source.text, os.getpid()]


WORDS = Detector("words", 1, words, wants=lambda _: True)
SAFE = Detector("safe", 1, lambda source: [len(source.data)], triggers=("raise|loop",))


@pytest.fixture(autouse=True)
def only_the_threads_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of other tests may leave threads that wait; they are no reason not to fork here."""
    before = threading.active_count()
    now = threading.active_count
    monkeypatch.setattr(parallel.threading, "active_count", lambda: now() - before + 1)


def children() -> set[int]:
    """Processes that this one has started; those of other tests may be among them."""
    return {process.pid for process in psutil.Process().children()}


@pytest.fixture
def tree(make_tree: Make) -> tuple[Path, list[Item]]:
    files = {f"f{i:03}": f"text {i}" for i in range(60)}
    return make_tree(files), [Item(name, len(text)) for name, text in files.items()]


def reader(root: Path, seconds: float = 20) -> Reader:
    return Reader(root, (WORDS, SAFE), ScanSettings(file_seconds=seconds))


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_every_file_comes_once(tree: tuple[Path, list[Item]], processes: int) -> None:
    root, items = tree
    found = list(read_all(reader(root), items, processes))
    assert sorted((item.path, r.path) for item, r in found) == [(i.path, i.path) for i in items]
    assert {r.evidence["words"][0] for _, r in found} == {f"text {i}" for i in range(60)}
    who = {r.evidence["words"][1] for _, r in found}
    assert (who == {os.getpid()}) == (processes == 1)


@pytest.mark.parametrize("pieces", [2, 60])
def test_a_file_that_kills_its_process_is_told(
    tree: tuple[Path, list[Item]], pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, items = tree
    before = children()
    monkeypatch.setattr(parallel, "_PIECES", pieces)
    for i in (0, 7, 59):
        (root / f"f{i:03}").write_text("die")
    found = {item.path: reading for item, reading in read_all(reader(root), items, 2)}
    assert len(found) == 60
    dead = {path: r for path, r in found.items() if not r.kind}
    assert set(dead) == {"f000", "f007", "f059"}
    problem = dead["f007"].problems[0]
    assert (problem.path, problem.incomplete) == ("f007", True)
    assert "more time or memory" in problem.reason
    assert dead["f007"].lost("words")
    assert children() <= before


def test_stopping_half_way_leaves_no_process(tree: tuple[Path, list[Item]]) -> None:
    root, items = tree
    before = children()
    readings = read_all(reader(root), items, 2)
    next(iter(readings))
    readings.close()  # type: ignore[attr-defined]
    assert children() <= before


def test_a_small_tree_and_a_program_with_threads_are_read_in_place(
    tree: tuple[Path, list[Item]],
) -> None:
    root, items = tree
    assert {r.evidence["words"][1] for _, r in read_all(reader(root), items)} == {os.getpid()}
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        found = [r.evidence["words"][1] for _, r in read_all(reader(root), items, 2)]
    finally:
        stop.set()
        thread.join()
    assert set(found) == {os.getpid()}


def test_one_detector_that_fails_does_not_stop_the_others(make_tree: Make) -> None:
    read = reader(make_tree({"a": "raise"})).read("a", 5)
    assert read.evidence == {"safe": [5]}
    assert [p.reason for p in read.problems] == ["it could not be parsed (ValueError)"]
    assert read.lost("words") and not read.lost("safe")


def test_a_detector_that_takes_too_long_is_given_up(make_tree: Make) -> None:
    found = reader(make_tree({"a": "loop", "b": "x"}), seconds=0.02)
    read = found.read("a", 4)
    assert [p.reason for p in read.problems] == ["reading it took too long"]
    assert read.lost("words") and read.lost("safe")
    assert found.read("b", 1).evidence["words"][0] == "x"


def test_detectors_are_prepared_before_the_processes_start(tree: tuple[Path, list[Item]]) -> None:
    root, items = tree
    prepared: list[int] = []
    detector = Detector(
        "d", 1, lambda _: list(prepared), wants=lambda _: True, prepare=lambda: prepared.append(1)
    )
    found = read_all(Reader(root, (detector,), ScanSettings()), items, 2)
    assert {tuple(r.evidence["d"]) for _, r in found} == {(1,)}


def test_a_file_that_went_away(make_tree: Make) -> None:
    read = reader(make_tree({})).read("gone", 3)
    assert [p.reason for p in read.problems] == ["it went away during the scan"]
    assert read.lost("anything")


def test_the_deadline_holds_for_each_step_alone() -> None:
    limit = FileDeadline(0.02)
    for _ in range(2):
        with pytest.raises(DeadlineError), limit:
            while True:
                pass
    with limit:
        pass
    os.kill(os.getpid(), signal.SIGPROF)  # a late signal between two steps does nothing
