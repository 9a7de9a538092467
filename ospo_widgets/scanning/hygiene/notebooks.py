# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Jupyter notebooks: whether they can be opened, and what of a run they still hold."""

from __future__ import annotations

import json
from typing import Any

from ospo_widgets.scanning.hygiene.lists import version
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Kind, Source


def _examine(source: Source) -> list[dict[str, Any]] | None:
    if source.kind not in {Kind.TEXT, Kind.EMPTY}:
        return None
    content, problem, line = _read(source)
    if problem:
        return [{"broken": problem, "line": line}]
    row = _run(content, len(source.data))
    return [row] if row else None


def _read(source: Source) -> tuple[dict[str, Any], str, int]:
    """Content, what is wrong with it, and the line."""
    if source.kind is Kind.EMPTY or not source.complete:
        return {}, "large" if source.data else "empty", 1
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as error:
        return {}, "json", error.lineno
    except (RecursionError, ValueError):
        return {}, "json", 1
    return content, _problem(content), 1


def _problem(content: Any) -> str:
    """What keeps Jupyter from opening it; the required parts of its schema, empty when good.

    The library of Jupyter takes a second to load, so its rules are here again; a test compares.
    """
    if not isinstance(content, dict) or "nbformat" not in content:
        return "schema"
    if content["nbformat"] == 3:
        # An old format that Jupyter converts on opening.
        return "" if isinstance(content.get("worksheets"), list) else "schema"
    if content["nbformat"] != 4 or not isinstance(content.get("cells"), list):
        return "schema"
    if not isinstance(content.get("metadata"), dict):
        return "schema"
    return "" if all(map(_is_cell, content["cells"])) else "schema"


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in {"raw", "markdown", "code"}:
        return False
    if not isinstance(cell.get("metadata"), dict) or not _is_text(cell.get("source")):
        return False
    if cell["cell_type"] != "code":
        return True
    outputs = cell.get("outputs")
    return (
        _is_count(cell, "execution_count")
        and isinstance(outputs, list)
        and all(map(_is_output, outputs))
    )


def _is_output(output: Any) -> bool:
    if not isinstance(output, dict):
        return False
    kind = output.get("output_type")
    if kind == "stream":
        return isinstance(output.get("name"), str) and _is_text(output.get("text"))
    if kind == "error":
        texts = isinstance(output.get("ename"), str) and isinstance(output.get("evalue"), str)
        return texts and isinstance(output.get("traceback"), list)
    good = isinstance(output.get("data"), dict) and isinstance(output.get("metadata"), dict)
    return good and (
        kind == "display_data"
        or (kind == "execute_result" and _is_count(output, "execution_count"))
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(line, str) for line in value)
    )


def _is_count(row: dict[str, Any], name: str) -> bool:
    return name in row and (row[name] is None or type(row[name]) is int)


def _run(content: dict[str, Any], size: int) -> dict[str, Any]:
    """What is left of a run: cells with output, their size, images, counts."""
    cells = content.get("cells") or [
        cell
        for sheet in content.get("worksheets", ())
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
        for cell in sheet["cells"]
    ]
    code = [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    with_output = [c for c in code if c.get("outputs")]
    images = 0
    for cell in with_output:
        for output in cell["outputs"]:
            kinds = output.get("data", {}) if isinstance(output, dict) else {}
            if isinstance(kinds, dict):
                images += sum(str(kind).startswith("image/") for kind in kinds)
    counts = sum(isinstance(c.get("execution_count", c.get("prompt_number")), int) for c in code)
    bytes_of_output = sum(len(json.dumps(c["outputs"])) for c in with_output)
    if not with_output:
        return {}
    return {
        "cells": len(with_output),
        "bytes": min(bytes_of_output, size),
        "images": images,
        "counts": counts,
    }


def detector() -> Detector:
    """Notebooks: ``{broken, line}``, or ``{cells, bytes, images, counts}``."""
    return Detector(
        "notebooks", version(1), _examine, (), lambda path: path.lower().endswith(".ipynb")
    )
