# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials as input: what they state, and that no file breaks the reader."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sbom_out import full, hostile

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.licenses import LicenseSource, find_license
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.scanning.sbom import to_cyclonedx, to_spdx, to_spdx_tag_value
from ospo_widgets.scanning.sbom.detector import SBOM, is_bill
from ospo_widgets.scanning.sbom.incoming import (
    joined_with,
    read_sbom_file,
    sbom_dependencies,
    sbom_problems,
)
from ospo_widgets.scanning.sbom.reading import PROBLEMS, read_bill
from ospo_widgets.scanning.scan import scan

NAMESPACE = "http://cyclonedx.org/schema/bom/1.5"
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="{NAMESPACE}" version="1">
  <metadata><component type="application" bom-ref="me"><name>me</name></component></metadata>
  <components>
    <component type="library" bom-ref="a"><group>@s</group><name>a</name><version>1</version>
      <licenses><license><id>MIT</id></license>
      <license><name>ISC License</name></license></licenses>
      <purl>pkg:npm/%40s/a@1</purl>
      <components><component type="library" bom-ref="b"><name>b</name><version>2</version>
        <scope>optional</scope>
        <licenses><expression>MIT OR GPL-2.0-only</expression></licenses>
        <purl>pkg:npm/b@2</purl></component></components>
    </component>
    <component type="file"><name>x.txt</name></component>
  </components>
  <dependencies><dependency ref="me"><dependency ref="a"/></dependency>
    <dependency ref="a"><dependency ref="b"/></dependency></dependencies>
