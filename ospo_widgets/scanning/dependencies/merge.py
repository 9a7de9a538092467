# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Brings together what manifests, lock files and sources say about the same dependency."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.components import license_of
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component, Origin
from ospo_widgets.scanning.dependencies.model import AIDS, Dependency, How, Place, Scope
from ospo_widgets.scanning.dependencies.names import (
    DEVELOPER_TOOLS,
    TOOLS,
    catalogued,
    families,
    name_in,
    native_name,
    repository_name,
)
from ospo_widgets.scanning.dependencies.uses import Found, preset_use
from ospo_widgets.scanning.dependencies.vendored import VendoredFolder
from ospo_widgets.scanning.imports.evidence import Used
from ospo_widgets.scanning.manifests.model import Declared, Manifest, ReadManifest, package_url
from ospo_widgets.scanning.manifests.places import side_scope, source_scope

Key = tuple[str, str, str]
"""Family, name, and version for what is there in several versions (else empty)."""
MAX_PLACES = 20
MAX_DEPENDENCIES = 20_000
_STRENGTH = {scope: rank for rank, scope in enumerate(Scope)}
_LIST = re.compile(r"\.(?:txt|in|ya?ml)$")
_PACKAGING = frozenset({"deb", "rpm"})
_WHO = {How.MANIFEST: 0, How.SUBMODULE: 0, How.VENDORED: 1, How.LOCK: 2}


@dataclass(slots=True)
class _Group:
    """One dependency while it is put together.

    Attributes:
        declared: The entry that counts for name and version.
        scope: The strongest so far.
        direct: The project names it.
        manifest: A manifest names it, so sources do not change what it is used for.
        places: In the order of finding.
        parents: Keys of what needs it.
    """

    declared: Declared
    scope: Scope
    direct: bool = True
    manifest: bool = True
    places: dict[Place, None] = field(default_factory=dict)
    parents: set[Key] = field(default_factory=set)


