# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the scan lends to the collectors of the portfolio."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from ospo_widgets.api import collecting_tools as tools
from ospo_widgets.api import scan
from ospo_widgets.licensing import license_text
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.project import Use


@pytest.mark.parametrize("tool", [tools.recognise, tools.wants, tools.inspect, tools.examine])
def test_tools_travel_to_other_processes(tool: object) -> None:
    assert pickle.loads(pickle.dumps(tool)) is tool


def test_a_licence_text_is_recognised_and_nonsense_is_not() -> None:
    assert tools.recognise(license_text("MIT").encode(), "LICENSE") == "MIT"
    assert tools.recognise(b"all rights are somewhere", "LICENSE") is None
    assert tools.recognise(b"", "LICENSE") is None


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("pyproject.toml", True),
        ("python/package/setup.cfg", True),
        ("a/b/c/pyproject.toml", False),
        ("CITATION.cff", True),
        ("docs/CITATION.cff", False),
        ("README.md", False),
        ("src/main.c", False),
    ],
)
def test_manifests_near_the_top_and_metadata_at_the_top_are_wanted(path: str, wanted: bool) -> None:
    assert tools.wants(path) is wanted


def test_manifests_say_needs_packages_and_what_only_builds() -> None:
    found = tools.inspect(
        {
            "pyproject.toml": b'[project]\nname = "one"\ndependencies = ["numpy>=1"]\n'
            b'[build-system]\nrequires = ["hatchling"]\n',
            "CMakeLists.txt": b"project(two)\nfind_package(ROOT REQUIRED)\n",
            "package.json": b"{",
            "CITATION.cff": b"cff-version: 1.2.0\ntitle: One\nmessage: m\ndoi: 10.5281/zenodo.1\n"
            b"repository-code: https://gitlab.example.org/a/one\nauthors: [{name: X}]\n",
        }
    )
    needs = {name: (use, optional) for name, use, optional, _, _ in found.dependencies}
    assert needs["pkg:pypi/numpy"] == ("", False)
    assert needs["pkg:pypi/hatchling"] == (str(Use.TOOL), True)
    assert any("ROOT" in name for name in needs)
    assert ("pkg:pypi/one", "declared") in found.packages
    assert ("doi", "10.5281/zenodo.1") in {(said.field, said.value) for said in found.claims}
    assert all(said.field in FIELDS for said in found.claims)


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"{" * 100_000, b"[project", b"a: &a [*a]", b"x" * 100_000]
)
def test_what_cannot_be_read_says_nothing(content: bytes) -> None:
    names = ("pyproject.toml", "package.json", "CITATION.cff", "codemeta.json", "CMakeLists.txt")
    found = tools.inspect(dict.fromkeys(names, content))
    assert all(said.field in FIELDS for said in found.claims)


def test_a_whole_scan_becomes_claims(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import numpy\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("numpy==2.0\n", encoding="utf-8")
    found = tools.evidence(scan(tmp_path, history="none"))
    told = {said.field: said.value for said in found.claims}
    assert told["reuse_compliant"] is False
    assert told["reuse_share"] == 0
    assert isinstance(told["blockers"], int)
    assert told["blockers"] > 0
    assert "pkg:pypi/numpy" in {name for name, *_ in found.dependencies}
