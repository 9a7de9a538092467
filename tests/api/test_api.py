# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The library as a notebook uses it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ospo_widgets import (
    Portfolio,
    advise,
    all_against_all,
    compatible,
    detect,
    due_diligence,
    fix,
    office_mail,
    outbound_candidates,
    scan,
)
from ospo_widgets.errors import InputError
from ospo_widgets.project import Material, Part, Project, Use
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.fix.choices import FixChoices

EXAMPLES = data_dir() / "examples"


@pytest.fixture(scope="module")
def results() -> dict[str, object]:
    """One result of each function."""
    return {
        "scan": scan(EXAMPLES / "trackfit-tools"),
        "advise": advise(EXAMPLES / "answers-board.json"),
        "compatible": compatible("MIT", "Apache-2.0"),
        "outbound": outbound_candidates(["MIT", "LGPL-3.0-only"]),
        "sheet": due_diligence(EXAMPLES / "answers-board.json"),
        "grid": all_against_all(["MIT", "GPL-2.0-only"]),
        "portfolio": Portfolio.sample(),
    }


@pytest.mark.parametrize(
    "name", ["scan", "advise", "compatible", "outbound", "grid", "portfolio", "sheet"]
)
def test_results_show_themselves_and_convert(name: str, results: dict[str, object]) -> None:
    result = results[name]
    html = result._repr_html_()  # type: ignore[attr-defined]
    assert html.lstrip().startswith("<")
    frame = result.to_frame()  # type: ignore[attr-defined]
    assert len(frame) > 0
    json.dumps(result.to_json(), allow_nan=False)  # type: ignore[attr-defined]


def test_sheet_of_a_scanned_project_has_its_findings(results: dict[str, object]) -> None:
    scanned = results["scan"]
    advice = advise({"patent": "no"}, project=scanned.project)  # type: ignore[attr-defined]
    sheet = due_diligence(advice, scanned=scanned, on=date(2026, 11, 22))  # type: ignore[arg-type]
    assert "scan" in {check.id for check in sheet.checks}
    assert "scan" not in {check.id for check in due_diligence(advice).checks}
    assert due_diligence(advice).on == date.today()


def test_mail_has_sheet_and_answers_attached() -> None:
    file = EXAMPLES / "answers-board.json"
    mail = office_mail(file, question="Is it complete?", attachments={"more.txt": b"x"})
    assert list(mail.files) == ["ospo-answers.json", "sheet.html", "more.txt"]
    assert (
        json.loads(mail.files["ospo-answers.json"])["answers"]
        == (json.loads(file.read_text(encoding="utf-8"))["answers"])
    )
    assert "Is it complete?" in mail._repr_html_()


def test_compatible_takes_a_use_or_its_name() -> None:
    by_name = compatible("LGPL-3.0-only", "Apache-2.0", use="static-link")
    assert by_name == compatible("LGPL-3.0-only", "Apache-2.0", Use.STATIC_LINK)


def test_components_are_names_too() -> None:
    assert compatible("VBFNLO", "apache 2.0") == compatible("GPL-2.0-only", "Apache-2.0")


def test_each_inbound_may_have_its_own_use_by_name() -> None:
    found = outbound_candidates(["MIT", ("GPL-3.0-only", "subprocess")], material="software")
    assert "MIT" in [candidate.license for candidate in found.candidates]
    with pytest.raises(InputError, match="no material “cheese”"):
        outbound_candidates(["MIT"], material="cheese")
    with pytest.raises(InputError, match="no use “magic”"):
        all_against_all(["MIT"], "magic")


def test_unknown_use_names_those_that_are_known() -> None:
    with pytest.raises(InputError, match=r"no use “magic”.*dynamic-link"):
        compatible("MIT", "MIT", "magic")


def test_advice_from_a_mapping_is_that_of_the_file() -> None:
    data = json.loads((EXAMPLES / "answers-board.json").read_text(encoding="utf-8"))
    from_mapping = advise(data["answers"], project=Project.from_json(data["project"]))
    assert from_mapping == advise(EXAMPLES / "answers-board.json")


