# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge diff``: what changed in the knowledge, and what that changes for people."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.cli.codes import CONDITION_FAILED, OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
)
from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.advice.knowledge_effects import Effects
    from ospo_widgets.knowledge.difference import RowChange, State

SHOWN = 200
"""Lines of one list that text and Markdown have; JSON has all."""

_DETAILS = """\
A and B are each a folder of knowledge, an overlay (laid over ours), or a git revision of the folder
of knowledge. Without B it is what is in use now. Nothing is checked out.

Example:
  ospo knowledge diff main
  ospo knowledge diff v0.1.0 HEAD --format markdown --output comment.md
  ospo knowledge diff data ./our-laboratory

Exit codes:
  0    compared; with --fail-on-effects: nobody gets another answer
  1    with --fail-on-effects: somebody gets another answer
  2    one of the two cannot be read
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    diff = add_command(
        commands,
        "diff",
        "Compare two states of the knowledge, and what they say.",
        details=_DETAILS,
    )
    diff.add_argument("before", metavar="A", help="folder, overlay or git revision")
    diff.add_argument("after", metavar="B", nargs="?", help="the same; default: what is in use")
    diff.add_argument(
        "--folder",
        metavar="DIR",
        type=Path,
        help="folder whose revisions are meant",
    )
    diff.add_argument(
        "--cases", metavar="DIR", type=Path, help="more worked cases: a folder of answers files"
    )
    diff.add_argument("--no-effects", action="store_true", help="compare rows only")
    diff.add_argument(
        "--fail-on-effects", action="store_true", help="code 1 when an answer comes out otherwise"
    )
    add_answer_options(diff, ("text", "markdown", "json"))
    diff.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare and print."""
    from ospo_widgets.advice.knowledge_effects import cases_in, effects_of, worked_cases
    from ospo_widgets.knowledge.difference import difference

    with ExitStack() as stack:
        before = _state(args.before, args.folder, stack)
        after = _state(args.after, args.folder, stack)
        shelves = before.shelf(), after.shelf()
        changes = difference(*shelves)
        effects: Effects | None = None
        if not args.no_effects:
            cases = worked_cases(data_dir())
            if args.cases is not None:
                if not args.cases.is_dir():
                    raise InputError(f"“{args.cases}” is no folder. Nothing was compared.")
                cases |= cases_in(args.cases)
            effects = effects_of(before, after, changes, shelves, cases=cases)
    wanted = chosen_format(args)
    if wanted == "json":
        emit_json(_data(before, after, changes, effects), args.output)
    else:
        lines = _lines(before, after, changes, effects, marked=wanted == "markdown")
        emit("\n".join(lines), args.output)
    return CONDITION_FAILED if args.fail_on_effects and effects else OK


def _state(name: str | None, folder: Path | None, stack: ExitStack) -> State:
    from ospo_widgets.knowledge.difference import State, state_of_folder
    from ospo_widgets.knowledge.revisions import folder_at

    if name is None:
        if folder is not None:
            return state_of_folder(folder, data_dir())
        overlay = overlay_dir()
        return State(str(overlay or data_dir()), data_dir(), overlay)
    if Path(name).is_dir():
        return state_of_folder(Path(name), data_dir())
    read = folder or data_dir()
    held = stack.enter_context(folder_at(name, read))
    found = state_of_folder(held, data_dir())
    return State(name, found.base, found.overlay)


def _lines(
    before: State,
    after: State,
    changes: Sequence[RowChange],
    effects: Effects | None,
    *,
    marked: bool,
) -> list[str]:
    head = words("knowledge.diff.title", before=before.name, after=after.name)
    lines = [f"## {_plain(head)}" if marked else one_line(head), ""]
    counts = {what: sum(c.what == what for c in changes) for what in _WHATS}
    if changes:
        lines.append(words("knowledge.diff.rows", **{w: number(n) for w, n in counts.items()}))
    else:
        lines.append(words("knowledge.diff.same"))
    lines += ["", *_cut([line for change in changes for line in _row(change)], marked)]
    title = words("knowledge.diff.effects")
    lines += ["", f"### {title}" if marked else title, ""]
    if effects is None:
        return [*lines, words("knowledge.diff.not_asked")]
    return [*lines, *_effects(effects, marked)]


