# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Copyright lines and notices, as CERN’s rules ask for them.

Sources: OSPO documentation, recommendations on copyright (REUSE form, first year only); OSL Task
Force 2012, Annex 3.1.1.2 (a collaboration is no legal person; “for the benefit of”); CERN-OHL-S
version 2 user guide, 2.2.6 (notice of hardware sources).
"""

from __future__ import annotations

import re
import unicodedata

from ospo_widgets.errors import InputError
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.wording import words

MAX_NAME = 200
"""Longest holder or beneficiary, in characters."""
MAX_ADDRESS = 500
"""Longest Source Location, in characters."""
FIRST_YEAR = 1954
"""CERN was founded in 1954; an earlier year is a slip of the pen."""
LAST_YEAR = 2999

OPEN_HARDWARE = re.compile(r"CERN-OHL-(?P<letter>[PWS])-2\.0(?P<later>\+|-or-later)?")
"""Variants of CERN-OHL version 2; without a letter the licence names none (clause 8.3)."""

_GROUP = re.compile(r"\b(collaborations?|experiments?|project|consortium|community)\b", re.I)
_LEGAL = re.compile(r"\bfor the benefit of\b", re.I)


def is_collaboration(holder: str) -> bool:
    """Whether a copyright holder is named as a collaboration, which is no legal person."""
    return bool(_GROUP.search(holder)) and not _LEGAL.search(holder)


def copyright_line(holder: str, year: int, beneficiary: str = "") -> str:
    """Copyright line for a page, a NOTICE file or a manual.

    Args:
        holder: Legal person that holds the rights, for example ``"CERN"``.
        year: Year in which the work was first made.
        beneficiary: Collaboration it was made for: ``"ATLAS"`` or ``"the ACTS project"``.

    Raises:
        InputError: A name is empty, too long, has several lines, or the holder is a collaboration.
    """
    return f"© Copyright {_statement(holder, year, beneficiary)}"


def spdx_header(holder: str, year: int, license: str, beneficiary: str = "") -> tuple[str, ...]:  # noqa: A002
    """The two lines that REUSE asks for in each file, without comment signs.

    Args:
        holder: Legal person that holds the rights.
        year: Year in which the work was first made.
        license: SPDX expression.
        beneficiary: Collaboration it was made for, empty when there is none.

    Raises:
        InputError: A name is wrong, or the licence is no expression.
    """
    statement = _statement(holder, year, beneficiary)
    # REUSE-IgnoreStart
    return (
        f"SPDX-FileCopyrightText: {statement}",
        f"SPDX-License-Identifier: {parse(license).text}",
    )
    # REUSE-IgnoreEnd


def is_open_hardware(license: str) -> bool:  # noqa: A002
    """Whether a licence is a variant of CERN-OHL version 2, which asks for a notice of its own."""
    return OPEN_HARDWARE.fullmatch(license) is not None


def open_hardware_name(license: str) -> str:  # noqa: A002
    """Name of a variant as a notice writes it: ``CERN-OHL-S v2``, “or any later version” with it.

    Raises:
        InputError: The licence is no variant of CERN-OHL version 2.
    """
    letter, later = _variant(license)
    return f"CERN-OHL-{letter} v2{' or any later version' if later else ''}"


def hardware_terms(license: str, source_location: str = "") -> tuple[str, ...]:  # noqa: A002
    """Terms of a CERN-OHL notice, line by line: licence, disclaimer, Source Location.

    With the two lines of :func:`spdx_header` above them they are what the user guide asks for in
    each source file (2.2.6). The wording is that of the licence’s steward and not translated.

    Args:
        license: ``CERN-OHL-P-2.0``, ``CERN-OHL-W-2.0`` or ``CERN-OHL-S-2.0``, with ``+`` for any
            later version.
        source_location: Address that stays reachable for at least three years (clause 1.9); empty
            when there is none, which the guide allows.

    Raises:
        InputError: The licence is none of the three, or the address is wrong.
    """
    letter, _ = _variant(license)
    name, full = f"CERN-OHL-{letter} v2", open_hardware_name(license)
    lines = [
        f"This source describes Open Hardware and is licensed under the {full}.",
        "You may redistribute and modify this source and make products using it under",
        f"the terms of the {name} (https://ohwr.org/cern_ohl_{letter.lower()}_v2.txt).",
        "",
        "This source is distributed WITHOUT ANY EXPRESS OR IMPLIED WARRANTY, INCLUDING",
        "OF MERCHANTABILITY, SATISFACTORY QUALITY AND FITNESS FOR A PARTICULAR PURPOSE.",
        f"Please see the {name} for applicable conditions.",
    ]
    if not source_location.strip():
        return tuple(lines)
    location = _name(source_location, "location")
    if not location.startswith(("https://", "http://")):
        raise InputError(
            words("kit.error.location"),
            remedy=words("kit.error.location_remedy"),
        )
    lines += ["", f"Source location: {location}"]
    if letter != "P":
        lines += [
            "",
            f"As per {name} section 4, should You produce hardware based on this source,",
            "You must where practicable maintain the Source Location visible on the",
            "product or its documentation.",
        ]
    return tuple(lines)


def hardware_notice(
    holder: str,
    year: int,
    license: str,  # noqa: A002
    source_location: str,
    beneficiary: str = "",
) -> str:
    """Notice of a design under a CERN-OHL version 2 licence.

    Args:
        holder: Legal person that holds the rights.
        year: Year in which the work was first made.
        license: ``CERN-OHL-P-2.0``, ``CERN-OHL-W-2.0`` or ``CERN-OHL-S-2.0``.
        source_location: Address that stays reachable for at least three years (clause 1.9).
        beneficiary: Collaboration it was made for, empty when there is none.

    Raises:
        InputError: The licence is none of the three, or a name or the address is wrong.
    """
    _name(source_location, "location")
    terms = hardware_terms(license, source_location)
    return "\n".join([copyright_line(holder, year, beneficiary), "", *terms]) + "\n"


def _variant(license: str) -> tuple[str, bool]:  # noqa: A002
    """Letter of a CERN-OHL version 2 licence, and whether any later version may be taken."""
    found = OPEN_HARDWARE.fullmatch(parse(license).text)
    if found is None:
        raise InputError(
            words("kit.error.no_variant", license=license),
            remedy=words("kit.error.no_variant_remedy"),
        )
    return found["letter"], bool(found["later"])


def _statement(holder: str, year: int, beneficiary: str) -> str:
    name = _name(holder, "holder")
    if is_collaboration(name):
        raise InputError(
            words("kit.error.collaboration", name=name),
            remedy=words("kit.error.collaboration_remedy", beneficiary=_beneficiary(name)),
        )
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(words("kit.error.year", first=FIRST_YEAR, last=LAST_YEAR))
    if not beneficiary.strip():
        return f"{year} {name}"
    return f"{year} {name} for the benefit of {_beneficiary(_name(beneficiary, 'beneficiary'))}"


def _beneficiary(name: str) -> str:
    bare = re.sub(r"^the\s+", "", name, flags=re.I)
    return f"the {bare}" if _GROUP.search(bare) else f"the {bare} Collaboration"


def _name(value: str, field: str) -> str:
    """A name or address in one line; ``field`` is the key of what it is called."""
    what = words(f"kit.field.{field}")
    name = value.strip()
    if not name:
        raise InputError(words("kit.error.missing", field=what))
    limit = MAX_ADDRESS if field == "location" else MAX_NAME
    if len(name) > limit:
        raise InputError(words("kit.error.name_long", field=what, length=len(name), limit=limit))
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name):
        raise InputError(words("kit.error.one_line", field=what))
    return name
