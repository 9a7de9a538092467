# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Each source of the knowledge, how many facts rest on it, and when it was last checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ospo_widgets.knowledge import Knowledge, Provenance, load_knowledge
from ospo_widgets.knowledge.matrices import load_matrices
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.markup import Markup, link, table, tag
from ospo_widgets.pages.addresses import Addresses
from ospo_widgets.pages.parts import article, section
from ospo_widgets.wording import day, number, words

SHOWN_FROM = 2
"""Sources of fewer facts stand in a list to open: most are the licence file of one project."""


@dataclasses.dataclass(frozen=True)
class Cited:
    """One source and what rests on it.

    Attributes:
        title: Its title.
        url: Its address, may be empty.
        facts: How many facts name it.
        checked: When the one that was looked at last was checked.
    """

    title: str
    url: str
    facts: int
    checked: date


def _provenances(thing: object, seen: set[int]) -> Iterator[Provenance]:
    """All provenances inside knowledge, each once."""
    if isinstance(thing, str | int | float | None) or id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, Provenance):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for one in dataclasses.fields(thing):
            yield from _provenances(getattr(thing, one.name), seen)
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _provenances(value, seen)
    elif isinstance(thing, Collection):
        for value in thing:
            yield from _provenances(value, seen)


def cited(*knowledge: object) -> tuple[Cited, ...]:
    """Every source of some knowledge, those that most rests on first."""
    found: dict[tuple[str, str], list[date]] = {}
    for provenance in _provenances(knowledge, set()):
        for source in provenance.sources:
            found.setdefault((source.title, source.url), []).append(provenance.checked)
    rows = [Cited(title, url, len(days), max(days)) for (title, url), days in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.facts, row.title, row.url)))


def sources(to: Addresses, knowledge: Knowledge | None = None) -> Markup:
    """The page, below the header."""
    known = knowledge or load_knowledge()
    rows = cited(known, load_practices())
    main = [row for row in rows if row.facts >= SHOWN_FROM]
    single = [row for row in rows if row.facts < SHOWN_FROM]
    facts = sum(row.facts for row in rows)
    return article(
        "sources",
        tag(
            "p",
            words(
                "pages.sources.counts",
                sources=number(len(rows)),
                facts=number(facts),
                day=day(known.reviewed_on),
            ),
        ),
        section("policy", words("pages.sources.policy.title"), _policies(known)),
        section("matrices", words("pages.sources.matrices.title"), _matrices()),
        section(
            "sources",
            words("pages.sources.main"),
            _table(main, words("pages.sources.main_caption")),
            tag(
                "details",
                tag("summary", words("pages.sources.single", count=number(len(single)))),
                _table(single, words("pages.sources.single_caption")),
            ),
        ),
        tag("p", to.app_link(words("pages.sources.knowledge"), "knowledge")),
    )


def _table(rows: list[Cited], caption: str) -> Markup:
    columns = [words(f"pages.sources.{c}") for c in ("source", "facts", "checked")]
    cells = [
        (link(row.title, row.url) if row.url else row.title, number(row.facts), day(row.checked))
        for row in rows
    ]
    return table(caption, columns, cells, numeric=(1,), hide_caption=True, class_="cards-s")


def _policies(knowledge: Knowledge) -> Markup:
    return tag(
        "dl",
        [
            [
                tag("dt", tag("code", policy.id), " ", policy.name),
                tag("dd", policy.description),
            ]
            for policy in knowledge.policies.values()
        ],
    )


def _matrices() -> Markup:
    return tag(
        "ul",
        [tag("li", link(m.source.title, m.source.url)) for m in load_matrices()],
    )
