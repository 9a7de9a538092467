# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo compatible``: may one licence be used in a work under another?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, chosen_format, emit, emit_json
from ospo_widgets.cli.texts import bullet, columns, reason_lines, source_line
from ospo_widgets.errors import InputError
from ospo_widgets.project import Material, Use
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.licensing.grid import Grid
    from ospo_widgets.licensing.model import Verdict
    from ospo_widgets.licensing.outbound import Outbound
    from ospo_widgets.licensing.resolve import Named
    from ospo_widgets.licensing.ways_out import WayOut

_DETAILS = """\
INBOUND and OUTBOUND are SPDX expressions, everyday names, or components that we know
(“VBFNLO”, “ROOT with MathMore”, “FFTW 3”). The answer is yes, conditional, no or unknown,
with reasons and their sources. Unknown never counts as yes.

Several INBOUND with --into: one answer each, and one for all of them together.
Several INBOUND without --into: the licences under which all of them can be handed out together;
when there is none, the pair that conflicts.

Example:
  ospo compatible LGPL-3.0-only --into Apache-2.0 --use dynamic-link
  ospo compatible "MIT OR GPL-2.0-only" --into Apache-2.0 --format json
  ospo compatible "ROOT with MathMore" Apache-2.0 --outbound-candidates
  ospo compatible MIT Apache-2.0 GPL-2.0-only --all-against-all --format csv

Exit codes:
  0    the answer is there, whatever it says
  2    a licence, a component or the use is not known
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "compatible",
        "Say whether something under one licence may be used in a work under another.",
        details=_DETAILS,
    )
    parser.add_argument(
        "inbound",
        metavar="INBOUND",
        nargs="+",
        help="licence expression or component that is used; several are judged together",
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--into", metavar="OUTBOUND", help="licence expression of the work that uses it"
    )
    asked.add_argument(
        "--outbound-candidates",
        action="store_true",
        help="list the licences under which all INBOUND can be handed out together",
    )
    asked.add_argument(
        "--all-against-all", action="store_true", help="judge every INBOUND into every other one"
    )
    parser.add_argument(
        "--use",
        choices=[str(use) for use in Use],
        default=str(Use.DYNAMIC_LINK),
        metavar="RELATION",
        help="how it is used, default %(default)s; one of: " + ", ".join(Use),
    )
    parser.add_argument(
        "--material",
        choices=[str(material) for material in Material],
        metavar="MATERIAL",
        help="what the work is, for --outbound-candidates; default: what follows from the use; "
        "one of: " + ", ".join(Material),
    )
    add_answer_options(parser, ("text", "json", "csv"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Decide and print."""
    wanted = chosen_format(args)
    if wanted == "csv" and not args.all_against_all:
        raise InputError(words("cli.compatible.csv"))
    if args.all_against_all:
        _print_grid(args, wanted)
    elif args.into is not None:
        _print_verdicts(args, wanted)
    elif args.outbound_candidates or len(args.inbound) > 1:
        _print_outbound(args, wanted)
    else:
        raise InputError(words("cli.compatible.no_into"))
    return OK


# --- into one licence -----------------------------------------------------------------------------


def _print_verdicts(args: argparse.Namespace, wanted: str) -> None:
    from ospo_widgets.licensing import compatible
    from ospo_widgets.licensing.component_ways import all_ways
    from ospo_widgets.licensing.outbound import outbound_candidates, together
    from ospo_widgets.licensing.resolve import resolve

    use = Use(args.use)
    inbound = [resolve(text) for text in args.inbound]
    outbound = resolve(args.into)
    verdicts = [compatible(one.expression, outbound.expression, use) for one in inbound]
    ways = [all_ways(one, verdict) for one, verdict in zip(inbound, verdicts, strict=True)]
    if wanted == "text":
        told = zip(inbound, verdicts, ways, strict=True)
        blocks = [_text(one, verdict, ways_) for one, verdict, ways_ in told]
        if len(verdicts) > 1:
            whole = together(verdicts)
            names = ", ".join(one.label for one in inbound)
            blocks.append([_sentence(whole, names, key="together")])
        lines = [line for block in blocks for line in (*block, "")]
        emit("\n".join([*lines, words("cli.not_legal_opinion")]), args.output)
        return
    each = [
        {
            **verdict.to_json(),
            "ways_out": [way.to_json() for way in ways_],
            "named": {"inbound": one.to_json(), "outbound": outbound.to_json()},
        }
        for one, verdict, ways_ in zip(inbound, verdicts, ways, strict=True)
    ]
    data: dict[str, Any] = each[0]
    if len(each) > 1:
        found = outbound_candidates([one.text for one in inbound], use=use).to_json()
        data = {
            **together(verdicts).to_json(),
            "verdicts": each,
            **{key: found[key] for key in ("candidates", "undecided", "conflict")},
        }
    emit_json(data, args.output)


