# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials as dependencies of a repository."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from metadata_files import DAY, imported, messages, only, said

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.importing import sbom


def needed(record: SourceRecord) -> dict[str, tuple[str, bool | None, str]]:
    """Use, optional and licence by name."""
    assert {one[4] for one in record.dependencies} <= {"sbom"}
    return {
        name: (use, optional, license_) for name, use, optional, license_, _ in record.dependencies
    }


def _purl(purl: str) -> dict[str, Any]:
    kind = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl"}
    return {"externalRefs": [kind | {"referenceLocator": purl}]}


def _package(ref: str, name: str, license_: str = "NOASSERTION", **more: Any) -> dict[str, Any]:
    return {"SPDXID": f"SPDXRef-{ref}", "name": name, "licenseConcluded": license_,
            "downloadLocation": "NOASSERTION"} | more  # fmt: skip


def _relation(one: str, kind: str, other: str) -> dict[str, str]:
    return {
        "spdxElementId": f"SPDXRef-{one}",
        "relationshipType": kind,
        "relatedSpdxElement": f"SPDXRef-{other}",
    }


SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "tool-1.0",
    "creationInfo": {"created": "2026-01-02T03:04:05Z", "creators": ["Person: Some One"]},
    "packages": [
        _package("root", "tool", "MIT", downloadLocation="git+https://github.com/a/tool.git@v1")
        | _purl("pkg:pypi/Tool@1.0"),
        _package("np", "numpy", licenseDeclared="BSD-3-Clause", **_purl("pkg:pypi/numpy@2.1")),
        _package("fftw", "FFTW", "GPL-2.0-or-later"),
        _package("test", "pytest", "MIT License", **_purl("pkg:pypi/pytest")),
        _package("tool", "black", "LicenseRef-1", **_purl("pkg:pypi/black")),
        _package("odd", "odd", "Some licence", **_purl("pkg:npm/%40a/odd@1")),
    ],
    "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "MIT"}],
    "relationships": [
        _relation("DOCUMENT", "DESCRIBES", "root"),
        _relation("root", "DEPENDS_ON", "np"),
        _relation("root", "DYNAMIC_LINK", "fftw"),
        _relation("test", "TEST_DEPENDENCY_OF", "root"),
        _relation("tool", "BUILD_TOOL_OF", "root"),
        _relation("np", "TEST_DEPENDENCY_OF", "root"),
        _relation("nobody", "DEPENDS_ON", "nothing"),
    ],
}

EXPECTED = {
    "pkg:pypi/numpy": ("", False, "BSD-3-Clause"),
    "pkg:generic/FFTW": ("dynamic-link", False, "GPL-2.0-or-later"),
    "pkg:pypi/pytest": ("", True, "MIT"),
    "pkg:pypi/black": ("tool", True, "MIT"),
    "pkg:npm/%40a/odd": ("", None, "Some licence"),
}


def _tag_value() -> str:
    lines = ["SPDXVersion: SPDX-2.3", "DocumentName: tool-1.0", "Created: 2026-01-02T03:04:05Z",
             "# a remark: nothing", "DocumentComment: <text>Many", "PackageName: no",
             "lines</text>"]  # fmt: skip
    for row in SPDX["packages"]:
        lines += ["", f"PackageName: {row['name']}", f"SPDXID: {row['SPDXID']}",
                  f"PackageDownloadLocation: {row['downloadLocation']}",
                  f"PackageLicenseConcluded: {row['licenseConcluded']}"]  # fmt: skip
        if "licenseDeclared" in row:
            lines.append(f"PackageLicenseDeclared: {row['licenseDeclared']}")
        for ref in row.get("externalRefs", ()):
            lines.append(f"ExternalRef: PACKAGE-MANAGER purl {ref['referenceLocator']}")
    lines += ["FileName: ./a.c", "SPDXID: SPDXRef-a", "LicenseID: LicenseRef-1", "LicenseName: MIT"]
    for row in SPDX["relationships"]:
        lines.append("Relationship: " + " ".join(row.values()))
    return "\n".join(lines)


def _yaml() -> str:
    import yaml

    return yaml.safe_dump(SPDX)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SPDX, "tool.spdx.json"),
        ({"sbom": SPDX}, "github.json"),
        (SPDX | {"spdxVersion": "SPDX-2.1"}, "old.spdx.json"),
        (_tag_value(), "tool.spdx"),
        (_yaml(), "tool.spdx.yaml"),
    ],
    ids=["json", "wrapped", "version", "tag-value", "yaml"],
)
def test_spdx_2(content: Any, name: str) -> None:
    found = imported(content, name)
    assert found.shape == "spdx"
    record = only(found)
    assert record.url == "https://github.com/a/tool"
    assert record.packages == (("pkg:pypi/tool", "declared"),)
    assert needed(record) == EXPECTED
    assert said(record) == {"license": "MIT"}
    assert {claim.read_on for claim in record.claims} == {date(2026, 1, 2)}
    assert "Some One" not in str(found)