</bom>"""


def rows(name: str, content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return SBOM.examine(Source(name, data))


def listed(name: str, content: str | bytes) -> dict[str, Dependency]:
    found = sbom_dependencies({name: rows(name, content)})
    return {one.name: one for one in found}


WRITTEN = {
    "x.spdx.json": json.dumps(to_spdx(full())),
    "x.spdx": to_spdx_tag_value(full()),
    "bom.json": json.dumps(to_cyclonedx(full())),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_we_write_we_read(name: str) -> None:
    found = listed(name, WRITTEN[name])
    assert set(found) == {"a", "b", "c", "d", "e", "f", "eigen"}
    assert found["b"].stated_license == "GPL-2.0-or-later"
    assert (found["b"].direct, found["b"].parents) == (False, ("pkg:pypi/a@1.2",))
    assert found["a"].direct
    assert (found["a"].version, found["a"].purl) == ("1.2", "pkg:pypi/a@1.2")
    assert found["c"].scope is Scope.OPTIONAL
    assert found["c"].component.optional
    assert found["d"].scope in {Scope.TEST, Scope.DEVELOPMENT}
    assert found["d"].stated_license == ("My own terms" if name == "bom.json" else
                                         found["d"].stated_license)  # fmt: skip
    assert found["a"].places[0].how is How.SBOM
    json.dumps(rows(name, WRITTEN[name]))


def test_licences_are_marked_as_from_the_bill() -> None:
    found = find_license(listed("bom.json", WRITTEN["bom.json"])["a"], load_knowledge())
    assert (found.license, found.source) == ("MIT", LicenseSource.SBOM)


def test_cyclonedx_xml() -> None:
    found = listed("bom.xml", XML)
    assert set(found) == {"@s/a", "b"}
    assert found["@s/a"].stated_license == "MIT AND ISC License"
    assert found["@s/a"].direct
    assert found["b"].stated_license == "MIT OR GPL-2.0-only"
    assert (found["b"].scope, found["b"].parents) == (Scope.OPTIONAL, ("pkg:npm/%40s/a@1",))
    assert found["b"].places[0].line == 9


def test_names_of_references_count_outside_of_their_document() -> None:
    document = {
        "spdxVersion": "SPDX-2.3",
        "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "licenseDeclared": "LicenseRef-1"},
                     {"SPDXID": "SPDXRef-b", "name": "b", "licenseDeclared": "NOASSERTION"}],
        "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "MIT License"}],
    }  # fmt: skip
    found = listed("x.spdx.json", json.dumps(document))
    assert (found["a"].stated_license, found["b"].stated_license) == ("MIT License", "")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.spdx.json", '{"spdxVersion": "SPDX-9.9"}', "version"),
        ("x.spdx.json", '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "spdx3"),
        ("x.spdx.json", "{", "json"),
        ("x.spdx.json", "[" * 100_000, "shape"),
        ("x.spdx.json", '{"a":' * 100_000, "shape"),
        ("x.spdx.json", "[]", "shape"),
        ("x.spdx", "", "shape"),
        ("x.spdx", "SPDXVersion: SPDX-1.2\n", "version"),
        ("bom.json", '{"bomFormat": "CycloneDX", "specVersion": "0.1"}', "version"),
        ("bom.xml", XML.replace("/1.5", "/1.0"), "version"),
        ("bom.xml", XML[:-20], "xml"),
        ("bom.xml", f'<!DOCTYPE x [<!ENTITY a "b">]><bom xmlns="{NAMESPACE}">&a;</bom>', "xml"),
        ("bom.xml", f'<bom xmlns="{NAMESPACE}">' + "<a>" * 5_000, "xml"),
    ],
)
def test_what_cannot_be_read_is_a_problem(name: str, content: str, problem: str) -> None:
    (head,) = rows(name, content)
    assert head["problem"] == problem
    ((path, why),) = sbom_problems({name: [head]})
    assert path == name
    assert why.endswith(".")


@pytest.mark.parametrize(
    ("name", "content"),
    [("bom.json", '{"parts": [{"ref": "R1"}]}'), ("bom.xml", "<export><part/></export>"),
     ("bom.json", "{"), ("sbom", "a folder listing")],
)  # fmt: skip
def test_lists_of_parts_are_no_bills(name: str, content: str) -> None:
    assert rows(name, content) is None


def test_every_problem_has_its_words() -> None:
    assert len(sbom_problems({p: [{"problem": p}] for p in PROBLEMS})) == len(PROBLEMS)


def test_a_cut_bill_is_too_large() -> None:
    (head,) = SBOM.examine(Source("bom.json", b"{", 10**9)) or ()
    assert head["problem"] == "large"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("bom.json", True), ("sbom/x.CDX.json", True), ("a.spdx", True), ("tests/bom.json", False),
     ("a/b/c/d/bom.json", False), ("third_party/x/bom.xml", False), ("hw/bom.csv", False)],
)  # fmt: skip
def test_which_files_are_bills(path: str, wanted: bool) -> None:
    assert is_bill(path) is wanted


def test_bills_join_manifests() -> None:
    place = Place("pyproject.toml", 3, How.MANIFEST)
    own = Dependency(Component("A"), ecosystem="pypi", places=(place,))
    joined = joined_with([own], listed("bom.json", WRITTEN["bom.json"]).values())
    assert [one.name for one in joined] == ["A", "b", "c", "d", "e", "f", "eigen"]
    assert [p.how for p in joined[0].places] == [How.MANIFEST, How.SBOM]
    assert (joined[0].stated_license, joined[0].version) == ("MIT", "1.2")
    other = Dependency(Component("a"), ecosystem="pypi", version="9")
    both = joined_with([other], listed("bom.json", WRITTEN["bom.json"]).values())
    assert [one.version for one in both if one.name == "a"] == ["9", "1.2"]


def test_a_bill_in_the_tree_counts(tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_text(WRITTEN["bom.json"], encoding="utf-8")
    (tmp_path / "x.spdx").write_text("nothing", encoding="utf-8")
    result = scan(tmp_path)
    found = next(f for f in result.findings if f.id == "dependency.unreadable-sbom")
    assert found.paths == ("x.spdx",)
    assert {c.name for c in result.dependencies} >= {"a", "c"}


def test_a_bill_that_a_person_gives(tmp_path: Path) -> None:
    path = tmp_path / "given.txt"
    path.write_text(WRITTEN["x.spdx"], encoding="utf-8")
    assert len(read_sbom_file(path)) == 7
    path.write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="neither SPDX 2 nor CycloneDX"):
        read_sbom_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_sbom_file(tmp_path / "missing")


def test_hostile_names_come_back_in_one_line() -> None:
    for name, content in {
        "x.spdx.json": json.dumps(to_spdx(hostile())),
        "bom.json": json.dumps(to_cyclonedx(hostile())),
        "x.spdx": to_spdx_tag_value(hostile()),
    }.items():
        found = listed(name, content)
        assert len(found) > 5
        assert not [n for n in found if "\n" in n or "\x1b" in n]
        json.dumps(rows(name, content)).encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["packages", "components", "licenses", "license", "dependencies",
                             "relationships", "metadata", "component", "externalRefs", "ref",
                             "dependsOn", "name", "SPDXID", "purl"]), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from(["spdxVersion", "specVersion"]),
)  # fmt: skip
def test_any_shape_is_read_without_an_error(shape: Any, kind: str) -> None:
    document = shape if isinstance(shape, dict) else {"packages": shape, "components": shape}
    document |= {"spdxVersion": "SPDX-2.3"} if kind == "spdxVersion" else {
        "bomFormat": "CycloneDX", "specVersion": "1.6",
    }  # fmt: skip
    bill = read_bill("x.spdx.json", json.dumps(document).encode())
    assert bill is not None
    sbom_dependencies({"x": [{}, *(package.to_json() for package in bill.packages)]})


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/text:\n #SPDXIDPackageName ", max_size=200))
def test_any_tag_value_is_read_without_an_error(text: str) -> None:
    assert read_bill("x.spdx", f"SPDXVersion: SPDX-2.3\n{text}".encode()) is not None


@pytest.mark.parametrize("odd", [[], {}, [1], 5, None, True])
def test_a_type_that_is_no_text_is_read_past(odd: object) -> None:
    component = {"type": odd, "name": "a", "version": "1"}
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}
    found = read_bill("a.cdx.json", json.dumps(document).encode())
    assert found is not None and [one.name for one in found.packages] == ["a"]
