# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The designs of a tree, put together from what the detector said about each file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from ospo_widgets.project import Material
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.hardware.bom import Bom
from ospo_widgets.scanning.hardware.components import Components
from ospo_widgets.scanning.hardware.kinds import Kind, kind_by_path, kind_with
from ospo_widgets.scanning.hardware.manifests import Manifest, Problem
from ospo_widgets.scanning.hardware.statements import Statement
from ospo_widgets.scanning.parts import code_of

NAME = "hardware"
"""Name of the detector."""

_TELLING = frozenset({"schematic", "layout", "mechanical", "fabrication", "drill", "library",
                      "source", "project", "sheet"})  # fmt: skip
"""Roles that make a tree one of hardware or gateware; the others only go with them."""
_ASIDE = re.compile(
    r"(?:^|/)(?:tests?|test[-_]?(?:data|files|suite)|testing|regression|examples?|demos?|fixtures?|"
    r"samples?|third[-_]?party|vendor|external|extern)/",
    re.I,
)
"""Folders whose designs say nothing about what the whole is, when it has code."""
_FEW = 50
"""Files of code for one of design, above which the tree is software that knows designs."""
_SHAPES = 5
"""Shapes (STEP, STL) for one file of code, from which a tree without native models is hardware."""


@dataclass(frozen=True, slots=True)
class DesignFile:
    """A file that belongs to a design.

    Attributes:
        path: Relative path.
        kind: What it is.
        states: What it states about rights, without what REUSE says from outside.
        printed: The same of texts that are printed on a board.
        block: It has a title block, or properties, that are filled in.
        title, revision, date: From there.
        components: Components that a schematic places, None when it does not tell.
        testbench: It simulates other sources.
        vendor: Id of a vendor that keeps the rights in it.
        tool_version: Version of the program that wrote it.
        logo: Name of a logo of CERN in it.
        cut: Not all of it was read, so what it does not say means nothing.
    """

    path: str
    kind: Kind
    states: Statement = field(default_factory=Statement)
    printed: Statement = field(default_factory=Statement)
    block: bool = False
    title: str = ""
    revision: str = ""
    date: str = ""
    components: Components | None = None
    testbench: bool = False
    vendor: str = ""
    tool_version: str = ""
    logo: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Design:
    """All that belongs to hardware and gateware in a tree.

    Attributes:
        files: Files of designs, in the order of their paths.
        boms: Bills of materials by path.
        manifests: ``okh.toml`` and ``.ohwr.yaml`` by path.
        changes: Lists of changes: path to the number of dates in it.
        paths: All files of the tree.
    """

    files: tuple[DesignFile, ...]
    boms: Mapping[str, Bom]
    manifests: Mapping[str, Manifest]
    changes: Mapping[str, int]
    paths: tuple[str, ...]

    def of(self, *roles: str, material: Material | None = None) -> tuple[DesignFile, ...]:
        """Files with one of these roles."""
        return tuple(
            f
            for f in self.files
            if f.kind.role in roles and (material is None or f.kind.material is material)
        )

    @cached_property
    def hardware(self) -> bool:
        """Whether the tree is one of boards or mechanical parts, wholly or in part."""
        return self._is(Material.HARDWARE)

    @cached_property
    def gateware(self) -> bool:
        """Whether the tree is one of gateware, wholly or in part."""
        return self._is(Material.GATEWARE)

    @cached_property
    def boards(self) -> tuple[DesignFile, ...]:
        """Schematics and layouts that people edit; libraries are no boards."""
        if not self.hardware:
            return ()
        return tuple(f for f in self.of("schematic", "layout") if f.kind.native)

    @cached_property
    def fabrication(self) -> tuple[DesignFile, ...]:
        """Files for making a board."""
        return self.of("fabrication", "drill") if self.hardware else ()

    @cached_property
    def mechanics(self) -> tuple[DesignFile, ...]:
        """Models of mechanical parts that people edit."""
        return tuple(f for f in self.of("mechanical") if f.kind.native) if self.hardware else ()

    @cached_property
    def sources(self) -> tuple[DesignFile, ...]:
        """Sources in a hardware description language."""
        return self.of("source") if self.gateware else ()

    def _is(self, material: Material) -> bool:
        mine = [f for f in self.files if f.kind.material is material]
        telling = [f for f in mine if f.kind.role in _TELLING and not f.kind.weak]
        code = self._code
        if not telling:
            return material is Material.HARDWARE and self._shapes and len(mine) >= _SHAPES * code
        if not code:
            return True
        inside = [f for f in telling if not _ASIDE.search(f.path)]
        return len(inside) * _FEW >= code

    @cached_property
    def _shapes(self) -> bool:
        return any(f.kind.role in {"mesh", "exchange", "drawing"} for f in self.files)

    @cached_property
    def _code(self) -> int:
        """Files of software that are no gateware."""
        designs = {f.path for f in self.files}
        return sum(path not in designs and code_of(path) for path in self.paths)


