# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan in the shapes that people and programs take away; one module a shape."""

from __future__ import annotations

from ospo_widgets.scanning.exports.code_quality import to_code_quality
from ospo_widgets.scanning.exports.junit import to_junit
from ospo_widgets.scanning.exports.markdown import to_markdown
from ospo_widgets.scanning.exports.report import (
    dependencies_table,
    finding_item,
    findings_list,
    heading,
    lead,
    not_scanned_table,
    readiness_table,
    tiles,
    to_fragment,
    to_html,
)
from ospo_widgets.scanning.exports.sarif import to_sarif
from ospo_widgets.scanning.exports.spreadsheet import to_csv

__all__ = [
    "dependencies_table",
    "finding_item",
    "findings_list",
    "heading",
    "lead",
    "not_scanned_table",
    "readiness_table",
    "tiles",
    "to_code_quality",
    "to_csv",
    "to_fragment",
    "to_html",
    "to_junit",
    "to_markdown",
    "to_sarif",
]
