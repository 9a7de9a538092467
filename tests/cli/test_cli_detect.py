# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo detect``: formats, several files, standard input, files that cannot be read."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ospo_widgets.cli import main
from ospo_widgets.licensing.texts import license_text
from ospo_widgets.scanning.detection.asked import agrees


def run(*argv: object) -> int:
    return main(["detect", *map(str, argv)])


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "LICENSE").write_text(license_text("Apache-2.0"), encoding="utf-8")
    (tmp_path / "a.c").write_text("/* licensed under the GPL v2 or the MIT license */\n")
    (tmp_path / "b.c").write_text("int b;\n")
    return tmp_path


def test_json(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files / "LICENSE", files / "a.c", files / "b.c", "--format", "json") == 0
    first, second, third = rows(capsys)
    assert (first["ids"], first["expression"]) == (["Apache-2.0"], "Apache-2.0")
    assert first["path"] == str(files / "LICENSE")
    assert second["expression"] == "GPL-2.0-only OR MIT"
    assert {"kind", "expression", "line", "end_line", "text", "confidence", "rule"} == set(
        second["evidence"][0]
    )
    assert (third["ids"], third["expression"], third["evidence"]) == ([], None, [])


def test_text(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files / "a.c", files / "b.c") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{files / 'a.c'}: GPL-2.0-only OR MIT"
    assert out[1].startswith("  line 1, sentence, GPL-2.0-only, ")
    assert out[-1] == f"{files / 'b.c'}: no licence stated"


def test_files_that_cannot_be_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(files / "pipe")
    code = run(
        files / "none", files, files / "pipe", files / "LICENSE", "--format", "json",
    )  # fmt: skip
    assert code == 2
    found = rows(capsys)
    assert [row["expression"] for row in found] == [None, None, None, "Apache-2.0"]
    assert "No such file" in found[0]["error"]
    assert "folder" in found[1]["error"] and "regular" in found[2]["error"]
    assert "error" not in found[3]
    assert run(files / "none") == 2
    assert "No such file" in capsys.readouterr().out


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "released under the MIT license".encode("utf-16")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert run("-", "--format", "json") == 0
    (row,) = rows(capsys)
    assert (row["path"], row["ids"]) == ("-", ["MIT"])


def test_odd_names_and_contents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\x1b.c"
    Path(os.fsdecode(path)).write_bytes(b"licensed under the \x1b[31m MIT license \xff\x00")
    assert run(os.fsdecode(path)) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "MIT" in out
    assert run(os.fsdecode(path), "--format", "json") == 0
    assert rows(capsys)[0]["path"].endswith("\\xff\x1b.c")


def test_second_opinion(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ospo_widgets.scanning.detection import second_opinion as module

    def answer(contents: dict[str, bytes], *, kept: Path | None) -> dict[str, module.Opinion]:
        assert kept == files / "kept"
        return {path: module.Opinion("MIT", ("MIT",), version="1") for path in contents}

    monkeypatch.setattr(module, "second_opinions", answer)
    options = ("--second-opinion", "scancode", "--opinions", files / "kept")
    assert run(files / "LICENSE", *options) == 0
    assert "ScanCode says: MIT" in capsys.readouterr().out
    assert run(files / "LICENSE", *options, "--format", "json") == 0
    opinion = rows(capsys)[0]["second_opinion"]
    assert (opinion["tool"], opinion["ids"], opinion["agrees"]) == ("scancode", ["MIT"], False)


def test_second_opinion_without_scancode(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(files))
    monkeypatch.delenv("OSPO_SCANCODE", raising=False)
    assert run(files / "a.c", "--second-opinion", "scancode") == 2
    assert "not installed" in capsys.readouterr().err


def test_agreement_leaves_later_versions_out() -> None:
    assert agrees(("GPL-2.0-only",), ("GPL-2.0-or-later",))
    assert not agrees(("GPL-2.0-only",), ("GPL-3.0-only",))


def test_help_states_the_cost(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--help")
    out = capsys.readouterr().out
    assert "1.5 GB" in out and "0.7 s" in out and "OSPO_SCANCODE" in out
