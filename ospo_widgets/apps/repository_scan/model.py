# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the scan page: what to scan, the result, and what of it is shown. No widgets."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import traitlets as tl

from ospo_widgets import api
from ospo_widgets.apps.licence_advisor.links import project_query
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.errors import InputError
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.resources import data_dir
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.baseline import dump_accepted
from ospo_widgets.scanning.compare import Comparison, compare, parse_scan
from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, FixChoices, Group
from ospo_widgets.scanning.fix.fix import Fix
from ospo_widgets.scanning.result import Finding, ScanResult
from ospo_widgets.wording import words

ROOTS_VARIABLE = "OSPO_SCAN_ROOTS"
"""Environment variable with the folders, separated like ``PATH``, under which people may name one
to scan; unset means the home folder, empty means that folders are off."""

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/\s@]+@[^/\s:]+:")
"""How an address with a scheme, or in the short form of ssh, begins."""

EXAMPLE = "trackfit-tools"
"""Folder in ``data/examples`` that “Try it on an example” scans."""


REPORTS = {
    "html": ("scan.html", "text/html"),
    "markdown": ("scan.md", "text/markdown"),
    "csv": ("findings.csv", "text/csv"),
    "json": ("scan.json", "application/json"),
    "sarif": ("scan.sarif", "application/sarif+json"),
    "spdx": ("sbom.spdx.json", "application/spdx+json"),
    "cyclonedx": ("sbom.cdx.json", "application/vnd.cyclonedx+json"),
    "junit": ("junit.xml", "application/xml"),
    "code-quality": ("code-quality.json", "application/json"),
}
"""Reports to take away: end of the file's name and media type."""


