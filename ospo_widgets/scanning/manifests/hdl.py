# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of gateware: FuseSoC cores, Bender, hdlmake, dependency files of IPbus builds."""

from __future__ import annotations

import ast
import re

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import (
    line_counter,
    literal,
    load_python,
    load_yaml,
    mapping,
    number_text,
    text,
    texts,
)
from ospo_widgets.scanning.manifests.systems import public_address

_VLNV = re.compile(
    r"(?:[<>=^~]{0,2})\s*(?P<vendor>[\w.-]*):(?P<library>[\w.-]*):(?P<name>[\w.-]+)(?::(?P<version>[\w.-]+))?",
    re.A,
)
_CHOICE = re.compile(r"^[\w!]+\s*\?\s*\((?P<inner>[^()]*)\)$")
_IPBUS = re.compile(
    r"^[ \t]*(?:src|include|setup|util|addrtab|hlib)\b[^\n#]{0,300}?-c[ \t]+"
    r"(?P<name>[A-Za-z][\w.-]{0,80}):",
    re.M | re.A,
)


def read_core(content: str) -> Manifest:
    """``*.core`` of FuseSoC: names of four pieces, vendor, library, name and version."""
    if not content.lstrip().startswith("CAPI=2"):
        return Manifest()
    data = load_yaml(content.lstrip().partition("\n")[2])
    own = _VLNV.match(text(data.get("name")))
    found: dict[str, Declared] = {}
    for key, fileset in mapping(data.get("filesets")).items():
        scope = Scope.TEST if re.search(r"tb|test|sim|verif", key) else Scope.RUNTIME
        for entry in texts(mapping(fileset).get("depend")):
            choice = _CHOICE.match(entry.strip()[:300])
            match = _VLNV.match((choice["inner"] if choice else entry).strip()[:300])
            if match and not (
                own and own["vendor"] == match["vendor"] and own["library"] == match["library"]
            ):
                declared = Declared(match["name"], "generic", match["version"] or "", scope=scope)
                before = found.get(match["name"])
                if before is None or (before.optional and not declared.optional):
                    found[match["name"]] = declared
    name = own["name"] if own else ""
    return Manifest(dependencies=tuple(found.values()), provides=(name,) if name else ())


def read_bender(content: str) -> Manifest:
    """``Bender.yml``."""
    data = load_yaml(content)
    found = []
    for key, scope in (("dependencies", Scope.RUNTIME), ("dev-dependencies", Scope.TEST)):
        for name, value in mapping(data.get(key)).items():
            given = mapping(value)
            if "path" in given or not re.fullmatch(r"[\w.-]{1,100}", name):
                continue
            version = number_text(value) or number_text(given.get("version"))
            settled = number_text(given.get("rev"))
            url = public_address(text(given.get("git")))
            found.append(
                Declared(
                    name, "generic", version or settled, scope=scope, resolved=settled, url=url
                )
            )
    own = text(mapping(data.get("package")).get("name"))
    return Manifest(own, "", tuple(found))


def read_hdlmake(content: str) -> Manifest:
    """``Manifest.py`` of hdlmake: modules that it fetches by git or svn."""
    found = []
    for node in load_python(content).body:
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        if node.targets[0].id != "modules":
            continue
        table = mapping(literal(node.value, {}))
        for key in ("git", "gitsm", "svn"):
            for entry in texts([table.get(key)]):
                address, _, version = (
                    entry.partition("@@") if "@@" in entry else entry.partition("::")
                )
                name = re.sub(r"\.git$", "", address.rstrip("/")).rpartition("/")[2]
                if re.fullmatch(r"[\w.-]{1,100}", name):
                    url = public_address(address)
                    found.append(
                        Declared(
                            name, "generic", version, line=node.lineno, resolved=version, url=url
                        )
                    )
    return Manifest(dependencies=tuple(found))


def read_ipbus(content: str) -> Manifest:
    """``*.dep`` of IPbus builds: files of other packages, ``-c package:component``."""
    found: dict[str, Declared] = {}
    line_at = line_counter(content)
    for match in _IPBUS.finditer(content):
        line = line_at(match.start("name"))
        found.setdefault(match["name"], Declared(match["name"], "generic", line=line))
    return Manifest(dependencies=tuple(found.values()))
