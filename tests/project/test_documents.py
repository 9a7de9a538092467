# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Documents name what is there: files, variables, tests, versions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from ospo_widgets.knowledge import check_folder, load_knowledge

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Set by the server for its own kernels, not by people.
INTERNAL = {"OSPO_FRAME", "OSPO_REQUEST_FD"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.S)
    targets = [t for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t and t[0] != "#"]
    missing = [t for t in targets if not (document.parent / t.partition("#")[0]).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tests_that_are_named_exist(document: Path) -> None:
    text, path = document.read_text(encoding="utf-8"), ""
    # “`::name`” after “`path::name`” is another test of the same file.
    for file, function in re.findall(r"`(?=tests/|::)(tests/[\w/.]+\.py)?(?:::(\w+))?`", text):
        path = file or path
        assert (ROOT / path).is_file(), path
        if function:
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), function


def test_every_setting_is_documented_and_no_other() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "ospo_widgets").rglob("*.py"))
    page = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    read = set(re.findall(r"\"(OSPO_[A-Z_]+)\"", code))
    documented = set(re.findall(r"^\| `(OSPO_[A-Z_]+)` \|", page, re.M))
    assert documented == read - INTERNAL


def test_one_version_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changes, re.M)
    assert newest is not None
    assert {citation["version"], newest[1]} == {PROJECT["version"]}
    assert citation["license"] == PROJECT["license"]


def test_readme_shows_both_commands_and_says_what_reuse_means() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make serve" in text
    assert "make test" in text
    assert "GPL-3.0-or-later" in text


def test_examples_for_staff_are_knowledge(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n# our-laboratory/(\S+)\n(.*?)```", text, re.DOTALL)
    names = {name for name, _ in examples}
    assert {name.partition("/")[0] for name in names} == {
        *("components.yaml", "policies", "matrices", "translations", "author_status.yaml"),
        "review.yaml",
    }
    for name, content in examples:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert check_folder(tmp_path) == ()
    assert "our-laboratory" in load_knowledge(tmp_path).policies
