# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of .NET, Ruby, PHP, R and Julia."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import (
    items,
    line_counter,
    load_json,
    load_toml,
    mapping,
    number_text,
    text,
)
from ospo_widgets.scanning.manifests.python import group_scope
from ospo_widgets.scanning.manifests.xml_tree import load_xml

_GEM = re.compile(
    r"^[ \t]*gem[ \t(]+[\"'](?P<name>[\w.-]{1,100})[\"'](?P<rest>[^\n]{0,400})$", re.M | re.A
)
_SPEC_GEM = re.compile(
    r"\.add_(?P<kind>runtime_|development_)?dependency[ \t(]+[\"'](?P<name>[\w.-]{1,100})[\"']"
    r"(?P<rest>[^\n]{0,400})",
    re.A,
)
_QUOTED = re.compile(r"[\"']\s*(?P<version>[~<>=!]{0,2}\s*\d[\w.]{0,40})\s*[\"']")
_GROUP = re.compile(r"^[ \t]*group[ \t(]+(?P<names>:[^\n]{1,200}?)[ \t)]+do\b", re.M)
_SPEC_FIELD = re.compile(
    r"\.(?P<key>name|version|licenses?)\s*=\s*\[?\s*[\"'](?P<value>[^\"'\n]{1,80})[\"']"
)
_LOCKED_GEM = re.compile(r"^    (?P<name>[\w.-]{1,100}) \((?P<version>[^)\s]{1,60})\)$", re.A)
_LOCKED_NEED = re.compile(r"^      (?P<name>[\w.-]{1,100})(?: |$)", re.A)
_DEPENDS = re.compile(r"(?P<name>[A-Za-z][\w.]{0,100})\s*(?:\((?P<version>[^)]{1,60})\))?", re.A)
_R_BASE = frozenset(
    {"R", "base", "compiler", "datasets", "graphics", "grDevices", "grid", "methods", "parallel",
     "splines", "stats", "stats4", "tcltk", "tools", "utils"}
)  # fmt: skip
"""Packages that come with R itself."""
JULIA_STANDARD = frozenset(
    {"Artifacts", "Base64", "CRC32c", "Dates", "DelimitedFiles", "Distributed", "Downloads",
     "FileWatching", "Future", "InteractiveUtils", "LazyArtifacts", "LibCURL", "LibGit2", "Libdl",
     "LinearAlgebra", "Logging", "Markdown", "Mmap", "NetworkOptions", "Pkg", "Printf", "Profile",
     "REPL", "Random", "SHA", "Serialization", "SharedArrays", "Sockets", "SparseArrays",
     "Statistics", "SuiteSparse", "TOML", "Tar", "Test", "UUIDs", "Unicode", "Base", "Core"}
)  # fmt: skip
"""Packages of Julia's standard library."""


def read_csproj(content: str) -> Manifest:
    """``*.csproj`` and its sisters, ``Directory.Packages.props``: package references."""
    root = load_xml(content)
    found = []
    for element in root.walk():
        if element.name in {"PackageReference", "PackageVersion"}:
            name = element.attributes.get("Include") or element.attributes.get("Update", "")
            version = element.attributes.get("Version") or element.first("Version")
            private = "all" in (
                element.attributes.get("PrivateAssets", "").lower(),
                element.first("PrivateAssets").lower(),
            )
            if re.fullmatch(r"[\w.-]{1,100}", name):
                scope = Scope.BUILD if private else Scope.RUNTIME
                version = "" if "$" in version else version
                found.append(Declared(name, "nuget", version, scope=scope, line=element.line))
    names = [e.text for e in root.walk() if e.name in {"PackageId", "AssemblyName"}]
    stated = next((e.text for e in root.walk() if e.name == "PackageLicenseExpression"), "")
    return Manifest(next(iter(names), ""), stated, tuple(found))


