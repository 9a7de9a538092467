# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pipfile, and the lock files of Python: Pipfile.lock, Poetry, PDM, uv, pylock.toml (PEP 751)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import (
    items,
    load_json,
    load_toml,
    mapping,
    number_text,
    text,
)

_HEX = re.compile(r"(?P<kind>sha\d+|md5)[:=](?P<value>[0-9a-fA-F]{32,128})")
_NAME = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]{0,100})", re.A)


def read_pipfile(content: str) -> Manifest:
    """``Pipfile``."""
    data = load_toml(content)
    found: list[Declared] = []
    for key, scope in (("packages", Scope.RUNTIME), ("dev-packages", Scope.DEVELOPMENT)):
        for name, value in mapping(data.get(key)).items():
            given = mapping(value)
            version = text(value) or text(given.get("version"))
            if given.get("path") is None:
                version = "" if version == "*" else version
                found.append(
                    Declared(name, "pypi", version, scope=scope, url=text(given.get("git")))
                )
    return Manifest(dependencies=tuple(found))


def read_pipfile_lock(content: str) -> Manifest:
    """``Pipfile.lock``."""
    data = load_json(content)
    found = []
    for key, scope in (("default", Scope.RUNTIME), ("develop", Scope.DEVELOPMENT)):
        for name, value in mapping(data.get(key)).items():
            given = mapping(value)
            found.append(
                Declared(
                    name,
                    "pypi",
                    scope=scope,
                    resolved=text(given.get("version")).lstrip("="),
                    checksums=_checksums(given.get("hashes")),
                )
            )
    return Manifest(dependencies=tuple(found), lock=True)


def read_package_lock(content: str) -> Manifest:
    """``poetry.lock``, ``pdm.lock``, ``uv.lock`` and ``pylock.toml``: lists of packages in TOML."""
    data = load_toml(content)
    found: list[Declared] = []
    own: list[str] = []
    for entry in [*items(data.get("package")), *items(data.get("packages"))]:
        package = mapping(entry)
        name, version = text(package.get("name")), number_text(package.get("version"))
        source = mapping(package.get("source"))
        if not name:
            continue
        if any(k in source for k in ("virtual", "editable", "directory")) or "directory" in package:
            own.append(name)
            continue
        found.append(
            Declared(
                name,
                "pypi",
                scope=_scope(package),
                resolved=version,
                needs=tuple(dict.fromkeys(_needs(package.get("dependencies")))),
                checksums=_files(package),
                url=text(source.get("git")) or text(source.get("url")),
            )
        )
    return Manifest(dependencies=tuple(found), provides=tuple(own), lock=True)


def _scope(package: Mapping[str, object]) -> Scope:
    """Groups in which a package is needed (Poetry 2, PDM, Poetry 1); transitive if not said."""
    groups = {g for g in items(package.get("groups")) if isinstance(g, str)}
    if groups & {"main", "default"}:
        return Scope.OPTIONAL if package.get("optional") is True else Scope.TRANSITIVE
    if groups or package.get("category") == "dev":
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if package.get("optional") is True else Scope.TRANSITIVE


def _needs(value: object) -> Iterator[str]:
    """Names: keys of a table (Poetry), names of tables (uv, pylock), requirements (PDM)."""
    yield from mapping(value)
    for entry in items(value):
        if isinstance(entry, str):
            match = _NAME.match(entry)
            if match:
                yield match["name"]
        elif name := text(mapping(entry).get("name")):
            yield name


def _files(package: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The checksum of the source archive, which is the same on every platform; else the first."""
    sdist = mapping(package.get("sdist"))
    own = [*_checksums([sdist.get("hash")]), *mapping(sdist.get("hashes")).items()]
    for kind, value in own:
        if isinstance(value, str):
            return ((kind, value),)
    listed = [
        (text(mapping(f).get("file")), text(mapping(f).get("hash")))
        for f in items(package.get("files"))
    ]
    listed.sort(key=lambda pair: not pair[0].endswith((".tar.gz", ".zip")))
    return _checksums([value for _, value in listed])[:1]


def _checksums(values: object) -> tuple[tuple[str, str], ...]:
    matches = (_HEX.fullmatch(v) for v in items(values) if isinstance(v, str))
    return tuple((m["kind"], m["value"].lower()) for m in matches if m)
