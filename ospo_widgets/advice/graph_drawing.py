# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision graph as SVG, as Mermaid, as nested lists and as Markdown.

Classes of the SVG: ``gq`` box of a question, ``gh`` of a hold, ``gr`` of a list of licences, ``ge``
an arrow, ``gs`` small text; their colours are in the style sheet, for both themes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from ospo_widgets.advice.graph import LAYERS, Edge, Graph, Node, decision_graph
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.markup import Markup, tag, text
from ospo_widgets.project import Material
from ospo_widgets.wording import words

DRAWN = tuple(layer for layer in LAYERS if layer != "license")
"""Layers of the SVG; licences stand inside the boxes of their rows."""

BOX_CLASS = {"question": "gq", "hold": "gh", "row": "gr", "license": "gr"}

PAGE_HEAD = (
    "<!--",
    "SPDX-" + "FileCopyrightText: 2026 CERN",
    "SPDX-" + "License-Identifier: CC-BY-4.0",
    "-->",
    "",
)

COLUMN = 300
"""Narrowest box, pixels; as many fit beside each other as the width allows."""
GAP = 20
PAD = 12
LINE = 17
"""Height of a line of text, pixels."""
LETTER = 7.4
"""Rough width of a letter of 13 px text, pixels."""
HEAD = 34
"""Height of the heading of a layer, pixels."""


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    small: tuple[str, ...]


def svg(graph: Graph, *, width: int = 960) -> Markup:
    """Draw the graph in layers: sections of the questionnaire, holds, lists of licences.

    Args:
        graph: What to draw.
        width: Width in CSS pixels at which text has its nominal size; draw a second one at 328 for
            narrow screens instead of shrinking this one.
    """
    boxes, heads, height = _layout(graph, width)
    name = re.sub(r"\W+", "-", graph.title).strip("-").lower()[:60]
    arrows = [
        _arrow(boxes[e.source], boxes[e.target])
        for e in graph.edges
        if e.source in boxes and e.target in boxes
    ]
    return tag(
        "svg",
        tag("title", graph.title, id=f"{name}-t"),
        tag("desc", words("graph.desc"), id=f"{name}-d"),
        tag("g", arrows),
        [tag("text", label, x=0, y=round(y), class_="gl") for label, y in heads],
        [_drawn(box) for box in boxes.values()],
        viewBox=f"0 0 {width} {round(height)}",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
        class_="graph",
    )


def mermaid(graph: Graph) -> str:
    """Text for Mermaid: a subgraph a layer, arrows with the answers on them."""
    short = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart TD"]
    for layer in LAYERS:
        nodes = [n for n in graph.nodes if n.layer == layer]
        if not nodes:
            continue
        lines.append(f'  subgraph {layer}["{_plain(words(f"graph.layer.{layer}"))}"]')
        for node in nodes:
            opening, closing = {"license": ("([", "])"), "hold": ("{{", "}}")}.get(
                node.kind, ("[", "]")
            )
            lines.append(f'    {short[node.id]}{opening}"{_plain(node.label)}"{closing}')
        lines.append("  end")
    for edge in _joined(graph):
        label = f'|"{_plain(edge.label)}"|' if edge.label else ""
        lines.append(f"  {short[edge.source]} -->{label} {short[edge.target]}")
    return "\n".join(lines) + "\n"


def nested_list(graph: Graph) -> Markup:
    """Layers, their boxes, and for each when it is asked and where it leads."""
    layers = []
    for layer in LAYERS:
        nodes = [n for n in graph.nodes if n.layer == layer]
        if nodes:
            items = [
                tag("li", node.label, tag("ul", [tag("li", line) for line in lines]))
                if (lines := tuple(_told(graph, node)))
                else tag("li", node.label)
                for node in nodes
            ]
            layers.append(tag("li", words(f"graph.layer.{layer}"), tag("ul", items)))
    return tag("ul", layers)


def graphs_of_page(knowledge: Knowledge, policy: str = "cern-current") -> tuple[Graph, ...]:
    """What :func:`page` draws, one graph a material."""
    return tuple(decision_graph(knowledge, policy, material) for material in Material)