def read_packages_config(content: str) -> Manifest:
    """``packages.config`` of NuGet, in which every version is settled."""
    found = []
    for element in load_xml(content).walk():
        name = element.attributes.get("id", "")
        if element.name == "package" and re.fullmatch(r"[\w.-]{1,100}", name):
            aid = element.attributes.get("developmentDependency") == "true"
            found.append(
                Declared(
                    name,
                    "nuget",
                    scope=Scope.DEVELOPMENT if aid else Scope.RUNTIME,
                    line=element.line,
                    resolved=element.attributes.get("version", ""),
                )
            )
    return Manifest(dependencies=tuple(found))


def read_gemfile(content: str) -> Manifest:
    """``Gemfile``, and ``*.gemspec`` with its licence."""
    groups = [(m.start(), m["names"]) for m in _GROUP.finditer(content)]
    ends = [m.start() for m in re.finditer(r"^end\b", content, re.M)]
    line_at = line_counter(content)
    found = []
    for match in _GEM.finditer(content):
        if "path:" in match["rest"]:
            continue
        opened = bisect_left(groups, (match.start(), ""))
        ended = bisect_left(ends, match.start())
        last_end = ends[ended - 1] if ended else -1
        inside = [n for at, n in groups[max(0, opened - 1) : opened] if at > last_end]
        inline = re.search(r"groups?:\s*(?P<names>[^\n]{1,100})", match["rest"])
        named = " ".join((*inside, inline["names"] if inline else ""))
        scope = group_scope(named) if named.strip() else Scope.RUNTIME
        found.append(_gem(match, scope, line_at(match.start("name"))))
    for match in _SPEC_GEM.finditer(content):
        aid = match["kind"] == "development_"
        found.append(
            _gem(match, Scope.DEVELOPMENT if aid else Scope.RUNTIME, line_at(match.start("name")))
        )
    given = {m["key"].rstrip("s"): m["value"] for m in reversed([*_SPEC_FIELD.finditer(content)])}
    return Manifest(
        given.get("name", ""), given.get("license", ""), tuple(found), given.get("version", "")
    )


def _gem(match: re.Match[str], scope: Scope, line: int) -> Declared:
    version = _QUOTED.search(match["rest"])
    return Declared(match["name"], "gem", version["version"] if version else "", False, scope, line)


def read_gemfile_lock(content: str) -> Manifest:
    """``Gemfile.lock``."""
    found: list[Declared] = []
    own: list[str] = []
    section, needs = "", list[str]()
    entries: list[tuple[str, str, list[str]]] = []
    for line in content.splitlines():
        if line[:1].strip():
            section = line.strip()
        elif section in {"GEM", "GIT", "PATH"}:
            if match := _LOCKED_GEM.match(line):
                needs = []
                if section == "PATH":
                    own.append(match["name"])
                else:
                    entries.append((match["name"], match["version"], needs))
            elif match := _LOCKED_NEED.match(line):
                needs.append(match["name"])
    for name, version, needed in entries:
        found.append(
            Declared(name, "gem", scope=Scope.TRANSITIVE, resolved=version, needs=tuple(needed))
        )
    return Manifest(dependencies=tuple(found), lock=True, provides=tuple(own))


def read_composer(content: str) -> Manifest:
    """``composer.json`` of PHP; ``php`` itself and its extensions are left out."""
    data = load_json(content)
    found = []
    for key, scope in (("require", Scope.RUNTIME), ("require-dev", Scope.DEVELOPMENT)):
        for name, version in mapping(data.get(key)).items():
            if name.count("/") == 1:
                found.append(Declared(name, "composer", text(version), scope=scope))
    stated = data.get("license")
    named = [text(stated)] if isinstance(stated, str) else [text(n) for n in items(stated)]
    license_text = " OR ".join(n for n in named if n)
    return Manifest(text(data.get("name")), license_text, tuple(found), text(data.get("version")))


