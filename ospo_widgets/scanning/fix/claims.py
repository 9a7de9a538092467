# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Brings what a README or a manifest says about the licence in line: the name, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ospo_widgets.scanning.detection.license_names import family
from ospo_widgets.scanning.fix.content import Content, Splice

_BADGE = re.compile(
    r"(?P<head>badge/licen[cs]e-)(?P<name>[\w.+%-]{1,60}?)(?P<tail>-[a-z0-9]{3,12}(?:\.svg)?\b)",
    re.I,
)
_LINK = re.compile(
    r"(?:opensource\.org/licenses?/|choosealicense\.com/licenses/|spdx\.org/licenses/)\S*"
)
_VERSION = r",?[ -]*(?:v(?:ersion)?\.? ?)?"
_PUBLIC = r"Public Licen[cs]e"
_PROSE: Mapping[str, str] = {
    "MIT": r"(?:The )?\bMIT\b",
    "Apache-2.0": rf"\bApache(?:[ -](?:Software )?Licen[cs]e)?{_VERSION}2(?:\.0)?\b",
    "BSD-2-Clause": r"\bBSD[ -]2(?:[ -]Clause)?\b|\b2[ -]Clause BSD\b|\bSimplified BSD\b",
    "BSD-3-Clause": r"\bBSD[ -]3(?:[ -]Clause)?\b|\b3[ -]Clause BSD\b|\b(?:New|Modified) BSD\b",
    "GPL-2.0": rf"\b(?:GNU )?(?:GPL|General {_PUBLIC}){_VERSION}2(?:\.0)?\b",
    "GPL-3.0": rf"\b(?:GNU )?(?:GPL|General {_PUBLIC}){_VERSION}3(?:\.0)?\b",
    "LGPL-2.1": rf"\b(?:GNU )?(?:LGPL|Lesser General {_PUBLIC}){_VERSION}2\.1\b",
    "LGPL-3.0": rf"\b(?:GNU )?(?:LGPL|Lesser General {_PUBLIC}){_VERSION}3(?:\.0)?\b",
    "AGPL-3.0": rf"\b(?:GNU )?(?:AGPL|Affero General {_PUBLIC}){_VERSION}3(?:\.0)?\b",
    "MPL-2.0": rf"\b(?:MPL|Mozilla {_PUBLIC}){_VERSION}2(?:\.0)?\b",
}  # fmt: skip
_SUFFIX = r"(?:-only|-or-later|\+)?(?:\s+or(?: \(at your option\) any)? later(?: version)?)?"


def readme_splices(content: Content, line: int, wanted: str) -> list[Splice]:
    """Splices that put the licence of the files into a line of a README.

    Args:
        content: The README.
        line: The line, counted from 1.
        wanted: SPDX expression.

    Returns:
        Splices; empty when the line does not name one licence in a form that we know.
    """
    found = _line(content.text, line)
    if found is None or content.encoding == "binary":
        return []
    start, text = found
    splices = _badges(content, start, text, wanted)
    covered = [(s.start - start, s.end - start) for s in splices]
    covered += [m.span() for m in _LINK.finditer(text)]
    for name, pattern in _PROSE.items():
        if name == family(wanted):
            continue
        expression = rf"(?:\b{re.escape(name)}\b|{pattern})(?![\w-]*badge){_SUFFIX}"
        for match in re.finditer(expression, text):
            if any(a < match.end() and match.start() < b for a, b in covered):
                continue
            encoded = content.encode(wanted)
            if encoded is not None:
                splices.append(Splice(start + match.start(), start + match.end(), encoded))
                covered.append(match.span())
    return splices


def _badges(content: Content, start: int, text: str, wanted: str) -> list[Splice]:
    made = []
    for match in _BADGE.finditer(text):
        name = wanted.replace("-", "--").replace(" ", "%20")
        encoded = content.encode(name)
        if encoded is not None and match["name"] != name:
            made.append(Splice(start + match.start("name"), start + match.end("name"), encoded))
    return made