@cache
def session_cache() -> Path:
    """Where this session keeps what was said about contents; gone with the session."""
    folder = tempfile.TemporaryDirectory(prefix="ospo-evidence-")
    _KEPT.append(folder)
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


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
        solved_by: ``fix`` for findings that the fix settles, ``person`` for the others, empty for
            all.
        text: Path or word that findings must contain.
        revision: Grows with each change; views watch it.
    """

    screen = tl.Enum(("source", "running", "result"), default_value="source")
    name = tl.Unicode("")
    severity = tl.Unicode("")
    solved_by = tl.Enum(("", "fix", "person"), default_value="")
    text = tl.Unicode("")
    revision = tl.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.result: ScanResult | None = None
        self.seconds = 0.0
        self.target: str | Path = ""
        self.fix: Fix | None = None
        self.comparison: Comparison | None = None
        self.newly_accepted: tuple[Finding, ...] = ()
        self._before: dict[str, Any] | None = None
        self._before_name = ""

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

    def run(
        self,
        target: str | Path,
        name: str,
        report: Report,
        cancel: Cancel,
        *,
        history: str = "authors",
        look_up: bool = False,
    ) -> ScanResult:
        """Scan, in the thread of the caller; the model itself is not touched.

        Raises:
            OspoError: The target cannot be used, or the person stopped the scan.
        """
        started = time.monotonic()
        if target == self.example_target():
            history = "none"  # that of the checkout would tell nothing of the example
        result = api.scan(
            target, history=history, look_up=look_up, report=report, cancel=cancel,
            cache=session_cache(),
        )  # fmt: skip
        self.seconds = time.monotonic() - started
        # An upload lies under a name of ours; the person knows it by the one it had.
        return replace(result, target=name, project=replace(result.project, name=plain_name(name)))

    def begin(self, target: str | Path, name: str) -> None:
        """A scan has started."""
        if self.result is not None and not self.result.partial:
            self._before, self._before_name = self.result.to_json(), plain_name(self.name)
        self.forget_fix()
        self.target, self.name = target, name
        self.screen = "running"

    def finish(self, result: ScanResult) -> None:
        """A scan has ended; it is compared with the last one of the same name."""
        self.result = result
        self.comparison = None
        self.newly_accepted = ()
        if self._before is not None and self._before_name == plain_name(self.name):
            self.comparison = compare(self._before, result.to_json())
        self.severity, self.text, self.solved_by = "", "", ""
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
            if self.solved_by and (finding.id in self.settled) != (self.solved_by == "fix"):
                return False
            text = " ".join((finding.title, finding.why, finding.remedy, *finding.paths))
            return wanted in text.casefold()

        return tuple(f for f in self.result.findings if fits(f))

    @property
    def settled(self) -> frozenset[str]:
        """Ids of the findings that the fix settles."""
        return frozenset(self.fix.settles) if self.fix else frozenset()

    def compare_with(self, raw: bytes) -> None:
        """Compare the result with an earlier scan, the bytes of its JSON.

        Raises:
            InputError: It is no scan, or there is no result.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        self.comparison = compare(parse_scan(raw), self.result.to_json())

    # Accepting --------------------------------------------------------------------------------

    def accept(self, index: int, reason: str) -> None:
        """Accept one finding; it stays in the result, with its reason.

        Raises:
            InputError: There is no such finding, or no reason.
        """
        if self.result is None or not 0 <= index < len(self.result.findings):
            raise InputError(words("scan_app.accept.no_finding"))
        if not reason.strip():
            raise InputError(words("scan_app.accept.no_reason"))
        finding = self.result.findings[index]
        self.result = self.result.accepting(finding, " ".join(reason.split()))
        self.newly_accepted = (*self.newly_accepted, self.result.accepted[-1])
        self.revision += 1

    def baseline_file(self) -> str:
        """What was accepted here, as ``.ospo/baseline.yaml``, one reason at a time."""
        return dump_accepted(self.newly_accepted)

    # The fix ----------------------------------------------------------------------------------

    def fix_license(self) -> str:
        """Licence that a fix would use, empty when the scan found none that is clear."""
        return (self.result.license.expression or "") if self.result else ""

    def fix_choices(
        self, license_: str, holder: str, year: str, without: Collection[Group]
    ) -> FixChoices:
        """What a person typed, as choices.

        Raises:
            InputError: The year is none.
        """
        if year.strip() and not re.fullmatch(r"\d{4}", year.strip()):
            raise InputError(words("scan_app.fix.bad_year"))
        return FixChoices(
            license=license_.strip(),
            holder=holder.strip(),
            year=int(year) if year.strip() else None,
            groups=DEFAULT_GROUPS - set(without),
        )

    def propose(self, choices: FixChoices, report: Report, cancel: Cancel) -> Fix:
        """Make a fix, in the thread of the caller; the model itself is not touched.

        Raises:
            InputError: A choice is missing or cannot be used, or there is no result.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        return api.fix(
            self.target, result=self.result, choices=choices, report=report, cancel=cancel
        )

    def keep_fix(self, fix: Fix) -> None:
        """Hold a fix; the one before goes from disk."""
        self.forget_fix()
        self.fix = fix
        self.revision += 1

    def forget_fix(self) -> None:
        """Remove the fix from disk."""
        if self.fix is not None:
            self.fix.close()
            self.fix = None

    def leave_out(self, path: str) -> None:
        """Leave one file out of the fix."""
        if self.fix is not None:
            self.fix = self.fix.without([path])
            self.revision += 1

    def fix_folder(self) -> Path | None:
        """The folder into which the fix can be written; None when it was no folder of a person."""
        folder = Path(self.target)
        is_example = self.target == self.example_target()
        return (
            folder if isinstance(self.target, Path) and folder.is_dir() and not is_example else None
        )

    def apply_fix(self) -> int:
        """Write the fix into the folder, all of it or nothing; gives the number of files.

        Raises:
            InputError: The folder changed since the scan, or there is no fix. Nothing was changed.
        """
        folder = self.fix_folder()
        if self.fix is None or folder is None:
            raise InputError(words("scan_app.stopped"))
        return self.fix.apply(folder)

    # Taking away ------------------------------------------------------------------------------

    def report(self, kind: str) -> tuple[str, bytes, str]:
        """One report of the result: name of the file, content, media type.

        Raises:
            InputError: There is no result.
            KeyError: There is no such kind; see :data:`REPORTS`.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        ending, media_type = REPORTS[kind]
        text = exports.rendered(self.result, kind)
        return (
            f"{plain_name(self.name)}-{ending}",
            text.encode("utf-8", "backslashreplace"),
            media_type,
        )

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
