# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo compatible``: may one licence be used in a work under another?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import reason_lines
from ospo_widgets.project import Use
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.licensing.model import Verdict

_DETAILS = """\
The answer is yes, conditional, no or unknown, with reasons and their sources.
Unknown never counts as yes.

Example:
  ospo compatible LGPL-3.0-only --into Apache-2.0 --use dynamic-link
  ospo compatible "MIT OR GPL-2.0-only" --into Apache-2.0 --format json

Exit codes:
  0    the answer is there, whatever it says
  2    a licence or the use is not known
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "compatible",
        "Say whether something under one licence may be used in a work under another.",
        details=_DETAILS,
    )
    parser.add_argument("inbound", metavar="INBOUND", help="SPDX expression of what is used")
    parser.add_argument(
        "--into", required=True, metavar="OUTBOUND", help="SPDX expression of what uses it"
    )
    parser.add_argument(
        "--use",
        choices=[str(use) for use in Use],
        default=str(Use.DYNAMIC_LINK),
        metavar="RELATION",
        help="how it is used, default %(default)s; one of: " + ", ".join(Use),
    )
    add_answer_options(parser, ("text", "json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Decide and print."""
    from ospo_widgets.api import compatible

    verdict = compatible(args.inbound, args.into, args.use)
    if chosen_format(args) == "json":
        emit_json(verdict.to_json(), args.output)
    else:
        emit(_text(verdict), args.output)
    return OK


def _text(verdict: Verdict) -> str:
    lines = [
        words(
            f"cli.compatible.{verdict.answer}",
            inbound=verdict.inbound,
            outbound=verdict.outbound,
            use=words(f"cli.use.{verdict.use}"),
        )
    ]
    if verdict.whole:
        lines.append(words("cli.compatible.whole", license=verdict.whole))
    if verdict.conditions:
        lines += ["", words("cli.compatible.conditions")]
        lines += [f"  - {condition}" for condition in verdict.conditions]
    if verdict.reasons:
        lines += ["", words("cli.because")]
        for reason in verdict.reasons:
            lines += reason_lines(reason)
    lines += ["", words("cli.not_legal_opinion")]
    return "\n".join(lines)
