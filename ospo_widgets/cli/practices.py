# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo practices``: best practices by what one is doing, and templates to fill in."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import (
    add_answer_options,
    add_command,
    chosen_format,
    emit,
    emit_json,
    one_line,
)
from ospo_widgets.cli.texts import bullet, columns, source_line
from ospo_widgets.errors import InputError
from ospo_widgets.project import Material
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.knowledge.practice_list import PracticeList
    from ospo_widgets.knowledge.practice_model import Practice, Practices

TEMPLATE = "template"
"""First word that asks for a template instead of practices."""

_DETAILS = """\
WORDS are searched in any order, in English and French, with or without accents. They may also be
the id of a practice, of a finding of the scan (release.no-readme) or of an item of the checklist
(S16). One practice is shown with its steps, why, and sources; several as a list.

“ospo practices template” lists the templates, “ospo practices template NAME” fills one in. What no
--set gives stays a gap, such as {{project}}, and is named on standard error.

Example:
  ospo practices file header
  ospo practices --doing cite --format markdown
  ospo practices template citation --set project=leptonlib --set license=MIT --output CITATION.cff

Exit codes:
  0    the answer is there
  2    nothing fits, or an activity, material, template or value is not known
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        commands, "practices", "Best practices, and templates for them.", details=_DETAILS
    )
    parser.add_argument(
        "words", metavar="WORDS", nargs="*", help="what to look for; none lists all practices"
    )
    parser.add_argument("--doing", metavar="ID", default="", help="only those of an activity")
    parser.add_argument(
        "--material",
        metavar="MATERIAL",
        help="only those for a kind of material; one of: " + ", ".join(Material),
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what goes into a gap of a template; may be repeated",
    )
    add_answer_options(parser, ("text", "json", "markdown"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Search or fill in, and print."""
    from ospo_widgets.api.best_practices import practices

    if args.words[:1] == [TEMPLATE]:
        return _template(args)
    if args.set:
        raise InputError(words("practices.cli.set_alone"))
    found = practices(" ".join(args.words), doing=args.doing, material=args.material)
    if not len(found):
        raise InputError(words("practices.none"), remedy=words("practices.none_remedy"))
    wanted = chosen_format(args)
    if wanted == "json":
        emit_json(found.to_json(), args.output)
    elif wanted == "markdown":
        emit(found.to_markdown(), args.output)
    else:
        emit("\n".join(_lines(found)), args.output)
    return OK


# --- templates ------------------------------------------------------------------------------------


def _template(args: argparse.Namespace) -> int:
    from ospo_widgets.advice.templates import label
    from ospo_widgets.api.best_practices import practice_template
    from ospo_widgets.knowledge.practice_templates import FIELDS, gaps
    from ospo_widgets.knowledge.practices import load_practices

    names = args.words[1:]
    if len(names) > 1 or (not names and args.set):
        raise InputError(words("practices.cli.words"))
    known = load_practices()
    if not names:
        rows = [[t.id, t.name, t.title] for t in known.templates.values()]
        fields = [[f"{name}=", label(name)] for name in FIELDS]
        end = ["", words("practices.cli.templates"), *columns(fields)]
        emit("\n".join([*columns(rows, indent=0), *end]), args.output)
        return OK
    values = dict(_pair(text) for text in args.set)
    text = practice_template(names[0], values)
    emit(text, args.output)
    left = [name for name in gaps(known.templates[names[0]]) if not values.get(name, "").strip()]
    if left:
        sys.stderr.write(words("practices.cli.open", names=", ".join(left)) + "\n")
    return OK


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(words("practices.cli.set", text=one_line(text)))
    return name.strip(), value


# --- practices ------------------------------------------------------------------------------------


def _lines(found: PracticeList) -> list[str]:
    if len(found) == 1:
        return _one(found.practices[0], found.known)
    lines = [plural("practices.count", len(found))]
    if not found.all_words:
        lines.append(words("practices.some_words"))
    lines.append("")
    lines += columns(
        [[p.id, found.known.activities[p.doing].title, p.title] for p in found], indent=0
    )
    return [*lines, "", words("practices.cli.more", id=found.practices[0].id)]


def _one(practice: Practice, known: Practices) -> list[str]:
    provenance = practice.provenance
    lines = [practice.title, known.activities[practice.doing].title, ""]
    for number, step in enumerate(practice.steps, 1):
        lines += bullet(step, mark=f"{number}.")
    lines += ["", *bullet(practice.why, indent=0, mark="")]
    if not provenance.confidence.reviewed:
        lines.append(words("practices.unreviewed"))
    if practice.checks:
        checks = f"{words('practices.checks')} {', '.join(practice.checks)}"
        lines += ["", *bullet(checks, indent=0, mark="")]
    if practice.templates:
        rows = [[known.templates[t].id, known.templates[t].name] for t in practice.templates]
        lines += ["", words("practices.templates"), *columns(rows)]
    lines += ["", words("practices.sources")]
    return [*lines, *(f"  {source_line(source)}" for source in provenance.sources)]
