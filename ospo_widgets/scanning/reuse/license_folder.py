# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence texts in ``LICENSES/``, found as ``reuse`` finds them but without following links out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ospo_widgets.scanning.paths import display, points_inside
from ospo_widgets.scanning.reuse.annotations import ConfigProblem


def find_licenses(root: Path, problems: list[ConfigProblem]) -> Any:
    """The library's project with the licences of ``LICENSES/``; problems are added to a list."""
    from reuse.exceptions import SpdxIdentifierNotFoundError
    from reuse.extract import _LICENSEREF_PATTERN
    from reuse.project import Project

    project = Project(root)
    for path in _license_files(root, problems):
        try:
            identifier = project._identifier_of_license(path)
        except SpdxIdentifierNotFoundError:
            if path.name in project.license_map:
                identifier = path.name
                project.licenses_without_extension[identifier] = path
            else:
                identifier = path.stem
        relative = display(str(path.relative_to(root)))
        if identifier in project.licenses:
            other = display(str(project.licenses[identifier].relative_to(root)))
            problems.append(ConfigProblem(relative, f"it has the same id as {other}", "text"))
            continue
        project.licenses[identifier] = path
        if _LICENSEREF_PATTERN.match(identifier) and "Unknown" not in identifier:
            project.license_map[identifier] = {
                "licenseId": identifier,
                "name": identifier,
                "reference": str(path),
                "isDeprecatedLicenseId": False,
                "isOsiApproved": None,
            }
    return project


def _license_files(root: Path, problems: list[ConfigProblem]) -> Iterator[Path]:
    """Files below ``LICENSES/`` as the library's pattern finds them: hidden names left out."""
    folder = root / "LICENSES"
    if folder.is_symlink():
        if folder.exists():
            problems.append(ConfigProblem("LICENSES", "it is a link, not read", "text"))
        return
    pending = [folder]
    while pending:
        try:
            entries = sorted(pending.pop().iterdir())
        except OSError:
            continue
        for path in entries:
            if path.name.startswith("."):
                continue
            if path.is_symlink() and (path.is_dir() or not points_inside(path, root)):
                if path.exists():
                    relative = display(str(path.relative_to(root)))
                    problems.append(ConfigProblem(relative, "it is a link, not read", "text"))
            elif path.is_dir():
                pending.append(path)
            elif path.exists() and path.suffix != ".license":
                yield path
