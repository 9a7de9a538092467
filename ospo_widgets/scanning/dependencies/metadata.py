# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences that installed packages state, read from an environment folder; nothing is imported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.scanning.dependencies.licenses import Stated, package_key
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.sizes import MEGABYTE
from ospo_widgets.wording import words

MAX_PACKAGES = 10_000
_MAX_METADATA = MEGABYTE // 4
_SITES = ("lib/python*/site-packages", "lib64/python*/site-packages", "Lib/site-packages", ".")
_UNSAID = frozenset({"unknown", "none", ""})

Packages = dict[tuple[str, str], Stated]
"""Ecosystem and :func:`package_key` to what the package states."""


def installed_packages(folder: Path) -> Packages:
    """What the packages of an environment state.

    Args:
        folder: A virtual environment, a conda environment, a ``site-packages``, or a folder that
            holds ``node_modules``.

    Raises:
        InputError: There is no such folder, or nothing is installed in it.
    """
    if not folder.is_dir():
        raise InputError(words("dependencies.environment.missing", folder=display(str(folder))))
    found: Packages = {}
    for key, stated in _packages(folder):
        found.setdefault(key, stated)
        if len(found) >= MAX_PACKAGES:
            break
    if not found:
        raise InputError(words("dependencies.environment.empty", folder=display(str(folder))))
    return found


def _packages(folder: Path) -> Iterator[tuple[tuple[str, str], Stated]]:
    for pattern in _SITES:
        for site in [folder] if pattern == "." else sorted(folder.glob(pattern)):
            for path in sorted(
                (*site.glob("*.dist-info/METADATA"), *site.glob("*.egg-info/PKG-INFO"))
            ):
                yield from _python(path)
    for path in sorted(folder.glob("conda-meta/*.json")):
        yield from _json(path, "conda")
    root = folder if folder.name == "node_modules" else folder / "node_modules"
    for path in sorted((*root.glob("*/package.json"), *root.glob("@*/*/package.json"))):
        yield from _json(path, "npm")


def _text(path: Path, limit: int) -> str:
    try:
        return decode(read_regular(path, limit))
    except OSError:
        return ""


def _python(path: Path) -> Iterator[tuple[tuple[str, str], Stated]]:
    headers = HeaderParser().parsestr(_text(path, _MAX_METADATA), headersonly=True)
    name = str(headers.get("Name", ""))
    if name:
        texts = {key: str(headers.get(key, "")) for key in ("License-Expression", "License")}
        classifiers = [str(value) for value in headers.get_all("Classifier", [])]
        license_ = python_license(texts["License-Expression"], texts["License"], classifiers)
        version = str(headers.get("Version", ""))[:100]
        yield ("pypi", package_key(name)), Stated(license_, display(path.parent.name), version)


def python_license(expression: str, name: str, classifiers: list[str]) -> str:
    """What a Python package states: its expression, else its only classifier, else the free text.

    A classifier comes before the free text, in which some paste the whole licence; it must say
    which licence (``BSD License`` does not say which BSD).
    """
    if expression.strip().lower() not in _UNSAID:
        return expression.strip()
    free = name.strip()
    one_line = free if "\n" not in free and free.lower() not in _UNSAID else ""
    from ospo_widgets.scanning.dependencies.licenses import normalised

    if one_line and normalised(" ".join(one_line.split()))[0] is not None:
        return one_line
    named = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    named = [c for c in named if c != "OSI Approved"]
    return named[0] if len(set(named)) == 1 else one_line or ", ".join(dict.fromkeys(named))


def _json(path: Path, ecosystem: str) -> Iterator[tuple[tuple[str, str], Stated]]:
    try:
        data = json.loads(_text(path, MEGABYTE) or "null")
    except (ValueError, RecursionError):
        return
    if isinstance(data, Mapping) and isinstance(data.get("name"), str):
        where = path.name if ecosystem == "conda" else f"{path.parent.name}/{path.name}"
        version = str(data.get("version", ""))[:100]
        stated = Stated(json_license(data), display(where), version)
        yield (ecosystem, package_key(data["name"])), stated


def json_license(data: Mapping[str, Any]) -> str:
    """``license`` as text or as the object of old npm packages, else their list ``licenses``."""
    value = data.get("license")
    if isinstance(value, Mapping):
        value = value.get("type")
    if isinstance(value, str):
        return value
    old = data.get("licenses")
    rows = old if isinstance(old, list) else [old]
    kinds = [row.get("type") for row in rows if isinstance(row, Mapping)]
    # A list leaves the choice: so npm's documentation of the field said.
    return " OR ".join(kind for kind in kinds if isinstance(kind, str))
