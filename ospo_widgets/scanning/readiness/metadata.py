# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detector that reads metadata files at the top of a tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ospo_widgets.scanning.readiness import citation, packages, records
from ospo_widgets.scanning.readiness.statement import Statement
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

READERS: dict[str, Callable[[str], Statement]] = {
    "citation.cff": citation.read_citation,
    "codemeta.json": records.read_codemeta,
    ".zenodo.json": records.read_zenodo,
    "pyproject.toml": packages.read_pyproject,
    "setup.cfg": packages.read_setup_cfg,
    "package.json": packages.read_package_json,
    "cargo.toml": packages.read_cargo,
    "cmakelists.txt": packages.read_cmake,
    "pom.xml": packages.read_pom,
    "okh.toml": packages.read_okh,
    "description": packages.read_description,
}
"""Names in lower case to what reads them."""
CITING = frozenset({"cff", "codemeta", "zenodo"})
"""Formats from which archives and readers cite."""
_MAX_TEXT = 512 * 1024


def _wants(path: str) -> bool:
    return "/" not in path and path.lower() in READERS


def _examine(source: Source) -> list[dict[str, Any]]:
    statement = READERS[source.name.lower()](source.text[:_MAX_TEXT])
    return [statement.to_json()] if statement.fields or statement.problems else []


DETECTOR = Detector("metadata", 1, _examine, wants=_wants)