def _text(inbound: Named, verdict: Verdict, ways: tuple[WayOut, ...]) -> list[str]:
    lines = [_sentence(verdict, verdict.inbound)]
    if inbound.component is not None:
        lines += _component_lines(inbound)
    if verdict.whole:
        lines.append(words("cli.compatible.whole", license=verdict.whole))
    if verdict.conditions:
        lines += ["", words("cli.compatible.conditions")]
        lines += [line for condition in verdict.conditions for line in bullet(condition)]
    if verdict.reasons:
        lines += ["", words("cli.because")]
        lines += [line for reason in verdict.reasons for line in reason_lines(reason)]
    if verdict.disagreement:
        lines += ["", words("cli.compatible.disagreement")]
        for other in verdict.disagreement:
            says = words(f"licensing.answer.{other.says}")
            lines += bullet(words("cli.compatible.says", answer=says, text=other.text))
            lines += bullet(other.source, indent=2, mark=" ")
    if ways:
        lines += ["", words("cli.compatible.ways")]
        for way in ways:
            answer = words(f"licensing.answer.{way.answer}")
            lines += bullet(
                words("cli.compatible.way", title=way.title, answer=answer, text=way.text)
            )
    return lines


def _sentence(verdict: Verdict, inbound: str, key: str = "") -> str:
    where = f"cli.compatible.{key}.{verdict.answer}" if key else f"cli.compatible.{verdict.answer}"
    use = words(f"cli.use.{verdict.use}")
    return words(where, inbound=inbound, outbound=verdict.outbound, use=use)


def _component_lines(named: Named) -> list[str]:
    component = named.component
    if component is None:
        return []
    mark = ""
    if not component.provenance.confidence.reviewed:
        mark = f" [{words('cli.basis.unreviewed')}]"
    told = words("cli.compatible.component", name=named.label, license=named.expression)
    lines = bullet(f"{told}{mark} {named.note}".rstrip())
    return lines + ["    " + source_line(source) for source in component.provenance.sources]


# --- out of several -------------------------------------------------------------------------------


def _print_outbound(args: argparse.Namespace, wanted: str) -> None:
    from ospo_widgets.licensing.outbound import outbound_candidates

    material = Material(args.material) if args.material else None
    found = outbound_candidates(args.inbound, use=Use(args.use), material=material)
    if wanted == "json":
        emit_json({"use": args.use, **found.to_json()}, args.output)
    else:
        emit("\n".join(_outbound_lines(found)), args.output)


def _outbound_lines(found: Outbound) -> list[str]:
    from ospo_widgets.licensing.outbound_display import outbound_sentence

    lines = [outbound_sentence(found)]
    for named in found.inbound:
        lines += _component_lines(named)
    lines += [line for note in found.notes for line in bullet(note)]
    if found.candidates:
        lines.append("")
        for candidate in found.candidates:
            answer = words(f"licensing.answer.{candidate.answer}")
            lines += bullet(
                words("cli.compatible.candidate", answer=answer, license=candidate.license)
            )
            for condition in candidate.conditions:
                lines += bullet(condition, indent=4)
    for conflict in found.conflict:
        first, *others = conflict.reasons
        lines += ["", *bullet(first.text, indent=0, mark="!")]
        lines += [line for reason in others for line in reason_lines(reason)]
    if found.undecided:
        names = ", ".join(candidate.license for candidate in found.undecided)
        lines += [
            "",
            *bullet(plural("cli.compatible.undecided", len(found.undecided), names=names)),
        ]
    return [*lines, "", words("cli.not_legal_opinion")]


def _print_grid(args: argparse.Namespace, wanted: str) -> None:
    from ospo_widgets.licensing.grid import all_against_all

    grid = all_against_all(args.inbound, Use(args.use))
    if wanted == "json":
        emit_json(grid.to_json(), args.output)
    elif wanted == "csv":
        emit(grid.to_csv(), args.output)
    else:
        emit("\n".join(_grid_lines(grid)), args.output)


def _grid_lines(grid: Grid) -> list[str]:
    from ospo_widgets.licensing.outbound_display import grid_counts

    use = words(f"cli.use.{grid.use}")
    head = [words("outbound.grid.use")]
    head += [words("outbound.grid.into", license=item.label) for item in grid.items]
    rows = [
        [item.label, *(words(f"licensing.answer.{verdict.answer}") for verdict in row)]
        for item, row in zip(grid.items, grid.rows, strict=True)
    ]
    caption = words("outbound.grid.caption", use=use)
    closing = ["", grid_counts(grid), words("cli.not_legal_opinion")]
    return [caption, "", *columns([head, *rows], indent=0), *closing]
