# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What people write to the office about, and what each kind asks for (``data/office/``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Policy
from ospo_widgets.knowledge.tables import read_table
from ospo_widgets.office.contacts import Contact, office, transfer_office
from ospo_widgets.wording import words

SHAPES = ("line", "text", "address", "day", "number", "choice")
"""Shapes of a field: one line, a text, a web address, a day, the number of an error, a choice."""

MAX_LINE = 300
"""Longest line, in characters."""
MAX_TEXT = 8000
"""Longest text, in characters."""
HELPS = ("answers", "sheet", "scan", "files", "catalogue")
"""What a letter may bring along."""

WEB_ADDRESS = re.compile(
    r"https?://(?:[\w-]{1,63}\.){1,10}[\w-]{2,63}(?::\d{1,5})?(?:[/?#][^\s<>\"]{0,2000})?"
)
"""A public web address, without a user name."""
ERROR_NUMBER = re.compile(r"E-[0-9A-F]{4}")
"""Number that an error message shows."""
_ID = re.compile(r"[a-z][a-z_]{0,30}")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that the office needs to know.

    Attributes:
        id: Short ASCII id; the words are ``office.field.<id>``.
        shape: One of :data:`SHAPES`.
        required: The letter makes no sense without it.
        options: Ids of the options of a choice; the words are ``office.option.<field>.<id>``.
        answers: Id of a question of the advisor to the option that follows from it.
    """

    id: str
    shape: str
    required: bool = False
    options: tuple[str, ...] = ()
    answers: Mapping[str, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request.

    Attributes:
        id: Short ASCII id; the words are ``office.kind.<id>``.
        fields: What it asks for, in this order.
        ask: Value of the choice that decides to the roles to ask, in their order; the empty value
            holds where nothing else is said.
        helps: What is good to attach, of :data:`HELPS`.
        anonymous: No address for an answer is needed.
    """

    id: str
    fields: tuple[Field, ...]
    ask: Mapping[str, tuple[str, ...]]
    helps: tuple[str, ...] = ()
    anonymous: bool = False

    def asked(self, values: Mapping[str, str], policy: Policy) -> tuple[Contact, ...]:
        """Whom to ask, in which order, each once."""
        chosen = next((values.get(f.id, "") for f in self.fields if f.shape == "choice"), "")
        roles = self.ask.get(chosen) or self.ask.get("") or ("office",)
        contacts = (transfer_office(policy) if r == "transfer" else office(policy) for r in roles)
        return tuple(dict.fromkeys(contacts))


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field, as a sentence; ``missing`` when it only is not there yet."""

    field: str
    text: str
    missing: bool = False


def load_kinds() -> dict[str, Kind]:
    """Kinds of requests by id, in the order in which they are offered.

    Raises:
        InputError: The file, ours or that of an overlay, cannot be used; the message names it.
    """
    return read_table("office/requests.yaml", _kinds)


def kind_of(kind_id: str) -> Kind:
    """The kind with this id.

    Raises:
        InputError: There is no such kind.
    """
    kinds = load_kinds()
    if kind_id not in kinds:
        raise InputError(
            words("office.error.kind", kind=kind_id[:40]),
            remedy=words("office.error.kind_remedy", kinds=", ".join(kinds)),
        )
    return kinds[kind_id]


def problems(kind: Kind, values: Mapping[str, str]) -> tuple[FieldProblem, ...]:
    """What is missing or wrong in what a person typed, in the order of the fields."""
    return tuple(found for field in kind.fields for found in _problem(field, values))


def _problem(field: Field, values: Mapping[str, str]) -> Iterator[FieldProblem]:
    value = values.get(field.id, "").strip()
    label = words(f"office.field.{field.id}")
    if not value:
        if field.required:
            key = "choose" if field.shape == "choice" else "fill"
            yield FieldProblem(field.id, words(f"office.missing.{key}", field=label), missing=True)
        return
    limit = MAX_TEXT if field.shape == "text" else MAX_LINE
    if len(value) > limit:
        yield FieldProblem(field.id, words("office.wrong.long", field=label, limit=limit))
    elif field.shape == "address" and not WEB_ADDRESS.fullmatch(value):
        yield FieldProblem(field.id, words("office.wrong.address", field=label))
    elif field.shape == "number" and not ERROR_NUMBER.fullmatch(value):
        yield FieldProblem(field.id, words("office.wrong.number", field=label))
    elif field.shape == "day" and not is_day(value):
        yield FieldProblem(field.id, words("office.wrong.day", field=label))
    elif field.shape == "choice" and value not in field.options:
        yield FieldProblem(field.id, words("office.missing.choose", field=label))


def is_day(text: str) -> bool:
    """Whether a text is a day such as ``2026-11-22``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _kinds(data: Mapping[str, Any]) -> dict[str, Kind]:
    return {row["id"]: _kind(row) for row in data["requests"]}


def _kind(row: Mapping[str, Any]) -> Kind:
    asked = row["ask"]
    made = Kind(
        id=_checked_id(row["id"]),
        fields=tuple(_field(field) for field in row["fields"]),
        ask={
            str(value): tuple(roles)
            for value, roles in (asked.items() if isinstance(asked, dict) else (("", asked),))
        },
        helps=tuple(row.get("helps", ())),
        anonymous=bool(row.get("anonymous", False)),
    )
    if any(role not in {"office", "transfer"} for roles in made.ask.values() for role in roles):
        raise ValueError(f"“{made.id}” asks a role that is not “office” or “transfer”")
    if any(name not in HELPS for name in made.helps):
        raise ValueError(f"“{made.id}” names an attachment that is none of {', '.join(HELPS)}")
    return made


def _field(row: Mapping[str, Any]) -> Field:
    made = Field(
        id=_checked_id(row["id"]),
        shape=row["shape"],
        required=bool(row.get("required", False)),
        options=tuple(map(_checked_id, row.get("options", ()))),
        answers=dict(row.get("answers", {})),
    )
    if made.shape not in SHAPES or (made.shape == "choice") != bool(made.options):
        raise ValueError(f"the field “{made.id}” has no known shape, or a choice has no options")
    return made


def _checked_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError(f"“{value}” is no id")
    return value
