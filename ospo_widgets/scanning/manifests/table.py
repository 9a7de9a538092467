# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which file is a manifest or a lock file, its reader, and the detector that runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from ospo_widgets.scanning.dependencies.vendored import inside_vendored
from ospo_widgets.scanning.manifests import (
    cmake,
    conda,
    hdl,
    java,
    javascript,
    links,
    native,
    other,
    python,
    python_locks,
    rust_go,
    systems,
)
from ospo_widgets.scanning.manifests.model import Manifest, ManifestError, to_row
from ospo_widgets.scanning.manifests.parsing import line_of
from ospo_widgets.scanning.manifests.places import is_own
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source
from ospo_widgets.sizes import MEGABYTE

Reader = Callable[[str], Manifest]
MAX_MANIFEST = 2 * MEGABYTE
"""Bytes of a manifest; lock files may be larger."""
MAX_DECLARED = 20_000
"""Entries of one file that are kept."""
MAX_LOCATED = 400
"""Entries of one manifest whose line is looked for."""

NAMES: dict[str, Reader] = {
    "pyproject.toml": python.read_pyproject,
    "setup.cfg": python.read_setup_cfg,
    "setup.py": python.read_setup_py,
    "pipfile": python_locks.read_pipfile,
    "pipfile.lock": python_locks.read_pipfile_lock,
    "poetry.lock": python_locks.read_package_lock,
    "pdm.lock": python_locks.read_package_lock,
    "uv.lock": python_locks.read_package_lock,
    "pylock.toml": python_locks.read_package_lock,
    "meta.yaml": conda.read_recipe,
    "recipe.yaml": conda.read_recipe,
    "package.json": javascript.read_package_json,
    "package-lock.json": javascript.read_package_lock,
    "npm-shrinkwrap.json": javascript.read_package_lock,
    "yarn.lock": javascript.read_yarn_lock,
    "pnpm-lock.yaml": javascript.read_pnpm_lock,
    "cargo.toml": rust_go.read_cargo,
    "cargo.lock": rust_go.read_cargo_lock,
    "go.mod": rust_go.read_go_mod,
    "go.sum": rust_go.read_go_sum,
    "pom.xml": java.read_pom,
    "build.gradle": java.read_gradle,
    "build.gradle.kts": java.read_gradle,
    "libs.versions.toml": java.read_version_catalog,
    "gradle.lockfile": java.read_gradle_lock,
    "packages.config": other.read_packages_config,
    "directory.packages.props": other.read_csproj,
    "gemfile": other.read_gemfile,
    "gemfile.lock": other.read_gemfile_lock,
    "composer.json": other.read_composer,
    "composer.lock": other.read_composer_lock,
    "description": other.read_description,
    "project.toml": other.read_julia_project,
    "manifest.toml": other.read_julia_manifest,
    "cmakelists.txt": cmake.read_cmake,
    "conanfile.txt": native.read_conanfile,
    "conanfile.py": native.read_conanfile_py,
    "conan.lock": native.read_conan_lock,
    "vcpkg.json": native.read_vcpkg,
    "package.py": native.read_spack_package,
    "spack.yaml": native.read_spack_environment,
    "spack.lock": native.read_spack_lock,
    "module.bazel": native.read_bazel_module,
    "meson.build": systems.read_meson,
    "control": systems.read_debian_control,
    "control.in": systems.read_debian_control,
    "configure.ac": links.read_autoconf,
    "configure.in": links.read_autoconf,
    "makefile": links.read_makefile,
    "gnumakefile": links.read_makefile,
    "makefile.am": links.read_makefile,
    "dockerfile": systems.read_dockerfile,
    "containerfile": systems.read_dockerfile,
    ".gitmodules": systems.read_gitmodules,
    "bender.yml": hdl.read_bender,
    "manifest.py": hdl.read_hdlmake,
}
"""Readers by name in lower case."""

