# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo kit``: the release kit of an answers file, as a folder or as a zip file."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import STDOUT, add_command, emit, emit_json, one_line, write_file
from ospo_widgets.cli.texts import bullet, columns
from ospo_widgets.errors import InputError
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.advice.kit.release import Kit, KitDetails
    from ospo_widgets.advice.model import Recommendation
    from ospo_widgets.advice.sheet.model import Sheet

STDIN = "-"

_DETAILS = """\
Nothing that the project has already is overwritten; scan it first, so that the kit fits.
Texts that nobody gives are left out, and what is missing is listed at the end.

Example:
  ospo kit --answers ospo-answers.json --dry-run
  ospo kit --answers ospo-answers.json --output kit.zip --version 1.0
  ospo scan . --answers ospo-answers.json   # answer what is open, then:
  ospo kit --answers ospo-answers.json --output . --author "Lovelace, Ada"

Exit codes:
  0    the kit is there; what a person must still fill in is listed
  2    the file or an option cannot be used, or a file is in the way; nothing was written
  3    a hold: no kit is made until the named office was asked
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(commands, "kit", "Make the files that a release needs.", details=_DETAILS)
    parser.add_argument(
        "--answers", metavar="FILE", required=True, help="answers file; “-” is standard input"
    )
    parser.add_argument(
        "--output", metavar="OUT", help="a zip file when it ends in .zip, else a folder"
    )
    parser.add_argument("--dry-run", action="store_true", help="list the files, write nothing")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--policy", metavar="ID", help="policy profile; default: the file's own")
    add_rights(parser)
    about = parser.add_argument_group("about the project")
    about.add_argument("--version", metavar="TEXT", default="", help="version that is released")
    about.add_argument("--description", metavar="TEXT", default="", help="what it is")
    about.add_argument(
        "--author",
        metavar="NAME",
        action="append",
        default=[],
        help="who wants to be cited, “Family, Given”; may be repeated",
    )
    about.add_argument("--contact", metavar="ADDRESS", default="", help="mail or web address")
    about.add_argument("--maintainer", metavar="TEXT", default="", help="who looks after it")
    about.add_argument(
        "--keyword", metavar="WORD", action="append", default=[], help="may be repeated"
    )
    places = parser.add_argument_group("addresses")
    for name, text in (
        ("source-location", "where the sources of a design stay for three years (CERN-OHL 1.9)"),
        ("repository", "repository; default for this and the one above: the project's address"),
        ("issues", "tracker"),
        ("documentation", "documentation"),
    ):
        places.add_argument(f"--{name}", metavar="URL", default="", help=text)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the kit, write it unless it is a dry run, and list its files."""
    from ospo_widgets.api import advise, due_diligence, read_answers

    if not args.output and not args.dry_run:
        raise InputError(words("kit.cli.no_output"))
    if args.output == STDOUT:
        raise InputError(words("kit.cli.stdout"))
    answers = read_answers(sys.stdin.buffer if args.answers == STDIN else args.answers)
    recommendation = advise(answers, policy=args.policy)
    today = date.today()
    sheet = due_diligence(
        recommendation, on=today, holder=args.holder, beneficiary=args.beneficiary
    )
    kit = kit_of(recommendation, args, sheet, _details(args, today))
    if not args.dry_run:
        store(kit, Path(args.output))
    if args.format == "json":
        emit_json(listing(kit, "" if args.dry_run else args.output))
    else:
        emit(listing_text(kit, dry=args.dry_run))
    if not args.dry_run:
        print(words("kit.cli.written", path=args.output), file=sys.stderr)
    return OK


def add_rights(parser: argparse.ArgumentParser) -> None:
    """Add what the copyright line says."""
    rights = parser.add_argument_group("copyright line")
    rights.add_argument(
        "--holder", default="", help="who holds the copyright; default: the policy's own"
    )
    rights.add_argument("--year", type=_year, help="year of the first release; default: this year")
    rights.add_argument(
        "--beneficiary",
        default="",
        help="collaboration for whose benefit the holder holds it; default: the one answered",
    )


def kit_of(
    recommendation: Recommendation, args: argparse.Namespace, sheet: Sheet, details: KitDetails
) -> Kit:
    """The kit for the options of :func:`add_rights`, with the sheet in it.

    Args:
        recommendation: The advice.
        args: Options of the command.
        sheet: The sheet for the group leader.
        details: What is known about the project, with the day of today.

    Raises:
        HoldError: A hold stands against it.
        InputError: Something must be answered first, or a value is wrong.
    """
    from ospo_widgets.advice.kit.release import release_kit
    from ospo_widgets.advice.phrases import holder_of
    from ospo_widgets.knowledge import load_knowledge

    policy = load_knowledge().policies[recommendation.policy]
    return release_kit(
        recommendation,
        holder=args.holder or holder_of(policy, recommendation.answers),
        year=args.year or (details.day or date.today()).year,
        beneficiary=args.beneficiary,
        details=details,
        extra_files={
            "sheet.html": sheet.to_html().encode("utf-8"),
            "sheet.md": sheet.to_markdown().encode("utf-8"),
        },
    )


def store(kit: Kit, target: Path) -> None:
    """Write a kit as a zip file when the name ends so, else into a folder.

    Raises:
        InputError: A file is in the way or cannot be written.
    """
    if target.suffix.lower() == ".zip":
        write_file(target, kit.zip_bytes())
    else:
        kit.write_to(target)


def listing(kit: Kit, written: str) -> dict[str, Any]:
    """Plain data: files with sizes in bytes and what they are for, and what is missing."""
    return {
        "written": written,
        "files": [
            {"path": path, "bytes": len(content), "purpose": kit.comments[path]}
            for path, content in kit.files.items()
        ],
        "todo": list(kit.todo),
        "missing_texts": list(kit.missing_texts),
    }


def listing_text(kit: Kit, *, dry: bool) -> str:
    """The files with what they are for, and what a person must still fill in."""
    lines = [words("kit.cli.dry")] if dry else [plural("kit.cli.files", len(kit.files))]
    lines += columns([(one_line(p), one_line(kit.comments[p])) for p in kit.files])
    if kit.todo:
        lines += ["", words("kit.cli.todo")]
    for point in kit.todo:
        lines += bullet(one_line(point))
    return "\n".join(lines)


def _details(args: argparse.Namespace, today: date) -> KitDetails:
    from ospo_widgets.advice.kit.release import KitDetails

    return KitDetails(
        description=args.description,
        version=args.version,
        authors="\n".join(args.author),
        contact=args.contact,
        maintainer=args.maintainer,
        source_location=args.source_location,
        repository=args.repository,
        issues=args.issues,
        documentation=args.documentation,
        keywords=tuple(args.keyword),
        day=today,
    )


def _year(text: str) -> int:
    from ospo_widgets.licensing.notices import FIRST_YEAR, LAST_YEAR

    if not (text.isascii() and text.isdecimal()) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(words("kit.cli.year", text=text))
    return int(text)
