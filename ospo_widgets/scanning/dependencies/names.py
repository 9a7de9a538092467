# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of dependencies: which mean the same, and which are in our catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ospo_widgets.knowledge.component_model import CatalogueComponent
from ospo_widgets.knowledge.components import find_component
from ospo_widgets.knowledge.identity import Same
from ospo_widgets.knowledge.model import Knowledge

NATIVE = frozenset({"generic", "conan", "deb", "rpm", "bazel", "docker"})
"""Ecosystems of libraries in C, C++ and HDL, in which one library has many spellings."""
_OWN_NAMES = frozenset({"gem", "composer", "cran", "julia", "maven", "nuget", "github"})
"""Ecosystems whose names our catalogue does not know: an equal name is another thing there."""
_PARTED = ("libboost-", "libqt5", "libqt6", "qt5-", "qt6-", "Qt5", "Qt6", "boost_", "opencv_")
"""Beginnings of names of the pieces of one library."""


_PACKAGED = re.compile(r"^lib(?=[a-z])|-(?:dev|devel|static|headers)$")
TOOLS = frozenset(
    {"gcc", "g++", "gfortran", "gnu-compilers", "clang", "cmake", "ninja", "make", "gmake", "git",
     "valgrind", "gdb", "doxygen", "autoconf", "automake", "libtool", "pkgconf", "pkg-config",
     "rpm-build", "ccache", "swig", "perl", "bison", "flex"}
)  # fmt: skip
"""Names that mean a tool wherever they stand; nothing of it becomes part of the product."""


DEVELOPER_TOOLS = frozenset(
    {"pylint", "flake8", "black", "isort", "mypy", "ruff", "tox", "nox", "pre-commit", "coverage",
     "codecov", "pytest", "pytest-cov", "pytest-xdist", "sphinx", "sphinx-rtd-theme", "twine",
     "build", "wheel", "bandit", "yapf", "autopep8", "pycodestyle", "pydocstyle", "codespell",
     "pip-tools", "pyflakes", "reuse", "licenseheaders"}
)  # fmt: skip
"""Packages of Python that check or build; in a plain list of requirements they are only that."""


def native_name(name: str, ecosystem: str) -> str:
    """Name of a library without what packagers put around it (``libexpat1-dev``)."""
    if ecosystem not in {"deb", "rpm"}:
        return name_in(name)
    return name_in(re.sub(r"(?<=[a-z])\d[\d.]*$", "", _PACKAGED.sub("", _PACKAGED.sub("", name))))


def name_in(name: str) -> str:
    """What spellings of one name have in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def catalogued(name: str, ecosystem: str, knowledge: Knowledge) -> CatalogueComponent | None:
    """The component of the catalogue that a manifest means; None when it is not in there.

    Args:
        name: As declared.
        ecosystem: Type of its package URL.
        knowledge: What the office knows.
    """
    if ecosystem in _OWN_NAMES or not name:
        return None
    return _find(name, "generic" if ecosystem in NATIVE else ecosystem, Same(knowledge))


@lru_cache(maxsize=50_000)
def _find(name: str, ecosystem: str, handle: Same) -> CatalogueComponent | None:
    names = _spellings(name) if ecosystem == "generic" else iter((name,))
    found = (find_component(n, handle.knowledge, ecosystem=ecosystem) for n in names)
    return next((f for f in found if f is not None), None)


def _spellings(name: str) -> Iterator[str]:
    """The name, then without what packagers put around it (``libgsl-dev``, ``fftw-devel``)."""
    yield name
    bare = re.sub(r"-(?:dev|devel|static|headers)$", "", name)
    if bare != name:
        yield bare
    unversioned = re.sub(r"(?<=[a-z])-?\d[\d.]*(?:-\d+)?$", "", bare)
    if bare.startswith("lib"):
        yield bare[3:]
        if unversioned != bare:
            yield unversioned[3:]
    elif bare not in {unversioned, name}:
        yield unversioned
    for start in _PARTED:
        if name.startswith(start):
            yield re.sub(r"^lib|[\d_-]+$", "", start)


def repository_name(url: str) -> str:
    """Name of the repository or archive at an address, empty when there is none."""
    return re.sub(r"\.git$", "", url.rstrip("/")).rpartition("/")[2]


def families(ecosystem: str) -> str:
    """Ecosystems in which equal names mean the same: conda takes most names from PyPI."""
    if ecosystem == "conda":
        return "pypi"
    return "native" if ecosystem in NATIVE else ecosystem
