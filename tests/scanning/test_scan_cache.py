# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A second scan pays for what changed, and a bad cache is no error."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.scanning import inventory
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.inventory import survey
from ospo_widgets.scanning.paths import read_regular
from ospo_widgets.scanning.reading import cache as module
from ospo_widgets.scanning.reading import reader as reader_module
from ospo_widgets.scanning.reading.cache import Entry, EvidenceCache, default_folder, signature
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.reader import Reader
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings

MakeTree = Callable[[Mapping[str, str | bytes]], Path]


class Spy:
    """A detector that counts how often it looks."""

    def __init__(self, version: int = 1) -> None:
        self.looked: list[str] = []
        self.detector = Detector(
            "spy", version, self.examine, triggers=("hello",), wants=lambda p: p.endswith(".want")
        )

    def examine(self, source: Any) -> list[str]:
        self.looked.append(source.path)
        return [source.text]


def read(root: Path, folder: Path, spy: Spy, *paths: str) -> list[object]:
    cache = EvidenceCache(folder, signature((spy.detector,)))
    reader = Reader(root, (spy.detector,), ScanSettings(), cache)
    found = []
    for path in paths:
        reading = reader.read(path, (root / path).stat().st_size)
        cache.add(reading)
        found.append(reading.evidence.get("spy"))
    cache.save()
    return found


def test_the_same_content_under_the_same_name_is_looked_at_once(
    make_tree: MakeTree, tmp_path: Path
) -> None:
    root = make_tree({"a.txt": "hello", "b/a.txt": "hello", "c.txt": "hello", "n.txt": "no"})
    spy, folder = Spy(), tmp_path / "cache"
    first = read(root, folder, spy, "a.txt", "c.txt", "n.txt")
    assert first == [["hello"], ["hello"], None]
    assert spy.looked == ["a.txt", "c.txt"]
    assert read(root, folder, spy, "a.txt", "b/a.txt", "c.txt", "n.txt") == [["hello"]] * 3 + [None]
    assert spy.looked == ["a.txt", "c.txt"]
    (root / "a.txt").write_text("hello you")
    assert read(root, folder, spy, "a.txt") == [["hello you"]]


def test_a_newer_detector_looks_again(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.txt": "hello"}), tmp_path / "cache"
    read(root, folder, Spy(1), "a.txt")
    spy = Spy(2)
    assert read(root, folder, spy, "a.txt") == [["hello"]]
    assert spy.looked == ["a.txt"]


def test_a_path_that_wants_more_is_looked_at(make_tree: MakeTree, tmp_path: Path) -> None:
    root = make_tree({"x": "", "d/k": "no"})
    seen: list[str] = []
    detector = Detector(
        "spy", 1, lambda s: seen.append(s.path) or ["x"], wants=lambda p: p.startswith("d/")
    )  # type: ignore[func-returns-value]
    (root / "k").write_text("no")
    for path in ("k", "d/k", "d/k"):
        cache = EvidenceCache(tmp_path / "cache", "s")
        reading = Reader(root, (detector,), ScanSettings(), cache).read(path, 2)
        cache.add(reading)
        cache.save()
    assert seen == ["d/k"]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500])
def test_a_damaged_cache_is_begun_anew(make_tree: MakeTree, tmp_path: Path, content: bytes) -> None:
    root, folder, spy = make_tree({"a.txt": "hello"}), tmp_path / "cache", Spy()
    folder.mkdir()
    (folder / "evidence-2.sqlite3").write_bytes(content)
    assert read(root, folder, spy, "a.txt") == [["hello"]]
    assert read(root, folder, spy, "a.txt") == [["hello"]]
    assert spy.looked == ["a.txt"]


def test_nonsense_in_a_row_is_no_evidence(tmp_path: Path) -> None:
    cache = EvidenceCache(tmp_path, "s")
    cache.put("d", "n", Entry({}, ""))
    cache.save()
    connection = sqlite3.connect(cache.path)
    connection.execute("UPDATE evidence SET value = '{'")
    connection.commit()
    connection.close()
    assert EvidenceCache(tmp_path, "s").get("d", "n") is None


def test_a_folder_that_cannot_be_written_is_no_error(make_tree: MakeTree, tmp_path: Path) -> None:
    root = make_tree({"a.txt": "hello"})
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert read(root, blocked / "cache", Spy(), "a.txt") == [["hello"]]


