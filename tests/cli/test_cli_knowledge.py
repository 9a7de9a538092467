# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge``: check, graph, diff and review at the command line, with their exit codes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ospo_widgets.cli import main
from ospo_widgets.cli.program import build_parser
from ospo_widgets.resources import data_dir

ROOT = Path(__file__).parents[2]
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str) -> tuple[int, str]:
    code = main(["knowledge", *arguments])
    return code, capsys.readouterr().out


def data(capsys: Capture, *arguments: str) -> tuple[int, Any]:
    code, out = run(capsys, *arguments, "--format", "json")
    return code, json.loads(out)


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "our-laboratory"
    folder.mkdir()
    (folder / "glossary.yaml").write_text(
        'glossary:\n  - {id: new-word, term: new word, text: "A.", sources: [{title: B}], '
        "checked: 2026-11-22, confidence: text}\n"
    )
    return folder


# --- check ----------------------------------------------------------------------------------------


def test_warnings_fail_only_when_asked(capsys: Capture, overlay: Path) -> None:
    code, out = run(capsys, "check", str(overlay))
    assert code == 0
    lines = out.splitlines()
    assert re.fullmatch(rf"{re.escape(str(overlay))}/glossary\.yaml:2: warning: .*", lines[0])
    assert "3 warnings." in lines
    assert "fr, glossary: 38 of 39 texts" in lines
    assert run(capsys, "check", str(overlay), "--strict")[0] == 1


def test_check_says_all_as_json(capsys: Capture, overlay: Path) -> None:
    code, found = data(capsys, "check", str(overlay))
    assert code == 0
    assert {w["kind"] for w in found["warnings"]} == {"translation", "unused", "place"}
    assert {"language", "kind", "texts", "missing"} == set(found["translated"][0])


def test_problems_come_before_warnings(capsys: Capture, overlay: Path) -> None:
    (overlay / "licenses.yaml").write_text("licenses:\n  - {id: x, colour: red}\n")
    (overlay / "review.yaml").write_text("months: {text: never}\n")
    code, out = run(capsys, "check", str(overlay), "--strict")
    assert code == 2
    assert f"{overlay}/review.yaml:1: " in out
    assert re.search(r"licenses\.yaml:2: .*colour", out)


# --- graph ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "begin"), [("mermaid", "flowchart TD"), ("dot", "digraph "), ("svg", "<svg ")]
)
@pytest.mark.parametrize("row", [(), ("licenses/Apache-2.0",)])
def test_graphs_are_drawn(capsys: Capture, form: str, begin: str, row: tuple[str, ...]) -> None:
    code, out = run(
        capsys, "graph", *row, "--format", form, *(() if row else ("--material", "data"))
    )
    assert code == 0
    assert out.startswith(begin)


def test_graphs_are_data(capsys: Capture) -> None:
    _, found = data(capsys, "graph", "--policy", "generic", "--material", "hardware")
    ids = {node["id"] for node in found["nodes"]}
    assert all({edge["source"], edge["target"]} <= ids for edge in found["edges"])
    _, around = data(capsys, "graph", "licenses/Apache-2.0")
    assert {"verdicts", "components", "effects", "policies"} <= set(around["used_by"])
    url = "sources/https://www.apache.org/licenses/LICENSE-2.0"
    assert "licenses" in data(capsys, "graph", url)[1]["used_by"]


def test_what_is_not_there_is_not_drawn(capsys: Capture) -> None:
    assert main(["knowledge", "graph", "licenses/Nope"]) == 2
    assert "There is no row “licenses/Nope”." in capsys.readouterr().err
    assert main(["knowledge", "graph", "--policy", "nope"]) == 2


# --- review ---------------------------------------------------------------------------------------


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our data that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("portfolio"))
    monkeypatch.setattr("ospo_widgets.resources._our_data", lambda: folder)
    return folder


def test_a_review_is_written_into_our_file(capsys: Capture, ours: Path) -> None:
    path = ours / "licenses.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    arguments = ("review", "licenses/MIT", "--on", "2027-01-31", "--confidence", "excerpt")
    code, out = run(capsys, *arguments)
    assert (code, "31 January 2027" in out) == (0, True)
    after = path.read_text(encoding="utf-8").splitlines()
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [b for _, b in differing] == ["    checked: 2027-01-31", "    confidence: excerpt"]
    assert "Nothing was changed." in run(capsys, *arguments)[1]


