# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The program ``ospo``: its commands, and what happens when something goes wrong."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import traceback
import zlib
from collections.abc import Sequence
from types import FrameType
from typing import TextIO

from ospo_widgets import __version__
from ospo_widgets.cli import (
    advise,
    ask,
    catalogue,
    compatible,
    detect,
    fix,
    kit,
    knowledge,
    portfolio,
    practices,
    scan,
    serve,
)
from ospo_widgets.cli.codes import (
    BROKEN_PIPE,
    CONDITION_FAILED,
    DEFECT,
    INTERRUPTED,
    OK,
    TERMINATED,
    WRONG_INPUT,
)
from ospo_widgets.errors import OspoError

DEBUG_VARIABLE = "OSPO_DEBUG"
"""Environment variable that asks for tracebacks, as ``--debug`` does."""

_DESCRIPTION = "Licence advice, repository scan and portfolio of an open source program office."

_EPILOG = """\
Example:
  ospo scan ./my-project
  ospo compatible LGPL-3.0-only --into Apache-2.0 --use dynamic-link
  ospo COMMAND --help

Exit codes:
  0    the answer is there
  1    the answer fails a condition that you set (ospo scan --fail-on)
  2    the input cannot be used
  3    a hold: talk to the named office first
  70   a defect of this program
  130  stopped by Ctrl-C
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser of the program with all its commands."""
    parser = argparse.ArgumentParser(
        prog="ospo",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ospo {__version__}")
    parser.add_argument(
        "--debug", action="store_true", help="show the traceback when something goes wrong"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for module in (
        serve,
        advise,
        kit,
        scan,
        detect,
        fix,
        compatible,
        practices,
        portfolio,
        ask,
        catalogue,
        knowledge,
    ):
        module.add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Arguments without the program's name; by default those of the process.

    Returns:
        Exit code; see ``ospo --help``.
    """
    _never_fail_to_print(sys.stdout, sys.stderr)
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help(sys.stderr)
        return WRONG_INPUT
    debug = args.debug or os.environ.get(DEBUG_VARIABLE, "") not in {"", "0"}
    _stop_cleanly_on_sigterm()
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except OspoError as error:
        if debug:
            traceback.print_exc()
        _say(str(error))
        # 1 is kept for conditions that the caller set.
        return DEFECT if error.exit_code == CONDITION_FAILED else error.exit_code
    except KeyboardInterrupt:
        _say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (for example “head”) has enough. Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            traceback.print_exc()
        hint = "" if debug else " Run it again with --debug and send us what it prints."
        _say(f"This step did not work. Number {error_number(error)}.{hint}")
        return DEFECT
    return code if code is not None else OK


def error_number(error: BaseException) -> str:
    """Short number of a defect; the same defect at the same place has the same number."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    name = f"{type(error).__name__}:{place.name if place else ''}:{place.lineno if place else 0}"
    return f"E-{zlib.crc32(name.encode()) & 0xFFFF:04X}"


def _say(sentence: str) -> None:
    print(f"ospo: {sentence}", file=sys.stderr)


def _never_fail_to_print(*streams: TextIO) -> None:
    """File names and quotation marks that a terminal cannot show become escapes, not errors."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _stop_cleanly_on_sigterm() -> None:
    """Let ``finally`` blocks run, so that unpacked archives and clones are removed."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(TERMINATED)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
