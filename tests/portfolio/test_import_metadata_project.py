# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""publiccode.yml, CITATION.cff, codemeta.json and .zenodo.json."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from metadata_files import imported, messages, only, said

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.records import RepositoryKind

SOFTWARE, DATA = RepositoryKind.SOFTWARE, RepositoryKind.DATA

PUBLICCODE = """\
publiccodeYmlVersion: "{version}"
name: Tool
url: "https://gitlab.example.org/group/tool.git"
isBasedOn: https://github.com/else/where
releaseDate: 2024-02-29
developmentStatus: stable
softwareType: library
categories: [data-analytics, it-development]
organisation: {{uri: urn:x, name: Department of Tools}}
legal:
  license: AGPL-3.0-or-later
  mainCopyrightOwner: Some One
maintenance:
  type: internal
  contacts:
    - name: Some One
      email: some.one@example.org
dependsOn:
  open:
    - {{name: PostgreSQL, versionMin: "14", optional: no}}
    - {{name: Redis, optional: true}}
  proprietary:
    - name: Oracle Database
  hardware:
    - name: NFC reader
"""


@pytest.mark.parametrize("version", ["0.2", "0.2.0", "0.3", "0.4", "0.5.0", "0.6", "0.7", "0"])
def test_publiccode(version: str) -> None:
    found = imported(PUBLICCODE.format(version=version), "publiccode.yml")
    assert found.shape == "publiccode"
    record = only(found)
    assert record.url == "https://gitlab.example.org/group/tool"
    assert record.also == ()
    assert said(record) == {
        "publiccode_yml": True,
        "license": "AGPL-3.0-or-later",
        "stage": "stable",
        "last_tag_date": date(2024, 2, 29),
        "department": "Department of Tools",
        "topics": ("data-analytics", "it-development"),
        "kind": SOFTWARE,
    }
    assert [(one[0], one[2]) for one in record.dependencies] == [
        ("pkg:generic/PostgreSQL", False),
        ("pkg:generic/Redis", True),
        ("pkg:generic/Oracle%20Database", False),
    ]
    assert "Some One" not in str(found)


