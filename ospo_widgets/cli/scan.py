# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo scan``: licences, REUSE, dependencies and what is missing, of one project."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import CONDITION_FAILED, OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
)
from ospo_widgets.cli.progress import progress_line
from ospo_widgets.cli.texts import bullet
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.scan import Finding, ScanResult

NEVER = "never"

_DETAILS = """\
Nothing of the target is run or changed. Only an https address uses the network.

Example:
  ospo scan .
  ospo scan project-1.0.tar.gz --output report.html
  ospo scan https://gitlab.cern.ch/group/project.git --format json
  ospo scan . --fail-on blocks

Exit codes:
  0    scanned
  1    with --fail-on: a finding of that severity or worse, or a scan that is not whole
  2    the target cannot be read
  130  stopped by Ctrl-C; nothing is left behind
"""

_PATHS_SHOWN = 5


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
    return CONDITION_FAILED if fails(result, args.fail_on) else OK


def fails(result: ScanResult, threshold: str) -> bool:
    """True for a finding at or above the threshold; a partial scan fails every threshold."""
    if threshold == NEVER:
        return False
    counted = {"blocks"} if threshold == "blocks" else {"blocks", "should"}
    return result.partial or any(finding.severity in counted for finding in result.findings)


def _render(result: ScanResult, kind: str) -> str:
    from ospo_widgets.scanning import exports

    if kind == "html":
        return exports.to_html(result)
    if kind == "markdown":
        return exports.to_markdown(result)
    return exports.to_csv(result) if kind == "csv" else scan_text(result)


def scan_text(result: ScanResult) -> str:
    """The result as text: the verdict first, then what was read, then findings, worst first."""
    blocking = sum(finding.severity == "blocks" for finding in result.findings)
    heading = plural("cli.scan.blocked", blocking) if blocking else words("cli.scan.not_blocked")
    lines = [heading]
    if result.partial:
        lines.append(words("cli.scan.partial"))
    lines += ["", *_facts(result)]
    for finding in result.findings:
        lines += ["", *_finding_lines(finding)]
    if result.not_scanned:
        lines += ["", plural("cli.scan.not_scanned", len(result.not_scanned))]
        lines += [f"  {one_line(n.path)}: {one_line(n.reason)}" for n in result.not_scanned]
    return "\n".join(lines)


def _facts(result: ScanResult) -> list[str]:
    counts = Counter(name for file in result.files for name in file.licenses)
    mix = ", ".join(f"{name} ({count:,})" for name, count in counts.most_common(8))
    compliant = bool(result.reuse["summary"]["compliant"])
    main = result.license.expression or words("cli.scan.no_license")
    return [
        words("cli.scan.files", count=f"{len(result.files):,}"),
        words("cli.scan.main", license=one_line(main)),
        words("cli.scan.mix", mix=one_line(mix) or "-"),
        words("cli.scan.reuse_yes" if compliant else "cli.scan.reuse_no"),
        words("cli.scan.dependencies", count=f"{len(result.dependencies):,}"),
    ]


def _finding_lines(finding: Finding) -> list[str]:
    lines = [f"{words(f'cli.severity.{finding.severity}')}: {one_line(finding.title)}"]
    lines += [f"  {one_line(path)}" for path in finding.paths[:_PATHS_SHOWN]]
    more = len(finding.paths) - _PATHS_SHOWN
    if more > 0:
        lines.append("  " + words("cli.scan.more_paths", count=f"{more:,}"))
    lines += bullet(finding.why)
    return lines + bullet(words("cli.scan.remedy", remedy=finding.remedy))
