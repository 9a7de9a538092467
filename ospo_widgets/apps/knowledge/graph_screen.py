# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The decision graph of a policy, drawn and as lists, with files of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.markup import Markup, tag
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.project import Material
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.widgets.download import Download
from ospo_widgets.widgets.fields import dropdown, row
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.graph import Graph
    from ospo_widgets.widgets.page import Page

WIDE, NARROW = 1136, 328
"""Widths in which the graph is drawn, CSS pixels."""


class GraphScreen(ipw.VBox):  # type: ignore[misc]
    """The graph.

    Args:
        page: The page.
        model: Its state.
    """

    def __init__(self, page: Page, model: KnowledgeModel) -> None:
        self._page = page
        self._model = model
        self._asked: object = None
        self.graph: Graph | None = None
        policies = [
            (found.title, found.id) for found in model.shelf.rows.values()
            if found.kind == "policies"
        ]  # fmt: skip
        self._policy = dropdown(words("knowledge_app.graph.policy"), policies, model.policy)
        materials = [(words("knowledge_app.graph.all"), "")]
        materials += [(words(f"catalogue.material.{m}"), str(m)) for m in Material]
        self._material = dropdown(words("knowledge_app.graph.material"), materials)
        self._policy.observe(page.guard(lambda c: self._choose("policy", c["new"])), "value")
        self._material.observe(page.guard(lambda c: self._choose("material", c["new"])), "value")
        self._drawing = ipw.HTML()
        self._files = row(
            Download(page, words("knowledge_app.graph.svg"), self._svg, small=True),
            Download(page, words("knowledge_app.graph.mermaid"), self._mermaid, small=True),
            Download(page, words("knowledge_app.graph.dot"), self._dot, small=True),
            class_="row actions",
        )
        self.task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._drawn),
            on_error=page.guard.quiet(page.guard.show),
        )
        super().__init__(
            [
                row(self._policy, self._material, class_="filters"),
                ipw.HTML(tag("p", words("knowledge_app.graph.lead"), class_="muted")),
                self._drawing,
                self._files,
            ]
        )
        self.add_class("stack")

    def refresh(self) -> None:
        """Follow the model."""
        model = self._model
        known = [value for _, value in self._policy.options]
        self._policy.value = model.policy if model.policy in known else known[0]
        known = [value for _, value in self._material.options]
        self._material.value = model.material if model.material in known else ""
        asked = (self._policy.value, self._material.value, model.shelf)
        if asked == self._asked:
            return
        self._asked = asked
        policy, material = str(asked[0]), str(asked[1])
        if self.graph is None:
            self._drawing.value = tag("p", words("knowledge_app.graph.drawing"), class_="muted")

        def work(_: Report, __: Cancel) -> Graph:
            from ospo_widgets.advice.graph import decision_graph
            from ospo_widgets.knowledge.loader import load_knowledge

            known = load_knowledge(model.shelf.overlay)
            return decision_graph(known, policy, Material(material) if material else None)

        self.task.start(work)

    def outdated(self) -> None:
        """Nothing drawn here has buttons."""

    def _choose(self, name: str, value: str) -> None:
        self._model.narrow(name, value)

    def _drawn(self, graph: Graph) -> None:
        self.graph = graph
        # Ids of the two drawings must differ; the narrow one is the same for the eye only.
        narrow = Markup(graph.to_svg(width=NARROW).replace("-t\"", "-tn\"").replace("-d\"", "-dn\"")
                        .replace("-t ", "-tn "))  # fmt: skip
        self._drawing.value = tag(
            "section",
            tag("h2", graph.title),
            tag("div", graph.to_svg(width=WIDE), class_="wide-only"),
            tag("div", narrow, class_="narrow-only"),
            tag("details", tag("summary", words("knowledge_app.graph.list")), graph.to_list()),
            class_="stack",
        )
        self._page.say(graph.title)

    def _made(self) -> Graph:
        assert self.graph is not None
        return self.graph

    def _svg(self) -> tuple[str, bytes, str]:
        text = (
            self._made()
            .to_svg(width=WIDE)
            .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        )
        return "decisions.svg", text.encode("utf-8"), "image/svg+xml"

    def _mermaid(self) -> tuple[str, bytes, str]:
        return "decisions.mmd", self._made().to_mermaid().encode("utf-8"), "text/plain"

    def _dot(self) -> tuple[str, bytes, str]:
        from ospo_widgets.advice.graph_formats import dot

        return "decisions.dot", dot(self._made()).encode("utf-8"), "text/vnd.graphviz"
