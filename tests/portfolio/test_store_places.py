# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Stores elsewhere, indexes of snapshots, and files of other versions."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.engine import Index
from ospo_widgets.portfolio.store import Store, indexes
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.local_files import LocalFiles
from ospo_widgets.portfolio.store.places import files_at
from ospo_widgets.portfolio.store.snapshot import SnapshotId
from ospo_widgets.portfolio.store.values import from_text
from tests.portfolio.store_making import DAY, LATER, full, records, told


class PlainFileSystem(MemoryFileSystem):
    """A place that cannot make a file exclusively, and remembers its folders."""

    protocol = "plain"

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        return super()._strip_protocol(str(path).removeprefix("plain://"))

    def pipe_file(self, path: Any, value: Any, mode: str = "overwrite", **kwargs: Any) -> None:
        if mode != "overwrite":
            raise NotImplementedError
        super().pipe_file(path, value, **kwargs)


fsspec.register_implementation("plain", PlainFileSystem, clobber=True)


@pytest.fixture(params=["memory", "plain"])
def address(request: pytest.FixtureRequest) -> str:
    return f"{request.param}://ospo-tests/{secrets.token_hex(8)}"


def test_a_store_elsewhere_does_the_same(address: str) -> None:
    store = Store(address)
    assert not store.exists()
    store.append(full(), DAY)
    store.append(records({"a/a": "MIT"}), LATER)
    again = Store(address)
    assert again.snapshots() == (DAY, LATER)
    assert told(again.read(DAY)) == full()
    assert len(again.row("a/a").repositories) == 1
    assert [row["repositories"] for row in again.summary()] == [2, 1]
    assert again.verify() == ()
    files = files_at(address)
    files.write("snapshots/2026-05-01/claims.parquet", b"half of")
    assert len(again.verify()) == 1
    again.append(full(), DAY)
    assert again.verify() == ()
    assert not files.exists("snapshots/2026-05-01/claims.parquet")


def test_a_place_that_cannot_be_written_to_is_told() -> None:
    with pytest.raises(InputError, match="Nothing can be written"):
        Store("data://x").append(full(), DAY)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://key:hunter2@bucket/x?token=hunter2", "package that is not installed"),
        ("no-such-thing://user:hunter2@host/x#hunter2", "no address"),
    ],
)
def test_addresses_that_cannot_be_used_keep_their_secrets(
    address: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ImportError("install it, hunter2")

    if address.startswith("s3"):
        monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(InputError, match=said) as caught:
        Store(address)
    assert "hunter2" not in str(caught.value)


def test_addresses_are_shown_without_secrets() -> None:
    store = Store("memory://user:hunter2@ospo-tests/none?token=hunter2")
    assert "hunter2" not in repr(store)
    with pytest.raises(InputError) as caught:
        store.read()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "snapshots/../../x"])
def test_no_path_leads_out_of_a_store(tmp_path: Path, path: str) -> None:
    for files in (LocalFiles(tmp_path), files_at("memory://ospo-tests/x")):
        with pytest.raises(ValueError, match="not below the store"):
            files.write(path, b"")


def test_an_address_of_a_file_is_a_folder(tmp_path: Path) -> None:
    Store(f"file://{tmp_path}/store").append(full(), DAY, index=False)
    assert told(Store(tmp_path / "store").read()) == full()


