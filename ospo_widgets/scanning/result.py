# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan finds: files, licence, REUSE, dependencies, findings, readiness, verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ospo_widgets.knowledge.model import Answer, Severity, Source
from ospo_widgets.project import Component, Project
from ospo_widgets.scanning import result_rows as rows
from ospo_widgets.scanning.conflicts.model import Conflict, conflict_rows
from ospo_widgets.scanning.dependencies.licenses import Licensed, dependency_rows
from ospo_widgets.scanning.history.authors import Authors
from ospo_widgets.scanning.history.model import History
from ospo_widgets.scanning.intake.unpacking import NotScanned
from ospo_widgets.scanning.readiness.model import ReadinessItem, score

if TYPE_CHECKING:
    import pandas

    from ospo_widgets.scanning.conflicts.vendored import Vendored
    from ospo_widgets.scanning.hardware.summary import HardwareSummary
    from ospo_widgets.scanning.readiness.copyright import CopyrightSummary

SCHEMA = "ospo-scan/1"
"""Name and version of the JSON that :meth:`ScanResult.to_json` gives."""


class ScanVerdict(StrEnum):
    """What a scan says about releasing; unknown is never ready."""

    BLOCKED = "blocked"
    SHOULD_FIX = "should-fix"
    READY = "ready"
    UNKNOWN = "unknown"

    @property
    def answer(self) -> Answer:
        """The same as an answer, which has a chip of its own shape and colour."""
        return {
            ScanVerdict.BLOCKED: Answer.NO,
            ScanVerdict.SHOULD_FIX: Answer.CONDITIONAL,
            ScanVerdict.READY: Answer.YES,
            ScanVerdict.UNKNOWN: Answer.UNKNOWN,
        }[self]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a licence or a copyright notice of a file stands.

    Attributes:
        kind: ``license`` or ``copyright`` as REUSE reads them, or what the words of the file tell:
            ``tag``, ``text`` (of a licence) or ``phrase`` (that names one).
        text: The SPDX expression, or the notice.
        path: File in which it stands: the file itself, its ``.license``, ``REUSE.toml``, dep5.
        line: Line, counted from 1; None when it stands in another file or was not found again.
        confidence: How sure we are, in per cent; None for what REUSE reads, which is certain.
    """

    kind: str
    text: str
    path: str
    line: int | None = None
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file that REUSE asks to be covered.

    Attributes:
        path: Relative to the root.
        licenses: Valid SPDX expressions that REUSE finds, sorted.
        detected: What the words of the file tell beside that, as one SPDX expression; None when
            they tell nothing, or not surely enough.
        copyrights: Notices of copyright, sorted.
        evidence: Where they stand.
        invalid: Texts that claim to be SPDX expressions but cannot be parsed.
    """

    path: str
    licenses: tuple[str, ...] = ()
    copyrights: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    invalid: tuple[str, ...] = ()
    detected: str | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Its licences: those that REUSE finds, else what its words tell."""
        return self.licenses or ((self.detected,) if self.detected else ())


@dataclass(frozen=True, slots=True)
class MainLicense:
    """The licence of the project as a whole.

    Attributes:
        main: What to show, for example ``"Apache-2.0"``; empty when there is none.
        expression: SPDX expression, None when there is none or it is not clear.
        reason: Why this one, as a sentence.
        path: File that says so, empty when many do.
    """

    main: str
    expression: str | None
    reason: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know before a release; one finding for one cause, with all its files.

    Attributes:
        id: Kind, for example ``"license.none"``.
        severity: How much it matters.
        title: What, as a heading.
        paths: Files concerned, ``path`` or ``path:line``, sorted; empty for the whole project.
        why: Why it matters.
        remedy: What to do.
        sources: Where the rule stands.
        checklist: Ids of the release checklist.
        evidence: Texts that made it, for example the notice, shown with the finding.
        unreviewed: The rule still needs a look at its source.
        about: What it is about when there can be several of its kind: a component, a holder.
        accepted: Why it was accepted, from the baseline; empty when it was not.
        part: Id of the part of the project in which all its files lie; empty when they lie in
            several, or when it is about the whole project.
    """

    id: str
    severity: Severity
    title: str
    paths: tuple[str, ...]
    why: str
    remedy: str
    sources: tuple[Source, ...]
    checklist: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    unreviewed: bool = False
    about: str = ""
    accepted: str = ""
    part: str = ""