_WHATS = ("added", "removed", "changed")


def _row(change: RowChange) -> Iterator[tuple[int, str]]:
    """Lines with how deep they stand."""
    from ospo_widgets.knowledge.difference import shown

    told = words(f"knowledge.diff.row.{change.what}", key=change.key)
    if change.only_review:
        told = f"{told} ({words('knowledge.diff.review_only')})"
    yield 0, told
    for field in change.fields:
        yield (
            1,
            words(
                "knowledge.diff.field",
                field=field.field,
                before=shown(field.before),
                after=shown(field.after),
            ),
        )


def _effects(effects: Effects, marked: bool) -> list[str]:
    asked = words(
        "knowledge.diff.asked",
        pairs=number(effects.pairs),
        uses=number(_uses()),
        cases=number(effects.asked),
    )
    if effects.cut:
        asked = f"{asked} {words('knowledge.diff.cut')}"
    if not effects:
        return [words("knowledge.diff.nothing"), asked]
    lines = [asked]
    if effects.cases:
        lines += ["", plural("knowledge.diff.cases", len(effects.cases)), ""]
        lines += _cut([(0, case_line(change)) for change in effects.cases], marked)
    if effects.verdicts:
        lines += ["", plural("knowledge.diff.verdicts", len(effects.verdicts)), ""]
        lines += _cut([(0, verdict_line(change)) for change in effects.verdicts], marked)
    return lines


def _uses() -> int:
    from ospo_widgets.project import Use

    return len(Use)


def case_line(change: Any) -> str:
    """One point of a worked case."""
    nothing = words("knowledge.diff.nothing_there")
    return words(
        f"knowledge.diff.case{'_part' if change.part else ''}",
        case=change.case,
        part=change.part,
        what=words(f"knowledge.diff.what.{change.what}"),
        before=", ".join(change.before) or nothing,
        after=", ".join(change.after) or nothing,
    )


def verdict_line(change: Any) -> str:
    """One verdict."""
    key = "knowledge.diff.whole" if change.whole else "knowledge.diff.verdict"
    nothing = words("knowledge.diff.nothing_there")
    return words(
        key,
        inbound=change.inbound,
        outbound=change.outbound,
        use=words(f"cli.use.{change.use}"),
        before=change.before or nothing,
        after=change.after or nothing,
        whole=change.whole,
    )


def _cut(lines: list[tuple[int, str]], marked: bool) -> list[str]:
    shown = [
        f"{'  ' * depth}- {_plain(text)}" if marked else f"{'  ' * depth}{one_line(text)}"
        for depth, text in lines[:SHOWN]
    ]
    more = len(lines) - len(shown)
    return [*shown, *([plural("knowledge.diff.more", more)] if more > 0 else [])]


def _plain(text: str) -> str:
    """Text inside Markdown that makes neither markup nor links nor mentions."""
    escaped = "".join(f"\\{c}" if c in "\\`*_[]<>#|~" else c for c in one_line(text))
    return escaped.replace("@", "@\u200b")


def _data(
    before: State, after: State, changes: Sequence[RowChange], effects: Effects | None
) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "before": before.name,
        "after": after.name,
        "rows": [
            {
                "row": change.key,
                "what": change.what,
                "file": (change.after or change.before).file,  # type: ignore[union-attr]
                "only_review": change.only_review,
                "fields": [
                    {"field": f.field, "before": _json(f.before), "after": _json(f.after)}
                    for f in change.fields
                ],
            }
            for change in changes
        ],
        "effects": None
        if effects is None
        else {
            "pairs": effects.pairs,
            "cases_asked": effects.asked,
            "cut": effects.cut,
            "verdicts": [{**asdict(v), "use": str(v.use)} for v in effects.verdicts],
            "cases": [asdict(c) for c in effects.cases],
        },
    }


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