def test_a_review_goes_into_an_overlay_when_asked(
    capsys: Capture, ours: Path, overlay: Path
) -> None:
    before = (ours / "licenses.yaml").read_bytes()
    run(capsys, "review", "licenses/MIT", "--on", "2027-01-31", "--overlay", str(overlay))
    assert (ours / "licenses.yaml").read_bytes() == before
    rows = yaml.safe_load((overlay / "licenses.yaml").read_text())["licenses"]
    assert [(row["id"], str(row["checked"])) for row in rows] == [("MIT", "2027-01-31")]
    code, found = data(
        capsys, "review", "--on", "2027-12-01", "--overlay", str(overlay), "--limit", "9999"
    )
    assert code == 0
    assert "licenses/MIT" not in {row["row"] for row in found["rows"]}
    weights = [row["used_by"] for row in found["rows"]]
    assert weights == sorted(weights, reverse=True)


def test_the_list_says_what_is_due(capsys: Capture) -> None:
    code, out = run(capsys, "review", "--on", "2028-01-01", "--limit", "2")
    assert code == 0
    lines = out.splitlines()
    assert re.match(r"licenses\.yaml:\d+: licenses/\S+, checked \S+ \(text\), due ", lines[0])
    assert lines[2].endswith("--limit shows more.")
    assert run(capsys, "review", "--on", "2020-01-01")[1].startswith("No row is due before ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("licenses/Nope",), "There is no row"),
        (("groups/notice",), "has no day of review"),
        (("licenses/MIT", "--confidence", "sure"), "no confidence"),
        (("--overlay", "nowhere"), "is no folder"),
    ],
)
def test_what_cannot_be_reviewed_is_said(
    capsys: Capture, ours: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = {path: path.read_bytes() for path in ours.rglob("*.yaml")}
    assert main(["knowledge", "review", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in ours.rglob("*.yaml")} == before


# --- diff -----------------------------------------------------------------------------------------


def test_the_same_is_the_same(capsys: Capture) -> None:
    code, out = run(capsys, "diff", str(data_dir()), str(data_dir()), "--fail-on-effects")
    assert code == 0
    assert "No row differs." in out
    assert "No verdict and no worked case comes out otherwise." in out


@pytest.fixture
def stricter(overlay: Path) -> Path:
    """An overlay in which a licence that many use asks for more."""
    rows = yaml.safe_load((data_dir() / "licenses.yaml").read_text(encoding="utf-8"))["licenses"]
    mine = next(row for row in rows if row["id"] == "MIT")
    mine |= {"category": "strong", "reach": "work", "summary": "<b>All</b> @all stays open."}
    (overlay / "licenses.yaml").write_text(yaml.safe_dump({"licenses": [mine]}, allow_unicode=True))
    return overlay


def test_an_overlay_is_compared_with_ours_and_effects_fail(capsys: Capture, stricter: Path) -> None:
    code, found = data(capsys, "diff", str(data_dir()), str(stricter), "--fail-on-effects")
    assert code == 1
    changes = {row["row"]: row for row in found["rows"]}
    assert {f["field"] for f in changes["licenses/MIT"]["fields"]} >= {"category", "reach"}
    assert changes["glossary/new-word"]["what"] == "added"
    verdicts = found["effects"]["verdicts"]
    assert verdicts
    assert all("MIT" in {v["inbound"], v["outbound"]} for v in verdicts)
    assert run(capsys, "diff", str(data_dir()), str(stricter), "--no-effects")[0] == 0


def test_markdown_makes_no_markup_of_what_rows_say(capsys: Capture, stricter: Path) -> None:
    _, out = run(capsys, "diff", str(data_dir()), str(stricter), "--format", "markdown")
    assert out.startswith("## ")
    assert "<b>" not in out
    assert "@all" not in out
    assert "- changed: licenses/MIT" in out


def test_our_own_revisions_can_be_compared(capsys: Capture) -> None:
    code, out = run(capsys, "diff", "HEAD", "HEAD", "--no-effects")
    assert code == 0
    assert out.startswith("Knowledge: HEAD → HEAD")


@pytest.mark.parametrize("name", ["no-such-revision", "--upload-pack=x"])
def test_what_cannot_be_read_is_not_compared(capsys: Capture, name: str) -> None:
    try:
        assert main(["knowledge", "diff", "--", name]) == 2
    except SystemExit as stopped:
        assert stopped.code == 2
    assert capsys.readouterr().out == ""


# --- the pipeline that runs it --------------------------------------------------------------------


def pipeline_lines() -> list[str]:
    jobs = yaml.safe_load((ROOT / "deploy" / "knowledge.gitlab-ci.yml").read_text(encoding="utf-8"))
    scripts = [job["script"] for job in jobs.values() if isinstance(job, dict) and "script" in job]
    return [line for script in scripts for line in script if line.startswith("ospo ")]


def test_the_commands_of_the_pipeline_parse() -> None:
    lines = pipeline_lines()
    assert {shlex.split(line)[2] for line in lines} == {"check", "diff", "review"}
    for line in lines:
        words = [
            re.sub(r"\$\{?\w+\}?", "value", word) for word in shlex.split(line.partition(" || ")[0])
        ]
        assert callable(build_parser().parse_args(words[1:]).run)
