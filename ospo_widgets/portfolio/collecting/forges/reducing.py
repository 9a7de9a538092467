# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What we take of answers: fields of repositories by name, never owners, authors or members.

Only what is named here leaves an answer, so nothing that a forge adds comes along.
"""

from __future__ import annotations

from typing import Any

from ospo_widgets.portfolio.importing.addresses import clean_address

_REPOSITORY = (
    "id", "archived", "default_branch", "topics", "created_at", "visibility", "private",
    "full_name", "html_url", "clone_url", "fork", "pushed_at", "stargazers_count", "forks_count",
    "open_issues_count", "language", "has_issues",
    "path_with_namespace", "web_url", "http_url_to_repo", "star_count", "tag_list", "readme_url",
    "empty_repo", "mirror", "repository_access_level", "issues_enabled",
)  # fmt: skip
_LICENSE = ("key", "spdx_id", "name")


def repository(item: Any) -> Any:
    """One repository; what is none stays what it is, so that it can be told."""
    if not isinstance(item, dict):
        return None
    kept = {name: item[name] for name in _REPOSITORY if name in item}
    if isinstance(stated := item.get("license"), dict):
        kept["license"] = {name: stated[name] for name in _LICENSE if name in stated}
    elif "license" in item:
        kept["license"] = None if stated is None else {}
    if "forked_from_project" in item:
        kept["forked_from_project"] = None if item["forked_from_project"] is None else {}
    if mirrored := clean_address(item.get("import_url")):
        kept["import_url"] = mirrored
    return kept


def repositories(data: Any) -> Any:
    """A page of repositories."""
    if not isinstance(data, list):
        raise ValueError("no list")
    return [repository(item) for item in data]


def organisation(data: Any) -> Any:
    """How many repositories an organisation has."""
    if not isinstance(data, dict):
        raise ValueError("no organisation")
    return {name: data[name] for name in ("public_repos", "total_private_repos") if name in data}


def languages(data: Any) -> Any:
    """Languages and how much of each."""
    if not isinstance(data, dict):
        raise ValueError("no languages")
    return {
        name: value
        for name, value in list(data.items())[:200]
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def releases(data: Any) -> Any:
    """Days of releases that are out."""
    if not isinstance(data, list):
        raise ValueError("no releases")
    return [
        str(item.get("published_at") or item.get("released_at") or "")[:40]
        for item in data
        if isinstance(item, dict)
        and item.get("draft") is not True
        and item.get("upcoming_release") is not True
    ]


def count(data: Any) -> Any:
    """Nothing but how many there are."""
    if not isinstance(data, list):
        raise ValueError("no list")
    return [0] * len(data)
