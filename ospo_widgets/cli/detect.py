# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo detect``: which licences single files state, and where."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK, WRONG_INPUT
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
)
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.detection.asked import Asked
    from ospo_widgets.scanning.detection.second_opinion import Opinion

STDIN = "-"

_DETAILS = """\
Nothing of the files is run or changed, and nothing uses the network.

A second opinion comes from ScanCode, when it is installed (on PATH, or named by OSPO_SCANCODE).
It takes 1.5 GB of memory and about 0.7 s of a processor for each file, and several seconds to
start. With --opinions FOLDER its answers are kept by the content of the files.

Example:
  ospo detect LICENSE src/*.c
  ospo detect README.md --format json
  git show HEAD:COPYING | ospo detect -
  ospo detect src/fft.c --second-opinion scancode --opinions ~/.cache/ospo-scancode

Exit codes:
  0    all files were read, with or without a licence
  2    a file cannot be read; the others are answered
  130  stopped by Ctrl-C
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "detect", "Tell which licences files state, and where.", details=_DETAILS
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="files; “-” is standard input")
    add_answer_options(parser, ("text", "json"))
    parser.add_argument(
        "--second-opinion",
        choices=("scancode",),
        help="also ask ScanCode, if it is installed: gigabytes of memory, 0.7 s a file",
    )
    parser.add_argument(
        "--opinions", metavar="FOLDER", type=Path, help="keep answers of ScanCode here"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Detect and print."""
    from ospo_widgets.scanning.detection.asked import MAX_BYTES, detect_contents, read_files

    contents, problems = read_files(path for path in args.files if path != STDIN)
    if STDIN in args.files:
        contents[STDIN] = sys.stdin.buffer.read(MAX_BYTES)
    opinions: dict[str, Opinion] = {}
    if args.second_opinion and contents:
        from ospo_widgets.scanning.detection.second_opinion import second_opinions

        opinions = second_opinions(contents, kept=args.opinions)
    found = detect_contents(contents, problems, opinions, args.files)
    if chosen_format(args) == "json":
        emit_json(found.to_json(), args.output)
    else:
        emit("\n".join(line for file in found for line in _lines(file)), args.output)
    return WRONG_INPUT if problems else OK


def _lines(file: Asked) -> list[str]:
    from ospo_widgets.scanning.detection.asked import agrees

    name = one_line(file.shown)
    if file.error:
        return [words("detection.file", path=name, license=one_line(file.error))]
    detection = file.detection
    none = words("detection.none")
    lines = [words("detection.file", path=name, license=detection.expression or none)]
    for match in detection.evidence:
        kind = words(f"detection.kind.{match.kind}")
        lines.append(
            "  "
            + words(
                "detection.place",
                line=match.line,
                kind=kind,
                license=match.expression,
                confidence=match.confidence,
                text=one_line(match.text),
            )
        )
    if file.opinion is not None:
        opinion = file.opinion
        key = "same" if agrees(detection.ids, opinion.ids) else "other"
        said = one_line(opinion.problem or opinion.expression or none)
        lines.append("  " + words(f"detection.scancode.{key}", license=said))
    return lines
