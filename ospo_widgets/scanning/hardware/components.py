# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Components of a board as the schematic or a bill of materials has them: how many can be ordered.

A line can be ordered when it has the part number of a manufacturer. Resistors, capacitors,
inductors and ferrites with a value, and what is no part to buy (test points, holes, fiducials,
logos, solder jumpers) need none: any part with that value does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ospo_widgets.scanning.hardware.kinds import Kind
from ospo_widgets.scanning.reading.source import Source

MAX_PARTS = 50_000
"""Components of one file that are counted."""

_MAKER = r"(?:manufacturer|mfr|mfg|manuf|mfn|manf)"
_NUMBER = re.compile(
    rf"{_MAKER}?[ _.#0-9-]*(?:mpn|part[ _]*(?:number|no|num|nr|#)|p/?n|#)[ _.#0-9-]*|mpn.{{0,10}}|"
    rf"{_MAKER}[ _.-]*(?:#|pn|ref(?:erence)?).{{0,6}}|part ?number.{{0,10}}|"
    r"(?:comp|order|ordering)[ _]?(?:code|number)",
    re.I,
)
_GENERIC = re.compile(r"(?:R|C|L|FB|RN|RA|CN)\d+[A-Z]?", re.I)
_NO_PART = re.compile(
    r"(?:TP|H|MH|FID|FD|G|LOGO|JP|SJ|NT|MK|REF|SCR|FRAME|GND|P\$|U\$|#\w*|\$\w*)\d*|\S*\?", re.I
)
_LIBRARY = re.compile(
    r'\(lib_id\s|\(property\s+"((?:[^"\\]|\\.){1,60})"\s+"((?:[^"\\]|\\.){0,200})"'
)
_FIELD = re.compile(r'F (\d+) "([^"]{0,200})".{0,100}?(?:"([^"]{1,60})")?$')
_EAGLE_PART = re.compile(r'<part name="([^"]{1,40})"([^>]{0,1000})>')
_EAGLE_FIELD = re.compile(r'<attribute name="([^"]{1,60})" value="([^"]{1,200})"')
_ALTIUM_PART = re.compile(rb"\|RECORD=1\|")
_ALTIUM_NUMBER = re.compile(
    rb"\|(?:%UTF8%)?Text=([^|\x00]{2,200})(?:\|[A-Za-z]{2,20}=[^|\x00]{0,40}){0,3}?\|"
    rb"Name=(?:Manufacturer ?(?:Part|1 Part)? ?(?:Number|No)|MPN|Mfr Part Number|Part Number)"
    rb"[|\x00]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Components:
    """Components by what can be ordered.

    Attributes:
        total: Components, or lines of a bill of materials.
        numbered: With the part number of a manufacturer.
        generic: Without one and needing none.
    """

    total: int = 0
    numbered: int = 0
    generic: int = 0

    @property
    def missing(self) -> int:
        """Components that nobody else could order."""
        return max(self.total - self.numbered - self.generic, 0)


def names_number(name: str) -> bool:
    """Whether a field or a column of this name holds the part number of a manufacturer."""
    name = name.strip()
    if re.search(r"supplier|vendor|digi|mouser|farnell|lcsc|distrib|order code|jlc", name, re.I):
        return False
    return _NUMBER.fullmatch(name) is not None


def count(parts: Iterator[tuple[str, str, str]]) -> Components:
    """Count components.

    Args:
        parts: Designators (``"R1, R2"``), value, part number of each; empty where there is none.
    """
    total = numbered = generic = 0
    for designators, value, number in islice(parts, MAX_PARTS):
        names = re.split(r"[\s,;]+", designators.strip())[:500]
        if all(_NO_PART.fullmatch(name) for name in names if name):
            continue
        total += 1
        if _real(number):
            numbered += 1
        elif _real(value) and all(_GENERIC.fullmatch(name) for name in names if name):
            generic += 1
    return Components(total, numbered, generic)


def components_in(source: Source, kind: Kind) -> Components | None:
    """Components that a schematic places; None when the format does not tell."""
    if kind.id == "kicad-schematic":
        return count(_kicad(source.text))
    if kind.id == "kicad-schematic-legacy":
        return count(_kicad_legacy(source.text))
    if kind.id == "eagle-schematic" and source.text:
        return count(_eagle(source.text))
    if kind.id == "altium-schematic":
        total = sum(1 for _ in islice(_ALTIUM_PART.finditer(source.data), MAX_PARTS))
        found = sum(1 for _ in islice(_ALTIUM_NUMBER.finditer(source.data), MAX_PARTS))
        return Components(total, min(found, total))
    return None


def _real(text: str) -> bool:
    return text.strip().lower() not in {
        "",
        "~",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "*",
        "?",
        "tbd",
        "dnp",
    }


def _kicad(text: str) -> Iterator[tuple[str, str, str]]:
    placed, fields = False, dict[str, str]()
    for match in _LIBRARY.finditer(text):
        if match[1] is not None:
            if placed:
                fields.setdefault(match[1].lower(), match[2])
            continue
        if placed:
            yield _part(fields)
        placed, fields = True, {}
    if placed:
        yield _part(fields)


def _kicad_legacy(text: str) -> Iterator[tuple[str, str, str]]:
    inside, fields = False, dict[str, str]()
    for line in text.split("\n"):
        if line.startswith("$Comp"):
            inside, fields = True, {}
        elif line.startswith("$EndComp"):
            if inside:
                yield _part(fields)
            inside = False
        elif inside and line.startswith("F "):
            match = _FIELD.match(line[:600].rstrip())
            if match:
                name = {"0": "reference", "1": "value"}.get(match[1]) or (match[3] or "").lower()
                fields.setdefault(name, match[2])


def _eagle(text: str) -> Iterator[tuple[str, str, str]]:
    found = list(islice(_EAGLE_PART.finditer(text), MAX_PARTS))
    for match, after in zip(found, [*found[1:], None], strict=True):
        closed = match[2].rstrip().endswith("/")
        end = after.start() if after else min(len(text), match.end() + 4000)
        inner = "" if closed else text[match.end() : end].partition("</part>")[0][:4000]
        own = re.search(r'\bvalue="([^"]{1,200})"', match[2])
        fields = {m[1].lower(): m[2] for m in _EAGLE_FIELD.finditer(inner)}
        fields.update(reference=match[1], value=own[1] if own else "")
        yield _part(fields)


def _part(fields: dict[str, str]) -> tuple[str, str, str]:
    number = next((v for k, v in fields.items() if names_number(k) and _real(v)), "")
    return fields.get("reference", ""), fields.get("value", ""), number
