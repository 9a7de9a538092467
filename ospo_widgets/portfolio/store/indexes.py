# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The index of a snapshot as files that are mapped into memory.

Everything in an index follows from its snapshot, so it may be removed at any time and is built
again when it is missing. Its name holds a tag of all that goes into it: version of the arrays,
rules of licence families, and the snapshots before it, whose changes it shows.

The writer keeps indexes of the newest snapshots in the store, where the programs of one machine
share the memory. Of a store elsewhere, and of older days, there is a copy in the user’s cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ospo_widgets.portfolio.records import Records
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.files import Files, Written, digest_of
from ospo_widgets.portfolio.store.local_files import LocalFiles
from ospo_widgets.portfolio.store.snapshot import (
    FORMAT,
    MOST_MANIFEST,
    Snapshot,
    SnapshotId,
    lineage,
    read_json,
)
from ospo_widgets.resources import data_dir, overlay_dir

CONTENTS = "index.json"
"""Names the files of an index; written last."""

KEPT = 2
"""Newest snapshots whose indexes stay in the store: the page compares the newest with another."""

UNTOUCHED = 7 * 86_400.0
"""Seconds for which an index stays after nobody needs it: pages that are open map its files."""

CACHE_VARIABLE = "OSPO_CACHE_DIR"
"""Environment variable with the folder for copies; set to nothing, they last for one run."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,80}\.npy")
_TAGGED = re.compile(r"(.+)\.([0-9a-f]{16})")
_MOST_FILES = 1_000
_MOST_BYTES = 64 << 30


def index_arrays(records: Records) -> Mapping[str, Any]:
    """The arrays of an index by name."""
    from ospo_widgets.portfolio.engine import build_index

    return build_index(records)


def tag(snapshots: Snapshots, snapshot: SnapshotId) -> str:
    """Short name for all that goes into the index of a snapshot."""
    from ospo_widgets.portfolio.engine.schema import VERSION

    parts = [f"{FORMAT}", f"{VERSION}", lineage(snapshots.row_up_to(snapshot)), _family_rules()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _family_rules() -> str:
    for base in filter(None, (overlay_dir(), data_dir())):
        with contextlib.suppress(OSError):
            rules = (base / "portfolio" / "families.yaml").read_bytes()
            return hashlib.sha256(rules).hexdigest()
    return ""


def keep(snapshots: Snapshots, now: float) -> None:
    """Write indexes of the newest snapshots to the store, and remove those that nobody needs.

    Raises:
        InputError: A snapshot cannot be read.
        OSError: The index cannot be written; the snapshot itself is there.
    """
    files = snapshots.files
    newest = snapshots.current()[-KEPT:]
    wanted = {f"{snapshot}.{tag(snapshots, snapshot)}": snapshot for snapshot in newest}
    for name in files.names("index"):
        if name not in wanted and _is_old(files, name, now):
            files.remove(f"index/{name}")
    name, snapshot = list(wanted.items())[-1]
    if not _contents(files, f"index/{name}"):
        write(files, f"index/{name}", view(snapshots, snapshots.load(snapshot)), now)


def _is_old(files: Files, name: str, now: float) -> bool:
    match = _TAGGED.fullmatch(name)
    if match is None or SnapshotId.of(match[1]) is None:
        return False  # not ours
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        contents = read_json(files.read(f"index/{name}/{CONTENTS}", MOST_MANIFEST)) or {}
        return now - float(contents["written"]) > UNTOUCHED
    return True  # half an index, of a run that broke: we are the only writer


def view(snapshots: Snapshots, snapshot: Snapshot) -> Records:
    """The rows that an index is made from; it needs no claims."""
    return snapshots.records(snapshot, claims=False)


def write(files: Files, folder: str, records: Records, now: float) -> None:
    """Build an index and write it.

    Args:
        files: Where to.
        folder: Path below it; empty for the place itself.
        records: What it is made from.
        now: Seconds since 1970.

    Raises:
        OSError: A file cannot be written.
    """
    written, base = {}, f"{folder}/" if folder else ""
    for name, array in index_arrays(records).items():
        made = files.add(f"{base}{name}.npy", _saver(array), lasting=False)
        written[f"{name}.npy"] = {"bytes": made.bytes, "sha256": made.sha256}
    contents = json.dumps({"written": now, "files": written}).encode()
    files.write(f"{base}{CONTENTS}", contents)


def _saver(array: Any) -> Any:
    import numpy as np

    def save(part: Path) -> None:
        with part.open("wb") as stream:
            np.save(stream, array, allow_pickle=False)

    return save


def _contents(files: Files, folder: str) -> dict[str, Written]:
    """Size and digest of the files of an index; empty when there is none that can be used."""
    found, path = {}, f"{folder}/{CONTENTS}" if folder else CONTENTS
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        contents = read_json(files.read(path, MOST_MANIFEST)) or {}
        for name, said in contents["files"].items():
            if not _NAME.fullmatch(name):
                return {}
            found[name] = Written(int(said["bytes"]), str(said["sha256"]))
        if len(found) <= _MOST_FILES and sum(said.bytes for said in found.values()) <= _MOST_BYTES:
            return found
    return {}


def is_whole(folder: Path) -> bool:
    """Whether an index on this machine has all its files with their sizes."""
    contents = _contents(LocalFiles(folder), "")
    try:
        return bool(contents) and all(
            (folder / name).stat().st_size == said.bytes for name, said in contents.items()
        )
    except OSError:
        return False


def local_folder(snapshots: Snapshots, snapshot: SnapshotId, cached: Path | None) -> Path:
    """A folder on this machine with the index of a snapshot.

    Args:
        snapshots: The store.
        snapshot: Which one.
        cached: Folder for copies; None for one that is removed when the program ends.

    Raises:
        InputError: The snapshot cannot be read.
        OSError: There is no space for the copy.
    """
    files = snapshots.files
    name = f"{snapshot}.{tag(snapshots, snapshot)}"
    if files.folder is not None and is_whole(files.folder / "index" / name):
        return files.folder / "index" / name
    base = (cached or _temporary()) / _store_key(files)
    target = base / name
    if is_whole(target):
        os.utime(target)
        return target
    _forget_old(base)
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = Path(tempfile.mkdtemp(prefix=".", dir=base))
    try:
        if files.folder is not None or not _copied(files, f"index/{name}", aside):
            records = view(snapshots, snapshots.load(snapshot))
            write(LocalFiles(aside), "", records, time.time())
        _put_in_place(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _put_in_place(aside: Path, target: Path) -> None:
    """Rename a folder; another program may have been first with the same content."""
    try:
        aside.rename(target)
    except OSError:
        if is_whole(target):
            return
        shutil.rmtree(target, ignore_errors=True)
        aside.rename(target)


def _copied(files: Files, folder: str, to: Path) -> bool:
    """Copy an index here; False when there is none, or what came is not what was written."""
    contents = _contents(files, folder)
    for name, said in contents.items():
        try:
            with files.opened(f"{folder}/{name}") as source, (to / name).open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            with (to / name).open("rb") as stream:
                if digest_of(stream) != said:
                    return False
        except FileNotFoundError:
            return False
    if contents:
        files_said = {n: {"bytes": w.bytes, "sha256": w.sha256} for n, w in contents.items()}
        (to / CONTENTS).write_text(json.dumps({"written": time.time(), "files": files_said}))
    return bool(contents)


def _store_key(files: Files) -> str:
    place = str(files.folder.resolve()) if files.folder is not None else files.shown
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def _forget_old(base: Path) -> None:
    """Remove copies that were not asked for in a while."""
    if not base.is_dir():
        return
    for folder in base.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > UNTOUCHED:
                shutil.rmtree(folder)


@cache
def _temporary() -> Path:
    return Path(_scratch().name)


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ospo-index-")


def default_cache() -> Path | None:
    """The folder for copies of this user, None when keeping is off."""
    if CACHE_VARIABLE in os.environ:
        named = os.environ[CACHE_VARIABLE]
        return Path(named) / "portfolio" if named else None
    home = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "ospo-widgets" / "portfolio"
    except RuntimeError:
        return None
