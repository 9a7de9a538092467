# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Declared dependencies of a tree, from its manifests; nothing is run or installed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ospo_widgets.project import Component, Origin
from ospo_widgets.scanning.deadline import DeadlineError, deadline
from ospo_widgets.scanning.manifests import other, python
from ospo_widgets.scanning.manifests.model import Declared, Manifest, ManifestError
from ospo_widgets.scanning.paths import decode, display, read_regular
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import MEGABYTE

MAX_MANIFESTS = 200
MAX_DEPTH = 4
"""Manifests deeper than this belong to examples and fixtures."""

_FOREIGN = frozenset(
    {"node_modules", "vendor", "vendored", "_vendor", "third_party", "thirdparty", "3rdparty",
     "external", "externals", "extern", "site-packages", "subprojects", "fixtures", "examples",
     "example", "demo", "demos", ".venv", "venv"}
)  # fmt: skip
"""Folders that hold what others made; their manifests say nothing about this project."""
_SIDE = frozenset({"test", "tests", "testing", "doc", "docs", "dev", "ci", "lint"})
"""Names of folders and requirement files whose dependencies are not part of the product."""

_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Manifest]], ...] = (
    (re.compile(r"pyproject\.toml"), python.read_pyproject),
    (re.compile(r"setup\.cfg"), python.read_setup_cfg),
    (re.compile(r"setup\.py"), python.read_setup_py),
    (re.compile(r"requirements[\w.-]*\.(?:txt|in)"), python.read_requirements),
    (re.compile(r"environment[\w.-]*\.ya?ml"), other.read_environment),
    (re.compile(r"package\.json"), other.read_package_json),
    (re.compile(r"Cargo\.toml"), other.read_cargo),
    (re.compile(r"go\.mod"), other.read_go_mod),
    (re.compile(r"CMakeLists\.txt"), other.read_cmake),
)


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """One manifest that was found.

    Attributes:
        path: Its path in the tree.
        manifest: What it says, empty when it could not be parsed.
        problem: Why it could not be parsed, empty when it was.
    """

    path: str
    manifest: Manifest
    problem: str = ""


def manifest_reader(path: str) -> Callable[[str], Manifest] | None:
    """The reader for this path; None when it is no manifest of the project itself."""
    pure = PurePosixPath(path)
    folders = pure.parts[:-1]
    if len(pure.parts) > MAX_DEPTH or _FOREIGN & {f.lower() for f in folders}:
        return None
    if folders and folders[-1].lower() == "requirements" and pure.suffix in {".txt", ".in"}:
        return python.read_requirements
    return next((reader for pattern, reader in _READERS if pattern.fullmatch(pure.name)), None)


def read_manifests(root: Path, paths: Iterable[str], settings: ScanSettings) -> list[ReadManifest]:
    """Read every manifest among ``paths`` (relative to ``root``); a bad one becomes a problem."""
    found: list[ReadManifest] = []
    for path in paths:
        reader = manifest_reader(path)
        if reader is None or len(found) >= MAX_MANIFESTS:
            continue
        try:
            content = read_regular(root / path, MEGABYTE + 1)
            if len(content) > MEGABYTE:
                raise ManifestError("larger than 1 MB")
            with deadline(settings.file_seconds):
                manifest = reader(decode(content))
            found.append(ReadManifest(display(path), manifest))
        except OSError:
            continue  # the file is listed as unreadable already
        except ManifestError as error:
            found.append(ReadManifest(display(path), Manifest(), str(error)[:200]))
        except (DeadlineError, RecursionError, MemoryError) as error:
            found.append(ReadManifest(display(path), Manifest(), type(error).__name__))
    return found


def _beside(path: str) -> bool:
    """Whether what this manifest names is used only for tests, documents and development."""
    pure = PurePosixPath(path.lower())
    words = {w for f in pure.parts[:-1] for w in re.split(r"[^a-z]+", f)}
    if pure.suffix in {".txt", ".in", ".yml", ".yaml"}:
        words |= set(re.split(r"[^a-z]+", pure.stem))
    return bool(words & _SIDE)


def components(
    manifests: Sequence[ReadManifest], license_of: Callable[[Declared], str | None]
) -> tuple[Component, ...]:
    """Declared dependencies, each once, in the order in which they are first named.

    Args:
        manifests: What was read.
        license_of: SPDX expression of what is declared, its version considered; None when not
            known.
    """
    merged: dict[tuple[str, str], Component] = {}
    own = {_key(m.manifest.name) for m in manifests if m.manifest.name}
    for read in manifests:
        for declared in read.manifest.dependencies:
            key = (_family(declared), _key(declared.name))
            if key[1] in own:
                continue
            optional = declared.optional or _beside(read.path)
            before = merged.get(key)
            if before is None or (before.optional and not optional):
                merged[key] = Component(
                    name=declared.name,
                    license=license_of(declared),
                    optional=optional,
                    version=declared.version[:100],
                    purl=declared.purl,
                    declared_in=read.path,
                    origin=Origin.SCAN,
                )
    return tuple(merged.values())


def _family(declared: Declared) -> str:
    return "pypi" if declared.ecosystem == "conda" else declared.ecosystem


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