def test_it_does_not_grow_without_end(
    make_tree: MakeTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10_000)
    folder = tmp_path / "cache"
    for i in range(40):
        cache = EvidenceCache(folder, "s")
        cache.put(str(i), "n", Entry({"x": "y" * 2000}, ""))
        cache.save()
    assert cache.path.stat().st_size < 40_000


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSPO_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.setenv("OSPO_CACHE_DIR", "")
    assert default_folder() is None
    monkeypatch.delenv("OSPO_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "ospo-widgets"


def test_two_scans_say_the_same(make_tree: MakeTree, tmp_path: Path) -> None:
    root = make_tree(
        {
            "a.py": "# Copyright 2020 CERN\n",
            "LICENSE": "MIT License\n",
            "requirements.txt": "numpy\n",
        }
    )
    settings = ScanSettings(cache_folder=str(tmp_path / "cache"))
    first = scan(root, settings=settings).to_json()
    assert (tmp_path / "cache").exists()
    assert scan(root, settings=settings).to_json() == first
    assert scan(root, settings=ScanSettings()).to_json() == first


# --- stamps: files that are not even read again -----------------------------------------------


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing counts as changed just now: what a test writes is old enough."""
    monkeypatch.setattr(module, "RACY", -1e6)


def surveyed(root: Path, folder: Path) -> tuple[dict[str, list[Any]], int]:
    """Rows of the detector of licences by path, and how many files were opened."""
    opened: list[str] = []
    facts = Facts()
    settings = ScanSettings(cache_folder=str(folder))

    def read(path: str | Path, limit: int) -> bytes:
        opened.append(str(path))
        return read_regular(path, limit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_module, "read_regular", read)
        survey(root, settings, facts.add, lambda _: None, git=False, stays=True)()
    facts.add({"kind": "end"})
    return dict(facts.rows("licenses")), len(opened)


MIT = "/* Licensed under the MIT license. */\n"
APACHE = "/* Licensed under Apache License 2.0*/\n"


@pytest.mark.usefixtures("later")
def test_an_unchanged_file_is_not_opened(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.c": MIT, "b.c": "int b;\n", "c/a.c": MIT}), tmp_path / "cache"
    first, opened = surveyed(root, folder)
    assert opened == 3 and set(first) == {"a.c", "c/a.c"}
    assert surveyed(root, folder) == (first, 0)
    (root / "d.c").write_text(APACHE)
    again, opened = surveyed(root, folder)
    assert opened == 1 and list(again) == ["a.c", "c/a.c", "d.c"]
    (root / "a.c").unlink()
    assert set(surveyed(root, folder)[0]) == {"c/a.c", "d.c"}


@pytest.mark.usefixtures("later")
def test_an_edit_with_the_old_size_and_date_is_noticed(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.c": MIT}), tmp_path / "cache"
    before = (root / "a.c").stat()
    first, _ = surveyed(root, folder)
    (root / "a.c").write_text(APACHE.ljust(len(MIT)))
    os.utime(root / "a.c", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (root / "a.c").stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, len(APACHE.ljust(len(MIT))))
    again, opened = surveyed(root, folder)
    assert opened == 1 and again != first


@pytest.mark.usefixtures("later")
def test_a_copy_with_the_old_dates_is_read(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.c": MIT}), tmp_path / "cache"
    surveyed(root, folder)
    shutil.copytree(root, tmp_path / "copy")
    assert surveyed(tmp_path / "copy", folder)[1] == 1
    # In the place of the first tree, too: the file is another one.
    root.rename(tmp_path / "first")
    (tmp_path / "copy").rename(root)
    assert surveyed(root, folder)[1] == 1


def test_a_file_that_changed_just_now_gets_no_stamp(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.c": MIT}), tmp_path / "cache"
    assert [surveyed(root, folder)[1] for _ in range(3)] == [1, 1, 1]


@pytest.mark.usefixtures("later")
def test_a_newer_detector_reads_all_again(
    make_tree: MakeTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, folder = make_tree({"a.c": MIT}), tmp_path / "cache"
    surveyed(root, folder)
    monkeypatch.setattr(inventory, "signature", lambda _: "other")
    assert surveyed(root, folder)[1] == 1


@pytest.mark.usefixtures("later")
def test_rows_that_are_no_json_are_left_out(make_tree: MakeTree, tmp_path: Path) -> None:
    root, folder = make_tree({"a.c": MIT}), tmp_path / "cache"
    surveyed(root, folder)
    with sqlite3.connect(folder / "evidence-2.sqlite3") as connection:
        connection.execute("UPDATE evidence SET value = 'wanted x' || char(10) || 'licenses [{'")
    assert surveyed(root, folder) == ({}, 0)
