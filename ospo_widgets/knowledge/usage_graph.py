# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One row with its neighbours as a drawing: what refers to it above, what it refers to below.

Rows of one kind share a box, so that a licence of which a hundred verdicts speak can be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge.references import Link
from ospo_widgets.knowledge.usage import Usage, split_key
from ospo_widgets.markup import Markup, tag
from ospo_widgets.wording import number, words

SHOWN = 8
"""Rows of one kind that a box names; it says how many there are."""

WIDTH = 300
"""Width of a box, pixels."""
GAP, LINE, PAD = 20, 17, 12
"""Space between boxes, height of a line, and space inside a box; pixels."""
LETTERS = 36
"""Letters of a line in a box."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of one kind.

    Attributes:
        kind: Their kind.
        rows: Ids, those most rows depend on first.
    """

    kind: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """A row and what is around it.

    Attributes:
        key: Key of the row.
        used_by: Boxes of rows that refer to it.
        uses: Boxes of rows that it refers to.
        links: All references, in both directions.
    """

    key: str
    used_by: tuple[Box, ...]
    uses: tuple[Box, ...]
    links: tuple[Link, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "row": self.key,
            "used_by": {box.kind: list(box.rows) for box in self.used_by},
            "uses": {box.kind: list(box.rows) for box in self.uses},
            "links": [
                {"from": link.source, "field": link.field, "to": link.target, "detail": link.detail}
                for link in self.links
            ],
        }


def around(key: str, usage: Usage, more: Sequence[Link] = ()) -> Around:
    """What is around a row.

    Args:
        key: Key of a row, or of a source.
        usage: All references.
        more: References besides, such as :func:`ospo_widgets.knowledge.usage.effects_for`.
    """
    into = (*usage.used_by.get(key, ()), *more)
    out_of = usage.uses.get(key, ())
    return Around(
        key,
        _boxes([link.source for link in into], usage),
        _boxes([link.target for link in out_of], usage),
        (*into, *out_of),
    )


def _boxes(keys: list[str], usage: Usage) -> tuple[Box, ...]:
    found: dict[str, list[str]] = {}
    for key in sorted(dict.fromkeys(keys), key=lambda k: (-usage.weight(k), k)):
        kind, row_id = split_key(key)
        found.setdefault(kind, []).append(row_id)
    return tuple(Box(kind, tuple(ids)) for kind, ids in sorted(found.items()))


def _lines(box: Box) -> list[str]:
    rest = len(box.rows) - SHOWN
    shown = [_short(row) for row in box.rows[:SHOWN]]
    return [*shown, *([f"+ {number(rest)}"] if rest > 0 else [])]


def mermaid(found: Around) -> str:
    """Text for Mermaid, which GitLab and GitHub draw."""
    lines = ["flowchart TD", f'  row(["{_plain(found.key)}"])']
    for name, boxes in (("a", found.used_by), ("b", found.uses)):
        for place, box in enumerate(boxes):
            said = "<br/>".join(
                _plain(text) for text in (f"{box.kind}: {len(box.rows)}", *_lines(box))
            )
            lines.append(f'  {name}{place}["{said}"]')
            lines.append(f"  {name}{place} --> row" if name == "a" else f"  row --> {name}{place}")
    return "\n".join(lines) + "\n"


def dot(found: Around) -> str:
    """Text for Graphviz, each row a node of its own."""
    lines = ["digraph usage {", "  node [shape=box, fontsize=11];"]
    lines.append(f"  {_quoted(found.key)} [style=bold];")
    for link in dict.fromkeys((one.source, one.target, one.field) for one in found.links):
        lines.append(f"  {_quoted(link[0])} -> {_quoted(link[1])} [label={_quoted(link[2])}];")
    return "\n".join([*lines, "}", ""])


def svg(found: Around, *, width: int = 960) -> Markup:
    """One ``<svg>`` element: boxes of a kind each, with the classes of the decision graph."""
    y, parts = 0, []
    layers: tuple[tuple[str, list[_Said]], ...] = (
        (words("knowledge.graph.used_by"), [_said(box, "gq") for box in found.used_by]),
        ("", [_Said(found.key, (), "gh")]),
        (words("knowledge.graph.uses"), [_said(box, "gr") for box in found.uses]),
    )
    columns = max(1, (width + GAP) // (WIDTH + GAP))
    for head, boxes in layers:
        if not boxes:
            continue
        if head:
            parts.append(tag("text", head, x=0, y=y + 16, class_="gl"))
            y += 34
        for start in range(0, len(boxes), columns):
            row = boxes[start : start + columns]
            height = 2 * PAD + LINE * (1 + max(len(said.lines) for said in row))
            for place, said in enumerate(row):
                parts.append(_drawn(said, place * (WIDTH + GAP), y, height))
            y += height + GAP
    title = words("knowledge.graph.title", key=found.key)
    return tag(
        "svg",
        tag("title", title),
        parts,
        viewBox=f"0 0 {width} {y}",
        role="img",
        aria_label=title,
        class_="graph",
    )


@dataclass(frozen=True, slots=True)
class _Said:
    title: str
    lines: tuple[str, ...]
    class_: str


def _said(box: Box, class_: str) -> _Said:
    return _Said(f"{box.kind}: {number(len(box.rows))}", tuple(_lines(box)), class_)


def _drawn(said: _Said, x: int, y: int, height: int) -> Markup:
    frame = tag(
        "rect", x=x + 0.5, y=y + 0.5, width=WIDTH - 1, height=height - 1, rx=6, class_=said.class_
    )
    shown = [(_short(said.title), "gt"), *((line, "gs") for line in said.lines)]
    texts = [
        tag("text", line, x=x + PAD, y=y + PAD + 12 + place * LINE, class_=class_)
        for place, (line, class_) in enumerate(shown)
    ]
    return tag("g", frame, texts)


def _short(value: str) -> str:
    return f"{value[: LETTERS - 1]}…" if len(value) > LETTERS else value


def _plain(value: str) -> str:
    return value.replace('"', "#quot;").replace("<", "#lt;").replace("\n", " ")


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
