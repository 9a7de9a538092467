# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of the JSON of a scan, as ``docs/scan.schema.json`` describes them, and table columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ospo_widgets.project import Project
    from ospo_widgets.scanning.result import FileResult, Finding, MainLicense

_FINDING = ("severity", "id", "part", "title", "paths", "why", "remedy", "checklist")
COLUMNS = {
    "findings": list(_FINDING),
    "accepted": [*_FINDING, "accepted"],
    "files": ["path", "licenses", "copyrights"],
    "dependencies": ["name", "version", "license", "license_source", "optional", "direct", "scope",
                     "part", "use", "purl", "declared_in"],
    "conflicts": ["answer", "part", "component", "version", "inbound", "outbound", "kind", "use",
                  "reason", "conditions", "whole", "paths"],
    "not_scanned": ["path", "reason", "incomplete"],
    "readiness": ["id", "title", "kind", "answer", "told_by", "findings", "question", "note"],
}  # fmt: skip
"""Tables of ``ScanResult.to_frame`` and their columns."""


def project_row(project: Project) -> dict[str, Any]:
    """The project, with what programs look for always there; ``Project.from_json`` reads it."""
    data = project.to_json()
    parts = [
        {**part, "license": part.get("license"), "components": part.get("components", [])}
        for part in data.get("parts", ())
    ]
    return {
        "name": project.name,
        "material": list(dict.fromkeys(str(part.material) for part in project.parts)),
        **data,
        "parts": parts,
    }


def license_row(found: MainLicense) -> dict[str, Any]:
    """The licence of the whole or of a part."""
    return {
        "main": found.main,
        "expression": found.expression,
        "reason": found.reason,
        "path": found.path,
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    """One row of ``findings[]`` and ``accepted[]``."""
    return {
        "id": finding.id,
        "severity": str(finding.severity),
        "part": finding.part or None,
        "title": finding.title,
        "paths": list(finding.paths),
        "why": finding.why,
        "remedy": finding.remedy,
        "checklist": list(finding.checklist),
        "evidence": list(finding.evidence),
        "unreviewed": finding.unreviewed,
        "about": finding.about,
        "accepted": finding.accepted,
        "sources": [{"title": s.title, "url": s.url, "clause": s.clause} for s in finding.sources],
    }


def file_row(file: FileResult) -> dict[str, Any]:
    """One row of ``files[]``."""
    return {
        "path": file.path,
        "licenses": list(file.told),
        "declared": list(file.licenses),
        "copyrights": list(file.copyrights),
        "invalid": list(file.invalid),
        "evidence": [
            {
                "kind": e.kind,
                "text": e.text,
                "path": e.path,
                "line": e.line,
                "confidence": e.confidence,
            }
            for e in file.evidence
        ],
    }
