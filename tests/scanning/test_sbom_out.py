# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials that their own validators accept, whatever the names hold."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.licenses import Licensed, LicenseFound, LicenseSource
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.exports.bill import to_spdx_text
from ospo_widgets.scanning.sbom import Bill, bill_of, to_cyclonedx, to_spdx, to_spdx_tag_value
from ospo_widgets.scanning.sbom.model import ListedFile
from ospo_widgets.scanning.scan import scan

CREATED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LICENSE_TAG = "SPDX-License-" + "Identifier:"
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    'quote " and \\ backslash',
    "line\nbreak\r\nand\ttab",
    "Relationship: SPDXRef-DOCUMENT DESCRIBES NOASSERTION",
    "</text>\nPackageName: forged",
    "\x00\x1b[31mred\x7f",
    "émoji 🧪 \u202eright to left\u202c 日本",
    "\udcff surrogate",
    "x" * 5_000,
    " ",
    f"{LICENSE_TAG} GPL-3.0-only",
)


def licensed(name: str, expression: str | None = "MIT", **more: Any) -> Licensed:
    source = more.pop("source", LicenseSource.LOCK if expression else LicenseSource.UNKNOWN)
    found = LicenseFound(
        expression,
        source,
        reviewed=source is LicenseSource.CATALOGUE,
        declared=None if source is LicenseSource.CATALOGUE else expression,
        stated=more.pop("stated", "" if source is LicenseSource.CATALOGUE else expression or ""),
        notes=more.pop("notes", ()),
    )
    optional = more.pop("optional", False)
    values = {
        "version": "1.2",
        "ecosystem": "pypi",
        "places": (Place("uv.lock", 7, How.LOCK),),
        "purl": f"pkg:pypi/{name}@1.2",
        **more,
    }
    return Licensed(Dependency(Component(name, expression, optional=optional), **values), found)


def bill(*rows: Licensed, **more: Any) -> Bill:
    values = {"name": "thing", "main": "Apache-2.0", "created": CREATED, "tool_version": "0.1.0"}
    return bill_of(licensed=rows, **{**values, **more})


def full() -> Bill:
    return bill(
        licensed("a"),
        licensed("b", "GPL-2.0+", parents=("pkg:pypi/a@1.2",), direct=False,
                 scope=Scope.TRANSITIVE, checksums=(("sha256", "0" * 64), ("sha1", "bad"))),
        licensed("c", "LicenseRef-Geant4", source=LicenseSource.CATALOGUE, optional=True,
                 scope=Scope.OPTIONAL),
        licensed("d", None, stated="My own terms", scope=Scope.TEST, notes=("What a note.",)),
        licensed("e", "MIT OR (Apache-2.0 AND LicenseRef-Mine)", scope=Scope.BUILD,
                 url="https://example.org/e.git"),
        licensed("f", None, scope=Scope.DEVELOPMENT, url="https://user:secret@example.org/f"),
        licensed("eigen", "MPL-2.0", version="", purl="",
                 places=(Place("third_party/eigen", None, How.VENDORED),)),
        version="2.0",
        texts={"LicenseRef-Mine": "Do what you want.\nReally."},
        files=[
            ListedFile("src/a b.py", "0" * 40, "1" * 64, ("MIT",), ("2020 CERN", "2021 X")),
            ListedFile("src/“x”.py", "1" * 40),
            ListedFile("b.c", "2" * 40, "", ("GPL-2.0-only WITH Classpath-exception-2.0",)),
        ],
        unread=["big.bin"],
    )  # fmt: skip


def hostile() -> Bill:
    rows = [
        licensed(f"{i} {name}", None, stated=name, notes=(name,), purl=f"pkg:generic/{name}",
                 version=name, places=(Place(name, i or None, How.MANIFEST),), url=f"https://{name}")
        for i, name in enumerate(HOSTILE)
    ]  # fmt: skip
    files = [
        ListedFile(f"{i}/{name}", f"{i:040x}", "", (), (name,)) for i, name in enumerate(HOSTILE)
    ]
    return bill(
        *rows, name=HOSTILE[0], version=HOSTILE[2], files=files, url=HOSTILE[1],
        main="LicenseRef-Odd", texts={"LicenseRef-Odd": "".join(HOSTILE)},
    )  # fmt: skip


