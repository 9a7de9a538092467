# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests and lock files of Rust (Cargo) and Go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import items, load_toml, mapping, text

_GO_REQUIRE = re.compile(
    r"^\s*(?:require\s+)?\"?(?P<name>[\w.-]{1,100}\.[\w.-]{1,100}/[^\s\"]{1,300})\"?"
    r"\s+(?P<version>v\S{1,100})(?P<rest>.*)$"
)
_GO_SUM = re.compile(r"^(?P<name>\S{1,400}) (?P<version>v[^\s/]{1,100}) h1:\S+$")


def read_cargo(content: str) -> Manifest:
    """``Cargo.toml``, workspaces included; what lies in the same repository is left out."""
    data = load_toml(content)
    workspace = mapping(data.get("workspace"))
    tables = [data, *(mapping(t) for t in mapping(data.get("target")).values())]
    found: list[Declared] = []
    for table in tables:
        found += _cargo(mapping(table.get("dependencies")), Scope.RUNTIME)
        found += _cargo(mapping(table.get("dev-dependencies")), Scope.DEVELOPMENT)
        found += _cargo(mapping(table.get("build-dependencies")), Scope.BUILD)
    found += _cargo(mapping(workspace.get("dependencies")), Scope.RUNTIME)
    package = mapping(data.get("package"))
    shared = mapping(workspace.get("package"))
    stated = text(package.get("license")) or text(shared.get("license"))
    return Manifest(
        text(package.get("name")),
        stated.replace("/", " OR "),
        tuple(found),
        text(package.get("version")) or text(shared.get("version")),
    )


def _cargo(table: Mapping[str, object], scope: Scope) -> Iterator[Declared]:
    for name, value in table.items():
        given = mapping(value)
        if "path" in given:
            continue
        version = text(value) or text(given.get("version"))
        real = text(given.get("package")) or name
        optional = given.get("optional") is True
        yield Declared(real, "cargo", version, optional, scope, url=text(given.get("git")))


def read_cargo_lock(content: str) -> Manifest:
    """``Cargo.lock``; packages without a source are those of the repository itself."""
    found, own = [], []
    for entry in items(load_toml(content).get("package")):
        package = mapping(entry)
        name, source = text(package.get("name")), text(package.get("source"))
        if not source:
            own.append(name)
            continue
        needs = [text(n).split() for n in items(package.get("dependencies"))]
        checksum = text(package.get("checksum"))
        found.append(
            Declared(
                name,
                "cargo",
                scope=Scope.TRANSITIVE,
                resolved=text(package.get("version")),
                needs=tuple("@".join(n[:2]) for n in needs if n),
                checksums=(("sha256", checksum),) if re.fullmatch("[0-9a-f]{64}", checksum) else (),
                url=source.removeprefix("git+") if source.startswith("git+https://") else "",
            )
        )
    kept = (d for d in found if d.name)
    return Manifest(dependencies=tuple(kept), provides=tuple(n for n in own if n), lock=True)


def read_go_mod(content: str) -> Manifest:
    """``go.mod``; indirect requirements are those of dependencies."""
    found: list[Declared] = []
    name = block = ""
    replaced: set[str] = set()
    for number, raw in enumerate(content.splitlines(), start=1):
        line = raw.strip()
        words = line.split()
        if line.startswith("module ") and len(words) > 1:
            name = words[1].strip('"')
        if line.endswith("("):
            block = line.split("(")[0].strip()
        elif line == ")":
            block = ""
        elif (block == "replace" or line.startswith("replace ")) and "=>" in words:
            at = words.index("=>")
            if words[at + 1 : at + 2] and words[at + 1].startswith("."):
                replaced |= {w for w in words[:at] if "/" in w}
        elif (block == "require" or line.startswith("require ")) and (m := _GO_REQUIRE.match(raw)):
            indirect = "// indirect" in m["rest"]
            scope = Scope.TRANSITIVE if indirect else Scope.RUNTIME
            found.append(
                Declared(
                    m["name"], "golang", m["version"], scope=scope, line=number, top=not indirect
                )
            )
    kept = tuple(d for d in found if d.name not in replaced)
    return Manifest(name.rpartition("/")[2], "", kept, provides=(name,) if name else ())


def read_go_sum(content: str) -> Manifest:
    """``go.sum``: the versions whose code was fetched; of several the last counts."""
    newest: dict[str, str] = {}
    for line in content.splitlines():
        match = _GO_SUM.match(line)
        if match:
            newest[match["name"]] = match["version"]
    found = (
        Declared(name, "golang", version, scope=Scope.TRANSITIVE)
        for name, version in newest.items()
    )
    return Manifest(dependencies=tuple(found), lock=True)
