# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reports that machines read: SARIF, GitLab code quality, JUnit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ospo_widgets.knowledge.model import Severity, Source
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.baseline.accepted import Accepted, Baseline
from ospo_widgets.scanning.exports.places import Place, fingerprint, place_of
from ospo_widgets.scanning.result import Finding, ScanResult, ScanVerdict
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.wishes import Wishes

MakeTree = Callable[[Mapping[str, str | bytes]], Path]
HOSTILE = "a b\u202e<x>\x07&\ud800"


def finding(about: str = "", *paths: str, id_: str = "x.y") -> Finding:
    source = Source("Rule", "https://example.org")
    return Finding(id_, Severity.BLOCKS, "T", paths, "W", "R", (source,), about=about)


@pytest.fixture
def result(make_tree: MakeTree) -> ScanResult:
    root = make_tree({"a.py": "x = 1\n", "dir with space/é.py": "# Copyright 2020 CERN\n"})
    accepted = Accepted("release.no-changelog", "Not yet.")
    return scan(root, wishes=Wishes(Baseline((accepted,))))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a/b.py", Place("a/b.py")),
        ("a/b.py:12", Place("a/b.py", 12)),
        ("a:b", Place("a:b")),
        ("a:0", Place("a:0")),
        ("a:1:2", Place("a:1", 2)),
    ],
)
def test_places(text: str, place: Place) -> None:
    assert place_of(text) == place


def test_fingerprints_stay_when_lines_move_and_tell_things_apart() -> None:
    one = finding("FFTW", "a.py:1")
    assert fingerprint(one, Place("a.py", 1)) == fingerprint(one, Place("a.py", 9))
    others = [
        fingerprint(one),
        fingerprint(one, Place("a.py")),
        fingerprint(one, Place("b.py")),
        fingerprint(finding("GSL"), Place("a.py")),
        fingerprint(finding("FFTW", id_="z"), Place("a.py")),
    ]
    assert len(set(others)) == len(others)


def test_sarif(result: ScanResult) -> None:
    document = json.loads(exports.to_sarif(result))
    run = document["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert document["version"] == "2.1.0"
    assert rules == sorted(set(rules))
    for row in run["results"]:
        assert rules[row["ruleIndex"]] == row["ruleId"]
        assert row["level"] in {"error", "warning", "note"}
        assert row["message"]["text"]
    header = next(r for r in run["results"] if r["ruleId"] == "reuse.no-header")
    assert header["level"] == "error"
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for row in run["results"]
        for place in row.get("locations", ())
    }
    assert "dir%20with%20space/%C3%A9.py" in uris
    suppressed = [r for r in run["results"] if r.get("suppressions")]
    assert [r["ruleId"] for r in suppressed] == ["release.no-changelog"]
    assert suppressed[0]["suppressions"][0]["justification"] == "Not yet."


def test_code_quality(result: ScanResult) -> None:
    rows = json.loads(exports.to_code_quality(result))
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(rows[0])
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["severity"] for row in rows} <= {"info", "minor", "major", "critical", "blocker"}
    assert all(row["location"]["lines"]["begin"] >= 1 for row in rows)
    assert "release.no-changelog" not in {row["check_name"] for row in rows}


def test_junit(result: ScanResult) -> None:
    suite = ET.fromstring(exports.to_junit(result)).find("testsuite")
    assert suite is not None
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases)
    failures = [case for case in cases if case.find("failure") is not None]
    wanted = [f for f in result.findings if f.severity is not Severity.ADVICE]
    assert int(suite.get("failures", "")) == len(failures) == len(wanted) > 0
    skipped = {c.get("name"): c.find("skipped") for c in cases if c.find("skipped") is not None}
    assert skipped["release.no-changelog"].get("message") == "Not yet."  # type: ignore[union-attr]


def test_a_scan_that_does_not_know_never_passes(result: ScanResult) -> None:
    unsure = replace(result, findings=(), verdict=ScanVerdict.UNKNOWN)
    suite = ET.fromstring(exports.to_junit(unsure)).find("testsuite")
    assert suite is not None
    assert suite.get("errors") == "1"
    partial = json.loads(exports.to_sarif(replace(result, partial=True)))
    assert partial["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("to", [exports.to_sarif, exports.to_code_quality, exports.to_junit])
def test_hostile_names_stay_data(result: ScanResult, to: Callable[[ScanResult], str]) -> None:
    name = HOSTILE.encode("utf-8", "backslashreplace").decode()
    text = to(replace(result, target=name, findings=(finding(name, f"{name}:3"),)))
    text.encode("utf-8")
    assert "\u202e" not in text and "\x07" not in text
    if to is exports.to_junit:
        ET.fromstring(text)
    else:
        json.loads(text)


def test_a_finding_in_thousands_of_files_stays_bounded(result: ScanResult) -> None:
    many = replace(result, findings=(finding("", *(f"f{i}.py" for i in range(5000))),))
    assert len(json.loads(exports.to_sarif(many))["runs"][0]["results"]) <= 1001 + 1
    assert len(re.findall("f[0-9]+", exports.to_junit(many))) <= 200
