# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What GitLab and GitHub say of their repositories, from servers on loopback."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence
from tests.portfolio.forge_server import (
    DAY,
    GROUP,
    SECRET,
    Asked,
    Forge,
    Reply,
    of_github,
    of_gitlab,
    project,
    read_github,
    read_gitlab,
    values,
)

pytestmark = pytest.mark.usefixtures("no_token")


def test_gitlab_tells_what_its_projects_are(forge: Forge) -> None:
    forge.answer = of_gitlab(forge)
    references, problems = read_gitlab(forge)
    assert problems == []
    (found,) = references
    assert (found.name, found.url) == ("physics/sub/daq", f"{forge.url}/physics/sub/daq")
    assert found.clone_url == f"{found.url}.git"
    assert (found.platform, found.ids) == ("127.0.0.1", ("127.0.0.1:12",))
    assert found.read_git
    assert values(found) == {
        "archived": False,
        "fork": False,
        "created": date(2020, 3, 4),
        "stars": 3,
        "forks": 1,
        "open_issues": 2,
        "topics": ("physics",),
        "license": "GPL-3.0-or-later",
        "readme": True,
        "languages": ("C++", "Python"),
        "main_language": "C++",
        "kind": "software",
        "releases_12m": 2,
    }
    told = {claim.confidence for claim in found.claims if claim.field not in {"kind", "fork"}}
    assert told == {Confidence.REPORTED}
    assert {claim.read_on for claim in found.claims} == {DAY}


def test_gitlab_is_asked_for_groups_below_and_public_projects(forge: Forge) -> None:
    forge.answer = of_gitlab(forge)
    read_gitlab(forge)
    query = forge.asked[0].query
    assert query["include_subgroups"] == "true"
    assert query["with_shared"] == "false"
    assert query["visibility"] == "public"
    assert query["pagination"] == "keyset"


def test_github_tells_what_its_repositories_are(forge: Forge) -> None:
    forge.answer = of_github(forge)
    references, problems = read_github(forge, details=True)
    assert problems == []
    (found,) = references
    assert (found.name, found.clone_url) == ("lab/board", f"{forge.url}/lab/board.git")
    assert found.ids == ("127.0.0.1:5",)
    assert values(found) == {
        "license": "Apache-2.0",
        "archived": True,
        "fork": False,
        "created": date(2019, 1, 2),
        "stars": 7,
        "forks": 2,
        "main_language": "Verilog",
        "topics": ("fpga",),
        "head_date": date(2026, 1, 2),
        "open_issues": 2,  # five, three of which are change requests
        "languages": ("Tcl", "Verilog"),
        "kind": "hardware",
        "releases_12m": 1,
    }


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"spdx_id": "NOASSERTION", "key": "other", "name": "Other"}, "nothing"),
        ({"spdx_id": "MIT", "key": "mit"}, "MIT"),
        (None, ""),
    ],
)
def test_a_licence_that_github_does_not_know_is_not_told(
    forge: Forge, stated: Any, told: str
) -> None:
    forge.answer = of_github(forge, license=stated)
    references, problems = read_github(forge)
    assert problems == []
    assert values(references[0]).get("license", "nothing") == told


