# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where each fact is used, in both directions: what a row refers to, and what refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.effect_lookup import license_facts
from ospo_widgets.knowledge.model import Knowledge, Source
from ospo_widgets.knowledge.references import (
    SOURCES,
    WORDING,
    Link,
    Names,
    links_of,
    spoken_terms,
)
from ospo_widgets.knowledge.source_rows import Shelf
from ospo_widgets.resources import PACKAGE
from ospo_widgets.wording import DEFAULT_LANGUAGE, texts_of

REFERRED = ("groups", "kinds", "partners", "clauses", "glossary")
"""Kinds of rows that do nothing unless another row refers to them. A licence does without: what may
be done with it is inferred from its row; so does a verbatim text, which any expression asks for."""

IN_CODE = ("findings", "questions", "checklist")
"""Kinds of rows that code of ours names by id."""

_ID_IN_CODE = re.compile(r"""["']([A-Za-z0-9][a-z0-9]*(?:[.-][a-z0-9]+)*)["']""")


@dataclass(frozen=True)
class Usage:
    """Who refers to whom.

    Attributes:
        shelf: The rows.
        links: All references, each once.
        uses: Key of a row to its references.
        used_by: Key of a row, or of a source, to the references to it.
    """

    shelf: Shelf
    links: tuple[Link, ...]
    uses: Mapping[str, tuple[Link, ...]]
    used_by: Mapping[str, tuple[Link, ...]]

    def weight(self, key: str) -> int:
        """How many rows depend on a row: those that refer to it, alone or as one of a group."""
        return len({link.source for link in self.used_by.get(key, ())})

    def unused(self) -> tuple[str, ...]:
        """Rows that do nothing: their kind exists to be referred to, and nothing refers to them."""
        return tuple(
            key
            for key, row in self.shelf.rows.items()
            if row.kind in REFERRED and not self.used_by.get(key)
        )

    def sources(self) -> dict[str, tuple[Source, ...]]:
        """Addresses that rows cite, with the ways in which they cite them."""
        found: dict[str, dict[Source, None]] = {}
        for row in self.shelf.rows.values():
            for source in row.sources:
                if source.url:
                    found.setdefault(source.url, {})[source] = None
        return {url: tuple(cited) for url, cited in found.items()}


def usage_of(shelf: Shelf, *, wording: bool = True) -> Usage:
    """Read all references.

    Args:
        shelf: The rows.
        wording: Also look for words of the glossary in the texts of the pages.
    """
    names = Names(shelf.rows)
    links = {link: None for row in shelf.rows.values() for link in links_of(row, names)}
    links |= dict.fromkeys(_texts_by_name(shelf))
    if wording:
        links |= dict.fromkeys(_in_pages(shelf, names))
    uses: dict[str, list[Link]] = {}
    used_by: dict[str, list[Link]] = {}
    for link in links:
        uses.setdefault(link.source, []).append(link)
        used_by.setdefault(link.target, []).append(link)
    return Usage(
        shelf,
        tuple(links),
        {key: tuple(found) for key, found in uses.items()},
        {key: tuple(found) for key, found in used_by.items()},
    )


def _texts_by_name(shelf: Shelf) -> Iterator[Link]:
    """Verbatim texts of licences and exceptions, asked for by the id of a licence or its parts."""
    for row in shelf.rows.values():
        if row.kind == "texts":
            for other in (f"licenses/{row.id}", *_with_exception(shelf, row.id)):
                if other in shelf.rows:
                    yield Link(other, "id", row.key)


def _with_exception(shelf: Shelf, exception: str) -> Iterator[str]:
    for other in shelf.rows.values():
        stated = other.data.get("license", other.id if other.kind == "licenses" else "")
        if isinstance(stated, str) and f"WITH {exception}" in stated:
            yield other.key


def _in_pages(shelf: Shelf, names: Names) -> Iterator[Link]:
    folder = shelf.base / "wording" / DEFAULT_LANGUAGE
    for path in sorted(folder.glob("*.yaml")):
        texts = texts_of(path.stem, DEFAULT_LANGUAGE)
        for key, text in texts.items():
            for term in sorted(spoken_terms(text, names)):
                yield Link(f"{WORDING}/{path.stem}", key, f"glossary/{term}")


def effects_for(knowledge: Knowledge, license_id: str) -> tuple[Link, ...]:
    """Rows of effects that speak of a licence, because of its kind or because they name it.

    Args:
        knowledge: Licences, kinds and effects.
        license_id: Id of a licence; one that is not there has none.
    """
    license_ = knowledge.licenses.get(license_id)
    found: dict[Link, None] = {}
    for material in sorted(license_.materials) if license_ else ():
        facts = license_facts(license_id, license_, material, knowledge)
        for row in knowledge.effects:
            if row.when and holds(row.when, facts):
                link = Link(
                    f"effects/{row.id}", "when", f"licenses/{license_id}", str(facts["kind"])
                )
                found[link] = None
    return tuple(found)


@cache
def _ids_in_code() -> Mapping[str, tuple[str, ...]]:
    """Texts in quotes of all modules that look like ids, to the modules."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE.parent).as_posix()
        for text in set(_ID_IN_CODE.findall(path.read_text(encoding="utf-8"))):
            found.setdefault(text, []).append(name)
    return {text: tuple(files) for text, files in found.items()}


def modules_naming(row_id: str) -> tuple[str, ...]:
    """Modules of this package that name an id in quotes; ids that are put together are not seen."""
    return _ids_in_code().get(row_id, ())


def split_key(key: str) -> tuple[str, str]:
    """Kind and id of a key; an address as id may have slashes."""
    kind, _, row_id = key.partition("/")
    return kind, row_id


__all__ = [
    "IN_CODE",
    "REFERRED",
    "SOURCES",
    "WORDING",
    "Link",
    "Usage",
    "effects_for",
    "modules_naming",
    "split_key",
    "usage_of",
]
