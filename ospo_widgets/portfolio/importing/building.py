# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From values as they are found to a record: each is read by its field, or told as a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from ospo_widgets.portfolio.claims import Claim, Confidence, SourceRecord, Value
from ospo_widgets.portfolio.fields import FIELDS, FieldType, parse
from ospo_widgets.portfolio.importing.addresses import clean_address, clean_name
from ospo_widgets.portfolio.importing.licenses import read_license
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.portfolio.unsaid import shown_value, without_secrets
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import number, words

MOST_PROBLEMS = 10_000
"""Most problems that are listed for one file; the others are counted."""

_SHOWN = 60
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class Problems:
    """What could not be taken over from one file; beyond a number it is only counted."""

    def __init__(self, source: str) -> None:
        """Begin with none.

        Args:
            source: Name of the file.
        """
        self.source = source
        self._found: list[Problem] = []
        self._more = 0

    def add(self, place: str, message: str, repo: str = "") -> None:
        """Note a problem.

        Args:
            place: Where in the file.
            message: What is wrong and what did not happen.
            repo: Repository, empty when not known.
        """
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(Problem(self.source, place, message, repo))
        else:
            self._more += 1

    def all(self) -> tuple[Problem, ...]:
        """All of them, and how many more there are."""
        if not self._more:
            return tuple(self._found)
        rest = words("importing.problem.more", count=number(self._more))
        return (*self._found, Problem(self.source, "", rest))


def shown(value: object) -> str:
    """A value as a problem may show it: short, printable, without people and secrets."""
    return shown_value(value, _SHOWN)


def expected(field: str) -> str:
    """What a value of a field must be, for people (“a date such as 2026-08-22”)."""
    return words(f"importing.expected.{FIELDS[field].value}")


def read_value(field: str, raw: object) -> Value | None:
    """Read a value; a licence also by its everyday name, a kind also by words for it.

    Args:
        field: Name of the field.
        raw: What the source has.

    Returns:
        The value, None when the source says nothing.

    Raises:
        ValueError: The value cannot be read, or holds a mail address, a password or a token.
    """
    if FIELDS[field] is FieldType.LICENSE and isinstance(raw, str):
        return read_license(raw)
    try:
        found = parse(field, raw)
    except ValueError:
        found = _kind(field, raw)
    if isinstance(found, str | tuple) and _personal(found):
        raise ValueError("no mail address")
    return found


def _personal(value: str | tuple[str, ...]) -> bool:
    texts = (value,) if isinstance(value, str) else value
    return any("@" in text and _MAIL.search(text) for text in texts) or any(
        without_secrets(text) != text for text in texts
    )


def _kind(field: str, raw: object) -> str:
    named = isinstance(raw, str) and FIELDS[field] is FieldType.KIND
    found = _kinds().get(str(raw).strip().casefold(), "") if named else ""
    if not found:
        raise ValueError(field)
    return found


def kind_of_language(language: object) -> str:
    """Kind of a repository as its main language suggests it; empty when it suggests none."""
    return _languages().get(language.casefold(), "") if isinstance(language, str) else ""


@cache
def import_words() -> Mapping[str, Any]:
    """Words by which columns, kinds and languages are known: ``data/portfolio/importing.yaml``.

    A file of the same name in an overlay takes its place.
    """
    import yaml

    overlay = overlay_dir()
    own = overlay / "portfolio" / "importing.yaml" if overlay else None
    file = own if own and own.is_file() else data_dir() / "portfolio" / "importing.yaml"
    loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded if isinstance(loaded, dict) else {}


@cache
def _kinds() -> Mapping[str, str]:
    return {w.casefold(): k for k, known in import_words()["kinds"].items() for w in known}


@cache
def _languages() -> Mapping[str, str]:
    return {w.casefold(): k for k, known in import_words()["languages"].items() for w in known}


class RecordBuilder:
    """Puts together what one source says about one repository.

    Attributes:
        address: Address of the repository, clean.
        name: ``owner/name``.
        claims: Values so far.
    """

    def __init__(
        self,
        problems: Problems,
        place: str,
        *,
        source: str,
        read_on: date,
        confidence: Confidence = Confidence.REPORTED,
    ) -> None:
        """Begin a record.

        Args:
            problems: Where unreadable values are noted.
            place: Where the record stands in the file.
            source: Who says it.
            read_on: Day for which it is said.
            confidence: How the source knows.
        """
        self.address = ""
        self.name = ""
        self.claims: list[Claim] = []
        self._problems = problems
        self._place = place
        self._source = source
        self._read_on = read_on
        self._confidence = confidence

    def identify(self, address: object, name: object = "") -> bool:
        """Keep address and name; False when the source has neither."""
        self.address = clean_address(address)
        self.name = clean_name(name)
        return bool(self.address or self.name)

    def set(
        self, field: str, raw: object, *, confidence: Confidence | None = None, column: str = ""
    ) -> None:
        """Read a value and keep it; what cannot be read becomes a problem.

        Args:
            field: Name of the field.
            raw: What the source has; None says nothing.
            confidence: How the source knows this value, when it differs.
            column: Name of the column or key, for the place of a problem.
        """
        try:
            value = read_value(field, raw)
        except ValueError:
            place = self._place
            if column and place:
                place = words("importing.place.column", place=place, column=shown(column))
            else:
                place = place or shown(column)
            self._problems.add(place, unreadable(field, raw), self.name or self.address)
            return
        if value is not None:
            self.keep(field, value, confidence)

    def keep(self, field: str, value: Value, confidence: Confidence | None = None) -> None:
        """Keep a value that is read already."""
        how = self._confidence if confidence is None else confidence
        self.claims.append(Claim(field, value, self._source, self._read_on, how))

    def record(self, **others: Any) -> SourceRecord:
        """The record; ``others`` are further attributes of :class:`SourceRecord`."""
        return SourceRecord(self.address, self.name, claims=tuple(self.claims), **others)


def unreadable(field: str, raw: object) -> str:
    """Sentence on a value that cannot be read."""
    return words("importing.problem.value", value=shown(raw), expected=expected(field))
