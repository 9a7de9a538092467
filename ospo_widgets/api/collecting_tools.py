# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the scan lends to the collectors of the portfolio.

Functions of a module, so that they travel to other processes and machines by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.collecting.settings import Evidence, Said
from ospo_widgets.project import Use

if TYPE_CHECKING:
    from ospo_widgets.scanning.manifests.model import Declared, Manifest
    from ospo_widgets.scanning.result import ScanResult

DEEPEST = 2
"""Folders above a manifest that is read; deeper ones are mostly of tests, examples and others."""

_Need = tuple[str, str, bool | None, str, str]

METADATA = frozenset(
    {"citation.cff", "codemeta.json", ".zenodo.json", "publiccode.yml", "publiccode.yaml",
     "code.json", "okh.toml", "okh.yml", "okh.yaml"}
)  # fmt: skip
"""Files in which a project says what it is, by name in lower case; they count at the top only."""


def recognise(data: bytes, name: str) -> str | None:
    """The licence that a licence file states, as an SPDX expression; None when none is told."""
    from ospo_widgets.scanning.detection.engine import detect_bytes

    return detect_bytes(data, name).expression or None


def wants(path: str) -> bool:
    """Whether :func:`inspect` reads the file at a path."""
    from ospo_widgets.scanning.manifests.table import manifest_reader

    if "/" not in path and path.lower() in METADATA:
        return True
    return path.count("/") <= DEEPEST and manifest_reader(path) is not None


def inspect(files: Mapping[str, bytes]) -> Evidence:
    """What manifests and metadata files of one repository say: needs, packages, own words.

    A file that cannot be read says nothing.

    Args:
        files: Content by path; paths for which :func:`wants` is true.
    """
    needs: dict[str, _Need] = {}
    packages: dict[str, str] = {}
    said: list[Said] = []
    for path in sorted(files, key=lambda p: (p.count("/"), p)):
        if path.lower() in METADATA:
            said += _metadata(path, files[path])
            continue
        manifest = _manifest(path, files[path])
        if manifest is None:
            continue
        for need in _needs(manifest, path):
            needs.setdefault(need[0], need)
        if manifest.name and not manifest.lock:
            ecosystem = _ecosystem(manifest, path)
            packages.setdefault(_named(ecosystem, manifest.name), "declared")
    return Evidence(tuple(said), tuple(needs.values()), tuple(packages.items()))


def _manifest(path: str, data: bytes) -> Manifest | None:
    from ospo_widgets.scanning.detection.decoding import decoded
    from ospo_widgets.scanning.manifests.model import ManifestError
    from ospo_widgets.scanning.manifests.table import manifest_reader

    reader = manifest_reader(path)
    if reader is None:
        return None
    try:
        return reader(decoded(data))
    except (ManifestError, RecursionError, MemoryError):
        return None


_BY_FILE = {
    "pyproject.toml": "pypi", "setup.cfg": "pypi", "setup.py": "pypi", "package.json": "npm",
    "cargo.toml": "cargo", "go.mod": "golang", "composer.json": "composer", "pom.xml": "maven",
}  # fmt: skip


def _ecosystem(manifest: Manifest, path: str) -> str:
    """Type of package that a manifest describes: its file tells, else what it needs."""
    name = path.rpartition("/")[2].lower()
    if name in _BY_FILE:
        return _BY_FILE[name]
    first = manifest.dependencies[:1]
    return first[0].ecosystem if first else "generic"


def _named(ecosystem: str, name: str, purl: str = "") -> str:
    from ospo_widgets.scanning.manifests.model import package_url

    return purl or package_url(ecosystem, name) or f"{ecosystem}:{name}"


def _needs(manifest: Manifest, path: str) -> Iterator[_Need]:
    """What a manifest names itself; what only a lock file names is needed by others."""
    if manifest.lock:
        return
    for declared in manifest.dependencies:
        yield (_name(declared), _use(declared), declared.optional, declared.license, path)


def _name(declared: Declared) -> str:
    from ospo_widgets.scanning.dependencies.model import How

    if declared.how is How.SUBMODULE and declared.url:
        return declared.url
    if declared.url and declared.ecosystem == "generic":
        return declared.purl.partition("@")[0] if "?" not in declared.purl else declared.purl
    return _named(declared.ecosystem, declared.name)


def _use(declared: Declared) -> str:
    """How it is used, as far as its place tells."""
    from ospo_widgets.scanning.dependencies.model import AIDS

    return str(Use.TOOL) if declared.scope in AIDS else ""


def _metadata(path: str, data: bytes) -> Iterator[Said]:
    from ospo_widgets.errors import OspoError
    from ospo_widgets.portfolio.importing import Document, read_document

    try:
        found = read_document(Document(path, data), read_on=date.min)
    except OspoError:
        return
    for record in found.records[:1]:
        for claim in record.claims:
            yield Said(claim.field, claim.value, claim.confidence, path)


def examine(folder: Path) -> Evidence:
    """What a whole scan of a folder says: REUSE, findings that block, conflicts, dependencies."""
    from ospo_widgets.api.projects import scan

    return evidence(scan(folder, history="none"))


def evidence(result: ScanResult) -> Evidence:
    """What the portfolio keeps of a scan.

    Args:
        result: A scan; nothing is taken of one that was stopped.
    """
    from ospo_widgets.knowledge import Severity

    if result.partial:
        return Evidence()
    blocks = sum(finding.severity is Severity.BLOCKS for finding in result.findings)
    told = [
        Said("blockers", blocks),
        Said("conflicts", len(result.conflicts)),
    ]
    if result.compliant is not None:
        told.append(Said("reuse_compliant", result.compliant))
    covered = result.files
    if covered:
        both = sum(bool(file.licenses and file.copyrights) for file in covered)
        told.append(Said("reuse_share", round(both / len(covered), 4)))
    needs = tuple(
        (
            (d.dependency.url if not d.dependency.purl else d.dependency.purl.partition("@")[0])
            or f"{d.dependency.ecosystem}:{d.dependency.name}",
            str(d.use or d.dependency.component.use or ""),
            d.dependency.component.optional,
            d.found.license or "",
            d.dependency.places[0].path if d.dependency.places else "scan",
        )
        for d in result.licensed
    )
    return Evidence(tuple(told), needs)
