# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a path says about what lies there: of others, a side matter, or the project itself."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from ospo_widgets.scanning.dependencies.model import AIDS, Scope

MAX_DEPTH = 4
"""Manifests deeper than this belong to examples and fixtures."""

FOREIGN = frozenset(
    {"node_modules", "vendor", "vendored", "_vendor", "third_party", "thirdparty", "3rdparty",
     "external", "externals", "extern", "site-packages", "subprojects", "fixtures", "examples",
     "example", "demo", "demos", ".venv", "venv", "third-party", "3rd_party", "3rd-party",
     "_vendored", "vendors", "testdata", "test-data", "test_data"}
)  # fmt: skip
"""Folders that hold what others made, and samples; their manifests say nothing of the project."""
_SIDE = frozenset(
    {"doc", "docs", "dev", "ci", "lint", "development", "benchmark", "benchmarks", "binder"}
)
_TESTS = frozenset(
    {"test", "tests", "testing", "unittests", "testbench", "tb", "sim", "simulation", "verif"}
)
_SAMPLES = frozenset(
    {"example", "examples", "tutorial", "tutorials", "demo", "demos", "notebooks", "samples",
     "playground", "scripts", "tools", ".github", ".gitlab", ".gitlab-ci",
     "ci", "benchmarking", "bench"}
)  # fmt: skip
_ASIDE = _SIDE | _SAMPLES
_DEVELOPER_FILES = frozenset({"conf.py", "noxfile.py", "tasks.py", "dodo.py", "fabfile.py"})
_SETUP_FILES = frozenset({"setup.py", "hatch_build.py", "build.py", "_build_backend.py"})


def is_own(path: str) -> bool:
    """Whether a manifest at this path speaks of the project itself."""
    folders = path.split("/")[:-1]
    if path.endswith(".wrap"):
        return folders == ["subprojects"]
    return len(folders) < MAX_DEPTH and not any(f.lower() in FOREIGN for f in folders)


@lru_cache(maxsize=10_000)
def side_scope(path: str) -> Scope | None:
    """Scope of what a manifest at this path names beside the product; None inside the product.

    Folders, and names such as ``requirements-dev.txt``, tell.
    """
    pure = PurePosixPath(path.lower())
    words = {w for f in pure.parts[:-1] for w in re.split(r"[^a-z]+", f)}
    if pure.suffix in {".txt", ".in", ".yml", ".yaml"}:
        words |= set(re.split(r"[^a-z]+", pure.stem))
    if words & _TESTS:
        return Scope.TEST
    return Scope.DEVELOPMENT if words & _SIDE else None


@lru_cache(maxsize=50_000)
def source_scope(path: str) -> Scope | None:
    """Scope of what a source at this path imports; None inside the product."""
    folder, _, name = path.lower().rpartition("/")
    folders = folder.split("/")
    if (
        not _TESTS.isdisjoint(folders)
        or name == "conftest.py"
        or re.match(r"(?:test_.*|.*_test|.*_tb|tb_.*)\.", name)
    ):
        return Scope.TEST
    if name in _SETUP_FILES:
        return Scope.BUILD
    if not _ASIDE.isdisjoint(folders) or name in _DEVELOPER_FILES:
        return Scope.DEVELOPMENT
    return None


def narrowed(scope: Scope, path: str) -> Scope:
    """The scope of an entry of a manifest, with what the path of the manifest says."""
    side = side_scope(path)
    return side if side is not None and scope not in AIDS else scope
