# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The year of a copyright line: the person's, else the one in which the file came."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ospo_widgets import api
from ospo_widgets.scanning.fix.choices import FixChoices

Git = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q")
    for year, name in ((2017, "a.py"), (2021, "b.py")):
        (folder / name).write_text(f"{name[0]} = 1\n")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", name, f"--date={year}-03-01T12:00:00Z")
    (folder / "a.py").write_text("a = 2\n")
    git(folder, "commit", "-qam", "change", "--date=2023-03-01T12:00:00Z")
    return folder


def years(folder: Path, **choices: object) -> dict[str, str]:
    """First line of each file that the fix changes."""
    wanted = FixChoices(license="MIT", holder="CERN", **choices)  # type: ignore[arg-type]
    with api.fix(folder, choices=wanted) as fix:
        return {
            change.path: next(line for line in fix.diff_of(change.path) if line.startswith("+"))[1:]
            for change in fix.changes
            if change.path.endswith(".py")
        }


def copyright_line(text: str) -> str:
    return f"# SPDX-FileCopyright{'Text'}: {text}"


def test_the_history_tells_the_first_year(repository: Path) -> None:
    assert years(repository) == {
        "a.py": copyright_line("2017 CERN"),
        "b.py": copyright_line("2021 CERN"),
    }


def test_the_person_has_the_last_word(repository: Path) -> None:
    assert set(years(repository, year=2020).values()) == {copyright_line("2020 CERN")}
    assert set(years(repository, from_history=False).values()) == {copyright_line("CERN")}


def test_a_history_that_was_cut_off_tells_nothing(repository: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", f"file://{repository}", str(copy)], check=True
    )
    assert set(years(copy).values()) == {copyright_line("CERN")}
