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

MAX_NAME = 200
"""Longest holder or beneficiary, in characters."""
FIRST_YEAR = 1954
"""CERN was founded in 1954; an earlier year is a slip of the pen."""
LAST_YEAR = 2999

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


def hardware_notice(
    holder: str,
    year: int,
    license: str,  # noqa: A002
    source_location: str,
    beneficiary: str = "",
) -> str:
    """Notice for each source file of a design under a CERN-OHL version 2 licence.

    Args:
        holder: Legal person that holds the rights.
        year: Year in which the work was first made.
        license: ``CERN-OHL-P-2.0``, ``CERN-OHL-W-2.0`` or ``CERN-OHL-S-2.0``.
        source_location: Address that stays reachable for at least three years (clause 1.9).
        beneficiary: Collaboration it was made for, empty when there is none.

    Raises:
        InputError: The licence is none of the three, or a name or the address is wrong.
    """
    variant = re.fullmatch(r"CERN-OHL-([PWS])-2\.0", parse(license).text)
    if variant is None:
        raise InputError(
            f"“{license}” is no variant of CERN-OHL version 2. No notice was made.",
            remedy="Name CERN-OHL-P-2.0, CERN-OHL-W-2.0 or CERN-OHL-S-2.0.",
        )
    letter = variant.group(1)
    location = _name(source_location, "source location")
    if not location.startswith(("https://", "http://")):
        raise InputError(
            "The source location must begin with https://. No notice was made.",
            remedy="Clause 1.9 asks for an address that stays for three years.",
        )
    name = f"CERN-OHL-{letter} v2"
    lines = [
        copyright_line(holder, year, beneficiary),
        "",
        f"This source describes Open Hardware and is licensed under the {name}.",
        "You may redistribute and modify this source and make products using it under",
        f"the terms of the {name} (https://ohwr.org/cern_ohl_{letter.lower()}_v2.txt).",
        "",
        "This source is distributed WITHOUT ANY EXPRESS OR IMPLIED WARRANTY, INCLUDING",
        "OF MERCHANTABILITY, SATISFACTORY QUALITY AND FITNESS FOR A PARTICULAR PURPOSE.",
        f"Please see the {name} for applicable conditions.",
        "",
        f"Source location: {location}",
    ]
    if letter != "P":
        lines += [
            "",
            f"As per {name} section 4, should You produce hardware based on this source,",
            "You must where practicable maintain the Source Location visible on the",
            "product or its documentation.",
        ]
    return "\n".join(lines) + "\n"


def _statement(holder: str, year: int, beneficiary: str) -> str:
    name = _name(holder, "copyright holder")
    if is_collaboration(name):
        raise InputError(
            f"“{name}” is a collaboration, which cannot hold copyright. No notice was made.",
            remedy=f"Use “CERN for the benefit of {_beneficiary(name)}”.",
        )
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(
            f"The year must be a number from {FIRST_YEAR} to {LAST_YEAR}. No notice was made."
        )
    if not beneficiary.strip():
        return f"{year} {name}"
    return f"{year} {name} for the benefit of {_beneficiary(_name(beneficiary, 'collaboration'))}"


def _beneficiary(name: str) -> str:
    bare = re.sub(r"^the\s+", "", name, flags=re.I)
    return f"the {bare}" if _GROUP.search(bare) else f"the {bare} Collaboration"


def _name(value: str, what: str) -> str:
    name = value.strip()
    if not name:
        raise InputError(f"The {what} is missing. No notice was made.")
    if len(name) > MAX_NAME:
        raise InputError(
            f"The {what} has {len(name)} characters, the limit is {MAX_NAME}. No notice was made."
        )
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name):
        raise InputError(f"The {what} must be plain text in one line. No notice was made.")
    return name