def design_of(facts: Facts) -> Design:
    """The designs of a tree.

    Args:
        facts: What the worker found out. Files that nobody read count by their name.
    """
    return facts.once(_work_out)


def _work_out(facts: Facts) -> Design:
    rows = facts.rows(NAME)
    paths = tuple(file.path for file in facts.tree)
    files: list[DesignFile] = []
    boms: dict[str, Bom] = {}
    manifests: dict[str, Manifest] = {}
    changes: dict[str, int] = {}
    for path in paths:
        found = rows.get(path)
        if found:
            row = found[0]
            if "manifest" in row:
                manifests[path] = _manifest(row)
            if "changes" in row:
                changes[path] = int(row["changes"])
            if "bom" in row:
                boms[path] = _bom(row["bom"])
            if "kind" in row and (kind := kind_with(str(row["kind"]))).design:
                files.append(_file(path, kind, row))
        elif path not in facts.read or facts.read[path].kind == "pointer":
            kind_told = kind_by_path(path)
            if kind_told is not None and kind_told.design:
                files.append(DesignFile(path, kind_told, cut=True))
    return Design(tuple(files), boms, manifests, changes, paths)


def materials_of(facts: Facts) -> dict[str, Material | None]:
    """Material of each file whose content tells more than its path; None for “none of ours”.

    A design among the tests of a program makes no hardware of it.
    For :func:`~ospo_widgets.scanning.parts.parts_of`.
    """
    design = design_of(facts)
    real = {Material.HARDWARE: design.hardware, Material.GATEWARE: design.gateware}
    told: dict[str, Material | None] = {}
    rows = facts.rows(NAME)
    for path, found in rows.items():
        if "kind" in found[0]:
            material = kind_with(str(found[0]["kind"])).material
            told[path] = material if real.get(material, True) else None
    for path in facts.read:
        if path not in told and kind_by_path(path) is not None:
            told[path] = None
    return told


def stem(path: str) -> str:
    """Name of a design without folder and ending, in lower case, to match it with its exports."""
    return PurePosixPath(path).stem.lower()


def _file(path: str, kind: Kind, row: Mapping[str, Any]) -> DesignFile:
    numbers = row.get("components")
    return DesignFile(
        path=path,
        kind=kind,
        states=_statement(row.get("states", {})),
        printed=_statement(row.get("printed", {})),
        block=bool(row.get("block")),
        title=str(row.get("title", "")),
        revision=str(row.get("revision", "")),
        date=str(row.get("date", "")),
        components=Components(*(int(n) for n in numbers)) if numbers else None,
        testbench=bool(row.get("testbench")),
        vendor=str(row.get("vendor", "")),
        tool_version=str(row.get("tool_version", "")),
        logo=str(row.get("logo", "")),
        cut=bool(row.get("cut")),
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        licenses=tuple(str(i) for i in row.get("licenses", ())),
        copyright=bool(row.get("copyright")),
        disclaimer=bool(row.get("disclaimer")),
        location=str(row.get("location", "")),
        explicit=bool(row.get("explicit")),
    )


def _bom(row: Mapping[str, Any]) -> Bom:
    return Bom(
        machine=bool(row["machine"]),
        read=bool(row["read"]),
        columns=tuple(str(c) for c in row["columns"]),
        components=Components(*(int(n) for n in row["components"])),
    )


def _manifest(row: Mapping[str, Any]) -> Manifest:
    return Manifest(
        form=str(row["manifest"]),
        problems=tuple(Problem(str(kind), str(field)) for kind, field in row["problems"]),
        license=str(row["license"]),
        paths=tuple(str(p) for p in row["paths"]),
        fields=tuple(str(f) for f in row["fields"]),
    )
