# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo knowledge graph``: the decision graph, or where one row is used."""

from __future__ import annotations

import argparse

from ospo_widgets.cli.codes import OK
from ospo_widgets.cli.output import add_answer_options, add_command, as_json, chosen_format, emit
from ospo_widgets.errors import InputError
from ospo_widgets.project import Material
from ospo_widgets.resources import data_dir, overlay_dir

FORMATS = ("mermaid", "dot", "svg", "json")

_DETAILS = """\
Without ROW it is the decision graph of a policy: questions, what makes them asked, and the licences
they lead to. With ROW, such as licenses/Apache-2.0, it is what refers to that row and what the row
refers to.

Example:
  ospo knowledge graph --material hardware
  ospo knowledge graph licenses/Apache-2.0 --format dot --output apache.dot

Exit codes:
  0    drawn
  2    there is no such row or policy
"""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    graph = add_command(
        commands, "graph", "Draw the decision graph, or where a row is used.", details=_DETAILS
    )
    graph.add_argument("row", metavar="ROW", nargs="?", help="for example licenses/Apache-2.0")
    graph.add_argument("--policy", default="cern-current", metavar="ID", help="policy profile")
    graph.add_argument("--material", choices=list(Material), help="only what this can be asked for")
    add_answer_options(graph, FORMATS)
    graph.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draw."""
    wanted = chosen_format(args)
    emit(_usage(args.row, wanted) if args.row else _decisions(args, wanted), args.output)
    return OK


def _decisions(args: argparse.Namespace, wanted: str) -> str:
    from ospo_widgets.advice.graph import decision_graph
    from ospo_widgets.advice.graph_formats import dot, graph_data
    from ospo_widgets.knowledge import load_knowledge

    material = Material(args.material) if args.material else None
    graph = decision_graph(load_knowledge(), args.policy, material)
    if wanted == "mermaid":
        return graph.to_mermaid()
    if wanted == "svg":
        return graph.to_svg()
    return dot(graph) if wanted == "dot" else as_json(graph_data(graph))


def _usage(key: str, wanted: str) -> str:
    from ospo_widgets.knowledge import load_knowledge, usage_graph
    from ospo_widgets.knowledge.source_rows import read_shelf
    from ospo_widgets.knowledge.usage import effects_for, split_key, usage_of

    usage = usage_of(read_shelf(data_dir(), overlay_dir()))
    if key not in usage.shelf.rows and key not in usage.used_by:
        raise InputError(
            f"There is no row “{key}”. Nothing was drawn.",
            remedy="A row is named by kind and id, such as licenses/Apache-2.0.",
        )
    kind, row_id = split_key(key)
    more = effects_for(load_knowledge(), row_id) if kind == "licenses" else ()
    found = usage_graph.around(key, usage, more)
    if wanted == "json":
        return as_json(found.to_json())
    draw = {"mermaid": usage_graph.mermaid, "dot": usage_graph.dot, "svg": usage_graph.svg}
    return str(draw[wanted](found))
