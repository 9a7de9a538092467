# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The bill of materials of a scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from ospo_widgets.scanning.conflicts.vendored import Vendored
from ospo_widgets.scanning.dependencies.licenses import Licensed, LicenseSource
from ospo_widgets.scanning.dependencies.model import AIDS, How, Scope
from ospo_widgets.scanning.sbom.model import Bill, Link, ListedFile, Package, Relation

TOOL = "ospo-widgets"
_RELATIONS = {
    Scope.BUILD: Relation.BUILD,
    Scope.TEST: Relation.TEST,
    Scope.DEVELOPMENT: Relation.DEVELOPMENT,
    Scope.OPTIONAL: Relation.OPTIONAL,
}


def bill_of(
    *,
    name: str,
    main: str | None,
    licensed: Iterable[Licensed],
    created: datetime,
    tool_version: str,
    version: str = "",
    url: str = "",
    vendored: Sequence[Vendored] = (),
    files: Sequence[ListedFile] = (),
    unread: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
) -> Bill:
    """A bill from what a scan found.

    Args:
        name: Of the project.
        main: SPDX expression of the whole.
        licensed: Dependencies with their licences.
        created: When; a bill with the same facts and time is the same to the byte.
        tool_version: Our version.
        version: Of the project, empty when not known.
        url: Where the project lies.
        vendored: Work of others in the tree; a bill has each only once, also when ``licensed``
            has it.
        files: Files with their digests; SPDX lists them, CycloneDX does not.
        unread: Files without digests.
        texts: Id of a ``LicenseRef-`` to its text, from ``LICENSES/``.
    """
    packages: dict[str, Package] = {}
    rows = list(licensed)
    folders = {place.path for one in rows for place in one.dependency.places}
    rows += [work.licensed for work in vendored if work.folder not in folders]
    for one in rows:
        packages.setdefault(key_of(one), _package(one))
    links: dict[Link, None] = {}
    by_purl = {one.dependency.purl: key_of(one) for one in rows if one.dependency.purl}
    for one in rows:
        for link in _links(one, by_purl):
            links[link] = None
    moment = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    return Bill(
        name=name,
        version=version,
        declared=main,
        created=moment,
        tool=(TOOL, tool_version),
        packages=tuple(packages.values()),
        links=tuple(links),
        files=tuple(files),
        unread=tuple(unread),
        texts=dict(texts or {}),
        url=url,
    )


def key_of(one: Licensed) -> str:
    """What tells a dependency from the others of a bill."""
    dependency = one.dependency
    version = dependency.version or dependency.component.version
    return dependency.purl or f"{dependency.ecosystem}:{dependency.name}@{version}"


def _package(one: Licensed) -> Package:
    dependency, found = one.dependency, one.found
    looked_into = found.source is LicenseSource.CATALOGUE and found.reviewed and found.certain
    declared = found.declared
    if declared is None and not looked_into:
        declared = found.license
    return Package(
        key=key_of(one),
        name=dependency.name,
        version=dependency.version,
        purl=dependency.purl or dependency.component.purl,
        declared=declared,
        concluded=found.license if looked_into else None,
        stated=found.stated if declared is None else "",
        comment=" ".join(found.notes),
        places=tuple((place.path, place.line) for place in dependency.places),
        excluded=dependency.scope in AIDS,
        optional=dependency.component.optional or dependency.scope is Scope.OPTIONAL,
        checksums=dependency.checksums,
        url=dependency.url,
    )


def _links(one: Licensed, by_purl: Mapping[str, str]) -> Iterable[Link]:
    dependency, key = one.dependency, key_of(one)
    users = [by_purl[parent] for parent in dependency.parents if parent in by_purl]
    relation = _RELATIONS.get(dependency.scope, Relation.NEEDS)
    if relation is Relation.NEEDS and dependency.component.optional:
        relation = Relation.OPTIONAL
    if any(place.how is How.VENDORED for place in dependency.places):
        yield Link("", key, Relation.CONTAINS)
    if dependency.direct or not users:
        yield Link("", key, relation)
    for user in users:
        if user != key:
            yield Link(user, key)
