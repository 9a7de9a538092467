# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The graph of dependencies of the open portfolio, built once, in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ospo_widgets.apps.portfolio.model import PortfolioModel
from ospo_widgets.portfolio import Portfolio
from ospo_widgets.portfolio.graph import Graph
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.widgets.background import BackgroundTask
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

_BUILT: WeakKeyDictionary[Portfolio, Graph] = WeakKeyDictionary()


class GraphSource:
    """Gives the graph to whoever asks, as soon as it is there."""

    def __init__(self, page: Page, model: PortfolioModel) -> None:
        self._page = page
        self._model = model
        self._waiting: list[Callable[[Graph], None]] = []
        self._task = BackgroundTask(
            on_progress=lambda _: None,
            on_done=page.guard.quiet(self._done),
            on_error=page.guard.show,
        )

    def when_built(self, then: Callable[[Graph], None]) -> None:
        """Call ``then`` with the graph: at once where it is there, else when it is."""
        whole = self._model.whole
        if whole in _BUILT:
            then(_BUILT[whole])
            return
        self._waiting = [then]
        self._page.say(words("portfolio_app.working"))

        def work(_: Report, __: Cancel) -> tuple[Portfolio, Graph]:
            return whole, whole.graph

        self._task.start(work)

    def _done(self, built: tuple[Portfolio, Graph]) -> None:
        whole, graph = built
        _BUILT[whole] = graph
        waiting, self._waiting = self._waiting, []
        self._page.say("")
        if whole is self._model.whole:
            for then in waiting:
                then(graph)