@pytest.mark.parametrize(
    ("root", "name", "url"),
    [
        (_purl("pkg:github/A/Tool@main"), "x", "https://github.com/A/Tool"),
        (_purl("pkg:golang/github.com/a/tool/v2@v2.0.0"), "x", "https://github.com/a/tool"),
        ({"homepage": "https://gitlab.cern.ch/a/tool"}, "x", "https://gitlab.cern.ch/a/tool"),
        ({"homepage": "https://example.org/a/tool"}, "x", ""),
        ({}, "com.github.a/tool", "https://github.com/a/tool"),
    ],
)
def test_where_a_bill_has_its_repository(root: dict[str, Any], name: str, url: str) -> None:
    bill = SPDX | {"name": name, "packages": [_package("root", "tool", **root)]}
    record = only(imported(bill))
    assert record.url == url
    assert record.dependencies == ()


def test_a_bill_that_describes_all_its_packages_is_about_none() -> None:
    roots = [row["SPDXID"] for row in SPDX["packages"]]
    record = only(imported(SPDX | {"documentDescribes": roots}))
    assert (record.url, record.name, record.packages) == ("", "tool-1.0", ())
    assert len(record.dependencies) == 6


def test_names_as_github_wrote_them() -> None:
    packages = [_package("r", "com.github.a/tool"), _package("1", "pip:Flask"),
                _package("2", "actions:actions/checkout", "MIT"),
                _package("3", "odd:thing")]  # fmt: skip
    bill = SPDX | {"packages": packages, "relationships": [], "documentDescribes": ["SPDXRef-r"]}
    assert needed(only(imported(bill))) == {
        "pkg:pypi/flask": ("", None, ""),
        "pkg:githubactions/actions/checkout": ("tool", True, "MIT"),
        "pkg:generic/odd%3Athing": ("", None, ""),
    }


CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


def _link(kind: str, one: str, *others: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "Relationship",
        "relationshipType": kind,
        "from": one,
        "to": list(others),
    } | more


SPDX_3: dict[str, Any] = {
    "@context": CONTEXT,
    "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "created": "2026-01-02T00:00:00Z"},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "name": "doc", "rootElement": ["urn:bom"]},
        {"type": "software_Sbom", "spdxId": "urn:bom", "rootElement": ["urn:tool"]},
        {"type": "Person", "spdxId": "urn:p", "name": "Some One"},
        {"type": "software_Package", "spdxId": "urn:tool", "name": "tool",
         "software_downloadLocation": "https://github.com/a/tool"},
        {"type": "software_Package", "spdxId": "urn:np", "name": "numpy",
         "software_packageUrl": "pkg:pypi/numpy@2.1"},
        {"type": "software_Package", "spdxId": "urn:t", "name": "pytest", "externalIdentifier": [
            {"externalIdentifierType": "packageUrl", "identifier": "pkg:pypi/pytest@8"}]},
        {"type": "software_Package", "spdxId": "urn:f", "name": "FFTW"},
        {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:l",
         "simplelicensing_licenseExpression": "BSD-3-Clause"},
        _link("dependsOn", "urn:tool", "urn:np"),
        _link("dependsOn", "urn:tool", "urn:t", type="LifecycleScopedRelationship", scope="test"),
        _link("hasStaticLink", "urn:tool", "urn:f"),
        _link("hasDeclaredLicense", "urn:np", "urn:l"),
        _link("hasConcludedLicense", "urn:np", "https://spdx.org/rdf/3.0.1/terms/NoAssertionLicense"),
        _link("hasConcludedLicense", "urn:t", "https://spdx.org/licenses/MIT"),
        _link("hasDeclaredLicense", "urn:tool", "https://spdx.org/licenses/MIT"),
    ],
}  # fmt: skip


def test_spdx_3() -> None:
    found = imported(SPDX_3, "tool.spdx3.json")
    assert found.shape == "spdx-3"
    record = only(found)
    assert record.url == "https://github.com/a/tool"
    assert said(record) == {"license": "MIT"}
    assert needed(record) == {
        "pkg:pypi/numpy": ("", False, "BSD-3-Clause"),
        "pkg:pypi/pytest": ("", True, "MIT"),
        "pkg:generic/FFTW": ("static-link", False, ""),
    }
    assert "Some One" not in str(found)


CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {
        "timestamp": "2026-01-02T00:00:00Z",
        "authors": [{"name": "Some One"}],
        "component": {
            "type": "application", "name": "tool", "bom-ref": "root",
            "licenses": [{"license": {"id": "MIT"}}],
            "externalReferences": [{"type": "vcs", "url": "https://github.com/a/tool.git"}],
        },
    },
    "components": [
        {"type": "library", "name": "numpy", "purl": "pkg:pypi/numpy@2.1",
         "licenses": [{"license": {"name": "BSD 3-Clause"}}]},
        {"type": "library", "group": "@a", "name": "b", "scope": "optional",
         "licenses": [{"expression": "MIT OR Apache-2.0"}],
         "components": [{"type": "library", "name": "inner", "scope": "excluded"}]},
        {"type": "library", "name": "two",
         "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "0BSD"}}]},
        {"type": "file", "name": "a.c"},
    ],
}  # fmt: skip

