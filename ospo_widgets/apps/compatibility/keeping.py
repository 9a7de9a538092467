# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is kept of the compatibility checker: everything is in its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from ospo_widgets.widgets.kept.packing import LINK_BYTES
from ospo_widgets.widgets.kept.record import Snapshot
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.apps.compatibility.view import CompatibilityApp


class CompatibilityKeeper:
    """Knows what of the checker is kept.

    Args:
        app: The page.
    """

    def __init__(self, app: CompatibilityApp) -> None:
        self._app = app

    def snapshot(self) -> Snapshot | None:
        """What there is to keep; None before the first question."""
        model = self._app.model
        query = model.to_query()
        if not query:
            return None
        pair = words("kept.compatibility", inbound=model.inbound, into=model.into)
        held = (model.inbound, model.into, "\n".join(model.items), model.wanted.text)
        fits = len(query) <= LINK_BYTES
        return Snapshot(
            pair if model.inbound and model.into else "",
            words("kept.count.question"),
            words("kept.said.question"),
            query if fits else "",
            {} if fits else {"query": query},
            held=held,
        )

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        """Ask again what was asked; what cannot be read is named and left out."""
        self._app.take_query(dict(parse_qsl(str(more.get("query", "")) or query)))
