# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""Reports of a scan: complete, escaped, self-contained."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ospo_widgets.knowledge.model import Answer, Severity, Source
from ospo_widgets.project import Component, Project, Use
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.conflicts.model import Affects, Conflict, Inbound
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.scanning.dependencies.model import Dependency
from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.result import (
    FileResult,
    Finding,
    MainLicense,
    ScanResult,
    ScanVerdict,
)

EVIL = "<img src=x onerror=alert(1)>"


def finding(severity: Severity, title: str, *paths: str) -> Finding:
    source = Source("Rule", "javascript:alert(1)")
    return Finding("x.y", severity, title, paths, "Why.", "Do it.", (source,), (), (EVIL,))


def made(verdict: ScanVerdict = ScanVerdict.BLOCKED) -> ScanResult:
    needed = (Component(name=EVIL, version="=1"), Component(name="b", license="MIT"))
    brought = Dependency(Component(name="c", license="MIT"), direct=False)
    clash = Conflict("1", Inbound.DEPENDENCY, EVIL, None, "MIT", "software", Use.DYNAMIC_LINK,
                     Affects.BINARY, Answer.UNKNOWN, EVIL,
                     conditions=(EVIL,), paths=(EVIL,))  # fmt: skip
    return ScanResult(
        target=f"{EVIL}.zip",
        project=Project(name=EVIL),
        files=(FileResult(f"{EVIL}.py", ("MIT",), (f"Copyright {EVIL}",)), FileResult("b.py")),
        reuse={"summary": {"compliant": False}},
        license=MainLicense("MIT", "MIT", f"The text of {EVIL} is MIT.", "LICENSE"),
        dependencies=needed,
        licensed=(*(Licensed(Dependency(component)) for component in needed), Licensed(brought)),
        conflicts=(clash,),
        findings=(
            finding(Severity.BLOCKS, EVIL, *(f"{EVIL}{i}.py" for i in range(5))),
            finding(Severity.ADVICE, "=cmd|' /C calc'!A0", "@a", "+b"),
        ),
        accepted=(replace(finding(Severity.SHOULD, EVIL, EVIL), accepted=EVIL),),
        readiness=(),
        not_scanned=(NotScanned(EVIL, "link to \u202eevil"),),
        partial=False,
        verdict=verdict,
        files_total=2,
        tree_total=2,
    )


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("export", ["to_html", "to_fragment"])
def test_html_is_escaped_and_loads_nothing(export: str) -> None:
    page = getattr(exports, export)(made())
    found = Tags(page)
    assert not {"img", "script", "iframe", "link", "object"} & set(found.tags)
    assert not [v for n, v in found.attributes if n.startswith("on") or v.startswith("javascript")]
    assert not [v for n, v in found.attributes if n in {"src", "srcset"}]
    assert "@import" not in page and not re.search(r"url\((?!#)", page)
    assert "&lt;img src=x" in page
    assert "\u202e" not in page
    assert found.tags.count("h1") == 1


def test_html_has_everything() -> None:
    page = exports.to_html(made())
    assert page.startswith("<!doctype html>")
    for text in ("Not ready to release yet: 1 thing blocks it", "Remedy:", "and 2 more", "MIT",
                 "1 unknown", "1 of 2", "Not compliant", "Which, and why"):  # fmt: skip
        assert text in page
    assert page.count('<li><div class="sev">') == 3  # two findings, one conflict


@pytest.mark.parametrize(
    ("change", "heading", "lead"),
    [
        ({"verdict": ScanVerdict.UNKNOWN, "partial": True, "files_total": 5_102},
         "We cannot say yet", "Stopped after 2 of 5,102 files."),
        ({"verdict": ScanVerdict.UNKNOWN, "partial": True}, "We cannot say yet", "cut short"),
        ({"verdict": ScanVerdict.UNKNOWN, "files": (), "files_total": 0},
         "nothing to judge", "No file"),
        ({"verdict": ScanVerdict.UNKNOWN, "not_scanned": (NotScanned("a", "b", True),)},
         "We cannot say yet", "1 file was not scanned"),
        ({"verdict": ScanVerdict.READY, "findings": ()}, "Ready to release", "nothing to mend"),
        ({}, "1 thing blocks it", "2 findings in all"),
    ],
)  # fmt: skip
def test_headings(change: dict[str, object], heading: str, lead: str) -> None:
    result = replace(made(), **change)  # type: ignore[arg-type]
    assert heading in exports.heading(result)
    assert lead in exports.lead(result)
    for text in (exports.to_html(result), exports.to_markdown(result), result._repr_html_()):
        assert heading in text.replace("\\", "")


def test_unknown_is_never_shown_as_compliant() -> None:
    page = exports.tiles(replace(made(), partial=True, reuse={"summary": {"compliant": None}}))
    assert "Compliant" not in page and "Not compliant" not in page
    assert "Unknown" in page


def test_markdown_is_escaped() -> None:
    text = exports.to_markdown(made())
    assert "<img" not in text.replace("\\<img", "")
    assert text.startswith("# Not ready to release yet: 1 thing blocks it")
    assert text.count("\n## ") == 3


def test_csv_runs_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(exports.to_csv(made()))))
    assert len(rows) == 7
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "-", "@", "\t"))]
    assert {row["path"] for row in rows} >= {"'@a", "'+b"}
    assert rows[0]["path"] == f"{EVIL}0.py"


def test_json_and_frames() -> None:
    result = made()
    data = json.loads(json.dumps(result.to_json()))
    assert data["verdict"] == "blocked"
    assert data["summary"]["findings"] == {"blocks": 1, "should": 0, "advice": 1}
    frames = {name: result.to_frame(name) for name in
              ("findings", "accepted", "files", "dependencies", "conflicts", "not_scanned",
               "readiness")}  # fmt: skip
    assert {name: len(frame) for name, frame in frames.items()} == {
        "findings": 2, "accepted": 1, "files": 2, "dependencies": 3, "conflicts": 1,
        "not_scanned": 1, "readiness": 0,
    }  # fmt: skip
    assert list(frames["dependencies"]["direct"]) == [True, True, False]
    assert list(frames["accepted"]["accepted"]) == [EVIL]
    assert list(frames["conflicts"]["answer"]) == ["unknown"]
    assert list(frames["readiness"].columns)[:4] == ["id", "title", "kind", "answer"]
    with pytest.raises(KeyError):
        result.to_frame("other")
