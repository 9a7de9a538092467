# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CITATION.cff, codemeta.json, .zenodo.json and manifests: what they state, faults, agreement."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.checks import metadata as checks
from ospo_widgets.scanning.readiness.identifiers import is_date, is_doi, orcid_fault
from ospo_widgets.scanning.readiness.metadata import READERS
from ospo_widgets.scanning.readiness.structured import (
    StructureError,
    json_document,
    yaml_document,
)
from tests.scanning.readiness_trees import subject_of

CFF = """cff-version: 1.2.0
message: Cite it.
title: Thing
version: 1.2.0
date-released: 2026-01-31
license: MIT
doi: 10.5281/zenodo.1
authors:
  - family-names: Curie
    given-names: Marie
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliation: CERN
"""
META = json.dumps(
    {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": "Thing",
        "license": "https://spdx.org/licenses/MIT",
        "version": "1.2.0",
        "author": [{"givenName": "Marie", "@id": "https://orcid.org/0000-0002-1825-0097"}],
    },
    indent=2,
)
ZENODO = json.dumps(
    {"title": "Thing", "upload_type": "software", "license": "MIT", "version": "v1.2",
     "creators": [{"name": "Curie, Marie", "orcid": "0000-0002-1825-0097"}]},
    indent=2,
)  # fmt: skip


def codes(name: str, text: str) -> set[str]:
    return {code for _, code, _ in READERS[name](text).problems}


def drafts(tree: dict[str, str]) -> dict[str, Any]:
    return {draft.id: draft for draft in checks.check(subject_of(tree))}


def test_good_files_have_no_problem() -> None:
    assert not codes("citation.cff", CFF)
    assert not codes("codemeta.json", META)
    assert not codes(".zenodo.json", ZENODO)
    tree = {"CITATION.cff": CFF, "codemeta.json": META, ".zenodo.json": ZENODO}
    assert drafts(tree) == {}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("title: Thing\n", "", "missing", 1),
        ("message: Cite it.", "message:", "missing", 2),
        ("cff-version: 1.2.0", "cff-version: 2.0", "cff-version", 1),
        ("title: Thing", "titel: Thing", "unknown-field", 3),
        ("2026-01-31", "31.1.2026", "date", 5),
        ("2026-01-31", "2026-02-31", "date", 5),
        ("doi: 10.5281/zenodo.1", "doi: https://doi.org/10.5281/zenodo.1", "doi", 7),
        ("0000-0002-1825-0097", "0000-0002-1825-0098", "orcid-checksum", 11),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097", "orcid-form", 11),
        ("affiliation", "institute", "author-field", 12),
        ("title: Thing", "title: [Thing]", "not-text", 3),
        ("license: MIT", "license: MIT\ntype: code", "type", 7),
        ("license: MIT", "license: MIT\nurl: thing.org", "url", 7),
        ("authors:\n", "contact: me\nauthors:\n", "not-list", 8),
        ("title: Thing", "title: {", "unreadable", 5),
    ],
)
def test_faults_of_a_citation_file(old: str, new: str, code: str, line: int) -> None:
    assert old in CFF
    problems = READERS["citation.cff"](CFF.replace(old, new, 1)).problems
    assert (line, code) in {(at, found) for at, found, _ in problems}


def test_an_older_citation_file_may_have_other_fields() -> None:
    assert not codes("citation.cff", CFF.replace("1.2.0", "1.1.0", 1).replace("title", "title"))
    assert not codes(
        "citation.cff", CFF.replace("cff-version: 1.2.0", "cff-version: 1.1.0") + "x: 1"
    )


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("codemeta.json", META.replace("w3id.org/codemeta/3.0", "schema.org"), "codemeta-context"),
        ("codemeta.json", META.replace("SoftwareSourceCode", "Code"), "codemeta-type"),
        ("codemeta.json", META.replace('"author"', '"authors"'), "missing"),
        ("codemeta.json", META.replace("1825-0097", "1825-0090"), "orcid-checksum"),
        ("codemeta.json", META.replace('"name"', '"embargoDate": "2026-01-01", "name"'),
         "codemeta-renamed"),
        ("codemeta.json", "[]", "no-mapping"),
        ("codemeta.json", "{", "unreadable"),
        (".zenodo.json", ZENODO.replace("software", "Software, Hardware"), "zenodo-value"),
        (".zenodo.json", ZENODO.replace("0097", "0000"), "orcid-checksum"),
        (".zenodo.json", ZENODO.replace('"name"', '"nam"'), "author-name"),
    ],
)  # fmt: skip
def test_faults_of_other_files(name: str, text: str, code: str) -> None:
    assert code in codes(name, text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("pyproject.toml", '[project]\nname = "a"\nversion = "1.0"\nlicense = {text = "MIT"}\n',
         {"name": "a", "version": "1.0", "license": "MIT"}),
        ("pyproject.toml", '[tool.poetry]\nname = "a"\nversion = "1.0"\n', {"name": "a"}),
        ("pyproject.toml", '[tool.ruff]\nname = "a"\n', {}),
        ("pyproject.toml", "not toml [", {}),
        ("setup.cfg", "[metadata]\nname = a\nversion = attr: a.v\n", {"name": "a"}),
        ("package.json", '{"name": "a", "version": "2.0.0", "license": {"type": "ISC"}}',
         {"version": "2.0.0", "license": "ISC"}),
        ("package.json", '{"private": true, "name": "a", "version": "2.0.0"}', {}),
        ("cargo.toml", '[package]\nname = "a"\nversion = "0.1.0"\n', {"version": "0.1.0"}),
        ("cmakelists.txt", "cmake_minimum_required(VERSION 3.5)\nproject(A\n  VERSION 3.2)\n",
         {"name": "A", "version": "3.2"}),
        ("cmakelists.txt", "project(A VERSION ${V})", {"name": "A"}),
        ("pom.xml", "<project><name>a</name><version>1.1</version><dependencies><version>9"
         "</version></dependencies></project>", {"name": "a", "version": "1.1"}),
        ("okh.toml", 'name = "a"\nlicense = "CERN-OHL-P-2.0"\n', {"license": "CERN-OHL-P-2.0"}),
        ("description", "Package: a\nVersion: 1.0\nLicense: GPL-3\n", {"license": "GPL-3"}),
        ("description", "This describes something.", {}),
    ],
)  # fmt: skip
def test_manifests_about_the_project(name: str, text: str, expected: dict[str, str]) -> None:
    found = {field: value for field, (value, _) in READERS[name](text).fields.items()}
    assert expected.items() <= found.items()
    assert found or not expected


