# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From what a person typed, and what they agreed to send, to a letter; a pure function."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Policy
from ospo_widgets.markup import visible
from ospo_widgets.office.contacts import OFFICE, Contact, is_address, mail_address, named, office
from ospo_widgets.office.letter import Attachment, Letter, header_text, one_line
from ospo_widgets.office.requests import Field, Kind, problems
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import day, words

GROUPS = ("answers", "scan", "files", "person")
"""Groups of data that a person agrees to one by one; the words are ``office.group.<group>``."""

MAX_PERSON = 100
"""Longest name of who asks, in characters."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Lines about something that is handed over, for the text of a letter.

    Attributes:
        group: Group of data that they belong to; left out without agreement to it.
        lines: The lines.
    """

    group: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as they say so: name, and mail address for the answer."""

    name: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name.strip() or self.address.strip())


NOBODY = Person()


def compose(
    kind: Kind,
    values: Mapping[str, str],
    *,
    policy: Policy,
    on: date,
    agreed: Collection[str] = (),
    attachments: Sequence[Attachment] = (),
    summaries: Sequence[Summary] = (),
    asked: Sequence[Contact] = (),
    person: Person = NOBODY,
) -> Letter:
    """The letter, with what was agreed to and nothing else.

    Args:
        kind: What it is about.
        values: What the person typed, by id of the field; unknown ids are left out.
        policy: Policy profile, whose roles are written to.
        on: Day of the letter.
        agreed: Groups of :data:`GROUPS` that the person agreed to send.
        attachments: What could go along; only what belongs to an agreed group, or to none, does.
        summaries: Lines that could go along, by the same rule.
        asked: Whom to ask, in which order, when more is known than the kind says.
        person: Who asks; left out without agreement to the group ``person``.

    Returns:
        A letter to the roles that have a mail address, always to the office too.
    """
    brought = tuple(one for one in attachments if not one.group or one.group in agreed)
    told = tuple(one for one in summaries if one.group in agreed)
    # Whom answers lead to says something of the answers.
    order = tuple(asked) if told and asked else kind.asked(values, policy)
    who = person if "person" in agreed else NOBODY
    ours = office(policy)
    addresses = [mail_address(contact) for contact in (*order, ours)]
    # What is handed over says itself whom it is for, each with the reason.
    shown = () if asked and told else order
    typed = [f for f in kind.fields if values.get(f.id, "").strip()]
    subject_of = next((_value(f, values) for f in typed if f.shape == "line"), "")
    title = words(f"office.kind.{kind.id}.subject")
    subject = f"{title}{words('common.colon')}{subject_of}" if subject_of else title
    draft = Letter(
        to=tuple(dict.fromkeys(filter(None, addresses))),
        subject=header_text(subject)[:200],
        body="\n".join(_body(kind, values, typed, shown, told, who=who, brought=brought)),
        attachments=brought,
        sender=who.address.strip() if is_address(who.address.strip()) else "",
    )
    number = letter_number(draft, on)
    end = words("office.made", number=number, office=ours.name, date=day(on))
    return replace(
        draft,
        number=number,
        subject=f"{draft.subject} [{number}]",
        body=visible(f"{draft.body}\n\n{end}\n"),
    )


def require(kind: Kind, values: Mapping[str, str], person: Person = NOBODY) -> None:
    """See to it that a letter makes sense.

    Raises:
        InputError: Something is missing or wrong; the message names the first thing.
    """
    for problem in problems(kind, values):
        raise InputError(problem.text)
    if person.address.strip() and not is_address(person.address.strip()):
        raise InputError(
            words("office.error.address", address=visible(person.address.strip())[:80])
        )
    if len(person.name) > MAX_PERSON:
        raise InputError(words("office.wrong.name", limit=MAX_PERSON))


def letter_number(letter: Letter, on: date) -> str:
    """A number such as ``Q-2026-1122-4F21``: the same letter on the same day has the same."""
    start = hashlib.sha256(letter.digest().encode()).hexdigest()[:4].upper()
    return f"Q-{on:%Y-%m%d}-{start}"


def _body(
    kind: Kind,
    values: Mapping[str, str],
    typed: Sequence[Field],
    order: Sequence[Contact],
    told: Sequence[Summary],
    *,
    who: Person,
    brought: Sequence[Attachment],
) -> Iterator[str]:
    yield words(f"office.kind.{kind.id}.intro")
    short = [field for field in typed if field.shape != "text"]
    if short:
        yield ""
        for field in short:
            label = words(f"office.field.{field.id}")
            yield f"{label}{words('common.colon')}{one_line(_value(field, values))}"
    for field in typed:
        if field.shape == "text":
            yield from ("", f"{words(f'office.field.{field.id}')}{words('common.colon').rstrip()}")
            yield from values[field.id].strip().splitlines()
    if any(one.role != OFFICE for one in order):
        yield from ("", words("office.order"))
        yield from (f"{number}. {named(one)}" for number, one in enumerate(order, 1))
        away = [one for one in order if not mail_address(one)]
        yield from (words("office.bring", name=one.name) for one in away)
    for summary in told:
        yield from ("", *summary.lines)
    if who:
        parts = filter(None, (one_line(who.name), one_line(who.address)))
        yield from ("", words("office.from", person=", ".join(parts)))
    if brought:
        yield from ("", words("office.attached"))
        for one in brought:
            size = size_text(len(one.content))
            yield words("office.file", name=one.name, size=size, holds=one.holds or "")


def _value(field: Field, values: Mapping[str, str]) -> str:
    value = values[field.id].strip()
    if field.shape == "choice" and value in field.options:
        return words(f"office.option.{field.id}.{value}")
    return value
