# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings as CSV, in the shape that spreadsheets open without running it."""

from __future__ import annotations

from ospo_widgets.charting.table import csv_text
from ospo_widgets.markup import visible
from ospo_widgets.scanning.result import ScanResult


def to_csv(result: ScanResult) -> str:
    """Findings as CSV, one row a file, in the shape that spreadsheets open without running it."""
    names = ("severity", "id", "title", "path", "why", "remedy")
    rows = (
        (f.severity, f.id, f.title, path, f.why, f.remedy)
        for f in result.findings
        for path in (f.paths or ("",))
    )
    return csv_text(names, ([visible(str(c)).replace("\n", " ") for c in row] for row in rows))
