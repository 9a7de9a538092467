# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""code.json in the shapes in which it is found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from metadata_files import DAY, imported, messages, only, said

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.records import RepositoryKind

ENTRY: dict[str, Any] = {
    "name": "Tool",
    "organization": "Lab A",
    "repositoryURL": "https://github.com/Agency/Tool.git",
    "permissions": {
        "licenses": [{"name": "MIT", "URL": "https://opensource.org/licenses/MIT"}],
        "usageType": "openSource",
    },
    "tags": ["physics", "some.one@example.org"],
    "status": "Production",
    "languages": ["C++", "Python"],
    "laborHours": 100,
    "contact": {"email": "some.one@example.org", "name": "Some One"},
    "date": {
        "created": "2017-04-01",
        "lastModified": "2024-05-06",
        "metadataLastUpdated": "2025-01-02",
    },
}
AGENCY = {"version": "2.0.0", "agency": "ABC", "measurementType": {"method": "projects"}}


def test_an_entry_of_an_agency() -> None:
    found = imported(AGENCY | {"releases": [ENTRY]}, "code.json")
    assert found.shape == "code-json-agency"
    record = only(found)
    assert (record.url, record.name) == ("https://github.com/Agency/Tool", "Agency/Tool")
    assert said(record) == {
        "license": "MIT",
        "department": "Lab A",
        "stage": "Production",
        "created": date(2017, 4, 1),
        "head_date": date(2024, 5, 6),
        "languages": ("C++", "Python"),
        "topics": ("physics",),
        "kind": RepositoryKind.SOFTWARE,
    }
    assert {claim.source for claim in record.claims} == {"code.json"}
    assert {claim.read_on for claim in record.claims} == {date(2025, 1, 2)}
    confidence = {claim.field: claim.confidence for claim in record.claims}
    assert confidence["license"] is Confidence.REPORTED
    assert confidence["head_date"] is Confidence.INFERRED
    assert "example.org" not in str(found)


def test_the_file_of_one_repository() -> None:
    own = ENTRY | {
        "repositoryHost": "github.com/Agency",
        "repositoryVisibility": "public",
        "reuseFrequency": {"forks": 4, "clones": 9},
        "repositoryType": ["data"],
        "permissions": {"licenses": [{"name": "CC0-1.0", "URL": "x"}], "usageType": ["openSource"]},
        "reusedCode": [
            {"name": "numpy", "URL": "https://github.com/numpy/numpy"},
            {"name": "A library 2.0"},
            {"URL": "https://example.org/page"},
        ],
    }
    found = imported(own, "code.json")
    assert found.shape == "code-json"
    record = only(found)
    values = said(record)
    assert (values["license"], values["forks"], values["kind"]) == ("CC0-1.0", 4, "data")
    assert {c.confidence for c in record.claims if c.field == "license"} == {Confidence.DECLARED}
    assert [one[0] for one in record.dependencies] == [
        "https://github.com/numpy/numpy",
        "pkg:generic/A%20library",
    ]


LITTLE = {"name": "Tool", "repositoryURL": ENTRY["repositoryURL"]}


def _licensed(**license_: str | None) -> dict[str, Any]:
    return ENTRY | {"permissions": {"licenses": [license_]}}


FIRST = {
    "name": "Tool",
    "repository": "https://github.com/Agency/Tool",
    "license": "https://www.apache.org/licenses/LICENSE-2.0",
    "openSourceProject": 1,
    "governmentWideReuseProject": 1,
    "tags": ["a"],
    "contact": {"email": "a@b.org"},
    "updated": {"metadataLastUpdated": "2016-11-01", "lastCommit": "2016-10-01"},
}


@pytest.mark.parametrize(
    ("content", "license_"),
    [
        ({"agency": "ABC", "projects": [FIRST]}, "Apache-2.0"),
        ({"agency": "ABC", "releases": [LITTLE]}, None),
        ([ENTRY], "MIT"),
        (AGENCY | {"releases": {"Tool": {k: v for k, v in ENTRY.items() if k != "name"}}}, "MIT"),
        (AGENCY | {"releases": [ENTRY | {"permissions": None, "license": "MIT"}]}, "MIT"),
        (AGENCY | {"releases": [ENTRY | {"permissions": {"licenses": {"name": "MIT"}}}]}, "MIT"),
        ({"releases": [ENTRY | {"permissions": {"license": [{"name": "MIT"}]}}]}, "MIT"),
        (AGENCY | {"releases": [{key.lower(): value for key, value in ENTRY.items()}]}, "MIT"),
        (AGENCY | {"releases": [ENTRY | {"languages": [{"name": "C"}], "date": None}]}, "MIT"),
        (AGENCY | {"releases": [_licensed(name="Other", URL="")]}, None),
        (AGENCY | {"releases": [_licensed(name=None, URL=None)]}, None),
        (AGENCY | {"releases": [_licensed(name="None")]}, ""),
    ],
    ids=["version-1", "little", "list", "by-name", "license-outside", "one-license", "license-key",
         "key-case", "nodes", "other", "null", "none"],
)  # fmt: skip
def test_variants(content: Any, license_: str | None) -> None:
    record = only(imported(content))
    assert record.url == "https://github.com/Agency/Tool"
    assert said(record).get("license") == license_


def test_private_projects_are_called_after_their_organisation() -> None:
    closed = ENTRY | {"repositoryURL": "private"}
    owner = ENTRY | {"repositoryURL": "https://github.com/Agency"}
    found = imported(
        AGENCY | {"releases": [closed, owner, ENTRY | {"name": "", "repositoryURL": ""}]}
    )
    assert [(one.url, one.name) for one in found.records] == [
        ("", "Lab A/Tool"),
        ("", "Lab A/Tool"),
    ]
    (problem,) = found.problems
    assert problem.place == "entry 3"


def test_several_licences_are_no_choice_and_no_sum() -> None:
    licenses = {"licenses": [{"name": "MIT"}, {"name": "GPL-3.0-only"}]}
    found = imported(AGENCY | {"releases": [ENTRY | {"permissions": licenses}]})
    assert "license" not in said(found.records[0])
    (message,) = messages(found)
    assert "MIT, GPL-3.0-only" in message


def test_wrong_values_are_told_by_entry_and_the_rest_is_taken_over() -> None:
    wrong = {"date": {"created": "1st of April"}, "status": 7, "tags": "a, b"}
    found = imported(AGENCY | {"releases": [ENTRY, ENTRY | wrong]})
    assert len(found.records) == 2
    assert said(found.records[1])["topics"] == ("a", "b")
    (problem,) = found.problems
    assert "entry 2" in problem.place
    assert "1st of April" in problem.message


def test_a_day_of_the_metadata_in_the_future_is_today() -> None:
    found = imported(
        AGENCY | {"releases": [ENTRY | {"date": {"metadataLastUpdated": "2099-01-01"}}]}
    )
    assert {claim.read_on for claim in only(found).claims} == {DAY}
