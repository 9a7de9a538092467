# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every shape of a scan by its name; command line, page and library offer the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from ospo_widgets.markup import json_text
from ospo_widgets.scanning.exports.bill import to_cyclonedx_text, to_spdx_text
from ospo_widgets.scanning.exports.code_quality import to_code_quality
from ospo_widgets.scanning.exports.junit import to_junit
from ospo_widgets.scanning.exports.markdown import to_markdown
from ospo_widgets.scanning.exports.report import to_html
from ospo_widgets.scanning.exports.sarif import to_sarif
from ospo_widgets.scanning.exports.spreadsheet import to_csv
from ospo_widgets.scanning.result import ScanResult


def _json(result: ScanResult) -> str:
    return json_text(result.to_json()) + "\n"


_MAKERS: Mapping[str, Callable[[ScanResult], str]] = {
    "json": _json,
    "html": to_html,
    "markdown": to_markdown,
    "csv": to_csv,
    "sarif": to_sarif,
    "code-quality": to_code_quality,
    "junit": to_junit,
    "spdx": lambda result: to_spdx_text(result, datetime.now(UTC)),
    "cyclonedx": lambda result: to_cyclonedx_text(result, datetime.now(UTC)),
}
FORMATS = tuple(_MAKERS)


def rendered(result: ScanResult, kind: str) -> str:
    """The scan in one shape.

    Args:
        result: The scan.
        kind: One of :data:`FORMATS`.

    Raises:
        KeyError: There is no such shape.
    """
    return _MAKERS[kind](result)
