# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences and notices of designs: which fit hardware, which files state them, where sources are.

Sources: CERN-OHL version 2, clauses 1.6, 1.9, 4 and 8.3, and its user guide, 2.2.6 and 2.2.9.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Category, Knowledge, License
from ospo_widgets.licensing.expressions import base_id
from ospo_widgets.project import Material
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.hardware.contents import RESERVED
from ospo_widgets.scanning.hardware.design import Design, DesignFile
from ospo_widgets.scanning.main_license import ids_in
from ospo_widgets.scanning.parts import code_of

PRINTING = frozenset({"kicad-board", "eagle-board"})
"""Kinds of layouts whose printed texts we read."""

_BARE = "CERN-OHL"
_EDITED = frozenset({"schematic", "layout", "mechanical"})


@dataclass(frozen=True, slots=True)
class Unfit:
    """A licence that does not suit the hardware under it.

    Attributes:
        license: Id, or the family as the design names it.
        closed: It is no open licence at all.
        paths: Files under it.
    """

    license: str
    closed: bool
    paths: tuple[str, ...]


def unfit(subject: Subject, design: Design) -> list[Unfit]:
    """Licences of boards and mechanical parts that were written for something else.

    What the files state counts, inside or by REUSE; where they state nothing, the licence of the
    whole. Libraries are left out unless closed: tools ship them under licences for documents.
    """
    if not design.hardware:
        return []
    stated = _reuse(subject)
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    edited = [f for f in design.files if f.kind.role in _EDITED | {"library"}
              and f.kind.material is Material.HARDWARE and f.kind.native]  # fmt: skip
    silent = 0
    for file in edited:
        ids = stated.get(file.path) or tuple(i for i in file.states.licenses if i != RESERVED)
        silent += not ids and file.kind.role in _EDITED
        verdict = _unfit(subject.knowledge, ids)
        if verdict and (file.kind.role != "library" or verdict[1]):
            found[verdict].append(file.path)
    silent += not any(f.kind.role in _EDITED for f in edited) and not design.of("library")
    verdict = _unfit(subject.knowledge, ids_in(subject.main.expression or ""))
    if silent and verdict and not verdict[1] and not _told(verdict[0], found):
        found[verdict] += [subject.main.path] if subject.main.path else []
    return [Unfit(name, closed, tuple(paths)) for (name, closed), paths in sorted(found.items())]


def _told(license_id: str, found: Mapping[tuple[str, bool], object]) -> bool:
    """Whether files name the same family already (GPL-2.0 beside GPL-2.0-only)."""
    return any(base_id(license_id).startswith(name) for name, _ in found)


def _unfit(knowledge: Knowledge, ids: tuple[str, ...]) -> tuple[str, bool] | None:
    """The licence and whether it is closed, when none of the ids suits hardware."""
    known = [(i, row) for i in ids if (row := _known(knowledge, i))]
    if not known or len(known) < len(ids):
        return None
    if any(Material.HARDWARE in row.materials and row.category is not Category.NONFREE
           for _, row in known):  # fmt: skip
        return None
    names = " OR ".join(dict.fromkeys(i for i, _ in known))
    return names, any(row.category is Category.NONFREE for _, row in known)


def _known(knowledge: Knowledge, license_id: str) -> License | None:
    """The row of an id; of a family without version the first of that family."""
    plain = base_id(license_id)
    for candidate in (license_id, plain, f"{plain}-only", f"{plain}-3-Clause"):
        if row := knowledge.licenses.get(candidate):
            return row
    family = (row for i, row in knowledge.licenses.items() if i.startswith(f"{plain}-")
              and i[len(plain) + 1 : len(plain) + 2].isdigit())  # fmt: skip
    return next(family, None)


