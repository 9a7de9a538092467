# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of GitHub, GitLab and what has their shape; half dumps, errors between pages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing import Document, Imported, read_document
from ospo_widgets.portfolio.importing.shapes import shape_label, shapes
from ospo_widgets.wording import spoken

DAY = date(2026, 11, 1)

REST = {
    "id": 17,
    "node_id": "R_x",
    "full_name": "cern/tool",
    "html_url": "https://github.com/cern/tool",
    "owner": {"login": "jane-doe", "type": "User"},
    "fork": False,
    "archived": True,
    "created_at": "2020-01-02T03:04:05Z",
    "pushed_at": "2026-08-22T03:04:05Z",
    "stargazers_count": 3,
    "forks_count": 2,
    "open_issues_count": 9,
    "language": "VHDL",
    "license": {"key": "cern-ohl-s-2.0", "spdx_id": "CERN-OHL-S-2.0"},
    "topics": ["fpga"],
    "default_branch": "main",
    "parent": {"full_name": "other/tool", "html_url": "https://github.com/other/tool", "forks": 1},
}
GRAPHQL = {
    "nameWithOwner": "cern/tool",
    "url": "https://github.com/cern/tool",
    "databaseId": 17,
    "licenseInfo": {"spdxId": "MIT"},
    "stargazers": {"totalCount": 3},
    "forkCount": 2,
    "isFork": False,
    "isArchived": False,
    "createdAt": "2020-01-02T03:04:05Z",
    "pushedAt": "2026-08-22T03:04:05Z",
    "issues": {"totalCount": 99},
    "issues_Open": {"totalCount": 4},
    "primaryLanguage": {"name": "Python"},
    "languages": {
        "edges": [{"size": 1, "node": {"name": "C"}}, {"size": 9, "node": {"name": "Python"}}]
    },
    "repositoryTopics": {"nodes": [{"topic": {"name": "physics"}}]},
    "codeOfConduct": None,
    "isSecurityPolicyEnabled": True,
    "defaultBranchRef": {
        "target": {
            "oid": "a" * 40,
            "committedDate": "2026-08-20T03:04:05Z",
            "history": {"totalCount": 120, "nodes": [{"author": {"name": "Jane Doe"}}]},
        }
    },
}


def read(value: Any, name: str = "dump.json") -> Imported:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_document(Document(name, text.encode()), read_on=DAY)


def one(found: Imported) -> SourceRecord:
    assert len(found.records) == 1
    return found.records[0]


def values(record: SourceRecord) -> dict[str, Any]:
    return {c.field: c.value for c in record.claims}


def messages(found: Imported) -> list[str]:
    return [p.message for p in found.problems]


def test_github_rest() -> None:
    found = read([REST])
    record = one(found)
    assert found.shape == "github-rest"
    assert (record.url, record.name, record.ids) == (
        "https://github.com/cern/tool", "cern/tool", ("github.com:17",),
    )  # fmt: skip
    assert values(record) == {
        "license": "CERN-OHL-S-2.0",
        "archived": True,
        "fork": False,
        "created": date(2020, 1, 2),
        "stars": 3,
        "forks": 2,
        "main_language": "VHDL",
        "topics": ("fpga",),
        "head_date": date(2026, 8, 22),
        "kind": "hardware",
    }
    by_field = {c.field: c for c in record.claims}
    assert by_field["license"].source == "github.com"
    assert by_field["license"].confidence is Confidence.REPORTED
    assert by_field["head_date"].confidence is Confidence.INFERRED
    assert by_field["kind"].confidence is Confidence.INFERRED
    assert "jane" not in repr(found)


@pytest.mark.parametrize(
    "wrapped",
    [
        [REST],
        {"total_count": 1, "incomplete_results": False, "items": [REST]},
        {"organization": {"login": "cern"}, "repositories": [REST]},
        [[REST], []],
        {"cern/tool": REST},
        REST,
    ],
)
def test_repositories_are_found_wherever_they_stand(wrapped: Any) -> None:
    assert one(read(wrapped)).name == "cern/tool"


