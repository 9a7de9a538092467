# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a design has beside its sources: exports, parts to buy, files for making and testing it.

Sources: CERN-OHL version 2, clause 1.8; Open Source Hardware Association, best practices;
DIN SPEC 3105-1; Open Know-How.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Set as AbstractSet

from ospo_widgets.project import Material
from ospo_widgets.scanning.hardware.bom import Bom
from ospo_widgets.scanning.hardware.components import Components
from ospo_widgets.scanning.hardware.design import Design, DesignFile, stem
from ospo_widgets.scanning.hardware.hdl import tests_by_path
from ospo_widgets.scanning.parts import code_of

_ENOUGH = 0.1
"""Share of components without a part number that is still bearable."""
_FORGOTTEN = 1
"""Components without a part number that are always bearable, when there are others."""
_SCHEMATIC = re.compile(
    r"sch(?:ema)?(?:tic|ta|s)?\b|sch[-_. ]|schem|circuit|schaltplan|sch\d*$", re.I
)
_DRAWING = re.compile(r"drawing|assembly|layout|pcb|board|gerber|mechanic|dimension|plot|fab", re.I)
_PACKED = re.compile(
    r"(?:gerber|fab(?:rication)?|manufactur|production|plot|pcb|odb)[^/]{0,60}\.(?:zip|tgz|gz|7z|rar)$",
    re.I,
)
_ASSEMBLY = re.compile(
    r"assembl|build[-_ ]?(?:guide|instruction)|pick[-_ ]?(?:and|n|&)?[-_ ]?place|placement|\bpnp\b|"
    r"stack[-_ ]?up|manufactur\w*[-_ ]?(?:notes?|instruction|spec)|fab[-_ ]?notes?|centroid|"
    r"\bcpl\b|[-_]pos\.|instructions?|montage|ibom",
    re.I,
)
_REPORT = re.compile(
    r"(?:^|/)(?:[^/]*[-_ ])?(?:test|validation|verification|qualification|measurements?|"
    r"bring[-_ ]?up|characteri[sz]ation|review|production[-_ ]?test)s?(?:[-_ ./]|$)",
    re.I,
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|webp|gif)$", re.I)
_LOGO = re.compile(r"cern[-_ ]?(?:\w{0,12}[-_ ])?logo|logo[-_ ]?(?:of[-_ ])?cern(?![a-z])", re.I)
_BUILD = re.compile(
    r"(?:^|/)(?:Makefile[^/]*|[^/]*\.mk|Manifest\.py|CMakeLists\.txt|SConstruct|run\.py|ruckus\.tcl|"
    r"[^/]*\.core|[^/]*\.(?:xpr|qpf|xise|ys|hwdef)|pyproject\.toml|setup\.py|build\.sbt|build\.sc|"
    r"[^/]*\.(?:f|flist))$"
)
_DOCUMENT = (".pdf", ".svg", ".png", ".jpg", ".jpeg", ".html")


def without_native(design: Design) -> tuple[str, ...]:
    """What a tool made, when the files that people edit are nowhere in the tree."""
    boards = design.fabrication
    if boards and not any(f.kind.native for f in design.of("layout")):
        return tuple(f.path for f in boards)
    shapes = tuple(f for f in design.of("exchange", "mesh", "drawing") if not f.kind.native)
    if shapes and not boards and not design.boards and not design.mechanics:
        library = design.of("library")
        return () if library else tuple(f.path for f in shapes)
    return ()


def without_export(design: Design) -> tuple[str, ...]:
    """Files of closed tools whose tree has nothing that a free program shows instead of them."""
    shown = {
        "schematic": bool(schematic_exports(design)),
        "layout": bool(design.fabrication) or packed(design) or bool(_documents(design, _DRAWING)),
        "mechanical": bool(design.of("exchange", "mesh")),
        "drawing": bool(_documents(design, _DRAWING)) or bool(design.of("exchange")),
    }
    return tuple(
        f.path
        for f in design.files
        if f.kind.native
        and not f.kind.view
        and f.kind.material is Material.HARDWARE
        and not shown.get(f.kind.role, True)
    )


def schematic_exports(design: Design) -> tuple[str, ...]:
    """Documents that show the schematics, told by their names."""
    names = {stem(f.path) for f in design.boards}
    named = set(_documents(design, _SCHEMATIC))
    same = {p for p in design.paths if p.lower().endswith((".pdf", ".svg")) and stem(p) in names}
    return tuple(sorted(named | same))


