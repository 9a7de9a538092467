# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How soon change requests are answered and how many are closed, without who wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.portfolio.forge_server import (
    SECRET,
    Asked,
    Forge,
    Reply,
    of_github,
    of_gitlab,
    read_github,
    read_gitlab,
    values,
)

pytestmark = pytest.mark.usefixtures("no_token")


def _note(moment: str, person: int, **more: Any) -> dict[str, Any]:
    author = {"id": person, "username": f"jane{person}"}
    return {"created_at": moment, "system": False, "author": author, "body": "Jane"} | more


def test_gitlab_change_requests(forge: Forge, tmp_path: Path) -> None:
    usual = of_gitlab(forge)
    author = {"id": 987654, "username": "jane1"}
    opened = "2026-08-10T00:00:00Z"
    merged = {"merged_at": "2026-08-20T00:00:00Z", "merge_user": {"id": 2, "username": "jane2"}}
    requests = [
        # Answered after two days: the author's and the program's comments do not count.
        {"iid": 4, "created_at": opened, "author": author, "user_notes_count": 4},
        # Merged by another after ten days, without a word.
        {"iid": 3, "created_at": opened, "author": author, "user_notes_count": 0} | merged,
        # Opened by a program.
        {"iid": 2, "created_at": opened, "author": {"id": 9, "username": "renovate-bot"}},
        # Closed by somebody, never answered.
        {"iid": 1, "created_at": opened, "author": author, "user_notes_count": 0,
         "closed_at": "2026-08-11T00:00:00Z"},
        # A year and more ago.
        {"iid": 0, "created_at": "2025-08-31T23:00:00Z", "author": author, "user_notes_count": 0},
    ]  # fmt: skip
    notes = [
        _note("2026-08-10T01:00:00Z", 987654),
        _note("2026-08-10T02:00:00Z", 2, system=True),
        _note("2026-08-10T03:00:00Z", 5, author={"id": 5, "username": "project_12_bot_ab"}),
        _note("2026-08-12T00:00:00Z", 2),
        _note("2026-08-13T00:00:00Z", 3),
    ]

    def answer(asked: Asked) -> Reply:
        if asked.path == "/api/v4/projects/12/merge_requests":
            assert asked.query["created_after"] == "2025-09-01T00:00:00Z"
            return Reply(requests)
        return Reply(notes) if asked.path.endswith("/4/notes") else usual(asked)

    forge.answer = answer
    (found,), problems = read_gitlab(forge, metrics=True, cache=tmp_path)
    assert problems == []
    assert values(found)["first_response_days"] == 6.0
    assert values(found)["closed_share"] == round(2 / 3, 4)
    assert [path for path in forge.paths() if path.endswith("/notes")] == [
        "/projects/12/merge_requests/4/notes"
    ]
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "2026-08-12" in kept
    assert "jane" not in kept.casefold()
    assert "987654" not in kept


def test_github_change_requests(
    forge: Forge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def person(login: str, kind: str = "User") -> dict[str, str]:
        return {"__typename": kind, "login": login}

    def said(moment: str, login: str, kind: str = "User") -> dict[str, Any]:
        return {"createdAt": moment, "author": person(login, kind)}

    def request(**more: Any) -> dict[str, Any]:
        empty: dict[str, Any] = {"nodes": []}
        return {
            "createdAt": "2026-05-01T00:00:00Z", "closedAt": None, "mergedAt": None,
            "author": person("jane"), "mergedBy": None, "comments": empty, "reviews": empty,
        } | more  # fmt: skip

    nodes = [
        request(
            comments={
                "nodes": [
                    said("2026-05-01T01:00:00Z", "jane"),
                    said("2026-05-01T01:00:00Z", "checks", "Bot"),
                    said("2026-05-05T00:00:00Z", "joe"),
                ]
            },
            reviews={"nodes": [{"submittedAt": "2026-05-04T00:00:00Z", "author": person("joe")}]},
        ),
        request(mergedAt="2026-05-02T00:00:00Z", mergedBy=person("jane")),
        request(author=person("dependabot", "Bot"), mergedAt="2026-05-01T00:00:01Z"),
    ]
    usual = of_github(forge, archived=False)

    def answer(asked: Asked) -> Reply:
        if asked.path != "/api/graphql":
            return usual(asked)
        assert json.loads(asked.body)["variables"] == {
            "owner": "lab", "name": "board", "first": 30
        }  # fmt: skip
        return Reply({"data": {"repository": {"pullRequests": {"nodes": nodes}}}})

    forge.answer = answer
    monkeypatch.setenv("GITHUB_TOKEN", SECRET)
    (found,), problems = read_github(forge, metrics=True, cache=tmp_path)
    assert problems == []
    assert values(found)["first_response_days"] == 3.0
    assert values(found)["closed_share"] == 0.5
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "2026-05-04" in kept
    assert "jane" not in kept
    assert "joe" not in kept


def test_metrics_of_github_need_a_token(forge: Forge) -> None:
    forge.answer = of_github(forge, archived=False)
    references, problems = read_github(forge, metrics=True)
    assert "closed_share" not in values(references[0])
    assert ["GITHUB_TOKEN" in problem.message for problem in problems] == [True]
