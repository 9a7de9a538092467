# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds a catalogue component by any of its names."""

from __future__ import annotations

from functools import lru_cache

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import CatalogueComponent, Knowledge


def find_component(name: str, knowledge: Knowledge | None = None) -> CatalogueComponent | None:
    """The component with this id, name or alias, without regard to case; None when we have none.

    Args:
        name: As in a manifest, an import or a person's answer.
        knowledge: Where to look; by default what :func:`load_knowledge` gives.
    """
    wanted = knowledge or load_knowledge()
    return _index(_Same(wanted)).get(name.strip().casefold())


class _Same:
    """Hashable handle of a knowledge: the same object, not an equal one."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.knowledge is self.knowledge


@lru_cache(maxsize=8)
def _index(handle: _Same) -> dict[str, CatalogueComponent]:
    found = {}
    for component in handle.knowledge.components.values():
        for name in (component.id, component.name, *component.aliases):
            found[name.casefold()] = component
    return found
