# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds bills of materials in a tree, by their names."""

from __future__ import annotations

from typing import Any

from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

NAMES = frozenset({"bom.json", "bom.xml", "sbom.json", "sbom.xml", "sbom.spdx", "sbom"})
ENDINGS = (".spdx", ".spdx.json", ".cdx.json", ".cdx.xml", ".sbom.json")
MAX_DEPTH = 4
"""Bills deeper than this are samples and test data."""
_ELSEWHERE = frozenset(
    {"test", "tests", "testing", "testdata", "fixtures", "examples", "example", "samples",
     "node_modules", "vendor", "third_party"}
)  # fmt: skip


def is_bill(path: str) -> bool:
    """Whether a file is, by its name and place, a bill of materials of this project."""
    lower = path.lower()
    name = lower.rpartition("/")[2]
    if not (name.endswith(ENDINGS) or name in NAMES):
        return False
    folders = lower.split("/")[:-1]
    return len(folders) < MAX_DEPTH and not _ELSEWHERE.intersection(folders)


def _examine(source: Source) -> list[dict[str, Any]] | None:
    from ospo_widgets.scanning.sbom.reading import read_bill

    bill = read_bill(source.name, source.data, complete=source.complete)
    if bill is None:
        return None
    head = {"format": bill.format, "problem": bill.problem}
    return [head, *(package.to_json() for package in bill.packages)]


SBOM = Detector("sbom", 1, _examine, wants=is_bill)
