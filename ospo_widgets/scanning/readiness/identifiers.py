# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""ORCID, DOI and dates: whether they can be right."""

from __future__ import annotations

import re
from datetime import date

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-(\d{4})-(\d{4})-(\d{3}[\dX])/?", re.I)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[^\s\"'<>&]{1,200}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def orcid_fault(value: str) -> str:
    """``form`` or ``checksum`` when this is no ORCID iD (ISO 7064, 11-2), else empty."""
    match = _ORCID.fullmatch(value.strip())
    if match is None:
        return "form"
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "" if digits[-1] == ("X" if check == 10 else str(check)) else "checksum"


def is_doi(value: str) -> bool:
    """Whether this is a DOI, without resolver."""
    return _DOI.fullmatch(value.strip()) is not None


def doi_in(text: str) -> str:
    """The first DOI in a text, empty when there is none."""
    match = _DOI.search(text[:5000])
    return match[0].rstrip(".,;)") if match else ""


def is_date(value: str) -> bool:
    """Whether this is a day after ISO 8601, for example ``2026-11-22``."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