def test_the_index_lies_in_the_store_when_that_is_here(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", cache=tmp_path / "cache")
    store.append(full(), DAY)
    folder = store.index()
    assert folder.is_relative_to(tmp_path / "store" / "index")
    assert len(Index.open(folder)) == 2
    assert store.index(DAY) == folder
    assert not (tmp_path / "cache").exists()


def test_the_index_is_copied_when_the_store_is_elsewhere(address: str, tmp_path: Path) -> None:
    store = Store(address, cache=tmp_path)
    store.append(full(), DAY)
    folder = store.index()
    assert folder.is_relative_to(tmp_path)
    assert len(Index.open(folder)) == 2
    made = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert Store(address, cache=tmp_path).index() == folder
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == made


def test_an_index_that_is_not_what_was_written_is_built_again(address: str, tmp_path: Path) -> None:
    store = Store(address, cache=tmp_path)
    store.append(full(), DAY)
    files = files_at(address)
    (name,) = files.names("index")
    size = files.size(f"index/{name}/known.npy")
    files.write(f"index/{name}/known.npy", b"\x93" * size)
    folder = store.index()
    assert len(Index.open(folder)) == 2
    (folder / "known.npy").unlink()
    assert len(Index.open(store.index())) == 2


@pytest.mark.parametrize("name", ["../known.npy", "known.npy/../../x.npy", "known.pickle", ""])
def test_an_index_names_no_files_elsewhere(address: str, tmp_path: Path, name: str) -> None:
    store = Store(address, cache=tmp_path / "cache")
    store.append(full(), DAY)
    files = files_at(address)
    (folder,) = files.names("index")
    contents = files.read(f"index/{folder}/index.json", 1 << 20)
    files.write(f"index/{folder}/index.json", contents.replace(b"known.npy", name.encode()))
    assert len(Index.open(store.index())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_an_index_shows_snapshots_that_were_stored_later(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(records({"a/a": "MIT"}), LATER)
    first = store.index()
    store.append(records({"a/a": "GPL-3.0-only"}), DAY)
    assert store.index() != first
    assert first.is_dir()  # pages that are open still map it
    assert store.index().is_relative_to(tmp_path)
    assert not store.index(DAY).is_relative_to(tmp_path)


def test_indexes_that_nobody_needs_are_removed_after_a_while(tmp_path: Path) -> None:
    snapshots = Snapshots(LocalFiles(tmp_path))
    store, days = Store(tmp_path), [date(2026, 3, day) for day in range(1, 5)]
    for now, day in enumerate(days):
        store.append(records({"a/a": "MIT"}), day, index=False)
        indexes.keep(snapshots, float(now))
    (tmp_path / "index" / "of somebody else").mkdir()
    (tmp_path / "index" / f"2026-03-01.{'0' * 16}").mkdir()
    assert len(snapshots.files.names("index")) == 6
    indexes.keep(snapshots, indexes.UNTOUCHED + 0.5)
    left = [name.partition(".")[0] for name in snapshots.files.names("index")]
    assert left == ["2026-03-02", "2026-03-03", "2026-03-04", "of somebody else"]


def test_rules_of_families_are_part_of_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Snapshots(LocalFiles(tmp_path / "store"))
    Store(tmp_path / "store").append(full(), DAY)
    before = indexes.tag(snapshots, SnapshotId(DAY))
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio" / "families.yaml").write_text("families: []", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert indexes.tag(snapshots, SnapshotId(DAY)) != before


def test_copies_go_where_the_user_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert indexes.default_cache() is None  # tests keep nothing
    monkeypatch.setenv("OSPO_CACHE_DIR", str(tmp_path))
    assert indexes.default_cache() == tmp_path / "portfolio"
    monkeypatch.delenv("OSPO_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert indexes.default_cache() == tmp_path / "ospo-widgets" / "portfolio"


def rewritten(folder: Path, name: str, change: Any) -> None:
    """Put another table in the place of one, with a manifest that fits it."""
    import hashlib
    import json

    file = folder / "snapshots" / str(DAY) / f"{name}.parquet"
    table = change(pq.read_table(file))
    pq.write_table(table, file)
    manifest = file.with_name("manifest.json")
    data = json.loads(manifest.read_text(encoding="utf-8"))
    content = file.read_bytes()
    data["files"][name] = {
        "rows": len(table), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()
    }  # fmt: skip
    manifest.write_text(json.dumps(data), encoding="utf-8")


def test_columns_may_be_missing_or_more(tmp_path: Path) -> None:
    Store(tmp_path).append(full(), DAY, index=False)
    rewritten(
        tmp_path, "repositories",
        lambda t: t.drop_columns(["stars", "readme", "topics"]).append_column("new", t["repo"]),
    )  # fmt: skip
    found = Store(tmp_path).read().repositories
    assert found[0].stars is None
    assert "readme" not in found[0].present
    assert [replace(row, stars=0, present={}) for row in found[:1]] == [
        replace(full().repositories[0], present={})
    ]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("repositories", lambda t: t.set_column(0, "repo", pa.nulls(len(t), pa.string()))),
        ("repositories", lambda t: t.set_column(1, "stars", pa.array(["many"] * len(t)))),
        ("claims", lambda t: t.set_column(2, "type", pa.array(["pickle"] * len(t)))),
        ("claims", lambda t: t.drop_columns(["read_on", "confidence"])),
    ],
    ids=["no-name", "wrong-type", "wrong-value", "no-confidence"],
)
def test_tables_that_make_no_sense_are_damage(tmp_path: Path, table: str, change: Any) -> None:
    Store(tmp_path).append(full(), DAY, index=False)
    rewritten(tmp_path, table, change)
    with pytest.raises(InputError, match="is damaged"):
        Store(tmp_path).read()


def test_a_table_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(tmp_path).append(full(), DAY, index=False)
    monkeypatch.setattr("ospo_widgets.portfolio.store.parquet.MOST_BYTES", 100)
    with pytest.raises(InputError, match="is damaged"):
        Store(tmp_path).read()


@pytest.mark.parametrize(
    ("kind", "text"),
    [("flag", "maybe"), ("count", "x"), ("day", "2026-13-01"), ("list", "{}"), ("list", "[1]"),
     ("list", "[" * 100_000), ("pickle", "x")],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueError):
        from_text(kind, text)


def test_nothing_in_an_index_is_run(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(full(), DAY)
    for file in store.index().glob("*.npy"):
        np.load(file, allow_pickle=False)
