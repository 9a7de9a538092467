# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Package managers of C and C++: Conan, vcpkg, Spack, Bazel modules. Python in them is not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import (
    called,
    items,
    literal,
    load_json,
    load_python,
    load_yaml,
    mapping,
    number_text,
    text,
    texts,
)

_REFERENCE = re.compile(
    r"(?P<name>[A-Za-z0-9_][\w.+-]{1,100})/(?P<version>\[[^\]]{1,60}\]|[\w.+-]{1,60})", re.A
)
_CONAN_KEYS = {
    "requires": Scope.RUNTIME,
    "build_requires": Scope.BUILD,
    "tool_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
    "python_requires": Scope.BUILD,
}
_SPEC = re.compile(r"\s*(?P<name>[a-z0-9][a-z0-9_-]{0,100})(?P<version>@[=\w.:,+-]{1,60})?")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LANGUAGES = frozenset({"c", "cxx", "fortran", "python", "mpi", "blas", "lapack", "gmake"})
"""Virtual packages of Spack, and Python itself."""


def read_conanfile(content: str) -> Manifest:
    """``conanfile.txt``."""
    found: list[Declared] = []
    scope: Scope | None = None
    for number, raw in enumerate(content.splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        if line.startswith("["):
            scope = _CONAN_KEYS.get(line.strip("[]"))
        elif scope is not None:
            found += _conan([line], scope, number)
    return Manifest(dependencies=tuple(found))


def _conan(references: object, scope: Scope, line: int | None) -> Iterator[Declared]:
    for reference in texts(references):
        match = _REFERENCE.match(reference.strip())
        if match:
            version = match["version"]
            ranged = version.startswith("[")
            version = version.strip("[]")
            yield Declared(
                match["name"], "conan", version, scope=scope, line=line,
                resolved="" if ranged else version,
            )  # fmt: skip


def read_conanfile_py(content: str) -> Manifest:
    """``conanfile.py``: attributes and calls with literal references."""
    found: list[Declared] = []
    fields: dict[str, str] = {}
    for node in ast.walk(load_python(content)):
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    key, value = statement.targets[0].id, literal(statement.value, {})
                    if key in _CONAN_KEYS:
                        found += _conan([value], _CONAN_KEYS[key], statement.lineno)
                    elif key in {"name", "version", "license"}:
                        fields.setdefault(key, " OR ".join(texts(value)))
        elif isinstance(node, ast.Call) and called(node.func) in _CONAN_KEYS and node.args:
            scope = _CONAN_KEYS[called(node.func)]
            found += _conan([literal(node.args[0], {})], scope, node.lineno)
    return Manifest(
        fields.get("name", ""), fields.get("license", ""), tuple(found), fields.get("version", "")
    )


def read_conan_lock(content: str) -> Manifest:
    """``conan.lock`` of Conan 1 and 2."""
    data = load_json(content)
    found: list[Declared] = []
    for key, scope in _CONAN_KEYS.items():
        aid = Scope.TRANSITIVE if scope is Scope.RUNTIME else scope
        found += _conan([data.get(key)], aid, None)
    nodes = mapping(mapping(data.get("graph_lock")).get("nodes"))
    for node in nodes.values():
        found += _conan([text(mapping(node).get("ref"))], Scope.TRANSITIVE, None)
    return Manifest(dependencies=tuple(found), lock=True)


def read_vcpkg(content: str) -> Manifest:
    """``vcpkg.json``."""
    data = load_json(content)
    pinned = {
        text(mapping(o).get("name")): text(mapping(o).get("version"))
        for o in items(data.get("overrides"))
    }
    found = list(_vcpkg(data.get("dependencies"), pinned, Scope.RUNTIME))
    for feature in mapping(data.get("features")).values():
        found += _vcpkg(mapping(feature).get("dependencies"), pinned, Scope.OPTIONAL)
    return Manifest(
        text(data.get("name")), text(data.get("license")), tuple(found), text(data.get("version"))
    )


def _vcpkg(entries: object, pinned: dict[str, str], scope: Scope) -> Iterator[Declared]:
    for entry in items(entries):
        given = mapping(entry)
        name = text(entry) or text(given.get("name"))
        if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,100}", name) and not name.startswith("vcpkg-"):
            version = text(given.get("version>="))
            used = Scope.BUILD if given.get("host") is True else scope
            yield Declared(
                name, "generic", f">={version}" if version else "", scope=used,
                resolved=pinned.get(name, ""),
            )  # fmt: skip


