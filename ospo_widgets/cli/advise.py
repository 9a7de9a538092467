# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo advise``: from answers to a licence for each part, with sheet, mail and release kit."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK, ON_HOLD
from ospo_widgets.cli.kit import STDIN, add_rights, store
from ospo_widgets.cli.output import (
    STDOUT,
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
    write_file,
)
from ospo_widgets.cli.texts import bullet, columns, reason_lines
from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.answers import AnswerFile
    from ospo_widgets.advice.model import Candidate, PartAdvice, Recommendation
    from ospo_widgets.cli.papers import Papers
    from ospo_widgets.knowledge import Policy
    from ospo_widgets.office.contacts import Contact

_DETAILS = """\
The answers file is the one that the advisor saves (ospo-answers.json).
The kit holds licence texts, REUSE.toml, headers, a README paragraph and the decision record.

Example:
  ospo advise --questions
  ospo advise --answers ospo-answers.json
  ospo advise --answers ospo-answers.json --sheet sheet.pdf --asked-by "The maintainer"
  ospo advise --answers ospo-answers.json --mail question.eml --question "May we start?"
  ospo advise --answers ospo-answers.json --kit kit.zip --holder CERN --year 2026

Exit codes:
  0    advice was given; open points may remain, they are listed
  2    the file cannot be read, an answer is unknown, two answers contradict each other, or a
       PDF is not possible here; nothing was written
  3    a hold: no licence is named and no kit is made until the named office was asked; sheet and
       mail are written and say whom to ask
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "advise", "Name a licence for each part, with reasons.", details=_DETAILS
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--answers", metavar="FILE", help="answers file; “-” is standard input")
    what.add_argument(
        "--questions", action="store_true", help="list the questions, their ids and options"
    )
    parser.add_argument("--policy", metavar="ID", help="policy profile; default: the file's own")
    add_answer_options(parser, ("text", "json"))
    sheet = parser.add_argument_group("sheet for the group leader, and mail to the office")
    sheet.add_argument(
        "--sheet", metavar="OUT", help="write the sheet: a file ending in .html, .pdf, .md or .json"
    )
    sheet.add_argument(
        "--asked-by", metavar="ROLE", default="", help="role of who asks, never a name"
    )
    sheet.add_argument(
        "--date", metavar="YYYY-MM-DD", type=_day, help="day of the sheet; default: today"
    )
    sheet.add_argument(
        "--mail", metavar="OUT.eml", help="write a draft to the office with all files attached"
    )
    sheet.add_argument("--question", metavar="TEXT", default="", help="what to ask the office")
    sheet.add_argument("--sender", metavar="ADDRESS", default="", help="your mail address")
    kit = parser.add_argument_group("release kit")
    kit.add_argument("--kit", metavar="OUT", help="write the kit: a new zip file or a folder")
    add_rights(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Advise and print; write sheet, mail and kit when they are asked for."""
    as_json = chosen_format(args) == "json"
    if args.questions:
        from ospo_widgets.advice.answers import DEFAULT_POLICY
        from ospo_widgets.cli.questions import questions_json, questions_text

        policy = args.policy or DEFAULT_POLICY
        if as_json:
            emit_json(questions_json(policy), args.output)
        else:
            emit(questions_text(policy), args.output)
        return OK

    from ospo_widgets.api import advise
    from ospo_widgets.cli.papers import Papers, check_names
    from ospo_widgets.knowledge import load_knowledge

    if args.kit == STDOUT:
        raise InputError(words("kit.cli.stdout"))
    check_names(args)
    answers = _answers(args.answers)
    recommendation = advise(answers, policy=args.policy)
    policy_profile = load_knowledge().policies[recommendation.policy]
    papers = Papers(recommendation, args)
    files = papers.files()
    if as_json:
        emit_json(papers.json(), args.output)
    else:
        emit(recommendation_text(recommendation, policy_profile), args.output)
    for name, content in files.items():
        write_file(Path(name), content)
        print(words("cli.advise.written", path=name), file=sys.stderr)
    if args.kit:
        _write_kit(Path(args.kit), papers)
    return ON_HOLD if recommendation.holds else OK


def _answers(path: str) -> AnswerFile:
    from ospo_widgets.api import read_answers

    return read_answers(sys.stdin.buffer if path == STDIN else path)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(words("cli.advise.no_day", text=text)) from None