@pytest.mark.parametrize(
    ("license_of", "value"),
    [
        ({"license": None}, ""),
        ({"license": {"spdx_id": "NOASSERTION", "key": "other"}}, None),
        ({"license": {"spdx_id": None, "key": "mit"}}, "MIT"),
        ({}, None),
    ],
)
def test_no_licence_and_an_unknown_one_are_different(license_of: Any, value: str | None) -> None:
    item = {k: v for k, v in REST.items() if k != "license"} | license_of
    assert values(one(read([item]))).get("license") == value


def test_gitea_counts_issues_apart_and_lists_licences() -> None:
    item = {
        "id": 5, "full_name": "a/b", "html_url": "https://codeberg.org/a/b", "stars_count": 3,
        "open_issues_count": 4, "open_pr_counter": 1, "licenses": ["MIT"], "archived": False,
    }  # fmt: skip
    assert values(one(read([item]))) == {
        "stars": 3, "open_issues": 4, "license": "MIT", "archived": False,
    }  # fmt: skip


def test_pages_one_after_the_other() -> None:
    other = REST | {"id": 18, "full_name": "cern/b", "html_url": "https://github.com/cern/b"}
    found = read(json.dumps([REST]) + "\n" + json.dumps([other]))
    assert [r.name for r in found.records] == ["cern/tool", "cern/b"]
    assert found.problems == ()


def test_a_dump_that_breaks_off_keeps_its_whole_repositories() -> None:
    text = json.dumps([REST, REST | {"full_name": "cern/b"}], indent=1)
    found = read(text[:-200])
    assert [r.name for r in found.records] == ["cern/tool"]
    assert messages(found) == ["The file breaks off in the middle. What stands before was read."]
    assert found.problems[0].place.startswith("line ")


def test_errors_between_pages_are_told() -> None:
    error = {"message": "API rate limit exceeded", "documentation_url": "https://docs.github.com"}
    found = read([REST, error])
    assert one(found).name == "cern/tool"
    assert messages(found) == [
        "The platform reported an error: “API rate limit exceeded”. Repositories may be missing."
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"total_count": 900, "items": [REST]}, "The file has 1 of 900 repositories."),
        ({"incomplete_results": True, "items": [REST]}, "The platform has further pages."),
    ],
)
def test_missing_pages_are_told(value: Any, message: str) -> None:
    assert messages(read(value))[0].startswith(message)