def spdx_problems(text: str, suffix: str, folder: Path) -> list[str]:
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    path = folder / f"x{suffix}"
    path.write_text(text, encoding="utf-8")
    return [m.validation_message for m in validate_full_spdx_document(parse_file(str(path)))]


def cyclonedx_problem(document: dict[str, Any]) -> Any:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document))


BILLS = {"empty": bill(), "full": full(), "hostile": hostile()}


@pytest.mark.parametrize("name", BILLS)
def test_spdx_is_valid(name: str, tmp_path: Path) -> None:
    document = to_spdx(BILLS[name])
    assert spdx_problems(json.dumps(document), ".spdx.json", tmp_path) == []
    ids = [row["SPDXID"] for key in ("packages", "files") for row in document.get(key, ())]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", BILLS)
def test_tag_value_is_valid_and_says_the_same(name: str, tmp_path: Path) -> None:
    from spdx_tools.spdx.parser.parse_anything import parse_file

    text = to_spdx_tag_value(BILLS[name])
    assert spdx_problems(text, ".spdx", tmp_path) == []
    (tmp_path / "y.spdx.json").write_text(json.dumps(to_spdx(BILLS[name])), encoding="utf-8")
    tagged, plain = (parse_file(str(tmp_path / n)) for n in ("x.spdx", "y.spdx.json"))
    assert [p.spdx_id for p in tagged.packages] == [p.spdx_id for p in plain.packages]
    assert [str(p.license_declared) for p in tagged.packages] == [
        str(p.license_declared) for p in plain.packages
    ]
    assert len(tagged.files) == len(plain.files)
    assert len(tagged.relationships) == len(plain.relationships)


@pytest.mark.parametrize("name", BILLS)
def test_cyclonedx_is_valid(name: str) -> None:
    document = to_cyclonedx(BILLS[name])
    assert cyclonedx_problem(document) is None
    refs = [row["bom-ref"] for row in document["components"]]
    assert len(refs) == len(set(refs))
    assert {d for row in document["dependencies"] for d in row.get("dependsOn", ())} <= set(refs)


def test_spdx_says_who_says_so() -> None:
    document = to_spdx(full())
    rows = {row["name"]: row for row in document["packages"]}
    assert (rows["a"]["licenseDeclared"], rows["a"]["licenseConcluded"]) == ("MIT", "NOASSERTION")
    assert (rows["c"]["licenseDeclared"], rows["c"]["licenseConcluded"]) == (
        "NOASSERTION", "LicenseRef-Geant4",
    )  # fmt: skip
    assert rows["b"]["licenseDeclared"] == "GPL-2.0-or-later"
    assert rows["b"]["checksums"] == [{"algorithm": "SHA256", "checksumValue": "0" * 64}]
    texts = {
        row["licenseId"]: row["extractedText"] for row in document["hasExtractedLicensingInfos"]
    }
    assert texts[rows["d"]["licenseDeclared"]] == "My own terms"
    assert texts["LicenseRef-Mine"] == "Do what you want.\nReally."
    assert texts["LicenseRef-Geant4"] == "The text of LicenseRef-Geant4 was not found."
    assert rows["e"]["downloadLocation"] == "git+https://example.org/e.git"
    assert rows["f"]["downloadLocation"] == "NOASSERTION"
    assert "secret" not in json.dumps(document)


def test_every_licence_that_we_know_is_accepted(tmp_path: Path) -> None:
    ids = sorted(load_knowledge().licenses)
    made = bill(*(licensed(f"n{i}", one) for i, one in enumerate(ids)))
    assert spdx_problems(json.dumps(to_spdx(made)), ".spdx.json", tmp_path) == []
    assert cyclonedx_problem(to_cyclonedx(made)) is None


