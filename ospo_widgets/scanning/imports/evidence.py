# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which of the names that sources use are of others, seen with the whole tree in view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ospo_widgets.scanning.dependencies.model import How, Place, Scope
from ospo_widgets.scanning.imports.names import import_names
from ospo_widgets.scanning.manifests.places import FOREIGN, source_scope

_HEADER_KINDS = frozenset({"c", "verilog"})
_ROOTS = ("src", "python", "lib", "Lib")
_SAMPLES = FOREIGN - {"examples", "example", "demo", "demos"}


@dataclass(frozen=True, slots=True)
class Used:
    """A name that a source uses and that others made.

    Attributes:
        name: Package on PyPI, CRAN or of Julia; or the id or name of a component.
        ecosystem: ``pypi``, ``cran``, ``julia``, or ``generic`` for components.
        known: It stands in ``data/import_names.yaml``; what does not counts only where a manifest
            names it too.
        scope: Test, development or build from the place of the source; optional when guarded.
        place: Where.
    """

    name: str
    ecosystem: str
    known: bool
    scope: Scope
    place: Place


def used(
    rows: Mapping[str, Sequence[Sequence[Any]]], paths: Iterable[str], vendored: Sequence[str]
) -> Iterator[Used]:
    """What sources of the project use and do not hold themselves.

    Args:
        rows: What the detector ``imports`` said, by path.
        paths: All files of the tree.
        vendored: Folders and files of others, whose sources say nothing about the project.
    """
    tree = _Tree(paths)
    foreign = frozenset(vendored)
    tests = import_names().headers.tests | import_names().verilog.tests
    for path, found in rows.items():
        if _foreign(path, foreign):
            continue
        if all(row[0] in _HEADER_KINDS and tree.holds_header(row[1]) for row in found):
            continue  # by far the most sources include what the tree has
        side = source_scope(path)
        for row in found:
            kind, name, line, guarded = str(row[0]), str(row[1]), row[2], bool(row[3])
            scope = side or (Scope.OPTIONAL if guarded else Scope.RUNTIME)
            how = How.INCLUDE if kind in _HEADER_KINDS else How.IMPORT
            place = Place(path, line if isinstance(line, int) else None, how)
            if kind == "python":
                yield from _python(name, tree, path, scope, place)
            elif kind in {"julia", "r"}:
                if not tree.has_source(name):
                    ecosystem = "julia" if kind == "julia" else "cran"
                    yield Used(name, ecosystem, kind == "r", scope, place)
            elif not tree.holds(name.rpartition("/")[2], design=kind not in _HEADER_KINDS):
                component = str(row[4])
                test = component in tests
                yield Used(component, "generic", True, Scope.TEST if test else scope, place)


def _python(name: str, tree: _Tree, path: str, scope: Scope, place: Place) -> Iterator[Used]:
    if tree.is_own_module(name.partition(".")[0], path):
        return
    names = import_names()
    pieces = name.split(".")
    for count in range(len(pieces), 0, -1):
        known = ".".join(pieces[:count])
        if known in names.python_components:
            yield Used(names.python_components[known], "generic", True, scope, place)
            return
        if known in names.python:
            yield Used(names.python[known], "pypi", True, scope, place)
            return
    yield Used(pieces[0].replace("_", "-"), "pypi", False, scope, place)


def _foreign(path: str, vendored: frozenset[str]) -> bool:
    folder = path.rpartition("/")[0]
    return path in vendored or _foreign_folder(folder, vendored)


@lru_cache(maxsize=20_000)
def _foreign_folder(folder: str, vendored: frozenset[str]) -> bool:
    parts = folder.split("/")
    if any(p.lower() in _SAMPLES for p in parts):
        return True
    return any("/".join(parts[:n]) in vendored for n in range(1, len(parts) + 1))


class _Tree:
    """Answers whether a name is in the tree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = set(paths)
        self._folders: set[str] = set()
        self._names: set[str] = set()
        self._packages: set[str] = set()
        for path in self._files:
            folder, _, name = path.rpartition("/")
            self._names.add(name)
            if name in {"__init__.py", "__init__.pyi"}:
                self._packages.add(folder)
            if name.endswith((".py", ".pyx", ".pyi", ".so")):
                while folder and folder not in self._folders:
                    self._folders.add(folder)
                    folder = folder.rpartition("/")[0]
        self._stems = {n.partition(".")[0] for n in self._names}
        self._roots = {f for f in self._folders if f.rpartition("/")[2] in _ROOTS} | {""}
        self._seen: dict[tuple[str, str], bool] = {}

    def holds(self, name: str, *, design: bool) -> bool:
        """A file of this name in whatever folder; for a library of a design, one called so."""
        return self._begins(name) if design else name in self._names

    def holds_header(self, header: str) -> bool:
        """A file of the name of a header, in whatever folder."""
        return header.rpartition("/")[2] in self._names

    def _begins(self, name: str) -> bool:
        key = (name, "*")
        if key not in self._seen:
            start = f"{name}_"
            self._seen[key] = any(s.lower() == name or s.startswith(start) for s in self._stems)
        return self._seen[key]

    def has_source(self, name: str) -> bool:
        """A file of this name with some ending."""
        return name in self._stems

    def is_own_module(self, name: str, path: str) -> bool:
        """Whether Python would find a module of the tree.

        Seen from folders above the source that are no packages, from the root, and from folders
        that projects put on the search path.
        """
        folder = path.rpartition("/")[0]
        key = (name, folder)
        if key not in self._seen:
            self._seen[key] = any(self._module_in(name, at) for at in self._search(folder))
        return self._seen[key]

    def _search(self, folder: str) -> Iterator[str]:
        yield from self._roots
        while folder:
            if folder not in self._packages:
                yield folder
            folder = folder.rpartition("/")[0]

    def _module_in(self, name: str, folder: str) -> bool:
        at = f"{folder}/{name}" if folder else name
        if at in self._folders:
            return True
        return any(at + ending in self._files for ending in (".py", ".pyx", ".pyi"))
