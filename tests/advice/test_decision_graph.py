# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision graph is what the rules say, drawn so that it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ospo_widgets.advice.graph import LAYERS, Graph, decision_graph
from ospo_widgets.advice.graph_drawing import page
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.project import Material

KNOWN = load_knowledge()
WHOLE = decision_graph(KNOWN)
PAGE = Path(__file__).parents[2] / "docs" / "decision-graph.md"


def edges(graph: Graph, source: str, target: str) -> list[str]:
    return [e.label for e in graph.out_of(source) if e.target == target]


@pytest.mark.parametrize("material", [None, *Material])
@pytest.mark.parametrize("policy", sorted(KNOWN.policies))
def test_arrows_join_boxes_that_are_there(policy: str, material: Material | None) -> None:
    graph = decision_graph(KNOWN, policy, material)
    ids = [node.id for node in graph.nodes]
    assert len(ids) == len(set(ids)) and {n.layer for n in graph.nodes} <= set(LAYERS)
    assert all(e.source in ids and e.target in ids and e.source != e.target for e in graph.edges)
    order = {node.id: LAYERS.index(node.layer) for node in graph.nodes}
    assert all(order[e.source] <= order[e.target] for e in graph.edges)


def test_conditions_are_arrows_with_the_answers_on_them() -> None:
    assert edges(WHOLE, "question:authors", "question:home-agreement") == ["A user or an associate"]
    assert edges(WHOLE, "question:patent", "hold:patent-idea") == [
        "Yes, perhaps worth a patent · I don’t know"
    ]
    assert edges(WHOLE, "question:software-kind", "row:software-library") == ["A library"]
    assert edges(WHOLE, "row:software-library", "license:Apache-2.0") == ["Yes, anything goes"]
    assert edges(WHOLE, "row:documentation-font", "license:OFL-1.1") == [""]


def test_everything_of_the_policy_is_there() -> None:
    policy = KNOWN.policies["cern-current"]
    ids = {node.id for node in WHOLE.nodes}
    assert {f"row:{row}" for row in policy.regimes} <= ids
    assert {
        f"license:{i}" for row in policy.regimes.values() for found in row.values() for i in found
    } <= ids
    assert all(WHOLE.into(n.id) for n in WHOLE.nodes if n.kind in {"row", "license"})
    required = {q.id for q in KNOWN.questions if not q.optional} - {"holder"}
    assert {f"question:{i}" for i in required} <= ids


def test_one_material_has_only_what_can_be_asked_of_it() -> None:
    software = decision_graph(KNOWN, material=Material.SOFTWARE)
    ids = {node.id for node in software.nodes}
    assert "question:software-kind" in ids
    assert not ids & {"question:bom", "question:sdk", "row:data", "license:CERN-OHL-S-2.0"}
    assert len(software.nodes) < len(WHOLE.nodes)


def test_a_changed_rule_changes_the_graph() -> None:
    questions = tuple(
        replace(q, when={"patent": "cleared"}) if q.id == "sensitive" else q
        for q in KNOWN.questions
    )
    graph = decision_graph(replace(KNOWN, questions=questions))
    assert edges(graph, "question:patent", "question:sensitive") == ["Yes, KT agreed"]
    assert edges(WHOLE, "question:patent", "question:sensitive") == []


def test_the_form_is_drawn_on_demand() -> None:
    ids = {node.id for node in decision_graph(KNOWN, form=True).nodes}
    assert {"question:succession", "question:patent-record"} <= ids
    assert "question:succession" not in {node.id for node in WHOLE.nodes}


def test_unknown_policy_is_refused() -> None:
    with pytest.raises(InputError, match="no policy"):
        decision_graph(KNOWN, "elsewhere")


@pytest.mark.parametrize("width", [328, 960])
@pytest.mark.parametrize("material", [None, *Material])
def test_boxes_stay_apart_and_inside(width: int, material: Material | None) -> None:
    graph = decision_graph(KNOWN, material=material)
    drawing = ElementTree.fromstring(graph.to_svg(width=width))
    _, _, right, bottom = map(float, drawing.get("viewBox", "").split())
    assert right == width and drawing.get("role") == "img"
    titles = [e.text for e in drawing.iter("title")]
    assert titles == [graph.title]
    boxes = [
        tuple(float(r.get(k, "0")) for k in ("x", "y", "width", "height"))
        for r in drawing.iter("rect")
    ]
    assert len(boxes) == sum(node.kind != "license" for node in graph.nodes)
    for x, y, w, h in boxes:
        assert x >= 0 and x + w <= right and y >= 0 and y + h <= bottom
    for i, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[i + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_colours_come_from_the_style_sheet() -> None:
    drawing = WHOLE.to_svg()
    assert "#" not in re.sub(r"&#\d+;", "", drawing) and "style=" not in drawing
    css = (Path(__file__).parents[2] / "ospo_widgets/static/ospo.css").read_text(encoding="utf-8")
    for name in set(re.findall(r'class="(g[a-z])"', drawing)):
        assert f"svg .{name} " in css, name


def test_texts_are_escaped() -> None:
    evil = tuple(
        replace(q, text='<script>"x"</script>') if q.id == "patent" else q for q in KNOWN.questions
    )
    graph = decision_graph(replace(KNOWN, questions=evil))
    assert "<script>" not in graph.to_svg() and "<script>" not in graph.to_list()
    assert '""' not in graph.to_mermaid()


def test_the_list_says_what_the_drawing_says() -> None:
    listed = WHOLE.to_list()
    for node in WHOLE.nodes:
        assert node.label.replace("&", "&amp;") in listed.replace("&#x27;", "'")


def test_mermaid_has_every_arrow() -> None:
    lines = WHOLE.to_mermaid().splitlines()
    pairs = {(e.source, e.target) for e in WHOLE.edges}
    assert sum("-->" in line for line in lines) == len(pairs)


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(KNOWN), (
        "write it again: python -c 'from ospo_widgets.advice.graph_drawing import page;"
        " from ospo_widgets.knowledge import load_knowledge;"
        ' print(page(load_knowledge()), end="")\' > docs/decision-graph.md'
    )