ENDINGS: dict[str, Reader] = {
    "csproj": other.read_csproj,
    "fsproj": other.read_csproj,
    "vbproj": other.read_csproj,
    "gemspec": other.read_gemfile,
    "spec": systems.read_rpm_spec,
    "core": hdl.read_core,
    "dep": hdl.read_ipbus,
    "dockerfile": systems.read_dockerfile,
    "cmake": cmake.read_cmake,
    "mk": links.read_makefile,
}
"""Readers by ending in lower case, for names that do not stand above."""

_REQUIREMENTS = re.compile(r"requirements[\w.-]*\.(?:txt|in)")
_CONSTRAINTS = re.compile(r"constraints[\w.-]*\.txt")
_ENVIRONMENT = re.compile(r"environment[\w.-]*\.ya?ml")
_DOCKER = re.compile(r"(?:docker|container)file[._-][\w.-]+")
_GENERATED = re.compile(r"find[\w+-]+\.cmake|.*config(?:version)?\.cmake|.*targets\.cmake")
"""Modules that only find something, and what CMake writes for others."""


def reader_for(name: str, folder: str = "") -> Reader | None:
    """The reader for a file of this name; None when it is no manifest.

    Args:
        name: Without folders.
        folder: The folder in which it lies; only ``requirements/`` and ``debian/`` matter.
    """
    key = name.lower()
    found = NAMES.get(key)
    if found is not None:
        return found if not key.startswith("control") or folder in {"", "debian"} else None
    ending = key.rpartition(".")[2]
    found = ENDINGS.get(ending)
    if found is not None:
        return None if _GENERATED.fullmatch(key) else found
    if ending == "wrap":
        found = partial(systems.read_wrap, name=name)
    elif ending in {"txt", "in"}:
        if _CONSTRAINTS.fullmatch(key):
            found = python.read_constraints
        elif _REQUIREMENTS.fullmatch(key) or folder == "requirements":
            found = python.read_requirements
    elif _ENVIRONMENT.fullmatch(key):
        found = conda.read_environment
    elif key[:1] in {"d", "c"} and _DOCKER.fullmatch(key):
        found = systems.read_dockerfile
    return found


def manifest_reader(path: str) -> Reader | None:
    """The reader for this path; None when it is no manifest of the project itself."""
    folders, _, name = path.rpartition("/")
    found = reader_for(name, folders.rpartition("/")[2].lower())
    return found if found is not None and is_own(path) else None


def wants(path: str) -> bool:
    """Whether a path is a manifest of the project, or of something vendored in it."""
    folders, _, name = path.rpartition("/")
    if reader_for(name, folders.rpartition("/")[2].lower()) is None:
        return False
    return manifest_reader(path) is not None or inside_vendored(path)


def examine(source: Source) -> list[dict[str, Any]]:
    """The manifest as one row; a bad one has a problem and no dependencies."""
    folder = "debian" if source.name.lower().startswith("control") else ""
    reader = reader_for(source.name, folder) or python.read_requirements
    try:
        if not source.complete:
            raise ManifestError("larger than 8 MB")
        if source.size > MAX_MANIFEST and not _is_lock(source.name):
            raise ManifestError("larger than 2 MB")
        read = reader(source.text)
    except ManifestError as error:
        return [to_row(Manifest(), str(error)[:200] or "it cannot be parsed")]
    except (RecursionError, MemoryError) as error:
        return [to_row(Manifest(), type(error).__name__)]
    if not (read.dependencies or read.managed or read.name or read.license or read.provides):
        return []
    return [to_row(_located(read, source.text))]


def _is_lock(name: str) -> bool:
    return re.search(r"lock|\.sum$|shrinkwrap|manifest\.toml", name.lower()) is not None


def _located(read: Manifest, content: str) -> Manifest:
    """The manifest with the lines of its entries; those of lock files are not looked for."""
    kept = read.dependencies[:MAX_DECLARED]
    if not read.lock and len(kept) <= MAX_LOCATED:
        kept = tuple(
            d if d.line else replace(d, line=line_of(content, d.name.rpartition(":")[2]))
            for d in kept
        )
    return replace(read, dependencies=kept)


MANIFESTS = Detector("manifests", 2, examine, wants=wants)
"""Rows: one mapping a manifest, see :func:`~ospo_widgets.scanning.manifests.model.to_row`."""