def test_without_a_token_github_is_asked_little(
    forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.answer = of_github(forge)
    read_github(forge)
    assert forge.paths() == ["/orgs/lab", "/orgs/lab/repos"]
    monkeypatch.setenv("GITHUB_TOKEN", SECRET)
    forge.asked.clear()
    read_github(forge)
    assert len(forge.asked) == 5
    assert {asked.headers["Authorization"] for asked in forge.asked} == {f"token {SECRET}"}


def test_private_ones_need_to_be_asked_for(forge: Forge) -> None:
    """Also when the server does not heed the filter."""
    forge.answer = of_gitlab(forge, visibility="internal")
    assert read_gitlab(forge) == ([], [])
    references, _ = read_gitlab(forge, private=True)
    assert [reference.name for reference in references] == ["physics/sub/daq"]
    forge.answer = of_github(forge, private=True, visibility="private")
    assert read_github(forge) == ([], [])


def test_a_project_without_files_is_not_fetched(forge: Forge) -> None:
    forge.answer = of_gitlab(forge, empty_repo=True)
    (found,), _ = read_gitlab(forge)
    assert not found.read_git
    assert "license" not in values(found)


def test_a_licence_that_may_not_be_seen_is_not_missing(forge: Forge) -> None:
    forge.answer = of_gitlab(forge, repository_access_level="private")
    (found,), _ = read_gitlab(forge)
    assert "license" not in values(found)


def test_releases_that_are_switched_off_are_not_told(forge: Forge) -> None:
    usual = of_gitlab(forge)
    forge.answer = lambda asked: (
        Reply({}, 403) if asked.path.endswith("/releases") else usual(asked)
    )
    (found,), problems = read_gitlab(forge)
    assert problems == []
    assert "releases_12m" not in values(found)
    assert values(found)["license"] == "GPL-3.0-or-later"


def test_too_many_releases_are_not_counted(forge: Forge) -> None:
    usual = of_gitlab(forge)

    def answer(asked: Asked) -> Reply:
        if not asked.path.endswith("/releases"):
            return usual(asked)
        page = int(asked.query.get("page", "1"))
        link = f'<{forge.url}{asked.path}?page={page + 1}>; rel="next"'
        return Reply([{"released_at": "2026-08-01T00:00:00Z"}], headers={"Link": link})

    forge.answer = answer
    (found,), problems = read_gitlab(forge)
    assert problems == []
    assert "releases_12m" not in values(found)
    assert len([path for path in forge.paths() if path.endswith("/releases")]) == 3


def test_nothing_of_people_is_told_or_kept(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", SECRET)
    monkeypatch.setenv("GITHUB_TOKEN", SECRET)
    forge.answer = of_gitlab(forge)
    told = repr(read_gitlab(forge, cache=tmp_path))
    forge.answer = of_github(forge)
    told += repr(read_github(forge, cache=tmp_path))
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) >= 8
    text = told + "".join(path.read_text() + path.name for path in kept)
    assert "physics/sub/daq" in text
    assert "lab/board" in text
    for secret in ("jane", "Jane", SECRET, "creator_id"):
        assert secret not in text


def test_a_former_address_is_kept_with_the_new_one(forge: Forge, tmp_path: Path) -> None:
    forge.answer = of_gitlab(forge)
    read_gitlab(forge, cache=tmp_path)
    usual = of_gitlab(forge)
    renamed = [project(forge.url, 12, "physics/acquisition")]
    forge.answer = lambda asked: Reply(renamed) if asked.path == GROUP else usual(asked)
    for _ in range(2):
        (found,), _problems = read_gitlab(forge, cache=tmp_path)
        assert found.url == f"{forge.url}/physics/acquisition"
        assert found.also == (f"{forge.url}/physics/sub/daq",)
    # Another project takes the old place: then it is no name of the first one any more.
    renamed.append(project(forge.url, 13, "physics/sub/daq"))
    references, _ = read_gitlab(forge, cache=tmp_path)
    assert [reference.also for reference in references] == [(), ()]


@pytest.mark.parametrize(
    "item",
    [
        None,
        "text",
        7,
        [],
        {},
        {"path_with_namespace": "physics/x"},
        {"path_with_namespace": ["a"], "web_url": 3},
    ],
)
def test_what_is_no_project_is_told_and_the_rest_taken(forge: Forge, item: Any) -> None:
    usual = of_gitlab(forge)
    good = project(forge.url, 12, "physics/good")
    forge.answer = lambda asked: Reply([item, good]) if asked.path == GROUP else usual(asked)
    references, problems = read_gitlab(forge)
    assert [reference.name for reference in references] == ["physics/good"]
    assert [problem.source for problem in problems] == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("star_count", "many"),
        ("star_count", -1),
        ("star_count", {"a": 1}),
        ("created_at", [2020]),
        ("created_at", "yesterday"),
        ("topics", ["a\x1b[31mb"]),
        ("archived", "perhaps"),
        ("forks_count", 10**400),
    ],
)
def test_a_value_that_is_none_is_told_by_repository(forge: Forge, field: str, value: Any) -> None:
    forge.answer = of_gitlab(forge, **{field: value})
    references, problems = read_gitlab(forge)
    assert [reference.name for reference in references] == ["physics/sub/daq"]
    assert [problem.repo for problem in problems] == ["physics/sub/daq"]
    assert "\x1b" not in repr(references) + "".join(problem.message for problem in problems)
    assert values(references[0])["license"] == "GPL-3.0-or-later"


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/physics/x", "javascript:alert(1)", "file:///etc/passwd"],
)
def test_a_repository_elsewhere_is_left_out(forge: Forge, address: str) -> None:
    forge.answer = of_gitlab(forge, web_url=address)
    references, problems = read_gitlab(forge)
    assert references == []
    assert [problem.repo for problem in problems] == ["physics/sub/daq"]


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/x.git", "ext::sh -c id", "git@127.0.0.1:x/y.git", 5, None],
)
def test_git_only_fetches_from_the_forge(forge: Forge, address: Any) -> None:
    forge.answer = of_gitlab(forge, http_url_to_repo=address)
    (found,), _ = read_gitlab(forge)
    assert found.clone_url == f"{forge.url}/physics/sub/daq.git"


@pytest.mark.parametrize("name", ["lab/../../orgs/lab", "lab", "../x", "lab/a b"])
def test_a_hostile_name_leads_to_no_other_question(forge: Forge, name: str) -> None:
    usual = of_github(forge, full_name=name)
    forge.answer = usual
    read_github(forge, details=True)
    assert forge.paths() == ["/orgs/lab", "/orgs/lab/repos"]


@pytest.mark.parametrize(
    ("library", "forge_name"), [("gitlab", "python-gitlab"), ("github", "PyGithub")]
)
def test_a_missing_library_is_named_with_its_extra(
    forge: Forge, monkeypatch: pytest.MonkeyPatch, library: str, forge_name: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    ask = read_gitlab if library == "gitlab" else read_github
    with pytest.raises(InputError, match=forge_name) as raised:
        ask(forge)
    assert "ospo-widgets[collect]" in str(raised.value)
    assert forge.asked == []
