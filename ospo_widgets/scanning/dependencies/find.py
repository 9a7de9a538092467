# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All dependencies of a tree: manifests, lock files, submodules, vendored work and sources.

Nothing is run, installed or fetched. Each dependency appears once for each version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies.merge import Merge
from ospo_widgets.scanning.dependencies.model import Dependency, How, Place
from ospo_widgets.scanning.dependencies.vendored import VendoredFolder, vendored_folders
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.imports.evidence import used
from ospo_widgets.scanning.manifests.model import Declared, ReadManifest, from_row
from ospo_widgets.scanning.manifests.places import narrowed, side_scope

_RECIPES = frozenset({"package.py", "vcpkg.json", "meta.yaml", "recipe.yaml"})
MAX_RECIPES = 3
"""More recipes than this, side by side, are a collection that describes the work of others."""


def dependencies(facts: Facts, knowledge: Knowledge | None = None) -> tuple[Dependency, ...]:
    """Everything that the project needs, what it declares first.

    Args:
        facts: What the worker found out.
        knowledge: Catalogue of components; by default what :func:`load_knowledge` gives.
    """
    paths = [file.path for file in facts.tree]
    merge = Merge(knowledge or load_knowledge(), gateware=_gateware(paths))
    reads = _without_collections(facts.manifests)
    for read in reads:
        merge.own(read.manifest)
    declared = [r for r in reads if not r.manifest.lock]
    for read in declared:
        for entry in read.manifest.dependencies:
            place = _place(entry, read.path)
            merge.declare(entry, narrowed(entry.scope, place.path), place)
    vendored = facts.once(vendored_in)
    inside = _manifests_inside(facts, vendored)
    for work in vendored:
        merge.vendor(work, inside.get(work.path))
    for found in used(facts.rows("imports"), paths, [v.path for v in vendored]):
        merge.use(found)
    for read in reads:
        for entry in read.manifest.managed:
            merge.settle(entry, Place(read.path, None, How.LOCK))
    locks = [r for r in reads if r.manifest.lock]
    for read in sorted(locks, key=lambda r: side_scope(r.path) is not None):
        merge.lock(read)
    return merge.result()


def vendored_in(facts: Facts) -> tuple[VendoredFolder, ...]:
    """Work of others in the tree; ask for it by ``facts.once``."""
    return vendored_folders(file.path for file in facts.tree)


def components(facts: Facts, knowledge: Knowledge | None = None) -> tuple[Component, ...]:
    """What the project itself names, as components for the advisor.

    Args:
        facts: What the worker found out.
        knowledge: Catalogue of components; by default what :func:`load_knowledge` gives.
    """
    return tuple(d.component for d in dependencies(facts, knowledge) if d.direct)


def _gateware(paths: Sequence[str]) -> bool:
    """Whether a tree holds more files of hardware description than of programs in C and C++."""
    endings = Counter(path.rpartition(".")[2].lower() for path in paths)
    designs = sum(endings[e] for e in ("vhd", "vhdl", "v", "sv", "svh"))
    return designs > sum(endings[e] for e in ("c", "cc", "cpp", "cxx", "h", "hh", "hpp"))


def _place(entry: Declared, path: str) -> Place:
    if entry.how is How.SUBMODULE:
        return Place(entry.folder, None, How.SUBMODULE)
    return Place(path, entry.line, entry.how)


def _without_collections(reads: Sequence[ReadManifest]) -> list[ReadManifest]:
    """Manifests without the recipes of a collection (``packages/*/package.py``)."""
    beside: dict[tuple[str, str], int] = {}
    keys = []
    for read in reads:
        folder, _, name = read.path.rpartition("/")
        key = (folder.rpartition("/")[0], name)
        keys.append(key)
        beside[key] = beside.get(key, 0) + 1
    return [
        read
        for read, key in zip(reads, keys, strict=True)
        if key[1] not in _RECIPES or beside[key] <= MAX_RECIPES
    ]


def _manifests_inside(facts: Facts, vendored: Sequence[VendoredFolder]) -> dict[str, ReadManifest]:
    """The manifest at the top of each vendored folder, the first that has a name."""
    folders = {v.path for v in vendored}
    found: dict[str, ReadManifest] = {}
    for path, rows in facts.rows("manifests").items():
        folder = path.rpartition("/")[0]
        if folder in folders and rows and folder not in found:
            read = from_row(path, rows[0])
            if read.manifest.name and not read.manifest.lock:
                found[folder] = read
    return found