class Merge:
    """Collects entries in the order: own names, manifests, vendored work, sources, lock files.

    Args:
        knowledge: Catalogue of components.
        gateware: Most of the sources are a hardware description.
    """

    def __init__(self, knowledge: Knowledge, *, gateware: bool = False) -> None:
        self.gateware = gateware
        self._knowledge = knowledge
        self._own_names: set[str] = set()
        self._own_ids: set[str] = set()
        self._groups: dict[Key, _Group] = {}
        self._native_ids: dict[str, Key] = {}
        self._ecosystems: set[str] = set()

    def own(self, manifest: Manifest) -> None:
        """Names that the project gives to itself: nothing of these names is a dependency."""
        for name in (manifest.name, *manifest.provides):
            if name:
                self._own_names |= {name_in(name), name_in(name.rpartition("/")[2])}
                found = catalogued(name, "generic", self._knowledge)
                self._own_ids |= {found.id} if found else set()

    def _row(self, name: str, ecosystem: str, url: str = "") -> CatalogueComponent | None:
        found = catalogued(name, ecosystem, self._knowledge)
        if found is None and ecosystem == "generic" and url:
            return catalogued(repository_name(url), ecosystem, self._knowledge)
        return found

    def _key(self, name: str, ecosystem: str, url: str = "") -> Key:
        """Where an entry belongs; libraries in C and C++ go by their row of the catalogue."""
        family = families(ecosystem)
        bare = native_name(name, ecosystem) if family == "native" else name_in(name)
        plain: Key = (family, bare, "")
        if family == "native" or (ecosystem == "conda" and plain not in self._groups):
            found = self._row(name, ecosystem, url)
            if found is not None:
                shared: Key = ("native", found.id, "")
                if family == "native" or shared in self._groups:
                    return shared
        return plain

    def _is_own(self, key: Key, name: str) -> bool:
        return name_in(name) in self._own_names or (key[0] == "native" and key[1] in self._own_ids)

    def declare(self, entry: Declared, scope: Scope, place: Place) -> None:
        """An entry of a manifest, or a submodule."""
        if entry.how is How.LINK:
            self._find(entry.name, "generic", scope, place)
            return
        key = self._key(entry.name, entry.ecosystem, entry.url)
        if entry.how is not How.SUBMODULE and self._is_own(key, entry.name):
            return
        self._ecosystems.add(families(entry.ecosystem))
        if key[0] == "native" and native_name(entry.name, entry.ecosystem) in TOOLS:
            scope = scope if scope in AIDS else Scope.BUILD
        listed = scope is Scope.RUNTIME and _LIST.search(place.path)
        if key[1] in DEVELOPER_TOOLS and (scope is Scope.OPTIONAL or listed):
            scope = Scope.DEVELOPMENT
        group = self._add(key, replace(entry, scope=scope, optional=False), scope, place)
        if not entry.top and place.how is How.MANIFEST:
            group.direct = group.direct and len(group.places) > 1

    def _add(self, key: Key, entry: Declared, scope: Scope, place: Place) -> _Group:
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(entry, scope)
        elif entry.ecosystem in _PACKAGING and group.declared.ecosystem not in _PACKAGING:
            pass  # a distribution's package is one build of many; the project's own word counts
        elif _STRENGTH[scope] < _STRENGTH[group.scope] or (
            group.declared.ecosystem in _PACKAGING and entry.ecosystem not in _PACKAGING
        ):
            group.declared, group.scope = entry, scope
        elif not group.declared.version and entry.version and scope is group.scope:
            group.declared = replace(group.declared, version=entry.version)
        if len(group.places) < MAX_PLACES:
            group.places.setdefault(place)
        return group

    def vendor(self, work: VendoredFolder, inside: ReadManifest | None) -> None:
        """Work of others that lies in the tree, with its manifest when there is one."""
        name = inside.manifest.name if inside else work.name
        version = (inside.manifest.version if inside else "") or work.version
        stated = inside.manifest.license if inside else ""
        place = Place(work.path, None, How.VENDORED)
        ecosystem = _ecosystem_of(inside.path) if inside else "generic"
        entry = Declared(
            name, ecosystem, version[:100], resolved=version[:100], license=stated,
            how=How.VENDORED, folder=work.path,
        )  # fmt: skip
        scope = side_scope(work.path) or Scope.RUNTIME
        key = self._key(name, ecosystem)
        submodule = next((g for g in self._groups.values() if g.declared.folder == work.path), None)
        if submodule is not None:
            submodule.places.setdefault(place)
            return
        group = self._add(key, replace(entry, scope=scope), scope, place)
        if not group.declared.license and stated:
            group.declared = replace(group.declared, license=stated)

    def use(self, found: Used) -> None:
        """A name that a source uses."""
        if found.ecosystem == "generic":
            self._find(found.name, found.ecosystem, found.scope, found.place)
            return
        key = self._key(found.name, found.ecosystem)
        group = self._groups.get(key)
        if group is None and found.ecosystem == "pypi":
            known = catalogued(found.name, "pypi", self._knowledge)
            group = self._groups.get(("native", known.id, "")) if known else None
        if group is not None:
            _seen_in_source(group, found.scope, found.place)
        elif found.known and not self._is_own(key, found.name):
            entry = Declared(found.name, found.ecosystem, scope=found.scope)
            self._groups[key] = _Group(entry, found.scope, manifest=False)
            self._groups[key].places[found.place] = None

    def _find(self, component: str, ecosystem: str, scope: Scope, place: Place) -> None:
        """A header, module or linked library, known by the id of its component."""
        row = self._knowledge.components.get(component)
        key: Key = ("native", row.id if row else name_in(component), "")
        if key[1] in self._own_ids or name_in(component) in self._own_names:
            return
        group = self._groups.get(key)
        if group is None and row is not None:
            names = (row.id, row.name, *row.aliases)
            keys = [(f, name_in(n), "") for f in ("pypi",) for n in names]
            group = next((self._groups[k] for k in keys if k in self._groups), None)
        if group is not None:
            _seen_in_source(group, scope, place)
            return
        name = row.name if row else component
        identity = row.id if row else component
        entry = Declared(name, ecosystem, scope=scope, folder=f"purl:{identity}")
        self._groups[key] = _Group(entry, scope, manifest=False)
        self._groups[key].places[place] = None

    def settle(self, entry: Declared, place: Place) -> None:
        """A version that another file keeps for something that is named already."""
        group = self._groups.get(self._key(entry.name, entry.ecosystem))
        if group is not None and not group.declared.pinned:
            version = group.declared.version or entry.version
            group.declared = replace(group.declared, version=version, resolved=entry.pinned)
            if len(group.places) < MAX_PLACES:
                group.places.setdefault(place)

    def lock(self, read: ReadManifest) -> None:
        """A lock file: versions for what manifests name, and what is needed indirectly."""
        entries = [e for e in read.manifest.dependencies if not self._is_own_lock(e)]
        needed = {n.rpartition("@")[0] or n for e in entries for n in e.needs}
        placed: dict[str, Key] = {}
        for entry in sorted(entries, key=lambda e: not e.top):
            key = self._locked(entry, read.path, entry.name in needed)
            placed.setdefault(entry.name, key)
            placed[f"{entry.name}@{entry.resolved}"] = key
        lookup = {name_in(name): key for name, key in placed.items()}
        for entry in entries:
            parent = placed[f"{entry.name}@{entry.resolved}"]
            for need in entry.needs:
                child = placed.get(need) or lookup.get(name_in(need))
                if child and child != parent and child in self._groups:
                    self._groups[child].parents.add(parent)

    def _is_own_lock(self, entry: Declared) -> bool:
        key = self._key(entry.name, entry.ecosystem)
        return key not in self._groups and self._is_own(key, entry.name)

    def _locked(self, entry: Declared, path: str, needed: bool) -> Key:
        key = self._key(entry.name, entry.ecosystem)
        place = Place(path, None, How.LOCK)
        settled = entry.pinned or entry.version
        entry = replace(entry, resolved=settled, version="")
        group = self._groups.get(key)
        if group is not None and group.declared.pinned in {"", settled}:
            group.declared = replace(
                group.declared,
                resolved=settled,
                license=group.declared.license or entry.license,
                checksums=entry.checksums or group.declared.checksums,
                url=group.declared.url or entry.url,
                qualifiers=group.declared.qualifiers or entry.qualifiers,
            )
            if len(group.places) < MAX_PLACES:
                group.places.setdefault(place)
            return key
        if group is not None:
            key = (key[0], key[1], settled)
        if len(self._groups) >= MAX_DEPENDENCIES:
            return key
        direct = families(entry.ecosystem) not in self._ecosystems and entry.top and not needed
        side = side_scope(path)
        scope = entry.scope
        if side is not None:
            scope = side
        elif direct and scope is Scope.TRANSITIVE:
            scope = Scope.RUNTIME
        elif not direct and scope is Scope.RUNTIME:
            scope = Scope.TRANSITIVE
        known = self._groups.get(key)
        if known is None:
            known = self._groups[key] = _Group(entry, scope, direct)
        known.places.setdefault(place)
        return key

    def result(self) -> tuple[Dependency, ...]:
        """All dependencies: what manifests name, what sources use, what only locks name."""
        self._lower_what_only_aids_need()
        purls = {key: _purl(group.declared) for key, group in self._groups.items()}
        made = [
            self._dependency(group, purls[key], tuple(sorted(purls[p] for p in group.parents)))
            for key, group in self._groups.items()
        ]
        return tuple(sorted(made, key=lambda d: not d.direct))

    def _lower_what_only_aids_need(self) -> None:
        """What only tests, builds and development lead to becomes no part of the product either."""
        children: dict[Key, list[Key]] = {}
        for key, group in self._groups.items():
            for parent in group.parents:
                children.setdefault(parent, []).append(key)
        pending = [k for k, g in self._groups.items() if g.direct and g.scope not in AIDS]
        pending += [k for k, g in self._groups.items() if not g.direct and not g.parents]
        reached = set(pending)
        while pending:
            for child in children.get(pending.pop(), ()):
                if child not in reached:
                    reached.add(child)
                    pending.append(child)
        for key, group in self._groups.items():
            if key not in reached and not group.direct and group.scope is Scope.TRANSITIVE:
                group.scope = Scope.DEVELOPMENT

    def _dependency(self, group: _Group, purl: str, parents: tuple[str, ...]) -> Dependency:
        entry = group.declared
        places = tuple(sorted(group.places, key=_order))
        scope = group.scope
        stated = entry.version or entry.resolved
        row = self._row(entry.name, entry.ecosystem, entry.url)
        known = license_of(row, entry.pinned or stated, self._knowledge).license if row else None
        fetched = bool(entry.url) and entry.ecosystem == "generic"
        component = Component(
            name=entry.name,
            license=known,
            use=preset_use(
                Found(entry.name, scope, entry.ecosystem, places, fetched, self.gateware)
            ),
            optional=scope in AIDS or scope is Scope.OPTIONAL,
            version=stated,
            purl=purl,
            declared_in=places[0].path,
            origin=Origin.SCAN,
        )
        return Dependency(
            component=component,
            scope=scope,
            direct=group.direct,
            version=entry.pinned,
            purl=purl,
            ecosystem=entry.ecosystem,
            places=places,
            parents=tuple(p for p in parents if p),
            stated_license=entry.license,
            checksums=entry.checksums,
            url=entry.url,
        )


