# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names under which people write licences in prose and manifests, to SPDX ids."""

from __future__ import annotations

import re

_GNU = r"(?:GNU\s+)?"
_V = r"(?:[\s,-]*(?:Public\s+)?(?:Licen[cs]e)?[\s,(]*(?:v|version)?[\s.]*)"
_VERSION = r"[\s,(-]*(?:v|version)?[\s.]*"
_NAMES: tuple[tuple[str, str], ...] = (
    (rf"(?:\bAGPL|\bGNU\s+Affero\s+General){_V}3(?:\.0)?(?!\.?\d)", "AGPL-3.0"),
    (rf"(?:\bLGPL|\b{_GNU}(?:Lesser|Library)\s+General){_V}3(?:\.0)?(?!\.?\d)", "LGPL-3.0"),
    (rf"(?:\bLGPL|\b{_GNU}(?:Lesser|Library)\s+General){_V}2\.1", "LGPL-2.1"),
    (rf"(?:\bLGPL|\b{_GNU}(?:Lesser|Library)\s+General){_V}2(?:\.0)?(?!\.?\d)", "LGPL-2.0"),
    (rf"(?<![LA-])(?:\bGPL|\b(?:GNU\s+)General){_V}3(?:\.0)?(?!\.?\d)", "GPL-3.0"),
    (rf"(?<![LA-])(?:\bGPL|\b(?:GNU\s+)General){_V}2(?:\.0)?(?!\.?\d)", "GPL-2.0"),
    (rf"\bApache(?:[\s-]+(?:Software\s+)?Licen[cs]e)?{_VERSION}2(?:\.0)?", "Apache-2.0"),
    (r"\bMIT-0\b|\bMIT\s+No\s+Attribution", "MIT-0"),
    (r"\bMIT\b(?!-0|\s+No)", "MIT"),
    (r"\bBSD[\s-]*2(?:[\s-]*Clause)?|\b2[\s-]*Clause\s+BSD|\bSimplified\s+BSD", "BSD-2-Clause"),
    (r"\bBSD[\s-]*3(?:[\s-]*Clause)?|\b(?:3[\s-]*Clause|New|Modified)\s+BSD", "BSD-3-Clause"),
    (r"\bBSD[\s-]*4(?:[\s-]*Clause)?|\b4[\s-]*Clause\s+BSD", "BSD-4-Clause"),
    (rf"\b(?:MPL|Mozilla\s+Public\s+Licen[cs]e){_VERSION}2(?:\.0)?", "MPL-2.0"),
    (rf"\b(?:EUPL|European\s+Union\s+Public\s+Licen[cs]e){_VERSION}1\.2", "EUPL-1.2"),
    (r"\bCERN[\s-]*OHL[\s-]*S\b|\bCERN[\s-]*OHL[\s-]*(?:v)?2[\s.0-]*S\b", "CERN-OHL-S-2.0"),
    (r"\bCERN[\s-]*OHL[\s-]*W\b|\bCERN[\s-]*OHL[\s-]*(?:v)?2[\s.0-]*W\b", "CERN-OHL-W-2.0"),
    (r"\bCERN[\s-]*OHL[\s-]*P\b|\bCERN[\s-]*OHL[\s-]*(?:v)?2[\s.0-]*P\b", "CERN-OHL-P-2.0"),
    (r"\bISC\b", "ISC"),
    (r"\bBSL[\s-]*1\.0|\bBoost\s+Software\s+Licen[cs]e", "BSL-1.0"),
    (r"\bCC[\s-]*BY[\s-]*SA[\s-]*4(?:\.0)?", "CC-BY-SA-4.0"),
    (r"\bCC[\s-]*BY[\s-]*4(?:\.0)?", "CC-BY-4.0"),
    (r"\bCC0(?:[\s-]*1\.0)?", "CC0-1.0"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.I), name) for pattern, name in _NAMES)
_GNU_SUFFIX = re.compile(r"(?<=\d)(?:-only|-or-later|\+)$")


def named_licenses(text: str) -> tuple[str, ...]:
    """Families named in prose, without ``-only`` and ``-or-later``, each once, in table order."""
    return tuple(name for pattern, name in _PATTERNS if pattern.search(text))


def family(license_id: str) -> str:
    """An SPDX id without ``-only``, ``-or-later`` and ``+``, for comparing what texts name."""
    return _GNU_SUFFIX.sub("", license_id.strip())
