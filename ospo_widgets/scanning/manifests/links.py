# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Libraries that a build links: only names that ``data/import_names.yaml`` knows count.

A name behind ``-l`` may as well be a library of the project itself, so unknown ones say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ospo_widgets.scanning.dependencies.model import How
from ospo_widgets.scanning.imports.names import import_names
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import line_counter

_FLAG = re.compile(r"(?:^|[\s=\"'])-l(?P<name>[A-Za-z][\w.+-]{1,60})", re.A | re.M)
_MODULES = re.compile(r"\bPKG_CHECK_MODULES\s*\((?P<rest>[^()]{1,1000})", re.A)
_MODULE = re.compile(
    r"(?P<name>[A-Za-z][\w.+-]{1,60})\s*(?:[<>=]{1,2}\s*(?P<version>[\w.]+))?", re.A
)
_CHECKED = re.compile(r"\bAC_(?:CHECK_LIB|SEARCH_LIBS)\s*\(\s*(?P<rest>[^()]{1,200})", re.A)
_INIT = re.compile(r"\bAC_INIT\s*\(\s*\[?(?P<name>[\w.+ -]{1,80})", re.A)
_COMMENT = re.compile(r"(?:^|\s)(?:#|dnl\b)[^\n]*")


def links(names: Iterable[str], line: int | None) -> Iterator[Declared]:
    """A dependency for each known library among the names; a leading ``-l`` does not count."""
    known = import_names().links
    for name in names:
        component = known.get(name.removeprefix("-l").lower())
        if component:
            yield Declared(component, "generic", line=line, how=How.LINK)


def read_makefile(content: str) -> Manifest:
    """``Makefile``: ``-lfftw3`` and the like, each library once."""
    found: dict[str, Declared] = {}
    line_at = line_counter(content)
    for match in _FLAG.finditer(content):
        line = line_at(match.start("name"))
        for declared in links([match["name"]], line):
            found.setdefault(declared.name, declared)
    return Manifest(dependencies=tuple(found.values()))


def read_autoconf(content: str) -> Manifest:
    """``configure.ac``: ``PKG_CHECK_MODULES``, ``AC_CHECK_LIB`` and ``AC_SEARCH_LIBS``."""
    plain = _COMMENT.sub("", content)
    found: list[Declared] = []
    line_at = line_counter(plain)
    for match in _MODULES.finditer(plain):
        line = line_at(match.start())
        arguments = match["rest"].split(",")
        wanted = arguments[1].strip(" \t\n[]") if len(arguments) > 1 else ""
        for module in _MODULE.finditer(wanted):
            found.append(
                Declared(
                    module["name"],
                    "generic",
                    module["version"] or "",
                    len(arguments) > 3,
                    line=line,
                )
            )
    for match in _CHECKED.finditer(plain):
        line = line_at(match.start())
        library = match["rest"] if "SEARCH_LIBS" in match[0] else match["rest"].partition(",")[0]
        found += links(re.findall(r"[\w.+-]+", library), line)
    name = _INIT.search(plain)
    own = (name["name"].strip(),) if name else ()
    return Manifest(dependencies=tuple(found), provides=own)
