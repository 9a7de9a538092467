# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo advise``: answers in, advice and kit out, holds and wrong answers told apart."""

from __future__ import annotations

import email
import email.policy
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.cli import main
from ospo_widgets.resources import data_dir

BOARD = data_dir() / "examples" / "answers-board.json"


def run(*argv: str) -> int:
    return main(["advise", *argv])


@pytest.fixture
def board() -> dict[str, Any]:
    """The example answers, to change."""
    return dict(json.loads(BOARD.read_text(encoding="utf-8")))


def saved(folder: Path, data: object) -> str:
    file = folder / "ospo-answers.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return str(file)


def test_text_names_a_licence_for_each_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--answers", str(BOARD)) == 0
    out = capsys.readouterr().out
    assert "Board or mechanics (hardware)\n  1. CERN-OHL-S-2.0 (chosen)" in out
    assert "Documentation (documentation)\n  1. CC-BY-4.0" in out
    assert "Ruled out:" in out
    assert "EUPL-1.2" in out
    assert "This is advice, not a legal opinion." in out


def test_what_is_handed_out_and_what_would_free_it(capsys: pytest.CaptureFixture[str]) -> None:
    package = data_dir() / "examples" / "answers-python-package.json"
    assert run("--answers", str(package)) == 0
    out = capsys.readouterr().out
    assert "Software (software)\n  1. Apache-2.0" in out
    assert "What is handed out as one follows GPL-3.0-or-later:" in out
    assert "Make FFTW optional: then what you hand out can be Apache-2.0." in out


