# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""ScanCode as a second opinion, with a program of ours in its place."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.detection.second_opinion import (
    VARIABLE,
    Opinion,
    scancode_program,
    second_opinions,
)

ANSWER = """\
import json, pathlib, sys
args = sys.argv[1:]
root = pathlib.Path(args[-1])
out = pathlib.Path(args[args.index("--json") + 1])
log = pathlib.Path(__file__).with_suffix(".log")
files = sorted(p for p in root.rglob("*") if p.is_file())
with log.open("a") as stream:
    stream.write(json.dumps([p.name for p in files]) + "\\n")
rows = []
for p in files:
    text = p.read_text()
    match = {"start_line": 1, "end_line": 2, "score": 99.6, "license_expression_spdx": "MIT"}
    rows.append({
        "path": p.relative_to(root).as_posix(),
        "type": "file",
        "detected_license_expression_spdx": "MIT" if "MIT" in text else None,
        "license_detections": [{"matches": [match]}] if "MIT" in text else [],
        "scan_errors": ["ERROR: it broke"] if "broken" in text else [],
    })
out.write_text(json.dumps({"headers": [{"tool_version": "32.5.0"}], "files": rows}))
"""


def stand_in(folder: Path, code: str) -> Path:
    program = folder / "scancode"
    program.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def scancode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = stand_in(tmp_path, ANSWER)
    monkeypatch.setenv(VARIABLE, str(program))
    return program


def asked(program: Path) -> list[list[str]]:
    log = program.with_suffix(".log")
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def test_answers_belong_to_their_files(scancode: Path) -> None:
    found = second_opinions({"a/x.c": b"MIT here", "b/x.c": b"nothing", "c d/ü?.md": b"broken"})
    assert found["a/x.c"] == Opinion("MIT", ("MIT",), ((1, 2, "MIT", 100),), "32.5.0")
    assert (found["b/x.c"].expression, found["b/x.c"].problem) == (None, "")
    assert found["c d/ü?.md"].problem == "ERROR: it broke"
    assert len(asked(scancode)) == 1


def test_answers_are_kept_by_content(scancode: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = second_opinions({"a.c": b"MIT", "b.c": b"broken"}, kept=kept)
    again = second_opinions({"elsewhere/z.c": b"MIT"}, kept=kept)
    assert again["elsewhere/z.c"] == first["a.c"]
    assert len(asked(scancode)) == 1
    second_opinions({"a.py": b"MIT", "b.c": b"broken"}, kept=kept)  # another ending, no answer
    assert asked(scancode)[1] == ["a.py", "b.c"]


def test_a_kept_answer_that_is_damaged_is_asked_again(scancode: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    second_opinions({"a.c": b"MIT"}, kept=kept)
    for file in kept.rglob("*.json"):
        file.write_text("[")
    assert second_opinions({"a.c": b"MIT"}, kept=kept)["a.c"].expression == "MIT"


def test_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert scancode_program() is None
    with pytest.raises(InputError, match="not installed"):
        second_opinions({"a": b"x"})
    stand_in(tmp_path, ANSWER)
    assert scancode_program() == str(tmp_path / "scancode")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    assert scancode_program() is None


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "import sys, pathlib\nargs = sys.argv\n"
        "pathlib.Path(args[args.index('--json') + 1]).write_text('{')",
        "import sys, pathlib\nargs = sys.argv\n"
        "pathlib.Path(args[args.index('--json') + 1]).write_text('{\"files\": 3}')",
    ],
)
def test_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path, code)))
    with pytest.raises(InputError, match="no answer"):
        second_opinions({"a": b"x"})


def test_one_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path, "import time\ntime.sleep(60)")))
    with pytest.raises(InputError, match="did not end"):
        second_opinions({"a": b"x"}, start_seconds=0.2, file_seconds=0.1)


def test_a_file_that_the_report_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ANSWER.replace('"files": rows', '"files": rows[:1]')
    monkeypatch.setenv(VARIABLE, str(stand_in(tmp_path, code)))
    found = second_opinions({"a": b"MIT", "b": b"MIT"})
    assert found["a"].expression == "MIT" and found["b"].problem
