# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX 2 as JSON, YAML and tag-value: https://spdx.github.io/spdx-spec/v2.3/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ospo_widgets.portfolio.importing.sbom_model import Bill, Piece, first_said, line, rows
from ospo_widgets.project import Use

MOST_RELATIONS = 1_000_000
"""Most relations that are looked at."""

_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")

_NEEDS: Mapping[str, tuple[bool | None, str]] = {
    "DEPENDS_ON": (False, ""),
    "DYNAMIC_LINK": (False, Use.DYNAMIC_LINK),
    "STATIC_LINK": (False, Use.STATIC_LINK),
    "HAS_PREREQUISITE": (False, ""),
    "CONTAINS": (None, ""),
}
"""Relations from who needs to what is needed: whether it is optional, and how it is used."""

_NEEDED: Mapping[str, tuple[bool | None, str]] = {
    "DEPENDENCY_OF": (False, ""),
    "RUNTIME_DEPENDENCY_OF": (False, ""),
    "PREREQUISITE_FOR": (False, ""),
    "OPTIONAL_DEPENDENCY_OF": (True, ""),
    "PROVIDED_DEPENDENCY_OF": (True, ""),
    "OPTIONAL_COMPONENT_OF": (True, ""),
    "BUILD_DEPENDENCY_OF": (True, ""),
    "DEV_DEPENDENCY_OF": (True, ""),
    "TEST_DEPENDENCY_OF": (True, ""),
    "BUILD_TOOL_OF": (True, Use.TOOL),
    "DEV_TOOL_OF": (True, Use.TOOL),
    "TEST_TOOL_OF": (True, Use.TOOL),
}
"""The same from what is needed to who needs it."""

_PACKAGE_TAGS = {
    "SPDXID": "SPDXID",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
}


def from_document(document: Mapping[str, Any]) -> Bill:
    """A document of SPDX 2 as JSON or YAML has it."""
    created = document.get("creationInfo")
    bill = Bill(
        line(document.get("name")),
        line(created.get("created")) if isinstance(created, Mapping) else "",
    )
    names = {
        line(row.get("licenseId")): line(row.get("name"))
        for row in rows(document.get("hasExtractedLicensingInfos"))
    }
    bill.pieces = [_piece(row, names) for row in rows(document.get("packages"))]
    described = document.get("documentDescribes")
    roots = {line(ref) for ref in described} if isinstance(described, list) else set()
    relations = (
        (
            line(row.get("spdxElementId")),
            line(row.get("relationshipType")).upper(),
            line(row.get("relatedSpdxElement")),
        )
        for row in rows(document.get("relationships"))[:MOST_RELATIONS]
    )
    _relate(bill, relations, roots)
    return bill


def from_tag_value(text: str) -> Bill:
    """A document of SPDX 2 as lines of tag and value."""
    document: dict[str, Any] = {"packages": [], "relationships": [], "creationInfo": {}}
    extracted: list[dict[str, str]] = []
    package: dict[str, Any] | None = None
    for tag, value in _tags(text):
        if tag == "DocumentName":
            document["name"] = value
        elif tag == "Created":
            document["creationInfo"]["created"] = value
        elif tag == "PackageName":
            package = {"name": value, "externalRefs": []}
            document["packages"].append(package)
        elif tag in {"FileName", "SnippetSPDXID"}:
            package = None
        elif tag == "LicenseID":
            package = None
            extracted.append({"licenseId": value})
        elif tag == "LicenseName" and extracted:
            extracted[-1]["name"] = value
        elif tag == "Relationship" and len(parts := value.split()) >= 3:
            keys = ("spdxElementId", "relationshipType", "relatedSpdxElement")
            document["relationships"].append(dict(zip(keys, parts, strict=False)))
        elif package is not None:
            _package_tag(package, tag, value)
    document["hasExtractedLicensingInfos"] = extracted
    return from_document(document)


def _package_tag(package: dict[str, Any], tag: str, value: str) -> None:
    if tag in _PACKAGE_TAGS:
        package.setdefault(_PACKAGE_TAGS[tag], value)
    elif tag == "ExternalRef" and len(parts := value.split()) >= 3:
        package["externalRefs"].append({"referenceType": parts[1], "referenceLocator": parts[2]})


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Tags and values; a value in ``<text>`` may go over many lines."""
    lines = iter(text.splitlines())
    for one in lines:
        tag, colon, value = one.partition(":")
        value = value.strip()
        if not colon or tag.lstrip().startswith("#"):
            continue
        if value.startswith("<text>"):
            while "</text>" not in value and (following := next(lines, None)) is not None:
                value = f"{value[:4_000]}\n{following}"
            value = value.removeprefix("<text>").partition("</text>")[0]
        yield tag.strip(), value


def _piece(row: Mapping[str, Any], names: Mapping[str, str]) -> Piece:
    refs = [
        (line(ref.get("referenceType")).lower(), line(ref.get("referenceLocator")))
        for ref in rows(row.get("externalRefs"))
    ]
    stated = first_said(line(row.get("licenseConcluded")), line(row.get("licenseDeclared")))
    if _REFERENCE.fullmatch(stated):  # it means nothing outside, unless its name is a licence’s
        stated = names.get(stated) or stated
    return Piece(
        ref=line(row.get("SPDXID")),
        name=line(row.get("name")),
        purl=next((p for kind, p in refs if kind == "purl" and p.startswith("pkg:")), ""),
        license=stated,
        addresses=[place for kind, place in refs if kind == "vcs"],
        pages=[line(row.get("downloadLocation")), line(row.get("homepage"))],
    )


def _relate(bill: Bill, relations: Iterable[tuple[str, str, str]], roots: set[str]) -> None:
    by_ref = {piece.ref: piece for piece in bill.pieces if piece.ref}
    for one, kind, other in relations:
        if kind == "DESCRIBES":
            roots.add(other)
        elif kind == "DESCRIBED_BY":
            roots.add(one)
        elif kind in _NEEDS and other in by_ref:
            optional, use = _NEEDS[kind]
            by_ref[other].needed(optional=optional, use=use)
        elif kind in _NEEDED and one in by_ref:
            optional, use = _NEEDED[kind]
            by_ref[one].needed(optional=optional, use=use)
    for ref in roots & by_ref.keys():
        by_ref[ref].root = True
