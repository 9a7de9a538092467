# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision graph for other programs: DOT, which Graphviz draws, and plain data."""

from __future__ import annotations

from typing import Any

from ospo_widgets.advice.graph import LAYERS, Graph
from ospo_widgets.wording import words

_SHAPES = {"question": "box", "hold": "octagon", "row": "folder", "license": "note"}


def dot(graph: Graph) -> str:
    """Text for Graphviz: a cluster a layer, arrows with the answers on them."""
    lines = ["digraph decisions {", f"  label={quoted(graph.title)};", "  node [fontsize=11];"]
    for layer in LAYERS:
        nodes = [node for node in graph.nodes if node.layer == layer]
        if nodes:
            lines.append(f"  subgraph {quoted(f'cluster_{layer}')} {{")
            lines.append(f"    label={quoted(words(f'graph.layer.{layer}'))};")
            for node in nodes:
                said = "\n".join((node.label, *node.lines))
                shape = _SHAPES.get(node.kind, "box")
                lines.append(f"    {quoted(node.id)} [label={quoted(said)}, shape={shape}];")
            lines.append("  }")
    for edge in graph.edges:
        label = f" [label={quoted(edge.label)}]" if edge.label else ""
        lines.append(f"  {quoted(edge.source)} -> {quoted(edge.target)}{label};")
    return "\n".join([*lines, "}", ""])


def graph_data(graph: Graph) -> dict[str, Any]:
    """The graph as plain data for ``json.dumps``."""
    return {
        "title": graph.title,
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind,
                "layer": node.layer,
                "label": node.label,
                "lines": list(node.lines),
            }
            for node in graph.nodes
        ],
        "edges": [
            {"source": edge.source, "target": edge.target, "label": edge.label}
            for edge in graph.edges
        ],
    }


def quoted(value: str) -> str:
    """A text in quotes of DOT; a line break stays one."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'
