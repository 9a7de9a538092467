# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Repositories of ecosyste.ms, whose data is under CC-BY-SA-4.0: the source says so.

Fields: https://repos.ecosyste.ms/docs/api/v1/openapi.yaml. Its record of a repository on GitHub has
the platform's count of open issues, which includes change requests; it is not taken over.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.fields import parse
from ospo_widgets.portfolio.importing.addresses import clean_address, host_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder, kind_of_language
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import Item, below, find_items, first_item, text_of
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.wording import words

SOURCE = "ecosyste.ms (CC-BY-SA-4.0)"

_FIELDS = (
    ("archived", "archived"),
    ("fork", "fork"),
    ("created", "created_at"),
    ("stars", "stargazers_count"),
    ("forks", "forks_count"),
    ("main_language", "language"),
    ("topics", "topics"),
    ("tags", "tags_count"),
    ("last_tag_date", "latest_tag_published_at"),
    ("head_commit", "latest_commit_sha"),
)
_FILES = (
    ("readme", "readme"),
    ("contributing", "contributing"),
    ("code_of_conduct", "code_of_conduct"),
    ("citation_cff", "citation"),
    ("codemeta_json", "codemeta"),
    ("zenodo_json", "zenodo"),
    ("security", "security"),
    ("codeowners", "codeowners"),
    ("changelog", "changelog"),
    ("authors_file", "authors"),
    ("governance", "governance"),
    ("publiccode_yml", "publiccode"),
)


def is_repository(item: Item) -> bool:
    """Whether a dictionary is a repository of ecosyste.ms."""
    named = isinstance(item.get("full_name"), str) and isinstance(item.get("html_url"), str)
    return named and "uuid" in item and ("last_synced_at" in item or "commit_stats" in item)


def _matches(document: Document) -> bool:
    return first_item(document, is_repository) is not None


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_repository)
    records = [_record(item, place, problems, context) for place, item in found.items]
    found.tell(problems)
    return Imported(tuple(r for r in records if r), problems.all(), "ecosystems")


def _record(item: Item, place: str, problems: Problems, context: Context) -> SourceRecord | None:
    read_on = day_or(item.get("last_synced_at"), context.read_on)
    builder = RecordBuilder(problems, place, source=SOURCE, read_on=read_on)
    if not builder.identify(item.get("html_url"), item.get("full_name")):
        problems.add(place, words("importing.problem.nameless"))
        return None
    if "license" in item:
        # Nothing where the platform shows none, “other” where it does not know the licence.
        builder.set("license", item["license"] or None, column="license")
    for field, key in _FIELDS:
        builder.set(field, item.get(key), column=key)
    builder.set("head_date", item.get("pushed_at"), confidence=Confidence.INFERRED)
    builder.set("commits", below(item, "commit_stats", "total_commits"), column="commit_stats")
    committers = below(item, "commit_stats", "total_committers")
    builder.set("authors", committers, column="commit_stats", confidence=Confidence.INFERRED)
    files = below(item, "metadata", "files")
    if isinstance(files, dict):
        for field, key in _FILES:
            if key in files:
                builder.keep(field, bool(files[key]))
    if kind := kind_of_language(item.get("language")):
        builder.keep("kind", kind, Confidence.INFERRED)
    host = host_of(builder.address)
    lasting = item.get("uuid")
    known = host and isinstance(lasting, int | str) and str(lasting).isalnum()
    return builder.record(ids=(f"{host}:{lasting}",) if known else (), also=_former(builder, item))


def _former(builder: RecordBuilder, item: Item) -> tuple[str, ...]:
    """Addresses under which the repository was known before."""
    names = item.get("previous_names")
    base = text_of(item, "host", "url").rstrip("/") or f"https://{host_of(builder.address)}"
    if not isinstance(names, list):
        return ()
    addresses = (clean_address(f"{base}/{name}") for name in names[:20] if isinstance(name, str))
    return tuple(dict.fromkeys(a for a in addresses if a and a != builder.address))


def day_or(raw: Any, otherwise: date) -> date:
    """Day that a source gives for itself; ``otherwise`` when it gives none."""
    try:
        found = parse("created", raw)
    except ValueError:
        return otherwise
    return found if isinstance(found, date) else otherwise


SHAPES = (Shape("ecosystems", _matches, _read),)
