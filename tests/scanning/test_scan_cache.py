# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A second scan pays for what changed, and a bad cache is no error."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets.scanning.reading import cache as module
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

    def examine(self, source: module.Any) -> list[str]:
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
    (folder / "evidence-1.sqlite3").write_bytes(content)
    assert read(root, folder, spy, "a.txt") == [["hello"]]
    assert read(root, folder, spy, "a.txt") == [["hello"]]
    assert spy.looked == ["a.txt"]


def test_nonsense_in_a_row_is_no_evidence(tmp_path: Path) -> None:
    cache = EvidenceCache(tmp_path, "s")
    cache.put("d", "n", Entry({}, frozenset()))
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
        cache.put(str(i), "n", Entry({"x": ["y" * 2000]}, frozenset()))
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
