# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision graph, read from the rules: questions, what makes them asked, where they lead.

Nothing is drawn by hand. An arrow from one question to another stands for a condition in
``questions.yaml``; holds and lists of licences come from the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ospo_widgets.advice.known import KNOWN
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.wishes import KIND_QUESTIONS, REGIMES, WISHES
from ospo_widgets.knowledge.condition_checks import ASKED_BY
from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.model import Knowledge, Policy, PolicyRule, Question
from ospo_widgets.project import Material
from ospo_widgets.wording import filled, words

LAYERS = ("parts", "rights", "uses", "future", "checks", "hold", "row", "license")
"""Layers from top to bottom: the sections of the questionnaire, then what they lead to."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box.

    Attributes:
        id: ``question:…``, ``hold:…``, ``row:…`` or ``license:…``.
        kind: ``question``, ``hold``, ``row`` or ``license``.
        layer: One of :data:`LAYERS`.
        label: Text for people.
        lines: More lines, such as the licences of a row.
    """

    id: str
    kind: str
    layer: str
    label: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow: from a node to a node, with the answers that lead along it.

    Attributes:
        source: Id of a node.
        target: Id of a node.
        label: The answers, empty for any.
    """

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """A decision graph.

    Attributes:
        title: What it shows, as a sentence.
        nodes: In the order in which they are asked; ids differ.
        edges: Between nodes that are there.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, node_id: str) -> Node:
        """The node with this id.

        Raises:
            KeyError: There is none.
        """
        found = next((n for n in self.nodes if n.id == node_id), None)
        if found is None:
            raise KeyError(node_id)
        return found

    def into(self, node_id: str) -> tuple[Edge, ...]:
        """Arrows that lead to a node."""
        return tuple(e for e in self.edges if e.target == node_id)

    def out_of(self, node_id: str) -> tuple[Edge, ...]:
        """Arrows that lead away from a node."""
        return tuple(e for e in self.edges if e.source == node_id)

    def to_mermaid(self) -> str:
        """Text for Mermaid, which GitLab and GitHub draw."""
        from ospo_widgets.advice.graph_drawing import mermaid

        return mermaid(self)

    def to_svg(self, *, width: int = 960) -> str:
        """One ``<svg>`` element, in layers; see :func:`ospo_widgets.advice.graph_drawing.svg`."""
        from ospo_widgets.advice.graph_drawing import svg

        return svg(self, width=width)

    def to_list(self) -> str:
        """The same as nested lists in HTML, for those who do not see the drawing."""
        from ospo_widgets.advice.graph_drawing import nested_list

        return nested_list(self)

    def _repr_html_(self) -> str:
        return self.to_svg() + self.to_list()


def decision_graph(
    knowledge: Knowledge,
    policy: str = "cern-current",
    material: Material | None = None,
    *,
    form: bool = False,
) -> Graph:
    """The graph of one policy.

    Args:
        knowledge: Questions, licences and policies.
        policy: Id of the policy profile.
        material: Draw only what can be asked for work of this kind; by default everything.
        form: Also the questions that only the sheet needs, and those for references.

    Raises:
        InputError: There is no such policy.
    """
    asked = Questionnaire(knowledge, policy)
    questions = [
        q
        for q in asked.questions
        if (form or not q.optional or q.id == KNOWN) and _can_be_asked(q, material, asked.policy)
    ]
    maker = _Maker(asked.policy, {q.id: q for q in questions}, knowledge, material)
    nodes = [*maker.questions(), *maker.holds(), *maker.rows(), *maker.licenses()]
    ids = {node.id for node in nodes}
    edges = [
        *maker.edges_between_questions(),
        *maker.edges_to_holds(),
        *maker.edges_to_rows(),
        *maker.edges_to_licenses(),
    ]
    kept = tuple(dict.fromkeys(e for e in edges if e.source in ids and e.target in ids))
    subject = words(f"advice.material.{material}") if material else words("graph.everything")
    title = words("graph.title", subject=subject, policy=asked.policy.name)
    return Graph(title, tuple(nodes), kept)


def _can_be_asked(question: Question, material: Material | None, policy: Policy) -> bool:
    facts: dict[str, object] = {"has-holder": bool(policy.holder)}
    if material is not None:
        facts |= {"material": material.value, "materials": (material.value,)}
    return holds(question.when, facts) is not False


def terms(
    condition: Mapping[str, object], *, negated: bool = False
) -> Iterator[tuple[str, tuple[object, ...], bool]]:
    """Facts of a condition with the values asked for, and whether they must be absent."""
    for key, value in condition.items():
        if key == "not" and isinstance(value, Mapping):
            yield from terms(value, negated=not negated)
        elif key in {"all", "any"}:
            for inner in value if isinstance(value, tuple | list) else ():
                yield from terms(inner, negated=negated)
        else:
            yield key, tuple(value) if isinstance(value, tuple | list) else (value,), negated