def page(knowledge: Knowledge, policy: str = "cern-current") -> str:
    """The page ``docs/decision-graph.md``: a drawing a material, then all of it as lists."""
    lines = [*PAGE_HEAD, f"# {words('graph.page.title')}", "", words("graph.page.intro"), ""]
    for graph in graphs_of_page(knowledge, policy):
        lines += [f"## {graph.title}", "", "```mermaid", mermaid(graph).rstrip(), "```", ""]
    whole = decision_graph(knowledge, policy)
    lines += [f"## {words('graph.page.list')}", ""]
    for layer in LAYERS:
        lines += [f"### {words(f'graph.layer.{layer}')}", ""]
        for node in (n for n in whole.nodes if n.layer == layer):
            lines.append(f"- **{node.label}**")
            lines += [f"  - {line}" for line in _told(whole, node)]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _told(graph: Graph, node: Node) -> Iterator[str]:
    """What belongs to a box: its lines, and when it is reached."""
    if node.kind != "license":
        yield from node.lines
    for edge in graph.into(node.id):
        source = graph.node(edge.source).label
        if edge.label:
            yield words("graph.when", source=source, answers=edge.label)
        else:
            yield words("graph.after", source=source)


def _joined(graph: Graph) -> Iterator[Edge]:
    """Arrows between the same two boxes as one, their answers together."""
    found: dict[tuple[str, str], list[str]] = {}
    for edge in graph.edges:
        found.setdefault((edge.source, edge.target), []).append(edge.label)
    for (source, target), labels in found.items():
        yield Edge(source, target, " · ".join(dict.fromkeys(filter(None, labels))))


def _plain(value: str) -> str:
    """Text inside Mermaid's quotes."""
    return value.replace('"', "#quot;").replace("\n", " ")


def _layout(graph: Graph, width: int) -> tuple[dict[str, _Box], list[tuple[str, float]], float]:
    """Boxes by id, headings of layers, and the height of the whole, in pixels."""
    columns = max(1, (width + GAP) // (COLUMN + GAP))
    box_width = (width - GAP * (columns - 1)) / columns
    boxes: dict[str, _Box] = {}
    heads: list[tuple[str, float]] = []
    y = 0.0
    for layer in DRAWN:
        nodes = [n for n in graph.nodes if n.layer == layer]
        if not nodes:
            continue
        heads.append((words(f"graph.layer.{layer}"), y + 16))
        y += HEAD
        for start in range(0, len(nodes), columns):
            row = [
                _box(graph, node, i * (box_width + GAP), y, box_width)
                for i, node in enumerate(nodes[start : start + columns])
            ]
            boxes |= {box.node.id: box for box in row}
            y += max(box.height for box in row) + GAP
        y += GAP
    return boxes, heads, y


def _box(graph: Graph, node: Node, x: float, y: float, width: float) -> _Box:
    letters = int((width - 2 * PAD) / LETTER)
    title = tuple(textwrap.wrap(node.label, letters)) or ("",)
    told = node.lines if node.kind == "row" else tuple(_told(graph, node))
    small = tuple(line for one in told for line in textwrap.wrap(one, letters + 2))
    height = 2 * PAD + LINE * (len(title) + len(small))
    return _Box(node, x, y, width, height, title, small)


def _drawn(box: _Box) -> Markup:
    y = box.y + PAD + 12
    lines = []
    for number, (line, small) in enumerate(
        [*((t, False) for t in box.title), *((t, True) for t in box.small)]
    ):
        lines.append(
            tag(
                "text",
                line,
                x=round(box.x + PAD),
                y=round(y + number * LINE),
                class_="gs" if small else "gt",
            )
        )
    frame = tag(
        "rect",
        x=round(box.x) + 0.5,
        y=round(box.y) + 0.5,
        width=round(box.width) - 1,
        height=round(box.height),
        rx=6,
        class_=BOX_CLASS[box.node.kind],
    )
    return tag("g", frame, text(lines))


def _arrow(source: _Box, target: _Box) -> Markup:
    """A curve from the foot of one box to the head of the other, behind all boxes."""
    x1, y1 = source.x + source.width / 2, source.y + source.height
    x2, y2 = target.x + target.width / 2, target.y
    if y2 < y1:
        y1, y2 = source.y, target.y + target.height
    bend = (y2 - y1) / 2
    path = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    return tag("path", d=path, class_="ge")
