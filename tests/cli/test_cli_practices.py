# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo practices``, and the same from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ospo_widgets import practice_template, practices
from ospo_widgets.cli import main
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.project import Material


def told(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> str:
    assert main(["practices", *argv]) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_several_are_a_list_and_one_has_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "year", "header", "file")
    assert out.startswith("2 practices\n\nfile-headers  Files and headers")
    assert out.endswith("Details: ospo practices file-headers\n")
    one = told(capsys, "file-headers")
    assert one.startswith("Put two lines at the top of each file\nFiles and headers\n\n  1. Write")
    assert "What the scan checks: S02, S03, reuse.no-header" in one
    assert "  REUSE specification 3.3, https://reuse.software/spec-3.3/\n" in one
    assert "unreviewed" not in one
    assert "No source found yet: unreviewed." in told(capsys, "safety-statement")


def test_some_of_the_words_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "citation", "zebra")
    assert "No practice has all of these words. These have some of them." in out


def test_choices_and_formats(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = json.loads(told(capsys, "--doing", "cite", "--material", "data", "--format", "json"))
    assert data["all_words"] is True
    assert {practice["doing"] for practice in data["practices"]} == {"cite"}
    first = data["practices"][0]
    assert first["id"] == "citation-file"
    assert first["sources"][1]["url"].startswith("https://github.com/citation-file-format/")
    assert (first["checked"], first["confidence"]) == ("2026-11-22", "excerpt")
    target = tmp_path / "cite.md"
    told(capsys, "--doing", "cite", "--output", str(target))
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# Best practices\n\n3 practices\n\n## Cite and be cited\n\n### Add a")
    assert "Templates: `citation` (CITATION.cff), `codemeta` (codemeta.json)" in text


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["zebra"], "No practice fits."),
        (["--doing", "swim"], "“swim” is no activity. Nothing was searched. Known are: start,"),
        (["--material", "wood"], "“wood” is no material."),
        (["template", "nothing"], "“nothing” is no template. Nothing was made. Known are:"),
        (["template", "citation", "--set", "project"], "“project” is not of the form name=value."),
        (["template", "citation", "--set", "colour=red"], "“colour” is no field of a template."),
        (["template", "citation", "--set", "license=a b"], "“a b” is no single SPDX id"),
        (["template", "citation", "zenodo"], "One practice or one template at a time."),
        (["header", "--set", "project=x"], "--set goes with a template"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    assert message in told(capsys, *argv, code=2)


def test_templates_are_listed_and_filled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    listed = told(capsys, "template")
    assert all(f"{name} " in listed for name in load_practices().templates)
    assert "license=      Licence, as SPDX id" in listed
    target = tmp_path / "CITATION.cff"
    argv = ["practices", "template", "citation", "--set", 'project=lepton "lib"', "--output"]
    assert main([*argv, str(target)]) == 0
    assert 'title: "lepton \\"lib\\""\n' in target.read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert said.startswith("Still to fill in, with --set: description, holder, repository,")


def test_a_template_that_cannot_be_filled_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "NOTICE"
    argv = ["practices", "template", "notice", "--set", "year=12", "--output", str(target)]
    assert main(argv) == 2
    assert not target.exists()


def test_the_library_gives_the_same() -> None:
    found = practices("file header year")
    assert [practice.id for practice in found] == ["file-headers", "bulk-file"]
    frame = found.to_frame()
    assert list(frame["id"]) == ["file-headers", "bulk-file"]
    assert "<caption>2 practices</caption>" in found._repr_html_()
    assert len(practices(material=Material.MODEL)) == len(practices(material="model"))
    assert list(practices("zebra").to_frame().columns) == list(frame.columns)
    with pytest.raises(InputError, match="“wood” is no material"):
        practices(material="wood")


def test_the_library_fills_templates() -> None:
    made = practice_template("file-header", {"holder": "CERN", "year": "2024", "license": "MIT"})
    # REUSE-IgnoreStart
    assert made == "SPDX-FileCopyrightText: 2024 CERN\nSPDX-License-Identifier: MIT\n"
    # REUSE-IgnoreEnd
    with pytest.raises(InputError, match="is no template"):
        practice_template("nothing")
