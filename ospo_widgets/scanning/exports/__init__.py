# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan in the shapes that people and programs take away; one module a shape."""

from __future__ import annotations

from ospo_widgets.scanning.exports.authors import authors_section
from ospo_widgets.scanning.exports.code_quality import to_code_quality
from ospo_widgets.scanning.exports.conflicts import conflicts_list
from ospo_widgets.scanning.exports.hardware import hardware_section
from ospo_widgets.scanning.exports.junit import to_junit
from ospo_widgets.scanning.exports.markdown import to_markdown
from ospo_widgets.scanning.exports.rendering import FORMATS, rendered
from ospo_widgets.scanning.exports.report import (
    finding_item,
    findings_list,
    heading,
    lead,
    tiles,
    to_fragment,
    to_html,
)
from ospo_widgets.scanning.exports.sarif import to_sarif
from ospo_widgets.scanning.exports.spreadsheet import to_csv
from ospo_widgets.scanning.exports.tables import (
    answer_words,
    dependencies_table,
    not_scanned_table,
    readiness_table,
)

__all__ = [
    "FORMATS",
    "answer_words",
    "authors_section",
    "conflicts_list",
    "dependencies_table",
    "finding_item",
    "findings_list",
    "hardware_section",
    "heading",
    "lead",
    "not_scanned_table",
    "readiness_table",
    "rendered",
    "tiles",
    "to_code_quality",
    "to_csv",
    "to_fragment",
    "to_html",
    "to_junit",
    "to_markdown",
    "to_sarif",
]
