# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo catalogue``: the entry of a catalogue, filled from a scan."""

from __future__ import annotations

import argparse
import sys

from ospo_widgets.cli.ask import pairs
from ospo_widgets.cli.codes import CONDITION_FAILED, OK
from ospo_widgets.cli.output import STDOUT, add_command, emit
from ospo_widgets.cli.texts import bullet
from ospo_widgets.errors import InputError
from ospo_widgets.wording import plural, words

_DETAILS = """\
The project is scanned; what the scan does not tell stands in the file as a comment, and is listed.
Lists take one value a line: --set tags=$'tracking\\nphysics'; tags may be divided by commas.

Example:
  ospo catalogue . --format software --set responsible=trackfit-support@cern.ch --set tags=tracking
  ospo catalogue ./board --format ohwr --set website=https://gitlab.cern.ch/be/x --output .ohwr.yaml

Exit codes:
  0    the entry is complete
  1    the entry is written, and something in it is open or wrong
  2    the project cannot be scanned, or an option cannot be used
  130  stopped by Ctrl-C
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(commands, "catalogue", "Write the entry of a catalogue.", details=_DETAILS)
    parser.add_argument(
        "target", metavar="FOLDER", nargs="?", default=".", help="what ospo scan takes; default: ."
    )
    parser.add_argument(
        "--format",
        choices=("software", "ohwr"),
        default="software",
        help="software catalogue, or .ohwr.yaml of the Open Hardware Repository",
    )
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="a field that the scan does not tell, or tells otherwise; may be given several times",
    )
    parser.add_argument(
        "--output", metavar="FILE", default=STDOUT, help="write here; “-” is standard output"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Scan, fill, judge and write."""
    from ospo_widgets.api import scan
    from ospo_widgets.api.letters import catalogue_entry
    from ospo_widgets.office.catalogues import catalogue_of
    from ospo_widgets.office.entries import entry_problems, entry_text, typed

    form = catalogue_of(args.format)
    given = pairs(args.set)
    for name in given:
        field = form.field(name)
        if field is None or not field.in_file:
            key = "not_in_file" if field else "no_field"
            raise InputError(words(f"office.cli.{key}", field=name[:40]))
    values = {name: typed(form, name, text) for name, text in given.items()}
    result = scan(args.target, history="none")
    entry = catalogue_entry(result, args.format, values)
    emit(entry_text(form, entry), args.output)
    found = entry_problems(form, entry)
    wrong = [problem for problem in found if not problem.advice]
    if wrong:
        _say(plural("office.cli.open", len(wrong)))
    for problem in found:
        _say("\n".join(bullet(problem.text(form))))
    return CONDITION_FAILED if wrong else OK


def _say(text: str) -> None:
    print(text, file=sys.stderr)
