# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo fix``: what it prints and writes, and input that is wrong."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from ospo_widgets.cli import main
from ospo_widgets.scanning.reuse.lint import lint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    (root / "a.py").write_text("print(1)\n")
    (root / "data" / "x.csv").write_text("1\n")
    return root


def run(*argv: object) -> int:
    return main(["fix", *map(str, argv)])


WHO = ("--license", "MIT", "--holder", "CERN", "--year", "2026")


def test_nothing_is_changed_without_apply(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, *WHO) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("The fix changes 4 files. Nothing was changed yet.\n")
    assert "1 header added" in printed and "+3 -0  a.py" in printed
    assert (project / "a.py").read_text() == "print(1)\n"


def test_patch_to_standard_output_can_be_applied(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(project, *WHO, "--patch", "-") == 0
    patch = capfdbinary.readouterr().out
    subprocess.run(["git", "apply"], cwd=project, input=patch, check=True)
    assert lint(project)["summary"]["compliant"]


def test_apply_archive_and_json(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "fixed.zip"
    assert run(project, *WHO, "--apply", "--archive", place, "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "ospo-fix/1" and data["applied"]
    assert data["summary"] == {"headers": 1, "texts": 2, "reuse-toml": 1}
    assert lint(project)["summary"]["compliant"]
    with zipfile.ZipFile(place) as archive:
        assert archive.read("a.py") == (project / "a.py").read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "No licence is known"),
        (("--license", "Foo-9"), "Foo-9"),
        (("--license", "hardware=MIT"), "There is no part"),
        ((*WHO, "--only", "nonsense"), "We know no group"),
        ((*WHO, "--exclude", "data/**"), "must be GLOB=REASON"),
        ((*WHO, "--patch", "-", "--format", "json"), "Standard output is taken"),
        (("--license", "MIT", "--holder", "The X Collaboration"), "cannot hold copyright"),
        ((*WHO, "--patch", "/nowhere/x.patch"), "does not exist"),
    ],
)
def test_wrong_input(
    options: tuple[str, ...], message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, *options) == 2
    assert message in capsys.readouterr().err
    assert (project / "a.py").read_text() == "print(1)\n"


def test_an_archive_cannot_be_changed_in_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "p.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("a.py", "x\n")
    assert run(place, "--apply") == 2
    assert "Only a folder" in capsys.readouterr().err
