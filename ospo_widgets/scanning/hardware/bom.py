# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bills of materials: found by name, known by their columns.

Sources: Open Source Hardware Association, best practices; DIN SPEC 3105-1; Open Know-How, ``bom``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ospo_widgets.scanning.hardware.components import Components, count, names_number
from ospo_widgets.scanning.hardware.sheets import rows_of
from ospo_widgets.scanning.paths import ending_of
from ospo_widgets.scanning.reading.source import Source

TABLES = frozenset({".csv", ".tsv", ".txt", ".bom", ".xlsx", ".ods", ".html", ".htm", ".lst", ""})
"""Endings of files whose rows we can read."""
OTHERS = frozenset({".xls", ".pdf", ".odt", ".docx", ".doc", ".md", ".rst", ".xml", ".numbers"})
"""Endings of files that may be a bill of materials but are not read."""
_BOTH = TABLES | OTHERS
MACHINE = frozenset({".xls", ".xml"})
"""Of those, the ones that a program can read."""
HEADER_ROWS = 30
"""Rows at the top in which the heads of columns are looked for."""

_NAME = re.compile(
    r"(?:^|[^a-z])i?bom(?:[^a-z]|$)|bill[ _-]?of[ _-]?materials?|parts?[ _-]?list|stueckliste|"
    r"st\u00fcckliste|nomenclature",
    re.I,
)
_INTERACTIVE = re.compile(r"Interactive ?(?:Html)?BOM|\bpcbdata\b", re.I)
_COLUMNS = {
    "reference": re.compile(
        r"(?:component )?(?:ref(?:erence)?s?|ref ?des|designators?|parts?|refdes|component)"
        r"(?:\(s\))?(?: des(?:ignators?)?| ?#|\.)?",
        re.I,
    ),
    "quantity": re.compile(
        r"(?:qty|quantity|qnt|count|amount|number of parts|qnty|#|menge)\.?.{0,12}", re.I
    ),
    "value": re.compile(r"(?:part )?(?:values?|comment|description|name|device|val)", re.I),
    "footprint": re.compile(r"(?:pcb )?(?:foot ?print|package|case|pattern).{0,10}", re.I),
    "manufacturer": re.compile(
        r"(?:manufacturer|mfr|mfg|manf|manuf\w*|maker)\.?(?: ?1)?(?: name)?", re.I
    ),
    "supplier": re.compile(
        r".{0,20}(?:supplier|vendor|distributor|digi-?key|mouser|farnell|lcsc).{0,30}", re.I
    ),
}


@dataclass(frozen=True, slots=True)
class Bom:
    """A bill of materials.

    Attributes:
        machine: A program can read it.
        read: Its rows were read.
        columns: What its columns hold: ``reference``, ``quantity``, ``value``, ``footprint``,
            ``manufacturer``, ``number`` (part number of the manufacturer), ``supplier``.
        components: Its lines.
    """

    machine: bool
    read: bool = False
    columns: tuple[str, ...] = ()
    components: Components = field(default_factory=Components)


def named_bom(path: str) -> bool:
    """Whether a name is one of a bill of materials."""
    suffix = ending_of(path)
    if suffix == ".bom":
        return True
    return suffix in _BOTH and _NAME.search(path.rpartition("/")[2]) is not None


def may_be_bom(source: Source) -> bool:
    """Whether a table of another name has the columns of a bill of materials in its first line."""
    line = source.data[:1000].partition(b"\n")[0].lower()
    names = (b"designator" in line or b"reference" in line) and b"footprint" in line
    return source.suffix in {".csv", ".tsv"} and names and (b"quantity" in line or b"qty" in line)


def bom_in(source: Source) -> Bom | None:
    """The bill of materials in a file; None when it is none."""
    if source.suffix in OTHERS:
        if source.suffix == ".xml" and b"cyclonedx" in source.data[:2048].lower():
            return None
        return Bom(machine=source.suffix in MACHINE)
    if source.suffix in {".html", ".htm"} and _INTERACTIVE.search(source.head):
        return Bom(machine=False)
    rows = rows_of(source)
    start, columns = _header(rows)
    if columns is None:
        eagle = source.text.startswith("Partlist") or re.search(
            r"^Qty\s+Value\s+Device", source.text, re.M
        )
        return Bom(machine=True) if eagle else None
    components = count(_parts(rows[start + 1 :], columns))
    return Bom(True, True, tuple(sorted(columns)), components)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int] | None]:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if name := _column(cell):
                columns.setdefault(name, at)
        lists = (
            "reference" in columns
            and len(columns) >= 2
            and columns.keys() - {"reference"} != {"value"}
        )
        counts = "quantity" in columns and bool(
            columns.keys() & {"number", "manufacturer", "footprint"}
        )
        if lists or counts:
            return index, columns
    return 0, None


def _column(cell: str) -> str:
    name = cell.strip().strip('"').strip()
    if not name or len(name) > 60:
        return ""
    if names_number(name):
        return "number"
    return next((key for key, form in _COLUMNS.items() if form.fullmatch(name)), "")


def _parts(
    rows: Sequence[Sequence[str]], columns: dict[str, int]
) -> Iterator[tuple[str, str, str]]:
    def cell(row: Sequence[str], name: str) -> str:
        at = columns.get(name, -1)
        return row[at] if 0 <= at < len(row) else ""

    for row in rows:
        if sum(bool(text) for text in row) < 2:
            continue  # an empty line, or a heading between groups
        reference = cell(row, "reference") or cell(row, "value") or "?"
        yield reference.replace("?", "x"), cell(row, "value"), cell(row, "number")
