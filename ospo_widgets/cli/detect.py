# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo detect``: which licences single files state, and where."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from ospo_widgets.scanning.detection import Detection
    from ospo_widgets.scanning.detection.second_opinion import Opinion

MAX_BYTES = 8 << 20
"""Bytes of a file that are looked at."""
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
    contents: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for path in args.files:
        try:
            contents[path] = _content(path)
        except OSError as error:
            problems[path] = error.strerror or type(error).__name__
    found = _detections(contents)
    opinions: dict[str, Opinion] = {}
    if args.second_opinion and contents:
        from ospo_widgets.scanning.detection.second_opinion import second_opinions

        opinions = second_opinions(contents, kept=args.opinions)
    if chosen_format(args) == "json":
        rows = [_row(path, found, problems, opinions) for path in dict.fromkeys(args.files)]
        emit_json(rows, args.output)
    else:
        lines = [
            line
            for path in dict.fromkeys(args.files)
            for line in _lines(path, found, problems, opinions)
        ]
        emit("\n".join(lines), args.output)
    return WRONG_INPUT if problems else OK


def _content(path: str) -> bytes:
    """The beginning of a regular file, or of standard input.

    Raises:
        OSError: It cannot be read, or it is no regular file.
    """
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES)
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind = "folder" if stat.S_ISDIR(mode) else "special"
        raise OSError(0, words(f"detection.error.{kind}"))
    with os.fdopen(handle, "rb") as stream:
        return stream.read(MAX_BYTES)


def _detections(contents: dict[str, bytes]) -> dict[str, Detection]:
    from ospo_widgets.scanning.detection import detect_bytes

    return {path: detect_bytes(data, Path(path).name) for path, data in contents.items()}


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _row(
    path: str,
    found: dict[str, Detection],
    problems: dict[str, str],
    opinions: dict[str, Opinion],
) -> dict[str, Any]:
    if path in problems:
        nothing: dict[str, Any] = {"ids": [], "expression": None, "evidence": []}
        return {"path": _shown(path), **nothing, "error": problems[path]}
    row: dict[str, Any] = {"path": _shown(path), **found[path].to_json()}
    if path in opinions:
        row["second_opinion"] = {
            **opinions[path].to_json(),
            "agrees": agrees(found[path].ids, opinions[path].ids),
        }
    return row


def agrees(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether both name the same licences; “or later” is not looked at."""

    def family(ids: tuple[str, ...]) -> set[str]:
        return {i.removesuffix("-only").removesuffix("-or-later") for i in ids}

    return family(ours) == family(theirs)


def _lines(
    path: str,
    found: dict[str, Detection],
    problems: dict[str, str],
    opinions: dict[str, Opinion],
) -> list[str]:
    name = one_line(_shown(path))
    if path in problems:
        return [words("detection.file", path=name, license=one_line(problems[path]))]
    detection = found[path]
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
    if path in opinions:
        opinion = opinions[path]
        key = "same" if agrees(detection.ids, opinion.ids) else "other"
        said = one_line(opinion.problem or opinion.expression or none)
        lines.append("  " + words(f"detection.scancode.{key}", license=said))
    return lines
