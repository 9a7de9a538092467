# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which rows a row refers to, field by field, read from its data alone.

What a field refers to follows from its name, wherever in a row it stands, so that a new kind of
row needs no code as long as it names things as the others do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ospo_widgets.knowledge.component_names import name_key
from ospo_widgets.knowledge.condition_checks import ASKED_BY
from ospo_widgets.knowledge.conditions import WORDS
from ospo_widgets.knowledge.source_rows import PLAIN_KINDS, SourceRow

SOURCES = "sources"
"""Kind of the places outside that rows cite; their ids are addresses."""

WORDING = "wording"
"""Kind of the files with the texts of the pages; their ids are names of files."""

PEOPLE = frozenset(
    {"text", "why", "summary", "reason", "note", "remedy", "title", "question", "cell", "label",
     "hint", "conditions", "description", "what", "do"}
)  # fmt: skip
"""Fields with texts for people, in which words of the glossary are looked for."""

_TOKEN = re.compile(r"[^\s(),]+")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One row refers to another one.

    Attributes:
        source: Key of the row that refers.
        field: Its field.
        target: Key of the row that is referred to.
        detail: What exactly: a clause, the answers of a question, the group in between.
    """

    source: str
    field: str
    target: str
    detail: str = ""


@dataclass(frozen=True)
class Names:
    """What may be referred to, by the names that rows use.

    Attributes:
        rows: All rows by key.
    """

    rows: Mapping[str, SourceRow]

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group of licences to its members, groups inside it opened."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.rows.values():
            if row.kind == "groups":
                self._open(row.id, found, ())
        return found

    def _open(
        self, name: str, found: dict[str, tuple[str, ...]], above: tuple[str, ...]
    ) -> tuple[str, ...]:
        if name not in found:
            row = self.rows.get(f"groups/{name}")
            ids: list[str] = []
            for value in _texts(row.data["holds"]) if row else ():
                if not value.startswith("@"):
                    ids.append(value)
                elif value[1:] not in above:
                    ids += self._open(value[1:], found, (*above, name))
            found[name] = tuple(dict.fromkeys(ids))
        return found[name]

    @cached_property
    def components(self) -> dict[str, str]:
        """Name of a component, as the catalogue compares names, to its id."""
        return {
            name_key(name): row.id
            for row in self.rows.values()
            if row.kind == "components"
            for name in (row.id, str(row.data.get("name", "")), *_texts(row.data.get("aliases")))
            if name
        }

    @cached_property
    def terms(self) -> dict[str, str]:
        """Word of the glossary, without case, to its id."""
        return {
            name.casefold(): row.id
            for row in self.rows.values()
            if row.kind == "glossary"
            for name in (row.id, str(row.data.get("term", "")))
        }

    @cached_property
    def topics(self) -> dict[str, tuple[str, ...]]:
        """Topic to the keys of the rows of clauses that have it."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.rows.values():
            topics = row.data.get("topics")
            if row.kind == "clauses" and isinstance(topics, Mapping):
                for topic in topics:
                    found[topic] = (*found.get(topic, ()), row.key)
        return found

    @cached_property
    def texts_cited(self) -> dict[str, str]:
        """Address of a licence text to the key of the row with its clauses."""
        return {
            source.url: row.key
            for row in self.rows.values()
            if row.kind == "clauses"
            for source in row.sources
            if source.url
        }

    @cached_property
    def spoken(self) -> re.Pattern[str]:
        """Finds words of the glossary in a text."""
        terms = sorted(self.terms, key=len, reverse=True)
        return re.compile(
            rf"(?<![\w-])({'|'.join(map(re.escape, terms)) or '(?!)'})s?(?![\w-])", re.I
        )


def links_of(row: SourceRow, names: Names) -> Iterator[Link]:
    """All rows that one row refers to; what is not there is left to the check."""
    for field, value in row.data.items():
        for target, detail in _of_field(field, value, row, names):
            if target != row.key:
                yield Link(row.key, field, target, detail)
    for source in row.sources:
        if source.url:
            yield Link(row.key, "sources", f"{SOURCES}/{source.url}", source.clause)
        cited = names.texts_cited.get(source.url)
        if cited and cited != row.key:
            yield Link(row.key, "sources", cited, source.clause)
    if row.parent:
        yield Link(row.parent, "rules", row.key)


def spoken_terms(text: str, names: Names) -> set[str]:
    """Ids of the words of the glossary that stand in a text."""
    return {names.terms[found.casefold()] for found in names.spoken.findall(text)}


_Found = Iterator[tuple[str, str]]


def _of_field(field: str, value: object, row: SourceRow, names: Names) -> _Found:
    """Keys that a field refers to, each with what exactly."""
    reader = _READERS.get(field)
    if reader is not None and (row.kind in _ALL_FIELDS or reader in _LICENSE_READERS):
        yield from reader(value, row, names)
    elif field == "holds":
        yield from (_condition if row.kind == "kinds" else _licenses)(value, row, names)
    elif isinstance(value, Mapping) and field not in {"rules"}:
        for name, inner in value.items():
            yield from _of_field(_INSIDE.get(field) or str(name), inner, row, names)
    elif isinstance(value, tuple) and field not in {"rules", "sources"}:
        for inner in value:
            if isinstance(inner, Mapping):
                for name, content in inner.items():
                    if field in {"alternatives", "bundles"} and name == "name":
                        yield from _component(content, row, names)
                    yield from _of_field(name, content, row, names)
    if field in PEOPLE and row.kind in _ALL_FIELDS and row.kind != "glossary":
        for text in _texts(value):
            for term in sorted(spoken_terms(text, names)):
                yield f"glossary/{term}", ""


