# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials that others wrote, as plain rows: SPDX 2.1 to 2.3 and CycloneDX 1.2 to 1.6.

What cannot be read is a problem with a code, never an error. The rows hold what the bill states,
not checked: names, licences and package URLs are made safe where they are used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ospo_widgets.scanning.manifests.model import ManifestError
from ospo_widgets.scanning.paths import decode
from ospo_widgets.scanning.sbom.model import one_line

MAX_BYTES = 32 * 1024 * 1024
MAX_PACKAGES = 20_000
MAX_LINKS = 200_000
PROBLEMS = ("large", "json", "xml", "shape", "version", "spdx3")
"""Codes of problems; their words are ``dependencies.sbom.problem.<code>``."""


class BillError(ValueError):
    """The bill cannot be read; the message is one of :data:`PROBLEMS`."""


@dataclass(slots=True)
class ReadPackage:
    """One package of a bill, as it states it.

    Attributes:
        ref: Its id in the bill.
        name: Name.
        version: Version.
        purl: Package URL.
        license: Licence: concluded if there is one, else declared; empty when nobody says.
        scope: ``runtime``, ``optional``, ``build``, ``test`` or ``development``.
        root: It is what the bill describes.
        line: Where it stands, None where the format does not let us tell.
        parents: Ids of the packages that need it.
    """

    ref: str
    name: str
    version: str = ""
    purl: str = ""
    license: str = ""
    scope: str = "runtime"
    root: bool = False
    line: int | None = None
    parents: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class ReadBill:
    """A bill that was read.

    Attributes:
        format: For example ``"SPDX-2.3"`` or ``"CycloneDX-1.6"``; empty when it cannot be told.
        packages: In the order of the bill.
        problem: One of :data:`PROBLEMS`; empty when it was read.
    """

    format: str = ""
    packages: list[ReadPackage] = field(default_factory=list)
    problem: str = ""


def read_bill(name: str, data: bytes, *, complete: bool = True) -> ReadBill | None:
    """Read a bill of materials.

    Args:
        name: File name, which tells how sure a person is that it is one.
        data: Content.
        complete: Whether ``data`` is the whole file.

    Returns:
        What it states; None when it is something else that bears such a name (a parts list).
    """
    if not complete or len(data) > MAX_BYTES:
        return ReadBill(problem="large")
    text = decode(data)
    try:
        found = _told_apart(text, name)
    except BillError as error:
        return ReadBill(problem=str(error))
    except (RecursionError, MemoryError):
        return ReadBill(problem="shape")
    return found or (ReadBill(problem="shape") if _said(name) else None)


def _told_apart(text: str, name: str) -> ReadBill | None:
    start = text.lstrip()[:1]
    if start == "{":
        return _json(text, name)
    if start == "<":
        return _xml(text)
    if "SPDXVersion:" not in text[:20_000]:
        return None
    from ospo_widgets.scanning.sbom.spdx_reader import read_tag_value

    return read_tag_value(text)


def _said(name: str) -> bool:
    """The name leaves no doubt that it is meant to be one."""
    return name.lower().endswith((".spdx", ".spdx.json", ".cdx.json", ".cdx.xml"))


def _json(text: str, name: str) -> ReadBill | None:
    from ospo_widgets.scanning.sbom.cyclonedx_reader import read_cyclonedx
    from ospo_widgets.scanning.sbom.spdx_reader import read_spdx

    try:
        document = json.loads(text)
    except ValueError:
        return ReadBill(problem="json") if _said(name) else None
    if not isinstance(document, Mapping):
        return None
    if document.get("bomFormat") == "CycloneDX":
        return read_cyclonedx(document)
    if isinstance(document.get("spdxVersion"), str):
        return read_spdx(document)
    if "spdx.org/rdf/3" in str(document.get("@context", ""))[:500]:
        return ReadBill("SPDX-3", problem="spdx3")
    return None


def _xml(text: str) -> ReadBill | None:
    from ospo_widgets.scanning.manifests.xml_tree import load_xml
    from ospo_widgets.scanning.sbom.cyclonedx_reader import read_cyclonedx_xml

    if "cyclonedx.org/schema/bom" not in text[:2_000]:
        return None
    try:
        return read_cyclonedx_xml(load_xml(text), text[:2_000])
    except ManifestError:
        return ReadBill(problem="xml")


def texts(value: object, limit: int = 500) -> str:
    """A text of a bill in one line; anything else is empty."""
    return one_line(value, limit) if isinstance(value, str) else ""


def rows(value: object) -> list[Mapping[str, Any]]:
    """The mappings of a list; anything else is left out."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, Mapping)]
