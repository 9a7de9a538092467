# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds a catalogue component by any of its names, and what it says for one version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ospo_widgets.knowledge import spdx
from ospo_widgets.knowledge.component_model import CatalogueComponent, VersionLicense
from ospo_widgets.knowledge.component_names import explicit_version, name_key, version_beside
from ospo_widgets.knowledge.identity import Same
from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Category, Knowledge, Source
from ospo_widgets.knowledge.versions import read_range, stated_range
from ospo_widgets.project import Component
from ospo_widgets.wording import words

CROWDED = frozenset({"npm", "cargo", "golang"})
"""Ecosystems in which short names mostly belong to others: only rows that list them match."""

STRICTNESS = {
    Category.PUBLIC_DOMAIN: 0,
    Category.PERMISSIVE: 1,
    Category.WEAK: 2,
    Category.STRONG: 3,
    Category.NETWORK: 4,
    Category.CUSTOM: 5,
    Category.NONFREE: 6,
}
"""What asks for more has the higher number; terms of their own come after the known kinds."""


@dataclass(frozen=True, slots=True)
class Found:
    """A component of the catalogue, and the version that was named with it, perhaps none."""

    component: CatalogueComponent
    version: str = ""


@dataclass(frozen=True, slots=True)
class LicenseFact:
    """The licence of one version of a component.

    Attributes:
        license: SPDX expression that counts.
        why: What a person should know of it, one sentence each; empty when there is nothing.
        certain: False when other versions have other licences and the version is not known.
    """

    license: str
    why: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class ComponentNote:
    """What to tell beside a component.

    Attributes:
        text: Sentences, empty when there is nothing to tell.
        reviewed: False when our row rests on a packager's word or on memory.
        source: Where the licence was looked up.
        certain: False when the version decides the licence and is not known.
    """

    text: str
    reviewed: bool
    source: Source
    certain: bool = True


def find_component(
    name: str, knowledge: Knowledge | None = None, *, ecosystem: str = ""
) -> CatalogueComponent | None:
    """The component with this id, name or alias; None when we have none.

    Case, dashes, dots and spaces do not count. A prefix such as ``lib`` does, unless an alias has
    it: another library may bear the shorter name.

    Args:
        name: As in a manifest, an import or a person's answer.
        knowledge: Where to look; by default what :func:`load_knowledge` gives.
        ecosystem: Type of package URL of the manifest, for example ``"pypi"``; empty for a person.
    """
    wanted = knowledge or load_knowledge()
    found = _index(Same(wanted)).get(name_key(name))
    if found is None or not ecosystem:
        return found
    listed = found.ecosystems
    fits = ecosystem in listed if listed or ecosystem in CROWDED else True
    return found if fits else None


def find_versioned(text: str, knowledge: Knowledge | None = None) -> Found | None:
    """The component that a person names, perhaps with a version: ``HepMC3 3.2.0``, ``numpy>=2``.

    A number that is part of the name stays there (``Pythia 8``), one behind it is the version
    (``Pythia 8.3``).

    Args:
        text: Name, or name and version.
        knowledge: Where to look; by default what :func:`load_knowledge` gives.
    """
    for name, version in ((text, ""), explicit_version(text), version_beside(text)):
        found = find_component(name, knowledge)
        if found is not None:
            return Found(found, version)
    return None


