# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CycloneDX 1.2 to 1.6 as input: JSON and XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ospo_widgets.scanning.sbom.reading import (
    MAX_LINKS,
    MAX_PACKAGES,
    BillError,
    ReadBill,
    ReadPackage,
    rows,
    texts,
)
from ospo_widgets.xml_tree import Element

VERSIONS = frozenset({"1.2", "1.3", "1.4", "1.5", "1.6"})
_SCOPES = {"optional": "optional", "excluded": "development"}
_NAMESPACE = re.compile(r"cyclonedx\.org/schema/bom/(\d+\.\d+)")
_NO_PACKAGES = frozenset({"file", "data", "cryptographic-asset"})
"""Types of components that nobody depends on as a package."""


def read_cyclonedx(document: Mapping[str, Any]) -> ReadBill:
    """A CycloneDX document in JSON.

    Raises:
        BillError: It is of a version that we do not read, or too large.
    """
    version = texts(document.get("specVersion"))
    if version not in VERSIONS:
        raise BillError("version")
    metadata = document.get("metadata")
    main = metadata.get("component") if isinstance(metadata, Mapping) else None
    found: list[ReadPackage] = []
    if isinstance(main, Mapping):
        found.append(_package(main, root=True))
    pending = [*reversed(rows(document.get("components")))]
    while pending:
        row = pending.pop()
        if len(found) >= MAX_PACKAGES:
            raise BillError("large")
        pending += reversed(rows(row.get("components")))
        if texts(row.get("type")) not in _NO_PACKAGES:
            found.append(_package(row))
    links = []
    for row in rows(document.get("dependencies")):
        used = row.get("dependsOn")
        links += [(texts(row.get("ref")), texts(u)) for u in used] if isinstance(used, list) else []
    return ReadBill(f"CycloneDX-{version}", _linked(found, links))


def _package(row: Mapping[str, Any], *, root: bool = False) -> ReadPackage:
    group, name = texts(row.get("group")), texts(row.get("name"))
    purl = texts(row.get("purl"), 1_000)
    return ReadPackage(
        ref=texts(row.get("bom-ref")) or purl,
        name=f"{group}/{name}" if group.startswith("@") else name,
        version=texts(row.get("version"), 100),
        purl=purl if purl.startswith("pkg:") else "",
        license=_joined(map(_json_license, rows(row.get("licenses")))),
        scope=_SCOPES.get(texts(row.get("scope")), "runtime"),
        root=root,
    )


def _json_license(choice: Mapping[str, Any]) -> str:
    if expression := texts(choice.get("expression"), 2_000):
        return expression
    one = choice.get("license")
    if not isinstance(one, Mapping):
        return ""
    return texts(one.get("id")) or texts(one.get("name"))


def _joined(licenses: Iterable[str]) -> str:
    """All licences of a component: they all apply."""
    found = list(dict.fromkeys(filter(None, licenses)))
    if len(found) < 2:
        return "".join(found)
    return " AND ".join(f"({one})" if " OR " in one else one for one in found)


def read_cyclonedx_xml(root: Element, start: str) -> ReadBill:
    """A CycloneDX document in XML.

    Args:
        root: Its outermost element.
        start: The beginning of the text, whose namespace tells the version.

    Raises:
        BillError: It is of a version that we do not read, or too large.
    """
    match = _NAMESPACE.search(start)
    version = match[1] if match else ""
    if version not in VERSIONS or root.name != "bom":
        raise BillError("version")
    found = [_xml_package(e, root=True) for e in root.all("metadata", "component")]
    pending = [*reversed(list(root.all("components", "component")))]
    while pending:
        element = pending.pop()
        if len(found) >= MAX_PACKAGES:
            raise BillError("large")
        pending += reversed(list(element.all("components", "component")))
        if element.attributes.get("type") not in _NO_PACKAGES:
            found.append(_xml_package(element))
    links = [
        (texts(user.attributes.get("ref")), texts(used.attributes.get("ref")))
        for user in root.all("dependencies", "dependency")
        for used in user.all("dependency")
    ]
    return ReadBill(f"CycloneDX-{version}", _linked(found, links))


def _xml_package(element: Element, *, root: bool = False) -> ReadPackage:
    group, name = texts(element.first("group")), texts(element.first("name"))
    purl = texts(element.first("purl"), 1_000)
    licenses = [texts(e.text, 2_000) for e in element.all("licenses", "expression")]
    for one in element.all("licenses", "license"):
        licenses.append(texts(one.first("id")) or texts(one.first("name")))
    return ReadPackage(
        ref=texts(element.attributes.get("bom-ref")) or purl,
        name=f"{group}/{name}" if group.startswith("@") else name,
        version=texts(element.first("version"), 100),
        purl=purl if purl.startswith("pkg:") else "",
        license=_joined(licenses),
        scope=_SCOPES.get(texts(element.first("scope")), "runtime"),
        root=root,
        line=element.line or None,
    )


def _linked(packages: list[ReadPackage], links: list[tuple[str, str]]) -> list[ReadPackage]:
    by_ref = {package.ref: package for package in packages if package.ref}
    for user, used in links[:MAX_LINKS]:
        if user in by_ref and used in by_ref:
            by_ref[used].parents.append(user)
    return packages
