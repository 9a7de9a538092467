# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge matrix``: a newer matrix of OSADL as a file of knowledge."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import STDOUT, add_command, emit
from ospo_widgets.errors import InputError

_DETAILS = """\
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
    matrix = add_command(
        commands,
        "matrix",
        "Convert the matrix that OSADL publishes into a file of knowledge.",
        details=_DETAILS,
    )
    matrix.add_argument("file", metavar="FILE", type=Path, help="matrix.json of OSADL")
    matrix.add_argument(
        "--output", metavar="FILE", default=STDOUT, help="write here; “-” is standard output"
    )
    matrix.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
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
