# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Packages of bills of materials as dependencies, and joined with those of manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ospo_widgets.errors import InputError
from ospo_widgets.project import Component, Origin
from ospo_widgets.scanning.dependencies.licenses import package_key
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place, Scope
from ospo_widgets.scanning.paths import display, read_regular
from ospo_widgets.scanning.sbom.reading import MAX_BYTES, ReadBill, read_bill
from ospo_widgets.wording import words


def sbom_dependencies(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[Dependency, ...]:
    """Packages that bills in the tree list, without what they describe.

    Args:
        found: Rows of the detector ``sbom``, by path: one about the bill, then its packages.
    """
    made: list[Dependency] = []
    for path in sorted(found):
        made += _dependencies(path, found[path][1:])
    return tuple(made)


def sbom_problems(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[tuple[str, str]]:
    """Bills that could not be read: path, and why in words."""
    return [
        (path, words(f"dependencies.sbom.problem.{rows[0]['problem']}"))
        for path, rows in sorted(found.items())
        if rows and rows[0].get("problem")
    ]


def read_sbom_file(path: Path) -> tuple[Dependency, ...]:
    """Packages of a bill that the person gives.

    Raises:
        InputError: It cannot be read, or is no bill of materials.
    """
    shown = display(str(path))
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except OSError:
        raise InputError(words("dependencies.sbom.missing", path=shown)) from None
    bill = read_bill(path.name, data) or ReadBill(problem="shape")
    if bill.problem:
        why = words(f"dependencies.sbom.problem.{bill.problem}")
        raise InputError(words("dependencies.sbom.unusable", path=shown, why=why))
    # Only its name: it lies outside of what is scanned, and where is nobody's business.
    rows = [package.to_json() for package in bill.packages]
    return tuple(_dependencies(display(path.name), rows))


def _dependencies(path: str, rows: Sequence[Mapping[str, Any]]) -> list[Dependency]:
    packages = [row for row in rows if row.get("name")]
    roots = {row["ref"] for row in packages if row["root"]}
    purls = {row["ref"]: row["purl"] for row in packages}
    made = []
    for row in packages:
        if row["root"]:
            continue
        users = set(row["parents"])
        parents = tuple(sorted({purls[u] for u in users if u not in roots and purls.get(u)}))
        ecosystem, name = _purl_parts(row["purl"])
        scope = Scope(row["scope"])
        line = row["line"] if isinstance(row["line"], int) else None
        made.append(
            Dependency(
                component=Component(
                    name=name or row["name"],
                    optional=scope is not Scope.RUNTIME,
                    version=row["version"],
                    purl=row["purl"],
                    declared_in=path,
                    origin=Origin.SCAN,
                ),
                scope=scope,
                direct=not users or bool(users & roots),
                version=row["version"],
                purl=row["purl"],
                ecosystem=ecosystem or "generic",
                places=(Place(path, line, How.SBOM),),
                parents=parents,
                stated_license=row["license"],
            )
        )
    return made


def _purl_parts(purl: str) -> tuple[str, str]:
    """Type and name of a package URL, as package managers write the name."""
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    name = rest.partition("?")[0].partition("#")[0]
    # An “@” at the beginning, or behind a slash, is the scope of an npm package.
    head, at, _ = name.rpartition("@")
    name = head if at and head and not head.endswith("/") else name
    plain = unquote(name)
    if kind in {"npm", "golang", "github", "maven"}:
        return kind, plain.replace("/", ":") if kind == "maven" else plain
    return kind.lower(), plain.rpartition("/")[2]


def joined_with(
    dependencies: Iterable[Dependency], listed: Iterable[Dependency]
) -> tuple[Dependency, ...]:
    """Dependencies of manifests, with what bills say of them, then those that only bills list.

    A bill adds its place, the licence that it states and the version that it settles where the
    manifests leave these open; it never takes anything back.
    """
    found = list(dependencies)
    places: dict[tuple[str, str], list[int]] = {}
    for i, one in enumerate(found):
        places.setdefault(_key(one), []).append(i)
    for one in listed:
        at = next(
            (
                i
                for i in places.get(_key(one), ())
                if one.version in {"", found[i].version} or not found[i].version
            ),
            None,
        )
        if at is None:
            places.setdefault(_key(one), []).append(len(found))
            found.append(one)
            continue
        known = found[at]
        found[at] = replace(
            known,
            places=tuple(dict.fromkeys((*known.places, *one.places))),
            stated_license=known.stated_license or one.stated_license,
            version=known.version or one.version,
            purl=known.purl if known.version or not one.purl else one.purl,
            parents=tuple(sorted({*known.parents, *one.parents})),
        )
    return tuple(found)


def _key(one: Dependency) -> tuple[str, str]:
    return one.ecosystem, package_key(one.name)
