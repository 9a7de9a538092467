# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person may ask this server to scan: folders under its roots, https addresses, uploads."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.intake.git import https_form
from ospo_widgets.wording import words

ROOTS_VARIABLE = "OSPO_SCAN_ROOTS"
"""Environment variable with the folders, separated like ``PATH``, under which people may name one
to scan; unset means the home folder, empty means that folders are off."""

SWAN_PROJECTS = "SWAN_projects"
"""Folder of SWAN's projects in the home, which lies in CERNBox."""

EXAMPLE = "trackfit-tools"
"""Folder in ``data/examples`` that “Try it on an example” scans."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/\s@]+@[^/\s:]+:")
"""How an address with a scheme, or in the short form of ssh, begins."""


def scan_roots() -> tuple[Path, ...]:
    """Folders under which a person may name one; a page must not read the rest of a server.

    A name without a folder is looked for in the first: under SWAN that is where projects are.
    """
    value = os.environ.get(ROOTS_VARIABLE)
    if value is None:
        home = Path.home().resolve()
        projects = home / SWAN_PROJECTS
        return (projects, home) if projects.is_dir() else (home,)
    return tuple(Path(p).resolve() for p in value.split(os.pathsep) if p)


def plain_name(name: str) -> str:
    """Name of a project from that of its archive, folder or address."""
    base = name.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"(\.git|\.zip|\.tgz|\.tar(\.\w+)?)$", "", base)[:200] or "project"


def folder_target(text: str) -> Path:
    """The folder that a person named.

    Raises:
        InputError: There is none, or it lies outside the folders that this server offers.
    """
    roots = scan_roots()
    if not roots:
        raise InputError(words("scan_app.source.folder_off"))
    shown = ", ".join(str(r) for r in roots)
    if not text.strip():
        raise InputError(words("scan_app.folder.missing", example=roots[0]))
    if "\0" in text:
        raise InputError(words("scan_app.folder.outside", roots=shown))
    try:
        path = Path(text.strip()).expanduser()
        path = (roots[0] / path).resolve()
    except (OSError, RuntimeError, ValueError):  # closed, too long, a loop, nobody's home
        raise InputError(words("scan_app.folder.outside", roots=shown)) from None
    if not any(path.is_relative_to(root) for root in roots):
        raise InputError(words("scan_app.folder.outside", roots=shown))
    return path


def git_target(text: str) -> str:
    """The git address that a person gave; its form is checked by the intake.

    Raises:
        InputError: There is none, or it is a path of the server.
    """
    address = text.strip()
    if not address:
        raise InputError(words("scan_app.git_missing"))
    if not _ADDRESS.match(address):
        # Whatever else it is, the intake would take it for a path of this server.
        address = f"://{address}"
    return address


def better_address(text: str) -> str:
    """The https address that stands for one in another form; empty when there is none."""
    address = text.strip()
    found = https_form(address)
    if not found and address.startswith("http://"):
        found = f"https://{address.removeprefix('http://')}"
    if not found and re.fullmatch(r"[\w-]+(\.[\w-]+)+/[\w./~+-]+", address):
        found = f"https://{address}"
    return found


def example_target() -> Path:
    """The example project that ships with the package."""
    return data_dir() / "examples" / EXAMPLE
