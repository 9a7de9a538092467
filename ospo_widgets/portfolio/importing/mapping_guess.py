# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Guesses which column is which field, by header and by what stands below it.

Headers are compared with the words of ``data/portfolio/importing.yaml``, in English and French.
The share of values that the field can read weighs as much as the likeness of the header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.fields import FIELDS, FieldType
from ospo_widgets.portfolio.importing.addresses import addresses_in, clean_address, clean_name
from ospo_widgets.portfolio.importing.building import import_words
from ospo_widgets.portfolio.importing.cells import day_form, number_form, read_cell, read_day
from ospo_widgets.portfolio.importing.mapping import TARGETS, Column, ColumnMapping, Form

ENOUGH = 0.6
"""Score from which a column is taken over."""

_ALIKE = 0.8
"""Likeness of two headers from which they count as nearly the same."""

_BY_CONTENT = 0.7
"""Score of a column of addresses under a header that says nothing."""

_COMPARED = 60
"""Cells of a row that are compared with nearly the same headers."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9+#]+")
_OWNER = re.compile(r"[\w.-]{1,100}")
_FREE = frozenset({FieldType.TEXT, FieldType.LIST})
_TIMES = frozenset({FieldType.DAY})
_NUMBERS = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.SHARE})


@dataclass(frozen=True, slots=True)
class Guess:
    """One field that a column may be.

    Attributes:
        position: Number of the column, from 0.
        field: The field.
        score: How likely it is, from 0 to 1.
    """

    position: int
    field: str
    score: float


def guess_mapping(
    headers: Sequence[str],
    samples: Sequence[Sequence[object]],
    confidence: Confidence = Confidence.CURATED,
) -> ColumnMapping:
    """Guess which column is which field.

    Args:
        headers: What stands above the columns.
        samples: Some values of each column.
        confidence: How the table knows its values.

    Returns:
        A mapping of all columns; each field is read from one column at most.
    """
    values = [[v for v in column if _says(v)] for column in samples]
    personal = [is_personal(header) for header in headers]
    guesses = [
        guess
        for position, header in enumerate(headers)
        if not personal[position]
        for guess in _guesses(position, header, values[position])
    ]
    chosen: dict[int, Guess] = {}
    taken: set[str] = set()
    for guess in sorted(guesses, key=lambda g: (-g.score, g.position, TARGETS.index(g.field))):
        if guess.position not in chosen and guess.field not in taken:
            chosen[guess.position] = guess
            taken.add(guess.field)
    columns = tuple(
        Column(
            header=header,
            field=chosen[n].field if n in chosen else "",
            score=chosen[n].score if n in chosen else 0.0,
            form=form_of(chosen[n].field, values[n]) if n in chosen else Form.PLAIN,
            personal=personal[n],
        )
        for n, header in enumerate(headers)
    )
    return ColumnMapping(columns, confidence)


def form_of(field: str, values: Sequence[object]) -> Form:
    """How the values of a column are written."""
    kind = FIELDS.get(field)
    if kind in _TIMES or field == "as_of":
        return day_form(values)
    return number_form(values) if kind in _NUMBERS else Form.PLAIN


def is_personal(header: str) -> bool:
    """Whether a header announces names or addresses of people."""
    return normal(header) in _personal()


@lru_cache(maxsize=20_000)
def normal(header: str) -> str:
    """A header in one spelling: lower case, no accents, words apart."""
    apart = _CAMEL.sub(" ", header[:200])
    plain = unicodedata.normalize("NFKD", apart).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _OTHER.sub(" ", plain).strip()


def _says(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _guesses(position: int, header: str, values: list[object]) -> list[Guess]:
    found: list[Guess] = []
    for field, likeness in _alike(normal(header)):
        score = likeness * (0.5 + 0.5 * _readable(field, values))
        # A header that says exactly what it is counts even if its values are wrong: each is told.
        if likeness == 1.0 and field in FIELDS and FIELDS[field] not in _FREE:
            score = max(score, ENOUGH)
        if score >= ENOUGH:
            found.append(Guess(position, field, round(score, 3)))
    if not found and values and _readable("url", values) >= 0.8:
        found.append(Guess(position, "url", _BY_CONTENT))
    return found


def known_headers(texts: Sequence[str], *, nearly: bool) -> float:
    """How many texts are headers that we know.

    Args:
        texts: Cells of a row.
        nearly: Whether nearly the same counts too, and less; only of the first cells, since each
            is compared with all that we know.
    """
    if not nearly:
        return sum(normal(text) in _exactly() for text in texts)
    first = texts[:_COMPARED]
    return sum(max((alike for _, alike in _alike(normal(t))), default=0.0) for t in first)


@lru_cache(maxsize=20_000)
def _alike(key: str) -> tuple[tuple[str, float], ...]:
    """Targets whose names are like a header, and how much."""
    found = []
    for field in TARGETS:
        likeness = max((_likeness(key, known) for known in _known()[field]), default=0.0)
        if likeness >= _ALIKE:
            found.append((field, likeness))
    return tuple(found)


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if not one or abs(len(one) - len(other)) > max(len(one), len(other)) * 0.4:
        return 0.0
    if sorted(one.split()) == sorted(other.split()):
        return 0.95
    if min(len(one), len(other)) < 4:  # “tags” and “tag” are alike, “ci” and “cc” are not
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() * 0.95 < _ALIKE:
        return 0.0
    return matcher.ratio() * 0.95


def _readable(field: str, values: list[object]) -> float:
    """Share of the values that the field can read; half when there are none to try."""
    if not values:
        return 0.5
    form = form_of(field, values)
    return sum(_reads(field, value, form) for value in values) / len(values)


def _reads(field: str, value: object, form: Form) -> bool:
    if field in _OF_KEYS and not isinstance(value, str):
        return False
    try:
        if field in _OF_KEYS:
            return bool(_OF_KEYS[field](str(value)))
        if field == "as_of":
            return read_day(value, form) is not None
        read_cell(field, value, form)
    except ValueError:
        return False
    return True


def _named(text: str) -> bool:
    if clean_address(text):
        return False
    return bool(clean_name(text)) or bool(_OWNER.fullmatch(text.strip()))


_OF_KEYS: Mapping[str, Callable[[str], object]] = {
    "url": clean_address,
    "also": addresses_in,
    "name": _named,
    "owner": lambda text: _OWNER.fullmatch(text.strip()),
}
"""What says whether a text can be a key of a row."""


@cache
def _known() -> dict[str, tuple[str, ...]]:
    headers = import_words()["headers"]
    return {
        field: tuple(dict.fromkeys(normal(str(w)) for w in (*headers.get(field, ()), field)))
        for field in TARGETS
    }


@cache
def _exactly() -> frozenset[str]:
    return frozenset(name for names in _known().values() for name in names if name)


@cache
def _personal() -> frozenset[str]:
    return frozenset(normal(str(word)) for word in import_words()["personal"])
