# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Runs all checks, puts in the words of ``data/findings/``, derives the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ospo_widgets.knowledge.model import FindingKind, Severity
from ospo_widgets.project import Part
from ospo_widgets.scanning.baseline.accepted import (
    Applied,
    Baseline,
    BaselineError,
    apply,
    read_baseline,
)
from ospo_widgets.scanning.baseline.detector import PATH
from ospo_widgets.scanning.checks import (
    authors,
    dependencies,
    hardware,
    hygiene,
    licenses,
    opinion,
    release,
    reuse,
    rights,
)
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.conflicts.parts import part_of
from ospo_widgets.scanning.exports.places import place_of
from ospo_widgets.scanning.result import Finding, ScanVerdict

CHECKS = (licenses.check, reuse.check, rights.check, dependencies.check, release.check,
          hardware.check, hygiene.check, authors.check, opinion.check)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of a scan, worst first, then in the order of the checks.

    Attributes:
        findings: What is to be settled.
        accepted: What the baseline accepts.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]


def find(subject: Subject, given: Baseline, today: date) -> Found:
    """Run all checks, then take out what the baseline accepts.

    Args:
        subject: What to check.
        given: Baseline that came with the call; the one in the tree counts too.
        today: For acceptances that end.

    Raises:
        KeyError: A check names a kind that ``data/findings/`` does not have.
    """
    own, problems = _own_baseline(subject)
    drafts = [draft for check in CHECKS for draft in check(subject)]
    applied = apply(drafts, given + own, today)
    kept = [*applied.kept, *problems, *_about_baseline(applied)]
    return Found(
        _sorted(_finding(draft, subject) for draft in kept),
        _sorted(
            replace(_finding(draft, subject), accepted=reason) for draft, reason in applied.accepted
        ),
    )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: _SEVERITIES.index(f.severity)))


def _own_baseline(subject: Subject) -> tuple[Baseline, list[Draft]]:
    """The baseline that lies in the tree, or why it cannot be used."""
    for row in subject.facts.rows("baseline").get(PATH, ()):
        try:
            return read_baseline(str(row)), []
        except BaselineError as error:
            return Baseline(), [Draft("scan.baseline", (PATH,), {"problem": str(error)})]
    return Baseline(), []


def _about_baseline(applied: Applied) -> Iterator[Draft]:
    for finding, entries in (
        ("scan.baseline-unused", applied.unused),
        ("scan.baseline-expired", applied.expired),
    ):
        if entries:
            lines = tuple(
                f"{' '.join((e.finding, e.about, *e.paths))} – {e.reason}" for e in entries
            )
            yield Draft(finding, (PATH,), {}, lines)


def _finding(draft: Draft, subject: Subject) -> Finding:
    kind: FindingKind = subject.knowledge.findings[draft.id]
    return Finding(
        id=kind.id,
        severity=kind.severity,
        title=_fill(kind.title, draft.values),
        paths=tuple(sorted(set(draft.paths))),
        why=_fill(kind.why, draft.values),
        remedy=_fill(kind.remedy, draft.values),
        sources=kind.provenance.sources,
        checklist=kind.checklist,
        evidence=draft.evidence,
        unreviewed=not kind.provenance.confidence.reviewed,
        about=draft.about,
    )


def in_parts(findings: Iterable[Finding], parts: Sequence[Part]) -> tuple[Finding, ...]:
    """Findings with the part in which all their files lie."""
    return tuple(replace(finding, part=_part(finding, parts)) for finding in findings)


def _part(finding: Finding, parts: Sequence[Part]) -> str:
    if len(parts) == 1 and parts[0].paths == ("**",):
        return parts[0].id if finding.paths else ""
    found = ""
    for path in finding.paths:
        part = part_of(place_of(path).path, parts)
        if part is None or (found and part.id != found):
            return ""
        found = part.id
    return found


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Put values in; braces inside the values stay as they are."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template)


def verdict(subject: Subject, findings: tuple[Finding, ...], *, partial: bool) -> ScanVerdict:
    """The verdict on releasing.

    A stopped scan and an empty tree are unknown. Files that could not be read leave “blocked”
    standing, since what blocks is certain, and make everything else unknown.
    """
    facts = subject.facts
    if partial or not facts.total:
        return ScanVerdict.UNKNOWN
    severities = {finding.severity for finding in findings}
    if Severity.BLOCKS in severities:
        return ScanVerdict.BLOCKED
    if any(skipped.incomplete for skipped in facts.not_scanned):
        return ScanVerdict.UNKNOWN
    return ScanVerdict.SHOULD_FIX if Severity.SHOULD in severities else ScanVerdict.READY