def license_of(
    catalogued: CatalogueComponent, version: str = "", knowledge: Knowledge | None = None
) -> LicenseFact:
    """The licence that counts for a version, or for a range of versions.

    Where the licence depends on the version and the version leaves it open, the stricter one
    counts; of equally strict ones all count together. Versions that only history knows
    (``historic``) count where they are stated.

    Args:
        catalogued: Row of the catalogue.
        version: Version or range as stated, empty when it is not known.
        knowledge: Tells how strict licences are; by default what :func:`load_knowledge` gives.
    """
    if not catalogued.versions:
        return LicenseFact(catalogued.license)
    stated = stated_range(version)
    rows: list[VersionLicense] = []
    for row in catalogued.versions:
        covered = read_range(row.range)
        if stated is None:
            rows += [] if row.historic else [row]
        elif stated.within(covered):
            return LicenseFact(row.license, _version_why(catalogued, row, version))
        elif stated.meets(covered) and not row.historic:
            rows.append(row)
    if stated is not None and not rows:
        return LicenseFact(catalogued.license)
    possible = tuple(dict.fromkeys((catalogued.license, *(row.license for row in rows))))
    if len(possible) == 1:
        return LicenseFact(possible[0])
    counted = _strictest(possible, knowledge or load_knowledge())
    told = words(
        "components.version_open",
        component=catalogued.name,
        newest=catalogued.license,
        others=", ".join(
            words("components.version_of", range=row.range, license=row.license) for row in rows
        ),
        license=counted,
    )
    notes = (row.note for row in rows if row.note)
    return LicenseFact(counted, (told, *dict.fromkeys(notes)), certain=False)


def component_note(
    component: Component, knowledge: Knowledge | None = None
) -> ComponentNote | None:
    """What the catalogue tells of a component of a project; None when it is not in there.

    Args:
        component: As a person named it or a scan found it.
        knowledge: Where to look; by default what :func:`load_knowledge` gives.
    """
    wanted = knowledge or load_knowledge()
    found = find_versioned(component.name, wanted)
    if found is None:
        return None
    row = found.component
    fact = license_of(row, component.version or found.version, wanted)
    told = [*fact.why]
    if component.license and component.license != fact.license:
        told.append(words("components.differs", catalogue=fact.license, license=component.license))
    if row.note:
        told.append(row.note)
    told += bundle_notes(row)
    provenance = row.provenance
    return ComponentNote(
        " ".join(told), provenance.confidence.reviewed, provenance.sources[0], fact.certain
    )


def bundle_notes(catalogued: CatalogueComponent) -> tuple[str, ...]:
    """A sentence for each thing that the packages of a component bring along."""
    own = spdx.terms(catalogued.license)
    told = []
    for part in catalogued.bundles:
        key = "counted" if spdx.terms(part.license) <= own else "handed_on"
        text = words(f"components.bundle.{key}", name=part.name, license=part.license)
        told.append(f"{text} {part.note}".strip())
    return tuple(told)


def strictness(expression: str, knowledge: Knowledge) -> int:
    """How much an expression asks for: the mildest choice, the strictest term of it.

    An id that we do not know counts as terms of its own.
    """

    def of_term(term: str) -> int:
        row = knowledge.licenses.get(term) or knowledge.licenses.get(term.partition(" WITH ")[0])
        return STRICTNESS[row.category if row else Category.CUSTOM]

    return spdx.fold(expression, of_term, _highest, _lowest)


def _highest(ranks: Iterable[int]) -> int:
    return max(ranks)


def _lowest(ranks: Iterable[int]) -> int:
    return min(ranks)


def _version_why(
    catalogued: CatalogueComponent, row: VersionLicense, version: str
) -> tuple[str, ...]:
    told = words(
        "components.version_known",
        component=catalogued.name,
        version=version.strip(),
        license=row.license,
        newest=catalogued.license,
    )
    return (told, row.note) if row.note else (told,)


def _strictest(expressions: tuple[str, ...], knowledge: Knowledge) -> str:
    """The strictest expression; several that are equally strict are joined with AND."""
    ranked = [(strictness(text, knowledge), text) for text in expressions]
    highest = max(rank for rank, _ in ranked)
    kept = [text for rank, text in ranked if rank == highest]
    if len(kept) == 1:
        return kept[0]
    pieces = [
        piece
        for text in kept
        for piece in ([f"({text})"] if " OR " in text else text.split(" AND "))
    ]
    return " AND ".join(dict.fromkeys(pieces))


def _names(component: CatalogueComponent) -> Iterator[str]:
    yield from (component.id, component.name, *component.aliases)


@lru_cache(maxsize=8)
def _index(handle: Same) -> dict[str, CatalogueComponent]:
    return {
        name_key(name): component
        for component in handle.knowledge.components.values()
        for name in _names(component)
    }
