# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as SARIF 2.1.0, which GitHub, GitLab and editors show beside the lines.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 2020-03-27.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ospo_widgets import __version__
from ospo_widgets.knowledge.model import Severity
from ospo_widgets.markup import visible
from ospo_widgets.scanning.exports.places import Place, fingerprint, places
from ospo_widgets.scanning.result import Finding, ScanResult

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_PLACES = 1_000
"""Places of one finding in the file; a reader would give up earlier."""
_LEVELS = {Severity.BLOCKS: "error", Severity.SHOULD: "warning", Severity.ADVICE: "note"}


def to_sarif(result: ScanResult) -> str:
    """Findings as SARIF; accepted ones are there as suppressed, with their reason."""
    findings = (*result.findings, *result.accepted)
    rules = {finding.id: _rule(finding) for finding in reversed(findings)}
    order = {rule: i for i, rule in enumerate(sorted(rules))}
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ospo-widgets",
                        "semanticVersion": __version__,
                        "rules": [rules[rule] for rule in order],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"ROOT": {"description": {"text": visible(result.target)}}},
                "results": [row for f in findings for row in _results(f, order)],
                "invocations": [{"executionSuccessful": not result.partial}],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.id,
        "shortDescription": {"text": visible(finding.title)},
        "fullDescription": {"text": visible(finding.why)},
        "help": {"text": visible(finding.remedy)},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {"tags": list(finding.checklist)},
    }
    if finding.sources:
        rule["helpUri"] = finding.sources[0].url
    return rule


def _results(finding: Finding, order: dict[str, int]) -> Iterator[dict[str, Any]]:
    found: tuple[Place | None, ...] = places(finding)[:MAX_PLACES] or (None,)
    for place in found:
        row: dict[str, Any] = {
            "ruleId": finding.id,
            "ruleIndex": order[finding.id],
            "level": _LEVELS[finding.severity],
            "message": {"text": visible(f"{finding.title}. {finding.remedy}")},
            "partialFingerprints": {"ospoFinding/v1": fingerprint(finding, place)},
        }
        if place is not None:
            physical: dict[str, Any] = {
                "artifactLocation": {"uri": quote(place.path), "uriBaseId": "ROOT"}
            }
            if place.line:
                physical["region"] = {"startLine": place.line}
            row["locations"] = [{"physicalLocation": physical}]
        if finding.accepted:
            row["suppressions"] = [{"kind": "external", "justification": visible(finding.accepted)}]
        yield row
