# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the scan page: what to scan, the result, and what of it is shown. No widgets."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import traitlets as tl

from ospo_widgets import api
from ospo_widgets.apps.licence_advisor.links import project_query
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.result import Finding, ScanResult
from ospo_widgets.wording import words

ROOTS_VARIABLE = "OSPO_SCAN_ROOTS"
"""Environment variable with the folders, separated like ``PATH``, under which people may name one
to scan; unset means the home folder, empty means that folders are off."""

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/\s@]+@[^/\s:]+:")
"""How an address with a scheme, or in the short form of ssh, begins."""

EXAMPLE = "trackfit-tools"
"""Folder in ``data/examples`` that “Try it on an example” scans."""


def scan_roots() -> tuple[Path, ...]:
    """Folders under which a person may name one; a page must not read the rest of a server."""
    value = os.environ.get(ROOTS_VARIABLE)
    if value is None:
        return (Path.home().resolve(),)
    return tuple(Path(p).resolve() for p in value.split(os.pathsep) if p)


def plain_name(name: str) -> str:
    """Name of a project from that of its archive, folder or address."""
    base = name.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"(\.git|\.zip|\.tgz|\.tar(\.\w+)?)$", "", base)[:200] or "project"


class ScanModel(tl.HasTraits):
    """The scan page without a screen.

    Attributes:
        screen: ``source``, ``running`` or ``result``.
        name: What is scanned, in words.
        severity: Severity that is shown, empty for all.
        text: Path or word that findings must contain.
        revision: Grows with each change; views watch it.
    """

    screen = tl.Enum(("source", "running", "result"), default_value="source")
    name = tl.Unicode("")
    severity = tl.Unicode("")
    text = tl.Unicode("")
    revision = tl.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.result: ScanResult | None = None
        self.seconds = 0.0

    # What to scan -----------------------------------------------------------------------------

    def folder_target(self, text: str) -> Path:
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
        path = Path(text.strip()).expanduser()
        if not path.is_absolute():
            path = roots[0] / path
        path = path.resolve()
        if not any(path.is_relative_to(root) for root in roots):
            raise InputError(words("scan_app.folder.outside", roots=shown))
        return path

    def git_target(self, text: str) -> str:
        """The git address that a person gave; its form is checked by the intake.

        Raises:
            InputError: There is none, or it is a path of the server.
        """
        address = text.strip()
        if not address:
            raise InputError(words("scan_app.git_missing"))
        if not ADDRESS.match(address):
            # Whatever else it is, the intake would take it for a path of this server.
            address = f"://{address}"
        return address

    def example_target(self) -> Path:
        """The example project that ships with the package."""
        return data_dir() / "examples" / EXAMPLE

    # Running ----------------------------------------------------------------------------------

    def run(self, target: str | Path, name: str, report: Report, cancel: Cancel) -> ScanResult:
        """Scan, in the thread of the caller; the model itself is not touched.

        Raises:
            OspoError: The target cannot be used, or the person stopped the scan.
        """
        started = time.monotonic()
        result = api.scan(target, report=report, cancel=cancel)
        self.seconds = time.monotonic() - started
        # An upload lies under a name of ours; the person knows it by the one it had.
        return replace(result, target=name, project=replace(result.project, name=plain_name(name)))

    def begin(self, name: str) -> None:
        """A scan has started."""
        self.name = name
        self.screen = "running"

    def finish(self, result: ScanResult) -> None:
        """A scan has ended."""
        self.result = result
        self.severity, self.text = "", ""
        self.screen = "result"
        self.revision += 1

    def reset(self) -> None:
        """Back to the first screen; a result is kept until the next scan."""
        self.screen = "source"
        self.revision += 1

    # What is shown ----------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """Findings that fit the filters, worst first."""
        if self.result is None:
            return ()
        wanted = self.text.casefold().strip()

        def fits(finding: Finding) -> bool:
            if self.severity and finding.severity != self.severity:
                return False
            text = " ".join((finding.title, finding.why, finding.remedy, *finding.paths))
            return wanted in text.casefold()

        return tuple(f for f in self.result.findings if fits(f))

    def advisor_query(self) -> str:
        """Query that opens the advisor with the scanned project.

        Raises:
            OspoError: There is no result, or it is too large for an address.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        return project_query(self.result.project)

    def answers_file(self) -> str:
        """A file that the advisor opens, for places where a link cannot carry the project.

        Raises:
            InputError: There is no result.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        advisor = AdvisorModel()
        advisor.load_project(self.result.project)
        return advisor.to_json()

    def to_query(self) -> str:
        """What of the state goes into the address: nothing that was scanned."""
        return ""

    def from_query(self, query: Mapping[str, str]) -> str:
        """What the address asks to scan: the word ``example``, a git address, or nothing."""
        if query.get("example"):
            return "example"
        return query.get("git", "")[:2000]
