# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the scan page: what to scan, the result, and what of it is shown. No widgets."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import traitlets as tl

from ospo_widgets import api
from ospo_widgets.apps.licence_advisor.links import project_query
from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.apps.repository_scan.fix_state import FixState
from ospo_widgets.apps.repository_scan.targets import example_target, plain_name
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.project import Project
from ospo_widgets.scanning import exports
from ospo_widgets.scanning.baseline.accepted import dump_accepted
from ospo_widgets.scanning.compare import Comparison, compare, parse_scan
from ospo_widgets.scanning.readiness.answers import answers_given, dump_answers, with_answers
from ospo_widgets.scanning.readiness.model import PersonAnswer, ReadinessItem
from ospo_widgets.scanning.result import Finding, ScanResult
from ospo_widgets.wording import words

NEEDS_NOTE = "H"
"""Kind of the items that somebody signs off: an answer must say where that is written down."""

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


class ScanModel(FixState):
    """The scan page without a screen.

    Attributes:
        screen: ``source``, ``running`` or ``result``.
        severity: Severity that is shown, empty for all.
        solved_by: ``fix`` for findings that the fix settles, ``person`` for the others, empty for
            all.
        text: Path or word that findings must contain.
    """

    screen = tl.Enum(("source", "running", "result"), default_value="source")
    severity = tl.Unicode("")
    solved_by = tl.Enum(("", "fix", "person"), default_value="")
    text = tl.Unicode("")

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.comparison: Comparison | None = None
        self.newly_accepted: tuple[Finding, ...] = ()
        self.answers: dict[str, PersonAnswer] = {}
        self._asked: tuple[ReadinessItem, ...] = ()
        self._linked: tuple[Project | None, str] | None = None
        self._before: dict[str, Any] | None = None
        self._before_name = ""

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
        if target == example_target():
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
        """A scan has ended.

        When it is of what was scanned before, it is compared with that, and what the person
        accepted and answered there still counts.
        """
        self.comparison = None
        again = self._before is not None and self._before_name == plain_name(self.name)
        accepted = self.newly_accepted if again else ()
        self.newly_accepted = ()
        for old in accepted:
            for finding in result.findings:
                if (finding.id, finding.about, finding.paths) == (old.id, old.about, old.paths):
                    result = result.accepting(finding, old.accepted)
                    self.newly_accepted = (*self.newly_accepted, result.accepted[-1])
                    break
        self._asked = result.readiness
        self.answers = self.answers if again else {}
        result = replace(result, readiness=with_answers(self._asked, self.answers))
        self.result = result
        if again and self._before is not None and not result.partial:
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

    def baseline_file(self) -> tuple[str, bytes, str]:
        """What was accepted here and before, as ``.ospo/baseline.yaml``, each with its reason."""
        accepted = self.result.accepted if self.result else ()
        return "baseline.yaml", dump_accepted(accepted).encode("utf-8"), "text/yaml"

    # The checklist ----------------------------------------------------------------------------

    def answer(self, item_id: str, answer: str, note: str) -> bool:
        """Answer one item of the release checklist; gives whether the answer counts.

        Args:
            item_id: Id of the item.
            answer: ``yes``, ``no``, ``unknown`` or ``not-applicable``.
            note: Reason or reference.

        Raises:
            InputError: There is no such item or answer, or a note is needed.
        """
        item = next((i for i in self._asked if i.id == item_id), None)
        if self.result is None or item is None:
            raise InputError(words("scan_app.checklist.no_item"))
        if not answer:
            raise InputError(words("scan_app.checklist.no_answer"))
        signed = item.kind == NEEDS_NOTE and answer != "unknown"
        if not note.strip() and (signed or answer == "not-applicable"):
            raise InputError(words("scan_app.checklist.no_note"))
        one_line = " ".join(note.split())
        self.answers |= answers_given({item_id: answer}, {item_id: one_line})
        items = with_answers(self._asked, self.answers)
        self.result = replace(self.result, readiness=items)
        self.revision += 1
        return next(i for i in items if i.id == item_id) != item or answer == "unknown"

    def checklist_file(self) -> tuple[str, bytes, str]:
        """The answers as ``.ospo/checklist.yaml``."""
        text = dump_answers(self._asked, self.answers)
        return "checklist.yaml", text.encode("utf-8"), "text/yaml"

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

    def advisor_link(self) -> str:
        """The same, kept while the project is the same; empty where no address can hold it."""
        project = self.result.project if self.result else None
        if self._linked is None or self._linked[0] is not project:
            try:
                query = self.advisor_query()
            except OspoError:
                query = ""
            self._linked = (project, query)
        return self._linked[1]

    def answers_file(self) -> tuple[str, bytes, str]:
        """A file that the advisor opens, for places where a link cannot carry the project.

        Raises:
            InputError: There is no result.
        """
        if self.result is None:
            raise InputError(words("scan_app.stopped"))
        advisor = AdvisorModel()
        advisor.load_project(self.result.project)
        return "ospo-answers.json", advisor.to_json().encode("utf-8"), "application/json"

    def to_query(self) -> str:
        """What of the state goes into the address: nothing that was scanned."""
        return ""

    def from_query(self, query: Mapping[str, str]) -> str:
        """What the address asks to scan: the word ``example``, a git address, or nothing."""
        if query.get("example"):
            return "example"
        return query.get("git", "")[:2000]