def _line(text: str, line: int) -> tuple[int, str] | None:
    """Where a line begins, and its text; None when there is no such line."""
    if line < 1:
        return None
    position = 0
    for _ in range(line - 1):
        match = re.compile(r"\r\n|\n|\r").search(text, position)
        if match is None:
            return None
        position = match.end()
    end = re.compile(r"[\r\n]|\Z").search(text, position)
    return position, text[position : end.start() if end else len(text)]


_QUOTED = r"(?P<quote>[\"'])(?P<value>[^\"'\r\n]{1,200})(?P=quote)"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "pyproject.toml": (
        rf"^license[ \t]*=[ \t]*{_QUOTED}",
        rf"^license[ \t]*=[ \t]*\{{[ \t]*text[ \t]*=[ \t]*{_QUOTED}",
    ),
    "cargo.toml": (rf"^license[ \t]*=[ \t]*{_QUOTED}",),
    "setup.cfg": (r"^license[ \t]*=[ \t]*(?P<value>[^\r\n]{1,200}?)[ \t]*$",),
    "setup.py": (rf"\blicense[ \t]*=[ \t]*{_QUOTED}",),
    "package.json": (rf"\"license\"[ \t]*:[ \t]*{_QUOTED}",),
    "composer.json": (rf"\"license\"[ \t]*:[ \t]*{_QUOTED}",),
    "codemeta.json": (),
    ".zenodo.json": (rf"\"license\"[ \t]*:[ \t]*{_QUOTED}",),
    "citation.cff": (
        r"^license:[ \t]*(?P<value>[^\s\"'\[#][^\r\n#]{0,200}?)[ \t]*$",
        rf"^license:[ \t]*{_QUOTED}",
    ),
}
"""Where manifests name their licence; a list of several is left to a person."""
_CLASSIFIER = re.compile(r"License :: OSI Approved(?: :: [^\"'\r\n]{1,80})?")
_CLASSIFIERS: Mapping[str, str] = {
    "Apache-2.0": "Apache Software License",
    "BSD-2-Clause": "BSD License",
    "BSD-3-Clause": "BSD License",
    "GPL-2.0-only": "GNU General Public License v2 (GPLv2)",
    "GPL-2.0-or-later": "GNU General Public License v2 or later (GPLv2+)",
    "GPL-3.0-only": "GNU General Public License v3 (GPLv3)",
    "GPL-3.0-or-later": "GNU General Public License v3 or later (GPLv3+)",
    "LGPL-3.0-only": "GNU Lesser General Public License v3 (LGPLv3)",
    "LGPL-3.0-or-later": "GNU Lesser General Public License v3 or later (LGPLv3+)",
    "MIT": "MIT License",
    "MPL-2.0": "Mozilla Public License 2.0 (MPL 2.0)",
}
"""Classifiers of the Python package index for SPDX ids."""


def is_manifest(path: str) -> bool:
    """Whether we know where this file names its licence."""
    return PurePosixPath(path).name.lower() in _FIELDS


def manifest_splices(content: Content, path: str, wanted: str) -> list[Splice]:
    """Splices that put the licence of the files into the licence field of a manifest.

    Args:
        content: The manifest.
        path: Its path.
        wanted: SPDX expression.
    """
    if content.encoding == "binary":
        return []
    encoded = content.encode(wanted)
    made: list[Splice] = []
    for pattern in _FIELDS.get(PurePosixPath(path).name.lower(), ()):
        match = re.search(pattern, content.text, re.M)
        if match and encoded is not None and match["value"] != wanted:
            made.append(Splice(*match.span("value"), encoded))
            break
    suffix = PurePosixPath(path).suffix.lower()
    if made and suffix in {".toml", ".cfg", ".py"} and wanted in _CLASSIFIERS:
        name = f"License :: OSI Approved :: {_CLASSIFIERS[wanted]}".encode("ascii")
        found = list(_CLASSIFIER.finditer(content.text))
        if len(found) == 1:
            made.append(Splice(*found[0].span(), name))
    return made
