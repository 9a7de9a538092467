# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``environment.yml`` of conda, and recipes: ``meta.yaml`` and ``recipe.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ospo_widgets.scanning.dependencies.model import Scope
from ospo_widgets.scanning.manifests.model import Declared, Manifest
from ospo_widgets.scanning.manifests.parsing import (
    items,
    load_yaml,
    mapping,
    number_text,
    text,
    texts,
)
from ospo_widgets.scanning.manifests.python import requirement

_SPEC = re.compile(
    r"^(?:[\w./-]{1,100}::)?(?P<name>[A-Za-z0-9_][\w.-]{0,100})\s*(?P<version>[=<>!~ ].*)?$", re.A
)
_NOT_NEEDED = frozenset({"python", "pip", "conda", "mamba"})
_TOOLS = frozenset(
    {"setuptools", "wheel", "hatchling", "flit-core", "poetry-core", "scikit-build-core", "cython",
     "cmake", "ninja", "make", "meson", "pkg-config", "scikit-build", "setuptools_scm",
     "setuptools-scm", "pybind11", "swig"}
)  # fmt: skip
"""Found under “host” too, though they only build."""
_JINJA = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\$\{\{[^{}\n]{0,300}\}\}")
_STATEMENT = re.compile(r"^[ \t]*\{[%#].*[%#]\}[ \t]*$", re.M)
_SELECTOR = re.compile(r"[ \t]#[ \t]*\[[^\]\n]{0,200}\][ \t]*$", re.M)
_SET = re.compile(r"\{%-?\s*set\s+(?P<name>\w+)\s*=\s*[\"'](?P<value>[^\"'\n]{0,100})[\"']")
_COMPILER = re.compile(r"^(?:compiler|stdlib|pin_subpackage|pin_compatible|cdt)\b")


def read_environment(content: str) -> Manifest:
    """``environment.yml`` of conda, with its pip section."""
    data = load_yaml(content)
    found: list[Declared] = []
    for entry in items(data.get("dependencies")):
        for line in items(mapping(entry).get("pip")):
            declared = requirement(line) if isinstance(line, str) else None
            found += [declared] if declared else []
        if isinstance(entry, str):
            found += _spec(entry, Scope.RUNTIME)
    return Manifest("", "", tuple(found))


def _spec(entry: str, scope: Scope) -> Iterator[Declared]:
    match = _SPEC.match(entry.strip()[:300])
    if match and match["name"].lower() not in _NOT_NEEDED:
        version = " ".join((match["version"] or "").split())
        exact = re.fullmatch(r"={1,2}(\d[\w.]*)(?:=\S+)?", version)
        resolved = exact[1] if exact and ("==" in version or version.count("=") == 2) else ""
        yield Declared(match["name"], "conda", version, scope=scope, resolved=resolved)


def read_recipe(content: str) -> Manifest:
    """``meta.yaml`` of conda-build and ``recipe.yaml`` of rattler-build, templates taken out."""
    given = {m["name"]: m["value"] for m in _SET.finditer(content)}
    given |= {
        k: str(v) for k, v in mapping(_context(content)).items() if isinstance(v, str | int | float)
    }
    plain = _SELECTOR.sub("", _STATEMENT.sub("", content))
    data = load_yaml(_JINJA.sub(lambda m: _filled(m[0], given), plain))
    package = mapping(data.get("package")) or mapping(data.get("recipe"))
    about = mapping(data.get("about"))
    if not package or not ({"requirements", "outputs", "build", "source"} & set(data)):
        return Manifest()  # some other file of this name, for example of Helm or of data sets
    found = list(_requirements(mapping(data.get("requirements"))))
    provides = []
    for output in items(data.get("outputs")):
        table = mapping(output)
        provides.append(text(table.get("name")) or text(mapping(table.get("package")).get("name")))
        found += _requirements(mapping(table.get("requirements")))
    tests = mapping(data.get("test"))
    for entry in texts(tests.get("requires")):
        found += _spec(entry, Scope.TEST)
    return Manifest(
        name=text(package.get("name")),
        license=text(about.get("license")),
        dependencies=tuple(d for d in found if not _COMPILER.match(d.name)),
        version=number_text(package.get("version")),
        provides=tuple(p for p in provides if p),
    )


def _context(content: str) -> object:
    """The table ``context`` of a ``recipe.yaml``, which stands before the first template."""
    match = re.search(r"^context:[ \t]*\n((?:[ \t]+[^\n]*\n|[ \t]*\n)+)", content, re.M)
    if not match or "{{" in match[1]:
        return {}
    return load_yaml("context:\n" + match[1]).get("context")


def _filled(template: str, given: Mapping[str, str]) -> str:
    """The value of a template where it is one name; else a word that no package has."""
    name = template.strip("${} \t").split("|")[0].strip()
    value = given.get(name, "")
    if re.fullmatch(r"[\w.+-]*", value) and value:
        return value
    return "compiler" if _COMPILER.match(name) else ""


def _requirements(table: Mapping[str, object]) -> Iterator[Declared]:
    for key, scope in (
        ("run", Scope.RUNTIME),
        ("host", Scope.RUNTIME),  # what a package links is only named there
        ("build", Scope.BUILD),
        ("run_constrained", Scope.OPTIONAL),
    ):
        for entry in texts(table.get(key)):
            for declared in _spec(entry, scope):
                aid = declared.name in _TOOLS
                yield replace(declared, scope=Scope.BUILD) if aid else declared
