# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A bill of materials before it is written in one format or another."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_NAME = 500


class Relation(StrEnum):
    """How a package is used by another one."""

    NEEDS = "needs"
    OPTIONAL = "optional"
    BUILD = "build"
    TEST = "test"
    DEVELOPMENT = "development"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Link:
    """One package uses another one; both are keys of packages, empty for the project."""

    user: str
    used: str
    relation: Relation = Relation.NEEDS


@dataclass(frozen=True, slots=True)
class Package:
    """Something that the project is made with.

    Attributes:
        key: Tells it from the others.
        name: As people write it.
        version: The one version where it is settled, else empty.
        purl: Package URL, empty when there is none.
        declared: SPDX expression that the package states itself; None when it states none.
        concluded: SPDX expression that somebody concluded from its texts; None when nobody did.
        stated: What it states when that is no expression; empty otherwise.
        comment: Where the licence comes from, and what to know of it.
        places: Where it is named: path, and line or None.
        excluded: It does not become part of the product: tests, development.
        optional: The product works without it.
        checksums: Pairs of algorithm in lower case (``sha256``) and value.
        url: Where its source lies, empty when not known.
    """

    key: str
    name: str
    version: str = ""
    purl: str = ""
    declared: str | None = None
    concluded: str | None = None
    stated: str = ""
    comment: str = ""
    places: tuple[tuple[str, int | None], ...] = ()
    excluded: bool = False
    optional: bool = False
    checksums: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of the project; SPDX wants its SHA-1."""

    path: str
    sha1: str
    sha256: str = ""
    licenses: tuple[str, ...] = ()
    copyrights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of materials.

    Attributes:
        name: Of the project.
        version: Of the project, empty when not known.
        declared: SPDX expression of the whole, None when there is none.
        created: When, in UTC.
        tool: Name and version of what wrote it.
        packages: In the order they are written.
        links: Who uses what.
        files: Files of the project, perhaps none.
        unread: Files that are not in ``files`` although they exist.
        texts: Id of a ``LicenseRef-`` to its text.
        url: Where the project lies, empty when not known.
    """

    name: str
    version: str
    declared: str | None
    created: datetime
    tool: tuple[str, str]
    packages: tuple[Package, ...] = ()
    links: tuple[Link, ...] = ()
    files: tuple[ListedFile, ...] = ()
    unread: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def timestamp(self) -> str:
        """When it was made, as both formats write it."""
        return self.created.strftime("%Y-%m-%dT%H:%M:%SZ")

    def fingerprint(self) -> str:
        """Hexadecimal digits that differ when anything in the bill does."""
        parts = (
            self.name, self.version, self.timestamp, str(self.declared), repr(self.packages),
            repr(self.links), repr(self.files), repr(sorted(self.texts.items())),
        )  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def uuid(self) -> str:
        """The fingerprint in the shape of a UUID of version 8 (RFC 9562, free use)."""
        digits = self.fingerprint()
        return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def short_hash(text: str) -> str:
    """Digits for an id that is unique in a document whatever the name holds."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def one_line(text: str, limit: int = MAX_NAME) -> str:
    """Text that every format can hold: one line, no control or format characters, no surrogates."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text[: 4 * limit])
    plain = "".join(c for c in kept if unicodedata.category(c) not in {"Cs", "Cf", "Co", "Cn"})
    return " ".join(plain.split())[:limit]


def many_lines(text: str, limit: int = 200_000) -> str:
    """The same, with line ends and tabs kept."""
    kept = (c if c in "\n\t" or unicodedata.category(c) not in _UNPRINTED else " " for c in text)
    return "".join(kept)[:limit]


_UNPRINTED = frozenset({"Cc", "Cs", "Cf", "Co", "Cn"})
_LICENSE_REF = re.compile(r"(?<![\w.:-])LicenseRef-[A-Za-z0-9.-]+")


def license_refs(expression: str | None) -> tuple[str, ...]:
    """Ids of an expression that are not on the SPDX list."""
    return tuple(dict.fromkeys(_LICENSE_REF.findall(expression or "")))
