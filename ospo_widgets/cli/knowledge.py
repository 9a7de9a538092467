# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge check``: is what the office knows in good order?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ospo_widgets.cli.codes import OK, WRONG_INPUT
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
from ospo_widgets.wording import plural, words

_DETAILS = """\
Each problem is one line, “file:line: what is wrong”, as editors and CI read it.

Example:
  ospo knowledge check
  ospo knowledge check ./our-laboratory

Exit codes:
  0    no problem
  2    problems, or the folder cannot be read
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    summary = "Look after the knowledge: licences, verdicts, policies, questions."
    parser = add_command(commands, "knowledge", summary, details=_DETAILS)
    inner = parser.add_subparsers(title="commands", metavar="check", required=True, dest="what")
    check = add_command(
        inner, "check", "Check a folder of knowledge and name file and line.", details=_DETAILS
    )
    check.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        help=f"default: the folder of ${OVERLAY_VARIABLE}, else what ships with the package",
    )
    add_answer_options(check, ("text", "json"))
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check and print."""
    from ospo_widgets.knowledge import check_folder

    folder: Path = args.folder or overlay_dir() or data_dir()
    if not folder.is_dir():
        raise InputError(f"“{folder}” is no folder. Nothing was checked.")
    problems = check_folder(folder)
    if chosen_format(args) == "json":
        listed = [{"file": str(p.file), "line": p.line, "message": p.message} for p in problems]
        emit_json({"folder": str(folder), "problems": listed}, args.output)
    else:
        lines = [one_line(f"{p.file}:{p.line}: {p.message}") for p in problems]
        end = plural("cli.knowledge.problems", len(problems)) if problems else ""
        emit("\n".join([*lines, end or words("cli.knowledge.good", folder=folder)]), args.output)
    return WRONG_INPUT if problems else OK
