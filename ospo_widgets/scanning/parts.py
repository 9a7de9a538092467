# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Divides a tree into parts by what they are made of, so that each gets its own licence answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from ospo_widgets.project import Component, Material, Origin, Part
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.hardware.kinds import kind_by_path
from ospo_widgets.scanning.paths import ending_of
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.result import FileResult

_NAMED = frozenset({"CMakeLists.txt", "Dockerfile", "Doxyfile", "Jenkinsfile", "Makefile"})
"""Files whose name, not their ending, says what they are."""
MAX_TYPES = 15
"""File types that a part names."""
_LEAST = 3
"""Files from which a folder of documents, data or firmware counts as a part of its own."""
_PURE = 0.8
"""Share of one material from which a folder inside another part belongs to its own part."""
_DEPTH = 4
"""Folders deep in which such folders are looked for."""
_ORDER = (
    Material.SOFTWARE,
    Material.FIRMWARE,
    Material.GATEWARE,
    Material.HARDWARE,
    Material.MODEL,
    Material.DOCUMENTATION,
    Material.DATA,
)
_DESIGN = (Material.HARDWARE, Material.GATEWARE)
_MADE = (Material.SOFTWARE, Material.FIRMWARE, *_DESIGN)
"""Materials that decide what a folder is; documents and data go with what they belong to."""

Told = Mapping[str, Material | None]
"""Material of files whose content tells more than their path."""
_MaterialOf = Callable[[str], Material | None]
LicenseOf = Callable[[str, list[str]], str | None]
"""Licence of a part, from its id and its files."""


