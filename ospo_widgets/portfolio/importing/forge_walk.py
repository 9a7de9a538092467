# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds the repositories in JSON of a forge, wherever they stand, and what the forge says beside.

Lists, lists of pages, answers of a search, dumps of an organisation, GraphQL connections and
dictionaries by name all hold the same items; only what an item looks like matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ospo_widgets.portfolio.importing.building import Problems, shown
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.wording import number, words

Item = dict[str, Any]
IsItem = Callable[[Item], bool]

_LOOKED_AT = 5_000


@dataclass(slots=True)
class Found:
    """What a dump holds.

    Attributes:
        items: Repositories in the order of the file, with a word for the place of each.
        errors: Sentences of the forge that stand between them.
        more: Whether the last page says that there are further ones.
        total: How many there are in all as the forge says, None when it does not.
    """

    items: list[tuple[str, Item]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    more: bool = False
    total: int | None = None

    def tell(self, problems: Problems) -> None:
        """Note errors of the forge and missing pages."""
        for error in dict.fromkeys(self.errors):
            problems.add("", words("importing.problem.forge", error=shown(error)))
        missing = self.total is not None and self.total > len(self.items)
        if missing and self.total is not None:
            count, total = number(len(self.items)), number(self.total)
            problems.add("", words("importing.problem.fewer", count=count, total=total))
        elif self.more:
            problems.add("", words("importing.problem.pages"))


def has_item(document: Document, is_item: IsItem) -> bool:
    """Whether the document has an item near its beginning."""
    return first_item(document, is_item) is not None


def first_item(document: Document, is_item: IsItem) -> Item | None:
    """The first item near the beginning of the document, None when there is none there."""
    for count, (_, value) in enumerate(_dictionaries(document.json, is_item)):
        if is_item(value):
            return value
        if count > _LOOKED_AT:
            break
    return None


def find_items(value: Any, is_item: IsItem) -> Found:
    """All items, errors and signs of missing pages in parsed JSON."""
    found = Found()
    for place, one in _dictionaries(value, is_item):
        if is_item(one):
            found.items.append((place, one))
        else:
            _beside(one, found)
    return found


def _dictionaries(value: Any, is_item: IsItem) -> Iterator[tuple[str, Item]]:
    """Dictionaries from the outside in and in the order of the file; not those inside items."""
    waiting: list[tuple[str, Any]] = [("", value)]
    items = 0
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, dict):
            if is_item(one):
                items += 1
                yield words("importing.place.item", item=number(items)), one
                continue
            yield key, one
            inner = [(str(k), v) for k, v in one.items() if isinstance(v, dict | list)]
        elif isinstance(one, list):
            inner = [(key, v) for v in one if isinstance(v, dict | list)]
        else:
            continue
        waiting.extend(reversed(inner))


def _beside(one: Item, found: Found) -> None:
    message = one.get("message") or one.get("error")
    of_error = {"documentation_url", "status", "type", "path", "locations", "extensions", "error"}
    if isinstance(message, str) and (of_error & one.keys() or len(one) == 1):
        found.errors.append(message)
    more = one.get("hasNextPage")
    if isinstance(more, bool):
        found.more = more
    if one.get("incomplete_results") is True:
        found.more = True
    total = one.get("total_count")
    if isinstance(total, int) and "items" in one:
        found.total = total


def text_of(item: Item, *path: str) -> str:
    """Text below a path of keys, empty when there is none."""
    value = below(item, *path)
    return value if isinstance(value, str) else ""


def below(item: Any, *path: str) -> Any:
    """What stands below a path of keys, None when it does not."""
    for key in path:
        if not isinstance(item, dict):
            return None
        item = item.get(key)
    return item


def first_of(item: Item, *keys: str) -> Any:
    """Value of the first key that the item has and that is not None."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def ordered_languages(value: Any) -> tuple[str, ...]:
    """Languages, most code first: of a dictionary of bytes, GraphQL edges or a list of names."""
    if isinstance(value, dict) and isinstance(value.get("edges"), list):
        sizes = {
            text_of(edge, "node", "name"): edge.get("size")
            for edge in value["edges"]
            if isinstance(edge, dict)
        }
        return ordered_languages(sizes)
    if isinstance(value, dict) and isinstance(value.get("nodes"), list):
        return ordered_languages(value["nodes"])
    if isinstance(value, dict) and "totalCount" not in value:
        known = {k: v for k, v in value.items() if k and isinstance(v, int | float)}
        return tuple(sorted(known, key=lambda name: -known[name]))
    if isinstance(value, list):
        named = {text_of(v, "name"): v.get("share", 0) for v in value if isinstance(v, dict)}
        if any(isinstance(share, int | float) and share for share in named.values()):
            return ordered_languages(named)
        return tuple(name for name in (*named, *(v for v in value if isinstance(v, str))) if name)
    return ()
