# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CycloneDX as JSON and XML: https://cyclonedx.org/specification/overview/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.importing.sbom_model import Bill, Piece, all_of, line, rows
from ospo_widgets.xml_tree import Element

_OPTIONAL = {"": False, "required": False, "optional": True, "excluded": True}
"""Whether a component is optional, by scope; without one it is required, as the format says."""

_NO_PACKAGES = frozenset({"file", "data", "cryptographic-asset"})
"""Types of components that nobody depends on as a package."""

_MOST_DEPTH = 60


def from_json(document: Mapping[str, Any]) -> Bill:
    """A document in JSON."""
    metadata = document.get("metadata")
    known: Mapping[str, Any] = metadata if isinstance(metadata, Mapping) else {}
    bill = Bill(created=line(known.get("timestamp")))
    main = known.get("component")
    waiting = [(row, 0) for row in reversed(rows(document.get("components")))]
    if isinstance(main, Mapping):
        bill.pieces.append(_piece(main, root=True))
        bill.name = bill.pieces[0].name
        waiting += [(row, 1) for row in reversed(rows(main.get("components")))]
    while waiting:
        row, depth = waiting.pop()
        if depth < _MOST_DEPTH:
            waiting += [(inner, depth + 1) for inner in reversed(rows(row.get("components")))]
        if line(row.get("type")) not in _NO_PACKAGES:
            bill.pieces.append(_piece(row))
    return bill


def _piece(row: Mapping[str, Any], *, root: bool = False) -> Piece:
    outside = [
        (line(one.get("type")), line(one.get("url"))) for one in rows(row.get("externalReferences"))
    ]
    return _made(
        ref=line(row.get("bom-ref")),
        group=line(row.get("group")),
        name=line(row.get("name")),
        purl=line(row.get("purl")),
        license_=all_of(map(_license, rows(row.get("licenses")))),
        scope=line(row.get("scope")),
        outside=outside,
        root=root,
    )


def _license(choice: Mapping[str, Any]) -> str:
    if expression := line(choice.get("expression")):
        return expression
    one = choice.get("license")
    return line(one.get("id")) or line(one.get("name")) if isinstance(one, Mapping) else ""


def from_xml(root: Element) -> Bill:
    """A document in XML."""
    bill = Bill(created=root.first("metadata", "timestamp"))
    waiting = [*reversed(list(root.all("components", "component")))]
    for main in root.all("metadata", "component"):
        bill.pieces.append(_xml_piece(main, root=True))
        bill.name = bill.pieces[0].name
        waiting += [*reversed(list(main.all("components", "component")))]
    while waiting:
        element = waiting.pop()
        waiting += [*reversed(list(element.all("components", "component")))]
        if element.attributes.get("type") not in _NO_PACKAGES:
            bill.pieces.append(_xml_piece(element))
    return bill


def _xml_piece(element: Element, *, root: bool = False) -> Piece:
    licenses = [one.text for one in element.all("licenses", "expression")]
    for one in element.all("licenses", "license"):
        licenses.append(one.first("id") or one.first("name"))
    outside = [
        (one.attributes.get("type", ""), one.first("url"))
        for one in element.all("externalReferences", "reference")
    ]
    return _made(
        ref=element.attributes.get("bom-ref", ""),
        group=element.first("group"),
        name=element.first("name"),
        purl=element.first("purl"),
        license_=all_of(licenses),
        scope=element.first("scope"),
        outside=outside,
        root=root,
    )


def _made(
    *,
    ref: str,
    group: str,
    name: str,
    purl: str,
    license_: str,
    scope: str,
    outside: list[tuple[str, str]],
    root: bool,
) -> Piece:
    return Piece(
        ref=ref or purl,
        name=f"{group}/{name}" if group else name,
        purl=purl if purl.startswith("pkg:") else "",
        license=license_,
        addresses=[url for kind, url in outside if kind == "vcs"],
        pages=[url for kind, url in outside if kind in {"website", "distribution"}],
        optional=_OPTIONAL.get(scope),
        root=root,
    )
