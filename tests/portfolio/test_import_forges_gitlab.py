# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of GitLab, and any value in any key of a dump."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.importing import Document, Imported, read_document

DAY = date(2026, 11, 1)

REST = {
    "id": 17,
    "full_name": "cern/tool",
    "html_url": "https://github.com/cern/tool",
    "archived": True,
    "created_at": "2020-01-02T03:04:05Z",
    "pushed_at": "2026-08-22T03:04:05Z",
    "stargazers_count": 3,
    "language": "VHDL",
    "license": {"spdx_id": "CERN-OHL-S-2.0"},
    "topics": ["fpga"],
    "_InnerSourceMetadata": {"participation": [1] * 52},
}
GRAPHQL = {
    "nameWithOwner": "cern/tool",
    "url": "https://github.com/cern/tool",
    "licenseInfo": {"spdxId": "MIT"},
    "stargazers": {"totalCount": 3},
    "isFork": False,
    "primaryLanguage": {"name": "Python"},
    "languages": {"edges": [{"size": 1, "node": {"name": "C"}}]},
    "repositoryTopics": {"nodes": [{"topic": {"name": "physics"}}]},
    "defaultBranchRef": {"target": {"oid": "a" * 40, "history": {"totalCount": 120}}},
}
GITLAB = {
    "id": 7,
    "path_with_namespace": "group/sub/project",
    "web_url": "https://gitlab.cern.ch/group/sub/project",
    "namespace": {"full_path": "group/sub"},
    "archived": False,
    "created_at": "2020-01-02T03:04:05.000Z",
    "last_activity_at": "2026-08-22T03:04:05.000Z",
    "star_count": 3,
    "forks_count": 0,
    "open_issues_count": 4,
    "topics": ["daq"],
    "license": {"key": "apache-2.0", "name": "Apache License 2.0"},
    "readme_url": "https://gitlab.cern.ch/group/sub/project/-/blob/master/README.md",
    "statistics": {"commit_count": 50},
    "owner": {"name": "Jane Doe", "username": "jdoe"},
}
GITLAB_GRAPHQL = {
    "id": "gid://gitlab/Project/7",
    "fullPath": "group/project",
    "webUrl": "https://gitlab.cern.ch/group/project",
    "archived": True,
    "createdAt": "2020-01-02T03:04:05Z",
    "starCount": 1,
    "forksCount": 0,
    "openIssuesCount": 2,
    "topics": ["daq"],
    "languages": [{"name": "C", "share": 20.5}, {"name": "Python", "share": 79.5}],
    "statistics": {"commitCount": 10.0},
    "repository": {
        "tree": {"lastCommit": {"sha": "b" * 40, "committedDate": "2026-01-02T00:00:00Z"}}
    },
}


def read(value: Any) -> Imported:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_document(Document("dump.json", text.encode()), read_on=DAY)


def one(found: Imported) -> SourceRecord:
    assert len(found.records) == 1
    return found.records[0]


def values(record: SourceRecord) -> dict[str, Any]:
    return {c.field: c.value for c in record.claims}


def test_gitlab_rest() -> None:
    found = read([GITLAB])
    record = one(found)
    assert found.shape == "gitlab-rest"
    assert (record.name, record.ids) == ("group/sub/project", ("gitlab.cern.ch:7",))
    assert values(record) == {
        "license": "Apache-2.0",
        "archived": False,
        "created": date(2020, 1, 2),
        "stars": 3,
        "forks": 0,
        "open_issues": 4,
        "topics": ("daq",),
        "commits": 50,
        "readme": True,
    }
    assert "Jane" not in repr(found)
    assert "jdoe" not in repr(found)


def test_gitlab_rest_of_mirrors_and_forks() -> None:
    item = GITLAB | {
        "mirror": True, "import_url": "https://user:token@github.com/a/b.git", "license": None,
        "forked_from_project": {"path_with_namespace": "x/y"},
    }  # fmt: skip
    record = one(read([item]))
    assert record.also == ("https://github.com/a/b.git",)
    assert (values(record)["license"], values(record)["fork"]) == ("", True)


def test_gitlab_graphql_finds_projects_below_groups() -> None:
    found = read(
        {"data": {"group": {"fullPath": "group", "webUrl": "https://gitlab.cern.ch/group",
                            "projects": {"nodes": [GITLAB_GRAPHQL]}}}}
    )  # fmt: skip
    record = one(found)
    assert found.shape == "gitlab-graphql"
    assert (record.name, record.ids) == ("group/project", ("gitlab.cern.ch:7",))
    assert values(record) == {
        "archived": True,
        "created": date(2020, 1, 2),
        "stars": 1,
        "forks": 0,
        "open_issues": 2,
        "topics": ("daq",),
        "commits": 10,
        "head_commit": "b" * 40,
        "head_date": date(2026, 1, 2),
        "languages": ("Python", "C"),
        "main_language": "Python",
        "kind": "software",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from([REST, GRAPHQL, GITLAB, GITLAB_GRAPHQL]), st.data())
def test_any_value_in_any_key_is_read_or_told(item: dict[str, Any], data: st.DataObject) -> None:
    keys = [
        k
        for k in item
        if k not in {"full_name", "nameWithOwner", "path_with_namespace", "fullPath"}
    ]
    changed = item | {data.draw(st.sampled_from(keys)): data.draw(JSON)}
    try:
        found = read(json.dumps([item, changed]))
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert found.records