def read_composer_lock(content: str) -> Manifest:
    """``composer.lock``, which states licences."""
    data = load_json(content)
    found: list[Declared] = []
    for key, scope in (("packages", Scope.TRANSITIVE), ("packages-dev", Scope.DEVELOPMENT)):
        found += _composer(data, key, scope)
    return Manifest(dependencies=tuple(found), lock=True)


def _composer(data: Mapping[str, object], key: str, scope: Scope) -> Iterator[Declared]:
    for entry in items(data.get(key)):
        package = mapping(entry)
        name = text(package.get("name"))
        if name.count("/") == 1:
            named = [text(n) for n in items(package.get("license"))]
            yield Declared(
                name,
                "composer",
                scope=scope,
                resolved=text(package.get("version")),
                needs=tuple(n for n in mapping(package.get("require")) if "/" in n),
                license=" OR ".join(n for n in named if n),
                url=text(mapping(package.get("source")).get("url")),
            )


def read_description(content: str) -> Manifest:
    """``DESCRIPTION`` of an R package."""
    fields: dict[str, str] = {}
    key = ""
    for line in content.splitlines():
        if line[:1].isspace():
            fields[key] = f"{fields.get(key, '')} {line.strip()}"
        elif ":" in line:
            key, _, value = line.partition(":")
            fields[key] = value.strip()
    if "Package" not in fields or "Version" not in fields:
        return Manifest()
    found = []
    for key, scope in (
        ("Depends", Scope.RUNTIME),
        ("Imports", Scope.RUNTIME),
        ("LinkingTo", Scope.RUNTIME),
        ("Suggests", Scope.OPTIONAL),
        ("Enhances", Scope.OPTIONAL),
    ):
        for entry in fields.get(key, "").split(","):
            match = _DEPENDS.match(entry.strip()[:200])
            if match and match["name"] not in _R_BASE:
                version = " ".join((match["version"] or "").split())
                found.append(Declared(match["name"], "cran", version, scope=scope))
    stated = re.split(r"\s*[+|]\s*file\s+LICEN[CS]E", fields.get("License", ""))[0]
    return Manifest(fields["Package"], stated[:100], tuple(found), fields["Version"])


def read_julia_project(content: str) -> Manifest:
    """``Project.toml`` of Julia."""
    data = load_toml(content)
    if not ({"deps", "uuid", "compat"} & set(data)):
        return Manifest()
    compat = mapping(data.get("compat"))
    found = []
    for key, scope in (
        ("deps", Scope.RUNTIME),
        ("weakdeps", Scope.OPTIONAL),
        ("extras", Scope.TEST),
    ):
        for name, uuid in mapping(data.get(key)).items():
            if name not in JULIA_STANDARD:
                version = text(compat.get(name))
                identity = (("uuid", text(uuid)),) if text(uuid) else ()
                found.append(Declared(name, "julia", version, scope=scope, qualifiers=identity))
    return Manifest(
        text(data.get("name")),
        text(data.get("license")),
        tuple(found),
        number_text(data.get("version")),
    )


def read_julia_manifest(content: str) -> Manifest:
    """``Manifest.toml`` of Julia, formats 1 and 2."""
    data = load_toml(content)
    if "deps" not in data and "julia_version" not in data:
        return Manifest()
    table = mapping(data.get("deps")) or data
    found = []
    for name, entries in table.items():
        for entry in items(entries):
            package = mapping(entry)
            version = text(package.get("version"))
            if name in JULIA_STANDARD or not version:
                continue
            deps = package.get("deps")
            needs = [*mapping(deps), *(text(n) for n in items(deps))]
            identity = (("uuid", text(package.get("uuid"))),) if package.get("uuid") else ()
            found.append(
                Declared(
                    name,
                    "julia",
                    scope=Scope.TRANSITIVE,
                    resolved=version,
                    needs=tuple(needs),
                    qualifiers=identity,
                    url=text(package.get("repo-url")),
                )
            )
    return Manifest(dependencies=tuple(found), lock=True)
