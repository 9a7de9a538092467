# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is not wrong with the knowledge, but should be looked at; each with file and line.

=============== ===================================================================================
``future``      a day of review that has not come yet
``place``       sources of which none says where to look: no address, no clause
``unused``      a row that is there to be referred to, and nothing refers to it
``translation`` texts for people that a language does not have
=============== ===================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.knowledge.nodes import File, Problem
from ospo_widgets.knowledge.review import lacks_place
from ospo_widgets.knowledge.source_rows import Shelf, SourceRow, plain
from ospo_widgets.knowledge.translation import KEYS, TEXTS, languages
from ospo_widgets.knowledge.usage import Usage

KINDS = ("future", "place", "unused", "translation")

_READ = frozenset({Confidence.TEXT, Confidence.EXCERPT})
"""Confidence of rows for which somebody read a source, and so can say where."""

CLOCKS = timedelta(days=1)
"""How far the day of another clock may be ahead of ours."""


@dataclass(frozen=True, slots=True, order=True)
class Warned:
    """One warning.

    Attributes:
        file: File, with the folder of an overlay before it.
        line: Line, from 1.
        kind: One of :data:`KINDS`.
        message: One sentence.
    """

    file: str
    line: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Translated:
    """How complete a language is in one file.

    Attributes:
        language: For example ``"fr"``.
        kind: Kind of rows.
        texts: Texts for people in English.
        missing: Those that have none in the language.
    """

    language: str
    kind: str
    texts: int
    missing: int


def warnings_of(shelf: Shelf, usage: Usage, *, on: date) -> tuple[Warned, ...]:
    """All warnings; with an overlay, only those of its own rows.

    Args:
        shelf: The rows.
        usage: What refers to them.
        on: Today.
    """
    found = [
        *(one for row in _own(shelf) for one in _of_row(row, shelf, on)),
        *_unused(shelf, usage),
        *(one for language in spoken(shelf) for one in _untranslated(shelf, language)),
    ]
    return tuple(sorted(found))


def spoken(shelf: Shelf) -> tuple[str, ...]:
    """Languages into which the rows are translated."""
    both = {*languages(shelf.base), *(languages(shelf.overlay) if shelf.overlay else ())}
    return tuple(sorted(both))


def completeness(shelf: Shelf) -> tuple[Translated, ...]:
    """For each language and kind, how many texts there are and how many are missing."""
    found = []
    for language in spoken(shelf):
        held = translations(shelf, language)
        for kind in TEXTS:
            rows = [row for row in shelf.rows.values() if row.kind == kind]
            texts = sum(len(list(_texts(row.data, kind))) for row in rows)
            missing = sum(len(_missing(row, held)) for row in rows)
            if texts:
                found.append(Translated(language, kind, texts, missing))
    return tuple(found)


def translations(shelf: Shelf, language: str) -> dict[str, Mapping[str, object]]:
    """Key of a row to what a language says of it, files of an overlay last."""
    found: dict[str, Mapping[str, object]] = {}
    for folder in filter(None, (shelf.base, shelf.overlay)):
        for path in sorted((folder / "translations" / language).rglob("*.yaml")):
            problems: list[Problem] = []
            top = File(path.name, problems).read(path.read_text(encoding="utf-8"))
            for kind, rows in (plain(top.node) if top else {}).items():  # type: ignore[attr-defined]
                for row_id, texts in rows.items() if isinstance(rows, Mapping) else ():
                    if isinstance(texts, Mapping):
                        found[f"{kind}/{row_id}"] = texts
    return found


def _own(shelf: Shelf) -> Iterator[SourceRow]:
    """Rows that whoever checks can change: those of the overlay where there is one."""
    for row in shelf.rows.values():
        if row.laid or shelf.overlay is None:
            yield row


def _named(row: SourceRow, shelf: Shelf) -> str:
    return f"{shelf.overlay}/{row.file}" if row.laid else row.file


def _of_row(row: SourceRow, shelf: Shelf, on: date) -> Iterator[Warned]:
    file = _named(row, shelf)
    checked = row.checked
    if checked is not None and row.reviewed and checked > on + CLOCKS:
        line = row.lines.get("checked", row.line)
        yield Warned(file, line, "future", f"“{row.id}” was checked on {checked}, a day to come.")
    if row.confidence in _READ and lacks_place(row):
        line = row.lines.get("sources", row.line)
        yield Warned(file, line, "place", f"no source of “{row.id}” has an address or a clause.")


def _unused(shelf: Shelf, usage: Usage) -> Iterator[Warned]:
    own = {row.key for row in _own(shelf)}
    for key in usage.unused():
        if key in own:
            row = shelf.rows[key]
            yield Warned(_named(row, shelf), row.line, "unused", f"nothing refers to “{row.id}”.")


def _untranslated(shelf: Shelf, language: str) -> Iterator[Warned]:
    held = translations(shelf, language)
    for row in _own(shelf):
        missing = _missing(row, held)
        if missing:
            told = f"“{row.id}” has no text in “{language}” for: {', '.join(missing)}."
            yield Warned(_named(row, shelf), row.line, "translation", told)


def _missing(row: SourceRow, held: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """Fields of a row whose texts a language lacks; rows inside a row with their name."""
    if row.kind not in TEXTS or row.kind == "policies":
        return ()
    said = held.get(row.key, {})
    return tuple(".".join(path) for path in _texts(row.data, row.kind) if not _reached(said, path))


def _texts(data: Mapping[str, object], kind: str) -> Iterator[tuple[str, ...]]:
    """Paths of the fields of a row that hold text for people."""
    for name, value in data.items():
        if name not in TEXTS[kind] or not value:
            continue
        if isinstance(value, tuple) and isinstance(value[0], Mapping):
            for inner in value:
                key = next((str(inner[k]) for k in KEYS if k in inner), "")
                for field in ("label", "hint", "note", "text"):
                    if key and inner.get(field):
                        yield (name, key, field)
        elif isinstance(value, str | tuple) and name not in _MAY_STAY:
            yield (name,)


_MAY_STAY = frozenset({"clause", "name", "term"})
"""Fields that are often the same in all languages, so that they need no translation."""


def _reached(said: object, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(said, Mapping) or name not in said:
            return False
        said = said[name]
    return True