CITATION = """\
cff-version: {version}
message: Cite this.
title: A tool
authors:
  - {{family-names: One, given-names: Some, email: some.one@example.org}}
{more}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("license: Apache-2.0", {"license": "Apache-2.0"}),
        ("license: [Apache-2.0, MIT]", {"license": "Apache-2.0 OR MIT"}),
        ("license: [GPL-2.0-only WITH Classpath-exception-2.0, MIT]",
         {"license": "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT"}),
        ("license-url: https://spdx.org/licenses/EUPL-1.2.html", {"license": "EUPL-1.2"}),
        ("doi: https://doi.org/10.5281/zenodo.12", {"doi": "10.5281/zenodo.12"}),
        ("identifiers: [{type: url, value: 'https://x.org'}, {type: doi, value: 10.1/a}, "
         "{type: doi, value: 10.5281/zenodo.7}]", {"doi": "10.5281/zenodo.7"}),
        ("date-released: 2023-05-06", {"last_tag_date": date(2023, 5, 6)}),
        ("date-released: '2023-05-06'\nversion: 1.0", {"last_tag_date": date(2023, 5, 6)}),
        ("type: dataset", {"kind": DATA}),
        ("keywords:\n  - a\n  - b c", {"topics": ("a", "b c")}),
        ("preferred-citation: {type: article, doi: 10.1234/paper}", {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["1.0.3", "1.1.0", "1.2.0"])
def test_citation(version: str, more: str, expected: dict[str, Any]) -> None:
    text = CITATION.format(version=version, more="repository-code: git@github.com:a/b.git\n" + more)
    found = imported(text, "CITATION.cff")
    assert found.shape == "citation-cff"
    record = only(found)
    assert record.url == "https://github.com/a/b"
    assert said(record) == {"citation_cff": True, "kind": SOFTWARE} | expected
    assert "some.one" not in str(found)


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ("repository-code: https://github.com/a/b", "https://github.com/a/b"),
        ("repository: https://gitlab.cern.ch/a/b", "https://gitlab.cern.ch/a/b"),
        ("url: https://github.com/a/b/tree/main", "https://github.com/a/b"),
        ("url: https://example.org/a/b", ""),
        ("repository-code: https://github.com/a\nurl: https://github.com/a/b", "https://github.com/a/b"),
        ("identifiers: [{type: url, value: 'https://github.com/a/b/releases/tag/v1'}]",
         "https://github.com/a/b"),
    ],
)  # fmt: skip
def test_where_a_citation_has_its_repository(more: str, url: str) -> None:
    record = only(imported(CITATION.format(version="1.2.0", more=more)))
    assert record.url == url
    assert record.name == (
        url.removeprefix("https://github.com/").removeprefix("https://gitlab.cern.ch/") or "A tool"
    )


@pytest.mark.parametrize("value", ["2026-02-30", "yesterday", "'5'"])
def test_a_day_that_is_none_does_not_spoil_the_file(value: str) -> None:
    text = CITATION.format(version="1.2.0", more=f"date-released: {value}\nlicense: MIT")
    found = imported(text)
    assert said(found.records[0])["license"] == "MIT"
    (problem,) = found.problems
    assert problem.place == "date-released"


CODEMETA: dict[str, Any] = {
    "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
    "@type": "SoftwareSourceCode",
    "name": "Tool",
    "codeRepository": "git+https://github.com/a/b.git",
}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"license": "https://spdx.org/licenses/MIT"}, {"license": "MIT"}),
        ({"license": "http://spdx.org/licenses/GPL-3.0-or-later.html"},
         {"license": "GPL-3.0-or-later"}),
        ({"license": {"@id": "https://spdx.org/licenses/MIT", "name": "MIT License"}},
         {"license": "MIT"}),
        ({"license": {"@type": "CreativeWork", "name": "MIT License", "url": "https://x.org"}},
         {"license": "MIT"}),
        ({"license": ["https://spdx.org/licenses/MIT", "MIT"]}, {"license": "MIT"}),
        ({"schema:license": {"@id": "https://spdx.org/licenses/MIT"}}, {"license": "MIT"}),
        ({"https://schema.org/license": "MIT"}, {"license": "MIT"}),
        ({"developmentStatus": "https://www.repostatus.org/#active"}, {"stage": "active"}),
        ({"developmentStatus": {"@id": "https://www.repostatus.org/#wip"}}, {"stage": "wip"}),
        ({"developmentStatus": "active"}, {"stage": "active"}),
        ({"dateCreated": "2019-10-02", "dateModified": "2024-01-01", "datePublished": "2023-01-01"},
         {"created": date(2019, 10, 2), "head_date": date(2024, 1, 1),
          "last_tag_date": date(2023, 1, 1)}),
        ({"identifier": "https://doi.org/10.5281/zenodo.1"}, {"doi": "10.5281/zenodo.1"}),
        ({"identifier": {"@type": "PropertyValue", "value": "doi:10.5281/zenodo.1"}},
         {"doi": "10.5281/zenodo.1"}),
        ({"@id": "https://doi.org/10.5281/zenodo.1"}, {"doi": "10.5281/zenodo.1"}),
        ({"programmingLanguage": ["Python", {"@type": "ComputerLanguage", "name": "C++"}]},
         {"languages": ("Python", "C++")}),
        ({"programmingLanguage": {"name": "R", "url": "https://r-project.org"}},
         {"languages": ("R",), "main_language": "R"}),
        ({"keywords": "a, b;c"}, {"topics": ("a", "b", "c")}),
        ({"readme": "https://github.com/a/b/blob/main/README.md"}, {"readme": True}),
        ({"author": [{"givenName": "Some", "email": "some.one@example.org"}]}, {}),
    ],
)  # fmt: skip
def test_codemeta(more: dict[str, Any], expected: dict[str, Any]) -> None:
    found = imported(CODEMETA | more, "codemeta.json")
    assert found.shape == "codemeta"
    record = only(found)
    assert record.url == "https://github.com/a/b"
    assert said(record) == {"codemeta_json": True, "kind": SOFTWARE} | expected
    assert "some.one" not in str(found)


@pytest.mark.parametrize(
    "context",
    [
        "https://w3id.org/codemeta/3.0",
        "https://w3id.org/codemeta/3.1",
        ["https://doi.org/10.5063/schema/codemeta-2.0", "http://schema.org"],
        {"@vocab": "https://codemeta.github.io/terms/"},
        "https://schema.org",
    ],
)
def test_contexts_of_codemeta(context: Any) -> None:
    found = imported(CODEMETA | {"@context": context, "license": "MIT"})
    assert (found.shape, said(only(found))["license"]) == ("codemeta", "MIT")


def test_the_software_of_a_graph() -> None:
    graph = [
        {"@type": "Person", "name": "Some One"},
        {"@type": "schema:SoftwareSourceCode", "schema:name": "Tool",
         "schema:codeRepository": {"@id": "https://github.com/a/b"}},
    ]  # fmt: skip
    record = only(imported({"@context": "https://w3id.org/codemeta/3.0", "@graph": graph}))
    assert record.url == "https://github.com/a/b"


def test_requirements_of_codemeta() -> None:
    python = {"name": "click", "identifier": "Click_Plugins", "runtimePlatform": "Python 3"}
    cran = {"identifier": "ggplot2", "name": "ggplot2", "version": ">= 3.0",
            "provider": {"@id": "https://cran.r-project.org", "name": "CRAN"}}  # fmt: skip
    code = {"name": "root", "codeRepository": "https://github.com/root-project/root"}
    npm = {"name": "@a/b", "sameAs": "https://npmjs.example/package/@a/b", "url": 7}
    required = [
        npm,
        "numpy >= 1.20",
        "https://github.com/scipy/scipy",
        python,
        cran,
        code,
        7,
        {},
        "",
    ]
    suggested = "https://example.org/page"
    record = only(
        imported(CODEMETA | {"softwareRequirements": required, "softwareSuggestions": suggested})
    )
    assert [(one[0], one[2]) for one in record.dependencies] == [
        ("pkg:npm/%40a/b", False),
        ("pkg:generic/numpy", False),
        ("https://github.com/scipy/scipy", False),
        ("pkg:pypi/click-plugins", False),
        ("pkg:cran/ggplot2", False),
        ("https://github.com/root-project/root", False),
    ]


def test_codemeta_without_software() -> None:
    found = imported({"@context": "https://w3id.org/codemeta/3.0", "author": []})
    assert not found.records
    assert messages(found) == ["Nothing in the file describes software. Nothing was imported."]


def test_licences_that_codemeta_only_lists() -> None:
    found = imported(CODEMETA | {"license": ["https://spdx.org/licenses/MIT", "Apache-2.0"]})
    assert "license" not in said(found.records[0])
    assert "MIT, Apache-2.0" in messages(found)[0]


@pytest.mark.parametrize(
    "page", ["https://www.gnu.org/licenses/gpl-3.0.html", "./COPYING", "GPL", "https://x.org/mine"]
)
def test_licences_that_leave_something_open_are_told(page: str) -> None:
    found = imported(CODEMETA | {"license": page})
    (problem,) = found.problems
    assert (problem.place, problem.repo) == ("license", "a/b")


def _supplement(url: str, relation: str = "isSupplementTo") -> dict[str, Any]:
    return {"related_identifiers": [{"identifier": url, "relation": relation}]}


ZENODO: dict[str, Any] = {
    "title": "A tool",
    "upload_type": "software",
    "creators": [{"name": "One, Some", "orcid": "0000-0000-0000-0000"}],
    "license": "MIT",
}


@pytest.mark.parametrize(
    ("content", "url", "expected"),
    [
        (ZENODO | _supplement("https://github.com/a/b/tree/v1.0"), "https://github.com/a/b", {}),
        (ZENODO | _supplement("https://arxiv.org/abs/1234.5678"), "", {}),
        (ZENODO | _supplement("https://github.com/a/paper", "isReferencedBy"), "", {}),
        (ZENODO | {"license": {"id": "cc-by-4.0"}}, "", {"license": "CC-BY-4.0"}),
        (ZENODO | {"keywords": ["a", "b"]}, "", {"topics": ("a", "b")}),
        (ZENODO | {"doi": "10.5281/zenodo.5"}, "", {"doi": "10.5281/zenodo.5"}),
        (ZENODO | {"upload_type": "dataset"}, "", {"kind": DATA}),
        (ZENODO | {"upload_type": "poster"}, "", {"kind": None}),
    ],
)
def test_zenodo_file(content: dict[str, Any], url: str, expected: dict[str, Any]) -> None:
    found = imported(content, ".zenodo.json")
    assert found.shape == "zenodo-json"
    record = only(found)
    assert (record.url, record.name) == (url, "a/b" if url else "A tool")
    known = {"zenodo_json": True, "license": "MIT", "kind": SOFTWARE} | expected
    assert said(record) == {field: value for field, value in known.items() if value is not None}
    assert "Some" not in str(found)


def test_a_zenodo_file_with_creators_only_says_not_what_it_is_of() -> None:
    found = imported({"creators": [{"name": "One, Some"}], "keywords": ["a"]})
    assert found.shape == "zenodo-json"
    assert messages(found) == ["Nothing says which repository this is. The entry is left out."]


def test_records_of_zenodo_and_invenio_rdm() -> None:
    zenodo = {
        "conceptdoi": "10.5281/zenodo.1",
        "doi": "10.5281/zenodo.2",
        "metadata": ZENODO
        | {"publication_date": "2024-03-02"}
        | _supplement("https://github.com/a/b"),
    }
    rdm = {
        "pids": {"doi": {"identifier": "10.17181/abc-def"}},
        "parent": {"pids": {}},
        "custom_fields": {"code:codeRepository": "https://gitlab.cern.ch/c/d"},
        "metadata": {
            "title": "Data",
            "resource_type": {"id": "dataset"},
            "rights": [{"id": "cc0-1.0", "title": {"en": "CC0"}}],
            "subjects": [{"subject": "physics"}],
            "creators": [{"person_or_org": {"name": "One, Some"}}],
        },
    }
    found = imported({"hits": {"hits": [zenodo, rdm], "total": 2}})
    assert found.shape == "zenodo-record"
    assert not found.problems
    first, second = found.records
    assert (first.url, second.url) == ("https://github.com/a/b", "https://gitlab.cern.ch/c/d")
    assert said(first)["doi"] == "10.5281/zenodo.1"
    assert said(first)["last_tag_date"] == date(2024, 3, 2)
    assert "zenodo_json" not in said(first)
    assert said(second) == {
        "license": "CC0-1.0", "doi": "10.17181/abc-def", "topics": ("physics",), "kind": DATA,
    }  # fmt: skip
    assert "Some" not in str(found)


def test_what_a_project_says_is_declared_and_what_it_forgets_inferred() -> None:
    text = CITATION.format(version="1.2.0", more="url: https://github.com/a/b\nlicense: MIT\n"
                           "date-released: 2020-01-01")  # fmt: skip
    confidence = {one.field: one.confidence for one in only(imported(text)).claims}
    assert confidence["license"] is Confidence.DECLARED
    assert confidence["last_tag_date"] is Confidence.INFERRED
    assert confidence["citation_cff"] is Confidence.DETECTED
