# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A bill as SPDX 2.3 tag-value: the same facts as in JSON, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ospo_widgets.scanning.sbom.model import Bill
from ospo_widgets.scanning.sbom.spdx import to_spdx


def to_spdx_tag_value(bill: Bill) -> str:
    """The bill as tag-value text."""
    return "\n".join(_lines(to_spdx(bill))) + "\n"


def _block(text: str) -> str:
    """Text over several lines; what would end it early is broken up."""
    return f"<text>{text.replace('</text>', '</ text>')}</text>"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield f"SPDXVersion: {document['spdxVersion']}"
    yield f"DataLicense: {document['dataLicense']}"
    yield f"SPDXID: {document['SPDXID']}"
    yield f"DocumentName: {document['name']}"
    yield f"DocumentNamespace: {document['documentNamespace']}"
    yield ""
    for creator in document["creationInfo"]["creators"]:
        yield f"Creator: {creator}"
    yield f"Created: {document['creationInfo']['created']}"
    # Files follow the package that holds them, the project.
    project, *others = document["packages"]
    yield from _package(project)
    for row in document.get("files", ()):
        yield from _file(row)
    for row in others:
        yield from _package(row)
    for row in document.get("hasExtractedLicensingInfos", ()):
        yield ""
        yield f"LicenseID: {row['licenseId']}"
        yield f"ExtractedText: {_block(row['extractedText'])}"
        yield f"LicenseName: {row['name']}"
    yield ""
    files = {row["SPDXID"] for row in document.get("files", ())}
    for row in document["relationships"]:
        if row["relatedSpdxElement"] in files:
            continue  # where a file stands says that already
        ends = row["spdxElementId"], row["relationshipType"], row["relatedSpdxElement"]
        yield f"Relationship: {' '.join(ends)}"


def _package(row: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"PackageName: {row['name']}"
    yield f"SPDXID: {row['SPDXID']}"
    if "versionInfo" in row:
        yield f"PackageVersion: {row['versionInfo']}"
    yield f"PackageDownloadLocation: {row['downloadLocation']}"
    if "primaryPackagePurpose" in row:
        yield f"PrimaryPackagePurpose: {row['primaryPackagePurpose']}"
    yield f"FilesAnalyzed: {str(row['filesAnalyzed']).lower()}"
    if code := row.get("packageVerificationCode"):
        left_out = code.get("packageVerificationCodeExcludedFiles", ())
        tail = f" (excludes: {', '.join(left_out)})" if left_out else ""
        yield f"PackageVerificationCode: {code['packageVerificationCodeValue']}{tail}"
    yield from _checksums("PackageChecksum", row)
    if "sourceInfo" in row:
        yield f"PackageSourceInfo: {_block(row['sourceInfo'])}"
    yield f"PackageLicenseConcluded: {row['licenseConcluded']}"
    for one in row.get("licenseInfoFromFiles", ()):
        yield f"PackageLicenseInfoFromFiles: {one}"
    yield f"PackageLicenseDeclared: {row['licenseDeclared']}"
    if "licenseComments" in row:
        yield f"PackageLicenseComments: {_block(row['licenseComments'])}"
    yield f"PackageCopyrightText: {row['copyrightText']}"
    for ref in row.get("externalRefs", ()):
        yield (
            f"ExternalRef: {ref['referenceCategory']} {ref['referenceType']} "
            f"{ref['referenceLocator']}"
        )


def _file(row: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"FileName: {row['fileName']}"
    yield f"SPDXID: {row['SPDXID']}"
    yield from _checksums("FileChecksum", row)
    yield f"LicenseConcluded: {row['licenseConcluded']}"
    for one in row["licenseInfoInFiles"]:
        yield f"LicenseInfoInFile: {one}"
    text = row["copyrightText"]
    yield f"FileCopyrightText: {text if text == 'NOASSERTION' else _block(text)}"


def _checksums(tag: str, row: Mapping[str, Any]) -> Iterator[str]:
    for checksum in row.get("checksums", ()):
        yield f"{tag}: {checksum['algorithm']}: {checksum['checksumValue']}"
