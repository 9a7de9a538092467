# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""ScanCode beside our own reading, by a program that stands in for it."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ospo_widgets import api
from ospo_widgets.errors import InputError

MakeTree = Callable[[Mapping[str, str | bytes]], Path]

STAND_IN = """#!{python}
import json, pathlib, sys
root = pathlib.Path(sys.argv[-1])
answer = pathlib.Path(sys.argv[sys.argv.index("--json") + 1])
files = [
    {{"path": str(p.relative_to(root)), "type": "file", "scan_errors": [],
      "detected_license_expression_spdx": "{says}", "license_detections": []}}
    for p in root.rglob("*") if p.is_file()
]
asked = pathlib.Path({asked!r})
asked.write_text(json.dumps(len(files)))
answer.write_text(json.dumps({{"headers": [{{"tool_version": "1"}}], "files": files}}))
"""


@pytest.fixture
def scancode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def says(expression: str) -> Path:
        program, asked = tmp_path / "scancode", tmp_path / "asked"
        text = STAND_IN.format(python=sys.executable, says=expression, asked=str(asked))
        program.write_text(text)
        program.chmod(0o755)
        monkeypatch.setenv("OSPO_SCANCODE", str(program))
        return asked

    return says


def test_where_both_agree_nothing_is_said(
    make_tree: MakeTree, scancode: Callable[[str], Path]
) -> None:
    asked = scancode("MIT")
    root = make_tree({"a.py": "# Released under the MIT License.\n", "b.py": "x = 1\n"})
    result = api.scan(root, second_opinion="scancode")
    assert json.loads(asked.read_text()) == 1  # b.py names no licence
    assert "license.second-opinion" not in {f.id for f in result.findings}


def test_where_they_differ_a_person_looks(
    make_tree: MakeTree, scancode: Callable[[str], Path]
) -> None:
    scancode("ISC")
    root = make_tree({"a.py": "# Released under the MIT License.\n"})
    result = api.scan(root, second_opinion="scancode")
    found = next(f for f in result.findings if f.id == "license.second-opinion")
    assert found.paths == ("a.py",)
    assert found.evidence == ("a.py: MIT here, ISC by ScanCode",)


def test_without_the_program_it_is_said_at_once(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSPO_SCANCODE", "/nowhere/scancode")
    root = make_tree({"a.py": "x = 1\n"})
    with pytest.raises(InputError, match="not installed"):
        api.scan(root, second_opinion="scancode")
    with pytest.raises(InputError, match="no second opinion"):
        api.scan(root, second_opinion="oracle")
