# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``code.json``: inventories of agencies (versions 1 and 2) and of one repository (0.0 to 2.1).

Schemas: https://github.com/GSA/code-gov/tree/master/schemas and
https://github.com/DSACMS/gov-codejson/tree/main/schemas. Files in use differ in what they call
things and in what they leave out (https://github.com/GSA/data.gov/issues/6325), so that entries are
known by their shape, wherever they stand and however their keys are written. Contacts are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import find_items, first_item
from ospo_widgets.portfolio.importing.metadata import (
    MetadataBuilder,
    Needed,
    as_list,
    begin,
    below,
    identify,
    imported,
    plain_dependency,
    set_all,
    set_license,
    set_list,
    stated_day,
    text,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import number, words

ONE, AGENCY = "code-json", "code-json-agency"

_PERMITS = frozenset({"licenses", "license", "usagetype", "exemptiontext"})
_FIRST_VERSION = frozenset({"opensourceproject", "governmentwidereuseproject", "projecttags"})
_SECOND_VERSION = frozenset({"laborhours", "vcs", "repositoryhost", "repositoryvisibility"})


def is_entry(item: Mapping[str, Any]) -> bool:
    """Whether a dictionary is the entry of a project."""
    keys = {str(key).lower() for key in item}
    if "name" not in keys:
        return False
    if keys & _FIRST_VERSION or ("repositoryurl" in keys and keys & _SECOND_VERSION):
        return True
    permissions = next((v for k, v in item.items() if str(k).lower() == "permissions"), None)
    named = permissions if isinstance(permissions, Mapping) else {}
    return bool(_PERMITS & {str(key).lower() for key in named})


def _one(document: Document) -> bool:
    return isinstance(document.json, dict) and is_entry(document.json)


def _several(document: Document) -> bool:
    return bool(_listed(document.json)) or first_item(document, is_entry) is not None


def _listed(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """Entries of what calls itself an inventory, however little they say, with their places."""
    if not isinstance(value, dict) or not value.keys() & {"agency", "measurementType"}:
        return []
    inner = value.get("releases") or value.get("projects")
    if isinstance(inner, dict):  # by name
        inner = [{"name": name, **one} for name, one in inner.items() if isinstance(one, dict)]
    found = [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []
    return [
        (words("importing.place.item", item=number(count)), one)
        for count, one in enumerate(found, 1)
    ]


def _read_one(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    record = _record(document.json, "", document, problems, context)
    return imported(ONE, problems, *([record] if record else []))


def _read_several(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    value = document.json
    agency = text(value, "agency") if isinstance(value, dict) else ""
    items = _listed(value) or find_items(value, is_entry).items
    if not items:
        problems.add("", words("importing_metadata.node"))
    records = [
        _record(item, place, document, problems, context, agency=agency) for place, item in items
    ]
    return imported(AGENCY, problems, *(record for record in records if record))


def _record(
    raw: Mapping[str, Any],
    place: str,
    document: Document,
    problems: Problems,
    context: Context,
    *,
    agency: str | None = None,
) -> SourceRecord | None:
    """The record of one entry.

    Args:
        raw: The entry.
        place: Where it stands.
        document: The file.
        problems: Receives what cannot be taken over.
        context: What is known of the file.
        agency: Whose inventory it is; None for the file of one repository.
    """
    item = _lower(raw)
    days = item.get("date") or item.get("updated")
    day = stated_day(
        below(days, "metadatalastupdated") or item.get("metadatalastupdated"), context.read_on
    )
    # An agency tells of its projects, a project tells of itself.
    how = Confidence.DECLARED if agency is None else Confidence.REPORTED
    builder = begin(document, problems, day, confidence=how, place=place)
    organization = text(item.get("organization"), "name") or agency or ""
    name = text(item.get("name"))
    if agency is not None and name:
        name = f"{organization}/{name}" if organization else name
    addresses = (item.get("repositoryurl"), item.get("repository"))
    pages = (item.get("homepageurl"), item.get("homepage"), item.get("downloadurl"))
    if not identify(builder, addresses, pages=pages, name=name):
        problems.add(place, words("importing.problem.nameless"))
        return None
    permissions = item.get("permissions")
    stated = (below(permissions, "licenses"), below(permissions, "license"))
    licenses = next(filter(None, (*stated, item.get("licenses"), item.get("license"))), None)
    set_license(builder, licenses)
    if organization:
        builder.set("department", organization, column="organization")
    set_all(builder, item, {"stage": ("status",)})
    set_all(builder, item, {"forks": ("reusefrequency", "forks")}, Confidence.REPORTED)
    set_all(builder, {"date": days}, {"created": ("date", "created")})
    last = (below(days, "lastcommit"), below(days, "lastmodified"))
    if changed := next(filter(None, (*last, below(days, "sourcecodelastmodified"))), None):
        builder.set("head_date", changed, column="date", confidence=Confidence.INFERRED)
    set_list(builder, "languages", item.get("languages"), "name")
    set_list(builder, "topics", item.get("tags") or item.get("projecttags"), "name")
    _claim_kind(builder, item)
    return builder.record(dependencies=_reused(item))


def _claim_kind(builder: MetadataBuilder, item: Mapping[str, Any]) -> None:
    kinds = {one.lower() for one in as_list(item.get("repositorytype")) if isinstance(one, str)}
    is_data = kinds == {"data"}
    kind = RepositoryKind.DATA if is_data else RepositoryKind.SOFTWARE
    builder.keep("kind", kind, None if is_data else Confidence.INFERRED)


def _reused(item: Mapping[str, Any]) -> tuple[Needed, ...]:
    found: list[Needed] = []
    for one in as_list(item.get("reusedcode")):
        url, name = text(below(one, "url")), text(below(one, "name"))
        key = plain_dependency(url) or plain_dependency(name)
        if key:
            found.append((key, "", None, "", "code.json"))
    return tuple(found)


def _lower(value: Any, depth: int = 4) -> Any:
    """The entry with keys in lower case: files have ``repositoryURL`` and ``repositoryUrl``."""
    if depth and isinstance(value, Mapping):
        return {str(key).lower(): _lower(inner, depth - 1) for key, inner in value.items()}
    if depth and isinstance(value, list):
        return [_lower(inner, depth - 1) for inner in value]
    return value


SHAPES = (Shape(ONE, _one, _read_one), Shape(AGENCY, _several, _read_several))
