# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo kit``: what is written, what is listed, and when nothing is written."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from ospo_widgets.cli import main
from ospo_widgets.resources import data_dir

BOARD = data_dir() / "examples" / "answers-board.json"


def run(*argv: str) -> int:
    return main(["kit", "--answers", str(BOARD), *argv])


@pytest.fixture
def board() -> dict[str, Any]:
    """The example answers, to change."""
    return dict(json.loads(BOARD.read_text(encoding="utf-8")))


def saved(folder: Path, data: object) -> str:
    file = folder / "ospo-answers.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return str(file)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_zip_and_folder_hold_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--year", "2026", "--output", str(tmp_path / "kit.zip")) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("The kit holds ")
    assert f"The kit is in {tmp_path / 'kit.zip'}." in captured.err
    assert run("--year", "2026", "--output", str(tmp_path / "kit")) == 0
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert on_disk(tmp_path / "kit") == packed
    assert {"LICENSES/CERN-OHL-S-2.0.txt", "okh.toml", ".ohwr.yaml", "CHANGES"} <= set(packed)
    assert b"2026 CERN" in packed["REUSE.toml"]


def test_same_kit_as_advise_writes(tmp_path: Path) -> None:
    assert run("--year", "2026", "--output", str(tmp_path / "a")) == 0
    argv = ["advise", "--answers", str(BOARD), "--year", "2026", "--kit", str(tmp_path / "b")]
    assert main(argv) == 0
    ours, theirs = on_disk(tmp_path / "a"), on_disk(tmp_path / "b")
    assert ours == theirs
    assert b"timing-fanout" in ours["ospo-kit/sheet.md"]


def test_details_reach_their_files(tmp_path: Path) -> None:
    code = run(
        "--output", str(tmp_path / "kit"), "--holder", "CERN", "--year", "2025",
        "--beneficiary", "ATLAS", "--version", "1.0", "--description", "Fans out.",
        "--author", "Lovelace, Ada", "--author", "Hopper, Grace", "--keyword", "timing",
        "--contact", "a@example.org", "--maintainer", "We do.",
        "--source-location", "https://ohwr.example.org/x", "--repository", "https://github.com/a/b",
    )  # fmt: skip
    assert code == 0
    made = {name: text.decode() for name, text in on_disk(tmp_path / "kit").items()}
    data = yaml.safe_load(made["CITATION.cff"])
    assert [a["family-names"] for a in data["authors"]] == ["Lovelace", "Hopper"]
    assert (data["version"], data["keywords"]) == ("1.0", ["timing"])
    assert "2025 CERN for the benefit of the ATLAS Collaboration" in made["REUSE.toml"]
    assert "Source location: https://ohwr.example.org/x" in made["NOTICE"]
    assert "a@example.org" in made["CONTRIBUTING.md"]
    assert "We do." in made["ospo-kit/README-paragraph.md"]
    assert "raw.githubusercontent.com/a/b" in made[".ohwr.yaml"]
    assert "First release, version 1.0, CERN" in made["CHANGES"]


def test_dry_run_lists_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--dry-run", "--output", "kit.zip") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Nothing was written.")
    assert "  NOTICE  " in captured.out
    assert "What you still have to fill in:" in captured.out
    assert captured.err == ""
    assert list(tmp_path.iterdir()) == []


def test_json_lists_files_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "kit.zip")
    assert run("--format", "json", "--output", target) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["written"] == target and data["missing_texts"] == []
    sizes = {row["path"]: row["bytes"] for row in data["files"]}
    with zipfile.ZipFile(target) as archive:
        assert sizes == {entry.filename: entry.file_size for entry in archive.infolist()}
    assert all(row["purpose"] for row in data["files"])
    assert any("version" in point for point in data["todo"])
    assert run("--format", "json", "--dry-run") == 0
    assert json.loads(capsys.readouterr().out)["written"] == ""


def test_hold_writes_nothing(
    board: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board["answers"]["patent"] = "yes"
    answers = saved(tmp_path, board)
    for more in (("--output", str(tmp_path / "kit")), ("--dry-run",)):
        assert main(["kit", "--answers", answers, *more]) == 3
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "No kit was made" in captured.err
        assert "Knowledge Transfer" in captured.err
    assert [p.name for p in tmp_path.iterdir()] == ["ospo-answers.json"]


def test_open_question_that_could_hold(
    board: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del board["answers"]["sensitive"]
    argv = ["kit", "--answers", saved(tmp_path, board), "--output", str(tmp_path / "kit.zip")]
    assert main(argv) == 2
    assert "has no answer yet" in capsys.readouterr().err
    assert not (tmp_path / "kit.zip").exists()


def test_nothing_of_the_project_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "NOTICE").write_text("ours\n", encoding="utf-8")
    assert run("--output", str(tmp_path)) == 2
    captured = capsys.readouterr()
    assert "“NOTICE” is there already" in captured.err
    assert "Scan the project first" in captured.err
    assert captured.out == ""
    assert on_disk(tmp_path) == {"NOTICE": b"ours\n"}


def test_from_a_scan_to_a_compliant_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from reuse.project import Project
    from reuse.report import ProjectReport

    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "src" / "a.py").write_text("print(1)\n", encoding="utf-8")
    (root / "NOTICE").write_text("ours\n", encoding="utf-8")
    answers = tmp_path / "ospo-answers.json"
    assert main(["scan", str(root), "--answers", str(answers)]) == 0
    data = json.loads(answers.read_text(encoding="utf-8"))
    data["answers"] |= {
        "authors": ["staff"], "collaboration": "", "patent": "no", "contract": "no",
        "sensitive": "no", "openness": "anything", "software/software-kind": "library",
    }  # fmt: skip
    answers.write_text(json.dumps(data), encoding="utf-8")
    assert main(["kit", "--answers", str(answers), "--output", str(root)]) == 0
    assert "Ready header for .py" in capsys.readouterr().out
    assert (root / "NOTICE").read_text(encoding="utf-8") == "ours\n"
    report = ProjectReport.generate(
        Project.from_directory(root), do_checksum=False, multiprocessing=False
    )
    assert report.is_compliant


def test_answers_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BOARD.read_bytes())))
    assert main(["kit", "--answers", "-", "--dry-run"]) == 0
    assert "LICENSES/CERN-OHL-S-2.0.txt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ((), "--output"),
        (("--output", "-"), "a zip file or a folder"),
        (("--output", "no/such/folder/kit.zip"), "does not exist"),
        (("--output", "kit.zip", "--holder", " "), "copyright holder is missing"),
        (("--output", "kit.zip", "--holder", "the ATLAS Collaboration"), "cannot hold copyright"),
        (("--output", "kit.zip", "--repository", "git@x:y"), "no web address"),
        (("--output", "kit.zip", "--policy", "no-such-policy"), "no-such-policy"),
    ],
)
def test_wrong_options(
    argv: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*argv) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("ospo: ") and sentence in captured.err
    assert captured.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["26", "two", "1900", "٢٠٢٦"])
def test_year_is_four_digits(year: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--dry-run", "--year", year)
    assert stopped.value.code == 2
