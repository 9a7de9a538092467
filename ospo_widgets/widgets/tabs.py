# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Tabs whose place a list takes on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as ipw

from ospo_widgets.widgets.fields import dropdown
from ospo_widgets.widgets.guard import Guard


@dataclass(frozen=True, slots=True)
class Pane:
    """One tab.

    Attributes:
        id: ASCII id.
        title: Words on the tab, with a count where there is one.
        content: What it shows.
    """

    id: str
    title: str
    content: ipw.Widget


class Tabs(ipw.VBox):  # type: ignore[misc]
    """A row of tabs; below 768 px a list does the same.

    Args:
        panes: The tabs, at least one.
        guard: The page's guard.
        show: Label of the list.
        on_select: Called with the id of the pane that came into view, after each change.
    """

    def __init__(
        self,
        panes: Sequence[Pane],
        *,
        guard: Guard,
        show: str,
        on_select: Callable[[str], Any] | None = None,
    ) -> None:
        self._ids = [pane.id for pane in panes]
        self._tab = ipw.Tab([pane.content for pane in panes])
        for i, pane in enumerate(panes):
            self._tab.set_title(i, pane.title)
        listed = [(pane.title, pane.id) for pane in panes]
        self._narrow = dropdown(show, listed, self._ids[0]).add_class("tabs-narrow")
        self._narrow.observe(guard(lambda c: self.select(c["new"])), "value")
        self._on_select = on_select
        self._tab.observe(guard(self._selected), "selected_index")
        super().__init__([self._narrow, self._tab])
        self.add_class("stack-s")
        self.add_class("ospo-tabs")

    @property
    def selected(self) -> str:
        """Id of the pane in view."""
        return self._ids[self._tab.selected_index or 0]

    def select(self, pane: str) -> None:
        """Bring a pane into view; an unknown id changes nothing."""
        if pane in self._ids:
            self._tab.selected_index = self._ids.index(pane)

    def title(self, pane: str, text: str) -> None:
        """Change the words on a tab."""
        self._tab.set_title(self._ids.index(pane), text)

    def _selected(self, _: Any) -> None:
        self._narrow.value = self.selected
        if self._on_select is not None:
            self._on_select(self.selected)
