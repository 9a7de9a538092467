# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo scan``: licences, REUSE, dependencies and what is missing, of one project."""

from __future__ import annotations

import argparse
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import CONDITION_FAILED, OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    as_json,
    chosen_format,
    emit,
    write_file,
)
from ospo_widgets.cli.progress import progress_line
from ospo_widgets.cli.scan_text import comparison_text, scan_text
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.baseline.accepted import Baseline
    from ospo_widgets.scanning.result import ScanResult

NEVER = "never"

_DETAILS = """\
Nothing of the target is run or changed. Only an https address and --look-up
use the network.

Example:
  ospo scan .
  ospo scan project-1.0.tar.gz --output report.html
  ospo scan https://gitlab.cern.ch/group/project.git --format json
  ospo scan . --fail-on blocks --also sarif=scan.sarif --also junit=scan.xml
  ospo scan . --write-baseline .ospo/baseline.yaml --reason "Known before the first release"
  ospo scan . --compare last-scan.json
  ospo scan . --answers ospo-answers.json

Exit codes:
  0    scanned
  1    with --fail-on: a finding of that severity or worse, or a scan that knows too little
  2    the target cannot be read
  130  stopped by Ctrl-C; nothing is left behind
"""

_REPORTS = ("json", "html", "markdown", "csv", "sarif", "code-quality", "junit",
            "spdx", "cyclonedx")  # fmt: skip
_HISTORY = ("none", "authors", "full")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "scan",
        "Scan a project: licences, REUSE, dependencies, missing files.",
        details=_DETAILS,
    )
    parser.add_argument("target", metavar="TARGET", help="folder, archive or https git address")
    add_answer_options(parser, ("text", *_REPORTS))
    parser.add_argument(
        "--also",
        metavar="FORMAT=FILE",
        action="append",
        default=[],
        help=f"write another report of the same scan; formats: {', '.join(_REPORTS)}",
    )
    parser.add_argument(
        "--fail-on",
        choices=("blocks", "should", NEVER),
        default=NEVER,
        help="exit with 1 for findings of this severity or worse; default: %(default)s",
    )
    parser.add_argument(
        "--history",
        choices=_HISTORY,
        default="authors",
        help="how much of the history to read: contributors in aggregate, or also secrets in old "
        "versions (slower); default: %(default)s",
    )
    parser.add_argument(
        "--outbound",
        metavar="LICENCE",
        default="",
        help="judge what the project uses against this licence instead of the one that is found",
    )
    parser.add_argument(
        "--environment",
        metavar="DIR",
        type=Path,
        help="ask the packages installed there for licences that are not known otherwise",
    )
    parser.add_argument(
        "--look-up",
        action="store_true",
        help="ask the package indexes as well, with pip, npm and cargo as they are configured "
        "here; names of packages go over the network",
    )
    parser.add_argument(
        "--sbom",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="also take in the packages of this bill of materials (SPDX, CycloneDX); may be "
        "repeated",
    )
    parser.add_argument(
        "--second-opinion",
        choices=("scancode",),
        default="",
        help="also ask ScanCode about files that name a licence, if it is installed: gigabytes of "
        "memory, 0.7 s a file",
    )
    parser.add_argument(
        "--compare",
        metavar="OLD.json",
        type=Path,
        help="say what changed since an earlier scan (its --format json)",
    )
    parser.add_argument(
        "--answers",
        metavar="FILE",
        type=Path,
        help="also write an answers file with what was found, for ospo advise",
    )
    _add_baseline_options(parser)
    parser.set_defaults(run=run)


