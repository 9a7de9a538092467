# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Open hardware: Open Know-How manifests (1 in YAML, 2 in TOML) and certifications of OSHWA.

Specifications: https://standards.internetofproduction.org/pub/okh,
https://github.com/iop-alliance/OpenKnowHow and https://certificationapi.oshwa.org/documentation.
Hardware, documentation and software have a licence each; the one of the hardware is the main one.
Licensors, authors and responsible parties are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.identity import canonical
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_walk import find_items, first_item
from ospo_widgets.portfolio.importing.metadata import (
    MetadataBuilder,
    begin,
    below,
    has_key,
    identify,
    imported,
    set_all,
    set_doi,
    set_license,
    set_list,
    text,
    yaml_texts,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

OKH, OSHWA = "okh", "oshwa"

OSHWA_HOST = "certification.oshwa.org"


def _is_manifest(document: Document) -> bool:
    if has_key(document, "okhv", "okh-v", "okh-manifest-version", "okh_manifest_version"):
        return True
    # Version 1 does not name itself.
    home = has_key(document, "documentation-home", "project-link")
    return home and has_key(document, "licensor", "manifest-author", "intended-use")


def _read_manifest(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    loaded = document.toml or yaml_texts(document)
    builder = begin(document, problems, context.read_on)
    if not isinstance(loaded, dict):
        problems.add("", words("importing_metadata.yaml"))
        return imported(OKH, problems)
    item = {str(key).replace("_", "-"): value for key, value in loaded.items()}
    name = text(item.get("name")) or text(item.get("title"))
    pages = (item.get("project-link"), item.get("documentation-home"), item.get("archive-download"))
    if not _identify(builder, item.get("repo"), pages, name):
        problems.add("", words("importing.problem.nameless"))
        return imported(OKH, problems)
    _claim_licenses(builder, item.get("license"))
    builder.keep("kind", RepositoryKind.HARDWARE)
    for key in ("technology-readiness-level", "development-stage"):
        if stage := text(item.get(key)):
            builder.set("stage", stage, column=key)
            break
    set_all(builder, item, {"created": ("date-created",)})
    owner = item.get("organization") or item.get("organisation")
    if organization := text(owner, "name"):
        builder.set("department", organization, confidence=Confidence.INFERRED)
    set_list(builder, "topics", item.get("keywords"))
    set_doi(builder, item.get("doi"))
    for field, key in (("readme", "readme"), ("contributing", "contribution-guide")):
        if text(item.get(key), "path", "url"):
            builder.keep(field, True)
    return imported(OKH, problems, builder.record())


def _identify(builder: MetadataBuilder, repo: Any, pages: tuple[Any, ...], name: str) -> bool:
    """Hardware may be at home where no forge is: then its documentation is its address."""
    if identify(builder, [repo], pages=pages, name=name) and builder.address:
        return True
    home = next((page for page in map(text, pages) if canonical(page)), "")
    return identify(builder, [home], name=name)


def _claim_licenses(builder: MetadataBuilder, stated: Any) -> None:
    if isinstance(stated, Mapping):
        hardware, documentation = stated.get("hardware"), stated.get("documentation")
    else:
        hardware, documentation = stated, None
    set_license(builder, hardware, "license_hardware")
    for claim in builder.claims:
        if claim.field == "license_hardware":
            builder.keep("license", claim.value)
            break
    set_license(builder, documentation, "license_documentation")


def is_certification(item: Mapping[str, Any]) -> bool:
    """Whether a dictionary is a certified project."""
    return isinstance(item.get("oshwaUid"), str) and "projectName" in item


def _has_certification(document: Document) -> bool:
    return first_item(document, is_certification) is not None


def _read_certifications(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_certification)
    records = [
        _certification(item, place, document, problems, context) for place, item in found.items
    ]
    found.tell(problems)
    return imported(OSHWA, problems, *(record for record in records if record))


def _certification(
    item: Mapping[str, Any], place: str, document: Document, problems: Problems, context: Context
) -> SourceRecord | None:
    builder = begin(
        document, problems, context.read_on, confidence=Confidence.REPORTED, place=place
    )
    pages = (item.get("documentationUrl"), item.get("projectWebsite"))
    uid = text(item.get("oshwaUid"))
    if not _identify(builder, None, pages, text(item.get("projectName")) or uid):
        problems.add(place, words("importing.problem.nameless"))
        return None
    licenses = {
        "hardware": below(item, "hardwareLicense"),
        "documentation": below(item, "documentationLicense"),
    }
    _claim_licenses(builder, licenses)
    builder.keep("kind", RepositoryKind.HARDWARE)
    set_list(builder, "topics", item.get("projectKeywords"))
    plain = uid.isascii() and uid.isalnum()
    return builder.record(ids=(f"{OSHWA_HOST}:{uid.upper()}",) if plain else ())


SHAPES = (
    Shape(OKH, _is_manifest, _read_manifest),
    Shape(OSHWA, _has_certification, _read_certifications),
)
