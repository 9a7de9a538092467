# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whether ``okh.toml`` (Open Know-How) and ``.ohwr.yaml`` (OHWR) are valid.

Sources: iop-alliance/OpenKnowHow, ``src/spec/okh.md`` and ``src/schema/okh.schema.json``
(OKH-LOSHv1.0); of OHWR see :mod:`ospo_widgets.office.catalogues`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ospo_widgets.office.catalogues import catalogue_of, shape_problems
from ospo_widgets.scanning.manifests.model import ManifestError
from ospo_widgets.scanning.manifests.parsing import load_toml, load_yaml

OKH_NAMES = frozenset({"okh.toml"})
OKH_OLD_NAMES = frozenset({"okh.yml", "okh.yaml"})
OHWR_NAMES = frozenset({".ohwr.yaml", ".ohwr.yml"})
_NAMES = OKH_NAMES | OKH_OLD_NAMES | OHWR_NAMES
OKH_VERSIONS = ("OKH-LOSHv1.0", "OKHv1.0")
MAX_SIZE = 256 * 1024
"""Bytes of a manifest that is read."""

_REQUIRED = ("okhv", "name", "repo", "version", "license", "licensor", "documentation-language",
             "function")  # fmt: skip
_TEXTS = frozenset({"okhv", "name", "repo", "version", "license", "function"})
_PATHS = ("readme", "image", "contribution-guide", "bom", "manufacturing-instructions",
          "user-manual", "source", "export", "auxiliary")  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field.

    Attributes:
        kind: ``syntax``, ``missing``, ``type``, ``value``, ``address``, ``unknown``, ``many``;
            the words are ``hardware.manifest.<kind>``.
        field: Name of the field, empty for the whole file.
    """

    kind: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest of a design.

    Attributes:
        form: ``okh`` or ``ohwr``.
        problems: What is wrong with it.
        license: What it states, empty when it does not.
        paths: Files that it names, as it names them.
        fields: Names of its fields.
    """

    form: str
    problems: tuple[Problem, ...] = ()
    license: str = ""
    paths: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def is_manifest(path: str) -> bool:
    """Whether the name is one of a manifest of hardware."""
    return path.rpartition("/")[2].lower() in _NAMES


def manifest_in(name: str, text: str) -> Manifest:
    """What a manifest says, and whether it is valid.

    Args:
        name: Name of the file.
        text: Its content.
    """
    name = name.lower()
    if name in OKH_NAMES:
        return _read("okh", text, load_toml, _okh)
    if name in OHWR_NAMES:
        return _read("ohwr", text, load_yaml, _ohwr)
    return _read("okh", text, load_yaml, _old_okh)


def _read(
    form: str,
    text: str,
    load: Callable[[str], Mapping[str, object]],
    check: Callable[[Mapping[str, object]], Iterator[Problem]],
) -> Manifest:
    data: Mapping[str, object] | None
    try:
        data = load(text[:MAX_SIZE])
    except ManifestError:
        data = None
    if data is None or (not data and load is load_yaml):
        return Manifest(form, (Problem("syntax"),))
    fields = tuple(str(key)[:60] for key in data)[:60]
    paths = [p for key in _PATHS for p in _texts(data.get(key))] if form == "okh" else []
    stated = data.get("license", data.get("licenses"))
    return Manifest(
        form,
        tuple(check(data))[:40],
        " AND ".join(_texts(stated))[:200],
        tuple(p[:300] for p in paths if "://" not in p)[:200],
        fields,
    )


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _okh(data: Mapping[str, object]) -> Iterator[Problem]:
    for key in _REQUIRED:
        value = data.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Problem("missing", key)
        elif not isinstance(value, str) and (key in _TEXTS or not _texts(value)):
            yield Problem("type", key)
    version = data.get("okhv")
    if isinstance(version, str) and version.strip() and version not in OKH_VERSIONS:
        yield Problem("value", "okhv")
    for key in ("repo", "release"):
        address = data.get(key)
        if isinstance(address, str) and address.strip() and not _ADDRESS.fullmatch(address.strip()):
            yield Problem("address", key)
    languages = _texts(data.get("documentation-language"))
    if any(language and not _LANGUAGE.fullmatch(language) for language in languages):
        yield Problem("value", "documentation-language")
    for key in _PATHS:
        if key in data and not _texts(data[key]):
            yield Problem("type", key)


def _old_okh(data: Mapping[str, object]) -> Iterator[Problem]:
    """The format of 2019 is still read by crawlers; only what it calls required is looked at."""
    for key in ("title", "description"):
        if not _texts(data.get(key)):
            yield Problem("missing", key)


def _ohwr(data: Mapping[str, object]) -> Iterator[Problem]:
    for problem in shape_problems(catalogue_of("ohwr"), data):
        yield Problem(problem.kind, problem.field)
