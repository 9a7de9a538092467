# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``.zenodo.json``, and records of Zenodo and other InvenioRDM repositories.

Fields: https://developers.zenodo.org/#representation and
https://inveniordm.docs.cern.ch/reference/metadata/. Creators and contributors are not read. The
repository is the one that the record supplements, if it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import find_items, first_item
from ospo_widgets.portfolio.importing.metadata import (
    as_list,
    begin,
    below,
    identify,
    imported,
    set_doi,
    set_license,
    set_list,
    text,
    texts,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

FILE, RECORD = "zenodo-json", "zenodo-record"

_OWN = frozenset({"issupplementto", "isidenticalto", "isderivedfrom", "isversionof", "compiles"})
"""Relations of a record to the repository that it was made from."""

_BESIDE = ("upload_type", "license", "related_identifiers", "communities", "access_right", "grants")
_FIELDS = frozenset(
    {"$schema", "access_conditions", "access_right", "communities", "contributors", "creators",
     "custom", "dates", "description", "doi", "embargo_date", "grants", "keywords", "language",
     "license", "locations", "method", "notes", "publication_date", "publication_type",
     "references", "related_identifiers", "subjects", "title", "upload_type", "version"}
)  # fmt: skip
"""What stands in files of metadata; some have only a few of them."""

_KINDS = {
    "software": RepositoryKind.SOFTWARE,
    "dataset": RepositoryKind.DATA,
    "publication": RepositoryKind.DOCS,
    "lesson": RepositoryKind.DOCS,
}


def is_metadata(item: Mapping[str, Any]) -> bool:
    """Whether a dictionary is metadata as a deposit takes it."""
    if "@context" in item or not (item.get("title") or item.get("creators")):
        return False
    if "upload_type" in item:
        return True
    creators = as_list(item.get("creators"))
    named = any(isinstance(one, Mapping) and "name" in one for one in creators)
    return named and any(key in item for key in _BESIDE)


def is_record(item: Mapping[str, Any]) -> bool:
    """Whether a dictionary is a record, with its metadata inside."""
    inner = item.get("metadata")
    if not isinstance(inner, Mapping) or "title" not in inner:
        return False
    return is_metadata(inner) or "resource_type" in inner


def _is_file(document: Document) -> bool:
    value = document.json
    if not isinstance(value, dict):
        return False
    few = value.keys() <= _FIELDS and value.keys() & {"creators", "related_identifiers"}
    return bool(few) or is_metadata(value)


def _has_record(document: Document) -> bool:
    return first_item(document, is_record) is not None


def _read_file(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    record = _record({"metadata": document.json}, "", document, problems, context)
    return imported(FILE, problems, *([record] if record else []))


def _read_records(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_record)
    records = [_record(item, place, document, problems, context) for place, item in found.items]
    return imported(RECORD, problems, *(record for record in records if record))


def _record(
    item: Mapping[str, Any], place: str, document: Document, problems: Problems, context: Context
) -> SourceRecord | None:
    metadata = item["metadata"]
    builder = begin(document, problems, context.read_on, place=place)
    code = below(item, "custom_fields", "code:codeRepository")
    code = code or below(metadata, "custom", "code:codeRepository")
    pages = [
        one.get("identifier")
        for one in as_list(metadata.get("related_identifiers"))
        if isinstance(one, Mapping) and _relation(one) in _OWN
    ]
    if not identify(builder, [code], pages=pages, name=text(metadata.get("title"))):
        problems.add(place, words("importing.problem.nameless"))
        return None
    if not place:
        builder.keep("zenodo_json", True, Confidence.DETECTED)
    rights = metadata.get("license") or metadata.get("rights")
    set_license(builder, rights)
    # The DOI of all versions comes first: it stays.
    set_doi(
        builder,
        item.get("conceptdoi"),
        below(item, "parent", "pids", "doi", "identifier"),
        item.get("doi"),
        below(item, "pids", "doi", "identifier"),
        metadata.get("doi"),
    )
    set_list(builder, "topics", metadata.get("keywords") or metadata.get("subjects"), "subject")
    kind = text(metadata.get("upload_type")) or text(metadata.get("resource_type"), "type", "id")
    if known := _KINDS.get(kind.partition("-")[0].lower()):
        builder.keep("kind", known)
    if day := text(metadata.get("publication_date")):
        builder.set("last_tag_date", day, column="publication_date", confidence=Confidence.INFERRED)
    return builder.record()


def _relation(one: Mapping[str, Any]) -> str:
    named = text(one.get("relation")) or next(
        iter(texts(one.get("relation_type"), "id")), ""
    )  # a text at Zenodo, a term with an id at InvenioRDM
    return named.lower()


SHAPES = (Shape(FILE, _is_file, _read_file), Shape(RECORD, _has_record, _read_records))
