# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo fix``: from the findings of a scan to a patch, an archive, or changes in place."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import STDOUT, add_command, emit, emit_json, one_line, write_file
from ospo_widgets.cli.progress import progress_line
from ospo_widgets.cli.texts import bullet
from ospo_widgets.errors import InputError
from ospo_widgets.scanning.paths import display
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.scanning.fix.choices import Exclusion, FixChoices, Group
    from ospo_widgets.scanning.fix.fix import Fix
    from ospo_widgets.scanning.result import ScanResult

_DETAILS = """\
Nothing is changed without --apply. Files of others get no licence of yours: they are listed, and
you decide.

Example:
  ospo fix .                                   # what would change
  ospo fix . --patch fix.patch && git apply fix.patch
  ospo fix . --license Apache-2.0 --holder CERN --year 2026 --apply
  ospo fix . --license hardware=CERN-OHL-S-2.0 --license software=LGPL-3.0-or-later
  ospo fix . --exclude "vendor/**=copied from upstream, see vendor/README" --only headers,texts
  ospo fix project-1.0.zip --archive fixed.zip

Exit codes:
  0    the fix is there; what you must decide is listed
  2    the target or an option cannot be used, or the folder changed meanwhile; nothing was changed
  130  stopped by Ctrl-C; nothing was changed
"""
_SHOWN = 20


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "fix", "Fix what a scan found: a patch, an archive, or in place.",
        details=_DETAILS,
    )  # fmt: skip
    parser.add_argument("target", metavar="TARGET", help="folder, archive or https git address")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    out = parser.add_argument_group("where it goes")
    out.add_argument("--patch", metavar="FILE", help="write the patch; “-” is standard output")
    out.add_argument(
        "--archive", metavar="FILE", help="write a zip file of the whole project with the fix"
    )
    out.add_argument("--apply", action="store_true", help="change the folder, all of it or nothing")
    what = parser.add_argument_group("what it writes")
    what.add_argument(
        "--license", metavar="[PART=]ID", action="append", default=[],
        help="licence of all parts or of one; default: the one that the scan found",
    )  # fmt: skip
    what.add_argument(
        "--holder", default="",
        help="who holds the copyright; default: whom most files name, else the licence file, "
        "else CERN",
    )  # fmt: skip
    what.add_argument(
        "--own-holder", metavar="NAME", action="append", default=[],
        help="another holder whose files get your licence; may be repeated",
    )  # fmt: skip
    what.add_argument(
        "--beneficiary", default="", help="collaboration that the holder holds it for"
    )
    what.add_argument("--year", type=int, help="year of the copyright lines; default: none")
    what.add_argument(
        "--collaborations", action="store_true",
        help="change holders that are collaborations to “CERN for the benefit of …”",
    )  # fmt: skip
    what.add_argument(
        "--open-hardware", metavar="ID", default="", help="variant for CERN-OHL ids that name none"
    )
    what.add_argument(
        "--sidecars", action="store_true", help=".license files instead of REUSE.toml"
    )
    what.add_argument(
        "--exclude", metavar="GLOB=REASON", action="append", default=[],
        help="paths to leave alone, and why; may be repeated",
    )  # fmt: skip
    what.add_argument(
        "--only", metavar="GROUP,…", default="",
        help="headers, copyright, texts, reuse-toml, readme, metadata, outputs, unused",
    )  # fmt: skip
    what.add_argument(
        "--answers", metavar="FILE", type=Path,
        help="take the licences of the parts from an answers file",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Scan, propose, write what is asked for, and say what changes."""
    from ospo_widgets.api import fix, scan

    if args.patch == STDOUT and args.format == "json":
        raise InputError(words("fix.cli.stdout"))
    if args.apply and not Path(args.target).is_dir():
        raise InputError(words("fix.cli.folder_only"), remedy=words("fix.cli.folder_remedy"))
    choices = _choices(args)
    stages = {"fix": "fix.stage"}
    with progress_line(lambda s: words(stages.get(s, f"scanning.stage.{s}"))) as report:
        result = scan(args.target, report=report)
        made = fix(
            args.target, result=result, choices=choices, whole=bool(args.archive), report=report
        )
    with made:
        _write(made, args)
        if args.format == "json":
            emit_json({**made.to_json(), "applied": bool(args.apply)})
        elif args.patch != STDOUT:
            emit(fix_text(made, result, applied=args.apply))
    for kind in ("patch", "archive"):
        place = getattr(args, kind)
        if place and place != STDOUT:
            print(words(f"fix.cli.{kind}", path=one_line(place)), file=sys.stderr)
    return OK


def _write(made: Fix, args: argparse.Namespace) -> None:
    if args.patch == STDOUT:
        made.write_patch(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    elif args.patch:
        write_file(Path(args.patch), b"".join(made.patch()))
    if args.archive:
        with tempfile.TemporaryFile() as spooled:
            made.archive(spooled, whole=True)
            spooled.seek(0)
            write_file(Path(args.archive), spooled.read())
    if args.apply:
        made.apply(Path(args.target))


def fix_text(made: Fix, result: ScanResult, *, applied: bool) -> str:
    """What changes, and what is left to a person."""
    count = len(made.changes)
    lines = [words("fix.cli.nothing")]
    if count:
        lines = [plural("fix.cli.applied" if applied else "fix.cli.heading", count)]
        licenses = ", ".join(dict.fromkeys(made.licenses.values()))
        lines += ["", *(f"  {line}" for line in made.summary()), ""]
        lines.append(words("fix.cli.license", licenses=licenses))
        lines.append(words("fix.cli.holder", holder=made.holder))
        settled = len(made.settles)
        lines.append(plural("fix.cli.settles", settled, all=len(result.findings)))
        lines += ["", words("fix.cli.files")]
        width = max(len(_counted(c.added, c.removed)) for c in made.changes[:_SHOWN])
        for change in made.changes[:_SHOWN]:
            counted = _counted(change.added, change.removed)
            lines.append(f"  {counted:>{width}}  {one_line(display(change.path))}")
        if count > _SHOWN:
            lines.append("  " + plural("fix.cli.more", count - _SHOWN))
    if made.undecided:
        lines += ["", plural("fix.cli.undecided", len(made.undecided))]
        for row in made.undecided[:_SHOWN]:
            lines += bullet(f"{one_line(row.path)}: {one_line(made.why(row))}")
        if len(made.undecided) > _SHOWN:
            lines.append("  " + plural("fix.cli.more", len(made.undecided) - _SHOWN))
    if made.left_alone:
        lines += ["", plural("fix.cli.left_alone", len(made.left_alone))]
    return "\n".join(lines)


def _counted(added: int, removed: int) -> str:
    return f"+{added} -{removed}"


def _choices(args: argparse.Namespace) -> FixChoices:
    from ospo_widgets.scanning.fix.choices import DEFAULT_GROUPS, FixChoices

    licenses = _of_answers(args.answers) if args.answers else {}
    whole = ""
    for text in args.license:
        part, equals, license_id = text.partition("=")
        if equals:
            licenses[part.strip()] = license_id.strip()
        else:
            whole = text.strip()
    return FixChoices(
        license=whole,
        licenses=licenses,
        holder=args.holder,
        own_holders=tuple(args.own_holder),
        beneficiary=args.beneficiary,
        year=args.year,
        collaborations=args.collaborations,
        open_hardware=args.open_hardware,
        sidecars=args.sidecars,
        exclusions=tuple(_exclusion(text) for text in args.exclude),
        groups=_groups(args.only) if args.only else DEFAULT_GROUPS,
    )


def _groups(text: str) -> frozenset[Group]:
    from ospo_widgets.scanning.fix.choices import Group

    made = set()
    for name in filter(None, (n.strip() for n in text.split(","))):
        try:
            made.add(Group(name))
        except ValueError:
            raise InputError(words("fix.cli.group", group=name, groups=", ".join(Group))) from None
    return frozenset(made)


def _exclusion(text: str) -> Exclusion:
    from ospo_widgets.scanning.fix.choices import Exclusion

    pattern, equals, reason = text.partition("=")
    if not equals:
        raise InputError(words("fix.cli.exclude", text=text))
    return Exclusion(pattern, reason)


def _of_answers(path: Path) -> dict[str, str]:
    """Licence of each part from an answers file: chosen there, else advised."""
    from ospo_widgets.api import advise, read_answers

    recommendation = advise(read_answers(path))
    return {p.part.id: str(p.chosen) for p in recommendation.parts if p.chosen}
