# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests and lock files of JavaScript: npm, Yarn (1 and later) and pnpm."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest, ManifestError
from ospo_widgets.scanning.manifests.parsing import items, load_json, mapping, text

_NAME = re.compile(r"(?:@[\w.~-]{1,214}/)?[\w.~-]{1,214}", re.A)
_LOCAL = ("file:", "link:", "workspace:", "portal:", ".", "/")
_MAX_NESTED = 20
_LONG = 2_000
"""Characters of a line of a lock file; longer ones are no entries."""


def read_package_json(content: str) -> Manifest:
    """``package.json`` of npm, with peers and bundled packages."""
    data = load_json(content)
    peers_optional = {
        name
        for name, meta in mapping(data.get("peerDependenciesMeta")).items()
        if mapping(meta).get("optional") is True
    }
    found = []
    for key, scope in (
        ("dependencies", Scope.RUNTIME),
        ("peerDependencies", Scope.RUNTIME),
        ("optionalDependencies", Scope.OPTIONAL),
        ("devDependencies", Scope.DEVELOPMENT),
    ):
        for name, value in mapping(data.get(key)).items():
            given = text(value)
            real, version = _aliased(name, given)
            if given.startswith(_LOCAL) or not _NAME.fullmatch(real):
                continue
            optional = key == "peerDependencies" and name in peers_optional
            found.append(Declared(real, "npm", version, optional, scope))
    stated = data.get("license")
    first = mapping(next(iter(items(data.get("licenses"))), None))
    return Manifest(
        name=text(data.get("name")),
        license=text(stated) or text(mapping(stated).get("type")) or text(first.get("type")),
        dependencies=tuple(found),
        version=text(data.get("version")),
    )


def _aliased(name: str, given: str) -> tuple[str, str]:
    """The package behind ``npm:real@version``."""
    if not given.startswith("npm:"):
        return name, given
    real, _, version = given.removeprefix("npm:").rpartition("@")
    return (real, version) if real else (given.removeprefix("npm:"), "")


def read_package_lock(content: str) -> Manifest:
    """``package-lock.json`` and ``npm-shrinkwrap.json``, versions 1 to 3."""
    data = load_json(content)
    packages = mapping(data.get("packages"))
    if packages:
        found, own = _lock_paths(packages)
    else:
        found, own = list(_lock_tree(mapping(data.get("dependencies")), 0)), []
    return Manifest(dependencies=tuple(found), lock=True, provides=tuple(n for n in own if n))


def _lock_paths(packages: Mapping[str, object]) -> tuple[list[Declared], list[str]]:
    """Entries of versions 2 and 3: keys are folders such as ``node_modules/a/node_modules/b``."""
    found, own = [], []
    for path, value in packages.items():
        entry = mapping(value)
        head, inside, tail = path.rpartition("node_modules/")
        name = text(entry.get("name")) or tail
        if not inside or entry.get("link") is True:
            own.append(name)  # the project itself and its workspaces
            continue
        if not _NAME.fullmatch(name):
            continue
        stated = entry.get("license")
        found.append(
            Declared(
                name,
                "npm",
                scope=_lock_scope(entry),
                resolved=text(entry.get("version")),
                top=not head,
                needs=tuple(_children(packages, path, entry)),
                license=text(stated) or text(mapping(stated).get("type")),
                checksums=integrity(text(entry.get("integrity"))),
                url=_address(text(entry.get("resolved"))),
            )
        )
    return found, own


def _children(
    packages: Mapping[str, object], path: str, entry: Mapping[str, object]
) -> Iterator[str]:
    """What an entry needs, with the version of the folder that Node would find."""
    for key in ("dependencies", "optionalDependencies"):
        for name in mapping(entry.get(key)):
            place = path
            for _ in range(_MAX_NESTED):
                at = f"{place}/node_modules/{name}" if place else f"node_modules/{name}"
                child = mapping(packages.get(at))
                if child:
                    yield f"{name}@{text(child.get('version'))}"
                    break
                if not place:
                    break
                place = place.rpartition("/node_modules/")[0] if "/node_modules/" in place else ""


def _lock_scope(entry: Mapping[str, object]) -> Scope:
    if entry.get("dev") is True or entry.get("devOptional") is True:
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if entry.get("optional") is True else Scope.TRANSITIVE


def _lock_tree(table: Mapping[str, object], depth: int) -> Iterator[Declared]:
    """Entries of version 1, which nest."""
    for name, value in table.items():
        entry = mapping(value)
        if _NAME.fullmatch(name):
            yield Declared(
                name,
                "npm",
                scope=_lock_scope(entry),
                resolved=text(entry.get("version")),
                top=depth == 0,
                needs=tuple(mapping(entry.get("requires"))),
                checksums=integrity(text(entry.get("integrity"))),
                url=_address(text(entry.get("resolved"))),
            )
        if depth < _MAX_NESTED:
            yield from _lock_tree(mapping(entry.get("dependencies")), depth + 1)