@dataclass(frozen=True)
class ScanResult:
    """Everything that a scan says.

    Attributes:
        target: What was scanned, for people: name of the folder or archive, or the address.
        project: Parts, components and notices, to take into the advisor.
        files: Covered files that were read.
        reuse: In the shape of ``reuse lint --json``, paths relative to the root; when the scan
            stopped, ``summary.compliant`` is None.
        license: Main licence.
        dependencies: Declared dependencies.
        findings: Worst first, those that were accepted left out.
        accepted: Findings that the baseline accepts, with the reason.
        licensed: Dependencies with their licences, and who says so.
        conflicts: What does not simply fit under the licence of a part, the worst first.
        vendored: Work of others that lies in the tree.
        part_licenses: Licence of each part with its reason, by id.
        copyright: Holders in aggregate; persons are counted.
        hardware: Overview of boards, mechanics and gateware, None when there are none.
        readiness: Release checklist, as far as a scan can tell.
        not_scanned: What was left out, and why.
        partial: Stopped, cut short or damaged: says nothing about the rest.
        verdict: Blocked, should fix, ready or unknown.
        files_total: Covered files in all; more than ``len(files)`` when the scan stopped.
        tree_total: All files in the tree, covered or not.
        history: Contributors in aggregate, tags, secrets in old versions.
        license_counts: Files for each expression, most first; without one under ``""``.
        own_texts: Texts of each ``LicenseRef-`` in ``LICENSES/``, for bills of materials.
        stated: What metadata files at the top say of the project: ``name``, ``description``,
            ``version``, ``repository``; for the entry of a catalogue.
    """

    target: str
    project: Project
    files: tuple[FileResult, ...]
    reuse: dict[str, Any]
    license: MainLicense
    dependencies: tuple[Component, ...]
    findings: tuple[Finding, ...]
    readiness: tuple[ReadinessItem, ...]
    not_scanned: tuple[NotScanned, ...]
    partial: bool
    verdict: ScanVerdict
    files_total: int = 0
    tree_total: int = 0
    accepted: tuple[Finding, ...] = ()
    licensed: tuple[Licensed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    vendored: tuple[Vendored, ...] = ()
    part_licenses: dict[str, MainLicense] = field(default_factory=dict)
    copyright: CopyrightSummary | None = None
    hardware: HardwareSummary | None = None
    history: History = field(default_factory=History)
    license_counts: dict[str, int] = field(default_factory=dict)
    own_texts: dict[str, str] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Findings of this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def accepting(self, finding: Finding, reason: str) -> ScanResult:
        """The same result with one finding accepted; the verdict follows."""
        left = tuple(f for f in self.findings if f is not finding)
        unread = any(skipped.incomplete for skipped in self.not_scanned)
        return replace(
            self,
            findings=left,
            accepted=(*self.accepted, replace(finding, accepted=reason)),
            verdict=verdict_of(left, files=self.files_total, unread=unread, partial=self.partial),
        )

    @property
    def compliant(self) -> bool | None:
        """REUSE compliance; None when the scan cannot tell, which is never compliance."""
        if self.partial or not self.files_total:
            return None
        compliant = bool(self.reuse["summary"]["compliant"])
        unread = any(row.incomplete for row in self.not_scanned)
        return None if compliant and unread else compliant

    @property
    def files_stated(self) -> int:
        """Files that state licence and copyright."""
        return sum(bool(f.licenses and f.copyrights) for f in self.files)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "schema": SCHEMA,
            "target": self.target,
            "verdict": str(self.verdict),
            "partial": self.partial,
            "license": {
                **rows.license_row(self.license),
                "parts": {
                    part: rows.license_row(found) for part, found in self.part_licenses.items()
                },
            },
            "copyright": self.copyright.to_json() if self.copyright else None,
            "summary": {
                "files_total": self.files_total,
                "files_read": len(self.files),
                "files_stated": self.files_stated,
                "reuse_compliant": self.compliant,
                "findings": {str(s): self.count(s) for s in Severity},
                "dependencies": len(self.dependencies),
                "not_scanned": len(self.not_scanned),
            },
            "findings": [rows.finding_row(f) for f in self.findings],
            "accepted": [rows.finding_row(f) for f in self.accepted],
            "readiness": [item.to_json() for item in self.readiness],
            "readiness_score": score(self.readiness).to_json(),
            "files": [rows.file_row(f) for f in self.files],
            "dependencies": dependency_rows(self.licensed),
            "conflicts": conflict_rows(self.conflicts),
            "not_scanned": [
                {"path": n.path, "reason": n.reason, "incomplete": n.incomplete}
                for n in self.not_scanned
            ],
            "hardware": self.hardware.to_json() if self.hardware else None,
            "authors": {
                **(self.history.authors or Authors()).to_json(),
                "known": self.history.authors is not None,
                "problem": self.history.problem,
            },
            "project": rows.project_row(self.project),
            "reuse": self.reuse,
        }

    def to_frame(self, table: str = "findings") -> pandas.DataFrame:
        """One table as a pandas frame.

        Args:
            table: ``findings``, ``accepted``, ``files``, ``dependencies`` (all of them, also those
                that others bring), ``conflicts``, ``not_scanned`` or ``readiness``.

        Raises:
            KeyError: There is no such table.
        """
        import pandas

        columns = rows.COLUMNS[table]
        found = self.to_json()[table]
        return pandas.DataFrame([[row[c] for c in columns] for row in found], columns=columns)

    def _repr_html_(self) -> str:
        from ospo_widgets.scanning.exports import to_fragment

        return to_fragment(self)


def verdict_of(
    findings: Iterable[Finding], *, files: int, unread: bool, partial: bool
) -> ScanVerdict:
    """The verdict on releasing.

    A stopped scan and an empty tree are unknown. Files that could not be read leave “blocked”
    standing, since what blocks is certain, and make everything else unknown.

    Args:
        findings: What is to be settled.
        files: Covered files in all.
        unread: Some files could not be read.
        partial: The scan was stopped, or the archive is cut short.
    """
    if partial or not files:
        return ScanVerdict.UNKNOWN
    severities = {finding.severity for finding in findings}
    if Severity.BLOCKS in severities:
        return ScanVerdict.BLOCKED
    if unread:
        return ScanVerdict.UNKNOWN
    return ScanVerdict.SHOULD_FIX if Severity.SHOULD in severities else ScanVerdict.READY


def count_licenses(files: tuple[FileResult, ...]) -> dict[str, int]:
    """How many files name each expression, most first; files without one count under ``""``."""
    counts = Counter(name for f in files for name in (f.told or ("",)))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
