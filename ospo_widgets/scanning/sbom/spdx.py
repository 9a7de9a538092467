# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A bill as SPDX 2.3, in JSON.

Rules of the specification (https://spdx.github.io/spdx-spec/v2.3/) that are not obvious here:

* what nobody looked into is ``NOASSERTION``; ``NONE`` would say that there is no licence;
* what a package states itself is *declared*; what a person concluded from its texts is *concluded*;
* a stated licence that is no SPDX expression becomes a ``LicenseRef-`` with its words as text;
* files need a SHA-1; a package with files needs a verification code of all of them (7.9).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.scanning.sbom.model import (
    Bill,
    Link,
    ListedFile,
    Package,
    Relation,
    license_refs,
    many_lines,
    one_line,
    short_hash,
)
from ospo_widgets.wording import words

NOTHING_SAID = "NOASSERTION"
ROOT = "SPDXRef-Project"
_CHECKSUMS = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512", "md5"})
_HOST = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+){0,20}\.[a-z]{2,5}")
"""Hosts that the validator of the SPDX project takes."""
_PURL = re.compile(r"pkg:[a-zA-Z][\w.+-]{0,50}/.+")
_HEX = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}


@dataclass
class _Texts:
    """Licences that are not on the SPDX list, gathered while the document is written."""

    known: Mapping[str, str]
    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def expression(self, text: str | None, stated: str = "") -> str:
        """An expression for a licence field; its references get their texts."""
        if text:
            try:
                text = parse(text).text
            except ExpressionError:
                stated, text = stated or text, None
        if text and "DocumentRef-" not in text:
            text = _as_validators_know(text)
            for ref in license_refs(text):
                self.found.setdefault(ref, (self._text(ref), ref.removeprefix("LicenseRef-")))
            return text
        stated = many_lines(stated).strip()
        if not stated:
            return NOTHING_SAID
        ref = f"LicenseRef-stated-{short_hash(stated)}"
        self.found.setdefault(ref, (stated, NOTHING_SAID))
        return ref

    def _text(self, ref: str) -> str:
        from ospo_widgets.licensing.texts import TextMissingError, license_text

        if known := many_lines(self.known.get(ref, "")).strip():
            return known
        listed = ref.removeprefix("LicenseRef-")
        for name in (ref, *([listed] if listed in _unknown_to_validators() else [])):
            with suppress(TextMissingError):
                return many_lines(license_text(name)).strip()
        return words("dependencies.sbom.no_text", license=ref)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"licenseId": ref, "extractedText": text, "name": name}
            for ref, (text, name) in sorted(self.found.items())
        ]


@cache
def _unknown_to_validators() -> frozenset[str]:
    """Ids of our licences that the list of the validators lacks, or has as exceptions."""
    from license_expression import get_spdx_licensing

    known = get_spdx_licensing().known_symbols
    return frozenset(
        one
        for one in load_knowledge().licenses
        if " WITH " not in one
        and not one.startswith("LicenseRef-")
        and (one not in known or known[one].is_exception)
    )


def _as_validators_know(expression: str) -> str:
    """Newer ids as references, which keep name and text; a validator refuses what it lacks."""
    return " ".join(
        word.replace(bare, f"LicenseRef-{bare}") if bare in _unknown_to_validators() else word
        for word in expression.split(" ")
        for bare in (word.strip("()").removesuffix("+"),)
    )


def to_spdx(bill: Bill) -> dict[str, Any]:
    """The bill as SPDX 2.3, plain data for ``json.dumps``."""
    texts = _Texts(bill.texts)
    files = [_file(one, texts) for one in bill.files]
    packages = [_project(bill, texts), *(_package(one, texts) for one in bill.packages)]
    name = one_line(bill.name) or "project"
    document: dict[str, Any] = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        # The form that the specification proposes to those who have no address of their own (6.5).
        "documentNamespace": f"https://spdx.org/spdxdocs/{quote(name[:80], safe='')}-{bill.uuid()}",
        "creationInfo": {
            "created": bill.timestamp,
            "creators": [f"Tool: {'-'.join(map(one_line, bill.tool))}"],
        },
        "packages": packages,
        "relationships": list(_relations(bill)),
    }
    if files:
        document["files"] = files
    if rows := texts.rows():
        document["hasExtractedLicensingInfos"] = rows
    return document


def _project(bill: Bill, texts: _Texts) -> dict[str, Any]:
    row = {
        "SPDXID": ROOT,
        "name": one_line(bill.name) or "project",
        **({"versionInfo": one_line(bill.version)} if bill.version else {}),
        "downloadLocation": _location(bill.url),
        "filesAnalyzed": bool(bill.files),
        "licenseConcluded": NOTHING_SAID,
        "licenseDeclared": texts.expression(bill.declared),
        "copyrightText": NOTHING_SAID,
        "primaryPackagePurpose": "SOURCE",
    }
    if bill.files:
        code = hashlib.sha1(
            "".join(sorted(one.sha1 for one in bill.files)).encode(), usedforsecurity=False
        )
        row["packageVerificationCode"] = {
            "packageVerificationCodeValue": code.hexdigest(),
            **(
                {"packageVerificationCodeExcludedFiles": [_path(p) for p in bill.unread]}
                if bill.unread
                else {}
            ),
        }
        named = sorted({term for one in bill.files for term in _terms(one, texts)})
        row["licenseInfoFromFiles"] = named or [NOTHING_SAID]
    return row