def integrity(value: str) -> tuple[tuple[str, str], ...]:
    """Checksums of Subresource Integrity (``sha512-…``, base64) in hexadecimal digits."""
    found = []
    for part in value.split()[:4]:
        kind, _, encoded = part.partition("-")
        if kind in {"sha1", "sha256", "sha384", "sha512"}:
            try:
                found.append((kind, base64.b64decode(encoded, validate=True).hex()))
            except (binascii.Error, ValueError):
                continue
    return tuple(found)


def _address(value: str) -> str:
    return value if value.startswith(("https://", "git+https://", "git+ssh://")) else ""


def read_yarn_lock(content: str) -> Manifest:
    """``yarn.lock``; version 1 and the YAML of later ones are read alike, line by line."""
    if "\n" in content and "# yarn lockfile" not in content and "__metadata" not in content:
        raise ManifestError("no yarn.lock")
    found: list[Declared] = []
    own: list[str] = []
    for name, lines in _yarn_entries(content):
        fields = dict(_pair(line) for line in lines if line[:4].count(" ") == 2)
        needs = tuple(
            pair[0] for line in lines if line[:5].count(" ") == 4 and (pair := _pair(line))[1]
        )
        resolution = fields.get("resolution", "")
        if "@workspace:" in resolution:
            own.append(name)
        elif fields.get("version") and _NAME.fullmatch(name):
            found.append(
                Declared(
                    name,
                    "npm",
                    scope=Scope.TRANSITIVE,
                    resolved=fields["version"],
                    needs=tuple(dict.fromkeys(needs)),
                    checksums=integrity(fields.get("integrity", "")),
                    url=_address(fields.get("resolved", "").partition("#")[0]),
                )
            )
    return Manifest(dependencies=tuple(found), lock=True, provides=tuple(own))


def _yarn_entries(content: str) -> Iterator[tuple[str, list[str]]]:
    name, lines = "", list[str]()
    for line in content.splitlines():
        if not line.strip() or line.startswith("#") or len(line) > _LONG:
            continue
        if not line.startswith(" "):
            if name:
                yield name, lines
            first = line.rstrip(":").split(",")[0].strip().strip('"')
            name, lines = first[1:].partition("@")[0], []
            name = first[:1] + name if name else ""
            aliased = first.partition("@npm:")[2].rpartition("@")[0]
            name = aliased or name
        else:
            lines.append(line)
    if name:
        yield name, lines


def _pair(line: str) -> tuple[str, str]:
    """Key and value of ``key value``, ``key: value``, ``"@a/b" "^1"``."""
    match = re.match(r'\s*"?(?P<key>@?[^"\s:]+)"?:?\s+"?(?P<value>[^"]*)"?\s*$', line[:_LONG])
    return (match["key"], match["value"].strip()) if match else ("", "")


_PNPM_ENTRY = re.compile(
    r"^  '?/?(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)[@/](?P<version>\d[\w.+-]*)[^:]{0,1000}:\s*$", re.A
)
_PNPM_FIELD = re.compile(r"^    (?P<key>\w+):\s*(?P<value>.*)$")
_PNPM_NEED = re.compile(
    r"^      '?(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)'?: '?(?P<version>[^'\s(_]+)", re.A
)
_PNPM_HASH = re.compile(r"integrity: (?P<value>sha\d+-[A-Za-z0-9+/=]+)")


def read_pnpm_lock(content: str) -> Manifest:
    """``pnpm-lock.yaml``, versions 5 to 9: packages and snapshots, read line by line."""
    if "lockfileVersion" not in content[:4096]:
        raise ManifestError("no pnpm-lock.yaml")
    entries: dict[tuple[str, str], dict[str, list[str]]] = {}
    section = current = ""
    entry: dict[str, list[str]] | None = None
    for line in content.splitlines():
        if len(line) > _LONG:
            continue
        if line[:1].strip():
            section, entry = line.partition(":")[0], None
        elif section in {"packages", "snapshots"}:
            if match := _PNPM_ENTRY.match(line):
                key = (match["name"], match["version"])
                entry = entries.setdefault(key, {"needs": [], "hash": [], "dev": []})
                current = ""
            elif entry is not None and (match := _PNPM_FIELD.match(line)):
                current = match["key"]
                if checksum := _PNPM_HASH.search(line):
                    entry["hash"].append(checksum["value"])
                if current == "dev" and match["value"].strip() == "true":
                    entry["dev"].append("true")
            elif (
                entry is not None
                and current in {"dependencies", "optionalDependencies"}
                and (match := _PNPM_NEED.match(line))
            ):
                entry["needs"].append(f"{match['name']}@{match['version']}")
    found = tuple(
        Declared(
            name,
            "npm",
            scope=Scope.DEVELOPMENT if entry["dev"] else Scope.TRANSITIVE,
            resolved=version,
            needs=tuple(dict.fromkeys(entry["needs"])),
            checksums=integrity(" ".join(entry["hash"][:1])),
        )
        for (name, version), entry in entries.items()
    )
    return Manifest(dependencies=found, lock=True)
