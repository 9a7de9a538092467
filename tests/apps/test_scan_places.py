# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where the scan looks for a folder, and what it offers where no front end of ours answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.apps import repository_scan
from ospo_widgets.apps.repository_scan.targets import folder_target, scan_roots


def test_under_swan_names_begin_at_the_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OSPO_SCAN_ROOTS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert scan_roots() == (tmp_path,)
    (tmp_path / "SWAN_projects" / "fit").mkdir(parents=True)
    assert scan_roots()[0] == tmp_path / "SWAN_projects"
    assert folder_target("fit") == tmp_path / "SWAN_projects" / "fit"
    assert folder_target(str(tmp_path / "other")) == tmp_path / "other"


def test_a_link_to_the_example_puts_its_button_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "example=1")
    app = repository_scan.show()
    section = app.source.children[1]
    assert "Just looking" in section.children[0].value
    assert section.children[1].children[0].description == "Try it on an example"
