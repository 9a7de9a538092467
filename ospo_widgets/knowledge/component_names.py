# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of components as people and manifests write them, perhaps with a version behind."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-_.\s]+")
_EXPLICIT = re.compile(r"(?P<name>[^<>=!~^@]*[^<>=!~^@\s])\s*(?P<version>(?:[<>=!~^]=?|==?=?).+)")
_AT = re.compile(r"(?P<name>.*[^\s@])\s*@\s*(?P<version>v?\d\S*)", re.I)
_BESIDE = re.compile(r"(?P<name>.*\S)(?:\s+|[-_])(?:version\s+)?(?P<version>v?\d[\w.+/-]*)", re.I)


def name_key(name: str) -> str:
    """What names have in common that mean the same: case, dashes, dots and spaces do not count."""
    return _SEPARATORS.sub("-", name.strip().casefold()).strip("-")


def explicit_version(text: str) -> tuple[str, str]:
    """Name and version where an operator or ``@`` parts them; the version is empty otherwise.

    Args:
        text: For example ``"HepMC3==3.2.0"``, ``"numpy >=2,<3"`` or ``"d3@7.9.0"``.
    """
    for pattern in (_EXPLICIT, _AT):
        match = pattern.fullmatch(text.strip())
        if match is not None:
            return match["name"].strip(), match["version"].strip()
    return text.strip(), ""


def version_beside(text: str) -> tuple[str, str]:
    """Name and version where only a space or dash parts them; the version may be empty.

    The number may as well belong to the name (``"Pythia 8"``): ask for the whole text first.
    """
    match = _BESIDE.fullmatch(text.strip())
    return (match["name"].strip(), match["version"]) if match else (text.strip(), "")