@pytest.mark.parametrize(
    "answer",
    [
        {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"},
        {"message": "401 Unauthorized"},
        {"data": None, "errors": [{"type": "FORBIDDEN", "message": "No access", "path": ["x"]}]},
    ],
)
def test_an_answer_that_is_only_an_error(answer: Any) -> None:
    with pytest.raises(InputError, match="holds only an error of the platform"):
        read(answer)


def test_wrong_values_are_told_by_entry() -> None:
    found = read([REST, REST | {"stargazers_count": "many", "license": {"spdx_id": "Foo"}}])
    assert [(p.place, p.repo) for p in found.problems] == [
        ("entry 2, column license", "cern/tool"),
        ("entry 2, column stargazers_count", "cern/tool"),
    ]
    assert len(found.records) == 2


def test_entries_that_name_no_repository() -> None:
    found = read([REST, REST | {"full_name": "no name", "html_url": "nowhere"}])
    assert len(found.records) == 1
    assert messages(found) == ["Nothing says which repository this is. The entry is left out."]


def test_github_graphql() -> None:
    found = read({"data": {"organization": {"repositories": {"nodes": [GRAPHQL, None]}}}})
    record = one(found)
    assert found.shape == "github-graphql"
    assert record.ids == ("github.com:17",)
    assert values(record) == {
        "license": "MIT",
        "stars": 3,
        "forks": 2,
        "open_issues": 4,
        "fork": False,
        "archived": False,
        "created": date(2020, 1, 2),
        "head_commit": "a" * 40,
        "head_date": date(2026, 8, 20),
        "commits": 120,
        "code_of_conduct": False,
        "security": True,
        "main_language": "Python",
        "languages": ("Python", "C"),
        "topics": ("physics",),
        "kind": "software",
    }
    assert "Jane" not in repr(found)


def test_graphql_with_errors_and_further_pages() -> None:
    page = {"nodes": [GRAPHQL], "pageInfo": {"hasNextPage": True}}
    found = read(
        {"data": {"x": page}, "errors": [{"type": "TIMEOUT", "path": ["x"], "message": "Timeout"}]}
    )
    assert len(found.records) == 1
    assert [m.split(".")[0] for m in messages(found)] == [
        "The platform reported an error: “Timeout”", "The platform has further pages",
    ]  # fmt: skip


def test_the_last_page_tells_whether_there_are_more() -> None:
    pages = [
        {"data": {"x": {"pageInfo": {"hasNextPage": more}, "nodes": [GRAPHQL]}}}
        for more in (True, False)
    ]
    found = read("\n".join(json.dumps(page) for page in pages))
    assert len(found.records) == 2
    assert found.problems == ()


def test_llnl() -> None:
    item = {
        "createdAt": "2019-11-07T22:17:54Z",
        "forks": {"totalCount": 69},
        "issues_Open": {"totalCount": 22},
        "languages": {"totalCount": 7},
        "licenseInfo": {"name": "Other", "nickname": None, "spdxId": "NOASSERTION"},
        "mentionableUsers": {"totalCount": 26},
        "nameWithOwner": "LLNL/x",
        "owner": {"login": "LLNL"},
        "parent": None,
        "primaryLanguage": {"name": "C++"},
        "repositoryTopics": {"totalCount": 8},
        "stargazers": {"totalCount": 143},
        "url": "https://github.com/LLNL/x",
    }
    none = item | {"nameWithOwner": "LLNL/y", "url": "https://github.com/LLNL/y"}
    found = read({"data": {"LLNL/x": item, "LLNL/y": none | {"licenseInfo": None}}})
    assert found.shape == "llnl"
    assert values(found.records[0]) == {
        "stars": 143, "forks": 69, "open_issues": 22, "fork": False,
        "created": date(2019, 11, 7), "main_language": "C++", "kind": "software",
    }  # fmt: skip
    assert values(found.records[1])["license"] == ""
    assert found.records[0].claims[0].read_on == DAY


def test_the_portal_of_sap() -> None:
    portal = {"participation": [2] * 52, "guidelines": "CONTRIBUTING.md", "score": 3900}
    item = {k: v for k, v in REST.items() if k != "topics"} | {
        "id": "0815", "_InnerSourceMetadata": portal | {"topics": ["inner"]},
    }  # fmt: skip
    found = read([item])
    record = one(found)
    assert found.shape == "sap-portal"
    assert record.ids == ("github.com:0815",)
    assert values(record)["commits_12m"] == 104
    assert values(record)["contributing"] is True
    assert values(record)["topics"] == ("inner",)


@pytest.mark.parametrize("weeks", [[1] * 51, [-1] * 52, ["x"] * 52, None])
def test_weeks_that_are_no_year_are_not_added_up(weeks: Any) -> None:
    item = REST | {"_InnerSourceMetadata": {"participation": weeks}}
    assert "commits_12m" not in values(one(read([item])))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_shape_has_a_name_for_people(language: str) -> None:
    refusing = {"spreadsheet", "forge-error"}
    with spoken(language):
        ids = [shape.id for shape in shapes() if shape.id not in refusing]
        assert [i for i in ids if shape_label(i) == i and i != "ecosyste.ms"] == []