@dataclass(slots=True)
class _Divided:
    """Globs and files of each material, and which must come after which."""

    globs: dict[Material, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: dict[Material, list[str]] = field(default_factory=lambda: defaultdict(list))
    after: set[tuple[Material, Material]] = field(default_factory=set)

    def put(self, material: Material, glob: str, home: Material) -> None:
        """Add a glob; inside that of another material it must come later, where the last wins."""
        if glob not in self.globs[material]:
            self.globs[material].append(glob)
        if material is not home:
            self.after.add((material, home))


@dataclass(frozen=True, slots=True)
class _Table:
    endings: Mapping[str, Material]
    folders: Mapping[Material, frozenset[str]]
    marker_names: frozenset[str]
    marker_endings: frozenset[str]
    linker: frozenset[str]
    languages: frozenset[str]


def material_of(path: str, told: Told | None = None) -> Material | None:
    """What a file is made of; None when nothing tells.

    Args:
        path: Relative path; by its ending, where that has one usual meaning.
        told: What contents tell (:func:`~ospo_widgets.scanning.hardware.design.materials_of`).
    """
    if told is not None and path in told:
        return told[path]
    return _usual(path)


@lru_cache(maxsize=65_536)
def _usual(path: str) -> Material | None:
    """What a path tells by itself; asked for the same paths again and again."""
    kind = kind_by_path(path)
    if kind is not None:
        return kind.material
    return _table().endings.get(ending_of(path))


def code_of(path: str) -> bool:
    """Whether the ending of a path is one of software."""
    return _table().endings.get(ending_of(path)) is Material.SOFTWARE


def parts_of(
    paths: Iterable[str],
    files: Sequence[FileResult],
    components: tuple[Component, ...],
    main: str | None,
    told: Told | None = None,
    *,
    license_of: LicenseOf | None = None,
) -> tuple[Part, ...]:
    """Parts whose globs cover the tree, each file in one part.

    Where globs of two parts match a file, the later part has it, as in ``REUSE.toml``.

    Args:
        paths: All files of the tree.
        files: What covered files state.
        components: Declared dependencies; they go to the software, or to the first part.
        main: SPDX expression of the whole, for parts whose files do not say.
        told: Material of files whose content tells more than their path.
        license_of: Licence of a part from its id and its files; by default what most files state.
    """
    divided = _divide(list(paths), told or {})
    stated = {f.path: f.licenses for f in files}
    present = _ordered([m for m in _ORDER if divided.files.get(m)], divided.after)
    user = Material.SOFTWARE if Material.SOFTWARE in present else next(iter(present), None)
    parts = []
    for material in present:
        inside = divided.files[material]
        if license_of is not None:
            best = license_of(str(material), inside)
        else:
            named = Counter(e for path in inside for e in stated.get(path, ()))
            best = min(named, key=lambda e: (-named[e], e)) if named else main
        parts.append(
            Part(
                id=str(material),
                name=words(f"scanning.part.{material}"),
                material=material,
                paths=tuple(divided.globs[material]) if len(present) > 1 else ("**",),
                license=best,
                components=components if material is user else (),
                file_count=len(inside),
                file_types=_types(inside),
                origin=Origin.SCAN,
            )
        )
    return tuple(parts)


def _ordered(present: list[Material], after: set[tuple[Material, Material]]) -> list[Material]:
    """The usual order, but a part with folders inside another part comes after that one."""
    left, found = list(present), []
    while left:
        free = (m for m in left if not any((m, other) in after for other in left if other is not m))
        chosen = next(free, left[0])
        left.remove(chosen)
        found.append(chosen)
    return found


def _types(paths: list[str]) -> tuple[str, ...]:
    """Endings and well-known names of files, the most frequent first."""
    kinds = Counter(kind for path in paths if (kind := _type(path)))
    return tuple(sorted(kinds, key=lambda kind: (-kinds[kind], kind))[:MAX_TYPES])


def _type(path: str) -> str:
    name = path.rpartition("/")[2]
    if name in _NAMED:
        return name
    suffix = ending_of(name)
    return suffix if re.fullmatch(r"\.[a-z0-9_+-]{1,20}", suffix) else ""


def _divide(paths: list[str], told: Told) -> _Divided:
    """Top folders by what fills them; folders inside them, and single design files, by the same."""
    material = _telling(paths, told)
    by_top: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        top, slash, _ = path.partition("/")
        by_top[top if slash else ""].append(path)
    homes = {top: _folder_material(top, inside, material) for top, inside in by_top.items() if top}
    total = Counter(m for p in paths if (m := material(p)) in _MADE)
    rest = max(total, key=lambda m: (total[m], -_ORDER.index(m))) if total else None
    rest = rest or next((m for m in homes.values() if m), None)
    main = rest or material(next(iter(paths), "")) or Material.SOFTWARE
    divided = _Divided()
    for top, inside in sorted(by_top.items()):
        home = homes.get(top) or main
        divided.put(home, f"{_escape(top)}/**" if top else "*", home)
        _place(top, inside, home, material, divided)
    return divided


def _place(
    folder: str, inside: list[str], home: Material, material: _MaterialOf, divided: _Divided
) -> None:
    """Files of a folder: to its part, to that of a folder inside it, or of their own material."""
    if folder and folder.count("/") + 1 < _DEPTH and home in _MADE:
        subfolders: dict[str, list[str]] = defaultdict(list)
        direct: list[str] = []
        for path in inside:
            name, slash, _ = path[len(folder) + 1 :].partition("/")
            (subfolders[f"{folder}/{name}"] if slash else direct).append(path)
        for name, within in sorted(subfolders.items()):
            own = _pure_material(within, material)
            if own is not None and own is not home:
                divided.put(own, f"{_escape(name)}/**", home)
                _put_files(name, within, own, material, divided)
            else:
                _place(name, within, home, material, divided)
        inside = direct
    _put_files(folder, inside, home, material, divided)


def _put_files(
    folder: str, inside: list[str], home: Material, material: _MaterialOf, divided: _Divided
) -> None:
    """Files to the part of their folder, but design files to the part of their own material."""
    foreign: dict[str, Material] = {}
    for path in inside:
        own = material(path)
        if own not in _DESIGN or own is home:
            divided.files[home].append(path)
            continue
        divided.files[own].append(path)
        foreign[_glob(path, folder.partition("/")[0], usual=material_of(path) is own)] = own
    for glob, own in sorted(foreign.items()):
        divided.put(own, glob, home)


def _glob(path: str, top: str, *, usual: bool) -> str:
    """Glob for a design file in another part: by its ending, where that has one meaning."""
    pure = PurePosixPath(path)
    if not usual:
        return _escape(path)
    name = f"*{_escape(pure.suffix)}" if pure.suffix else _escape(pure.name)
    return f"{_escape(top)}/**/{name}" if top else name


def _pure_material(inside: list[str], material: _MaterialOf) -> Material | None:
    """What nearly all telling files of a folder are; None when they are few or mixed."""
    kinds = Counter(m for p in inside if (m := material(p)) in _MADE)
    if not kinds:
        return None
    best, number = min(kinds.items(), key=lambda pair: (-pair[1], _ORDER.index(pair[0])))
    return best if number >= _LEAST and number >= _PURE * kinds.total() else None


def _folder_material(top: str, inside: list[str], material: _MaterialOf) -> Material | None:
    """What a top folder is; None when it belongs to the main part."""
    kinds = Counter(m for p in inside if (m := material(p)))
    folders = _table().folders
    name = top.lower()
    if name in folders[Material.MODEL] and kinds[Material.MODEL] * 2 > len(inside):
        return Material.MODEL
    for quiet in (Material.DOCUMENTATION, Material.DATA):
        if name in folders[quiet] and kinds[quiet] >= _LEAST:
            return quiet
    made = {m: kinds[m] for m in _MADE if kinds[m]}
    if not made:
        return None
    return max(made, key=lambda m: (made[m], -_ORDER.index(m)))


def _telling(paths: list[str], told: Told) -> _MaterialOf:
    """Material of each path, with programs for microcontrollers told from other software."""
    firmware = frozenset(_firmware(paths, told))

    def material(path: str) -> Material | None:
        return Material.FIRMWARE if path in firmware else material_of(path, told)

    return material


def _firmware(paths: list[str], told: Told) -> Iterator[str]:
    """Programs for microcontrollers: in folders of that name, or beside files only they have.

    None when they are few and the tree has nothing on which they would run: an example for Arduino
    makes no firmware of a library.
    """
    table = _table()
    designs = any(material_of(path, told) in _DESIGN for path in paths)
    folders = {
        path.rpartition("/")[0]
        for path in paths
        if (name := path.rpartition("/")[2]) in table.marker_names
        or (ending := ending_of(name)) in table.marker_endings
        or (designs and ending in table.linker)
    } - {""}
    found = [
        path
        for path in paths
        if ending_of(path) in table.languages
        and material_of(path, told) is Material.SOFTWARE
        and _in_firmware(path, folders, table)
    ]
    if designs or len(found) >= max(_LEAST, len(paths) // 20):
        yield from found


def _in_firmware(path: str, marked: set[str], table: _Table) -> bool:
    parents = path.split("/")[:-1]
    if any(folder.lower() in table.folders[Material.FIRMWARE] for folder in parents):
        return True
    return any("/".join(parents[:n]) in marked for n in range(1, len(parents) + 1))


def _escape(name: str) -> str:
    """A folder name for a glob of ``REUSE.toml``: stars and backslashes are escaped."""
    return re.sub(r"([*\\])", r"\\\1", name)


@cache
def _table() -> _Table:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (data_dir() / "materials.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=loader)
    firmware = data["firmware"]
    return _Table(
        endings={e: Material(m) for m, endings in data["endings"].items() for e in endings},
        folders={Material(m): frozenset(names) for m, names in data["folders"].items()},
        marker_names=frozenset(firmware["names"]),
        marker_endings=frozenset(firmware["endings"]),
        linker=frozenset(firmware["linker"]),
        languages=frozenset(firmware["languages"]),
    )
