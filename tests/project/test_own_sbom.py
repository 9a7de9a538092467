# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Our own bill of materials: all that is installed with the program, with version and licence."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import tomllib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.scanning.sbom.installed import installed_bill

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 1, 2, tzinfo=UTC)


def needed() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]


def release() -> Any:
    spec = importlib.util.spec_from_file_location("release", ROOT / "deploy" / "release.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """CycloneDX and SPDX of the environment in which the tests run."""
    made = release().write_bills(Path(sys.prefix), tmp_path_factory.mktemp("bills"), MOMENT)
    return made[0], made[1]


def test_both_formats_are_valid(bills: tuple[Path, Path]) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bills[0].read_text())
    assert problem is None
    assert validate_full_spdx_document(parse_file(str(bills[1]))) == []


def test_every_package_has_its_version_its_address_and_a_license(bills: tuple[Path, Path]) -> None:
    components = json.loads(bills[0].read_text())["components"]
    found = {canonicalize_name(c["name"]): c for c in components}
    assert set(needed()) <= set(found)
    assert len(found) > 2 * len(needed())  # what they need in turn is there too
    for name, component in found.items():
        assert component["version"] == version(name)
        address, _, numbered = component["purl"].partition("@")
        assert address.startswith("pkg:pypi/") and canonicalize_name(address[9:]) == name
        assert numbered.replace("%2B", "+") == component["version"]
        assert component["licenses"], name
    packages = json.loads(bills[1].read_text())["packages"]
    said = {p["name"]: p for p in packages}
    for component in components:
        package = said[component["name"]]
        assert package["versionInfo"] == component["version"]
        known = {package["licenseDeclared"], package["licenseConcluded"]} - {"NOASSERTION"}
        assert known, component["name"]


def test_tools_that_only_tests_need_are_not_in_it(bills: tuple[Path, Path]) -> None:
    names = {c["name"].lower() for c in json.loads(bills[0].read_text())["components"]}
    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "pip-audit", "atheris", "pip"}


def test_who_needs_whom_is_told(bills: tuple[Path, Path]) -> None:
    document = json.loads(bills[0].read_text())
    names = {c["bom-ref"]: canonicalize_name(c["name"]) for c in document["components"]}
    root = document["metadata"]["component"]["bom-ref"]
    uses = {row["ref"]: row.get("dependsOn", []) for row in document["dependencies"]}
    assert {names[ref] for ref in uses[root]} == set(needed())
    voila = next(ref for ref, name in names.items() if name == "voila")
    assert "jupyter-server" in {names[ref] for ref in uses[voila]}


def test_an_extra_is_followed_only_where_it_is_asked_for(tmp_path: Path) -> None:
    def package(name: str, *needs: str) -> None:
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        lines = [f"Name: {name}", "Version: 1.0", "License-Expression: MIT"]
        lines += [f"Requires-Dist: {need}" for need in needs]
        (folder / "METADATA").write_text("\n".join(lines))

    package("a", "B_x[fast]>=1", 'c; extra == "more"', 'd; python_version > "3"')
    package("b.x", 'e; extra == "fast"', 'f; extra == "slow"', "a")
    for name in "cdefg":
        package(name)
    bill = installed_bill(tmp_path, "A", load_knowledge(), MOMENT)
    assert {p.name for p in bill.packages} == {"b.x", "d", "e"}
    told = {tuple(key.rpartition("/")[2] for key in (one.user, one.used)) for one in bill.links}
    assert told == {("", "b.x@1.0"), ("", "d@1.0"), ("b.x@1.0", "e@1.0")}
    with pytest.raises(InputError):
        installed_bill(tmp_path, "other", load_knowledge(), MOMENT)


def test_digests_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"b")
    (tmp_path / "a").write_bytes(b"a")
    file = release().write_digests(sorted(tmp_path.iterdir()), tmp_path)
    expected = [f"{hashlib.sha256(n.encode()).hexdigest()}  {n}" for n in "ab"]
    assert file.read_text().splitlines() == expected
