# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is worth keeping between two answers: most answers leave the components as they are."""

from __future__ import annotations

from ospo_widgets.knowledge.model import Knowledge

REMEMBERED = 1024
"""Results that are kept: some ten licences a part, for the answers of a few sessions."""


class Same:
    """Hashable handle of a knowledge: the same object, not an equal one."""

    __slots__ = ("knowledge",)

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.knowledge is self.knowledge
