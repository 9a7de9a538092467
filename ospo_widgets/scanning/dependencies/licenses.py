# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences of dependencies: who says so, in the order in which they are believed.

First our catalogue, whose rows a person looked into; then what a lock file, manifest or SBOM
states; then metadata of an environment that the person named; then a package index, if the person
asked for it. What none of them knows stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, runtime_checkable

from ospo_widgets.knowledge.components import bundle_notes, find_component, license_of
from ospo_widgets.knowledge.model import Knowledge, Source
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.project import Use
from ospo_widgets.scanning.dependencies.model import Dependency, How
from ospo_widgets.wording import words

MAX_STATED = 500
"""Characters of a stated licence that are kept; some packages put a whole text there."""
_NOTHING = re.compile(
    r"(?:unlicensed|proprietary|unknown|none|n/?a|other|custom|see\s+licen[cs]e.*|licen[cs]e"
    r"(?:\.\w{1,4})?|dual(?:\s+licen[cs]e)?|various|file:.*)",
    re.I,
)
"""What stands in the field and is no licence."""
_SLASH = re.compile(r"[\w.+-]+(?:\s*/\s*[\w.+-]+)+")


class LicenseSource(StrEnum):
    """Who says what the licence of a dependency is."""

    CATALOGUE = "catalogue"
    LOCK = "lock"
    MANIFEST = "manifest"
    SBOM = "sbom"
    VENDORED_FILE = "vendored-file"
    FILE = "file"
    """The files themselves, of what is no dependency."""
    METADATA = "metadata"
    INDEX = "index"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states about one package.

    Attributes:
        license: Licence as written there, not checked; empty when it does not say.
        where: File or address that says so.
        version: Version of which it says so, empty when not known.
        problem: Why it could not be asked, one sentence; empty when it answered.
    """

    license: str
    where: str = ""
    version: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LicenseFound:
    """The licence of a dependency.

    Attributes:
        license: SPDX expression, None when nobody knows it.
        source: Who says so.
        reviewed: A person looked into the licence; False for a packager's word.
        notes: What to know of it, one sentence each.
        declared: SPDX expression that the package states itself, None when it states none that
            can be read.
        stated: The same as written.
        sources: Where the catalogue has it from.
        certain: False when the version decides the licence and is not known.
        newest: Licence of the newest version, when another one counts because the version is not
            known; empty otherwise.
    """

    license: str | None
    source: LicenseSource
    reviewed: bool = False
    notes: tuple[str, ...] = ()
    declared: str | None = None
    stated: str = ""
    sources: tuple[Source, ...] = ()
    certain: bool = True
    newest: str = ""


UNKNOWN = LicenseFound(None, LicenseSource.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Licensed:
    """A dependency with its licence, and how a part uses it.

    Attributes:
        dependency: What it is and where it is named; ``dependency.component.license`` is the
            licence found, ``dependency.part`` the part once it is settled.
        found: The licence and who says so.
        use: How the part is taken to use it; None until the part is settled.
    """

    dependency: Dependency
    found: LicenseFound = field(default=UNKNOWN)
    use: Use | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``: one row of ``dependencies[]``."""
        dependency = self.dependency
        component = dependency.component
        return {
            "name": component.name,
            "version": dependency.version or component.version,
            "purl": dependency.purl or component.purl,
            "license": self.found.license,
            "license_source": str(self.found.source),
            "license_stated": self.found.stated,
            "license_reviewed": self.found.reviewed,
            "notes": list(self.found.notes),
            "scope": str(dependency.scope),
            "direct": dependency.direct,
            "optional": component.optional,
            "use": str(self.use) if self.use else None,
            "part": dependency.part,
            "declared_in": component.declared_in,
            "places": [
                {"path": place.path, "line": place.line, "how": str(place.how)}
                for place in dependency.places
            ],
            "parents": list(dependency.parents),
        }


def dependency_rows(licensed: Iterable[Licensed]) -> list[dict[str, Any]]:
    """Rows of ``dependencies[]`` in the JSON of a scan."""
    return [one.to_json() for one in licensed]


Lookup = Callable[[Dependency], Stated | None]
"""Asks one more source; None when it knows nothing of the package."""


@runtime_checkable
class BatchLookup(Protocol):
    """A :data:`Lookup` that answers faster when it is told all packages before."""

    def prepare(self, dependencies: Iterable[Dependency]) -> None:
        """Ask for all of them; each is looked up one by one afterwards."""

    def __call__(self, dependency: Dependency) -> Stated | None:
        """What the source states."""


def license_dependencies(
    dependencies: Iterable[Dependency],
    knowledge: Knowledge,
    *,
    metadata: Lookup | None = None,
    index: Lookup | None = None,
) -> tuple[Licensed, ...]:
    """Dependencies with their licences.

    Args:
        dependencies: What was found.
        knowledge: Has the catalogue.
        metadata: Asks an environment on this machine; None when none was named.
        index: Asks a package index; None unless the person wants that. It is told only of
            packages whose licence nobody else knows.
    """
    named = tuple(dependencies)
    found = [find_license(dependency, knowledge, metadata) for dependency in named]
    if index is not None:
        open_ = [at for at, one in enumerate(found) if one.source is LicenseSource.UNKNOWN]
        if isinstance(index, BatchLookup):
            index.prepare(tuple(named[at] for at in open_))
        for at in open_:
            found[at] = find_license(named[at], knowledge, metadata, index)
    return tuple(map(_licensed, named, found))


