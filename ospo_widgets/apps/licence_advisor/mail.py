# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A letter to the office with answers and sheet: seen first, then sent by the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ospo_widgets.apps.ask_the_office.handed import from_advice
from ospo_widgets.apps.ask_the_office.model import AskModel
from ospo_widgets.apps.ask_the_office.screen import LetterScreen
from ospo_widgets.apps.licence_advisor.model import AdvisorModel

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page


class MailScreen(LetterScreen):
    """The letter about the advice."""

    def __init__(self, page: Page, model: AdvisorModel) -> None:
        self._advisor = model
        self._written = -1
        super().__init__(page, AskModel(model.knowledge), lambda: model.show("result"))

    def refresh(self) -> None:
        """Hand over what the advisor says now; the same advice keeps what was agreed to."""
        state = hash(self._advisor.to_json())
        if state != self._written:
            self._written = state
            self.take(from_advice(self._advisor))
