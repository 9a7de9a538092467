# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Applying a fix: all of it or nothing, and never outside the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.fix.apply import apply_changes
from ospo_widgets.scanning.fix.choices import Group
from ospo_widgets.scanning.fix.model import Change
from ospo_widgets.scanning.fix.spool import CONTENTS, Spool

BEFORE = {"a.sh": b"a\n", "d/b.txt": b"b\n", "old": b"o\n", "gone": b"g\n"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name, data in BEFORE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "a.sh").chmod(0o755)
    return root


@pytest.fixture
def changes(tmp_path: Path) -> list[Change]:
    made: list[Change] = []
    with Spool(tmp_path, made.append) as spool:
        more = {"groups": (Group.HEADERS,), "settles": ("license",)}
        spool.add("a.sh", b"a\n", b"A\n", mode=0o755, **more)  # type: ignore[arg-type]
        spool.add("d/b.txt", b"b\n", b"B\n", **more)  # type: ignore[arg-type]
        spool.add("new/deep/c", None, b"C\n", **more)  # type: ignore[arg-type]
        spool.add("old.txt", b"o\n", b"o\n", old_path="old", **more)  # type: ignore[arg-type]
        spool.add("gone", b"g\n", None, **more)  # type: ignore[arg-type]
    return made


def state(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_everything_is_written(tree: Path, changes: list[Change], tmp_path: Path) -> None:
    assert apply_changes(changes, tmp_path / CONTENTS, tree) == 5
    assert state(tree) == {
        "a.sh": b"A\n",
        "d/b.txt": b"B\n",
        "new/deep/c": b"C\n",
        "old.txt": b"o\n",
    }
    assert (tree / "a.sh").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: (root / "d/b.txt").write_bytes(b"other\n"),
        lambda root: (root / "gone").unlink(),
        lambda root: (root / "old.txt").write_bytes(b"x"),
        lambda root: ((root / "new").mkdir(), (root / "new/deep").symlink_to(root / "d")),
        lambda root: ((root / "a.sh").unlink(), (root / "a.sh").symlink_to("old")),
    ],
)
def test_a_folder_that_changed_is_left_as_it_is(
    spoil: object, tree: Path, changes: list[Change], tmp_path: Path
) -> None:
    spoil(tree)  # type: ignore[operator]
    before = state(tree)
    with pytest.raises(InputError, match="Nothing was changed"):
        apply_changes(changes, tmp_path / CONTENTS, tree)
    assert state(tree) == before


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_failure_half_way_is_undone(
    failing: int, tree: Path, changes: list[Change], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    done = 0
    original = Path.replace

    def replace_(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == failing:
            raise OSError(28, "No space left on device")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replace_)
    with pytest.raises(InputError, match="No space left"):
        apply_changes(changes, tmp_path / CONTENTS, tree)
    assert state(tree) == BEFORE
    assert not (tree / "new").exists()
    assert (tree / "a.sh").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "a//b", ""])
def test_paths_out_of_the_folder_are_refused(
    path: str, tree: Path, changes: list[Change], tmp_path: Path
) -> None:
    bad = replace(changes[2], path=path)
    with pytest.raises(InputError, match="no path inside"):
        apply_changes([bad], tmp_path / CONTENTS, tree)
    assert state(tree) == BEFORE
