# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Divides a tree into parts by what they are made of, so that each gets its own licence answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ospo_widgets.project import Component, Material, Origin, Part
from ospo_widgets.scanning.result import FileResult
from ospo_widgets.wording import words

_EXTENSIONS: Mapping[Material, frozenset[str]] = {
    Material.HARDWARE: frozenset(
        [
            ".kicad_pcb",
            ".kicad_sch",
            ".kicad_pro",
            ".kicad_mod",
            ".kicad_sym",
            ".kicad_wks",
            ".sch",
            ".brd",
            ".lbr",
            ".pcbdoc",
            ".schdoc",
            ".prjpcb",
            ".schlib",
            ".pcblib",
            ".step",
            ".stp",
            ".iges",
            ".igs",
            ".fcstd",
            ".scad",
            ".sldprt",
            ".sldasm",
            ".ipt",
            ".iam",
            ".catpart",
            ".dxf",
            ".gbr",
            ".gerber",
            ".gtl",
            ".gbl",
            ".drl",
        ]
    ),
    Material.GATEWARE: frozenset(
        [
            ".vhd",
            ".vhdl",
            ".v",
            ".vh",
            ".sv",
            ".svh",
            ".xdc",
            ".ucf",
            ".sdc",
            ".qsf",
            ".qpf",
            ".xpr",
            ".lpf",
            ".pcf",
            ".bd",
            ".xci",
        ]
    ),
    Material.SOFTWARE: frozenset(
        [
            ".py",
            ".pyx",
            ".ipynb",
            ".c",
            ".h",
            ".cc",
            ".cpp",
            ".cxx",
            ".hh",
            ".hpp",
            ".hxx",
            ".icc",
            ".cu",
            ".java",
            ".js",
            ".mjs",
            ".ts",
            ".jsx",
            ".tsx",
            ".vue",
            ".rs",
            ".go",
            ".f",
            ".f90",
            ".for",
            ".jl",
            ".r",
            ".rb",
            ".php",
            ".pl",
            ".lua",
            ".sh",
            ".cs",
            ".kt",
            ".scala",
            ".swift",
            ".m",
            ".tcl",
        ]
    ),
    Material.DOCUMENTATION: frozenset(
        [".md", ".rst", ".txt", ".adoc", ".tex", ".pdf", ".odt", ".docx", ".svg", ".png"]
    ),
    Material.DATA: frozenset(
        [
            ".csv",
            ".tsv",
            ".parquet",
            ".root",
            ".h5",
            ".hdf5",
            ".npy",
            ".npz",
            ".fits",
            ".feather",
            ".arrow",
            ".nc",
            ".zarr",
        ]
    ),
}
_DOC_FOLDERS = frozenset({"doc", "docs", "documentation", "manual"})
_DATA_FOLDERS = frozenset({"data", "dataset", "datasets"})
_NAMED = frozenset({"CMakeLists.txt", "Dockerfile", "Doxyfile", "Jenkinsfile", "Makefile"})
"""Files whose name, not their ending, says what they are."""
MAX_TYPES = 15
"""File types that a part names."""
_LEAST = 3
"""Files from which a folder of documents or data counts as a part of its own."""
_ORDER = (
    Material.SOFTWARE,
    Material.GATEWARE,
    Material.HARDWARE,
    Material.DOCUMENTATION,
    Material.DATA,
)
_DESIGN = (Material.HARDWARE, Material.GATEWARE)


@dataclass(frozen=True, slots=True)
class _Divided:
    """Globs and files of each material."""

    globs: dict[Material, list[str]]
    files: dict[Material, list[str]]


def material_of(path: str) -> Material | None:
    """What a file is made of, by its extension; None when that does not tell."""
    suffix = PurePosixPath(path).suffix.lower()
    return next((m for m, suffixes in _EXTENSIONS.items() if suffix in suffixes), None)


def parts_of(
    paths: Iterable[str],
    files: Sequence[FileResult],
    components: tuple[Component, ...],
    main: str | None,
) -> tuple[Part, ...]:
    """Parts whose globs cover the tree, each file in one part.

    Args:
        paths: All files of the tree.
        files: What covered files state.
        components: Declared dependencies; they go to the software, or to the first part.
        main: SPDX expression of the whole, for parts whose files do not say.
    """
    divided = _divide(list(paths))
    stated = {f.path: f.licenses for f in files}
    present = [m for m in _ORDER if divided.globs.get(m)]
    user = Material.SOFTWARE if Material.SOFTWARE in present else next(iter(present), None)
    parts = []
    for material in present:
        inside = divided.files[material]
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


def _types(paths: list[str]) -> tuple[str, ...]:
    """Endings and well-known names of files, the most frequent first."""
    kinds = Counter(kind for path in paths if (kind := _type(PurePosixPath(path))))
    return tuple(sorted(kinds, key=lambda kind: (-kinds[kind], kind))[:MAX_TYPES])


def _type(path: PurePosixPath) -> str:
    if path.name in _NAMED:
        return path.name
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9_+-]{1,20}", suffix) else ""


def _divide(paths: list[str]) -> _Divided:
    """Top folders by what fills them; design files elsewhere by their extension."""
    by_top: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        top, slash, _ = path.partition("/")
        by_top[top if slash else ""].append(path)
    materials = {top: _folder_material(top, inside) for top, inside in by_top.items() if top}
    total = Counter(m for p in paths if (m := material_of(p)) in (*_DESIGN, Material.SOFTWARE))
    rest = max(total, key=lambda m: (total[m], -_ORDER.index(m))) if total else None
    rest = rest or next(iter(materials.values()), None) or material_of(next(iter(paths), ""))
    main = rest or Material.SOFTWARE
    globs: dict[Material, list[str]] = defaultdict(list)
    files: dict[Material, list[str]] = defaultdict(list)
    for top, inside in sorted(by_top.items()):
        home = materials.get(top) or main
        globs[home].append(f"{_escape(top)}/**" if top else "*")
        foreign: dict[str, Material] = {}
        for path in inside:
            material = material_of(path)
            if material in _DESIGN and material is not home:
                foreign[PurePosixPath(path).suffix] = material
                files[material].append(path)
            else:
                files[home].append(path)
        for suffix, material in sorted(foreign.items()):
            globs[material].append(f"{_escape(top)}/**/*{suffix}" if top else f"*{suffix}")
    return _Divided(dict(globs), dict(files))


def _folder_material(top: str, inside: list[str]) -> Material | None:
    """What a top folder is; None when it belongs to the main part."""
    kinds = Counter(m for p in inside if (m := material_of(p)))
    if top.lower() in _DOC_FOLDERS and kinds[Material.DOCUMENTATION] >= _LEAST:
        return Material.DOCUMENTATION
    if top.lower() in _DATA_FOLDERS and kinds[Material.DATA] >= _LEAST:
        return Material.DATA
    made = {m: kinds[m] for m in (Material.SOFTWARE, *_DESIGN) if kinds[m]}
    if not made:
        return None
    return max(made, key=lambda m: (made[m], -_ORDER.index(m)))


def _escape(name: str) -> str:
    """A folder name for a glob of ``REUSE.toml``: stars and backslashes are escaped."""
    return re.sub(r"([*\\])", r"\\\1", name)
