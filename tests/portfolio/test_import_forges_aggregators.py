# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of ecosyste.ms, Scorecard, criticality score and research software directories."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing import Document, Imported, read_document

DAY = date(2026, 11, 1)


def read(value: Any, name: str = "dump.json") -> Imported:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_document(Document(name, text.encode()), read_on=DAY)


def one(found: Imported) -> SourceRecord:
    assert len(found.records) == 1
    return found.records[0]


def values(record: SourceRecord) -> dict[str, Any]:
    return {c.field: c.value for c in record.claims}


ECOSYSTEMS = {
    "uuid": "17",
    "full_name": "cern/tool",
    "html_url": "https://github.com/cern/tool",
    "owner": "jane",
    "archived": False,
    "fork": False,
    "pushed_at": "2026-08-22T00:00:00Z",
    "created_at": "2020-01-02T00:00:00Z",
    "last_synced_at": "2026-10-01T10:00:00Z",
    "stargazers_count": 5,
    "forks_count": 1,
    "open_issues_count": 3,
    "topics": ["physics"],
    "language": "C++",
    "license": "apache-2.0",
    "tags_count": 4,
    "latest_tag_published_at": "2026-07-01T00:00:00Z",
    "latest_commit_sha": "c" * 40,
    "previous_names": ["old/tool", "cern/tool", 5],
    "commit_stats": {"total_commits": 90, "total_committers": 4},
    "metadata": {"files": {"readme": "README.md", "security": None, "citation": "CITATION.cff"}},
    "host": {"name": "GitHub", "url": "https://github.com", "kind": "github"},
}


def test_ecosystems() -> None:
    found = read([ECOSYSTEMS])
    record = one(found)
    assert found.shape == "ecosystems"
    assert (record.ids, record.also) == (("github.com:17",), ("https://github.com/old/tool",))
    assert values(record) == {
        "license": "Apache-2.0",
        "archived": False,
        "fork": False,
        "created": date(2020, 1, 2),
        "stars": 5,
        "forks": 1,
        "main_language": "C++",
        "topics": ("physics",),
        "tags": 4,
        "last_tag_date": date(2026, 7, 1),
        "head_commit": "c" * 40,
        "head_date": date(2026, 8, 22),
        "commits": 90,
        "authors": 4,
        "readme": True,
        "security": False,
        "citation_cff": True,
        "kind": "software",
    }
    assert {c.source for c in record.claims} == {"ecosyste.ms (CC-BY-SA-4.0)"}
    assert {c.read_on for c in record.claims} == {date(2026, 10, 1)}
    assert "jane" not in repr(found)


@pytest.mark.parametrize("license_of", [None, "", "other"])
def test_no_licence_of_ecosystems_says_nothing(license_of: str | None) -> None:
    assert "license" not in values(one(read([ECOSYSTEMS | {"license": license_of}])))


def scorecard(*checks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "date": "2025-03-01T10:00:00Z",
        "repo": {"name": "github.com/cern/tool", "commit": "d" * 40},
        "scorecard": {"version": "v5.0.0", "commit": "x"},
        "score": 5.1,
        "checks": list(checks),
        "metadata": None,
    } | more


def test_scorecard_checks_become_facts_with_the_day_of_the_run() -> None:
    found = read(
        scorecard(
            {"name": "Security-Policy", "score": 10, "reason": "security policy file detected"},
            {"name": "Dependency-Update-Tool", "score": 0, "reason": "no update tool detected"},
            {"name": "Maintained", "score": 0, "reason": "project is archived"},
            {"name": "License", "score": 10, "details": [
                "Info: project has a license file: LICENSE:0",
                "Info: FSF or OSI recognized license: Apache License 2.0: LICENSE:0",
            ]},
            {"name": "Code-Review", "score": 7},
        )
    )  # fmt: skip
    record = one(found)
    assert found.shape == "scorecard"
    assert (record.url, record.name) == ("https://github.com/cern/tool", "cern/tool")
    assert values(record) == {
        "head_commit": "d" * 40,
        "security": True,
        "dependency_updates": False,
        "archived": True,
        "license": "Apache-2.0",
    }
    assert {c.read_on for c in record.claims} == {date(2025, 3, 1)}
    assert {c.confidence for c in record.claims} == {Confidence.DETECTED}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"name": "Security-Policy", "score": -1}, {}),
        ({"name": "Security-Policy", "score": True}, {}),
        ({"name": "Maintained", "score": 0, "reason": "0 commits in the last 90 days"}, {}),
        ({"name": "License", "score": 0}, {"license": ""}),
        ({"name": "License", "score": 9, "details": None}, {}),
        (
            {"name": "License", "score": 10, "details": [
                "Info: FSF or OSI recognized license: MIT License: LICENSE:0",
                "Info: FSF or OSI recognized license: Apache License 2.0: COPYING:0"]},
            {},
        ),
    ],
)  # fmt: skip
def test_checks_that_say_little(check: dict[str, Any], expected: dict[str, Any]) -> None:
    found = values(one(read(scorecard(check, repo={"name": "github.com/cern/tool"}))))
    assert found == expected