CYCLONEDX_XML = """\
<?xml version="1.0" encoding="UTF-16"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <metadata>
    <timestamp>2026-01-02T00:00:00Z</timestamp>
    <authors><author><name>Some One</name></author></authors>
    <component type="application" bom-ref="root">
      <name>tool</name>
      <licenses><license><id>MIT</id></license></licenses>
      <externalReferences>
        <reference type="vcs"><url>https://github.com/a/tool.git</url></reference>
      </externalReferences>
    </component>
  </metadata>
  <components>
    <component type="library"><name>numpy</name>
      <licenses><license><name>BSD 3-Clause</name></license></licenses>
      <purl>pkg:pypi/numpy@2.1</purl></component>
    <component type="library"><group>@a</group><name>b</name><scope>optional</scope>
      <licenses><expression>MIT OR Apache-2.0</expression></licenses>
      <components><component type="library"><name>inner</name><scope>excluded</scope></component>
      </components></component>
    <component type="library"><name>two</name>
      <licenses><license><id>MIT</id></license><license><id>0BSD</id></license></licenses></component>
    <component type="file"><name>a.c</name></component>
  </components>
</bom>
"""


@pytest.mark.parametrize(
    "content",
    [CYCLONEDX, CYCLONEDX | {"specVersion": "1.2"}, CYCLONEDX_XML],
    ids=["json", "version", "xml"],
)
def test_cyclonedx(content: Any) -> None:
    found = imported(content)
    assert found.shape == "cyclonedx"
    record = only(found)
    assert record.url == "https://github.com/a/tool"
    assert said(record) == {"license": "MIT"}
    assert {claim.read_on for claim in record.claims} == {date(2026, 1, 2)}
    assert needed(record) == {
        "pkg:pypi/numpy": ("", False, "BSD-3-Clause"),
        "pkg:generic/%40a/b": ("", True, "MIT OR Apache-2.0"),
        "pkg:generic/inner": ("", True, ""),
        "pkg:generic/two": ("", False, "MIT AND 0BSD"),
    }
    assert "Some One" not in str(found)


def test_a_bill_without_a_name_is_told() -> None:
    found = imported({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": []})
    assert not found.records
    assert messages(found) == ["Nothing says which repository this is. The entry is left out."]


def test_a_bill_made_in_the_future_is_of_today() -> None:
    later = CYCLONEDX | {"metadata": CYCLONEDX["metadata"] | {"timestamp": "2099-01-01T00:00:00Z"}}
    assert {claim.read_on for claim in only(imported(later)).claims} == {DAY}


def test_packages_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "MOST_PACKAGES", 2)
    found = imported(CYCLONEDX)
    assert len(found.records[0].dependencies) == 2
    assert "first 2 packages" in messages(found)[0]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE b [<!ENTITY a "aaaa">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&a;</bom>',
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.4">' + "<a>" * 500,
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata>',
        '<notes xmlns="http://cyclonedx.org/schema/bom/1.4"/>',
        "spdxVersion: SPDX-2.3\npackages: [",
        "spdxVersion: SPDX-2.3\na: &a [*a]\nb: " + "[" * 300 + "]" * 300,
    ],
    ids=["entity", "deep", "cut", "other", "yaml", "deep-yaml"],
)
def test_bills_that_cannot_be_read_are_told(text: str) -> None:
    found = imported(text)
    assert not found.records
    assert messages(found) == ["The bill of materials cannot be read. Nothing was imported."]


def test_lines_of_a_cut_tag_value_document_are_read() -> None:
    text = _tag_value()
    cut = imported(text[: text.index("FFTW")] + "PackageComment: <text>never closed\nName: x")
    assert set(needed(cut.records[0])) >= {"pkg:pypi/numpy"}


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, [[]], [None], [{}], {"a": [1]}])
@pytest.mark.parametrize("document", [SPDX, SPDX_3, CYCLONEDX], ids=["spdx", "spdx3", "cyclonedx"])
def test_any_value_anywhere_is_survived(document: dict[str, Any], value: Any) -> None:
    text = json.dumps(document)
    paths = [(key,) for key in document if key not in {"spdxVersion", "@context", "bomFormat"}]
    paths += [(key, 0, inner) for key in document if isinstance(document[key], list)
              for one in document[key][:1] if isinstance(one, dict) for inner in one]  # fmt: skip
    for path in paths:
        changed = json.loads(text)
        place = changed
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value
        assert imported(changed).shape in {"spdx", "spdx-3", "cyclonedx"}
