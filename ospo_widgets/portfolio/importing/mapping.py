# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which column of a table is which field: guessed, shown, changed, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.fields import FIELDS
from ospo_widgets.wording import words

KEYS = ("url", "name", "owner", "also", "as_of")
"""What a column may be beside a field: address, ``owner/name``, owner, other address, day."""

TARGETS = (*KEYS, *FIELDS)
"""Everything that a column may be."""

_LONGEST_HEADER = 200
_MOST_COLUMNS = 1_000
_LONGEST_JSON = 1_000_000


class Form(StrEnum):
    """How values are written where there are several ways."""

    PLAIN = ""
    """Days as 2026-08-22, numbers with a decimal point."""
    DAY_FIRST = "day-first"
    """Days as 22/08/2026."""
    MONTH_FIRST = "month-first"
    """Days as 08/22/2026."""
    COMMA = "comma"
    """Numbers with a decimal comma."""
    UNCLEAR = "unclear"
    """Days where nothing tells the day from the month: they are not read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        header: What stands above it; two columns may have the same.
        field: What it is (one of ``TARGETS``), empty when it is not taken over.
        score: How sure the guess is, from 0 to 1; 1 when a person chose it.
        form: How its values are written.
        personal: It seems to hold names or addresses of people, and is not read for that reason.
    """

    header: str
    field: str = ""
    score: float = 0.0
    form: Form = Form.PLAIN
    personal: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column is which field.

    Attributes:
        columns: All columns in their order.
        confidence: How the table knows its values; a list that people keep is ``CURATED``.
    """

    columns: tuple[Column, ...]
    confidence: Confidence = Confidence.CURATED

    @property
    def usable(self) -> bool:
        """Whether a column tells which repository a row is about."""
        return any(column.field in {"url", "name"} for column in self.columns)

    def fields(self) -> tuple[str, ...]:
        """What is taken over, in the order of the columns."""
        return tuple(column.field for column in self.columns if column.field)

    def with_field(
        self, position: int, field: str, form: Form | str | None = None
    ) -> ColumnMapping:
        """The mapping with another choice for one column; a field is read from one column only.

        Args:
            position: Number of the column, from 0.
            field: One of ``TARGETS``, or empty to leave the column out.
            form: How its values are written; as before when None.

        Raises:
            InputError: There is no such column, field or form.
        """
        if not 0 <= position < len(self.columns):
            raise InputError(words("importing.mapping.position", position=position + 1))
        chosen = _checked(field)
        columns = [
            replace(c, field="", score=0.0) if chosen and c.field == chosen else c
            for c in self.columns
        ]
        before = columns[position]
        how = before.form if form is None else _form(form)
        columns[position] = replace(
            before, field=chosen, score=1.0 if chosen else 0.0, form=how, personal=False
        )
        return replace(self, columns=tuple(columns))

    def for_headers(self, headers: Sequence[str]) -> ColumnMapping:
        """This mapping for a table whose columns stand in another order, or are other ones.

        Columns are found by header, several with the same one in their order. Columns that the
        mapping does not know are left out.
        """
        waiting: dict[str, list[Column]] = {}
        for column in self.columns:
            waiting.setdefault(_key(column.header), []).append(column)
        found = []
        for header in headers:
            same = waiting.get(_key(header))
            found.append(replace(same.pop(0), header=header) if same else Column(header))
        return replace(self, columns=tuple(found))

    def to_json(self) -> str:
        """The mapping as text, to keep and to use for the next file of this kind."""
        columns = [
            {
                "header": column.header,
                "field": column.field,
                "score": round(column.score, 2),
                "form": column.form.value,
                "personal": column.personal,
            }
            for column in self.columns
        ]
        kept = {"confidence": self.confidence.name.lower(), "columns": columns}
        return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"

    @staticmethod
    def from_json(text: str) -> ColumnMapping:
        """Read what :meth:`to_json` wrote, perhaps changed by hand.

        Raises:
            InputError: It is no mapping; the message says what is wrong.
        """
        try:
            kept = json.loads(text) if len(text) <= _LONGEST_JSON else None
        except (ValueError, RecursionError):
            kept = None
        rows = kept.get("columns") if isinstance(kept, dict) else None
        if not isinstance(kept, dict) or not isinstance(rows, list):
            raise InputError(words("importing.mapping.json"))
        columns = tuple(_column(row) for row in rows[:_MOST_COLUMNS])
        several = [c.field for c in columns if c.field]
        twice = next((field for field in several if several.count(field) > 1), "")
        if twice:
            raise InputError(words("importing.mapping.twice", field=twice))
        return ColumnMapping(columns, _confidence(kept.get("confidence", "curated")))


def target_label(target: str) -> str:
    """Name for people of what a column may be."""
    if target in KEYS:
        return words(f"importing.target.{target}")
    try:
        return words(f"portfolio_fields.field.{target}")
    except KeyError:
        return target


def _key(header: str) -> str:
    return " ".join(header.casefold().split())


def _column(row: Any) -> Column:
    if not isinstance(row, Mapping) or not isinstance(row.get("header"), str):
        raise InputError(words("importing.mapping.json"))
    score = row.get("score", 1.0)
    usable = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
    return Column(
        header=row["header"][:_LONGEST_HEADER],
        field=_checked(row.get("field", "")),
        score=float(score) if usable else 1.0,
        form=_form(row.get("form", "")),
        personal=row.get("personal") is True,
    )


def _checked(field: Any) -> str:
    if field and field not in TARGETS:
        raise InputError(words("importing.mapping.field", field=str(field)[:60]))
    return str(field or "")


def _form(form: Any) -> Form:
    try:
        return Form(form)
    except ValueError:
        raise InputError(words("importing.mapping.form", form=str(form)[:60])) from None


def _confidence(name: Any) -> Confidence:
    try:
        return Confidence[str(name).upper()]
    except KeyError:
        raise InputError(words("importing.mapping.confidence", name=str(name)[:60])) from None