def _licensed(dependency: Dependency, found: LicenseFound) -> Licensed:
    component = replace(dependency.component, license=found.license)
    return Licensed(replace(dependency, component=component), found)


def find_license(
    dependency: Dependency,
    knowledge: Knowledge,
    metadata: Lookup | None = None,
    index: Lookup | None = None,
) -> LicenseFound:
    """The licence of one dependency, from the first source that knows it."""
    declared = _declared(dependency)
    known = _catalogued(dependency, knowledge)
    if known is not None:
        return _compared(known, declared)
    if declared.license is not None:
        return declared
    problems: list[str] = []
    for lookup, source in (
        (metadata, LicenseSource.METADATA),
        (index, LicenseSource.INDEX),
    ):
        stated = lookup(dependency) if lookup is not None else None
        if stated is None:
            continue
        if stated.problem:
            problems.append(stated.problem)
            continue
        found = _read(stated, source)
        if found.license is not None:
            return found
        declared = declared if declared.stated else found
    if not (declared.stated or problems):
        return UNKNOWN
    notes = (*declared.notes, *problems)
    return replace(UNKNOWN, stated=declared.stated, notes=notes)


def _catalogued(dependency: Dependency, knowledge: Knowledge) -> LicenseFound | None:
    component = dependency.component
    row = find_component(component.name, knowledge, ecosystem=dependency.ecosystem)
    if row is None:
        if component.license is None:
            return None
        # Whoever found the dependency knew the row by another name (an include, a submodule).
        return LicenseFound(component.license, LicenseSource.CATALOGUE)
    fact = license_of(row, _version(dependency), knowledge)
    provenance = row.provenance
    notes = (*fact.why, *([row.note] if row.note else ()), *bundle_notes(row))
    return LicenseFound(
        fact.license,
        LicenseSource.CATALOGUE,
        provenance.confidence.reviewed,
        notes,
        sources=provenance.sources,
        certain=fact.certain,
        newest="" if fact.certain or fact.license == row.license else row.license,
    )


def _version(dependency: Dependency) -> str:
    """Version or range; what CMake is told without an operator is the oldest that will do."""
    stated = dependency.component.version
    cmake = any(p.path.endswith(("CMakeLists.txt", ".cmake")) for p in dependency.places)
    if not dependency.version and cmake and stated[:1].isdigit():
        return f">={stated}"
    return dependency.version or stated


def _declared(dependency: Dependency) -> LicenseFound:
    if not dependency.stated_license.strip():
        return UNKNOWN
    kinds = {place.how: place for place in reversed(dependency.places)}
    for how, source in (
        (How.LOCK, LicenseSource.LOCK),
        (How.SBOM, LicenseSource.SBOM),
        (How.VENDORED, LicenseSource.VENDORED_FILE),
    ):
        if how in kinds:
            return _read(Stated(dependency.stated_license, kinds[how].path), source)
    where = dependency.places[0].path if dependency.places else ""
    return _read(Stated(dependency.stated_license, where), LicenseSource.MANIFEST)


def _read(stated: Stated, source: LicenseSource) -> LicenseFound:
    """What a source states, as an expression where it is one."""
    text = " ".join(stated.license.split())[:MAX_STATED]
    if not text:
        return UNKNOWN
    expression, notes = normalised(text)
    if expression is None:
        note = words("dependencies.unreadable", stated=text[:80])
        return LicenseFound(None, LicenseSource.UNKNOWN, notes=(note,), stated=text)
    if stated.where:
        notes = (words(f"dependencies.source.{source}", where=stated.where), *notes)
    return LicenseFound(expression, source, notes=notes, declared=expression, stated=text)


def _compared(known: LicenseFound, declared: LicenseFound) -> LicenseFound:
    """The catalogue counts; that the package itself says otherwise is told."""
    notes = known.notes
    if declared.license is not None and declared.license != known.license:
        told = words("dependencies.differs", stated=declared.license, license=known.license)
        notes = (told, *notes)
    return replace(known, notes=notes, declared=declared.declared, stated=declared.stated)


@lru_cache(maxsize=4096)
def normalised(stated: str) -> tuple[str | None, tuple[str, ...]]:
    """A stated licence as SPDX expression, and what had to be assumed for it.

    Args:
        stated: One line; an expression, an everyday name, or what Cargo writes (``MIT/Apache-2.0``,
            which leaves the choice).
    """
    if _NOTHING.fullmatch(stated):
        return None, ()
    for text in (stated, " OR ".join(re.split(r"\s*/\s*", stated))):
        if text != stated and not _SLASH.fullmatch(stated):
            break
        try:
            found = parse(text)
        except (ExpressionError, RecursionError):
            continue
        return found.text, found.notes
    return None, ()


def lookup_in(found: Mapping[tuple[str, str], Stated]) -> Lookup:
    """A lookup in what was read before, by ecosystem and :func:`package_key`."""

    def look(dependency: Dependency) -> Stated | None:
        name = package_key(dependency.name)
        for ecosystem in (dependency.ecosystem, *_ALSO.get(dependency.ecosystem, ())):
            if (stated := found.get((ecosystem, name))) is not None:
                return stated
        return None

    return look


_ALSO = {"conda": ("pypi",), "pypi": ("conda",), "generic": ("conda",)}
"""Where else a package of an ecosystem may be installed from."""


def package_key(name: str) -> str:
    """A package name as indexes compare it: case, ``_`` and ``.`` do not count."""
    return re.sub(r"[-_.]+", "-", name).lower()
