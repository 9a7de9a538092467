# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge review``: what is due, and that somebody has looked at a row."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
    write_file,
)
from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import day, plural, words

LIMIT = 20

_DETAILS = """\
Without ROW it lists what is due, first what most depends on; data/review.yaml says after how many
months. With ROW it writes the day into the row's file and changes nothing else in it. With
--overlay a row of ours is copied into that folder first.

Example:
  ospo knowledge review
  ospo knowledge review licenses/Apache-2.0 --on 2027-01-31 --confidence text

Exit codes:
  0    listed, or written
  2    there is no such row, or it cannot be changed without losing a comment
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    review = add_command(
        commands, "review", "List rows to review, or note that one was.", details=_DETAILS
    )
    review.add_argument("row", metavar="ROW", nargs="?", help="for example licenses/Apache-2.0")
    review.add_argument(
        "--on", metavar="DATE", type=_day, help="day of the review (default: today)"
    )
    review.add_argument(
        "--confidence", metavar="NAME", default="", help="text, excerpt, packager or memory"
    )
    review.add_argument(
        "--overlay", metavar="FOLDER", type=Path, help="change it here (default: $OSPO_DATA_DIR)"
    )
    review.add_argument(
        "--limit", metavar="N", type=int, default=LIMIT, help=f"rows to list (default: {LIMIT})"
    )
    add_answer_options(review, ("text", "json"))
    review.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2027-01-31") from None


def run(args: argparse.Namespace) -> int:
    """List or write."""
    overlay: Path | None = args.overlay or overlay_dir()
    if overlay is not None and not overlay.is_dir():
        raise InputError(f"“{overlay}” is no folder. Nothing was changed.")
    on = args.on or date.today()
    if args.row:
        return _write(args, overlay, on)
    return _list(args, overlay, on)


def _write(args: argparse.Namespace, overlay: Path | None, on: date) -> int:
    from ospo_widgets.knowledge.drafts import reviewed_draft
    from ospo_widgets.knowledge.source_rows import read_shelf

    draft = reviewed_draft(read_shelf(data_dir(), overlay), args.row, on, args.confidence)
    if not draft.changed:
        emit(words("knowledge.review.same", key=args.row), args.output)
        return OK
    draft.path.parent.mkdir(parents=True, exist_ok=True)
    # The bytes are the file's own, line ends included.
    write_file(draft.path, draft.after.encode("utf-8"))
    emit(words("knowledge.review.changed", file=draft.path, key=args.row, day=day(on)), args.output)
    return OK


def _list(args: argparse.Namespace, overlay: Path | None, on: date) -> int:
    from ospo_widgets.knowledge.review import read_terms, review_list
    from ospo_widgets.knowledge.source_rows import read_shelf
    from ospo_widgets.knowledge.usage import usage_of

    shelf = read_shelf(data_dir(), overlay)
    terms = read_terms(data_dir(), overlay)
    every = review_list(shelf, usage_of(shelf), terms, on=on)
    due = [one for one in every if one.is_due(on)]
    shown = due[: max(args.limit, 0)]
    if chosen_format(args) == "json":
        emit_json(
            {
                "on": on.isoformat(),
                "due": len(due),
                "rows": [
                    {
                        "row": one.row.key,
                        "file": one.row.file,
                        "line": one.row.line,
                        "checked": one.checked.isoformat(),
                        "due": one.due.isoformat(),
                        "confidence": one.row.confidence,
                        "used_by": one.weight,
                    }
                    for one in shown
                ],
            },
            args.output,
        )
        return OK
    lines = [
        one_line(
            words(
                "knowledge.review.line",
                where=one.row.where,
                key=one.row.key,
                checked=one.checked.isoformat(),
                confidence=one.row.confidence or words("knowledge.review.unsaid"),
                due=one.due.isoformat(),
                used=plural("knowledge.review.used", one.weight),
            )
        )
        for one in shown
    ]
    if len(due) > len(shown):
        lines.append(plural("knowledge.review.more", len(due) - len(shown)))
    if due:
        lines.append(plural("knowledge.review.due", len(due)))
    elif every:
        lines.append(words("knowledge.review.none", day=day(min(one.due for one in every))))
    emit("\n".join(lines), args.output)
    return OK
