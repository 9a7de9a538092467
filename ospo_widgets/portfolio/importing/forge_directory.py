# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Dumps of the API of a Research Software Directory: software with its repository, or repositories.

Tables: https://github.com/research-software-directory/RSD-as-a-service/tree/main/database.
``commit_history`` counts commits by week; a week counts for the month of its first day.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.addresses import clean_address, path_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder, kind_of_language
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_ecosystems import day_or
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
from ospo_widgets.wording import number, words

SOURCE = "Research Software Directory"

_PLATFORM = "code_platform"
_FIELDS = (
    ("archived", "archived"),
    ("stars", "star_count"),
    ("forks", "fork_count"),
    ("authors", "contributor_count"),
)


def is_software(item: Item) -> bool:
    """Whether a dictionary is a piece of software, or the repository of one."""
    software = isinstance(item.get("slug"), str) and isinstance(item.get("brand_name"), str)
    return software or (isinstance(item.get("url"), str) and _PLATFORM in item)


def _matches(document: Document) -> bool:
    return first_item(document, is_software) is not None


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_software)
    records: list[SourceRecord] = []
    without = 0
    for place, item in found.items:
        repositories = _repositories(item)
        without += not repositories
        for repository in repositories:
            record = _record(item, repository, place, problems, context)
            if record is not None:
                records.append(record)
    if without:
        problems.add("", words("importing.problem.without", count=number(without)))
    found.tell(problems)
    return Imported(tuple(records), problems.all(), "research-software-directory")


def _repositories(item: Item) -> list[Item]:
    """Repositories of a piece of software; it is its own when the dump is of repositories."""
    if _PLATFORM in item:
        return [item]
    inner = first_of(item, "repository_url", "repository", "repositories")
    if isinstance(inner, str):
        return [{"url": inner}]
    several = inner if isinstance(inner, list) else [inner]
    return [one for one in several if isinstance(one, dict) and isinstance(one.get("url"), str)]


def _record(
    item: Item, repository: Item, place: str, problems: Problems, context: Context
) -> SourceRecord | None:
    read_on = day_or(repository.get("basic_data_scraped_at"), context.read_on)
    builder = RecordBuilder(problems, place, source=SOURCE, read_on=read_on)
    address = clean_address(repository["url"])
    if not address:
        problems.add(place, words("importing.problem.nameless"))
        return None
    builder.identify(address, path_of(address))
    stated = _licenses(item)
    if len(stated) == 1:  # chosen by the people of the software
        builder.set(
            "license", stated[0], column="license_for_software", confidence=Confidence.DECLARED
        )
    builder.set("license", repository.get("license"), column="license")
    builder.set("doi", item.get("concept_doi"), confidence=Confidence.DECLARED)
    builder.set("topics", _keywords(item) or None, column="keywords")
    for field, key in _FIELDS:
        builder.set(field, repository.get(key), column=key)
    if repository.get(_PLATFORM) != "github":  # whose count includes change requests
        builder.set("open_issues", repository.get("open_issue_count"), column="open_issue_count")
    languages = ordered_languages(repository.get("languages"))
    if languages:
        builder.set("languages", languages)
        builder.set("main_language", languages[0])
        if kind := kind_of_language(languages[0]):
            builder.keep("kind", kind, Confidence.INFERRED)
    return builder.record(months=_months(repository.get("commit_history")))


def _licenses(item: Item) -> list[str]:
    several = item.get("license_for_software")
    if not isinstance(several, list):
        return []
    named = (text_of(one, "license") if isinstance(one, dict) else one for one in several)
    return [name for name in named if isinstance(name, str) and name]


def _keywords(item: Item) -> list[str]:
    several = first_of(item, "keywords", "keyword_for_software")
    if not isinstance(several, list):
        return []
    named = (
        (text_of(one, "keyword") or below(one, "keyword", "value"))
        if isinstance(one, dict)
        else one
        for one in several
    )
    return [name for name in named if isinstance(name, str) and name]


def _months(history: Any) -> tuple[tuple[str, int], ...]:
    """Commits by month of a dictionary from the second at which a week begins to its commits."""
    if not isinstance(history, dict):
        return ()
    counts: Counter[str] = Counter()
    for begin, commits in history.items():
        if not isinstance(commits, int) or isinstance(commits, bool) or commits < 0:
            continue
        if not str(begin).isdecimal() or len(str(begin)) > 11:
            continue
        counts[datetime.fromtimestamp(int(begin), tz=UTC).strftime("%Y-%m")] += commits
    return tuple(sorted(counts.items()))


SHAPES = (Shape("research-software-directory", _matches, _read),)
