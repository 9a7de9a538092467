# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The field for a folder leads into the offered folders only, whatever is typed and exchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ospo_widgets.apps.repository_scan.targets import ROOTS_VARIABLE, folder_target, git_target
from ospo_widgets.errors import InputError
from ospo_widgets.scanning.intake.target import target_of
from ospo_widgets.scanning.paths import read_regular
from ospo_widgets.scanning.settings import ScanSettings
from tests.scanning.hostile import scan_here

HOSTILE = (
    "/", "/etc", "/etc/passwd", "/proc/self/root", "/proc/self/environ", "/proc/self/cwd/..",
    "/dev/fd/0", "..", "../..", "inside/../../outside", "~root", "~nobody", "~/..", "link",
    "link/x", "inside/up/outside", "a\0b", "\0", "/root", "//etc", "/./etc", "file:///etc",
    "inside/../..", "\udcff/../../..", "$HOME/..", "%2e%2e/%2e%2e", "..\\..", "a" * 5000,
    "/proc/1/root", "C:\\", "\\\\host\\share", "inside\n/../../..", ".../...//..",
)  # fmt: skip


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "root"
    (root / "inside").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.py").write_text("secret = 1\n")
    (tmp_path / "root-beside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "inside" / "up").symlink_to("../..")
    monkeypatch.setenv(ROOTS_VARIABLE, str(root))
    monkeypatch.setenv("HOME", str(tmp_path / "outside"))
    return root


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_leads_outside(roots: Path, text: str) -> None:
    try:
        found = folder_target(text)
    except InputError as error:
        assert "secret" not in str(error)
        return
    # What stays below is a name that happens to look odd.
    assert found.is_relative_to(roots)
    if found != roots:
        with pytest.raises(InputError):
            target_of(found, ScanSettings())


def test_a_folder_that_begins_like_a_root_is_not_in_it(roots: Path) -> None:
    with pytest.raises(InputError):
        folder_target(f"{roots}-beside")


def test_the_field_for_git_reads_no_path(roots: Path) -> None:
    for text in (str(roots), "/etc", "..", "~", "inside", "file:///etc", ".git"):
        with pytest.raises(InputError):
            target_of(git_target(text), ScanSettings())


def test_links_below_a_root_are_not_followed(roots: Path) -> None:
    (roots / "inside" / "a.py").write_text("x = 1\n")
    (roots / "inside" / "b.py").symlink_to(roots.parent / "outside" / "secret.py")
    (roots / "inside" / "c").symlink_to(roots.parent / "outside")
    result = scan_here(folder_target("inside"), ScanSettings(history="none"))
    assert [file.path for file in result.files] == ["a.py"]
    assert {"b.py", "c", "up"} <= {one.path for one in result.not_scanned}


def test_a_file_that_becomes_a_link_while_it_is_read_is_refused(roots: Path) -> None:
    path = roots / "inside" / "a.py"
    path.write_text("x = 1\n")
    assert read_regular(path, 100) == b"x = 1\n"
    path.unlink()
    path.symlink_to(roots.parent / "outside" / "secret.py")
    with pytest.raises(OSError):
        read_regular(path, 100)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError):
        read_regular(path, 100)


def test_no_folder_is_offered_when_the_list_is_empty(
    roots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROOTS_VARIABLE, "")
    for text in (*HOSTILE, str(roots), "inside"):
        with pytest.raises(InputError):
            folder_target(text)