def hardware_license_on_software(subject: Subject, design: Design) -> dict[str, tuple[str, ...]]:
    """Programs under a licence for hardware only: id to files."""
    designs = {f.path for f in design.files}
    found: dict[str, list[str]] = defaultdict(list)
    for path, ids in _reuse(subject).items():
        if not code_of(path) or path in designs:
            continue
        rows = [subject.knowledge.licenses.get(base_id(i)) for i in ids]
        if ids and all(row is not None and Material.HARDWARE in row.materials
                       and Material.SOFTWARE not in row.materials for row in rows):  # fmt: skip
            found[ids[0]].append(path)
    return {license_id: tuple(paths) for license_id, paths in sorted(found.items())}


def differing(subject: Subject, design: Design) -> dict[str, tuple[str, ...]]:
    """Title blocks and sheets that name another open hardware licence than the whole has."""
    whole = {i for i in subject.license_ids if i.startswith(_BARE + "-")}
    whole |= {i for t in subject.facts.license_texts for i in t.ids if i.startswith(_BARE + "-")}
    whole = {base_id(i) for i in whole}
    found: dict[str, list[str]] = defaultdict(list)
    if whole:
        for file in design.of("schematic", "layout", "sheet"):
            for license_id in file.states.licenses:
                if license_id.startswith(_BARE + "-") and base_id(license_id) not in whole:
                    found[license_id].append(file.path)
    return {license_id: tuple(paths) for license_id, paths in sorted(found.items())}


def reserved(design: Design) -> tuple[str, ...]:
    """FreeCAD documents that say “All rights reserved”, which it writes unless told otherwise."""
    return tuple(f.path for f in design.mechanics if RESERVED in f.states.licenses)


def bare_variant(subject: Subject, design: Design) -> tuple[str, ...]:
    """Designs that name the CERN-OHL without version or variant, when nothing else names one."""
    named = {i for i in subject.license_ids if i.startswith(_BARE)}
    named |= {i for t in subject.facts.license_texts for i in t.ids if i.startswith(_BARE)}
    said = {i for f in design.files for i in f.states.licenses if i.startswith(_BARE + "-")}
    if named or said or any(n.notice.kind == "bare-ohl" for n in subject.facts.notices):
        return ()
    return tuple(f.path for f in design.files if _BARE in f.states.licenses)


def open_hardware(subject: Subject, design: Design) -> bool:
    """Whether the CERN-OHL is the licence of the design, or of a part of it."""
    if any(i.startswith(_BARE) for i in subject.license_ids):
        return True
    if any(i.startswith(_BARE) for t in subject.facts.license_texts for i in t.ids):
        return True
    return any(i.startswith(_BARE) for f in design.files for i in f.states.licenses)


def carriers(design: Design) -> tuple[DesignFile, ...]:
    """Files that can carry a notice: those that people edit."""
    kinds = _EDITED | {"source", "sheet"}
    return tuple(f for f in design.files if f.kind.role in kinds and f.kind.native)


def without_notice(subject: Subject, design: Design) -> tuple[str, ...]:
    """Schematics, layouts and models that name no licence, inside or by REUSE.

    A sheet (``.kicad_wks``) with the notice shows it on every page, so it counts for KiCad files.
    """
    stated = _reuse(subject)
    sheet = any(f.states.licenses for f in design.of("sheet", "project"))
    return tuple(
        f.path
        for f in design.files
        if f.kind.role in _EDITED
        and f.kind.native
        and not f.cut
        and not f.states.licenses
        and not stated.get(f.path)
        and not (sheet and f.kind.tool == "KiCad")
    )


def locations(design: Design) -> dict[str, str]:
    """Source Locations: path to address; addresses in title blocks and printed texts count."""
    return {f.path: f.states.location for f in design.files if f.states.location
            and f.kind.role in _EDITED | {"source", "sheet", "project"}}  # fmt: skip


def _reuse(subject: Subject) -> dict[str, tuple[str, ...]]:
    return dict(_stated(subject))


def _stated(subject: Subject) -> Iterator[tuple[str, tuple[str, ...]]]:
    for file in subject.facts.files:
        if ids := tuple(dict.fromkeys(i for e in file.licenses for i in ids_in(e))):
            yield file.path, ids