@dataclass(frozen=True, slots=True)
class _Maker:
    policy: Policy
    asked: Mapping[str, Question]
    knowledge: Knowledge
    material: Material | None

    def questions(self) -> Iterator[Node]:
        for question in self.asked.values():
            layer = question.section if question.section in LAYERS else "checks"
            yield Node(f"question:{question.id}", "question", layer, self._said(question.text))

    def holds(self) -> Iterator[Node]:
        for rule in self._hold_rules():
            name = self.policy.contacts.get(rule.ask, (rule.ask, ""))[0]
            first = self._said(rule.text).partition(". ")[0].rstrip(".")
            yield Node(f"hold:{rule.id}", "hold", "hold", first, (words("graph.ask", name=name),))

    def rows(self) -> Iterator[Node]:
        for row, regimes in self._regimes():
            lines = tuple(
                words(f"graph.regime.{regime}", licenses=", ".join(regimes[regime]))
                if len(regimes) > 1
                else ", ".join(regimes[regime])
                for regime in REGIMES
                if regime in regimes
            )
            yield Node(f"row:{row}", "row", "row", self._row_label(row), lines)

    def licenses(self) -> Iterator[Node]:
        listed = dict.fromkeys(
            i for _, regimes in self._regimes() for r in REGIMES for i in regimes.get(r, ())
        )
        for license_id in listed:
            known = self.knowledge.licenses.get(license_id)
            lines = (known.summary,) if known else ()
            yield Node(f"license:{license_id}", "license", "license", license_id, lines)

    def edges_between_questions(self) -> Iterator[Edge]:
        for question in self.asked.values():
            target = f"question:{question.id}"
            for fact, values, negated in terms(question.when):
                source = ASKED_BY.get(fact, fact)
                trivial = self.material is not None and source == "materials"
                usual = fact == "short-cut" and values == (False,)
                if source == question.id or trivial or usual:
                    continue
                yield Edge(f"question:{source}", target, self._label(fact, values, negated))

    def edges_to_holds(self) -> Iterator[Edge]:
        for rule in self._hold_rules():
            for fact, values, negated in terms(rule.when):
                source = f"question:{ASKED_BY.get(fact, fact)}"
                yield Edge(source, f"hold:{rule.id}", self._label(fact, values, negated))

    def edges_to_rows(self) -> Iterator[Edge]:
        for row, _ in self._regimes():
            material, _, kind = row.partition("-")
            question = self.asked.get(KIND_QUESTIONS.get(Material(material), ""))
            if kind and question is not None:
                label = self._label(question.id, (kind,), False)
                yield Edge(f"question:{question.id}", f"row:{row}", label)
            else:
                label = self._label("material", (material,), False)
                yield Edge("question:materials", f"row:{row}", label)

    def edges_to_licenses(self) -> Iterator[Edge]:
        wishes = {regime: option for option, regime in WISHES.items()}
        for row, regimes in self._regimes():
            for regime in REGIMES:
                label = self._label("openness", (wishes[regime],), False)
                for license_id in regimes.get(regime, ()):
                    said = label if len(regimes) > 1 else ""
                    yield Edge(f"row:{row}", f"license:{license_id}", said)

    def _hold_rules(self) -> Iterator[PolicyRule]:
        for rule in self.policy.rules:
            if rule.kind == "hold" and any(
                ASKED_BY.get(fact, fact) in self.asked for fact, _, _ in terms(rule.when)
            ):
                yield rule

    def _regimes(self) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
        for row, regimes in self.policy.regimes.items():
            if self.material is None or row.partition("-")[0] == self.material.value:
                yield row, regimes

    def _row_label(self, row: str) -> str:
        material, _, kind = row.partition("-")
        name = words(f"advice.part.{material}")
        question = self.asked.get(KIND_QUESTIONS.get(Material(material), ""))
        if not kind or question is None:
            return name
        return words("graph.row", material=name, kind=self._label(question.id, (kind,), False))

    def _label(self, fact: str, values: tuple[object, ...], negated: bool) -> str:
        """The answers in words: labels of options where the fact is an answer."""
        question = self.asked.get(ASKED_BY.get(fact, fact))
        labels = {o.id: o.label for o in question.options} if question else {}
        if values == ("",):
            return words("graph.any") if negated else words("graph.none")
        said = [labels.get(str(v)) or self._category(fact, v) for v in values if v is not True]
        text = " · ".join(self._said(s) for s in said if s)
        return words("graph.not", answers=text) if negated and text else text

    def _category(self, fact: str, value: object) -> str:
        if fact == "component-category":
            return words(f"graph.category.{value}")
        return "" if isinstance(value, bool) else str(value)

    def _said(self, text: str) -> str:
        """A text with a part and a component that stand for any."""
        names = {"part": words("graph.part"), "component": words("graph.component")}
        return filled(text, {**self.policy.names, **names})
