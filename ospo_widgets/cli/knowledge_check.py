# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge check``: is what the office knows in good order?"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ospo_widgets.cli.codes import CONDITION_FAILED, OK, WRONG_INPUT
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
)
from ospo_widgets.errors import InputError
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir, overlay_dir
from ospo_widgets.wording import number, plural, words

_DETAILS = """\
Each problem is one line, “file:line: what is wrong”, as editors and CI read it. Warnings say what
to look at: days of review to come, sources without address and clause, rows to which nothing
refers, texts without translation.

Example:
  ospo knowledge check
  ospo knowledge check ./our-laboratory --strict

Exit codes:
  0    no problem
  1    warnings, with --strict
  2    problems, or the folder cannot be read
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    check = add_command(
        commands, "check", "Check a folder of knowledge and name file and line.", details=_DETAILS
    )
    check.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        help=f"default: the folder of ${OVERLAY_VARIABLE}, else what ships with the package",
    )
    check.add_argument("--strict", action="store_true", help="fail on warnings too, with code 1")
    add_answer_options(check, ("text", "json"))
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check and print."""
    from ospo_widgets.knowledge.checking import checked_folder

    folder: Path = args.folder or overlay_dir() or data_dir()
    if not folder.is_dir():
        raise InputError(f"“{folder}” is no folder. Nothing was checked.")
    found = checked_folder(folder, on=date.today())
    if chosen_format(args) == "json":
        emit_json(
            {
                "folder": str(folder),
                "problems": [
                    {"file": str(p.file), "line": p.line, "message": p.message}
                    for p in found.problems
                ],
                "warnings": [
                    {"file": w.file, "line": w.line, "kind": w.kind, "message": w.message}
                    for w in found.warnings
                ],
                "translated": [
                    {"language": t.language, "kind": t.kind, "texts": t.texts, "missing": t.missing}
                    for t in found.translated
                ],
            },
            args.output,
        )
    else:
        lines = [one_line(f"{p.file}:{p.line}: {p.message}") for p in found.problems]
        lines += [
            one_line(f"{w.file}:{w.line}: {words('knowledge.check.warning', text=w.message)}")
            for w in found.warnings
        ]
        lines += [
            words(
                "knowledge.check.translated",
                language=t.language,
                kind=t.kind,
                done=number(t.texts - t.missing),
                total=number(t.texts),
            )
            for t in found.translated
            if t.missing
        ]
        if found.warnings:
            lines.append(plural("knowledge.check.warnings", len(found.warnings)))
        lines.append(
            plural("knowledge.check.problems", len(found.problems))
            if found.problems
            else words("knowledge.check.good", folder=folder)
        )
        emit("\n".join(lines), args.output)
    if found.problems:
        return WRONG_INPUT
    return CONDITION_FAILED if args.strict and found.warnings else OK
