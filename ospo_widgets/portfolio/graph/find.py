# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The node that a person or a command means by a name."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import CatalogueComponent, find_component
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.graph.graph import Graph
from ospo_widgets.portfolio.graph.names import ADDRESS, GENERIC, addresses_of, read_name
from ospo_widgets.wording import words

_SHOWN = 5
"""Most names that an error lists."""
_LONGEST = 200
_SIMILAR = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """What a name means.

    Attributes:
        node: Node of the graph; None for a component that nobody here needs.
        component: The component, when it is not in the graph.
    """

    node: int | None
    component: CatalogueComponent | None = None


def find(graph: Graph, text: str) -> Found:
    """The repository, component or package of a name.

    In this order: a repository by its name or address; a package by its package URL, a repository
    by what it publishes; a repository by the last part of its name; a component by what people call
    it, or by its id (``component:root``); a package by the last part of its name. Case does not
    count.

    Args:
        graph: Where to look.
        text: ``owner/name``, an address, ``pkg:pypi/numpy``, ``cmake:ROOT``, ``Qt``.

    Raises:
        InputError: Nothing or several have this name; the error names the nearest ones.
    """
    text = text.strip()
    exact = graph.repository(text)
    if exact is not None:
        return Found(exact)
    if not text or len(text) > _LONGEST:
        raise _nothing(graph, text[:_LONGEST])
    node = _by_name(graph, text)
    if node is not None:
        return Found(node)
    repos = [node for node, repo in enumerate(graph.repos) if _last(repo) == text.casefold()]
    if repos:
        return Found(_only(graph, text, repos))
    component = find_component(text)
    if component is not None:
        return Found(_by_key(graph, f"component:{component.id}"), component)
    return Found(_only(graph, text, _by_label(graph, text.casefold())))


def _by_name(graph: Graph, text: str) -> int | None:
    folded = text.casefold()
    for node, repo in enumerate(graph.repos):
        if repo.casefold() == folded:
            return node
    name = read_name(text)
    for address in (name.key, *addresses_of(name)):
        if address in graph.addresses:
            return graph.addresses[address]
    if name.ecosystem == GENERIC and ":" not in text:
        return None  # a bare word: what people call it, which is asked next
    if name.key in graph.published:
        return graph.published[name.key][0]
    for place, external in enumerate(graph.externals):
        same = external.key == name.key or external.key.casefold() == folded
        if same or (name.ecosystem != ADDRESS and _is_component(graph, place, text)):
            return len(graph.repos) + place
    return None


def _is_component(graph: Graph, place: int, text: str) -> bool:
    """Whether a component was found by this name in some manifest."""
    component = graph.externals[place].component
    if component is None:
        return False
    name = read_name(text)
    found = find_component(name.label, ecosystem=name.ecosystem)
    return found is not None and found.id == component.id


def _by_key(graph: Graph, key: str) -> int | None:
    for place, external in enumerate(graph.externals):
        if external.key == key:
            return len(graph.repos) + place
    return None


def _by_label(graph: Graph, folded: str) -> list[int]:
    return [
        len(graph.repos) + place
        for place, external in enumerate(graph.externals)
        if folded in {external.label.casefold(), _last(external.label)}
    ]


def _only(graph: Graph, text: str, found: list[int]) -> int:
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(graph.key(node) for node in found[:_SHOWN])
        raise InputError(
            words("graph_portfolio.find.several", name=visible(text)),
            remedy=words("graph_portfolio.find.one_of", names=names),
        )
    raise _nothing(graph, text)


def _last(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def _nothing(graph: Graph, text: str) -> InputError:
    names = {_last(repo): repo for repo in graph.repos} | {r.casefold(): r for r in graph.repos}
    names |= {external.label.casefold(): external.label for external in graph.externals}
    near = difflib.get_close_matches(text.casefold(), list(names)[:20_000], _SHOWN, _SIMILAR)
    listed = ", ".join(dict.fromkeys(names[name] for name in near))
    return InputError(
        words("graph_portfolio.find.nothing", name=visible(text)),
        remedy=words("graph_portfolio.find.nearest", names=listed) if listed else "",
    )