def test_people_are_counted_and_not_named() -> None:
    for name, text in (("citation.cff", CFF), ("codemeta.json", META), (".zenodo.json", ZENODO)):
        found = READERS[name](text)
        assert found.fields["authors"][0] == 1
        assert "Curie" not in json.dumps(found.to_json())


def test_an_invalid_file_is_one_finding_with_its_lines() -> None:
    bad = CFF.replace("title: Thing\n", "").replace("MIT", "Good License")
    draft = drafts({"CITATION.cff": bad})["release.metadata-invalid"]
    assert draft.paths == ("CITATION.cff:1", "CITATION.cff:5")
    assert draft.evidence[0] == "CITATION.cff:1: the field title is missing"
    assert draft.evidence[1] == "CITATION.cff:5: Good License is no SPDX id"


@pytest.mark.parametrize(
    ("cff", "package", "differs"),
    [
        ("1.2.0", "1.2.0", False), ("v1.2", "1.2.0", False), ("1.2.0", "1.3.0", True),
        ("2.0", "1.9.1", True), ("1.2.0", "", False),
    ],
)  # fmt: skip
def test_versions_agree(cff: str, package: str, differs: bool) -> None:
    text = CFF.replace("\nversion: 1.2.0", f"\nversion: {cff}")
    version = f'version = "{package}"\n' if package else ""
    tree = {"CITATION.cff": text, "pyproject.toml": f'[project]\nname = "a"\n{version}'}
    assert ("release.metadata-differs" in drafts(tree)) is differs


def test_citing_files_agree_with_each_other() -> None:
    other = META.replace("1.2.0", "1.1.0").replace(
        '"license"', '"datePublished": "2025-01-31", "license"'
    )
    draft = drafts({"CITATION.cff": CFF, "codemeta.json": other})["release.metadata-differs"]
    assert draft.values["fields"] == "version, date of release"
    assert "CITATION.cff:4: 1.2.0" in draft.evidence
    two = {"a": '[project]\nname = "a"\nversion = "1.0"\n'}
    assert "release.metadata-differs" not in drafts(
        {"pyproject.toml": two["a"], "CMakeLists.txt": "project(A VERSION 2.0)"}
    )


def test_fields_that_indexes_show() -> None:
    thin = '[project]\nname = "a"\nversion = "1.0"\n'
    draft = drafts({"pyproject.toml": thin})["release.metadata-incomplete"]
    assert draft.values["fields"] == "description, README, licence, addresses"
    full = (
        thin + 'description = "d"\nreadme = "README.md"\nlicense = "MIT"\n[project.urls]\nx = "y"\n'
    )
    assert "release.metadata-incomplete" not in drafts({"pyproject.toml": full})
    assert "release.metadata-incomplete" not in drafts(
        {"pyproject.toml": "[project]\nname = 'a'\n"}
    )


@pytest.mark.parametrize(
    ("orcid", "fault"),
    [
        ("https://orcid.org/0000-0002-1825-0097", ""), ("0000-0002-1694-233X", ""),
        ("0000-0002-1694-2330", "checksum"), ("0000-0002-1694", "form"), ("", "form"),
    ],
)  # fmt: skip
def test_orcid(orcid: str, fault: str) -> None:
    assert orcid_fault(orcid) == fault


def test_doi_and_date() -> None:
    assert is_doi("10.5281/zenodo.1003150")
    assert not is_doi("https://doi.org/10.5281/zenodo.1003150")
    assert not is_doi("10.52/x")
    assert is_date("2026-11-22")
    assert not is_date("2026-13-01")


@pytest.mark.parametrize(
    "text",
    ["a: &x [1]\nb: *x\n", "[" * 60, "- " * 300 + "x", "a: 'b", "a: " + "b" * 300_000, "\x00"],
)
def test_hostile_yaml_is_refused(text: str) -> None:
    with pytest.raises(StructureError):
        yaml_document(text)


@pytest.mark.parametrize("text", ["1." * 120_000 + "1 = 2", "[" + "a." * 120_000 + "a]"])
def test_hostile_toml_says_nothing(text: str) -> None:
    assert READERS["pyproject.toml"](text).fields == {}


def test_hostile_json_is_refused() -> None:
    for text in ("[" * 100_000, "{", '"' + "x" * 300_000 + '"', "1" * 10_000):
        with pytest.raises(StructureError):
            json_document(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_text_is_read(text: str, name: str) -> None:
    assert READERS[name](text).to_json()["format"]
