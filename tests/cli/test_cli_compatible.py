# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo compatible`` and ``ospo knowledge check``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ospo_widgets.cli import main
from ospo_widgets.project import Use
from ospo_widgets.wording import words


def test_conditional_lists_conditions_reasons_and_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["compatible", "LGPL-3.0-only", "--into", "Apache-2.0", "--use", "dynamic-link"]
    assert main(argv) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "Conditional: work under Apache-2.0 may use something under LGPL-3.0-only"
    )
    assert re.search(r"Conditions:\n  - ", out)
    assert re.search(r"Because:\n  - .*\[curated\]\n    LGPL-3\.0, 4, https://", out)


@pytest.mark.parametrize(
    ("inbound", "outbound", "use", "verdict"),
    [
        ("MIT", "Apache-2.0", "copy", "yes"),
        ("GPL-3.0-only", "Apache-2.0", "dynamic-link", "no"),
        ("MIT OR GPL-3.0-only", "Apache-2.0", "copy", "yes"),
        ("LicenseRef-Unheard-Of", "Apache-2.0", "copy", "unknown"),
    ],
)
def test_json(
    inbound: str, outbound: str, use: str, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compatible", inbound, "--into", outbound, "--use", use, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["verdict"], data["use"]) == (verdict, use)
    assert data["reasons"]


def test_unknown_licence_names_the_place_and_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compatible", "MIT", "--into", "GPL3.1"]) == 2
    captured = capsys.readouterr()
    assert "“GPL3.1” is no licence we know, at character 1." in captured.err
    assert captured.out == ""


def test_unknown_use_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["compatible", "MIT", "--into", "MIT", "--use", "magic"])
    assert stopped.value.code == 2
    assert "dynamic-link" in capsys.readouterr().err


def test_every_use_has_its_words() -> None:
    assert all(words(f"cli.use.{use}") for use in Use)


def test_our_knowledge_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "check"]) == 0
    assert capsys.readouterr().out.startswith("No problem in ")


def test_problems_are_lines_for_editors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "components.yaml").write_text("components:\n  - id: x\n    colour: red\n")
    assert main(["knowledge", "check", str(tmp_path)]) == 2
    *problems, last = capsys.readouterr().out.splitlines()
    assert problems
    assert all(re.match(r".*components\.yaml:\d+: ", line) for line in problems)
    assert last == f"{len(problems)} problems."
    assert main(["knowledge", "check", str(tmp_path), "--format", "json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["problems"]) == len(problems)


def test_folder_of_the_environment_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "licences.yaml").write_text("licenses: []\n")  # a name typed wrongly
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert main(["knowledge", "check"]) == 2
    assert "licences.yaml:1: " in capsys.readouterr().out


def test_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "check", "no-such-folder"]) == 2
    assert capsys.readouterr().err == "ospo: “no-such-folder” is no folder. Nothing was checked.\n"
