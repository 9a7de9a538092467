# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the commands share: formats, where the answer goes, and text that is safe to print."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.markup import json_text, visible

STDOUT = "-"

_LINE_BREAKS = frozenset("\n\u2028\u2029")

_SUFFIXES = {
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".txt": "text",
    ".sarif": "sarif",
    ".xml": "junit",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".zip": "zip",
}


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    *,
    details: str,
) -> argparse.ArgumentParser:
    """Add a command whose help ends with its example and exit codes.

    Args:
        commands: Where commands are added.
        name: Name of the command.
        summary: One line for the list of commands and the head of the help.
        details: Example and exit codes, printed as they stand.
    """
    parser = commands.add_parser(
        name,
        help=summary[0].lower() + summary[1:].rstrip("."),
        description=summary,
        epilog=details,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show the traceback when something goes wrong",
    )
    return parser


def add_answer_options(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Add ``--format`` and ``--output``; the first format is the default."""
    parser.add_argument(
        "--format",
        choices=formats,
        help=f"default: by the ending of --output, else {formats[0]}",
    )
    parser.add_argument(
        "--output", metavar="FILE", default=STDOUT, help="write here; “-” is standard output"
    )
    parser.set_defaults(formats=tuple(formats))


def chosen_format(args: argparse.Namespace) -> str:
    """The format asked for, else the one that the name of the output says, else the default."""
    if args.format:
        return str(args.format)
    by_name = _SUFFIXES.get(Path(args.output).suffix.lower())
    formats: tuple[str, ...] = args.formats
    return by_name if by_name in formats else formats[0]


def emit(text: str, output: str = STDOUT) -> None:
    """Write an answer to a file or to standard output, ending with one line break.

    Raises:
        InputError: The file cannot be written; what was there before is unchanged.
    """
    text = text.rstrip("\n") + "\n"
    if output == STDOUT:
        sys.stdout.write(text)
    else:
        write_file(Path(output), text.encode("utf-8", "backslashreplace"))


def emit_json(data: object, output: str = STDOUT) -> None:
    """Write plain data as JSON; see :func:`emit`."""
    emit(as_json(data), output)


def as_json(data: object) -> str:
    """Plain data as JSON for people and programs."""
    return json_text(data)


def write_file(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all.

    Raises:
        InputError: It is a folder, its folder is missing, or it cannot be written.
    """
    if path.is_dir():
        raise InputError(f"“{path}” is a folder, not a file. Nothing was written.")
    if not path.parent.is_dir():
        raise InputError(f"The folder “{path.parent}” does not exist. Nothing was written.")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or pipe: there is nothing to replace
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError(f"“{path}” cannot be written: {why}. Nothing was written.") from None


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """The process's mask for new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def one_line(value: object) -> str:
    """A value on one line of a terminal: no control characters, no line breaks of any kind."""
    text = visible(str(value)).replace("\t", " ")
    return "".join(c if c not in _LINE_BREAKS else f"\\u{ord(c):04x}" for c in text)
