# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which part of a project a path belongs to, and how that part uses what comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from ospo_widgets.project import Material, Part, Use
from ospo_widgets.scanning.dependencies.licenses import Licensed
from ospo_widgets.scanning.dependencies.model import AIDS, Dependency, How
from ospo_widgets.scanning.globs import matcher
from ospo_widgets.scanning.parts import material_of

PROGRAMS = frozenset({Material.SOFTWARE, Material.FIRMWARE, Material.MODEL})
"""Materials whose parts run what packages of software offer."""
_FIXED = {
    **dict.fromkeys(("fusesoc", "bender", "hdlmake", "edalize"), Use.DESIGN),
    "docker": Use.RUNTIME,
}
"""Ecosystems that tell the use: cores become part of the design, images are what it runs in."""
INTO_THE_PROGRAM = frozenset({"cargo", "golang"})
"""Ecosystems that build everything into one file."""
_ASIDE = frozenset(
    {"test", "tests", "testing", "unittests", "example", "examples", "demo", "demos", "fixtures",
     "doc", "docs", "documentation", "man", "benchmark", "benchmarks", "samples", "tutorials"}
)  # fmt: skip
"""Folders of things that lie beside the program and do not go into it."""
_TOOLS = frozenset(
    {"m4", "build-aux", "buildtools", "cmake", "ci", ".github", ".gitlab", ".circleci", "scripts",
     "packaging", "debian", "rpm", "docker", "dockerfiles", ".devcontainer", "admin", "tools"}
)  # fmt: skip
"""Folders of things that build, check and package the program."""
OUTSIDE = frozenset({Use.TOOL, Use.RUNTIME})
"""Uses that leave the licence of a part alone: tools, and the images that something runs in."""
_WORKSHOP = frozenset(
    {"ci", ".ci", ".github", ".gitlab", ".circleci", ".devcontainer", "docker", "scripts", "tools",
     "test", "tests", "testing", "doc", "docs", "examples", "benchmark", "benchmarks"}
)  # fmt: skip
"""Folders whose manifests name what works on the product: checks, documents, images."""
_TOOL_NAMES = re.compile(
    r"config\.(?:guess|sub)|ltmain\.sh|install-sh|missing|depcomp|compile|mkinstalldirs|"
    r"Makefile(?:\.\w+)?|configure(?:\.ac|\.in)?|aclocal\.m4|CMakeLists\.txt|Dockerfile|"
    r".*\.(?:cmake|m4|am|mk|spec|nix|yml|yaml|toml|cfg|ini|json|lock|in|bat|ps1)|\..*",
    re.I,
)
_BESIDE = frozenset(
    {".md", ".rst", ".txt", ".adoc", ".tex", ".html", ".css", ".scss", ".pdf", ".svg", ".png",
     ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".ttf", ".otf", ".woff", ".woff2", ".csv", ".root",
     ".1", ".3", ".po", ".bib", ".dot", ".xml", ".ipynb"}
)  # fmt: skip
"""Endings of documents, pictures, fonts and data: handed out beside a program."""


def part_of(path: str, parts: Sequence[Part]) -> Part | None:
    """The part whose globs name a path most closely.

    Args:
        path: Relative to the root, ``/`` between folders.
        parts: Of the project; of two globs that match, the longer one counts, then the later part.

    Returns:
        The part; None when no glob matches.
    """
    best: tuple[int, Part] | None = None
    for part in parts:
        for glob in part.paths:
            length = len(glob.replace("*", ""))
            if (best is None or length >= best[0]) and _matches(glob)(path):
                best = (length, part)
    return best[1] if best else None


@lru_cache(maxsize=4096)
def _matches(glob: str) -> Callable[[str], bool]:
    return matcher((glob,))


def parts_that_use(licensed: Licensed, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts that use a dependency: those of the places that name it, programs before others."""
    dependency = licensed.dependency
    if dependency.part:
        return tuple(part for part in parts if part.id == dependency.part)
    paths = [place.path for place in dependency.places] or [dependency.component.declared_in]
    found = [part for path in paths if path and (part := part_of(path, parts)) is not None]
    unique = tuple({part.id: part for part in found}.values())
    program = next((part for part in parts if part.material in PROGRAMS), None)
    if not unique:
        fallback = program or (parts[0] if parts else None)
        return (fallback,) if fallback is not None else ()
    programs = tuple(part for part in unique if part.material in PROGRAMS)
    return programs or unique


def use_of(licensed: Licensed, part: Part) -> Use:
    """How a part is taken to use a dependency, as its scope and kind tell."""
    dependency = licensed.dependency
    if dependency.scope in AIDS or _in_workshop(dependency):
        return Use.TOOL
    if dependency.ecosystem in _FIXED:
        return _FIXED[dependency.ecosystem]
    named = {place.how for place in dependency.places}
    brought = named & {How.SUBMODULE, How.VENDORED}
    if part.material not in PROGRAMS:
        # A package of software in a folder of documents or boards builds or tests them.
        return Use.DESIGN if brought and brought == named else Use.TOOL
    linked_in = brought or dependency.ecosystem in INTO_THE_PROGRAM
    return Use.STATIC_LINK if linked_in else Use.DYNAMIC_LINK


def _in_workshop(dependency: Dependency) -> bool:
    """Only manifests of checks, documents and images name it."""
    folders = [
        {folder.lower() for folder in place.path.split("/")[:-1]}
        for place in dependency.places
        if place.how not in {How.SUBMODULE, How.VENDORED, How.SBOM}
    ]
    return bool(folders) and all(named & _WORKSHOP for named in folders)


def settle(licensed: Iterable[Licensed], parts: Sequence[Part]) -> tuple[Licensed, ...]:
    """Dependencies with the part that uses them, the first of several, and with their use."""
    settled = []
    for one in licensed:
        part = next(iter(parts_that_use(one, parts)), None)
        if part is not None:
            dependency = replace(one.dependency, part=part.id)
            one = replace(one, dependency=dependency, use=use_of(one, part))  # noqa: PLW2901
        settled.append(one)
    return tuple(settled)


def use_of_file(path: str, part: Part) -> Use:
    """How a file goes into its part: into the program or design, beside it, or as a tool."""
    pure = PurePosixPath(path)
    folders = {folder.lower() for folder in pure.parts[:-1]}
    if folders & _TOOLS or _TOOL_NAMES.fullmatch(pure.name):
        return Use.TOOL
    if folders & _ASIDE:
        return Use.AGGREGATE
    material = material_of(path)
    if part.material in PROGRAMS:
        beside = pure.suffix.lower() in _BESIDE or material not in {None, Material.SOFTWARE}
        return Use.AGGREGATE if beside else Use.COPY
    if part.material in {Material.HARDWARE, Material.GATEWARE}:
        return Use.COPY if material is part.material else Use.AGGREGATE
    return Use.AGGREGATE
