# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo compatible`` and ``ospo knowledge check``."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

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
    check_contract(data)
    assert data["named"]["inbound"]["expression"] == data["named"]["inbound"]["text"] == inbound
    assert bool(data["ways_out"]) <= (verdict != "yes")


def check_contract(data: dict[str, Any]) -> None:
    """What CI and others rely on; see docs/cli.md."""
    assert data["verdict"] in {"yes", "no", "conditional", "unknown"}
    assert bool(data["conditions"]) == (data["verdict"] == "conditional")
    assert data["reasons"]
    for reason in data["reasons"]:
        assert {"text", "source", "url", "clause", "basis"} <= reason.keys()
        assert reason["basis"] in {"curated", "matrix", "inferred"}
    assert isinstance(data["disagreement"], list)


def as_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert main(["compatible", *argv, "--format", "json"]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_components_answer_to_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    data = as_json(capsys, "VBFNLO", "--into", "Apache-2.0")
    assert (data["inbound"], data["verdict"]) == ("GPL-2.0-only", "no")
    assert data["named"]["inbound"]["component"]["name"] == "VBFNLO"
    assert {way["kind"] for way in data["ways_out"]} >= {"separate", "or-later"}
    assert main(["compatible", "VBFNLO", "--into", "Apache-2.0"]) == 0
    out = capsys.readouterr().out
    assert "VBFNLO is under GPL-2.0-only." in out
    assert "Ways out:\n  - Run it as a separate program: " in out


def test_sources_that_say_otherwise_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("Apache-2.0", "--into", "GPL-2.0-or-later", "--use", "copy")
    data = as_json(capsys, *argv)
    assert [one["says"] for one in data["disagreement"]] == ["no"]
    assert "OSADL" in data["disagreement"][0]["source"]
    assert main(["compatible", *argv]) == 0
    assert "Sources disagree:\n  - No. " in capsys.readouterr().out
    both = as_json(capsys, "MIT", *argv)
    assert both["disagreement"] == data["disagreement"]


def test_several_into_one_are_judged_each_and_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ("MIT", "VBFNLO", "LGPL-3.0-only", "--into", "Apache-2.0")
    data = as_json(capsys, *argv)
    check_contract(data)
    assert data["verdict"] == "no"
    assert data["inbound"] == "MIT AND GPL-2.0-only AND LGPL-3.0-only"
    assert [one["verdict"] for one in data["verdicts"]] == ["yes", "no", "conditional"]
    for one in data["verdicts"]:
        check_contract(one)
    assert data["candidates"] == []
    assert data["conflict"]
    assert main(["compatible", *argv]) == 0
    out = capsys.readouterr().out
    assert [line.split(":")[0] for line in out.splitlines() if "work under" in line] == [
        "Yes",
        "No",
        "Conditional",
        "All together",
    ]


@pytest.mark.parametrize("flag", [(), ("--outbound-candidates",)])
def test_several_without_into_list_what_is_possible(
    flag: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    data = as_json(capsys, "Apache-2.0", "GPL-2.0-or-later", *flag)
    assert data["candidates"][0]["license"] == "GPL-3.0-or-later"
    for one in data["candidates"]:
        assert one["verdict"] in {"yes", "conditional"}
        assert len(one["inbound"]) == 2
    assert data["conflict"] == []
    assert not {one["license"] for one in data["candidates"]} & set(data["undecided"])


def test_nothing_possible_is_an_empty_list_and_the_conflict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ("MIT", "Apache-2.0", "GPL-2.0-only", "--outbound-candidates")
    data = as_json(capsys, *argv)
    assert data["candidates"] == []
    assert [one["pair"] for one in data["conflict"]] == [["Apache-2.0", "GPL-2.0-only"]]
    assert data["conflict"][0]["verdict"] == "no"
    assert all(reason["basis"] != "unknown" for reason in data["conflict"][0]["reasons"])
    assert main(["compatible", *argv]) == 0
    out = capsys.readouterr().out
    assert out.startswith("None of the licences that we compared fits all of it.")
    assert "! Apache-2.0 and GPL-2.0-only cannot go out together under any licence" in out


def test_one_alone_may_ask_for_outbound_licences(capsys: pytest.CaptureFixture[str]) -> None:
    data = as_json(
        capsys,
        *("CERN-OHL-P-2.0", "--outbound-candidates", "--use", "design", "--material", "hardware"),
    )
    assert "CERN-OHL-P-2.0" in [one["license"] for one in data["candidates"]]
    assert main(["compatible", "MIT", "--outbound-candidates"]) == 0
    assert "  - MIT: Yes" in capsys.readouterr().out


def test_all_against_all(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("MIT", "Apache-2.0", "GPL-2.0-only", "--all-against-all")
    data = as_json(capsys, *argv)
    assert [item["expression"] for item in data["items"]] == ["MIT", "Apache-2.0", "GPL-2.0-only"]
    assert data["rows"][2] == ["no", "no", "yes"]
    assert main(["compatible", *argv, "--format", "csv"]) == 0
    rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert rows[0] == ["inbound", "MIT", "Apache-2.0", "GPL-2.0-only"]
    assert rows[3] == ["GPL-2.0-only", "no", "no", "yes"]
    assert main(["compatible", *argv]) == 0
    assert re.search(r"^GPL-2\.0-only +No +No +Yes$", capsys.readouterr().out, re.M)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["MIT"], "--into OUTBOUND"),
        (["MIT", "--into", "MIT", "--format", "csv"], "CSV is for --all-against-all"),
        (["VBFNLOO", "--into", "MIT"], "Did you mean VBFNLO?"),
        (["MIT", "ROOT with Mathmoor"], "no optional part “Mathmoor”"),
        (["MIT AND", "--into", "MIT"], "ends too early, at character 8"),
    ],
)
def test_what_cannot_be_compared_is_said(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compatible", *argv]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_one_question_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["compatible", "MIT", "--into", "MIT", "--all-against-all"])
    assert stopped.value.code == 2


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


def test_a_published_matrix_is_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = tmp_path / "matrix.json"
    published.write_text(
        json.dumps({"timestamp": "2027-01-31T16:31:00+0000", "MIT": {"MIT": "Same"}}),
        encoding="utf-8",
    )
    assert main(["knowledge", "matrix", str(published)]) == 0
    assert 'rows:\n  MIT: "="\n' in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", '{"MIT": 1}', "{"])
def test_what_is_no_matrix_is_not_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    published = tmp_path / "matrix.json"
    published.write_text(text, encoding="utf-8")
    assert main(["knowledge", "matrix", str(published)]) == 2
    assert "Nothing was converted." in capsys.readouterr().err
