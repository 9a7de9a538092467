# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo ask``: a letter to the office, as a draft for a mail program, or sent."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import STDOUT, add_command, emit, one_line, write_file
from ospo_widgets.cli.texts import bullet
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.office.letter import Attachment, Letter
    from ospo_widgets.office.requests import Kind

STDIN = "-"
MAIL_ENDING = ".eml"

_DETAILS = """\
Without --output and --send the letter is shown and nothing is written. What you name with --attach,
--name and --address goes along; nothing else does.

--send needs a mail server (OSPO_SMTP_HOST and others, see docs/administrators.md) and writes to the
offices of the policy profile only.

Example:
  ospo ask --kinds
  ospo ask --kind licence --subject trackfit --text question.txt --output letter.eml
  ospo ask --kind cla --subject SciPy --set signs=person --text - --attach cla.pdf --output cla.eml
  ospo ask --kind release --subject trackfit --attach scan.json --address ada@cern.ch --send

Exit codes:
  0    the letter is written, shown or sent
  2    something is missing or wrong, or it was not sent
  130  stopped by Ctrl-C
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(commands, "ask", "Write a letter to the office.", details=_DETAILS)
    parser.add_argument("--kinds", action="store_true", help="list the kinds and their fields")
    parser.add_argument("--kind", metavar="KIND", default="licence", help="default: licence")
    parser.add_argument("--subject", metavar="TEXT", default="", help="name of the project")
    parser.add_argument(
        "--text", metavar="FILE", help="the question, from a file; “-” is standard input"
    )
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="any field of the kind; may be given several times",
    )
    parser.add_argument(
        "--attach",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a file that goes along; may be given several times",
    )
    parser.add_argument("--name", metavar="NAME", default="", help="your name")
    parser.add_argument("--address", metavar="ADDRESS", default="", help="where the answer goes")
    parser.add_argument("--policy", metavar="ID", default="cern-current", help="policy profile")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--output", metavar="OUT.eml", help="write a draft for a mail program")
    where.add_argument("--send", action="store_true", help="send it through the mail server")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write, show or send the letter."""
    if args.kinds:
        emit(_kinds())
        return OK
    if args.output and Path(args.output).suffix.lower() != MAIL_ENDING:
        raise InputError(words("office.cli.ending", path=one_line(args.output)))
    letter = _letter(args)
    to = ", ".join(letter.to)
    if args.send:
        from ospo_widgets.api.letters import send_letter

        receipt = send_letter(letter, args.policy)
        emit(words("office.cli.sent", number=receipt.number, to=", ".join(receipt.to)))
        if receipt.refused:
            _note(words("office.cli.refused", to=", ".join(receipt.refused)))
    elif args.output:
        write_file(Path(args.output), letter.eml_bytes())
        shown = one_line(args.output)
        _note(words("office.cli.written", number=letter.number, to=to, path=shown))
    else:
        emit(letter.text(), STDOUT)
    return OK


def _letter(args: argparse.Namespace) -> Letter:
    from ospo_widgets.api.letters import ask_office
    from ospo_widgets.office.requests import kind_of

    form = kind_of(args.kind)
    fields = pairs(args.set)
    if args.subject:
        fields[_first(form, "line", "no_subject")] = args.subject
    if args.text:
        fields[_first(form, "text", "no_text")] = _text(args.text)
    return ask_office(
        args.kind,
        fields,
        attachments=[_attached(path) for path in args.attach],
        name=args.name,
        address=args.address,
        policy=args.policy,
    )


def pairs(given: list[str]) -> dict[str, str]:
    """Values by field from options such as ``FIELD=VALUE``.

    Raises:
        InputError: One has another form.
    """
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise InputError(words("office.cli.pair", text=one_line(text)[:60]))
        found[name] = value
    return found


def _first(form: Kind, shape: str, key: str) -> str:
    """The first field of a shape."""
    for field in form.fields:
        if field.shape == shape:
            return field.id
    raise InputError(words(f"office.cli.{key}", kind=form.id))


def _text(name: str) -> str:
    from ospo_widgets.office.requests import MAX_TEXT

    if name == STDIN:
        return sys.stdin.buffer.read(4 * MAX_TEXT).decode("utf-8", "replace")
    return _read(Path(name), 4 * MAX_TEXT).decode("utf-8", "replace")


def _attached(path: Path) -> Attachment:
    from ospo_widgets.office.letter import MAX_LETTER, attachment, media_type, neutral_name

    name = neutral_name(path.name)
    if not media_type(name):
        raise InputError(words("office.cli.programs", path=one_line(path.name)))
    return attachment(name, _read(path, MAX_LETTER + 1), holds=words("office.holds.file"))


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        why = error.strerror or type(error).__name__
        shown = one_line(path)
        raise InputError(words("office.cli.unreadable", path=shown, why=why)) from None


def _kinds() -> str:
    from ospo_widgets.office.requests import load_kinds

    lines: list[str] = []
    for form in load_kinds().values():
        lines += [f"{form.id}: {words(f'office.kind.{form.id}.title')}"]
        for field in form.fields:
            label = words(f"office.field.{field.id}")
            if field.required:
                label = words("office.cli.needed", field=label)
            if field.options:
                options = ", ".join(field.options)
                label = words("office.cli.one_of", field=label, options=options)
            lines += bullet(f"{field.id}: {label}")
    return "\n".join(lines)


def _note(text: str) -> None:
    print(text, file=sys.stderr)