_INSIDE = {"optional_parts": "license"}
"""Fields with values by name that all mean one thing."""

_ALL_FIELDS = PLAIN_KINDS | {"rules", "policies", "groups", "kinds", "matrices"}
"""Kinds whose fields mean what our names say; lists of the scan use some names otherwise."""


def _expression(value: object, _: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        if f"licenses/{text}" in names.rows:
            yield f"licenses/{text}", ""
            continue
        words = _TOKEN.findall(text)
        for before, word in zip(["", *words], words, strict=False):
            if before == "WITH":
                continue
            with_it = next((t for t in (f"{word} WITH {e}" for e in words) if t in text), "")
            for key in (f"licenses/{word}", f"licenses/{with_it}"):
                if key in names.rows:
                    yield key, text if text != word else ""


def _licenses(value: object, row: SourceRow, names: Names) -> _Found:
    """Licences and groups of them; whoever is in a group is meant as well."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            for key, detail in _licenses(inner, row, names):
                yield key, detail or name
        return
    for text in _texts(value):
        if text.startswith("@"):
            yield f"groups/{text[1:]}", ""
            for member in names.groups.get(text[1:], ()):
                if f"licenses/{member}" in names.rows:
                    yield f"licenses/{member}", text
        else:
            yield from _expression(text, row, names)


def _regimes(value: object, row: SourceRow, names: Names) -> _Found:
    """Licences that a policy recommends, with the material and how open it is to be."""
    for material, regimes in value.items() if isinstance(value, Mapping) else ():
        for key, regime in _licenses(regimes, row, names):
            yield key, f"{material}, {regime}"


def _text_key(value: object, _: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        for key in (f"texts/{text}", f"licenses/{text}"):
            if key in names.rows:
                yield key, ""


def _to(*kinds: str) -> Callable[[object, SourceRow, Names], _Found]:
    """Reader of a field that names rows of some kinds by id."""

    def read(value: object, _: SourceRow, names: Names) -> _Found:
        for text in _texts(value):
            for kind in kinds:
                if f"{kind}/{text}" in names.rows:
                    yield f"{kind}/{text}", ""

    return read


def _component(value: object, _: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        found = names.components.get(name_key(text))
        if found:
            yield f"components/{found}", ""


def _term(value: object, _: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        if text.casefold() in names.terms:
            yield f"glossary/{names.terms[text.casefold()]}", ""


def _topic(value: object, _: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        for key in names.topics.get(text, ()):
            yield key, text


def _dropped(value: object, row: SourceRow, names: Names) -> _Found:
    for text in _texts(value):
        key = f"rules/{row.data.get('extends', '')}:{text}"
        if key in names.rows:
            yield key, ""


def _condition(value: object, row: SourceRow, names: Names) -> _Found:
    """Questions whose answers are read, kinds of licences, licences."""
    if not isinstance(value, Mapping):
        return
    for fact, wanted in value.items():
        if fact in WORDS:
            for inner in wanted if isinstance(wanted, tuple) else (wanted,):
                yield from _condition(inner, row, names)
            continue
        said = ", ".join(_texts(wanted)) or str(wanted).lower()
        question = f"questions/{ASKED_BY.get(fact, fact)}"
        if fact == "license":
            yield from _expression(wanted, row, names)
        elif fact == "kind":
            for kind in _texts(wanted):
                if f"kinds/{kind}" in names.rows:
                    yield f"kinds/{kind}", ""
        elif question in names.rows and row.kind not in {"effects", "kinds"}:
            yield question, said if fact == question.partition("/")[2] else f"{fact}: {said}"


_Reader = Callable[[object, SourceRow, Names], _Found]
_READERS: Mapping[str, _Reader] = {
    "license": _expression,
    "whole": _expression,
    "expressions": _expression,
    "nearest": _expression,
    "licenses": _licenses,
    "later": _licenses,
    "inbound": _licenses,
    "outbound": _licenses,
    "text_key": _text_key,
    "component": _component,
    "components": _component,
    "partners": _to("partners"),
    "checklist": _to("checklist"),
    "findings": _to("findings"),
    "finding": _to("findings"),
    "checks": _to("findings", "checklist"),
    "see": _to("practices"),
    "activity": _to("activities"),
    "template": _to("templates"),
    "templates": _to("templates"),
    "practices": _to("practices"),
    "questions": _to("questions"),
    "regimes": _regimes,
    "extends": _to("policies"),
    "policies": _to("policies"),
    "drops": _dropped,
    "words": _term,
    "terms": _term,
    "topic": _topic,
    "when": _condition,
}
"""Name of a field to what it refers to."""

_LICENSE_READERS: tuple[_Reader, ...] = (_expression, _licenses, _text_key)
"""What every row means by these names, those of the scan included."""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, tuple):
        return tuple(one for one in value if isinstance(one, str) and one)
    return ()