def _documents(design: Design, pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(
        p for p in design.paths
        if p.lower().endswith(_DOCUMENT) and pattern.search(p.rpartition("/")[2])
    )  # fmt: skip


def other_revisions(design: Design) -> dict[str, tuple[str, str]]:
    """Gerber files of another revision than the board of the same name: path to both revisions."""
    native = {
        f.title.lower() or stem(f.path): f.revision for f in design.of("layout") if f.revision
    }
    native |= {stem(f.path): f.revision for f in design.of("layout") if f.revision}
    found: dict[str, tuple[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    if len({stem(f.path) for f in design.of("layout")}) < len(design.of("layout")):
        return {}  # several boards of one name are revisions kept side by side
    for file in design.of("fabrication"):
        revision = native.get(file.title.lower(), "")
        pair = (file.title.lower(), file.revision)
        if revision and file.revision and _bare(revision) != _bare(file.revision):
            if pair not in seen:
                found[file.path] = (file.revision, revision)
            seen.add(pair)
    return found


def _bare(revision: str) -> str:
    return re.sub(r"^(?:rev(?:ision)?|v(?:ersion)?)?[ ._-]*", "", revision.strip().lower())


def best_bom(design: Design) -> tuple[str, Bom] | None:
    """The bill of materials that says most, and its path."""

    def worth(pair: tuple[str, Bom]) -> tuple[bool, bool, float, int]:
        found = pair[1].components
        good = (found.numbered + found.generic) / found.total if found.total else 0.0
        return pair[1].read, pair[1].machine, good, found.total

    return max(design.boms.items(), key=worth, default=None)


def placed(design: Design) -> Components:
    """Components that the schematics of the tree place together."""
    found = [f.components for f in design.of("schematic") if f.components]
    return Components(
        sum(c.total for c in found), sum(c.numbered for c in found), sum(c.generic for c in found)
    )


def lacking(components: Components) -> bool:
    """Whether too many components cannot be ordered by others."""
    some = components.numbered and max(_ENOUGH * components.total, _FORGOTTEN)
    return components.missing > some


def fabrication(design: Design) -> tuple[str, ...]:
    """Files for making boards, also packed ones."""
    made = tuple(f.path for f in design.of("fabrication", "drill"))
    return made or tuple(p for p in design.paths if _PACKED.search(p)) or _odb(design)


def packed(design: Design) -> bool:
    """Whether an archive by its name holds files for making boards; nobody looked into it."""
    return any(_PACKED.search(p) for p in design.paths) or bool(_odb(design))


def _odb(design: Design) -> tuple[str, ...]:
    return tuple(p for p in design.paths if p.lower().endswith("/matrix/matrix"))


def assembly(design: Design) -> tuple[str, ...]:
    """Instructions for making and assembling, told by their names, and files for placement."""
    found = [f.path for f in design.of("placement")]
    return tuple(found + [p for p in design.paths if _ASSEMBLY.search(p)])


def reports(design: Design) -> tuple[str, ...]:
    """Tests, measurements and reviews, told by their names."""
    quiet = {".vhd", ".v", ".sv", ".py", ".c", ".h", ".cpp"}
    return tuple(
        p for p in design.paths
        if _REPORT.search(p) and posixpath.splitext(p)[1].lower() not in quiet
    )  # fmt: skip


def pictures(design: Design) -> tuple[str, ...]:
    """Photos or renderings."""
    return tuple(p for p in design.paths if _PICTURE.search(p))


def logos(design: Design) -> tuple[str, ...]:
    """Files that bring a logo of CERN, by their name or by a name inside; not those of programs."""
    programs = {p.partition("/")[0] for p in design.paths if code_of(p) and "/" in p}
    named = [
        p for p in design.paths
        if _LOGO.search(p.rpartition("/")[2]) and p.partition("/")[0] not in programs
    ]  # fmt: skip
    return tuple(dict.fromkeys(named + [f.path for f in design.files if f.logo]))


def testbenches(design: Design) -> tuple[str, ...]:
    """Testbenches by what they hold, by name or by folder."""
    return tuple(f.path for f in design.sources if f.testbench or tests_by_path(f.path)) or tuple(
        p for p in design.paths if p.endswith(".py") and tests_by_path(p)
    )


def build_files(design: Design) -> tuple[str, ...]:
    """Files from which a tool builds or simulates."""
    return tuple(p for p in design.paths if _BUILD.search(p))


def needs_constraints(design: Design) -> bool:
    """Whether something is built for a device: a project, a bitstream or a core of a vendor."""
    return any(f.kind.id == "fpga-project" or f.kind.role in {"bitstream", "core"}
               for f in design.files)  # fmt: skip


def compiled_only(design: Design) -> tuple[str, ...]:
    """Netlists and checkpoints beside which there is no source or core of the same name."""
    sources = {stem(f.path) for f in design.of("source", "core")}
    found = design.of("compiled")
    return tuple(
        f.path
        for f in found
        if f.kind.id == "vendor-netlist" and not _has_source(stem(f.path), sources)
    )


def _has_source(name: str, sources: AbstractSet[str]) -> bool:
    return name in sources or any(s in name for s in sources if len(s) > 5)


def native_of(design: Design) -> tuple[DesignFile, ...]:
    """Files that people edit, of boards, mechanical parts and gateware."""
    roles = ("schematic", "layout", "mechanical", "source")
    return tuple(f for f in design.of(*roles) if f.kind.native)


def exports_of(design: Design) -> tuple[str, ...]:
    """What free programs show of a design."""
    made = [f.path for f in design.of("fabrication", "exchange", "mesh") if f.kind.view]
    return tuple(dict.fromkeys([*schematic_exports(design), *made]))


def present(named: str, folder: str, there: AbstractSet[str]) -> bool:
    """Whether a file or folder that a manifest in ``folder`` names is in the tree."""
    path = named[1:] if named.startswith("/") else posixpath.join(folder, named)
    path = posixpath.normpath(path)
    return path in there or any(p.startswith(path.rstrip("/") + "/") for p in there)
