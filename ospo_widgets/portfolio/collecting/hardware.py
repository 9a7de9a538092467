# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Design files of hardware and gateware, told by ending and, where that is not enough, by content.

Kinds are rows of ``data/hardware_files.yaml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ospo_widgets.portfolio.collecting.head import HDL, File
from ospo_widgets.portfolio.collecting.presence import FILE
from ospo_widgets.portfolio.collecting.tables import rows, values
from ospo_widgets.resources import overlay_dir

SNIFFED = 64 * 1024
"""Bytes of a file in which its kind is looked for."""
_TABLE = "hardware_files.yaml"
_BOARD = frozenset({"schematic", "layout"})
_MAKING = frozenset(
    {"mechanical", "drawing", "mesh", "exchange", "fabrication", "drill", "placement"}
)


@dataclass(frozen=True, slots=True)
class Hardware:
    """Counts of design files.

    Attributes:
        boards: Schematics and layouts that people edit.
        hdl: Sources in a hardware description language.
        making: Mechanical parts, drawings and files for production.
    """

    boards: int = 0
    hdl: int = 0
    making: int = 0


@dataclass(frozen=True, slots=True)
class _Kind:
    counts_as: str
    content: Any | None


def doubtful(files: Iterable[File], most: int) -> tuple[File, ...]:
    """Files whose ending alone does not tell whether they are hardware.

    Args:
        files: Files of a state.
        most: Most files; of one ending an eighth, so that no ending keeps others out.
    """
    kinds = _table().kinds
    counts: Counter[str] = Counter()
    found: list[File] = []
    for file in files:
        end = _end(file)
        if not file.link and any(kind.content for kind in kinds.get(end, ())):
            counts[end] += 1
            if counts[end] <= max(1, most // 8) and len(found) < most:
                found.append(file)
    return tuple(found)


def hardware(files: Iterable[File], heads: Mapping[str, bytes]) -> Hardware:
    """Count design files.

    A doubtful file that was not read counts as those of its ending mostly do that were. When none
    was, it counts only where the ending alone is clear enough (``by_name_alone`` in the table).

    Args:
        files: Files of a state.
        heads: Beginnings of contents by id.
    """
    table = _table()
    found: Counter[str] = Counter()
    read: dict[str, Counter[str]] = {}
    unread: Counter[str] = Counter()
    for file in files:
        end = _end(file)
        kinds = () if file.link else table.kinds.get(end, ())
        if not kinds:
            continue
        head = heads.get(file.id)
        if head is None and any(kind.content for kind in kinds):
            unread[end] += 1
            continue
        meant = next((k.counts_as for k in kinds if _fits(k, head)), "")
        found[meant] += 1
        read.setdefault(end, Counter())[meant] += 1
    for end, count in unread.items():
        found[_mostly(read.get(end)) if end in read else table.alone.get(end, "")] += count
    return Hardware(found["boards"], found["hdl"], found["making"])


def _mostly(meant: Counter[str] | None) -> str:
    return max(meant, key=lambda one: (meant[one], one)) if meant else ""


def _fits(kind: _Kind, head: bytes | None) -> bool:
    if kind.content is None:
        return True
    return head is not None and kind.content.search(head[:SNIFFED]) is not None


def _end(file: File) -> str:
    name = file.path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


@dataclass(frozen=True, slots=True)
class _Table:
    kinds: Mapping[str, tuple[_Kind, ...]]
    alone: Mapping[str, str]


def _table() -> _Table:
    return _read(str(overlay_dir() or ""))


@cache
def _read(_overlay: str) -> _Table:
    found: dict[str, list[_Kind]] = {}
    meant: dict[str, str] = {}
    general = _general_endings()
    for row in rows(_TABLE, "kinds"):
        counts_as = _counts_as(row)
        kind = _Kind(counts_as, _compiled(row["content"]) if row.get("content") else None)
        for ending in map(str, row.get("endings", ())):
            if ending not in general:
                found.setdefault(ending, []).append(kind)
                if counts_as:
                    meant.setdefault(ending, counts_as)
    # Endings that mean nothing to us need no look inside.
    kinds = {end: tuple(k) for end, k in found.items() if end in meant}
    by_name = values(_TABLE, "by_name_alone")
    return _Table(kinds, {end: what for end, what in meant.items() if end in by_name})


def _general_endings() -> frozenset[str]:
    """Endings of programming languages, in some of which circuits are written too.

    There are too many such files to look into.
    """
    return frozenset(
        f".{ending}"
        for row in rows(FILE, "languages")
        if row["id"] not in HDL
        for ending in row.get("endings", ())
    )


def _counts_as(row: Mapping[str, Any]) -> str:
    role, material = row.get("role", ""), row.get("material", "")
    if material == "gateware":
        return "hdl" if role == "source" else ""
    if material != "hardware" or row.get("weak"):
        return ""
    if role in _BOARD and row.get("native"):
        return "boards"
    return "making" if role in _MAKING else ""


def _compiled(expressions: list[str]) -> Any:
    """One RE2 expression on bytes; time stays linear whatever the file holds."""
    import re2

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = 32 << 20
    options.log_errors = False
    joined = "|".join(f"(?:{e})" for e in expressions)
    return re2.compile(f"(?m:{joined})".encode("latin-1", "replace"), options)
