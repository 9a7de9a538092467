# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Kinds of design files, told by ending and content; rows of ``data/hardware_files.yaml``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2
import yaml

from ospo_widgets.project import Material
from ospo_widgets.resources import data_dir

SNIFFED = 64 * 1024
"""Bytes of a file in which its kind is looked for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        id: Id, for example ``"kicad-board"``.
        tool: Program, language or format, for people; the same in every language.
        role: What it is for; see the head of the data file.
        material: Hardware or gateware; another material for look-alikes (Coq in ``.v``).
        native: People edit it; else it is made from another file.
        view: A free program shows it.
        weak: It says nothing alone: software keeps such files as data of its tests.
    """

    id: str
    tool: str
    role: str
    material: Material
    native: bool = False
    view: bool = False
    weak: bool = False

    @property
    def design(self) -> bool:
        """Whether it belongs to a board, a mechanical part or a circuit in HDL."""
        return self.material in {Material.HARDWARE, Material.GATEWARE}


@dataclass(frozen=True, slots=True)
class Vendor:
    """Whose sentence keeps the rights in a file: ``status`` is ``confidential`` or ``terms``."""

    id: str
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Kind
    content: Any | None


@dataclass(frozen=True, slots=True)
class _Table:
    by_ending: Mapping[str, tuple[_Row, ...]]
    by_name: tuple[tuple[re.Pattern[str], _Row], ...]
    named: re.Pattern[str] | None
    alone: frozenset[str]
    kinds: Mapping[str, Kind]
    vendors: tuple[tuple[Vendor, Any], ...]
    opened: Any


def kind_by_path(path: str) -> Kind | None:
    """The kind that a path alone tells; None when its ending has several meanings or none."""
    table = _table()
    if table.named is not None and table.named.fullmatch(path.rpartition("/")[2]):
        for name, row in table.by_name:
            if row.content is None and name.fullmatch(path.rpartition("/")[2]):
                return row.kind
    for ending in _endings(path):
        rows = table.by_ending.get(ending)
        if rows is None:
            continue
        if ending == ".v":  # the look-alikes stand before it
            return table.kinds["verilog"]
        plain = (row.kind for row in rows if row.content is None or ending in table.alone)
        return next(plain, None)
    return None


def kind_of(path: str, data: bytes) -> Kind | None:
    """The kind of a file by its ending and its beginning; None when it is none of ours.

    Args:
        path: Path or name.
        data: Its content, of which :data:`SNIFFED` bytes are looked at; UTF-8 where it is text.
    """
    table = _table()
    head = data[:SNIFFED]
    for name, row in table.by_name:
        if name.fullmatch(path.rpartition("/")[2]) and _fits(row, head):
            return row.kind
    for ending in _endings(path):
        if rows := table.by_ending.get(ending):
            return next((row.kind for row in rows if _fits(row, head)), None)
    return None


def kind_with(kind_id: str) -> Kind:
    """The kind with this id.

    Raises:
        KeyError: There is none.
    """
    return _table().kinds[kind_id]


def known_ending(path: str) -> bool:
    """Whether the ending or the name of a path is in the table; quick."""
    table = _table()
    name = path.rpartition("/")[2]
    _, dot, ending = name.rpartition(".")
    if dot and f".{ending.lower()}" in table.by_ending:
        return True
    return table.named is not None and table.named.fullmatch(name) is not None


def vendor_of(text: bytes) -> Vendor | None:
    """Vendor whose sentence in ``text`` keeps the rights; None when an open licence stands there.

    Args:
        text: Head of a file, as UTF-8.
    """
    table = _table()
    found = next((vendor for vendor, pattern in table.vendors if pattern.search(text)), None)
    return None if found is None or table.opened.search(text) else found


def vendor_with(vendor_id: str) -> Vendor:
    """The vendor with this id.

    Raises:
        KeyError: There is none.
    """
    return {vendor.id: vendor for vendor, _ in _table().vendors}[vendor_id]


def _endings(path: str) -> tuple[str, ...]:
    name = path.rpartition("/")[2].lower()
    _, dot, last = name.rpartition(".")
    return (dot + last,) if dot else ()


def _fits(row: _Row, head: bytes) -> bool:
    return row.content is None or row.content.search(head) is not None


@cache
def _table() -> _Table:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (data_dir() / "hardware_files.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=loader)
    by_ending: dict[str, list[_Row]] = defaultdict(list)
    by_name = []
    kinds = {}
    for entry in data["kinds"]:
        kind = Kind(
            id=entry["id"],
            tool=entry["tool"],
            role=entry["role"],
            material=Material(entry["material"]),
            native=entry.get("native", False),
            view=entry.get("view", False),
            weak=entry.get("weak", False),
        )
        kinds[kind.id] = kind
        content = entry.get("content")
        row = _Row(kind, _compiled(content, "m") if content else None)
        for ending in entry.get("endings", ()):
            by_ending[ending].append(row)
        by_name += [(re.compile(name), row) for name in entry.get("names", ())]
    vendors = tuple(
        (Vendor(v["id"], v["name"], v["status"]), _compiled(_words(v["expressions"]), "i"))
        for v in data["vendors"]
    )
    return _Table(
        by_ending={ending: tuple(rows) for ending, rows in by_ending.items()},
        by_name=tuple(by_name),
        named=re.compile("|".join(f"(?:{n.pattern})" for n, _ in by_name)) if by_name else None,
        alone=frozenset(data["by_name_alone"]),
        kinds=kinds,
        vendors=vendors,
        opened=_compiled(_words(data["opened"]), "i"),
    )


def _words(expressions: list[str]) -> list[str]:
    """A space stands for whatever separates two words in a comment."""
    return [re.sub(r"(?<!\[) ", r"\\W+", e).replace("[\\W+", "[ ") for e in expressions]


def _compiled(expressions: list[str], flags: str) -> Any:
    """One RE2 expression on bytes; time stays linear whatever the file holds."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = 32 << 20
    options.log_errors = False
    joined = "|".join(f"(?:{e})" for e in expressions)
    return re2.compile(f"(?{flags}:{joined})".encode("latin-1", "replace"), options)