def read_spack_package(content: str) -> Manifest:
    """``package.py`` of Spack: ``depends_on`` and ``license``; ``when`` makes it optional."""
    if "depends_on" not in content or "spack" not in content:
        return Manifest()
    found: list[Declared] = []
    name = license_text = ""
    for node in ast.walk(load_python(content)):
        if isinstance(node, ast.ClassDef) and not name:
            name = _WORD.sub("-", node.name).lower().strip("_")
        elif isinstance(node, ast.Call) and called(node.func) == "depends_on" and node.args:
            found += _spack(node)
        elif isinstance(node, ast.Call) and called(node.func) == "license" and node.args:
            license_text = license_text or text(literal(node.args[0], {}))
    return Manifest(name, license_text, tuple(found))


def _spack(call: ast.Call) -> Iterator[Declared]:
    given = {k.arg: literal(k.value, {}) for k in call.keywords if k.arg}
    kinds = set(texts([given.get("type")])) or {"build", "link"}
    if kinds & {"link", "run"}:
        scope = Scope.OPTIONAL if re.search(r"\+|=", text(given.get("when"))) else Scope.RUNTIME
    else:
        scope = Scope.TEST if kinds == {"test"} else Scope.BUILD
    yield from _spec(text(literal(call.args[0], {})), scope, call.lineno)


def _spec(value: str, scope: Scope, line: int | None = None) -> Iterator[Declared]:
    match = _SPEC.match(value[:500])
    if not match or match["name"] in _LANGUAGES:
        return
    name, version = match["name"], (match["version"] or "").lstrip("@=")
    if name.startswith("py-"):
        yield Declared(name[3:], "pypi", "", scope=scope, line=line)
    else:
        yield Declared(name, "generic", _range(version), scope=scope, line=line)


def _range(version: str) -> str:
    """A range of Spack (``6.28:7``, both ends included) in the words of others."""
    if version.count(":") != 1 or "," in version:
        return "" if ":" in version else version
    low, _, high = version.partition(":")
    return ",".join((*([f">={low}"] if low else ()), *([f"<={high}"] if high else ())))


def read_spack_environment(content: str) -> Manifest:
    """``spack.yaml``."""
    table = mapping(load_yaml(content).get("spack"))
    found: list[Declared] = []
    for spec in texts(table.get("specs")):
        found += _spec(spec, Scope.RUNTIME)
    for definition in items(table.get("definitions")):
        for key, specs in mapping(definition).items():
            if key != "when":
                for spec in texts(specs):
                    found += _spec(spec, Scope.RUNTIME) if not spec.startswith(("%", "^")) else ()
    return Manifest(dependencies=tuple(found))


def read_spack_lock(content: str) -> Manifest:
    """``spack.lock``."""
    specs = mapping(load_json(content).get("concrete_specs"))
    found = []
    for spec in specs.values():
        given = mapping(spec)
        name, version = text(given.get("name")), number_text(given.get("version"))
        needs = [
            f"{text(child.get('name'))}@{number_text(child.get('version'))}"
            for entry in items(given.get("dependencies"))
            if (child := mapping(specs.get(text(mapping(entry).get("hash")))))
        ]
        if name and version:
            found.append(
                Declared(
                    name, "generic", scope=Scope.TRANSITIVE, resolved=version, needs=tuple(needs)
                )
            )
    return Manifest(dependencies=tuple(found), lock=True)


def read_bazel_module(content: str) -> Manifest:
    """``MODULE.bazel``, whose language is a part of Python's."""
    found, own = [], []
    for node in ast.walk(load_python(content)):
        if not isinstance(node, ast.Call):
            continue
        given = {k.arg: literal(k.value, {}) for k in node.keywords if k.arg}
        name, version = text(given.get("name")), text(given.get("version"))
        if called(node.func) == "module":
            own.append(name)
        elif called(node.func) == "bazel_dep" and name:
            aid = given.get("dev_dependency") is True
            scope = Scope.DEVELOPMENT if aid else _bazel(name)
            found.append(Declared(name, "bazel", version, scope=scope, line=node.lineno))
    return Manifest(dependencies=tuple(found), provides=tuple(n for n in own if n))


def _bazel(name: str) -> Scope:
    """Rules and tool chains only build."""
    aid = name.startswith("rules_") or name in {"platforms", "bazel_skylib", "apple_support"}
    return Scope.BUILD if aid else Scope.RUNTIME
