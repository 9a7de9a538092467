# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``dependencies.csv`` and ``packages.csv`` of a portfolio's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.records import Dependency, Package
from ospo_widgets.portfolio.source import read_folder

REPOSITORIES = """\
repo,kind,license,head_date,commits,commits_12m,authors
a/one,software,MIT,2026-08-22,10,5,3
a/two,hardware,CERN-OHL-S-2.0,2026-08-01,10,5,3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repositories.csv").write_text(REPOSITORIES, encoding="utf-8")
    (tmp_path / "monthly.csv").write_text("repo,month,commits\na/one,2026-08,5\n", encoding="utf-8")
    return tmp_path


def test_both_files_may_be_missing(folder):
    found = read_folder(folder)
    assert (found.dependencies, found.packages) == ((), ())


def test_two_columns_are_enough(folder):
    (folder / "dependencies.csv").write_text("repo,name\na/one,cmake:ROOT\n", encoding="utf-8")
    (folder / "packages.csv").write_text("repo,name\na/two,pkg:pypi/two\n", encoding="utf-8")
    found = read_folder(folder)
    assert found.dependencies == (Dependency("a/one", "cmake:ROOT"),)
    assert found.packages == (Package("a/two", "pkg:pypi/two", "declared"),)


def test_all_columns(folder):
    (folder / "dependencies.csv").write_text(
        "repo,name,use,optional,license,source\n"
        "a/one,pkg:pypi/x,static-link,yes,gpl-3.0,pyproject.toml\n"
        "a/one,https://github.com/a/two,,no,,.gitmodules\n",
        encoding="utf-8",
    )
    assert read_folder(folder).dependencies == (
        Dependency("a/one", "pkg:pypi/x", "static-link", True, "GPL-3.0-only", "pyproject.toml"),
        Dependency("a/one", "https://github.com/a/two", "", False, "", ".gitmodules"),
    )


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("dependencies.csv", "x/y,cmake:A,,", "line 2, column repo: “x/y” is not in"),
        ("dependencies.csv", "a/one,,,", "line 2, column name: the value is missing"),
        ("dependencies.csv", "a/one,A,eats,", "line 2, column use: “eats” must be one of"),
        ("dependencies.csv", "a/one,A,,MIT AND", "line 2, column license"),
        ("dependencies.csv", f"a/one,{'A' * 401},,", "line 2, column name: the text has more"),
        ("packages.csv", "a/one,A,guessed,", "line 2, column basis: “guessed” must be one of"),
        ("packages.csv", "x/y,A,,", "line 2, column repo"),
    ],
)
def test_wrong_rows_are_refused_by_place(folder, file, row, said):
    head = "repo,name,use,license" if file.startswith("dep") else "repo,name,basis,more"
    (folder / file).write_text(f"{head}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_folder(folder)
    assert error.value.message.startswith(f"{file}, {said}")
