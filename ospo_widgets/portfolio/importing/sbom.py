# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials: the dependencies of the one repository that a bill is about.

SPDX 2 (JSON, YAML, tag-value) and 3 (JSON-LD), CycloneDX (JSON, XML), of any version that has their
shape. All packages of a bill are dependencies, also those of dependencies: all are handed out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.consolidate_history import package_name
from ospo_widgets.portfolio.fields import LONGEST_TEXT
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.licenses import read_license
from ospo_widgets.portfolio.importing.metadata import (
    Needed,
    begin,
    has_key,
    identify,
    imported,
    plain_dependency,
    set_license,
    stated_day,
    yaml_texts,
)
from ospo_widgets.portfolio.importing.sbom_cyclonedx import from_json, from_xml
from ospo_widgets.portfolio.importing.sbom_model import Bill, Piece
from ospo_widgets.portfolio.importing.sbom_spdx import from_document, from_tag_value
from ospo_widgets.portfolio.importing.sbom_spdx3 import from_graph
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.importing.xml_text import parse_xml
from ospo_widgets.project import Use
from ospo_widgets.wording import number, words

SPDX, SPDX3, CYCLONEDX = "spdx", "spdx-3", "cyclonedx"

MOST_PACKAGES = 100_000
"""Most packages of one bill that are taken over."""

_SOURCE = "sbom"
_LOOKED_AT = 20_000
_FORGES = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "bitbucket": "https://bitbucket.org/",
    "golang": "https://",
}
"""Where packages of a type have their repository: in front of the path of their package URL."""

_MANAGED = re.compile(r"(?P<manager>[a-z]+):(?P<name>[^\s:]+)")
_MANAGERS = {
    "actions": "githubactions",
    "cargo": "cargo",
    "composer": "composer",
    "go": "golang",
    "npm": "npm",
    "nuget": "nuget",
    "pip": "pypi",
    "rubygems": "gem",
    "rust": "cargo",
}
"""Types of package URLs by the words that GitHub has written before names (``pip:numpy``)."""


def _spdx(document: Document) -> Mapping[str, Any] | None:
    """The document of SPDX 2 in JSON; GitHub’s interface wraps it up."""
    value = document.json
    for one in (value, value.get("sbom") if isinstance(value, dict) else None):
        if isinstance(one, dict) and isinstance(one.get("spdxVersion"), str):
            return one
    return None


def _is_spdx(document: Document) -> bool:
    if document.json is not None:
        return _spdx(document) is not None
    return has_key(document, "spdxVersion", "SPDXVersion")


def _is_spdx3(document: Document) -> bool:
    value = document.json
    if not isinstance(value, dict):
        return False
    return "spdx.org/rdf/3" in str(value.get("@context", ""))[:_LOOKED_AT]


def _is_cyclonedx(document: Document) -> bool:
    value = document.json
    if isinstance(value, dict):
        # The first versions in JSON did not have to name the format.
        named = value.get("bomFormat") == "CycloneDX"
        return named or (isinstance(value.get("specVersion"), str) and "components" in value)
    text = document.text or ""
    return text[:_LOOKED_AT].lstrip("\ufeff \t\r\n").startswith("<") and (
        "cyclonedx.org/schema/bom" in text[:_LOOKED_AT]
    )


def _read_spdx(document: Document, context: Context) -> Imported:
    found = _spdx(document)
    if found is not None:
        return _imported(SPDX, document, context, from_document(found))
    if has_key(document, "SPDXVersion"):
        return _imported(SPDX, document, context, from_tag_value(document.text or ""))
    loaded = yaml_texts(document)
    bill = from_document(loaded) if isinstance(loaded, dict) else None
    return _imported(SPDX, document, context, bill)


def _read_spdx3(document: Document, context: Context) -> Imported:
    return _imported(SPDX3, document, context, from_graph(document.json))


def _read_cyclonedx(document: Document, context: Context) -> Imported:
    if isinstance(document.json, dict):
        return _imported(CYCLONEDX, document, context, from_json(document.json))
    root = parse_xml(document.text or "")
    bill = from_xml(root) if root is not None and root.name == "bom" else None
    return _imported(CYCLONEDX, document, context, bill)


def _imported(shape: str, document: Document, context: Context, bill: Bill | None) -> Imported:
    problems = Problems(document.name)
    if bill is None:
        problems.add("", words("importing_metadata.bill"))
        return imported(shape, problems)
    day = stated_day(bill.created, context.read_on)
    builder = begin(document, problems, day, confidence=Confidence.DETECTED)
    main = bill.main()
    addresses, pages = _addresses(main) if main else ([], [])
    name = (main.name if main else "") or bill.name
    if github := re.fullmatch(r"com\.github\.([\w.-]+/[\w.-]+)", bill.name):
        addresses.append(f"https://github.com/{github[1]}")
    if not identify(builder, addresses, pages=pages, name=name):
        problems.add("", words("importing.problem.nameless"))
        return imported(shape, problems)
    if main and main.license:
        set_license(builder, main.license)
    pieces = [piece for piece in bill.pieces if main is None or not piece.root]
    if len(pieces) > MOST_PACKAGES:
        problems.add("", words("importing_metadata.packages", most=number(MOST_PACKAGES)))
    needed = [_needed(piece) for piece in pieces[:MOST_PACKAGES]]
    packages = ((package_name(main.purl), "declared"),) if main and main.purl else ()
    # A bill of no packages is one, too: the repository has been looked at.
    record = builder.record(
        dependencies=tuple(one for one in needed if one[0]),
        packages=tuple(one for one in packages if one[0]),
    )
    return imported(shape, problems, record)


def _addresses(main: Piece) -> tuple[list[str], list[str]]:
    """Addresses of its repository, and of pages that may be."""
    found = list(main.addresses)
    kind, _, path = main.purl.removeprefix("pkg:").partition("/")
    if kind in _FORGES:
        found.append(_FORGES[kind] + path.partition("@")[0].partition("?")[0])
    return found, main.pages


def _needed(piece: Piece) -> Needed:
    name = package_name(piece.purl) if piece.purl else ""
    if not name:
        managed = _MANAGED.fullmatch(piece.name)
        kind = _MANAGERS.get(managed["manager"], "") if managed else ""
        name = (
            plain_dependency(managed["name"], kind)
            if managed and kind
            else plain_dependency(piece.name)
        )
    if name.startswith("pkg:githubactions/"):
        return name, Use.TOOL, True, _license(piece.license), _SOURCE
    return name, piece.use, piece.optional, _license(piece.license), _SOURCE


def _license(stated: str) -> str:
    """SPDX expression; what is none stays as it is and is counted later."""
    try:
        return read_license(stated) or ""
    except ValueError:
        return stated[:LONGEST_TEXT]


SHAPES = (
    Shape(SPDX3, _is_spdx3, _read_spdx3),
    Shape(SPDX, _is_spdx, _read_spdx),
    Shape(CYCLONEDX, _is_cyclonedx, _read_cyclonedx),
)
