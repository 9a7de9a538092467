# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of ``reuse lint --json`` from rows of a scan, which say the same in a third of the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SIDECAR = ".license"


def reuse_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of the list ``files`` of ``reuse lint --json``.

    Args:
        row: Of a covered file, with ``path``, ``invalid`` and ``evidence``, see :class:`.Report`.
    """
    path = str(row["path"])
    said: dict[str, list[dict[str, Any]]] = {"copyrights": [], "spdx_expressions": []}
    for kind, text, source, _ in row["evidence"]:
        origin = {"source": source, "source_type": _source_type(path, source)}
        if kind == "copyright":
            said["copyrights"].append({"value": text, **origin})
        elif kind == "license":
            valid = text not in row["invalid"]
            said["spdx_expressions"].append({"value": text, "is_valid": valid, **origin})
    return {"path": path, **said}


def _source_type(path: str, source: str) -> str:
    if source == path:
        return "file-header"
    if source == path + SIDECAR:
        return "dot-license"
    return "dep5" if source == ".reuse/dep5" else "reuse-toml"