def test_raw_results_of_scorecard() -> None:
    raw = {
        "date": "2025-03-01",
        "repo": {"name": "gitlab.com/group/sub/tool", "commit": "unknown"},
        "scorecard": {},
        "metadata": [],
        "results": {
            "licenses": [{"file": {"path": "LICENSE", "spdxid": "MIT", "name": "MIT License"}}],
            "securityPolicies": [],
            "dependencyUpdateTools": [{"name": "Renovate"}],
            "archived": {"status": False},
            "createdAt": {"timestamp": "2020-01-02T00:00:00Z"},
            "branchProtections": {"codeownersFiles": ["CODEOWNERS"]},
            "Contributors": {"users": [{"login": "jane"}]},
        },
    }
    record = one(read([raw]))
    assert record.name == "group/sub/tool"
    assert values(record) == {
        "license": "MIT",
        "security": False,
        "dependency_updates": True,
        "archived": False,
        "created": date(2020, 1, 2),
        "codeowners": True,
    }
    assert "jane" not in repr(record)


def test_lines_of_scorecard_results() -> None:
    found = read(
        "\n".join(json.dumps(scorecard(repo={"name": f"github.com/a/r{n}"})) for n in range(3))
    )
    assert [r.name for r in found.records] == ["a/r0", "a/r1", "a/r2"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "repo.url,repo.language,repo.license,repo.star_count,repo.created_at,"
            "legacy.commit_frequency,legacy.contributor_count,legacy.recent_release_count,"
            "default_score,collection_date",
            "https://github.com/a/b,Python,MIT License,64,2022-11-23T02:51:07Z,"
            "0.1,12,3,0.13958,2022-11-28T02:47:06Z",
        ),
    ],
)
def test_criticality(header: str, row: str) -> None:
    found = read(f"{header}\n{row}\n", "all.csv")
    record = one(found)
    assert found.shape == "criticality"
    assert values(record) == {
        "license": "MIT",
        "stars": 64,
        "created": date(2022, 11, 23),
        "main_language": "Python",
        "authors": 12,
        "releases_12m": 3,
        "commits_12m": 5,
        "kind": "software",
    }
    by_field = {c.field: c for c in record.claims}
    assert by_field["stars"].read_on == date(2022, 11, 28)
    assert by_field["commits_12m"].confidence is Confidence.INFERRED


def test_criticality_as_it_was_in_2020() -> None:
    found = read(
        "Project,URL,Language,Created since (months),Contributors,Commit freq/week (last yr),"
        "Releases (last yr),Criticality Score\n"
        "git,https://github.com/git/git,C,150,1905,46.6,63,0.94\n"
        "bad,nowhere,C,150,1905,46.6,63,0.94\n",
        "c_top_200.csv",
    )
    assert found.shape == "criticality"
    assert values(one(found)) == {
        "main_language": "C",
        "authors": 1905,
        "releases_12m": 63,
        "commits_12m": 2423,
        "kind": "software",
    }
    assert [p.place for p in found.problems] == ["line 3"]


REPOSITORY = {
    "url": "https://gitlab.cern.ch/a/tool",
    "code_platform": "gitlab",
    "archived": False,
    "license": "MIT License",
    "star_count": 4,
    "fork_count": 1,
    "open_issue_count": 2,
    "contributor_count": 6,
    "languages": {"C": 10, "Python": 20},
    "commit_history": {"1700000000": 3, "1700604800": 2, "1704067200": 1, "x": 5, "1": -1},
    "basic_data_scraped_at": "2026-10-02T00:00:00Z",
}


def test_software_of_a_research_software_directory() -> None:
    software = {
        "slug": "tool",
        "brand_name": "Tool",
        "concept_doi": "10.5281/zenodo.1",
        "license_for_software": [{"license": "Apache-2.0"}],
        "keywords": [{"keyword": "physics"}],
        "contributors": [{"given_names": "Jane", "family_names": "Doe"}],
        "repository_url": [REPOSITORY],
    }
    found = read([software, software | {"repository_url": None}])
    record = one(found)
    assert found.shape == "research-software-directory"
    assert record.months == (("2023-11", 5), ("2024-01", 1))
    assert [(c.value, c.confidence) for c in record.claims if c.field == "license"] == [
        ("Apache-2.0", Confidence.DECLARED),
        ("MIT", Confidence.REPORTED),
    ]
    assert values(record) | {"license": ""} == {
        "license": "",
        "doi": "10.5281/zenodo.1",
        "topics": ("physics",),
        "archived": False,
        "stars": 4,
        "forks": 1,
        "authors": 6,
        "open_issues": 2,
        "languages": ("Python", "C"),
        "main_language": "Python",
        "kind": "software",
    }
    assert [p.message for p in found.problems] == [
        "Entries without a repository: 1. They are left out."
    ]
    assert "Jane" not in repr(found)


@pytest.mark.parametrize(
    "repository", ["https://github.com/a/b", {"url": "https://github.com/a/b"}]
)
def test_repositories_of_software_in_other_places(repository: Any) -> None:
    found = read([{"slug": "x", "brand_name": "X", "repository_url": repository}])
    assert one(found).url == "https://github.com/a/b"


def test_a_dump_of_repositories_of_a_directory() -> None:
    found = read([REPOSITORY | {"code_platform": "github", "url": "https://github.com/a/b"}])
    assert "open_issues" not in values(one(found))
    assert {c.read_on for c in one(found).claims} == {date(2026, 10, 2)}
