# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX 2 as input: JSON and tag-value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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

VERSIONS = frozenset({"SPDX-2.1", "SPDX-2.2", "SPDX-2.3"})
_UNSAID = frozenset({"", "NOASSERTION", "NONE"})
_SCOPES = {
    "OPTIONAL_DEPENDENCY_OF": "optional",
    "PROVIDED_DEPENDENCY_OF": "optional",
    "BUILD_DEPENDENCY_OF": "build",
    "BUILD_TOOL_OF": "build",
    "DEV_DEPENDENCY_OF": "development",
    "DEV_TOOL_OF": "development",
    "TEST_DEPENDENCY_OF": "test",
    "TEST_TOOL_OF": "test",
}
"""Relations from the used to the using package that say what it is used for."""
_USES = frozenset({"DEPENDS_ON", "DYNAMIC_LINK", "STATIC_LINK", "HAS_PREREQUISITE"})
"""Relations from the using to the used package."""
_USED_BY = frozenset({"DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "PREREQUISITE_FOR", *_SCOPES})
_REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")

Relation = tuple[str, str, str]


def read_spdx(document: Mapping[str, Any]) -> ReadBill:
    """An SPDX document in JSON.

    Raises:
        BillError: It is of a version that we do not read, or too large.
    """
    version = texts(document.get("spdxVersion"))
    if version not in VERSIONS:
        raise BillError("version")
    packages = rows(document.get("packages"))
    if len(packages) > MAX_PACKAGES:
        raise BillError("large")
    named = {
        texts(row.get("licenseId")): texts(row.get("name"))
        for row in rows(document.get("hasExtractedLicensingInfos"))
    }
    found = [
        ReadPackage(
            ref=texts(row.get("SPDXID")),
            name=texts(row.get("name")),
            version=texts(row.get("versionInfo"), 100),
            purl=_purl(
                (texts(ref.get("referenceType")), texts(ref.get("referenceLocator"), 1_000))
                for ref in rows(row.get("externalRefs"))
            ),
            license=_license(
                texts(row.get("licenseConcluded"), 2_000),
                texts(row.get("licenseDeclared"), 2_000),
                named,
            ),
        )
        for row in packages
    ]
    relations = [
        (
            texts(row.get("spdxElementId")),
            texts(row.get("relationshipType")),
            texts(row.get("relatedSpdxElement")),
        )
        for row in rows(document.get("relationships"))[:MAX_LINKS]
    ]
    described = document.get("documentDescribes")
    for ref in described if isinstance(described, list) else ():
        relations.append(("SPDXRef-DOCUMENT", "DESCRIBES", texts(ref)))
    return ReadBill(version, _related(found, relations))


def read_tag_value(text: str) -> ReadBill:
    """An SPDX document as tag-value.

    Raises:
        BillError: It is of a version that we do not read, or too large.
    """
    version = ""
    found: list[ReadPackage] = []
    concluded: list[list[str]] = []
    relations: list[Relation] = []
    named: dict[str, str] = {}
    extracted = ""
    in_package = False
    for line, tag, value in _tags(text):
        if tag == "SPDXVersion":
            version = value
        elif tag == "PackageName":
            if len(found) >= MAX_PACKAGES:
                raise BillError("large")
            found.append(ReadPackage("", texts(value), line=line))
            concluded.append(["", ""])
            in_package = True
        elif tag in {"FileName", "SnippetSPDXID", "LicenseID"}:
            in_package = False
            extracted = value if tag == "LicenseID" else extracted
        elif tag == "LicenseName":
            named[extracted] = texts(value)
        elif tag == "Relationship" and len(relations) < MAX_LINKS:
            words = value.split()
            if len(words) >= 3:
                relations.append((words[0], words[1], words[2]))
        elif in_package:
            _package_tag(found[-1], concluded[-1], tag, value)
    if version not in VERSIONS:
        raise BillError("version")
    for package, (first, second) in zip(found, concluded, strict=True):
        package.license = _license(first, second, named)
    return ReadBill(version, _related(found, relations))


def _package_tag(package: ReadPackage, licenses: list[str], tag: str, value: str) -> None:
    if tag == "SPDXID":
        package.ref = texts(value)
    elif tag == "PackageVersion":
        package.version = texts(value, 100)
    elif tag == "PackageLicenseConcluded":
        licenses[0] = texts(value, 2_000)
    elif tag == "PackageLicenseDeclared":
        licenses[1] = texts(value, 2_000)
    elif tag == "ExternalRef":
        words = value.split()
        if len(words) >= 3:
            package.purl = package.purl or _purl([(words[1], words[2])])


def _tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, tag and value; a value in ``<text>`` may go over many lines."""
    lines = iter(enumerate(text.split("\n"), 1))
    for number, line in lines:
        tag, colon, value = line.partition(":")
        tag, value = tag.strip(), value.strip()
        if not colon or not tag or tag.startswith("#"):
            continue
        if value.startswith("<text>"):
            pieces = [value.removeprefix("<text>")]
            while "</text>" not in pieces[-1]:
                following = next(lines, None)
                if following is None:
                    break
                pieces.append(following[1])
            value = "\n".join(pieces).partition("</text>")[0]
        yield number, tag, value


def _purl(refs: Iterable[tuple[str, str]]) -> str:
    return next((place for kind, place in refs if kind == "purl" and place[:4] == "pkg:"), "")


def _license(concluded: str, declared: str, named: Mapping[str, str]) -> str:
    """What counts, with the names of licences that only this document defines."""
    found = next((text for text in (concluded, declared) if text not in _UNSAID), "")
    # A reference means nothing outside of its document, unless its name is that of a licence.
    whole = _REF.fullmatch(found)
    return named.get(found) or found if whole else found


def _related(packages: list[ReadPackage], relations: list[Relation]) -> list[ReadPackage]:
    by_ref = {package.ref: package for package in packages if package.ref}
    for one, kind, other in relations:
        if kind == "DESCRIBES" and other in by_ref:
            by_ref[other].root = True
        elif kind == "DESCRIBED_BY" and one in by_ref:
            by_ref[one].root = True
        elif kind in _USES and other in by_ref and one in by_ref:
            by_ref[other].parents.append(one)
        elif kind in _USED_BY and one in by_ref and other in by_ref:
            by_ref[one].parents.append(other)
            by_ref[one].scope = _SCOPES.get(kind, by_ref[one].scope)
    if packages and all(package.root for package in packages):
        for package in packages:  # a bill that describes all its packages is about none of them
            package.root = len(packages) == 1
    return packages
