# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of a letter to the office: what is asked, what may go along, what was sent. No widgets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import traitlets as tl

from ospo_widgets.apps.ask_the_office.entry_state import EntryState
from ospo_widgets.apps.ask_the_office.handed import DEFAULT_POLICY, Handed, from_advice
from ospo_widgets.apps.state import LINK_BYTES, pack, unpack
from ospo_widgets.errors import InputError, OspoError
from ospo_widgets.knowledge import Knowledge
from ospo_widgets.markup import visible
from ospo_widgets.office.compose import GROUPS, Person, compose, require
from ospo_widgets.office.contacts import Contact, office, role_addresses
from ospo_widgets.office.letter import (
    MAX_FILES,
    MAX_LETTER,
    Attachment,
    Letter,
    attachment,
    media_type,
    neutral_name,
)
from ospo_widgets.office.limits import ServerCount, SessionCount
from ospo_widgets.office.requests import Kind, kind_of, problems
from ospo_widgets.office.sending import Receipt, send
from ospo_widgets.office.settings import MailSettings, MailSettingsError, mail_settings
from ospo_widgets.progress import Cancel
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import words

FIRST_KIND = "licence"
CATALOGUE = "catalogue"
SUBJECTS = ("project", "other_project", "page")
"""Fields that the parameter ``subject`` of an address fills."""
MAX_SUBJECT = 200
"""Longest subject that an address may bring, in characters."""

_SESSION = SessionCount()
"""Letters of this session; a kernel serves one."""


