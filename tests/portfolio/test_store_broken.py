# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A run that breaks leaves what was there, and nothing else that anybody sees."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets.errors import CancelledError, InputError
from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.store import Store
from ospo_widgets.progress import Progress
from tests.portfolio.store_making import (
    DAY,
    LATER,
    BreakingFiles,
    full,
    killed,
    no_space,
    records,
    store_on,
)

ROOT = Path(__file__).parents[2]
NEW = records({"a/first": "Apache-2.0", "c/third": ""}, months={"c/third": (("2026-03", 1),)})

STEPS = 13
"""What a writer does, without an index: lock, ten tables, manifest, lock given back."""

MANIFEST = 11
"""Number of the step that makes a snapshot visible."""


def run(folder: str, step: str) -> None:
    """Store ``NEW`` and be killed in a step; runs in a process of its own."""
    files = BreakingFiles(Path(folder), killed, int(step) if step else None)
    store_on(files if step else BreakingFiles(Path(folder), lambda: None)).append(
        NEW, LATER, index=False
    )


def in_a_process(folder: Path, step: str) -> subprocess.Popen[bytes]:
    code = f"from tests.portfolio.test_store_broken import run; run({str(folder)!r}, {step!r})"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE)


@pytest.fixture
def before(tmp_path: Path) -> Records:
    """What is in the store before anything breaks."""
    store = Store(tmp_path)
    store.append(full(), DAY, index=False)
    return store.read()


