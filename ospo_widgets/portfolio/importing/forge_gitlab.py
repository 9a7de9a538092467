# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of GitLab's REST and GraphQL API.

Fields: https://docs.gitlab.com/api/projects/ and
https://docs.gitlab.com/api/graphql/reference/#project

``last_activity_at`` is of issues and comments too, and no date of a commit.
"""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.addresses import clean_address, host_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder, kind_of_language
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import (
    Item,
    below,
    find_items,
    first_item,
    first_of,
    ordered_languages,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.wording import words

_LASTING = re.compile(r"(?:gid://gitlab/Project/)?(\d{1,18})")


def is_rest(item: Item) -> bool:
    """Whether a dictionary is a project of the REST API."""
    path = item.get("path_with_namespace")
    return isinstance(path, str) and isinstance(item.get("web_url"), str)


def is_graphql(item: Item) -> bool:
    """Whether a dictionary is a project of the GraphQL API; groups have no repository."""
    if not isinstance(item.get("fullPath"), str) or "projects" in item:
        return False
    telling = {"archived", "starCount", "repository", "forksCount", "httpUrlToRepo", "statistics"}
    return bool(telling & item.keys())


def _is_rest(document: Document) -> bool:
    return first_item(document, is_rest) is not None


def _is_graphql(document: Document) -> bool:
    return first_item(document, is_graphql) is not None


def _read_rest(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_rest)
    records = [project_record(item, place, problems, context) for place, item in found.items]
    found.tell(problems)
    return Imported(tuple(r for r in records if r), problems.all(), "gitlab-rest")


def _read_graphql(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_graphql)
    records = [_graphql(item, place, problems, context) for place, item in found.items]
    found.tell(problems)
    return Imported(tuple(r for r in records if r), problems.all(), "gitlab-graphql")


def _begun(
    address: Any, name: Any, place: str, problems: Problems, context: Context
) -> RecordBuilder | None:
    clean = clean_address(address)
    source = host_of(clean) or problems.source
    builder = RecordBuilder(problems, place, source=source, read_on=context.read_on)
    if not builder.identify(clean, name):
        problems.add(place, words("importing.problem.nameless"))
        return None
    return builder


_REST = (
    ("archived", ("archived",)),
    ("created", ("created_at",)),
    ("stars", ("star_count",)),
    ("forks", ("forks_count",)),
    ("open_issues", ("open_issues_count",)),
    ("topics", ("topics", "tag_list")),
)
_GRAPHQL = (
    ("archived", ("archived",)),
    ("created", ("createdAt",)),
    ("stars", ("starCount",)),
    ("forks", ("forksCount",)),
    ("open_issues", ("openIssuesCount",)),
    ("topics", ("topics",)),
)


def project_record(
    item: Item, place: str, problems: Problems, context: Context
) -> SourceRecord | None:
    """One project of the REST API as a record; None when it has no address or name."""
    path = item["path_with_namespace"]
    builder = _begun(item.get("web_url"), path, place, problems, context)
    if builder is None:
        return None
    for field, keys in _REST:
        builder.set(field, first_of(item, *keys), column=keys[0])
    if "license" in item:
        _claim_license(builder, item["license"])
    if "forked_from_project" in item:
        builder.keep("fork", item["forked_from_project"] is not None)
    builder.set("commits", below(item, "statistics", "commit_count"), column="commit_count")
    if item.get("readme_url"):
        builder.keep("readme", True)
    _claim_languages(builder, item.get("languages"))
    return builder.record(ids=_ids(builder, item.get("id")), also=_also(builder, item))


def _graphql(item: Item, place: str, problems: Problems, context: Context) -> SourceRecord | None:
    address = first_of(item, "webUrl", "httpUrlToRepo")
    builder = _begun(address, item["fullPath"], place, problems, context)
    if builder is None:
        return None
    for field, keys in _GRAPHQL:
        builder.set(field, first_of(item, *keys), column=keys[0])
    commits = below(item, "statistics", "commitCount")
    if isinstance(commits, float) and commits.is_integer():
        commits = int(commits)
    builder.set("commits", commits, column="commitCount")
    head = below(item, "repository", "tree", "lastCommit")
    builder.set("head_commit", below(head, "sha"), column="sha")
    builder.set("head_date", below(head, "committedDate"), column="committedDate")
    _claim_languages(builder, item.get("languages"))
    return builder.record(ids=_ids(builder, item.get("id")))


def _claim_license(builder: RecordBuilder, stated: Any) -> None:
    """GitLab's keys are SPDX ids in lower case; “other” is a licence that it does not know."""
    if stated is None:
        builder.keep("license", "")
    elif isinstance(stated, dict):
        builder.set("license", first_of(stated, "key", "name"), column="license")


def _claim_languages(builder: RecordBuilder, value: Any) -> None:
    languages = ordered_languages(value)
    if languages:
        builder.set("languages", languages)
        builder.set("main_language", languages[0])
    if languages and (kind := kind_of_language(languages[0])):
        builder.keep("kind", kind, Confidence.INFERRED)


def _ids(builder: RecordBuilder, raw: Any) -> tuple[str, ...]:
    match = _LASTING.fullmatch(str(raw)) if isinstance(raw, int | str) else None
    host = host_of(builder.address)
    return (f"{host}:{match[1]}",) if match and host else ()


def _also(builder: RecordBuilder, item: Item) -> tuple[str, ...]:
    """Address of the repository that a mirror copies, where the answer has it."""
    mirrored = clean_address(item.get("import_url")) if item.get("mirror") is True else ""
    return (mirrored,) if mirrored and mirrored != builder.address else ()


SHAPES = (
    Shape("gitlab-rest", _is_rest, _read_rest),
    Shape("gitlab-graphql", _is_graphql, _read_graphql),
)
