# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo portfolio report`` on the sample and on folders that are wrong."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ospo_widgets.cli import main


def run(*argv: str) -> int:
    return main(["portfolio", "report", *argv])


def test_text_has_figures_tables_and_caveats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    out = capsys.readouterr().out
    assert out.startswith("127 repositories")
    assert "REUSE compliant" in out
    assert "What to look at:" in out
    assert "Before you quote a figure:" in out
    # Lines over many months are cut to the newest.
    assert (
        sum(line.strip()[:2] == "20" and line.strip()[4:5] == "-" for line in out.splitlines())
        == 12
    )


def test_json_and_csv_hold_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "json", "--kind", "hardware") == 0
    data = json.loads(capsys.readouterr().out)
    assert run("--format", "csv", "--kind", "hardware") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [r["Repository"] for r in rows] == [r["repo"] for r in data["repositories"]]
    assert {r["Kind"] for r in rows} == {"hardware"}
    assert data["total"] == 127


def test_filters_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    def count(*argv: str) -> int:
        assert run("--format", "json", *argv) == 0
        return len(json.loads(capsys.readouterr().out)["repositories"])

    tests, untested = count("--only", "tests"), count("--only", "no-tests")
    assert tests + untested == 127
    both = count("--only", "tests", "--only", "no-reuse", "--active", "yes")
    assert 0 < both < tests


def test_html_is_written_as_one_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run("--output", str(target), "--family", "gpl") == 0
    page = target.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "<svg" in page
    assert "<script" not in page


def test_no_repository_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--name", "no repository is called this") == 0
    assert capsys.readouterr().out.strip() == "No repository fits these filters."


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (("--kind", "x"), "“x” is no value of --kind. Nothing was written. Known are: software"),
        (("--family", "<b>"), "“<b>” is no value of --family."),
        (("--relation", "a&kind=hardware"), "“a&kind=hardware” is no value of --relation."),
        (("--only", "tests", "--only", "y"), "“tests,y” is no value of --only."),
        (("--data", "no-such-folder"), "no folder"),
    ],
)
def test_wrong_input_is_one_sentence(
    argv: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*argv) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.out == ""


def test_wrong_data_leaves_an_old_report_alone(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    (tmp_path / "repositories.csv").write_text("repo\nx/y\n")
    assert run("--data", str(tmp_path), "--output", str(target)) == 2
    assert target.read_text() == "old"