def content(folder: Path) -> dict[str, bytes]:
    """All files of a store but its locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "lock"
    }


def check_that_it_goes_on(folder: Path, before: Records) -> None:
    """The next run finds a store as it was, and leaves no leftovers."""
    store = Store(folder)
    assert store.snapshots() == (DAY,)
    assert store.read() == before
    stored = store.append(NEW, LATER, index=False)
    assert str(stored.id) == str(LATER)
    assert store.read(DAY) == before
    assert store.read().months == NEW.months
    assert store.verify() == ()


@pytest.mark.parametrize("step", [0, 1, 4, 9, MANIFEST])
def test_a_run_that_is_killed_leaves_the_store_as_it_was(
    tmp_path: Path, before: Records, step: int
) -> None:
    process = in_a_process(tmp_path, str(step))
    process.communicate()
    assert process.returncode == -9
    check_that_it_goes_on(tmp_path, before)


def test_a_run_that_is_killed_after_the_manifest_has_stored(
    tmp_path: Path, before: Records
) -> None:
    process = in_a_process(tmp_path, str(MANIFEST + 1))
    process.communicate()
    assert process.returncode == -9
    assert Store(tmp_path).snapshots() == (DAY, LATER)
    assert str(Store(tmp_path).append(NEW, LATER, index=False).id) == "2026-04-01.r2"
    assert Store(tmp_path).verify() == ()


def test_processes_that_write_at_once_come_one_after_the_other(
    tmp_path: Path, before: Records
) -> None:
    runs = [in_a_process(tmp_path, "") for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in runs] == [(b"", 0)] * 3
    store = Store(tmp_path)
    assert [found.id.revision for found in store.revisions(LATER)] == [1, 2, 3]
    assert store.verify() == ()


@pytest.mark.parametrize("step", range(MANIFEST + 1))
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, before: Records, step: int) -> None:
    files = content(tmp_path)
    breaking = BreakingFiles(tmp_path, no_space, step)
    with pytest.raises(InputError, match="no space left"):
        store_on(breaking).append(NEW, LATER, index=False)
    assert content(tmp_path) == files
    check_that_it_goes_on(tmp_path, before)


def test_a_disk_that_is_full_when_all_is_done_blocks_nobody(
    tmp_path: Path, before: Records
) -> None:
    store = store_on(BreakingFiles(tmp_path, no_space, STEPS - 1))
    store.append(NEW, LATER, index=False)
    assert str(store.append(NEW, LATER, index=False, wait=0).id) == "2026-04-01.r2"


def test_a_disk_without_space_for_the_index_keeps_the_snapshot(
    tmp_path: Path, before: Records
) -> None:
    store = store_on(BreakingFiles(tmp_path, no_space, STEPS + 3))
    store.append(NEW, LATER)
    assert not list(tmp_path.glob("index/*/index.json"))
    assert store.snapshots() == (DAY, LATER)
    assert not store.index().is_relative_to(tmp_path)


def test_readers_see_whole_snapshots_at_every_step(tmp_path: Path, before: Records) -> None:
    seen: list[int] = []

    def look() -> None:
        reader = Store(tmp_path)
        seen.append(len(reader.snapshots()))
        assert reader.read(DAY) == before
        assert reader.read().months in (before.months, NEW.months)

    store_on(BreakingFiles(tmp_path, look)).append(NEW, LATER, index=False)
    assert seen == [1] * (STEPS - 1) + [2]


def test_who_stops_the_work_leaves_nothing(tmp_path: Path, before: Records) -> None:
    files = content(tmp_path)

    def stop(progress: Progress) -> None:
        if progress.done == 7:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        Store(tmp_path).append(NEW, LATER, report=stop)
    assert content(tmp_path) == files
    check_that_it_goes_on(tmp_path, before)


def test_files_of_others_are_not_swept(tmp_path: Path, before: Records) -> None:
    kept = ["notes.txt", "snapshots/readme.md", "events/2026.parquet", "months/mine.csv"]
    swept = ["months/2026-05-01.parquet", "events/2026-05-01.seen.parquet",
             "snapshots/2026-05-01/claims.parquet", "snapshots/.x.part"]  # fmt: skip
    for name in (*kept, *swept):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert len(Store(tmp_path).verify()) == len(swept) - 1  # dot files of folders of snapshots
    Store(tmp_path).append(NEW, LATER, index=False)
    assert all((tmp_path / name).exists() for name in kept)
    assert not any((tmp_path / name).exists() for name in swept[:3])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)


def halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("damage", [Path.unlink, halve, flip], ids=["gone", "half", "flipped"])
@pytest.mark.parametrize(
    "name",
    ["snapshots/2026-03-01/repositories.parquet", "events/2026-03-01.history.parquet",
     "months/2026-03-01.parquet"],
)  # fmt: skip
def test_damage_is_found_and_does_not_stop_the_store(
    tmp_path: Path, before: Records, damage: Callable[[Path], None], name: str
) -> None:
    damage(tmp_path / name)
    store = Store(tmp_path)
    assert [problem.place for problem in store.verify()] == [name]
    if damage is not flip:
        with pytest.raises(InputError, match="is damaged"):
            store.read()
    store.append(NEW, LATER, index=False)
    assert store.read().months == NEW.months
    assert [problem.place for problem in store.verify()] == [name]


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"{}", b"[1]", b"[" * 100_000, b'{"format": 1, "snapshot": "2026-03-01"}', b"\xff",
    ],
)  # fmt: skip
def test_a_manifest_without_sense_is_damage(tmp_path: Path, before: Records, wrong: bytes) -> None:
    store = Store(tmp_path)
    store.append(NEW, LATER, index=False)
    (tmp_path / "snapshots" / str(DAY) / "manifest.json").write_bytes(wrong)
    again = Store(tmp_path)
    with pytest.raises(InputError, match="is damaged"):
        again.read(DAY)
    assert again.verify()
    # Its files are not swept: somebody may be able to mend it.
    stored = again.append(full(), DAY, index=False)
    assert stored.id.revision == 2
    assert (tmp_path / "snapshots" / str(DAY) / "claims.parquet").exists()
    assert again.read(DAY).months == full().months


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"format": 1', '"format": 2', "newer program"),
        ('"snapshot": "2026-03-01"', '"snapshot": "2026-03-02"', "is damaged"),
        ('"after": null', '"after": "../../etc"', "is damaged"),
        ('"after": null', '"after": "2026-03-01"', "is damaged"),
        ('"rows": 2', '"rows": 3', "is damaged"),
        ('"rows": 2', '"rows": -2', "is damaged"),
    ],
)
def test_a_manifest_that_lies_is_damage(
    tmp_path: Path, before: Records, old: str, new: str, said: str
) -> None:
    manifest = tmp_path / "snapshots" / str(DAY) / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        Store(tmp_path).read()


@pytest.mark.parametrize(
    ("marker", "said"), [('{"format": 9}', "newer program"), ("", "is damaged")]
)
def test_a_store_of_a_newer_program_is_left_alone(
    tmp_path: Path, before: Records, marker: str, said: str
) -> None:
    (tmp_path / "store.json").write_text(marker, encoding="utf-8")
    files = content(tmp_path)
    for use in (Store(tmp_path).read, lambda: Store(tmp_path).append(NEW, LATER)):
        with pytest.raises(InputError, match=said):
            use()
    assert content(tmp_path) == files
