# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as GitLab's code quality report, which a merge request shows.

Source: GitLab documentation, “Code Quality”, section on the report format.
"""

from __future__ import annotations

import json
from typing import Any

from ospo_widgets.knowledge.model import Severity
from ospo_widgets.markup import visible
from ospo_widgets.scanning.exports.places import Place, fingerprint, places
from ospo_widgets.scanning.exports.sarif import MAX_PLACES
from ospo_widgets.scanning.result import Finding, ScanResult

_SEVERITIES = {Severity.BLOCKS: "blocker", Severity.SHOULD: "major", Severity.ADVICE: "info"}
_WHOLE = Place("README.md", 1)
"""A row must name a file; findings about the whole project are shown here."""


def to_code_quality(result: ScanResult) -> str:
    """Findings as a list of GitLab's rows, one a place; accepted ones are left out."""
    rows = [row for finding in result.findings for row in _rows(finding)]
    return json.dumps(rows, indent=2, ensure_ascii=True) + "\n"


def _rows(finding: Finding) -> list[dict[str, Any]]:
    found = places(finding)[:MAX_PLACES]
    return [
        {
            "description": visible(f"{finding.title}. {finding.remedy}"),
            "check_name": finding.id,
            "fingerprint": fingerprint(finding, place if found else None),
            "severity": _SEVERITIES[finding.severity],
            "categories": ["Compatibility" if finding.id.startswith("dependency") else "Style"],
            "location": {"path": visible(place.path), "lines": {"begin": place.line or 1}},
        }
        for place in (found or (_WHOLE,))
    ]
