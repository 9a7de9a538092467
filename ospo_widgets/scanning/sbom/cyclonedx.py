# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A bill as CycloneDX 1.6, in JSON (https://cyclonedx.org/docs/1.6/json/)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.scanning.sbom.model import (
    Bill,
    Package,
    Relation,
    many_lines,
    one_line,
    short_hash,
)

ROOT = "project"
_HASHES = {
    "md5": ("MD5", 32),
    "sha1": ("SHA-1", 40),
    "sha256": ("SHA-256", 64),
    "sha384": ("SHA-384", 96),
    "sha512": ("SHA-512", 128),
}


def to_cyclonedx(bill: Bill) -> dict[str, Any]:
    """The bill as CycloneDX 1.6, plain data for ``json.dumps``."""
    tool, version = bill.tool
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{bill.uuid()}",
        "version": 1,
        "metadata": {
            "timestamp": bill.timestamp,
            "tools": {"components": [{"type": "application", "name": tool, "version": version}]},
            "component": {
                "type": "application",
                "bom-ref": ROOT,
                "name": one_line(bill.name) or "project",
                **({"version": one_line(bill.version)} if one_line(bill.version) else {}),
                **_licenses(bill.declared, "", "declared"),
            },
        },
        "components": [_component(one) for one in bill.packages],
        "dependencies": _dependencies(bill),
    }


def reference(key: str) -> str:
    """``bom-ref`` of a package: a hash, since names may hold anything."""
    return f"package-{short_hash(key)}" if key else ROOT


def _component(one: Package) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "library",
        "bom-ref": reference(one.key),
        "name": one_line(one.name) or "unnamed",
        **({"version": one_line(one.version)} if one_line(one.version) else {}),
        "scope": "excluded" if one.excluded else "optional" if one.optional else "required",
    }
    if hashes := [
        {"alg": _HASHES[name][0], "content": value.lower()}
        for name, value in one.checksums
        if name in _HASHES and len(value) == _HASHES[name][1] and value.isalnum()
    ]:
        row["hashes"] = hashes
    # One licence choice a component: what was concluded is worth more than what is declared.
    if one.concluded:
        row.update(_licenses(one.concluded, "", "concluded"))
    else:
        row.update(_licenses(one.declared, one.stated, "declared"))
    if one.purl:
        row["purl"] = one_line(one.purl, 2_000).replace(" ", "%20")
    if comment := one_line(one.comment, 2_000):
        row["properties"] = [{"name": "ospo:license-comment", "value": comment}]
    occurrences = [
        {"location": one_line(path), **({"line": line} if line else {})}
        for path, line in one.places[:50]
        if one_line(path)
    ]
    if occurrences:
        row["evidence"] = {"occurrences": occurrences}
    return row


def _licenses(expression: str | None, stated: str, acknowledgement: str) -> dict[str, Any]:
    """One expression, or one name; nothing where nobody says anything."""
    if expression:
        try:
            text = parse(expression).text
        except ExpressionError:
            stated = stated or expression
        else:
            return {"licenses": [{"expression": text, "acknowledgement": acknowledgement}]}
    name = " ".join(many_lines(stated).split())[:500]
    if not name:
        return {}
    return {"licenses": [{"license": {"name": name, "acknowledgement": acknowledgement}}]}


def _dependencies(bill: Bill) -> list[dict[str, Any]]:
    used: dict[str, dict[str, None]] = defaultdict(dict)
    for link in bill.links:
        if link.relation is not Relation.CONTAINS or not link.user:
            used[reference(link.user)][reference(link.used)] = None
    refs = [ROOT, *(reference(one.key) for one in bill.packages)]
    return [
        {"ref": ref, **({"dependsOn": sorted(used[ref])} if ref in used else {})} for ref in refs
    ]
