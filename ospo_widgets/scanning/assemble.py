# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Makes a result from what the worker found out; a pure function of facts and knowledge."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter
from typing import Any

from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Origin, Project
from ospo_widgets.scanning.checks.metadata import stated
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.dependencies.find import dependencies, vendored_in
from ospo_widgets.scanning.dependencies.licenses import license_dependencies
from ospo_widgets.scanning.detection.files import FileLicenses
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.findings import find, in_parts, verdict
from ospo_widgets.scanning.hardware.design import materials_of
from ospo_widgets.scanning.hardware.summary import hardware_summary
from ospo_widgets.scanning.incoming import incoming_of
from ospo_widgets.scanning.intake.target import Target
from ospo_widgets.scanning.main_license import main_license, part_license
from ospo_widgets.scanning.parts import material_of, parts_of
from ospo_widgets.scanning.readiness.checklist import readiness
from ospo_widgets.scanning.readiness.copyright import copyright_summary
from ospo_widgets.scanning.readiness.places import places_in
from ospo_widgets.scanning.result import (
    Evidence,
    FileResult,
    MainLicense,
    ScanResult,
    count_licenses,
)
from ospo_widgets.scanning.reuse.rows import reuse_row
from ospo_widgets.scanning.sbom.incoming import joined_with, sbom_dependencies
from ospo_widgets.scanning.wishes import Wishes

NO_WISHES = Wishes()
MAX_NOTICES = 50
"""Notices of copyright that a project keeps."""
_RELEASE_FILE = re.compile(
    r"(?:README|LICEN[CS]E|COPYING|NOTICE|AUTHORS|CONTRIBUTORS|CONTRIBUTING|CODE_OF_CONDUCT|"
    r"SECURITY|CHANGELOG|CHANGES|HISTORY|CITATION|CODEMETA)(?:[-._].*)?|REUSE\.toml|\.reuse/dep5|"
    r"okh\.toml|\.ohwr\.yaml|"
    r"LICENSES/[^/]+",
    re.I,
)


def look_ahead(facts: Facts, target: Target, knowledge: Knowledge) -> None:
    """Work out what the list of files alone tells, and load what is needed for all the rest.

    Call it while the worker reads the files: there is nothing else to do then.
    """
    facts.once(vendored_in)
    facts.once(places_in)
    for file in facts.tree:
        material_of(file.path)
    assemble(Facts(), target, knowledge)


def assemble(
    facts: Facts,
    target: Target,
    knowledge: Knowledge,
    wishes: Wishes = NO_WISHES,
) -> ScanResult:
    """The result of a scan.

    Args:
        facts: What the worker sent, all of it or until it was stopped.
        target: What was scanned.
        knowledge: What the office knows.
        wishes: What the person wants beside the facts.
    """
    partial = facts.truncated or not facts.complete
    main = main_license(facts)
    listed = (*sbom_dependencies(facts.rows("sbom")), *wishes.listed)
    named = joined_with(dependencies(facts, knowledge), listed)
    licensed = license_dependencies(named, knowledge, metadata=wishes.metadata, index=wishes.index)
    direct = tuple(one.dependency.component for one in licensed if one.dependency.direct)
    subject = Subject(facts, main, direct, knowledge, today=wishes.today)
    part_licenses: dict[str, MainLicense] = {}
    project = _project(subject, target, part_licenses)
    incoming = incoming_of(
        facts, licensed, project.parts, main.expression, knowledge, outbound=wishes.outbound
    )
    subject = replace(subject, incoming=incoming)
    found = find(subject, wishes.baseline, wishes.today)
    findings = in_parts(found.findings, project.parts)
    files = tuple(_with_words(file, facts.detected.get(file.path)) for file in facts.files)
    return ScanResult(
        target=target.shown,
        project=project,
        files=files,
        reuse=_reuse(facts),
        license=main,
        dependencies=direct,
        findings=findings,
        readiness=readiness(subject, findings, partial=partial, answers=wishes.answers),
        not_scanned=tuple(facts.not_scanned),
        partial=partial,
        verdict=verdict(subject, findings, partial=partial),
        files_total=facts.total,
        tree_total=len(facts.tree),
        accepted=in_parts(found.accepted, project.parts),
        licensed=incoming.licensed,
        conflicts=incoming.conflicts,
        vendored=incoming.vendored,
        part_licenses=part_licenses,
        copyright=copyright_summary(facts),
        hardware=hardware_summary(subject),
        history=facts.history,
        license_counts=count_licenses(files),
        stated=stated(subject),
        own_texts={t.own_id: t.text for t in facts.license_texts if t.text},
    )


def _with_words(file: FileResult, told: FileLicenses | None) -> FileResult:
    """A file with what its words tell of its licence, beside what REUSE reads."""
    if told is None or not told.evidence:
        return file
    places = [
        Evidence(m.kind, m.text or m.expression, file.path, m.line, m.confidence)
        for m in told.evidence
    ]
    # Not by “replace”, which takes three times as long: trees have tens of thousands of files.
    return FileResult(
        file.path, file.licenses, file.copyrights, (*file.evidence, *places), file.invalid,
        told.expression,
    )  # fmt: skip


def _project(subject: Subject, target: Target, part_licenses: dict[str, MainLicense]) -> Project:
    """The project; what is found of the licence of each part goes into ``part_licenses``."""
    facts = subject.facts

    def license_of(part: str, inside: list[str]) -> str | None:
        part_licenses[part] = part_license(facts, inside, subject.main)
        return part_licenses[part].expression

    named = next((r.manifest.name for r in facts.manifests if r.manifest.name), "")
    paths = [file.path for file in facts.tree]
    notices = sorted({notice for file in facts.files for notice in file.copyrights})
    return Project(
        name=named or target.name,
        parts=parts_of(
            paths,
            facts.files,
            subject.components,
            subject.main.expression,
            materials_of(facts),
            license_of=license_of,
        ),
        url=target.place if target.kind == "git" else "",
        copyright_lines=tuple(notices[:MAX_NOTICES]),
        license_ids=tuple(sorted(subject.license_ids)),
        author_count=facts.history.authors.people if facts.history.authors else None,
        existing_files=tuple(path for path in paths if _RELEASE_FILE.fullmatch(path)),
        reuse_toml=facts.reuse_toml,
        origin=Origin.SCAN,
    )


def _reuse(facts: Facts) -> dict[str, Any]:
    """The report in the shape of ``reuse lint --json``; of a stopped scan, what there is."""
    files = [
        reuse_row(f.path, f.invalid, ((e.kind, e.text, e.path) for e in f.evidence))
        for f in sorted(facts.files, key=attrgetter("path"))
    ]
    if facts.reuse is not None:
        ordered = {k: v for k, v in facts.reuse.items() if k not in {"summary", "recommendations"}}
        return {
            **ordered,
            "files": files,
            "summary": facts.reuse["summary"],
            "recommendations": facts.reuse["recommendations"],
        }
    return {
        "non_compliant": {},
        "files": files,
        "summary": {"files_total": len(files), "compliant": None},
        "recommendations": [],
    }