def test_advice_from_an_answers_file_that_was_read() -> None:
    from ospo_widgets.api import read_answers

    file = read_answers(EXAMPLES / "answers-board.json")
    assert advise(file) == advise(str(EXAMPLES / "answers-board.json"))


def test_another_project_takes_the_place_of_the_files() -> None:
    project = Project(name="other", parts=(Part("docs", "Docs", Material.DOCUMENTATION),))
    found = advise({"openness": "anything"}, project=project)
    assert [part.part.id for part in found.parts] == ["docs"]


@pytest.mark.parametrize("value", [1, None, {"a": "b"}, ["a", 1]])
def test_answers_are_texts(value: object) -> None:
    with pytest.raises(InputError, match="must be one option id or a list"):
        advise({"patent": value})


def test_contradicting_answers_are_an_error() -> None:
    with pytest.raises(InputError, match="No advice was given"):
        advise({"patent": ("no", "yes")})


def test_unknown_policy() -> None:
    with pytest.raises(InputError, match="no policy “x”"):
        advise({}, policy="x")


def test_scan_takes_text_and_path(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print()\n")
    assert scan(str(tmp_path)).to_json() == scan(tmp_path).to_json()


def test_a_bill_of_others_adds_packages(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "a.py").write_text("print()\n")
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
        {"type": "library", "name": "given", "version": "2", "purl": "pkg:pypi/given@2",
         "licenses": [{"license": {"id": "MIT"}}]}]}  # fmt: skip
    (tmp_path / "bom.json").write_text(json.dumps(bill))
    assert scan(tmp_path / "project").to_json()["dependencies"] == []
    for given in (tmp_path / "bom.json", [str(tmp_path / "bom.json")]):
        (row,) = scan(tmp_path / "project", sbom=given).to_json()["dependencies"]
        assert (row["name"], row["license"], row["license_source"]) == ("given", "MIT", "sbom")
        assert row["declared_in"] == "bom.json"
    with pytest.raises(InputError, match="cannot be read"):
        scan(tmp_path / "project", sbom=tmp_path / "none.json")


def test_hosts_can_be_closed_by_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_SCAN_HOSTS", "gitlab.cern.ch, GitHub.com")
    with pytest.raises(InputError, match=r"does not fetch from git\.example\.org"):
        scan("https://git.example.org/group/project.git")
    with pytest.raises(InputError, match="names no repository"):
        scan("https://github.com/")
    monkeypatch.setenv("OSPO_SCAN_HOSTS", "")
    with pytest.raises(InputError, match=r"does not fetch from github\.com"):
        scan("https://github.com/group/project.git")


def test_fix_takes_a_scan_and_shows_itself(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print()\n")
    with fix(tmp_path, choices=FixChoices(license="MIT", holder="CERN")) as made:
        frame = made.to_frame()
        assert set(frame["path"]) == {change.path for change in made.changes}
        assert len(frame) > 1
        assert "1 header added" in made._repr_html_()
        json.dumps(made.to_json())


def test_detect_tells_files_and_texts(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text("/* released under the MIT license */\n")
    found = detect(tmp_path / "a.c", tmp_path / "none", text="GPL v2 or later", name="b.txt")
    assert [file.detection.expression for file in found] == ["MIT", "GPL-2.0-or-later", None]
    assert found[str(tmp_path / "a.c")].detection.ids == ("MIT",)
    assert found.to_json()[2]["error"].startswith("No such file")
    frame = found.to_frame()
    assert list(frame["expression"][:2]) == ["MIT", "GPL-2.0-or-later"]
    assert len(frame) == len(found) == 3
    assert found._repr_html_().startswith("<div")
    assert detect(text=b"no licence here").to_json()[0]["path"] == "text"
    with pytest.raises(KeyError):
        found["other"]
    with pytest.raises(InputError, match="no file and no text"):
        detect()


@pytest.mark.parametrize("path", ["a\0b", "x" * 5_000])
def test_names_that_no_system_has_are_errors_of_the_file(path: str) -> None:
    (row,) = detect(path).to_json()
    assert row["error"] and row["expression"] is None
