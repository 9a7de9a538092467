# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo scan``: formats, exit codes, and input that is wrong."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from ospo_widgets.cli import main
from ospo_widgets.cli.scan import fails
from ospo_widgets.resources import data_dir

EXAMPLE = str(data_dir() / "examples" / "trackfit-tools")


def run(*argv: str) -> int:
    return main(["scan", *argv])


def test_text_says_the_verdict_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Not ready to release yet: ")
    assert "REUSE                  not compliant" in captured.out
    assert (
        "Blocks a release: 8 files without licence and copyright\n  CMakeLists.txt" in captured.out
    )
    assert captured.err == ""


def test_json_agrees_with_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    from ospo_widgets import scan

    assert run(EXAMPLE, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(scan(EXAMPLE).to_json()))


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("r.html", "<!doctype html>"), ("r.md", "# Not ready"), ("r.csv", "severity,id,")],
)
def test_ending_of_the_output_chooses_the_report(
    name: str, beginning: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EXAMPLE, "--output", str(tmp_path / name)) == 0
    assert (tmp_path / name).read_text(encoding="utf-8-sig").lower().startswith(beginning.lower())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("threshold", "code"), [("never", 0), ("blocks", 1), ("should", 1)])
def test_fail_on(threshold: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--fail-on", threshold) == code
    assert capsys.readouterr().out  # the answer is printed all the same


@pytest.mark.parametrize(
    ("severity", "verdict", "partial", "threshold", "expected"),
    [
        ("advice", "ready", False, "should", False),
        ("should", "should-fix", False, "should", True),
        ("should", "should-fix", False, "blocks", False),
        ("blocks", "blocked", False, "blocks", True),
        ("advice", "unknown", False, "blocks", True),  # unknown never counts as ready
        ("advice", "ready", True, "blocks", True),
        ("blocks", "blocked", True, "never", False),
    ],
)
def test_what_fails(
    severity: str, verdict: str, partial: bool, threshold: str, expected: bool
) -> None:
    result = SimpleNamespace(
        findings=(SimpleNamespace(severity=severity),), verdict=verdict, partial=partial
    )
    assert fails(result, threshold) is expected  # type: ignore[arg-type]


def test_answers_file_leads_into_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = str(tmp_path / "ospo-answers.json")
    assert run(EXAMPLE, "--answers", answers) == 0
    capsys.readouterr()
    assert main(["advise", "--answers", answers]) == 0
    out = capsys.readouterr().out
    assert "these questions have no answer yet:" in out
    assert "  authors" in out


def _not_an_archive(folder: Path) -> str:
    (folder / "a.zip").write_text("this is text")
    return str(folder / "a.zip")


def _empty(folder: Path) -> str:
    (folder / "a.zip").touch()
    return str(folder / "a.zip")


def _climbing(folder: Path) -> str:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("../outside.txt", "x")
    return str(folder / "a.zip")


@pytest.mark.parametrize(
    "make",
    [
        _not_an_archive,
        _empty,
        _climbing,
        lambda folder: str(folder / "missing"),
        lambda _: "http://example.org/x.git",
        lambda _: "git@example.org:x.git",
        lambda _: "",
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    incoming, temporary = tmp_path / "in", tmp_path / "tmp"
    incoming.mkdir()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    target = make(incoming)
    before = sorted(tmp_path.rglob("*"))
    assert run(target, "--output", str(tmp_path / "report.json")) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("ospo: ")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    assert sorted(tmp_path.rglob("*")) == before


def test_hostile_names_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evil\x1b[2J\n0 findings.py").write_text("print()\n")
    assert run(str(tmp_path)) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\n0 findings" not in out


def test_several_reports_of_one_scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {kind: tmp_path / f"r-{kind}" for kind in ("sarif", "junit", "code-quality", "csv")}
    assert run(EXAMPLE, *(f"--also={kind}={path}" for kind, path in files.items())) == 0
    assert json.loads(files["sarif"].read_text())["version"] == "2.1.0"
    assert files["junit"].read_text().startswith("<testsuites")
    assert isinstance(json.loads(files["code-quality"].read_text()), list)
    assert capsys.readouterr().out.startswith("Not ready")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--also", "sarif"], "no report"),
        (["--also", "pdf=x"], "no report"),
        (["--exclude", "a/**"], "gives no reason"),
        (["--exclude", "a/**= "], "gives no reason"),
        (["--write-baseline", "b.yaml"], "reason is needed"),
        (["--baseline", "missing.yaml"], "cannot be read"),
        (["--compare", "missing.json"], "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_read(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EXAMPLE, *arguments) == 2
    assert words in capsys.readouterr().err


def test_all_findings_can_be_accepted_with_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = tmp_path / ".ospo" / "baseline.yaml"
    wanted = ("--write-baseline", str(baseline), "--reason", "Known.", "--until", "2099-01-01")
    assert run(EXAMPLE, *wanted) == 0
    assert run(EXAMPLE, "--baseline", str(baseline), "--fail-on", "should") == 0
    out = capsys.readouterr().out
    assert "are accepted:" in out
    assert "Known." in out
    baseline.write_text("accepted: [{finding: x}]")
    assert run(EXAMPLE, "--baseline", str(baseline)) == 2
    assert "no reason" in capsys.readouterr().err


def test_a_bill_of_others_is_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = tmp_path / "b.spdx.json"
    bill.write_text(
        '{"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "name": "a"}]}'
    )
    assert run(EXAMPLE, "--sbom", str(bill), "--format", "json") == 0
    names = [row["name"] for row in json.loads(capsys.readouterr().out)["dependencies"]]
    assert "a" in names
    bill.write_text("{}")
    assert run(EXAMPLE, "--sbom", str(bill)) == 2
    assert "no bill of materials" in capsys.readouterr().err


def test_paths_are_excluded_for_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--exclude", "**=A test.", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert {f["accepted"] for f in data["accepted"]} == {"A test."}
    assert all(not f["paths"] for f in data["findings"])


def test_two_scans_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.json"
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.py").write_text("x = 1\n")
    assert run(str(tree), "--format", "json", "--output", str(old)) == 0
    (tree / "README.md").write_text("# A\n")
    assert run(str(tree), "--compare", str(old)) == 0
    out = capsys.readouterr().out
    assert "Compared with the earlier scan" in out
    assert "Settled:" in out
    assert run(str(tree), "--compare", str(old), "--format", "json") == 0
    gone = json.loads(capsys.readouterr().out)["comparison"]["gone"]
    assert "release.no-readme" in {change["id"] for change in gone}
    old.write_text("{}")
    assert run(str(tree), "--compare", str(old)) == 2
    assert "no scan" in capsys.readouterr().err