def test_json_agrees_with_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    from ospo_widgets import advise, due_diligence

    assert run("--answers", str(BOARD), "--format", "json", "--date", "2026-11-22") == 0
    ours = json.loads(capsys.readouterr().out)
    advice = advise(BOARD)
    light = json.loads(json.dumps(advice.to_json()))
    assert {key: ours[key] for key in light if key != "parts"} == {
        key: value for key, value in light.items() if key != "parts"
    }
    sheet = due_diligence(advice, on=date(2026, 11, 22))
    assert ours["sheet"] == json.loads(json.dumps(sheet.to_json()))
    for part in ours["parts"]:
        assert {"recommended", "excluded", "holds", "effects", "sheet"} <= set(part)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("sheet.html", "<!doctype html>"),
        ("SHEET.HTM", "<!doctype html>"),
        ("sheet.md", "# Release timing-fanout under 4 licences, by part?"),
        ("sheet.json", '{\n  "schema": "ospo-sheet/1"'),
    ],
)
def test_sheet_in_the_format_of_its_name(
    name: str, beginning: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--date", "2026-11-22", "--asked-by", "The maintainer", "--beneficiary", "CMS")
    assert run("--answers", str(BOARD), "--sheet", str(tmp_path / name), *options) == 0
    captured = capsys.readouterr()
    assert "CERN-OHL-S-2.0 (chosen)" in captured.out
    assert f"Written: {tmp_path / name}" in captured.err
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(beginning)
    assert "OSPO-2026-1122-" in text
    assert "The maintainer" in text
    assert "for the benefit of CMS" in text


@pytest.mark.browser
def test_sheet_as_pdf(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    assert run("--answers", str(BOARD), "--sheet", str(target)) == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_pdf_without_a_browser_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSPO_CHROMIUM", str(tmp_path / "none"))
    target = tmp_path / "sheet.pdf"
    assert run("--answers", str(BOARD), "--sheet", str(target)) == 2
    captured = capsys.readouterr()
    assert captured.err == ("ospo: PDF is not possible on this server. The HTML prints to A4.\n")
    assert captured.out == ""
    assert not target.exists()


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that cannot make a PDF."""
    monkeypatch.setenv("OSPO_CHROMIUM", str(tmp_path / "none"))


@pytest.mark.usefixtures("no_browser")
def test_mail_has_everything_attached(tmp_path: Path) -> None:
    target = tmp_path / "question.eml"
    options = ("--question", "May we start?", "--sender", "someone@cern.ch", "--year", "2026")
    assert run("--answers", str(BOARD), "--mail", str(target), *options) == 0
    mail = email.message_from_bytes(target.read_bytes(), policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["From"] == "someone@cern.ch"
    assert mail["To"] == "Open.Source@cern.ch"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "May we start?" in body.get_content()
    files = {
        str(part.get_filename()): bytes(part.get_payload(decode=True))
        for part in mail.iter_attachments()
    }
    assert set(files) == {"ospo-answers.json", "sheet.html", "advice.json", "kit.zip"}
    saved_again = tmp_path / "again.json"
    saved_again.write_bytes(files["ospo-answers.json"])
    from ospo_widgets import advise

    assert advise(saved_again) == advise(BOARD)
    assert json.loads(files["advice.json"])["schema"] == "ospo-advice/1"
    assert "LICENSE" in zipfile.ZipFile(io.BytesIO(files["kit.zip"])).namelist()


@pytest.mark.usefixtures("no_browser")
def test_sheet_and_mail_on_a_hold_say_whom_to_ask(board: dict[str, Any], tmp_path: Path) -> None:
    board["answers"]["patent"] = "yes"
    sheet, mail = tmp_path / "sheet.html", tmp_path / "question.eml"
    answers = saved(tmp_path, board)
    assert run("--answers", answers, "--sheet", str(sheet), "--mail", str(mail)) == 3
    assert "On hold: CERN Knowledge Transfer group first." in sheet.read_text(encoding="utf-8")
    drafted = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    names = {part.get_filename() for part in drafted.iter_attachments()}
    assert names == {"ospo-answers.json", "sheet.html", "advice.json"}
    assert str(drafted["Subject"]).startswith("On hold: timing-fanout")


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (("--sheet", "sheet.doc"), "must end in .html, .pdf, .md or .json"),
        (("--sheet", "-"), "must end in .html, .pdf, .md or .json"),
        (("--mail", "mail.txt"), "must end in .eml"),
        (("--sheet", "no/such/folder/sheet.html"), "does not exist"),
    ],
)
def test_wrong_names_of_files(
    argv: tuple[str, str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--answers", str(BOARD), *argv) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", ["22.11.2026", "2026-13-01", "today"])
def test_day_is_a_date(day: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--answers", str(BOARD), "--date", day)
    assert stopped.value.code == 2


def test_answers_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BOARD.read_bytes())))
    assert run("--answers", "-") == 0
    assert "CERN-OHL-S-2.0" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert run("--answers", "-") == 2
    assert "“standard input” is no text in UTF-8." in capsys.readouterr().err


def test_kit_as_zip_and_as_folder_hold_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ("--answers", str(BOARD), "--holder", "CERN", "--year", "2026")
    assert run(*common, "--kit", str(tmp_path / "kit.zip")) == 0
    assert "The kit is in" in capsys.readouterr().err
    assert run(*common, "--kit", str(tmp_path / "kit")) == 0
    archive = zipfile.ZipFile(tmp_path / "kit.zip")
    on_disk = {
        path.relative_to(tmp_path / "kit").as_posix(): path.read_bytes()
        for path in (tmp_path / "kit").rglob("*")
        if path.is_file()
    }
    assert on_disk == {name: archive.read(name) for name in archive.namelist()}
    assert "LICENSES/CERN-OHL-S-2.0.txt" in on_disk
    assert b"2026 CERN" in on_disk["REUSE.toml"]


def test_holder_comes_from_the_policy(tmp_path: Path) -> None:
    assert run("--answers", str(BOARD), "--year", "2026", "--kit", str(tmp_path / "k")) == 0
    assert "2026 CERN" in (tmp_path / "k" / "REUSE.toml").read_text(encoding="utf-8")


def test_hold_names_whom_to_ask_and_makes_no_kit(
    board: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board["answers"]["patent"] = "yes"
    kit = tmp_path / "kit.zip"
    assert run("--answers", saved(tmp_path, board), "--kit", str(kit), "--year", "2026") == 3
    captured = capsys.readouterr()
    assert captured.out.startswith("On hold.")
    assert "> Ask: CERN Knowledge Transfer group" in captured.out
    assert "1. CERN-OHL" not in captured.out
    assert not kit.exists()


def test_hold_has_its_code_in_json_too(
    board: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board["answers"]["patent"] = "yes"
    assert run("--answers", saved(tmp_path, board), "--format", "json") == 3
    data = json.loads(capsys.readouterr().out)
    assert data["holds"]
    assert all(not part["candidates"] for part in data["parts"])


def test_open_questions_are_listed(
    board: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del board["answers"]["sensitive"]
    assert run("--answers", saved(tmp_path, board)) == 0
    out = capsys.readouterr().out
    assert "these questions have no answer yet:\n  sensitive  " in out


def test_another_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--answers", str(BOARD), "--policy", "generic", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["policy"] == "generic"


def test_questions_have_keys_and_option_ids(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--questions") == 0
    out = capsys.readouterr().out
    assert "materials (one or more options)" in out
    assert "PART/COMPONENT/component-use (one option)" in out
    assert "{part}" not in out
    assert run("--questions", "--format", "json") == 0
    listed = {question["key"]: question for question in json.loads(capsys.readouterr().out)}
    assert "unknown" in {option["id"] for option in listed["patent"]["options"]}
    assert listed["unit"]["section"] == "form"
    assert listed["unit"]["optional"]
    assert not listed["patent"]["optional"]
    assert "unit (text; only for the sheet)" in out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "not JSON"),
        ("[1]", "one object"),
        ('{"version": 99}', "version"),
        ('{"version": 1, "answers": {}, "more": 1}', "more"),
        ("\xff", "not JSON"),
    ],
)
def test_a_file_that_is_no_answers_file(
    content: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert run("--answers", str(tmp_path / "a.json")) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.out == ""


def test_unreadable_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "large").write_bytes(b" " * 1_000_001)
    for name, sentence in (
        ("missing", "cannot be read: No such file"),
        ("binary", "no text in UTF-8"),
        ("large", "larger than 1 MB"),
        (".", "cannot be read"),
    ):
        assert run("--answers", str(tmp_path / name)) == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "value"),
    [("patent", "perhaps"), ("no-such-question", "yes"), ("nowhere/software-kind", "library")],
)
def test_unknown_answers_are_named(
    key: str,
    value: str,
    board: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    board["answers"][key] = value
    assert run("--answers", saved(tmp_path, board)) == 2
    captured = capsys.readouterr()
    assert f"“{key}”" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize(
    "argv",
    [
        ("--policy", "no-such-policy"),
        ("--kit", "-"),
        ("--kit", "no/such/folder/kit.zip"),
        ("--kit", "kit.zip", "--holder", " "),
    ],
)
def test_wrong_options(
    argv: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--answers", str(BOARD), "--year", "2026", *argv) == 2
    assert capsys.readouterr().err.startswith("ospo: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["26", "two", "1900", "9999"])
def test_year_is_four_digits(year: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--answers", str(BOARD), "--year", year)
    assert stopped.value.code == 2