def _order(place: Place) -> tuple[int, bool]:
    """Manifests first, then sources of the product, then those of tests and examples."""
    rank = _WHO.get(place.how, 3)
    return rank, rank == 3 and source_scope(place.path) is not None


def _purl(entry: Declared) -> str:
    if entry.folder.startswith("purl:"):
        return package_url("generic", entry.folder.removeprefix("purl:"))
    return entry.purl


def _seen_in_source(group: _Group, scope: Scope, place: Place) -> None:
    """A source uses it.

    What a manifest says of its use counts, but nothing that the product imports without asking is
    only for its build.
    """
    stronger = _STRENGTH[scope] < _STRENGTH[group.scope]
    if len(group.places) < MAX_PLACES + stronger:
        group.places.setdefault(place)
    if stronger and (not group.manifest or (group.scope is Scope.BUILD and scope is Scope.RUNTIME)):
        group.scope = scope
        group.declared = replace(group.declared, scope=scope, optional=False)


def _ecosystem_of(path: str) -> str:
    """Ecosystem of a manifest inside vendored work."""
    name = path.rpartition("/")[2].lower()
    kinds = {
        "package.json": "npm",
        "pyproject.toml": "pypi",
        "setup.py": "pypi",
        "setup.cfg": "pypi",
        "cargo.toml": "cargo",
        "composer.json": "composer",
    }
    return kinds.get(name, "generic")
