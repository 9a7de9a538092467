# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about open hardware: sources, exports, parts to buy, notices, gateware, manifests.

Clauses stand with the kinds of findings in ``data/findings/hardware.yaml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ospo_widgets.project import Material
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.hardware import completeness as whole
from ospo_widgets.scanning.hardware import rights
from ospo_widgets.scanning.hardware.design import Design, DesignFile, design_of
from ospo_widgets.scanning.hardware.kinds import vendor_with
from ospo_widgets.scanning.hardware.manifests import Problem
from ospo_widgets.scanning.hardware.statements import good_location
from ospo_widgets.wording import plural, words

MAX_EVIDENCE = 10
"""Texts shown with a finding."""


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about hardware and gateware; none where the tree has neither."""
    design = design_of(subject.facts)
    yield from _manifests(design)
    if not (design.hardware or design.gateware):
        return
    yield from _licenses(subject, design)
    yield from _notices(subject, design)
    yield from _hardware(design)
    yield from _gateware(design)


def _licenses(subject: Subject, design: Design) -> Iterator[Draft]:
    for found in rights.unfit(subject, design):
        kind = "hardware.closed-license" if found.closed else "hardware.software-license"
        yield Draft(kind, found.paths, {"license": found.license})
    for license_id, paths in rights.hardware_license_on_software(subject, design).items():
        yield Draft("hardware.license-on-software", paths, {"license": license_id, **files(paths)})
    for license_id, paths in rights.differing(subject, design).items():
        yield Draft("hardware.license-differs", paths, {"license": license_id})
    if reserved := rights.reserved(design):
        yield Draft("hardware.reserved-by-default", reserved, files(reserved))
    if bare := rights.bare_variant(subject, design):
        yield Draft("hardware.variant-in-design", bare, files(bare))


def _notices(subject: Subject, design: Design) -> Iterator[Draft]:
    if not rights.open_hardware(subject, design):
        return
    silent = rights.without_notice(subject, design)
    if silent:
        yield Draft("hardware.no-notice", silent, files(silent))
    stating = rights.carriers(design)
    if stating and not any(f.states.disclaimer for f in stating):
        yield Draft("hardware.no-disclaimer")
    places = rights.locations(design)
    bad = {path: place for path, place in places.items() if not good_location(place)}
    if not places and (design.boards or design.mechanics or design.sources):
        yield Draft("hardware.no-source-location")
    if bad:
        evidence = tuple(dict.fromkeys(bad.values()))[:MAX_EVIDENCE]
        yield Draft("hardware.bad-source-location", tuple(bad), files(tuple(bad)), evidence)
    blank = tuple(
        f.path
        for f in design.of("layout")
        if f.kind.id in rights.PRINTING and not (f.cut or f.printed.licenses or f.printed.location)
    )
    if design.boards and blank:
        yield Draft("hardware.nothing-printed", blank, files(blank))
    undated = tuple(path for path, dates in design.changes.items() if not dates and "/" not in path)
    if undated:
        yield Draft("hardware.changes-without-dates", undated, {"path": undated[0]})


def _hardware(design: Design) -> Iterator[Draft]:
    if not design.hardware:
        return
    yield from _sources(design)
    yield from _components(design)
    yield from _making(design)
    if logos := whole.logos(design):
        yield Draft("hardware.cern-logo", tuple(logos), files(tuple(logos)))
    made = design.boards or design.mechanics or design.fabrication
    if made and not whole.pictures(design):
        yield Draft("hardware.no-picture")
    if made and not any(m.form == "okh" for m in design.manifests.values()):
        yield Draft("hardware.no-okh")


def _sources(design: Design) -> Iterator[Draft]:
    lonely = whole.without_native(design)
    if lonely:
        yield Draft("hardware.no-native", lonely, {"kinds": _tools(design, lonely)})
    closed = whole.without_export(design)
    if closed:
        yield Draft("hardware.no-export", closed, {"kinds": _tools(design, closed)})
    elif design.of("schematic") and not whole.schematic_exports(design):
        yield Draft("hardware.no-schematic-export", tuple(f.path for f in design.of("schematic")))
    for path, (made, native) in whole.other_revisions(design).items():
        values = {"path": path, "made": made, "native": native}
        yield Draft("hardware.export-other-revision", (path,), values)


def _components(design: Design) -> Iterator[Draft]:
    if not (design.boards or design.fabrication):
        return
    best = whole.best_bom(design)
    placed = whole.placed(design)
    if best is not None:
        path, bom = best
        if bom.read and "supplier" not in bom.columns and whole.lacking(bom.components):
            found = bom.components
            values = {"path": path, "missing": str(found.missing), "total": str(found.total)}
            yield Draft("hardware.bom-without-part-numbers", (path,), values)
        elif not bom.machine:
            yield Draft("hardware.bom-not-machine-readable", tuple(design.boms), {"path": path})
    elif placed.total and not whole.lacking(placed):
        values = {"numbered": str(placed.numbered), "total": str(placed.total)}
        yield Draft("hardware.bom-in-schematic", (), values)
    else:
        yield Draft("hardware.no-bom")


def _making(design: Design) -> Iterator[Draft]:
    if design.of("layout") and not whole.fabrication(design):
        yield Draft("hardware.no-fabrication")
    elif design.of("fabrication") and not design.of("drill") and not whole.packed(design):
        yield Draft("hardware.no-drill", tuple(f.path for f in design.of("fabrication")))
    if (design.boards or design.mechanics) and not whole.assembly(design):
        yield Draft("hardware.no-assembly")
    if (design.boards or design.mechanics) and not whole.reports(design):
        yield Draft("hardware.no-test-report")


def _gateware(design: Design) -> Iterator[Draft]:
    if not design.gateware:
        return
    by_vendor: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file in design.files:
        if file.vendor:
            vendor = vendor_with(file.vendor)
            by_vendor[(vendor.status, vendor.name)].append(file.path)
    for (status, name), paths in sorted(by_vendor.items()):
        values = {"vendor": name, **files(tuple(paths))}
        yield Draft(f"hardware.vendor-{status}", tuple(paths), values)
    compiled = whole.compiled_only(design)
    if compiled:
        yield Draft("hardware.netlist-without-source", compiled, files(compiled))
    if not design.sources:
        return
    if not whole.testbenches(design):
        yield Draft("hardware.no-testbench")
    built = design.of("build", material=Material.GATEWARE)
    if not built and not whole.build_files(design):
        yield Draft("hardware.no-build-script")
    if whole.needs_constraints(design) and not design.of("constraints"):
        yield Draft("hardware.no-constraints")


def _manifests(design: Design) -> Iterator[Draft]:
    there = set(design.paths)
    for path, manifest in design.manifests.items():
        if manifest.problems:
            evidence = tuple(_problem(p) for p in manifest.problems)[:MAX_EVIDENCE]
            count = plural("hardware.problems", len(manifest.problems))
            values = {"path": path, "problems": count}
            yield Draft(f"hardware.{manifest.form}-invalid", (path,), values, evidence)
        folder = path.rpartition("/")[0]
        lost = tuple(p for p in manifest.paths if not whole.present(p, folder, there))
        if lost:
            values = {"path": path}
            yield Draft("hardware.manifest-missing-file", (path,), values, lost[:MAX_EVIDENCE])


def _problem(problem: Problem) -> str:
    return words(f"hardware.manifest.{problem.kind}", field=problem.field)


def _tools(design: Design, paths: tuple[str, ...]) -> str:
    chosen = set(paths)
    told: list[DesignFile] = [f for f in design.files if f.path in chosen]
    return ", ".join(dict.fromkeys(f.kind.tool for f in told))
