# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge``: is what the office knows in good order, and a newer matrix of OSADL."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ospo_widgets.cli.codes import OK, WRONG_INPUT
from ospo_widgets.cli.output import (
    STDOUT,
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


_MATRIX_DETAILS = """\
OSADL publishes the matrix as JSON, under CC-BY-4.0; several packages carry a copy. What this
prints is the file data/matrices/osadl.yaml: put it there, or into the folder “matrices” of an
overlay.

Example:
  ospo knowledge matrix matrix.json --output data/matrices/osadl.yaml

Exit codes:
  0    converted
  2    the file cannot be read, or is no such matrix
"""

MAX_MATRIX_BYTES = 10_000_000
"""Largest matrix that we read, in bytes; the published one has 0.3 MB."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    summary = "Look after the knowledge: licences, verdicts, policies, questions."
    parser = add_command(commands, "knowledge", summary, details=_DETAILS)
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
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
    matrix = add_command(
        inner,
        "matrix",
        "Convert the matrix that OSADL publishes into a file of knowledge.",
        details=_MATRIX_DETAILS,
    )
    matrix.add_argument("file", metavar="FILE", type=Path, help="matrix.json of OSADL")
    matrix.add_argument(
        "--output", metavar="FILE", default=STDOUT, help="write here; “-” is standard output"
    )
    matrix.set_defaults(run=run_matrix)


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


def run_matrix(args: argparse.Namespace) -> int:
    """Convert and print."""
    from ospo_widgets.knowledge.matrices import osadl_file

    path: Path = args.file
    try:
        if path.stat().st_size > MAX_MATRIX_BYTES:
            raise InputError(
                f"“{path}” has more than {MAX_MATRIX_BYTES:,} bytes. Nothing was converted."
            )
        published = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"“{path}” cannot be read as JSON: {error}. Nothing was converted."
        ) from error
    if not isinstance(published, dict):
        raise InputError(f"“{path}” is no matrix of OSADL. Nothing was converted.")
    emit(osadl_file(published).rstrip("\n"), args.output)
    return OK
