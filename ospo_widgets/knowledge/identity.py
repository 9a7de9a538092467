# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A knowledge as the key of a cache: comparing two by value would cost more than any result."""

from __future__ import annotations

from ospo_widgets.knowledge.model import Knowledge


class Same:
    """Hashable handle of a knowledge: the same object, not an equal one.

    Attributes:
        knowledge: The knowledge; a cache that keeps the handle keeps it too.
    """

    __slots__ = ("knowledge",)

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.knowledge is self.knowledge
