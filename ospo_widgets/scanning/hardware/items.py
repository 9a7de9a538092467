# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Answers to the items H01 to H23 of the release checklist, with what they rest on.

The scan answers what it can see; what only a person knows stays unknown, with the question of
``data/checklist.yaml``. A question here is more exact than the one there, from what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.checks.hardware import check
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.hardware import completeness as whole
from ospo_widgets.scanning.hardware import rights
from ospo_widgets.scanning.hardware.design import Design, design_of
from ospo_widgets.wording import words

MAX_PATHS = 20
"""Files that an item names."""
GATEWARE_ONLY = frozenset({"H01", "H02", "H03", "H07", "H08", "H10", "H14", "H17", "H21", "H23"})
"""Items that concern a tree of gateware without boards and mechanical parts."""


@dataclass(frozen=True, slots=True)
class HardwareItem:
    """What a scan can say about one item of the hardware checklist.

    Attributes:
        id: Id, for example ``"H03"``.
        answer: Yes, no, conditional (in part), or unknown when only a person can tell.
        paths: Files that it rests on, sorted, at most 20.
        findings: Ids of the kinds of findings (``data/findings/hardware.yaml``) that say no.
        question: What to ask the person, in the session's language, when that is more exact than
            the question of the checklist; else empty.
    """

    id: str
    answer: Answer
    paths: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    question: str = ""


def hardware_items(subject: Subject) -> Mapping[str, HardwareItem]:
    """Items by id, in their order; empty when the tree has neither hardware nor gateware.

    An answer of yes always has a file that shows it, and no finding against it. A finding that is
    only advice makes the answer conditional.

    Args:
        subject: What the scan found out.
    """
    design = design_of(subject.facts)
    if not (design.hardware or design.gateware):
        return {}
    against: dict[str, list[str]] = {}
    for draft in check(subject):
        for item in subject.knowledge.findings[draft.id].checklist:
            against.setdefault(item, []).append(draft.id)
    found = {}
    for item, (paths, question) in _evidence(subject, design):
        if design.hardware or item in GATEWARE_ONLY:
            findings = tuple(dict.fromkeys(against.get(item, ())))
            shown = tuple(sorted(paths)[:MAX_PATHS])
            found[item] = HardwareItem(
                item, _answer(subject, shown, findings), shown, findings, question
            )
    return found


def _answer(subject: Subject, paths: tuple[str, ...], findings: tuple[str, ...]) -> Answer:
    if findings:
        kinds = (subject.knowledge.findings[f].severity for f in findings)
        return Answer.CONDITIONAL if all(k == "advice" for k in kinds) and paths else Answer.NO
    return Answer.YES if paths else Answer.UNKNOWN


_Row = tuple[str, tuple[tuple[str, ...], str]]


def _evidence(subject: Subject, design: Design) -> Iterator[_Row]:
    """Files that speak for each item, and the question where one is open."""
    yield "H01", (_licensed(subject, design), "")
    yield "H02", (_variant(subject, design), "")
    yield "H03", (_paths(whole.native_of(design)), "")
    yield "H04", (whole.exports_of(design), "")
    yield "H05", (_parts(design), "")
    yield "H06", ((), _missing(design))
    noticed = [f for f in rights.carriers(design) if f.states.licenses]
    yield "H07", (_paths(noticed), "")
    places = rights.locations(design)
    address = next(iter(places.values()), "")
    where = words("hardware.question.location", address=address) if address else ""
    yield "H08", (tuple(places), where or words("hardware.question.no_location"))
    printed = [f for f in design.of("layout") if f.printed.licenses or f.printed.location]
    yield "H09", (_paths(printed), words("hardware.question.printed") if printed else "")
    dated = tuple(path for path, dates in design.changes.items() if dates)
    yield "H10", (dated, words("hardware.question.changed"))
    yield "H11", ((), "")
    packed = next((p for p in whole.fabrication(design) if p.endswith((".zip", ".7z"))), "")
    opened = words("hardware.question.packed", path=packed) if packed else ""
    yield "H12", ((*whole.fabrication(design), *whole.assembly(design)), opened)
    yield "H13", (whole.reports(design), "")
    if design.gateware:
        built = (*whole.testbenches(design), *_paths(design.of("build", "constraints")))
        yield "H14", (built, "")
    yield "H15", (whole.pictures(design), "")
    for item, form in (("H16", "okh"), ("H17", "ohwr")):
        yield item, (tuple(p for p, m in design.manifests.items() if m.form == form), "")
    for item in ("H18", "H19", "H20", "H21", "H22", "H23"):
        yield item, ((), "")


def _licensed(subject: Subject, design: Design) -> tuple[str, ...]:
    stated = {f.path for f in subject.facts.files if f.licenses}
    native = whole.native_of(design)
    return tuple(f.path for f in native if f.path in stated or f.states.licenses)


def _variant(subject: Subject, design: Design) -> tuple[str, ...]:
    """Files that name a version 1 of the CERN-OHL, or a variant of version 2."""
    texts = (t.path for t in subject.facts.license_texts if _names(t.ids))
    inside = (f.path for f in design.files if _names(f.states.licenses))
    headers = (f.path for f in subject.facts.files if _names(f.licenses))
    return tuple(dict.fromkeys([*texts, *inside, *headers]))


def _names(ids: Iterable[str]) -> bool:
    return any(i.startswith("CERN-OHL-") for i in ids)


def _parts(design: Design) -> tuple[str, ...]:
    if design.boms:
        return tuple(design.boms)
    placed = [f for f in design.of("schematic") if f.components and f.components.numbered]
    return _paths(placed)


def _missing(design: Design) -> str:
    best = whole.best_bom(design)
    found = best[1].components if best and best[1].read else whole.placed(design)
    return words("hardware.question.bom", missing=found.missing) if found.missing else ""


def _paths(files: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(f, "path", "")) for f in files)