def test_spdx_relations() -> None:
    document = to_spdx(full())
    names = {row["SPDXID"]: row["name"] for row in document["packages"]}
    relations = {
        (names.get(r["spdxElementId"]), r["relationshipType"], names.get(r["relatedSpdxElement"]))
        for r in document["relationships"]
        if "File" not in r["relatedSpdxElement"]
    }
    assert relations == {
        (None, "DESCRIBES", "thing"),
        ("thing", "DEPENDS_ON", "a"),
        ("a", "DEPENDS_ON", "b"),
        ("c", "OPTIONAL_DEPENDENCY_OF", "thing"),
        ("d", "TEST_DEPENDENCY_OF", "thing"),
        ("e", "BUILD_DEPENDENCY_OF", "thing"),
        ("f", "DEV_DEPENDENCY_OF", "thing"),
        ("thing", "CONTAINS", "eigen"),
        ("thing", "DEPENDS_ON", "eigen"),
    }


def test_cyclonedx_scopes_and_tree() -> None:
    document = to_cyclonedx(full())
    rows = {row["name"]: row for row in document["components"]}
    assert {name: row["scope"] for name, row in rows.items()} == {
        "a": "required", "b": "required", "c": "optional", "d": "excluded", "e": "excluded",
        "f": "excluded", "eigen": "required",
    }  # fmt: skip
    assert rows["a"]["evidence"]["occurrences"] == [{"location": "uv.lock", "line": 7}]
    assert rows["c"]["licenses"] == [
        {"expression": "LicenseRef-Geant4", "acknowledgement": "concluded"}
    ]
    assert rows["d"]["licenses"][0]["license"]["name"] == "My own terms"
    tree = {row["ref"]: row.get("dependsOn", []) for row in document["dependencies"]}
    assert tree[rows["a"]["bom-ref"]] == [rows["b"]["bom-ref"]]


def test_the_same_facts_and_clock_give_the_same_document() -> None:
    once, again = json.dumps(to_spdx(full())), json.dumps(to_spdx(full()))
    assert once == again
    assert json.dumps(to_cyclonedx(full())) == json.dumps(to_cyclonedx(full()))
    later = replace(full(), created=datetime(2026, 11, 23, tzinfo=UTC))
    assert to_spdx(later)["documentNamespace"] != to_spdx(full())["documentNamespace"]


@settings(max_examples=12, deadline=None)
@given(name=st.text(max_size=60), stated=st.text(max_size=60))
def test_any_name_is_a_valid_document(
    name: str, stated: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = bill(licensed(name, None, stated=stated, notes=(stated,), version=stated))
    folder = tmp_path_factory.mktemp("sbom")
    assert spdx_problems(json.dumps(to_spdx(made)), ".spdx.json", folder) == []
    assert spdx_problems(to_spdx_tag_value(made), ".spdx", folder) == []
    assert cyclonedx_problem(to_cyclonedx(made)) is None


def test_texts_of_licences_that_nobody_else_has_come_from_the_tree(tmp_path: Path) -> None:
    (tmp_path / "LICENSES").mkdir()
    (tmp_path / "LICENSES" / "LicenseRef-Mine.txt").write_text("Do what you want.\n")
    (tmp_path / "LICENSES" / "LicenseRef-Long.txt").write_text("x" * 70_000)
    (tmp_path / "LICENSES" / "MIT.txt").write_text("Permission is hereby granted.\n")
    tag = f"# {LICENSE_TAG} LicenseRef-Mine AND LicenseRef-Long\n# Copyright 2026 CERN\n"
    (tmp_path / "a.py").write_text(tag.replace("# Copyright", "# SPDX-FileCopyrightText:"))
    result = scan(tmp_path)
    assert set(result.own_texts) == {"LicenseRef-Mine"}
    document = json.loads(to_spdx_text(result, CREATED))
    texts = {row["licenseId"]: row["extractedText"]
             for row in document["hasExtractedLicensingInfos"]}  # fmt: skip
    assert texts["LicenseRef-Mine"] == "Do what you want."
    assert "was not found" in texts["LicenseRef-Long"]
