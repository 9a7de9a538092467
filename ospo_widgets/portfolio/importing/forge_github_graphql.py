# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Answers of GitHub's GraphQL API, among them LLNL's dictionary of repositories by name.

Fields: https://docs.github.com/en/graphql/reference/objects#repository and
https://github.com/LLNL/llnl.github.io/tree/main/visualize/github-data (one file is one day).

Only counts whose name says what they count are taken over: ``issues`` without a state counts
closed ones too.
"""

from __future__ import annotations

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
    text_of,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.wording import words

_GITHUB = "github.com"


def is_repository(item: Item) -> bool:
    """Whether a dictionary is a repository of the GraphQL API."""
    return isinstance(item.get("nameWithOwner"), str) and "/" in item["nameWithOwner"]


def _by_name(document: Document) -> bool:
    """LLNL's shape: a dictionary whose keys are the names of its repositories."""
    data = below(document.json, "data")
    if not isinstance(data, dict):
        return False
    first = next(iter(data.items()), ("", None))
    return isinstance(first[1], dict) and first[1].get("nameWithOwner") == first[0]


def _any(document: Document) -> bool:
    return first_item(document, is_repository) is not None


def _read_as(shape: str, document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_repository)
    records = [_record(item, place, problems, context) for place, item in found.items]
    found.tell(problems)
    return Imported(tuple(r for r in records if r), problems.all(), shape)


def _llnl(document: Document, context: Context) -> Imported:
    return _read_as("llnl", document, context)


def _graphql(document: Document, context: Context) -> Imported:
    return _read_as("github-graphql", document, context)


def _record(item: Item, place: str, problems: Problems, context: Context) -> SourceRecord | None:
    name = item["nameWithOwner"]
    address = clean_address(item.get("url")) or clean_address(f"https://{_GITHUB}/{name}")
    host = host_of(address)
    builder = RecordBuilder(
        problems, place, source=host or problems.source, read_on=context.read_on
    )
    if not builder.identify(address, name):
        problems.add(place, words("importing.problem.nameless"))
        return None
    _claim_license(builder, item)
    _claim_counts(builder, item)
    for field, key in _FIELDS:
        builder.set(field, item.get(key), column=key)
    for field, key in _PRESENT:
        if key in item:
            builder.keep(field, item[key] is not None and item[key] is not False)
    language = text_of(item, "primaryLanguage", "name")
    builder.set("main_language", language or None)
    builder.set("languages", ordered_languages(item.get("languages")) or None)
    builder.set("topics", _topics(item) or None)
    if kind := kind_of_language(language):
        builder.keep("kind", kind, Confidence.INFERRED)
    lasting = item.get("databaseId")
    known = host and isinstance(lasting, int)
    return builder.record(ids=(f"{host}:{lasting}",) if known else ())


_FIELDS = (("archived", "isArchived"), ("created", "createdAt"))
_PRESENT = (
    ("code_of_conduct", "codeOfConduct"),
    ("contributing", "contributingGuidelines"),
    ("security", "isSecurityPolicyEnabled"),
)


def _claim_license(builder: RecordBuilder, item: Item) -> None:
    if "licenseInfo" not in item:
        return
    stated = item["licenseInfo"]
    if stated is None:
        builder.keep("license", "")
    elif isinstance(stated, dict):
        builder.set("license", first_of(stated, "spdxId", "key", "name"), column="licenseInfo")


def _claim_counts(builder: RecordBuilder, item: Item) -> None:
    stars = first_of(item, "stargazerCount", "stargazers")
    builder.set("stars", _total(stars), column="stargazers")
    builder.set("forks", _total(first_of(item, "forkCount", "forks")), column="forks")
    issues = first_of(item, "issues_Open", "openIssues", "open_issues")
    builder.set("open_issues", _total(issues), column="issues_Open")
    if isinstance(item.get("isFork"), bool):
        builder.keep("fork", item["isFork"])
    elif "parent" in item:
        builder.keep("fork", item["parent"] is not None)
    head = below(item, "defaultBranchRef", "target")
    builder.set("commits", _total(below(head, "history")), column="history")
    builder.set("head_commit", below(head, "oid"), column="oid")
    builder.set("head_date", below(head, "committedDate"), column="committedDate")
    if not below(head, "committedDate"):
        builder.set("head_date", item.get("pushedAt"), confidence=Confidence.INFERRED)


def _total(value: Any) -> Any:
    return value.get("totalCount") if isinstance(value, dict) else value


def _topics(item: Item) -> list[str]:
    connection = item.get("repositoryTopics")
    nodes = below(connection, "nodes")
    edges = below(connection, "edges")
    if not isinstance(nodes, list):
        nodes = [below(edge, "node") for edge in edges] if isinstance(edges, list) else []
    names = (text_of(node, "topic", "name") for node in nodes if isinstance(node, dict))
    return [name for name in names if name]


SHAPES = (
    Shape("llnl", _by_name, _llnl),
    Shape("github-graphql", _any, _graphql),
)
