# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The detector of hardware: one row of plain data for each file that belongs to a design."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

import re2

from ospo_widgets.scanning.hardware.bom import bom_in, may_be_bom, named_bom
from ospo_widgets.scanning.hardware.components import Components, components_in
from ospo_widgets.scanning.hardware.contents import Contents, contents_of
from ospo_widgets.scanning.hardware.hdl import is_testbench, tool_version, vendor_id
from ospo_widgets.scanning.hardware.kinds import SNIFFED, Kind, kind_of, known_ending
from ospo_widgets.scanning.hardware.manifests import is_manifest, manifest_in
from ospo_widgets.scanning.hardware.statements import Statement
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import HEAD, Source
from ospo_widgets.scanning.reading.source import Kind as FileKind

NAME = "hardware"
MAX_DATES = 1_000
"""Dates of a list of changes that are counted."""
MAX_SHORT = 120
"""Characters of title, revision and date that are kept."""
CHANGES = frozenset({"changes", "changelog", "history", "changes_log", "modifications"})
"""Stems of files that list changes."""

_IMPORTS = frozenset({".py", ".scala"})
"""Endings that say nothing without an import of a hardware library, for which a trigger looks."""
_LOGO = re.compile(r"\b(?:cern[-_ ]?(?:\w{0,10}[-_ ])?logo|logo[-_ ]?cern)(?![a-z])", re.I)
MAX_LOGO = 4 << 20
"""Characters in which the name of a logo is looked for."""
_options = re2.Options()
_options.case_sensitive = False
_DATE = re2.compile(
    rb"\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b|"
    rb"\b\d{1,2}[. ] ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:19|20)\d\d\b|"
    rb"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2},? (?:19|20)\d\d\b|"
    rb"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b",
    _options,
)


def examine(source: Source) -> list[dict[str, Any]] | None:
    """The row of one file; None when it has nothing to do with hardware."""
    if source.kind is FileKind.EMPTY or source.kind is FileKind.POINTER:
        return None
    if is_manifest(source.path):
        return [_manifest_row(source)]
    if PurePosixPath(source.name.lower()).stem in CHANGES and source.kind is FileKind.TEXT:
        dates = sum(1 for _ in islice(_DATE.finditer(source.utf8[:HEAD]), MAX_DATES))
        return [{"changes": dates}]
    kind = kind_of(source.path, source.data if source.encoding in _PLAIN else source.utf8[:SNIFFED])
    if kind is None:
        return _bom_row(source)
    row: dict[str, Any] = {"kind": kind.id}
    if kind.design:
        _add_statement(row, contents_of(source, kind))
        _add_components(row, components_in(source, kind))
        _add_gateware(row, source, kind)
        _add_logo(row, source, kind)
        if not source.complete:
            row["cut"] = True
        if kind.role == "placement" and named_bom(source.path):
            row.update((_bom_row(source) or [{}])[0])
    return [row]


_PLAIN = frozenset({"", "ascii", "utf-8", "latin-1"})


def wants(path: str) -> bool:
    """Whether a path must be looked into, whatever stands in it."""
    _, dot, ending = path.rpartition(".")
    if dot and ("." + ending.lower()) in _IMPORTS:
        return path.endswith("Manifest.py")
    if known_ending(path) or named_bom(path) or is_manifest(path):
        return True
    name = path.rpartition("/")[2]
    return name[:7].lower() in _CHANGE_STARTS and PurePosixPath(name.lower()).stem in CHANGES


_CHANGE_STARTS = frozenset(stem[:7] for stem in CHANGES)


def _add_statement(row: dict[str, Any], contents: Contents) -> None:
    if stated := _statement(contents.statement):
        row["states"] = stated
    if printed := _statement(contents.printed):
        row["printed"] = printed
    if contents.block:
        row["block"] = True
    for name in ("title", "revision", "date"):
        if text := " ".join(str(getattr(contents, name)).split())[:MAX_SHORT]:
            row[name] = text


def _statement(statement: Statement) -> dict[str, Any]:
    found = {
        "licenses": list(statement.licenses)[:10],
        "copyright": statement.copyright,
        "disclaimer": statement.disclaimer,
        "location": statement.location,
        "explicit": statement.explicit,
    }
    return {name: value for name, value in found.items() if value}


def _add_components(row: dict[str, Any], components: Components | None) -> None:
    if components is not None and components.total:
        row["components"] = [components.total, components.numbered, components.generic]


def _add_gateware(row: dict[str, Any], source: Source, kind: Kind) -> None:
    if kind.material != "gateware" or not source.text:
        return
    if is_testbench(source, kind):
        row["testbench"] = True
    if vendor := vendor_id(source):
        row["vendor"] = vendor
    if kind.role in {"build", "core", "constraints"} and (version := tool_version(source.text)):
        row["tool_version"] = version


def _add_logo(row: dict[str, Any], source: Source, kind: Kind) -> None:
    if kind.role in {"layout", "schematic", "library"} and source.text:
        match = _LOGO.search(source.text[:MAX_LOGO])
        if match:
            row["logo"] = match[0][:MAX_SHORT]


def _bom_row(source: Source) -> list[dict[str, Any]] | None:
    named = named_bom(source.path) or may_be_bom(source)
    bom = bom_in(source) if named else None
    if bom is None:
        return None
    row: dict[str, Any] = {"bom": {"machine": bom.machine, "read": bom.read}}
    row["bom"]["columns"] = list(bom.columns)
    found = bom.components
    row["bom"]["components"] = [found.total, found.numbered, found.generic]
    return [row]


def _manifest_row(source: Source) -> dict[str, Any]:
    manifest = manifest_in(source.name, source.text)
    return {
        "manifest": manifest.form,
        "problems": [[problem.kind, problem.field] for problem in manifest.problems],
        "license": manifest.license,
        "paths": list(manifest.paths),
        "fields": list(manifest.fields),
    }


HARDWARE = Detector(
    name=NAME,
    version=2,
    examine=examine,
    triggers=(
        r"(?:^|\n)[ \t]*(?:from|import)[ \t]+(?:amaranth|nmigen|migen|myhdl)\b",
        r"(?:^|\n)[ \t]*(?:from|import)[ \t]+litex\.(?:soc|build)\b",
        r"(?:^|\n)[ \t]*import[ \t]+(?:chisel3|Chisel|spinal)\b",
        r"<IPC-2581\b",
    ),
    wants=wants,
    binary=True,
)
