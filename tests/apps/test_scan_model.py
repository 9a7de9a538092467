# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The scan page without a screen: what may be scanned, filters, the way into the advisor."""

from __future__ import annotations

import threading
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.repository_scan.model import ScanModel
from ospo_widgets.apps.repository_scan.targets import (
    example_target,
    folder_target,
    git_target,
    plain_name,
)
from ospo_widgets.errors import InputError
from ospo_widgets.progress import silent


@pytest.fixture
def roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    monkeypatch.setenv("OSPO_SCAN_ROOTS", str(inside))
    return inside


@pytest.mark.parametrize("text", ["/etc", "..", "../outside", "link", "a\0b", "~root/x"])
def test_folders_outside_are_refused(roots: Path, text: str) -> None:
    (roots / "link").symlink_to(roots.parent / "outside")
    with pytest.raises(InputError, match="only folders under"):
        folder_target(text)


def test_folders_inside_are_taken_absolute_or_relative(roots: Path) -> None:
    (roots / "a").mkdir()
    assert folder_target(" a ") == folder_target(str(roots / "a")) == roots / "a"


def test_folders_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_SCAN_ROOTS", "")
    with pytest.raises(InputError, match="cannot be scanned"):
        folder_target("/tmp")


@pytest.mark.parametrize("text", ["/etc/passwd", "setup.py", "../x", "/etc/a@b", "a@b/c:d"])
def test_the_address_field_never_reads_a_path_of_the_server(text: str) -> None:
    with pytest.raises(InputError):
        ScanModel().run(git_target(text), "x", silent, threading.Event())


def test_an_address_from_a_link_is_not_fetched_by_itself() -> None:
    assert ScanModel().from_query({"git": "https://example.org/x"}) == "https://example.org/x"
    assert ScanModel().from_query({"example": "1"}) == "example"
    assert ScanModel().from_query({}) == ""


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("trackfit-tools-1.4.0.tar.gz", "trackfit-tools-1.4.0"),
        ("https://example.org/a/b.git", "b"),
        ("x.zip", "x"),
        ("/", "project"),
    ],
)
def test_names_of_projects(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_from_the_example_to_the_advisor() -> None:
    model = ScanModel()
    model.begin(example_target(), "trackfit-tools")
    result = model.run(example_target(), "trackfit-tools", silent, threading.Event())
    model.finish(result)
    assert model.screen == "result"

    everything = model.findings()
    assert everything == result.findings
    model.severity = "blocks"
    assert model.findings()
    assert {f.severity for f in model.findings()} == {"blocks"}
    model.severity, model.text = "", "README.md:7"
    assert model.findings()
    assert all("README.md:7" in f.paths for f in model.findings())
    model.text = "no such word"
    assert model.findings() == ()

    advisor = AdvisorModel()
    advisor.from_query(dict(parse_qsl(model.advisor_query())))
    assert advisor.project.name == "trackfit-tools"
    again = AdvisorModel()
    again.from_json(model.answers_file()[1].decode())
    assert again.project == result.project
    names = [c.name.casefold() for p in advisor.project.parts for c in p.components]
    assert any(name.startswith("fftw") for name in names)