class AskModel(EntryState):
    """A letter without a screen.

    Attributes:
        kind: Id of the kind of request.
    """

    kind = tl.Unicode(FIRST_KIND)

    def __init__(
        self,
        knowledge: Knowledge | None = None,
        *,
        environment: Mapping[str, str] | None = None,
        day: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(knowledge)
        self.values: dict[str, str] = {}
        self.person = Person()
        self.handed = Handed()
        self.files: tuple[Attachment, ...] = ()
        self.agreed: frozenset[str] = frozenset()
        self.receipt: Receipt | None = None
        self.copy: Letter | None = None
        self.failure: OspoError | None = None
        self._environment = environment
        self._day = day
        self._left_out: frozenset[str] = frozenset()
        self._sent: frozenset[str] = frozenset()
        self._answers = ""
        self._prefilled: dict[str, str] = {}
        self._prefilled_entries: dict[str, dict[str, str | tuple[str, ...]]] = {}

    # What is asked ----------------------------------------------------------------------------

    @property
    def form(self) -> Kind:
        """The kind of request."""
        return kind_of(self.kind)

    @property
    def policy(self) -> str:
        """Id of the policy profile whose offices are written to."""
        named = self.handed.policy
        return named if named in self.knowledge.policies else DEFAULT_POLICY

    def choose(self, kind: str) -> None:
        """Ask about something else; what was typed stays, also where it does not show.

        Raises:
            InputError: There is no such kind.
        """
        self.kind = kind_of(kind).id
        self.changed()

    def fill(self, field: str, text: str) -> None:
        """Take over what was typed into a field."""
        self.values[field] = text
        self.changed()

    def introduce(self, *, name: str | None = None, address: str | None = None) -> None:
        """Take over who asks; nothing is sent of it without agreement."""
        given = {"name": name, "address": address}
        self.person = replace(self.person, **{k: v for k, v in given.items() if v is not None})
        self.changed()

    def asked(self) -> tuple[Contact, ...]:
        """Whom this goes to, in the order in which to ask; the office always."""
        policy = self.knowledge.policies[self.policy]
        order = self.handed.asked or self.form.asked(self.values, policy)
        return tuple(dict.fromkeys((*order, office(policy))))

    # What goes along --------------------------------------------------------------------------

    def take(self, handed: Handed) -> None:
        """Take over what another page hands over; agreement to earlier things ends.

        What an earlier page filled in goes with it; what the person typed stays.
        """
        self.handed = handed
        self.agreed = frozenset(self.agreed - {"answers", "scan"})
        self._left_out = frozenset()
        if handed.kind:
            self.kind = handed.kind
        for name, value in self._prefilled.items():
            if self.values.get(name) == value:
                del self.values[name]
        self._prefilled = {}
        for name, value in {"project": handed.subject, "url": handed.url}.items():
            self._prefill(name, value)
        for field in self.form.fields:
            options = [field.answers[key] for key in handed.because if key in field.answers]
            self._prefill(field.id, next(iter(options), ""))
        entries = {name: dict(fields) for name, fields in handed.entries.items()}
        for name, fields in self.entries.items():
            before = self._prefilled_entries.get(name, {})
            typed = {k: v for k, v in fields.items() if v and v != before.get(k)}
            entries[name] = {**entries.get(name, {}), **typed}
        self._prefilled_entries = {name: dict(v) for name, v in handed.entries.items()}
        self.entries = entries
        self.changed()

    def _prefill(self, name: str, value: str) -> None:
        if value and not self.values.get(name):
            self.values[name] = self._prefilled[name] = value

    def add_file(self, name: str, content: bytes) -> None:
        """Add a file of the person, under a name of plain characters.

        Raises:
            InputError: There are too many, it is too large, or of a kind that no letter brings;
                nothing was added.
        """
        if len(self.files) >= MAX_FILES:
            raise InputError(words("ask_app.file.many", count=MAX_FILES))
        plain = neutral_name(name)
        if not media_type(plain):
            raise InputError(words("ask_app.file.kind", name=visible(name)[:60]))
        taken = {one.name for one in self.offered()}
        stem, _, ending = plain.rpartition(".")
        number = 2
        while plain in taken:
            plain = f"{stem}-{number}.{ending}"
            number += 1
        size = sum(len(one.content) for one in self.offered()) + len(content)
        if size > MAX_LETTER:
            said = {"size": size_text(size), "limit": size_text(MAX_LETTER)}
            raise InputError(words("ask_app.file.large", **said))
        made = attachment(plain, content, holds=words("office.holds.file"), group="files")
        self.files = (*self.files, made)
        self.changed()

    def take_out(self, name: str) -> None:
        """Leave a file out of the letter; one of the person is forgotten."""
        self.files = tuple(one for one in self.files if one.name != name)
        self._left_out |= {name}
        # Who agreed to what is no more there has not agreed to what comes later.
        self.agreed &= frozenset(self.groups())
        self.changed()

    def put_back(self) -> None:
        """Offer again what pages handed over and was left out."""
        self._left_out = frozenset()
        self.changed()

    @property
    def left_out(self) -> bool:
        """Whether something that a page handed over was left out."""
        return bool(self._left_out & {one.name for one in self.handed.attachments})

    def offered(self) -> tuple[Attachment, ...]:
        """Everything that may go along, agreed to or not."""
        handed = [one for one in self.handed.attachments if one.name not in self._left_out]
        entry = (self.entry_file(),) if self.kind == CATALOGUE else ()
        return (*entry, *handed, *self.files)

    def groups(self) -> tuple[str, ...]:
        """Groups of data that are offered, to each of which the person agrees or not."""
        there = {one.group for one in (*self.offered(), *self.handed.summaries)}
        if self.person:
            there.add("person")
        return tuple(group for group in GROUPS if group in there)

    def agree(self, group: str, *, yes: bool) -> None:
        """Agree to send a group of data, or no longer."""
        self.agreed = (self.agreed | {group}) if yes else (self.agreed - {group})
        self.changed()

    # The letter -------------------------------------------------------------------------------

    def draft(self) -> Letter:
        """The letter as it is now, with what was agreed to; perhaps not ready."""
        return compose(
            self.form,
            self._said(),
            policy=self.knowledge.policies[self.policy],
            on=self._day(),
            agreed=self.agreed,
            attachments=self.offered(),
            summaries=self.handed.summaries,
            asked=self.handed.asked,
            person=self.person,
        )

    def letter(self) -> Letter:
        """The letter, ready to be taken away.

        Raises:
            InputError: Something is missing or wrong; the message names the first thing.
        """
        if missing := self.missing():
            raise InputError(missing[0])
        require(self.form, self._said(), self.person)
        return self.draft().checked()

    def missing(self) -> tuple[str, ...]:
        """Why there is no letter yet, in sentences."""
        found = [problem.text for problem in problems(self.form, self._said())]
        if self.kind == CATALOGUE and not all(p.advice for p in self.entry_problems()):
            found.append(words("ask_app.blocker.entry"))
        return tuple(found)

    def blockers(self) -> tuple[str, ...]:
        """Why this server does not send it now, in sentences; empty when it may."""
        found = list(self.missing()[:1])
        if not found:
            try:
                self.letter()
            except InputError as error:
                found.append(str(error))
        waiting = [group for group in self.groups() if group not in self.agreed]
        if waiting:
            names = ", ".join(words(f"office.group.{group}.label") for group in waiting)
            found.append(words("ask_app.blocker.agree", groups=names))
        if not self.person.address.strip() and not self.form.anonymous:
            found.append(words("ask_app.blocker.address"))
        if not found and self.draft().digest() in self._sent:
            found.append(words("ask_app.blocker.sent"))
        return tuple(found)

    def _said(self) -> dict[str, str]:
        """What was typed; the level of readiness of an entry is said in the letter."""
        said = dict(self.values)
        level = self.entry().get("trl", "") if self.kind == CATALOGUE else ""
        if level:
            told = words("ask_app.entry.level", level=str(level))
            said["comment"] = "\n".join(filter(None, (said.get("comment", ""), told)))
        return said

    # Sending ----------------------------------------------------------------------------------

    def server(self) -> MailSettings | None:
        """The mail server, None where letters are only taken away.

        Raises:
            MailSettingsError: Its settings cannot be used.
        """
        return mail_settings(self._environment)

    def can_send(self) -> bool:
        """Whether this server sends letters at all."""
        try:
            return self.server() is not None
        except MailSettingsError:
            return False

    def post(self, cancel: Cancel) -> tuple[Letter, Receipt]:
        """Send the letter, in the thread of the caller; the model itself is not touched.

        Raises:
            OspoError: It was not sent; the message says why, and nothing is lost.
        """
        settings = self.server()
        if settings is None:
            raise InputError(words("office.send.no_server"))
        if blockers := self.blockers():
            raise InputError(blockers[0])
        letter = self.letter()
        _SESSION.check()
        ServerCount(settings.hourly).take()
        policy = self.knowledge.policies[self.policy]
        receipt = send(letter, settings, allowed=role_addresses(policy), cancel=cancel)
        _SESSION.take()
        return letter, receipt

    def posted(self, letter: Letter, receipt: Receipt) -> None:
        """A letter was sent."""
        self.copy, self.receipt, self.failure = letter, receipt, None
        self._sent |= {letter.digest()}
        self.revision += 1

    def failed(self, error: OspoError) -> None:
        """A letter was not sent."""
        self.failure = error
        self.revision += 1

    def changed(self) -> None:
        """Tell views that something is different; an earlier failure is answered by that."""
        self.failure = None
        super().changed()

    # Keep and resume --------------------------------------------------------------------------

    def to_query(self) -> str:
        """What of the state goes into the address: the kind, and answers that were handed over.

        What was typed, names and files stay out of it.
        """
        query = urlencode({"kind": self.kind})
        answers = f"&s={self._answers}" if self._answers else ""
        return query + answers if len(query + answers) <= LINK_BYTES else query

    def from_query(self, query: Mapping[str, str]) -> None:
        """Take over what an address carries.

        Args:
            query: ``kind``, ``subject``, ``number`` and ``page`` of an error, ``catalogue``, and
                ``s``, the answers of the advisor.

        Raises:
            InputError: The answers were changed or cut, or there is no such kind.
        """
        if state := query.get("s"):
            self.take_answers(unpack(state))
        if kind := query.get("kind"):
            self.choose(kind)
        if catalogue := query.get("catalogue"):
            self.choose_catalogue(catalogue)
        named = {f.id for f in self.form.fields}
        for name in SUBJECTS:
            if name in named and query.get("subject"):
                self.values[name] = query["subject"][:MAX_SUBJECT]
        for name in ("number", "page"):
            if name in named and query.get(name):
                self.values[name] = query[name][:MAX_SUBJECT]
        self.changed()

    def take_answers(self, data: dict[str, Any]) -> None:
        """Take over answers of the advisor.

        Args:
            data: What an answers file holds.

        Raises:
            InputError: They cannot be read.
        """
        from ospo_widgets.apps.licence_advisor.model import AdvisorModel

        advisor = AdvisorModel(self.knowledge)
        advisor.from_json(json.dumps(data), lenient=True)
        self._answers = pack(data)
        self.take(from_advice(advisor))
