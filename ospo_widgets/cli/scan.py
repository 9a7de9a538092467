# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo scan``: licences, REUSE, dependencies and what is missing, of one project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import CONDITION_FAILED, OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
    write_file,
)
from ospo_widgets.cli.progress import progress_line
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.result import Finding, ScanResult

NEVER = "never"

_DETAILS = """\
Nothing of the target is run or changed. Only an https address uses the network.

Example:
  ospo scan .
  ospo scan project-1.0.tar.gz --output report.html
  ospo scan https://gitlab.cern.ch/group/project.git --format json
  ospo scan . --fail-on blocks
  ospo scan . --answers ospo-answers.json

Exit codes:
  0    scanned
  1    with --fail-on: a finding of that severity or worse, or a scan that knows too little
  2    the target cannot be read
  130  stopped by Ctrl-C; nothing is left behind
"""

_PATHS_SHOWN = 5
_LICENSES_SHOWN = 8


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "scan",
        "Scan a project: licences, REUSE, dependencies, missing files.",
        details=_DETAILS,
    )
    parser.add_argument("target", metavar="TARGET", help="folder, archive or https git address")
    add_answer_options(parser, ("text", "json", "html", "markdown", "csv"))
    parser.add_argument(
        "--fail-on",
        choices=("blocks", "should", NEVER),
        default=NEVER,
        help="exit with 1 for findings of this severity or worse; default: %(default)s",
    )
    parser.add_argument(
        "--answers",
        metavar="FILE",
        type=Path,
        help="also write an answers file with what was found, for ospo advise",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Scan and print."""
    from ospo_widgets.api import scan

    with progress_line(lambda stage: words(f"scanning.stage.{stage}")) as report:
        result = scan(args.target, report=report)
    kind = chosen_format(args)
    if kind == "json":
        emit_json(result.to_json(), args.output)
    else:
        emit(_render(result, kind), args.output)
    if args.answers:
        from ospo_widgets.advice.answers import dump_answers

        write_file(args.answers, dump_answers(result.project, {}).encode())
    return CONDITION_FAILED if fails(result, args.fail_on) else OK


def fails(result: ScanResult, threshold: str) -> bool:
    """True for a finding at or above the threshold, and for a scan that does not know enough."""
    if threshold == NEVER:
        return False
    counted = {"blocks"} if threshold == "blocks" else {"blocks", "should"}
    unsure = result.partial or result.verdict == "unknown"
    return unsure or any(finding.severity in counted for finding in result.findings)


def _render(result: ScanResult, kind: str) -> str:
    from ospo_widgets.scanning import exports

    if kind == "html":
        return exports.to_html(result)
    if kind == "markdown":
        return exports.to_markdown(result)
    return exports.to_csv(result) if kind == "csv" else scan_text(result)


def scan_text(result: ScanResult) -> str:
    """The result as text: the verdict first, then what was read, then findings, worst first."""
    lines = [_heading(result)]
    if result.partial:
        lines.append(words("cli.scan.partial"))
    lines += ["", *_facts(result)]
    for finding in result.findings:
        lines += ["", *_finding_lines(finding)]
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
        f"{name or words('cli.scan.none_stated')} {count:,}"
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
