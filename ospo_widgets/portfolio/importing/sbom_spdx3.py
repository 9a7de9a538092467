# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""SPDX 3 as JSON-LD: https://spdx.github.io/spdx-spec/v3.0.1/. The context is never loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.importing.sbom_model import Bill, Piece, all_of, first_said, line, rows
from ospo_widgets.project import Use

_NEEDS: Mapping[str, tuple[bool | None, str]] = {
    "dependsOn": (False, ""),
    "hasPrerequisite": (False, ""),
    "hasDynamicLink": (False, Use.DYNAMIC_LINK),
    "hasStaticLink": (False, Use.STATIC_LINK),
    "hasOptionalDependency": (True, ""),
    "hasProvidedDependency": (True, ""),
    "hasOptionalComponent": (True, ""),
    "usesTool": (True, Use.TOOL),
    "contains": (None, ""),
}
"""Whether what is needed is optional, and how it is used, by relation."""

_EXTRA_SCOPES = frozenset({"build", "development", "test"})
_NO_LICENSE = {"NoneLicense": "NONE", "NoAssertionLicense": "NOASSERTION"}


def from_graph(document: Mapping[str, Any]) -> Bill:
    """A document of SPDX 3; elements may stand in ``@graph`` or alone."""
    graph = rows(document.get("@graph")) or [document]
    by_id = {_id(one): one for one in graph if _id(one)}
    pieces: dict[str, Piece] = {}
    bill = Bill()
    roots: set[str] = set()
    for one in graph:
        kind = _type(one)
        if kind == "Package":
            piece = _piece(one)
            pieces[piece.ref or f"#{len(pieces)}"] = piece
        elif kind in {"SpdxDocument", "Sbom", "Bom"}:
            bill.name = bill.name or line(one.get("name"))
            roots |= {_ref(root) for root in _list(one.get("rootElement"))}
        elif kind == "CreationInfo":
            bill.created = bill.created or line(one.get("created"))
    _relate(graph, by_id, pieces, roots)
    for ref in roots & pieces.keys():
        pieces[ref].root = True
    bill.pieces = list(pieces.values())
    return bill


def _relate(
    graph: list[Mapping[str, Any]],
    by_id: Mapping[str, Mapping[str, Any]],
    pieces: Mapping[str, Piece],
    roots: set[str],
) -> None:
    concluded: dict[str, str] = {}
    declared: dict[str, str] = {}
    for one in graph:
        if not _type(one).endswith("Relationship"):
            continue
        kind = line(one.get("relationshipType"))
        start, ends = _ref(one.get("from")), [_ref(end) for end in _list(one.get("to"))]
        if kind in {"hasConcludedLicense", "hasDeclaredLicense"}:
            said = all_of(_license(end, by_id) for end in ends)
            (concluded if kind == "hasConcludedLicense" else declared).setdefault(start, said)
        elif kind == "describes":
            roots |= set(ends)
        elif kind in _NEEDS:
            optional, use = _NEEDS[kind]
            if optional is False and line(one.get("scope")) in _EXTRA_SCOPES:
                optional = True
            for end in ends:
                if end in pieces:
                    pieces[end].needed(optional=optional, use=use)
    for ref, piece in pieces.items():
        piece.license = first_said(concluded.get(ref, ""), declared.get(ref, ""))


def _piece(one: Mapping[str, Any]) -> Piece:
    known = [
        (line(row.get("externalIdentifierType")), line(row.get("identifier")))
        for row in rows(one.get("externalIdentifier"))
    ]
    purls = [line(_value(one, "packageUrl")), *(i for kind, i in known if kind == "packageUrl")]
    outside = [
        line(place)
        for row in rows(one.get("externalRef"))
        if line(row.get("externalRefType")) == "vcs"
        for place in _list(row.get("locator"))
    ]
    return Piece(
        ref=_id(one),
        name=line(one.get("name")),
        purl=next((purl for purl in purls if purl.startswith("pkg:")), ""),
        addresses=outside,
        pages=[line(_value(one, "downloadLocation")), line(_value(one, "homePage"))],
    )


def _license(ref: str, by_id: Mapping[str, Mapping[str, Any]]) -> str:
    """The expression that a reference leads to."""
    last = ref.rpartition("/")[2].rpartition("#")[2]
    if last in _NO_LICENSE:
        return _NO_LICENSE[last]
    found = by_id.get(ref, {})
    if _type(found) in _NO_LICENSE:
        return _NO_LICENSE[_type(found)]
    expression = line(_value(found, "licenseExpression"))
    # Listed licences are known by their address: https://spdx.org/licenses/MIT.
    return expression or (last if "spdx.org/licenses/" in ref else line(found.get("name")))


def _type(one: Mapping[str, Any]) -> str:
    """``Package`` for ``software_Package`` and ``https://spdx.org/rdf/3.0.1/terms/…/Package``."""
    kind = line(one.get("type") or one.get("@type"))
    return kind.rpartition("/")[2].rpartition("_")[2]


def _value(one: Mapping[str, Any], name: str) -> Any:
    """Value of a key with or without its profile: ``software_packageUrl``."""
    if name in one:
        return one[name]
    return next((value for key, value in one.items() if str(key).endswith(f"_{name}")), None)


def _id(one: Mapping[str, Any]) -> str:
    return line(one.get("spdxId") or one.get("@id"))


def _ref(value: Any) -> str:
    return _id(value) if isinstance(value, Mapping) else line(value)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
