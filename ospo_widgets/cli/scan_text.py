# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as text for a terminal: the verdict first, then what was read, then findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ospo_widgets.cli.output import one_line
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.compare import Comparison, FindingChange
    from ospo_widgets.scanning.result import Finding, ScanResult

_PATHS_SHOWN = 5
_LICENSES_SHOWN = 8


def scan_text(result: ScanResult) -> str:
    """The result as text: the verdict first, then what was read, then findings, worst first."""
    lines = [_heading(result)]
    if result.partial:
        lines.append(words("cli.scan.partial"))
    lines += ["", *_facts(result)]
    for finding in result.findings:
        lines += ["", *_finding_lines(finding)]
    if result.accepted:
        lines += ["", plural("cli.scan.accepted", len(result.accepted))]
        for finding in result.accepted:
            lines += bullet(f"{one_line(finding.title)}: {one_line(finding.accepted)}")
    if result.not_scanned:
        lines += ["", plural("cli.scan.not_scanned", len(result.not_scanned))]
        for left_out in result.not_scanned:
            lines += bullet(f"{left_out.path}: {left_out.reason}")
    return "\n".join(lines)


def _heading(result: ScanResult) -> str:
    if result.verdict == "blocked":
        blocking = sum(finding.severity == "blocks" for finding in result.findings)
        return plural("cli.scan.verdict.blocked", blocking)
    return words(f"cli.scan.verdict.{result.verdict}")


def _facts(result: ScanResult) -> list[str]:
    main = result.license.main or words("cli.scan.none_stated")
    reuse = {True: "compliant", False: "not_compliant", None: "unknown"}[result.compliant]
    mix = [
        f"{name or words('cli.scan.none_stated')} {number(count)}"
        for name, count in list(result.license_counts.items())[:_LICENSES_SHOWN]
    ]
    rows = [
        ("target", result.target),
        ("license", f"{main}. {result.license.reason}"),
        (
            "files",
            words("cli.scan.read", read=number(len(result.files)), all=number(result.files_total)),
        ),
        ("mix", ", ".join(mix) or words("cli.scan.none_stated")),
        ("reuse", words(f"cli.scan.reuse.{reuse}")),
        ("dependencies", number(len(result.dependencies))),
    ]
    return columns([(words(f"cli.scan.fact.{key}"), value) for key, value in rows], indent=0)


def _finding_lines(finding: Finding) -> list[str]:
    lines = [f"{words(f'cli.severity.{finding.severity}')}: {one_line(finding.title)}"]
    lines += [f"  {one_line(path)}" for path in finding.paths[:_PATHS_SHOWN]]
    more = len(finding.paths) - _PATHS_SHOWN
    if more > 0:
        lines.append("  " + words("cli.scan.more_paths", count=number(more)))
    lines += bullet(finding.why)
    return lines + bullet(words("cli.scan.remedy", remedy=finding.remedy))


def comparison_text(found: Comparison) -> str:
    """What changed between two scans: what is new first."""
    lines = [
        words("cli.scan.compared", before=number(found.before), after=number(found.after)),
        words(
            "cli.scan.compared_stated",
            before=number(found.stated[0]),
            of_before=number(found.files[0]),
            after=number(found.stated[1]),
            of_after=number(found.files[1]),
        ),
    ]
    if found.same:
        return "\n".join([*lines, words("cli.scan.change.same")])
    for name in ("new", "gone", "changed"):
        changes: tuple[FindingChange, ...] = getattr(found, name)
        if changes:
            lines += ["", words(f"cli.scan.change.{name}")]
        for change in changes:
            lines += bullet(one_line(change.title))
            lines += [f"    + {one_line(path)}" for path in change.added[:_PATHS_SHOWN]]
            if name == "changed":
                lines += [f"    - {one_line(path)}" for path in change.removed[:_PATHS_SHOWN]]
    for name in ("licenses", "dependencies"):
        values = getattr(found, name)
        if values:
            lines += ["", words(f"cli.scan.change.{name}")]
        none = words("cli.scan.none_stated")
        for value in values[:50]:
            change_text = f"{value.name}: {value.before or none} → {value.after or none}"
            lines += bullet(one_line(change_text))
    return "\n".join(lines)
