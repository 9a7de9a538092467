# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of JavaScript, Rust, Go, conda and CMake projects."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping

import yaml

from ospo_widgets.scanning.manifests.model import (
    Declared,
    Manifest,
    ManifestError,
    items,
    mapping,
    text,
)
from ospo_widgets.scanning.manifests.python import requirement

_CONDA = re.compile(r"^(?:[\w./-]+::)?(?P<name>[A-Za-z0-9_][\w.-]*)\s*(?P<version>[=<>!~ ].*)?$")
_FIND_PACKAGE = re.compile(
    r"\bfind_package\s*\(\s*(?P<name>[A-Za-z][\w+.-]*)(?P<rest>[^)]*)\)", re.I
)
_CMAKE_COMMENT = re.compile(r"#\[\[.*?\]\]|#[^\n]*", re.S)
_CMAKE_TOOLS = frozenset(
    {"doxygen", "git", "pkgconfig", "python", "python3", "pythoninterp", "pythonlibs", "threads",
     "sphinx", "catch2", "gtest", "cppunit"}
)  # fmt: skip
"""Packages that CMake finds but that do not become part of the product."""
_GO_REQUIRE = re.compile(
    r"^\s*(?:require\s+)?(?P<name>[\w.-]+\.[\w.-]+/\S+)\s+(?P<version>v\S+)(?P<rest>.*)$"
)
_MAX_ALIASES = 100
"""Aliases that a YAML file may use; more is an attempt to make it unfold without end."""


def read_package_json(content: str) -> Manifest:
    """``package.json`` of npm."""
    try:
        data = mapping(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise ManifestError("no valid JSON") from error
    found = [
        Declared(name, "npm", text(version), optional)
        for key, optional in (
            ("dependencies", False),
            ("peerDependencies", False),
            ("optionalDependencies", True),
            ("devDependencies", True),
        )
        for name, version in mapping(data.get(key)).items()
    ]
    stated = data.get("license")
    return Manifest(
        name=text(data.get("name")),
        license=text(stated) or text(mapping(stated).get("type")),
        dependencies=tuple(found),
    )


def read_cargo(content: str) -> Manifest:
    """``Cargo.toml`` of Rust."""
    try:
        data = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ManifestError(str(error).splitlines()[0] if str(error) else "too deep") from error
    tables = [data, *(mapping(t) for t in mapping(data.get("target")).values())]
    found: list[Declared] = []
    for table in tables:
        found += _cargo(mapping(table.get("dependencies")), optional=False)
        found += _cargo(mapping(table.get("dev-dependencies")), optional=True)
        found += _cargo(mapping(table.get("build-dependencies")), optional=True)
    package = mapping(data.get("package"))
    stated_license = text(package.get("license")).replace("/", " OR ")
    return Manifest(text(package.get("name")), stated_license, tuple(found))


def _cargo(table: Mapping[str, object], *, optional: bool) -> Iterator[Declared]:
    for name, value in table.items():
        given = mapping(value)
        version = text(value) or text(given.get("version"))
        real = text(given.get("package")) or name
        yield Declared(real, "cargo", version, optional or given.get("optional") is True)


def read_go_mod(content: str) -> Manifest:
    """``go.mod``; indirect requirements are those of dependencies and are marked optional."""
    found: list[Declared] = []
    name = ""
    block = ""
    for raw in content.splitlines():
        line = raw.strip()
        if line.startswith("module "):
            name = line.split()[1]
        if line.endswith("("):
            block = line.split("(")[0].strip()
        elif line == ")":
            block = ""
        elif (block == "require" or line.startswith("require ")) and (m := _GO_REQUIRE.match(line)):
            found.append(Declared(m["name"], "golang", m["version"], "// indirect" in m["rest"]))
    return Manifest(name.rpartition("/")[2], "", tuple(found))


def read_environment(content: str) -> Manifest:
    """``environment.yml`` of conda, with its pip section."""
    if len(re.findall(r"(?:^|[\s\[{,:])\*\w", content)) > _MAX_ALIASES:
        raise ManifestError("too many aliases")
    try:
        data = mapping(yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ManifestError("no valid YAML") from error
    found: list[Declared] = []
    for entry in items(data.get("dependencies")):
        for line in items(mapping(entry).get("pip")):
            declared = requirement(line) if isinstance(line, str) else None
            found += [declared] if declared else []
        match = _CONDA.match(entry.strip()) if isinstance(entry, str) else None
        if match and match["name"].lower() not in {"python", "pip"}:
            found.append(Declared(match["name"], "conda", (match["version"] or "").strip()))
    return Manifest("", "", tuple(found))


def read_cmake(content: str) -> Manifest:
    """``CMakeLists.txt``: ``find_package`` calls; without ``REQUIRED`` they are optional."""
    found = []
    for match in _FIND_PACKAGE.finditer(_CMAKE_COMMENT.sub("", content)):
        if match["name"].lower() not in _CMAKE_TOOLS:
            words = match["rest"].split()
            version = words[0] if words and words[0][0].isdigit() else ""
            found.append(Declared(match["name"], "generic", version, "REQUIRED" not in words))
    return Manifest("", "", tuple(found))
