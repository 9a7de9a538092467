# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests of Python projects. ``setup.py`` is read as a syntax tree, never run."""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator

from ospo_widgets.scanning.manifests.model import (
    Declared,
    Manifest,
    ManifestError,
    items,
    mapping,
    text,
)

_REQUIREMENT = re.compile(
    r"^(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^]]*])?(?P<rest>.*)$"
)
_EGG = re.compile(r"#egg=(?P<name>[A-Za-z0-9][\w.-]*)")
_MAX_DEPTH = 60
"""Deepest nesting of calls and lists in a ``setup.py`` that is followed."""

_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
}
"""Trove classifiers that name one licence, to SPDX ids; “BSD License” names several and is absent.
Source: the list that the package ``trove-classifiers`` carries."""


def requirement(line: str, *, optional: bool = False) -> Declared | None:
    """One requirement (PEP 508); None for options, addresses without a name and nonsense."""
    line = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()
    if egg := _EGG.search(line):
        return Declared(egg["name"], "pypi", "", optional)
    if not line or line.startswith("-") or "://" in line.split("@")[0]:
        return None
    found = _REQUIREMENT.match(line)
    if not found:
        return None
    specifier, _, marker = found["rest"].partition(";")
    if "extra" in marker:
        optional = True
    version = "" if "@" in specifier else specifier.split("--")[0].strip().strip("()")
    if version and version[0] not in "=<>!~":
        return None
    return Declared(found["name"], "pypi", version, optional)


def _requirements(lines: Iterable[object], *, optional: bool = False) -> Iterator[Declared]:
    for line in lines:
        found = requirement(line, optional=optional) if isinstance(line, str) else None
        if found:
            yield found


def read_requirements(content: str) -> Manifest:
    """``requirements.txt``; included files are read by themselves when the scan meets them."""
    joined = re.sub(r"\\\n", " ", content)
    return Manifest(dependencies=tuple(_requirements(joined.splitlines())))


def read_pyproject(content: str) -> Manifest:
    """``pyproject.toml``: PEP 621 and 639, dependency groups, Poetry."""
    try:
        data = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ManifestError(str(error).splitlines()[0] if str(error) else "too deep") from error
    project = mapping(data.get("project"))
    poetry = mapping(mapping(data.get("tool")).get("poetry"))
    found = list(_requirements(items(project.get("dependencies"))))
    for group in mapping(project.get("optional-dependencies")).values():
        found += _requirements(items(group), optional=True)
    for group in mapping(data.get("dependency-groups")).values():
        found += _requirements(items(group), optional=True)
    found += _poetry(mapping(poetry.get("dependencies")), optional=False)
    found += _poetry(mapping(poetry.get("dev-dependencies")), optional=True)
    for group in mapping(poetry.get("group")).values():
        found += _poetry(mapping(mapping(group).get("dependencies")), optional=True)
    stated = project.get("license", poetry.get("license"))
    stated_license = text(stated) or text(mapping(stated).get("text"))
    return Manifest(
        name=text(project.get("name")) or text(poetry.get("name")),
        license=stated_license
        if 0 < len(stated_license) <= 100
        else _classified(project.get("classifiers")),
        dependencies=tuple(found),
    )


def _poetry(table: Iterable[str], *, optional: bool) -> Iterator[Declared]:
    entries = mapping(table)
    for name, value in entries.items():
        if name.lower() != "python":
            extra = mapping(value).get("optional") is True
            version = text(value) or text(mapping(value).get("version"))
            yield Declared(name, "pypi", "" if version == "*" else version, optional or extra)


def _classified(classifiers: object) -> str:
    named = [
        _CLASSIFIERS[last]
        for c in items(classifiers)
        if isinstance(c, str) and (last := c.rpartition("::")[2].strip()) in _CLASSIFIERS
    ]
    return named[0] if len(named) == 1 else ""


def read_setup_cfg(content: str) -> Manifest:
    """``setup.cfg`` of setuptools."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(content)
    except configparser.Error as error:
        raise ManifestError(error.message.splitlines()[0]) from error
    get = parser.get
    found = list(_requirements(get("options", "install_requires", fallback="").splitlines()))
    if parser.has_section("options.extras_require"):
        for _, value in parser.items("options.extras_require"):
            found += _requirements(value.splitlines(), optional=True)
    classifiers = get("metadata", "classifiers", fallback="").splitlines()
    stated_license = text(get("metadata", "license", fallback=""))
    return Manifest(
        name=text(get("metadata", "name", fallback="")),
        license=stated_license or _classified(classifiers),
        dependencies=tuple(found),
    )


def read_setup_py(content: str) -> Manifest:
    """``setup.py``: literal arguments of ``setup()``; computed ones are not known."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ManifestError(f"no valid Python ({type(error).__name__})") from error
    names: dict[str, ast.expr] = {}
    call: ast.Call | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.setdefault(node.targets[0].id, node.value)
        elif isinstance(node, ast.Call) and _called(node.func) == "setup":
            call = node
    if call is None:
        return Manifest()
    given = {k.arg: _literal(k.value, names) for k in call.keywords if k.arg}
    found = list(_requirements(items(given.get("install_requires"))))
    for group in mapping(given.get("extras_require")).values():
        found += _requirements(items(group), optional=True)
    return Manifest(
        name=text(given.get("name")),
        license=text(given.get("license")) or _classified(given.get("classifiers")),
        dependencies=tuple(found),
    )


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.expr | None, names: dict[str, ast.expr], depth: int = 0) -> object:
    """Texts, lists and dictionaries of literals; what is computed is left out."""

    def inner(part: ast.expr) -> object:
        return _literal(part, names, depth + 1)

    found: object = None
    match node:
        case _ if depth > _MAX_DEPTH:
            pass
        case ast.Constant():
            found = node.value
        case ast.List() | ast.Tuple() | ast.Set():
            found = [inner(e) for e in node.elts]
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            found = {str(inner(k)): inner(v) for k, v in pairs if k is not None}
        case ast.BinOp(op=ast.Add()):
            found = [*items(inner(node.left)), *items(inner(node.right))]
        case ast.Name() if node.id in names:
            rest = {k: v for k, v in names.items() if k != node.id}
            found = _literal(names[node.id], rest, depth + 1)
    return found
