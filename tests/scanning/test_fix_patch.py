# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Patches: what ``git apply`` and ``patch`` make of them is what was meant, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.fix.patch import file_patch, quoted

ODD_NAMES = (
    "plain.txt",
    "with blank.txt",
    'quote".txt',
    "back\\slash.txt",
    "tab\there.txt",
    "é.txt",
    "dir/a b/ü.txt",
    os.fsdecode(b"latin-\xe9.txt"),
    "a\nb.txt",
    "-x.txt",
)


def applied(root: Path, patch: bytes, *command: str) -> None:
    done = subprocess.run(command, cwd=root, input=patch, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


GIT = ("git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn")
GNU = ("patch", "-p1", "--quiet")


def lay(root: Path, name: str, content: bytes | None) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("kind", ["create", "modify", "delete", "rename"])
def test_odd_names(name: str, kind: str, tmp_path: Path) -> None:
    before = None if kind == "create" else b"one\ntwo\n"
    after = None if kind == "delete" else b"one\ntwo\n" if kind == "rename" else b"one\n2"
    old = f"{name}.old" if kind == "rename" else ""
    path = lay(tmp_path, old or name, before)
    applied(tmp_path, file_patch(name, before, after, 0o644, old).data, *GIT)
    if after is None:
        assert not path.exists()
    else:
        assert (tmp_path / name).read_bytes() == after
        assert not old or not path.exists()


LINE = st.sampled_from([b"a", b"b", b"", b"\xe9", b"x\r", b"same", b"- b", b"+a", b"\\"])
BODY = st.lists(LINE, max_size=30).map(b"\n".join)


@settings(max_examples=40, deadline=None)
@given(before=BODY, after=BODY, tail=st.sampled_from([b"", b"\n"]))
def test_any_change_of_text(before: bytes, after: bytes, tail: bytes) -> None:
    before, after = before or b"-", (after or b"-") + tail
    if before == after:
        return
    part = file_patch("f.txt", before, after, 0o644)
    for command in (GIT, GNU):
        if shutil.which(command[0]) is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = lay(Path(folder), "f.txt", before)
            applied(Path(folder), part.data, *command)
            assert path.read_bytes() == after
    body = part.data.split(b"\n@@", 1)[1].split(b"\n")[1:]
    assert part.added == sum(line[:1] == b"+" for line in body)
    assert part.removed == sum(line[:1] == b"-" for line in body)


def test_changes_far_apart_are_hunks_of_their_own() -> None:
    before = b"".join(b"%d\n" % n for n in range(100))
    after = before.replace(b"\n5\n", b"\nfive\n").replace(b"\n90\n", b"\nninety\n")
    assert file_patch("f", before, after, 0o644).data.count(b"\n@@ ") == 2


def test_mode_of_a_program_is_kept(tmp_path: Path) -> None:
    path = lay(tmp_path, "run.sh", b"x\n")
    path.chmod(0o755)
    part = file_patch("run.sh", b"x\n", b"y\n", 0o755)
    assert b" 100755\n" in part.data
    applied(tmp_path, part.data, *GIT)
    assert path.stat().st_mode & 0o111


def test_binary_is_refused() -> None:
    with pytest.raises(ValueError, match="binary"):
        file_patch("f", b"a\0", b"b\0", 0o644)


def test_names_are_quoted_as_git_does() -> None:
    assert quoted(b"a b") == b"a b"
    assert quoted('é\t"\\'.encode()) == b'"\\303\\251\\t\\"\\\\"'
