# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of ``reuse lint --json`` from rows of a scan, which say the same in a third of the bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

SIDECAR = ".license"


def reuse_row(
    path: str, invalid: Collection[str], evidence: Iterable[Sequence[Any]]
) -> dict[str, Any]:
    """One entry of the list ``files`` of ``reuse lint --json``.

    Args:
        path: Of a covered file.
        invalid: Expressions that are none.
        evidence: Kind, text and source of what it states, see :class:`.Report`.
    """
    said: dict[str, list[dict[str, Any]]] = {"copyrights": [], "spdx_expressions": []}
    for kind, text, source, *_ in evidence:
        origin = {"source": source, "source_type": _source_type(path, source)}
        if kind == "copyright":
            said["copyrights"].append({"value": text, **origin})
        elif kind == "license":
            valid = text not in invalid
            said["spdx_expressions"].append({"value": text, "is_valid": valid, **origin})
    return {"path": path, **said}


def _source_type(path: str, source: str) -> str:
    if source == path:
        return "file-header"
    if source == path + SIDECAR:
        return "dot-license"
    return "dep5" if source == ".reuse/dep5" else "reuse-toml"