def _add_baseline_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("accepted findings")
    group.add_argument(
        "--baseline",
        metavar="FILE",
        type=Path,
        help="findings that are accepted, beside those of .ospo/baseline.yaml in the target",
    )
    group.add_argument(
        "--exclude",
        metavar="GLOB=REASON",
        action="append",
        default=[],
        help="leave findings in these paths out, for a reason that is recorded",
    )
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        type=Path,
        help="accept all findings of this scan; needs --reason",
    )
    group.add_argument("--reason", default="", help="why they are accepted")
    group.add_argument(
        "--until", metavar="DAY", type=_day, help="last day of the acceptance, as 2027-06-30"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day, for example 2027-06-30") from None


def run(args: argparse.Namespace) -> int:
    """Scan and print."""
    from ospo_widgets.api import scan

    also = [_also(text) for text in args.also]
    if args.write_baseline and not args.reason.strip():
        raise InputError("A reason is needed: --reason. Nothing was scanned.")
    old = _old_scan(args.compare) if args.compare else None
    baseline = _baseline(args)
    with progress_line(lambda stage: words(f"scanning.stage.{stage}")) as report:
        result = scan(
            args.target,
            history=args.history,
            baseline=baseline,
            outbound=args.outbound,
            environment=args.environment,
            look_up=args.look_up,
            sbom=args.sbom,
            second_opinion=args.second_opinion,
            report=report,
        )
    for kind, path in also:
        write_file(path, _render(result, kind).encode("utf-8", "backslashreplace"))
    emit(_answer(result, chosen_format(args), old), args.output)
    if args.answers:
        from ospo_widgets.advice.answers import dump_answers

        write_file(args.answers, dump_answers(result.project, {}).encode())
    if args.write_baseline:
        from ospo_widgets.scanning.baseline.accepted import dump_baseline

        text = dump_baseline(result.findings, args.reason, args.until)
        with suppress(OSError):  # the folder .ospo is there from the second time on
            args.write_baseline.parent.mkdir(exist_ok=True)
        write_file(args.write_baseline, text.encode())
    return CONDITION_FAILED if fails(result, args.fail_on) else OK


def _also(text: str) -> tuple[str, Path]:
    kind, _, path = text.partition("=")
    if kind not in _REPORTS or not path:
        raise InputError(
            f"“{text}” is no report. Nothing was scanned.",
            remedy=f"Write FORMAT=FILE, with a format of {', '.join(_REPORTS)}.",
        )
    return kind, Path(path)


def _old_scan(path: Path) -> object:
    from ospo_widgets.scanning.compare import read_scan

    return read_scan(path)


def _baseline(args: argparse.Namespace) -> Baseline:
    from ospo_widgets.scanning.baseline.accepted import (
        Accepted,
        Baseline,
        BaselineError,
        read_baseline,
    )

    entries = []
    for text in args.exclude:
        glob, _, reason = text.partition("=")
        if not glob or not reason.strip():
            raise InputError(
                f"“{text}” gives no reason. Nothing was scanned.",
                remedy="Write GLOB=REASON, for example “third_party/**=Copied, unchanged”.",
            )
        entries.append(Accepted("*", " ".join(reason.split()), (glob,)))
    found = Baseline(tuple(entries))
    if args.baseline is None:
        return found
    try:
        return read_baseline(args.baseline.read_text(encoding="utf-8")) + found
    except (OSError, UnicodeDecodeError):
        raise InputError(f"“{args.baseline}” cannot be read. Nothing was scanned.") from None
    except BaselineError as error:
        raise InputError(
            f"“{args.baseline}” cannot be used: {error}. Nothing was scanned."
        ) from None


def _answer(result: ScanResult, kind: str, old: object) -> str:
    if old is None:
        return _render(result, kind)
    from ospo_widgets.scanning.compare import compare

    found = compare(old, result.to_json())
    if kind == "json":
        return as_json({**result.to_json(), "comparison": found.to_json()})
    if kind != "text":
        return _render(result, kind)
    return f"{scan_text(result)}\n\n{comparison_text(found)}"


def fails(result: ScanResult, threshold: str) -> bool:
    """True for a finding at or above the threshold, and for a scan that does not know enough."""
    if threshold == NEVER:
        return False
    counted = {"blocks"} if threshold == "blocks" else {"blocks", "should"}
    unsure = result.partial or result.verdict == "unknown"
    return unsure or any(finding.severity in counted for finding in result.findings)


def _render(result: ScanResult, kind: str) -> str:
    from ospo_widgets.scanning.exports import rendered

    return scan_text(result) if kind == "text" else rendered(result, kind)
