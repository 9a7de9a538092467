# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0
# REUSE-IgnoreStart  (texts below are test data)

"""The schemas in ``docs/`` describe what scan, detect and fix give: all of it, and nothing else."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ospo_widgets import api
from ospo_widgets.knowledge.model import Answer, Severity
from ospo_widgets.project import Material, Origin, Project, Use
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.baseline.accepted import Accepted, Baseline
from ospo_widgets.scanning.compare import compare
from ospo_widgets.scanning.conflicts.model import Affects, Inbound
from ospo_widgets.scanning.dependencies.licenses import LicenseSource
from ospo_widgets.scanning.dependencies.model import How, Scope
from ospo_widgets.scanning.detection.asked import detect_contents
from ospo_widgets.scanning.detection.second_opinion import Opinion
from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, Exclusion, FixChoices, Group
from ospo_widgets.scanning.fix.model import ChangeKind
from ospo_widgets.scanning.history.authors import GROUPS
from ospo_widgets.scanning.readiness.holders import HolderKind
from ospo_widgets.scanning.result import ScanResult, ScanVerdict

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = data_dir() / "examples" / "trackfit-tools"
NOTICE = "Licensed under CERN-OHL-W v2, WITHOUT ANY WARRANTY, Source location: https://ohwr.org/g"
BOARD = {
    "pcb/gizmo.kicad_sch": f'(kicad_sch (title_block (title "Gizmo") (comment 1 "{NOTICE}")) '
    '(symbol (lib_id "a:b") (property "Reference" "U1") (property "MPN" "LM317")))',
    "pcb/gizmo.kicad_pcb": "(kicad_pcb)", "pcb/gizmo.pdf": "%PDF-",
    "pcb/bom.csv": "Designator,Qty,MPN\nU1,1,LM317\n",
    "hdl/a.v": "module a(input x);\nendmodule\n",
    "hdl/ip.v": "// confidential and proprietary information\n// of Xilinx, Inc.\nmodule b;\n",
    "hdl/a_tb.v": "module a_tb;\n initial begin $finish; end\nendmodule\n",
    "okh.toml": 'okhv="OKH-LOSHv1.0"\nname="G"\n',
}  # fmt: skip
PYTHON = {
    "pyproject.toml": '[project]\nname = "p"\nlicense = "MIT"\n'
    'dependencies = ["numpy", "secret-thing"]\n[project.optional-dependencies]\ng = ["PyQt5"]\n',
    "a.py": "# SPDX-License-Identifier: MIT\n# SPDX-FileCopyrightText: 2020 CERN\nimport numpy\n",
    "third_party/x/LICENSE": "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n",
    "third_party/x/x.c": "/* SPDX-License-Identifier: GPL-3.0-only */\n",
    "b.c": "/* released under the GPL */\n",
}
Trees = Callable[[Mapping[str, str | bytes]], Path]


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def problems(name: str, data: object) -> list[str]:
    """What a program that reads the JSON as text would find wrong."""
    plain = json.loads(json.dumps(data))
    found = Draft202012Validator(schema(name)).iter_errors(plain)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


@pytest.fixture(scope="module")
def example() -> ScanResult:
    return api.scan(EXAMPLE, history="none")


@pytest.mark.parametrize("name", ["scan", "detect", "fix"])
def test_schemas_are_schemas_and_closed(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"].endswith("2020-12/schema")
    for place, node in nodes(found):
        if "properties" in node and not place.startswith("/properties/reuse"):
            assert node["additionalProperties"] is False, place
            assert set(node["required"]) <= set(node["properties"]), place


def nodes(value: object, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from nodes(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from nodes(inner, f"{place}/{i}")


def test_the_example(example: ScanResult) -> None:
    data = example.to_json()
    assert problems("scan", data) == []
    # What the contract names is there, whatever the tree holds.
    assert {"name", "parts", "material"} <= set(data["project"])
    assert all({"material", "license", "paths"} <= set(part) for part in data["project"]["parts"])
    assert data["project"]["material"] == ["software", "documentation"]
    assert {"main", "expression", "reason"} <= set(data["license"])
    assert set(data["license"]["parts"]) == {part["id"] for part in data["project"]["parts"]}
    assert Project.from_json(data["project"]) == example.project


def test_a_board_with_gateware(make_tree: Trees) -> None:
    result = api.scan(make_tree(BOARD), history="none")
    data = result.to_json()
    assert problems("scan", data) == []
    hardware = data["hardware"]
    for name in ("kinds", "pairs", "boms", "title_blocks", "vendor_files", "manifests"):
        assert hardware[name], name
    assert {part["material"] for part in data["project"]["parts"]} >= {"hardware", "gateware"}
    (vendor,) = (f for f in data["findings"] if f["paths"] == ["hdl/ip.v:1"])
    assert vendor["part"] == "gateware"


def test_conflicts_dependencies_and_a_licence_in_mind(make_tree: Trees) -> None:
    result = api.scan(make_tree(PYTHON), history="none", outbound="Apache-2.0")
    data = result.to_json()
    assert problems("scan", data) == []
    assert {row["inbound_kind"] for row in data["conflicts"]} >= {"dependency", "vendored"}
    assert any(row["ways_out"] and row["sources"] for row in data["conflicts"])
    assert {row["license"] is None for row in data["dependencies"]} == {True, False}
    assert any(e["kind"] in {"phrase", "tag"} for f in data["files"] for e in f["evidence"])


def test_accepted_findings_keep_their_reason(make_tree: Trees) -> None:
    baseline = Baseline((Accepted("release.*", "Known before the release"),))
    data = api.scan(make_tree(PYTHON), history="none", baseline=baseline).to_json()
    assert problems("scan", data) == []
    assert {row["accepted"] for row in data["accepted"]} == {"Known before the release"}
    assert {row["accepted"] for row in data["findings"]} == {""}


def test_cut_short_and_empty(tmp_path: Path, make_tree: Trees) -> None:
    whole = tmp_path / "p.tar"
    with tarfile.open(whole, "w") as archive:
        archive.add(make_tree({"a.py": "a = 1\n" * 500, "b.py": "b = 1\n" * 5_000}), "p")
    whole.write_bytes(whole.read_bytes()[:-20_000])
    for target in (whole, make_tree({})):
        result = api.scan(target, history="none")
        assert result.verdict == "unknown"
        assert problems("scan", result.to_json()) == []


def test_of_a_stopped_scan_reuse_says_nothing(example: ScanResult) -> None:
    stopped = replace(example, partial=True, reuse={
        "non_compliant": {}, "files": [], "summary": {"files_total": 0, "compliant": None},
        "recommendations": []})  # fmt: skip
    assert problems("scan", stopped.to_json()) == []


def test_contributors(make_tree: Trees, git: Callable[..., str]) -> None:
    root = make_tree({"a.py": "pass\n"})
    git(root, "init", "-q")
    git(root, "add", ".")
    for number in range(6):
        author = f"--author=P{number} Q{number} <p{number}@institute.example>"
        git(root, "commit", "-q", "--allow-empty", "-s", author, "-m", "x")
    git(root, "tag", "v1")
    data = api.scan(root).to_json()
    assert problems("scan", data) == []
    assert (data["authors"]["people"], data["authors"]["known"]) == (6, True)
    assert data["authors"]["domains"] == [{"domain": "institute.example", "people": 6}]


def test_comparison(make_tree: Trees) -> None:
    python = api.scan(make_tree(PYTHON), history="none")
    old = api.scan(make_tree({**PYTHON, "pyproject.toml": "[project]\nname='p'\n"}), history="none")
    found = compare(old.to_json(), python.to_json()).to_json()
    assert found["dependencies"]
    assert problems("scan", {**python.to_json(), "comparison": found}) == []


def test_detect() -> None:
    contents = {"a.c": b"under the GPL v2 or the MIT license", "b.c": b""}
    opinions = {"a.c": Opinion("MIT", ("MIT",), ((1, 1, "MIT", 99),), "32"), "b.c": Opinion()}
    found = detect_contents(contents, {"c.c": "It is a folder"}, opinions)
    assert len(found.to_json()[0]["evidence"]) > 1
    assert problems("detect", found.to_json()) == []


def test_fix(make_tree: Trees) -> None:
    choices = FixChoices(
        license="MIT", holder="CERN", groups=DEFAULT_GROUPS,
        exclusions=(Exclusion("b.c", "not ours"),),
    )  # fmt: skip
    with api.fix(make_tree(PYTHON), choices=choices) as made:
        data = made.to_json()
    assert data["changes"] and data["undecided"] and data["left_alone"]
    assert problems("fix", data) == []
    assert problems("fix", {**data, "applied": True}) == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("scan", {"verdict": "fine"}), ("scan", {"more": 1}), ("scan", {"project": {"name": ""}}),
        ("scan", {"findings": [{"id": "x"}]}), ("detect", {}), ("fix", {"schema": "ospo-scan/1"}),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_refused(name: str, change: object, example: ScanResult) -> None:
    data = (
        {**example.to_json(), **change} if isinstance(change, dict) and name == "scan" else change
    )
    assert problems(name, data) != []


ENUMS: list[tuple[str, str, type[StrEnum] | tuple[str, ...]]] = [
    ("scan", "/properties/verdict", ScanVerdict),
    ("scan", "/$defs/severity", Severity),
    ("scan", "/$defs/answer", Answer),
    ("scan", "/$defs/material", Material),
    ("scan", "/$defs/use", Use),
    ("scan", "/$defs/part/properties/origin", Origin),
    ("scan", "/$defs/dependency/properties/license_source", LicenseSource),
    ("scan", "/$defs/dependency/properties/scope", Scope),
    ("scan", "/$defs/dependency/properties/places/items/properties/how", How),
    ("scan", "/$defs/conflict/properties/kind", Affects),
    ("scan", "/$defs/conflict/properties/inbound_kind", Inbound),
    ("scan", "/$defs/groups/propertyNames", GROUPS),
    ("scan", "/properties/copyright/oneOf/0/properties/holders/items/properties/kind", HolderKind),
    ("fix", "/properties/summary/propertyNames", Group),
    ("fix", "/properties/changes/items/properties/kind", ChangeKind),
]


@pytest.mark.parametrize(("name", "place", "values"), ENUMS, ids=[row[1] for row in ENUMS])
def test_values_are_those_of_the_code(
    name: str, place: str, values: type[StrEnum] | tuple[str, ...]
) -> None:
    assert dict(nodes(schema(name)))[place]["enum"] == [str(value) for value in values]


# REUSE-IgnoreEnd
