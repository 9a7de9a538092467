# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of GitHub's REST API, and what has its shape: Gitea, Forgejo, SAP's portal.

Fields: https://docs.github.com/en/rest/repos/repos and
https://github.com/SAP/project-portal-for-innersource/blob/main/docs/CRAWLING.md

``open_issues_count`` of GitHub counts change requests too and is not taken over; Gitea's does not.
The date of the last push may be of any branch, so it is only an inferred date of the last commit.
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

PORTAL_KEY = "_InnerSourceMetadata"
_WEEKS = 52


def is_repository(item: Item) -> bool:
    """Whether a dictionary is a repository of the REST API."""
    address = item.get("html_url") or item.get("clone_url")
    if not isinstance(item.get("full_name"), str) or not isinstance(address, str):
        return False
    counted = ("stargazers_count", "stars_count", "forks_count", "default_branch")
    return any(key in item for key in counted) and not _aggregated(item)


def _aggregated(item: Item) -> bool:
    """Whether it is one of ecosyste.ms, which looks alike."""
    return "uuid" in item and ("commit_stats" in item or "last_synced_at" in item)


def _is_github(document: Document) -> bool:
    item = first_item(document, is_repository)
    return item is not None and PORTAL_KEY not in item


def _is_portal(document: Document) -> bool:
    item = first_item(document, is_repository)
    return item is not None and PORTAL_KEY in item


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_repository)
    records: list[SourceRecord] = []
    portal = False
    for place, item in found.items:
        portal = portal or PORTAL_KEY in item
        record = repository_record(item, place, problems, context)
        if record is not None:
            records.append(record)
    found.tell(problems)
    return Imported(tuple(records), problems.all(), "sap-portal" if portal else "github-rest")


def repository_record(
    item: Item, place: str, problems: Problems, context: Context
) -> SourceRecord | None:
    """One repository of the REST API as a record; None when it has no address or name."""
    address = clean_address(item.get("html_url")) or clean_address(item.get("clone_url"))
    host = host_of(address)
    builder = RecordBuilder(
        problems, place, source=host or problems.source, read_on=context.read_on
    )
    if not builder.identify(address, item.get("full_name")):
        problems.add(place, words("importing.problem.nameless"))
        return None
    _claim_license(builder, item)
    for field, keys in _FIELDS:
        builder.set(field, first_of(item, *keys), column=keys[0])
    builder.set("head_date", item.get("pushed_at"), confidence=Confidence.INFERRED)
    if "open_pr_counter" in item:  # Gitea counts change requests apart
        builder.set("open_issues", item.get("open_issues_count"))
    languages = ordered_languages(item.get("languages"))
    builder.set("languages", languages or None)
    portal = item.get(PORTAL_KEY)
    if isinstance(portal, dict):
        _claim_portal(builder, portal)
    if kind := kind_of_language(item.get("language")):
        builder.keep("kind", kind, Confidence.INFERRED)
    lasting = item.get("id")
    known = host and isinstance(lasting, int | str) and str(lasting).isalnum()
    return builder.record(ids=(f"{host}:{lasting}",) if known else ())


_FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("archived", ("archived",)),
    ("fork", ("fork",)),
    ("created", ("created_at",)),
    ("stars", ("stargazers_count", "stars_count")),
    ("forks", ("forks_count", "forks")),
    ("main_language", ("language",)),
    ("topics", ("topics",)),
)


def _claim_license(builder: RecordBuilder, item: Item) -> None:
    """The licence that the platform shows; null means that it found no licence file."""
    if isinstance(item.get("licenses"), list):  # Gitea
        several = [one for one in item["licenses"] if isinstance(one, str)]
        builder.set("license", several[0] if len(several) == 1 else None)
        return
    if "license" not in item:
        return
    stated: Any = item["license"]
    if stated is None:
        builder.keep("license", "")
    elif isinstance(stated, dict):
        builder.set("license", first_of(stated, "spdx_id", "key", "name"), column="license")
    else:
        builder.set("license", stated, column="license")


def _claim_portal(builder: RecordBuilder, portal: Item) -> None:
    weeks = portal.get("participation")
    if isinstance(weeks, list) and len(weeks) == _WEEKS:
        counts = [week for week in weeks if isinstance(week, int) and week >= 0]
        if len(counts) == _WEEKS:
            builder.keep("commits_12m", sum(counts))
    if text_of(portal, "guidelines"):
        builder.keep("contributing", True)
    if not below(portal, "topics"):
        return
    builder.set("topics", portal["topics"], column="topics")


SHAPES = (
    Shape("sap-portal", _is_portal, _read),
    Shape("github-rest", _is_github, _read),
)