def _package(one: Package, texts: _Texts) -> dict[str, Any]:
    row: dict[str, Any] = {
        "SPDXID": package_id(one.key),
        "name": one_line(one.name) or "unnamed",
        **({"versionInfo": one_line(one.version)} if one_line(one.version) else {}),
        "downloadLocation": _location(one.url),
        "filesAnalyzed": False,
        "licenseConcluded": texts.expression(one.concluded),
        "licenseDeclared": texts.expression(one.declared, one.stated),
        "copyrightText": NOTHING_SAID,
    }
    if checksums := [
        {"algorithm": name.upper(), "checksumValue": value.lower()}
        for name, value in one.checksums
        if name in _CHECKSUMS and _is_hex(name, value)
    ]:
        row["checksums"] = checksums
    if _PURL.fullmatch(one_line(one.purl, 2_000)):
        row["externalRefs"] = [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": _no_blanks(one.purl),
            }
        ]
    if comment := one_line(one.comment, 2_000):
        row["licenseComments"] = comment
    if one.places:
        row["sourceInfo"] = ", ".join(
            one_line(f"{path}:{line}" if line else path) for path, line in one.places[:50]
        )
    return row


def _is_hex(name: str, value: str) -> bool:
    return len(value) == _HEX[name] and not set(value.lower()) - set("0123456789abcdef")


def _file(one: ListedFile, texts: _Texts) -> dict[str, Any]:
    checksums = [{"algorithm": "SHA1", "checksumValue": one.sha1}]
    if one.sha256:
        checksums.append({"algorithm": "SHA256", "checksumValue": one.sha256})
    from ospo_widgets.scanning.conflicts.vendored import joined

    return {
        "SPDXID": file_id(one.path),
        "fileName": _path(one.path),
        "checksums": checksums,
        "licenseConcluded": NOTHING_SAID
        if not one.licenses
        else texts.expression(joined(one.licenses)),
        "licenseInfoInFiles": _terms(one, texts) or [NOTHING_SAID],
        "copyrightText": "\n".join(filter(None, map(one_line, one.copyrights))) or NOTHING_SAID,
    }


def _terms(one: ListedFile, texts: _Texts) -> list[str]:
    """Single licences that a file names; the field takes no expressions."""
    found: dict[str, None] = {}
    for expression in one.licenses:
        try:
            alternatives = parse(expression).alternatives
        except ExpressionError:
            continue
        for term in sorted({term for choice in alternatives for term in choice}):
            said = texts.expression(term.partition(" WITH ")[0])
            if said != NOTHING_SAID:
                found[said] = None
    return list(found)


def _relations(bill: Bill) -> Iterable[dict[str, str]]:
    def relation(one: str, kind: str, other: str) -> dict[str, str]:
        return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}

    yield relation("SPDXRef-DOCUMENT", "DESCRIBES", ROOT)
    for listed in bill.files:
        yield relation(ROOT, "CONTAINS", file_id(listed.path))
    for link in bill.links:
        user, used = _ends(link)
        if link.relation is Relation.NEEDS:
            yield relation(user, "DEPENDS_ON", used)
        elif link.relation is Relation.CONTAINS:
            yield relation(user, "CONTAINS", used)
        else:
            kind = {
                Relation.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
                Relation.BUILD: "BUILD_DEPENDENCY_OF",
                Relation.TEST: "TEST_DEPENDENCY_OF",
                Relation.DEVELOPMENT: "DEV_DEPENDENCY_OF",
            }[link.relation]
            yield relation(used, kind, user)


def _ends(link: Link) -> tuple[str, str]:
    user = package_id(link.user) if link.user else ROOT
    return user, package_id(link.used) if link.used else ROOT


def package_id(key: str) -> str:
    """SPDX id of a package: a hash, since names may hold anything."""
    return f"SPDXRef-Package-{short_hash(key)}"


def file_id(path: str) -> str:
    """SPDX id of a file."""
    return f"SPDXRef-File-{short_hash(path)}"


def _path(path: str) -> str:
    return f"./{one_line(path, 4_000)}"


def _no_blanks(purl: str) -> str:
    return quote(one_line(purl, 2_000), safe="%:/@?&=#+~!$'()*,;.-_")


def _location(url: str) -> str:
    """An address that the format takes: with a scheme, without blanks or credentials."""
    plain = one_line(url, 2_000)
    try:
        parts = urlsplit(plain)
    except ValueError:
        return NOTHING_SAID
    usable = parts.scheme in {"https", "http", "ssh", "git"} and _HOST.fullmatch(parts.netloc)
    if not usable:  # the host alone: an address with a user may hold a password
        return NOTHING_SAID
    address = quote(plain, safe="%:/@?&=#+~!$'()*,;.-_")
    git = parts.path.endswith(".git") and parts.scheme in {"https", "http", "ssh", "git"}
    return f"git+{address}" if git and parts.scheme != "git" else address
