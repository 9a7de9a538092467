# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The overview of the designs in a tree, for people and for JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.hardware import completeness as whole
from ospo_widgets.scanning.hardware import rights
from ospo_widgets.scanning.hardware.design import Design, DesignFile, design_of, stem
from ospo_widgets.scanning.hardware.kinds import vendor_with

MAX_ROWS = 200
"""Rows of each list."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """Files of one tool and role: ``native`` ones are edited by people."""

    tool: str
    role: str
    material: str
    files: int
    native: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A file that people edit, and what shows it without its program."""

    native: str
    exports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BomFigures:
    """A bill of materials: lines, those with a part number, generic ones, and those without."""

    path: str
    machine: bool
    read: bool
    columns: tuple[str, ...]
    lines: int
    numbered: int
    generic: int
    missing: int


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What a design states: names of people are left out."""

    path: str
    title: str
    revision: str
    date: str
    licenses: tuple[str, ...]
    copyright: bool
    disclaimer: bool
    location: str


@dataclass(frozen=True, slots=True)
class VendorFile:
    """A file in which a vendor keeps the rights; status ``confidential`` or ``terms``."""

    path: str
    vendor: str
    status: str


@dataclass(frozen=True, slots=True)
class HardwareSummary:
    """The overview.

    Attributes:
        hardware: The tree has boards or mechanical parts.
        gateware: It has gateware.
        kinds: Files by tool and role, most first.
        pairs: Native files and their exports.
        boms: Bills of materials.
        placed: Components that schematics place, and how many of them have a part number.
        title_blocks: What schematics, layouts, sheets and models state.
        sources: Sources in a hardware description language.
        testbenches, constraints, build_files: What goes with them.
        tool_versions: Versions of programs that files name.
        vendor_files: Files of vendors who keep their rights.
        manifests: ``okh.toml`` and ``.ohwr.yaml``, with the number of problems of each.
    """

    hardware: bool
    gateware: bool
    kinds: tuple[KindCount, ...] = ()
    pairs: tuple[Pair, ...] = ()
    boms: tuple[BomFigures, ...] = ()
    placed: tuple[int, int] = (0, 0)
    title_blocks: tuple[TitleBlock, ...] = ()
    sources: int = 0
    testbenches: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    build_files: tuple[str, ...] = ()
    tool_versions: tuple[str, ...] = ()
    vendor_files: tuple[VendorFile, ...] = ()
    manifests: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return asdict(self)


def hardware_summary(subject: Subject) -> HardwareSummary | None:
    """The overview of the designs; None when the tree has neither hardware nor gateware.

    Args:
        subject: What the scan found out.
    """
    design = design_of(subject.facts)
    if not (design.hardware or design.gateware):
        return None
    placed = whole.placed(design)
    versions = dict.fromkeys(f.tool_version for f in design.files if f.tool_version)
    return HardwareSummary(
        hardware=design.hardware,
        gateware=design.gateware,
        kinds=_kinds(design),
        pairs=_pairs(design),
        boms=_boms(design),
        placed=(placed.total, placed.numbered),
        title_blocks=_title_blocks(design),
        sources=len(design.sources),
        testbenches=whole.testbenches(design)[:MAX_ROWS] if design.gateware else (),
        constraints=_some(design.of("constraints")),
        build_files=_some(design.of("build")),
        tool_versions=tuple(versions)[:MAX_ROWS],
        vendor_files=_vendor_files(design),
        manifests=tuple((p, len(m.problems)) for p, m in design.manifests.items())[:MAX_ROWS],
    )


def _kinds(design: Design) -> tuple[KindCount, ...]:
    counts = Counter(f.kind for f in design.files)
    rows: dict[tuple[str, str, str, bool], int] = Counter()
    for kind, number in counts.items():
        rows[(kind.tool, kind.role, str(kind.material), kind.native)] += number
    ordered = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    return tuple(
        KindCount(tool, role, material, number, native)
        for (tool, role, material, native), number in ordered[:MAX_ROWS]
    )


def _pairs(design: Design) -> tuple[Pair, ...]:
    """By name: ``board.pdf`` and ``board-F_Cu.gbr`` belong to ``board.kicad_pcb``."""
    natives = [f for f in whole.native_of(design) if f.kind.role in {"schematic", "layout",
                                                                     "mechanical"}]  # fmt: skip
    shown = [(path, stem(path)) for path in whole.exports_of(design)]
    pairs = []
    for file in natives[:MAX_ROWS]:
        name = stem(file.path)
        roles = tuple(p for p, s in shown if s == name or s.startswith((f"{name}-", f"{name}_")))
        pairs.append(Pair(file.path, roles[:20]))
    return tuple(pairs)


def _boms(design: Design) -> tuple[BomFigures, ...]:
    return tuple(
        BomFigures(
            path, bom.machine, bom.read, bom.columns, bom.components.total,
            bom.components.numbered, bom.components.generic, bom.components.missing,
        )
        for path, bom in list(design.boms.items())[:MAX_ROWS]
    )  # fmt: skip


def _title_blocks(design: Design) -> tuple[TitleBlock, ...]:
    found = (f for f in rights.carriers(design) if f.kind.role != "source")
    return tuple(
        TitleBlock(
            f.path, f.title, f.revision, f.date, f.states.licenses, f.states.copyright,
            f.states.disclaimer, f.states.location,
        )
        for f in found
    )[:MAX_ROWS]  # fmt: skip


def _vendor_files(design: Design) -> tuple[VendorFile, ...]:
    found = ((f.path, vendor_with(f.vendor)) for f in design.files if f.vendor)
    return tuple(VendorFile(path, v.name, v.status) for path, v in found)[:MAX_ROWS]


def _some(files: tuple[DesignFile, ...]) -> tuple[str, ...]:
    return tuple(f.path for f in files)[:MAX_ROWS]