def _write_kit(target: Path, papers: Papers) -> None:
    kit = papers.kit
    store(kit, target)
    print(words("cli.advise.kit_written", path=target), file=sys.stderr)
    if kit.note:
        print(kit.note, file=sys.stderr)


def recommendation_text(advice: Recommendation, policy: Policy) -> str:
    """The advice as text: holds first, then each part, then open points."""
    lines = []
    if advice.holds:
        lines += [words("cli.advise.hold")]
        for hold in advice.holds:
            lines += [*bullet(hold.text), *_ask(hold.ask)]
        lines.append("")
    for part in advice.parts:
        lines += [*_part_lines(part, advice), ""]
    if advice.open_points:
        lines.append(words("cli.advise.open_points"))
        for point in advice.open_points:
            lines += [*bullet(point.text), *_ask(point.ask)]
        lines.append("")
    if not advice.complete:
        lines += [words("cli.advise.incomplete"), *_open_lines(advice), ""]
    lines.append(
        words("cli.advise.basis", policy=policy.name, date=advice.knowledge_date.isoformat())
    )
    lines.append(words("cli.not_legal_opinion"))
    return "\n".join(lines)


def _open_lines(advice: Recommendation) -> list[str]:
    from ospo_widgets.cli.questions import open_questions

    return columns([(step.key, step.text) for step in open_questions(advice)])


def _part_lines(advice: PartAdvice, whole: Recommendation) -> list[str]:
    part = advice.part
    material = words(f"cli.material.{part.material}")
    lines = [words("cli.advise.part", name=one_line(part.name), material=material)]
    for candidate in advice.candidates:
        lines += _candidate_lines(candidate, chosen=candidate.license.id == advice.chosen)
    if not advice.candidates and not whole.holds:
        lines.append("  " + words("cli.advise.none"))
    return [*lines, *_handed_out_lines(advice, whole), *_excluded_lines(advice)]


def _handed_out_lines(advice: PartAdvice, whole: Recommendation) -> list[str]:
    """What is handed out, when it is not simply the licence of the source, and what frees it."""
    from ospo_widgets.advice.changes import what_frees

    effective = advice.effective
    if effective is None or effective.expression == advice.chosen:
        return []
    if effective.expression is None:
        lines = ["  " + words("cli.advise.nothing_fits")]
    else:
        lines = ["  " + words("cli.advise.effective", license=effective.expression)]
    for reason in effective.because:
        lines += reason_lines(reason, indent=4)
    if effective.without_optional:
        without = words("cli.advise.without_optional", license=effective.without_optional)
        lines.append("  " + without)
    changes = what_frees(whole, advice.part.id)
    lines += ["  " + words("cli.advise.frees")] if changes else []
    for change in changes:
        lines += bullet(change.text, indent=4)
    return lines


def _excluded_lines(advice: PartAdvice) -> list[str]:
    """Licences ruled out; those with the same reasons share a line."""
    by_reason: dict[str, list[str]] = {}
    for excluded in advice.excluded:
        why = " ".join(reason.text for reason in excluded.reasons)
        by_reason.setdefault(why, []).append(excluded.license.id)
    lines = ["  " + words("cli.advise.excluded")] if by_reason else []
    for why, names in by_reason.items():
        lines += bullet(f"{', '.join(names)}{words('common.colon')}{why}", indent=4)
    return lines


def _candidate_lines(candidate: Candidate, *, chosen: bool) -> list[str]:
    marks = [] if candidate.answer == "yes" else [words(f"cli.advise.{candidate.answer}")]
    marks += [words("cli.advise.chosen")] if chosen else []
    lines = [f"  {candidate.rank}. {candidate.license.id} {' '.join(marks)}".rstrip()]
    for condition in candidate.conditions:
        lines += bullet(words("cli.advise.condition", condition=condition), indent=5)
    for reason in candidate.reasons:
        lines += reason_lines(reason, indent=5)
    return lines


def _ask(contact: Contact | None) -> list[str]:
    """Who to ask, as a role and an address; nothing when nobody in particular is named."""
    if contact is None or not contact.name:
        return []
    who = ", ".join(filter(None, (contact.name, contact.address)))
    return bullet(words("cli.advise.ask", who=who), indent=4, mark=">")
