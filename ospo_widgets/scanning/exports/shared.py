# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as it goes to others: findings with paths and lines, nothing of what stands in files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ospo_widgets.scanning.result import FileResult, Finding, ScanResult

NOTICE = "©"
"""Stands for notices of copyright, which name people; that there is one is not hidden."""


def for_others(result: ScanResult) -> ScanResult:
    """The scan without evidence, notices, authors and texts of files.

    What is left: findings with their paths and lines, licences of files and parts, dependencies,
    conflicts, the checklist. Its JSON has the same shape as before.
    """
    from ospo_widgets.scanning.history.model import History

    project = replace(result.project, copyright_lines=(), reuse_toml="", author_count=None)
    return replace(
        result,
        project=project,
        files=tuple(_file(file) for file in result.files),
        reuse=_summary(result.reuse),
        findings=_findings(result.findings),
        accepted=_findings(result.accepted),
        copyright=None,
        history=History(),
        own_texts={},
    )


def _file(file: FileResult) -> FileResult:
    return FileResult(
        file.path, file.licenses, (NOTICE,) if file.copyrights else (), (), (), file.detected
    )


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(finding, evidence=()) for finding in findings)


def _summary(report: dict[str, Any]) -> dict[str, Any]:
    """Of the report of ``reuse lint`` its figures; who holds rights stands in its rows."""
    return {
        "non_compliant": {},
        "files": [],
        "summary": report.get("summary", {}),
        "recommendations": [],
    }
