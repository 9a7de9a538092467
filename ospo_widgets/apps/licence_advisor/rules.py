# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How the advisor decides: all questions and what they lead to, drawn from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.apps.licence_advisor.model import AdvisorModel
from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class RulesScreen(ipw.VBox):  # type: ignore[misc]
    """The decision graph, made when it is first looked at."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._model = model
        self._graph = ipw.HTML()
        back = button(words("advisor_app.question.back"), page.guard(lambda: model.show("start")))
        super().__init__(
            [
                ipw.HTML(
                    tag(
                        "div",
                        tag("h1", words("advisor_app.rules.title")),
                        tag("p", words("advisor_app.rules.lead"), class_="lead"),
                        class_="stack-s",
                    )
                ),
                row(back),
                self._graph,
            ]
        )
        self.add_class("stack-l")

    def refresh(self) -> None:
        """Draw the graph once."""
        if not self._graph.value:
            from ospo_widgets.advice.graph import decision_graph

            graph = decision_graph(self._model.knowledge, self._model.policy)
            self._graph.value = tag(
                "div",
                graph.to_svg(),
                class_="scroll",
                tabindex="0",
                role="group",
                aria_label=words("advisor_app.rules.title"),
            )
