# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Folders and files of a tree that others made, told from their place and what lies in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

STRONG = frozenset(
    {"third_party", "third-party", "thirdparty", "3rdparty", "3rd_party", "3rd-party", "vendor",
     "vendored", "_vendor", "_vendored", "vendors", "external", "externals", "extern",
     "subprojects"}
)  # fmt: skip
"""Whatever source lies in a folder of these was made by others."""
WEAK = frozenset({"contrib", "deps", "submodules", "libs", "lib"})
"""Names that people use for their own work too: a licence must lie beside the source."""
_PACKAGES = "node_modules"
_LICENSE = re.compile(r"(?:un)?licen[cs]e.*|copying.*|copyright.*", re.I)
_MANIFEST = re.compile(
    r"package\.json|pyproject\.toml|setup\.py|setup\.cfg|cargo\.toml|go\.mod|composer\.json|"
    r"configure(?:\.ac)?|meson\.build|conanfile\.(?:py|txt)|.*\.gemspec|pom\.xml|version(?:\.txt)?",
    re.I,
)
_SOURCE = frozenset(
    {"c", "cc", "cpp", "cxx", "h", "hh", "hpp", "hxx", "icc", "py", "js", "mjs", "ts", "java", "go",
     "rs", "f", "f90", "v", "sv", "vhd", "vhdl", "rb", "php", "css", "jl", "r", "cu", "pyx", "s"}
)  # fmt: skip
_OWN_FILES = frozenset({"__init__.py", "vendor.py", "setup.py", "conftest.py"})
_VERSIONED = re.compile(r"(?P<name>.*?[A-Za-z+])[-_@ ]v?(?P<version>\d[\w.]*)")
_BUNDLE = re.compile(
    r"(?P<name>[A-Za-z][\w.]*?)(?:[-.]v?(?P<version>\d[\w.]*?))?(?:\.min)?\.(?:js|css|mjs)"
)
KNOWN_FILES = {
    "sqlite3.c": "SQLite",
    "catch.hpp": "Catch2",
    "catch_amalgamated.hpp": "Catch2",
    "doctest.h": "doctest",
    "json.hpp": "nlohmann-json",
    "pugixml.cpp": "pugixml",
    "tinyxml2.cpp": "TinyXML-2",
    "stb_image.h": "stb",
    "cJSON.c": "cJSON",
    "miniz.c": "miniz",
    "lodepng.cpp": "LodePNG",
    "jquery.min.js": "jquery",
    "bootstrap.min.js": "bootstrap",
    "d3.min.js": "d3",
    "versioneer.py": "versioneer",
    "CLI11.hpp": "CLI11",
    "cxxopts.hpp": "cxxopts",
    "httplib.h": "cpp-httplib",
    "ez_setup.py": "setuptools",
}
"""Single files that projects copy, with the name of what they are."""
MAX_VENDORED = 2_000


@dataclass(frozen=True, slots=True)
class VendoredFolder:
    """Something of others inside the tree.

    Attributes:
        path: Its folder, or its one file; relative, without a slash at the end.
        name: Name, from the folder or the file, without a version.
        why: What told it: ``"license"``, ``"manifest"``, ``"folder"`` or ``"file"``.
        version: Version in the name of the folder or file, empty when there is none.
    """

    path: str
    name: str
    why: str
    version: str = ""


def inside_vendored(path: str) -> bool:
    """Whether a file lies directly in a folder that may be vendored, as its manifest would."""
    parts = path.lower().split("/")
    return any(
        parts[at] in STRONG | WEAK | {_PACKAGES} and len(parts) - at in {3, 4}
        for at in range(len(parts) - 2)
    )


def vendored_folders(paths: Iterable[str]) -> tuple[VendoredFolder, ...]:
    """Folders and single files that others made, the outermost ones only; sorted by path.

    Args:
        paths: All files of the tree.
    """
    inside: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    single: dict[str, VendoredFolder] = {}
    for path in paths:
        folder, kind = _root(path)
        if folder == path:
            found = _single(path, kind)
            if found:
                single[path] = found
        elif folder:
            inside[folder].append(path[len(folder) + 1 :])
            kinds[folder] = kind
        elif (known := KNOWN_FILES.get(path.rpartition("/")[2])) is not None:
            single[path] = VendoredFolder(path, known, "file")
    folders = [
        VendoredFolder(folder, *_named(folder, why))
        for folder, files in inside.items()
        if (why := _evidence(files, strong=kinds[folder] != "weak"))
    ]
    found_all = sorted([*folders, *single.values()], key=lambda v: v.path)
    return tuple(found_all[:MAX_VENDORED])


def _root(path: str) -> tuple[str, str]:
    """The folder that would be vendored, and the kind of its place.

    The file itself when it lies directly in such a place; empty when it lies elsewhere.
    """
    parts = path.split("/")
    for at, part in enumerate(parts[:-1]):
        name = part.lower()
        kind = "strong" if name in STRONG else "weak" if name in WEAK else ""
        if name == _PACKAGES:
            kind = "packages"
        if not kind:
            continue
        end = at + 2
        if kind == "packages" and parts[at + 1].startswith("@"):
            end += 1
        if name == "vendor" and "." in parts[at + 1] and len(parts) > at + 4:
            end += 2  # Go: host, owner, name
        if len(parts) > end:
            return "/".join(parts[:end]), kind
        return (path, kind) if kind == "strong" else ("", "")
    return "", ""


def _evidence(files: list[str], *, strong: bool) -> str:
    """Why files make a vendored folder, empty when they do not."""
    top = [f for f in files if f.count("/") <= 1]
    source = any(f.rpartition(".")[2].lower() in _SOURCE for f in files)
    if not source:
        return ""
    if any(_LICENSE.fullmatch(f) for f in top):
        return "license"
    if any(_MANIFEST.fullmatch(f) for f in top) and strong:
        return "manifest"
    return "folder" if strong else ""


def _single(path: str, kind: str) -> VendoredFolder | None:
    name = path.rpartition("/")[2]
    ending = name.rpartition(".")[2]
    if kind != "strong" or ending.lower() not in _SOURCE or name in _OWN_FILES:
        return None
    if name in KNOWN_FILES:
        return VendoredFolder(path, KNOWN_FILES[name], "file")
    bundle = _BUNDLE.fullmatch(name)
    if bundle and (bundle["version"] or ".min." in name):
        return VendoredFolder(path, bundle["name"], "file", bundle["version"] or "")
    return None


def _named(folder: str, why: str) -> tuple[str, str, str]:
    """Name, reason and version."""
    parts = folder.split("/")
    scoped = len(parts) > 1 and parts[-2].startswith("@")
    name = "/".join(parts[-2:]) if scoped else parts[-1]
    match = _VERSIONED.fullmatch(name)
    if match and "." in match["version"]:
        return match["name"], why, match["version"]
    return name, why, ""
