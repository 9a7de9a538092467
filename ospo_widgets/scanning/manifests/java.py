# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of Java: Maven ``pom.xml``, Gradle build files, version catalogues and locks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import line_counter, load_toml, mapping, text
from ospo_widgets.scanning.manifests.xml_tree import load_xml
from ospo_widgets.xml_tree import Element

_PROPERTY = re.compile(r"\$\{([\w.-]{1,100})\}")
_MAVEN_SCOPES = {
    "test": Scope.TEST,
    "provided": Scope.RUNTIME,
    "system": Scope.RUNTIME,
    "runtime": Scope.RUNTIME,
}
_COORDINATE = re.compile(
    r"(?P<group>[A-Za-z][\w.-]{0,120}):(?P<artifact>[A-Za-z][\w.-]{0,120})(?::(?P<version>[^:@\"'\s]{1,60}))?",
    re.A,
)
_GRADLE_CALL = re.compile(
    r"^[ \t]*(?P<kind>\w{0,40}(?:[iI]mplementation|[cC]ompileOnly|[rR]untimeOnly|[aA]pi|[cC]ompile|"
    r"[rR]untime|kapt|ksp|annotationProcessor|classpath))\b(?P<rest>[^\n]{1,400})$",
    re.M,
)
_GRADLE_MAP = re.compile(
    r"group\s*[:=]\s*[\"'](?P<group>[\w.-]{1,120})[\"']\s*,\s*name\s*[:=]\s*[\"'](?P<artifact>[\w.-]{1,120})[\"']"
    r"(?:\s*,\s*version\s*[:=]\s*[\"'](?P<version>[^\"']{1,60})[\"'])?",
    re.A,
)
_COMMENT = re.compile(r"(?:^|(?<=\s))//[^\n]*")
_MAX_HOPS = 5


def read_pom(content: str) -> Manifest:
    """``pom.xml``: properties, managed versions, scopes and licences; parents are not fetched."""
    root = load_xml(content)
    if root.name != "project":
        return Manifest()
    properties = {p.name: p.text for top in root.all("properties") for p in top.children}
    group = root.first("groupId") or root.first("parent", "groupId")
    version = root.first("version") or root.first("parent", "version")
    properties |= {"project.version": version, "project.groupId": group, "version": version}
    managed = {
        _coordinate(d, properties): _filled(d.first("version"), properties)
        for d in root.all("dependencyManagement", "dependencies", "dependency")
    }
    found = []
    for dependency in root.all("dependencies", "dependency"):
        name = _coordinate(dependency, properties)
        stated = _filled(dependency.first("version"), properties) or managed.get(name, "")
        if "$" in name or not name.strip(":") or _same_build(name, stated, group, version):
            continue
        found.append(
            Declared(
                name,
                "maven",
                stated,
                dependency.first("optional") == "true",
                _MAVEN_SCOPES.get(dependency.first("scope"), Scope.RUNTIME),
                dependency.line,
                resolved="" if not stated or re.search(r"[$\[(,]", stated) else stated,
            )
        )
    named = [e.first("name") for e in root.all("licenses", "license")]
    artifact = root.first("artifactId")
    return Manifest(
        name=artifact,
        license=" OR ".join(n for n in named if n)[:200],
        dependencies=tuple(found),
        version=_filled(version, properties),
        managed=tuple(
            Declared(name, "maven", stated, resolved=stated)
            for name, stated in managed.items()
            if stated and not re.search(r"[$\[(,]", name + stated)
        ),
        provides=(f"{group}:{artifact}", *(m.text for m in root.all("modules", "module"))),
    )


def _coordinate(element: Element, properties: Mapping[str, str]) -> str:
    pair = (element.first("groupId"), element.first("artifactId"))
    return ":".join(_filled(p, properties) for p in pair)


def _filled(value: str, properties: Mapping[str, str]) -> str:
    """A value with its properties put in; what is not known stays as it is."""
    for _ in range(_MAX_HOPS):
        if "${" not in value or len(value) > 500:
            break
        value = _PROPERTY.sub(lambda m: properties.get(m[1], m[0])[:200], value)
    return value


def _same_build(name: str, stated: str, group: str, version: str) -> bool:
    """Another module of the same build: its group, and the version of the project."""
    return bool(group) and name.partition(":")[0] == group and stated in {"", version}


def read_gradle(content: str) -> Manifest:
    """``build.gradle`` and ``build.gradle.kts``: coordinates written out in dependency lines."""
    plain = _COMMENT.sub("", _without_blocks(content))
    found = []
    line_at = line_counter(plain)
    for match in _GRADLE_CALL.finditer(plain):
        line = line_at(match.start("kind"))
        kind = match["kind"].lower()
        for pattern in (_GRADLE_MAP, _COORDINATE):
            if at := pattern.search(match["rest"]):
                version = at["version"] or ""
                settled = bool(version) and not re.search(r"[$+\[(,]", version)
                found.append(
                    Declared(
                        f"{at['group']}:{at['artifact']}",
                        "maven",
                        "" if "$" in version else version,
                        scope=_gradle_scope(kind),
                        line=line,
                        resolved=version if settled else "",
                    )
                )
                break
    return Manifest(dependencies=tuple(found))


def _gradle_scope(kind: str) -> Scope:
    if "test" in kind:
        return Scope.TEST
    aids = ("kapt", "ksp", "annotationprocessor", "classpath")
    return Scope.BUILD if kind.startswith(aids) or kind.endswith(aids) else Scope.RUNTIME


def _without_blocks(content: str) -> str:
    """The source without comments between ``/*`` and ``*/``; line numbers stay."""
    kept = []
    at = 0
    while (start := content.find("/*", at)) >= 0:
        end = content.find("*/", start + 2)
        end = len(content) if end < 0 else end + 2
        kept += [content[at:start], "\n" * content.count("\n", start, end)]
        at = end
    return "".join((*kept, content[at:]))


def read_version_catalog(content: str) -> Manifest:
    """``libs.versions.toml`` of Gradle; build files name its entries, so all count."""
    data = load_toml(content)
    versions = {k: _version(v) for k, v in mapping(data.get("versions")).items()}
    found = []
    for value in mapping(data.get("libraries")).values():
        given = mapping(value)
        stated = given.get("version")
        if isinstance(value, str):
            name, _, version = value.rpartition(":")
        else:
            name = text(given.get("module")) or ":".join(
                (text(given.get("group")), text(given.get("name")))
            )
            reference = text(mapping(stated).get("ref")) or text(given.get("version.ref"))
            version = versions.get(reference, "") or _version(stated)
        if name.count(":") == 1 and not name.startswith(":"):
            found.append(Declared(name, "maven", version, resolved=version))
    return Manifest(dependencies=tuple(found))


def _version(value: object) -> str:
    given = mapping(value)
    return text(value) or text(given.get("strictly")) or text(given.get("require"))


def read_gradle_lock(content: str) -> Manifest:
    """``gradle.lockfile``: ``group:artifact:version=configurations``."""
    found = []
    for line in content.splitlines():
        coordinate, separator, uses = line[:2000].partition("=")
        match = _COORDINATE.fullmatch(coordinate.strip())
        if separator and match and match["version"]:
            kinds = {u.strip().lower() for u in uses.split(",")}
            aid = all("test" in k for k in kinds)
            found.append(
                Declared(
                    f"{match['group']}:{match['artifact']}",
                    "maven",
                    scope=Scope.TEST if aid else Scope.TRANSITIVE,
                    resolved=match["version"],
                )
            )
    return Manifest(dependencies=tuple(found), lock=True)
