# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Letters to the office and entries of catalogues, for notebooks and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.errors import InputError
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.knowledge.model import Policy
    from ospo_widgets.office.entries import Stated
    from ospo_widgets.office.letter import Attachment, Letter
    from ospo_widgets.office.sending import Receipt
    from ospo_widgets.project import Project
    from ospo_widgets.scanning.result import ScanResult

DEFAULT_POLICY = "cern-current"


def ask_office(
    kind: str,
    fields: Mapping[str, str],
    *,
    attachments: Sequence[Attachment] = (),
    name: str = "",
    address: str = "",
    policy: str = DEFAULT_POLICY,
    on: date | None = None,
) -> Letter:
    """Write a letter to the office; nothing is sent.

    ``eml_bytes()`` is a draft for a mail program, ``mailto()`` a link, ``text()`` a preview.

    Args:
        kind: What it is about: ``licence``, ``cla``, ``contribute``, ``hold``, ``release``,
            ``problem``, ``catalogue`` or ``feedback``.
        fields: What the kind asks for, by id; ``ospo ask --kinds`` lists them.
        attachments: Files that go along.
        name: Your name, if you like.
        address: Your mail address, for the answer.
        policy: Id of the policy profile whose offices are written to.
        on: Day of the letter; by default today.

    Raises:
        InputError: Something is missing or wrong; no letter was written.
    """
    from ospo_widgets.office.compose import GROUPS, Person, compose, require
    from ospo_widgets.office.requests import kind_of

    form = kind_of(kind)
    known = {field.id for field in form.fields}
    for field in fields:
        if field not in known:
            fits = ", ".join(sorted(known))
            raise InputError(
                words("office.error.field", kind=kind, field=field[:40]),
                remedy=words("office.error.field_remedy", fields=fits),
            )
    person = Person(name, address)
    require(form, fields, person)
    return compose(
        form,
        fields,
        policy=_policy(policy),
        on=on or date.today(),
        # Who calls this names each thing that goes along: that is the agreement.
        agreed=GROUPS,
        attachments=attachments,
        person=person,
    ).checked()


def send_letter(letter: Letter, policy: str = DEFAULT_POLICY) -> Receipt:
    """Send a letter through the mail server that the environment names.

    Args:
        letter: The letter.
        policy: Id of the policy profile whose offices may be written to.

    Raises:
        OspoError: There is no mail server, or it did not take the letter; the message says why.
    """
    from ospo_widgets.office.contacts import role_addresses
    from ospo_widgets.office.limits import ServerCount
    from ospo_widgets.office.sending import send
    from ospo_widgets.office.settings import mail_settings

    settings = mail_settings()
    if settings is None:
        raise InputError(words("office.send.no_server"))
    ServerCount(settings.hourly).take()
    return send(letter, settings, allowed=role_addresses(_policy(policy)))


def catalogue_entry(
    source: ScanResult | Project,
    catalogue: str = "software",
    values: Mapping[str, str | tuple[str, ...]] | None = None,
) -> dict[str, str | tuple[str, ...]]:
    """The entry of a catalogue, with what a scan or a project tells; nothing is invented.

    Args:
        source: The scan, or the project.
        catalogue: ``software`` (the software catalogue) or ``ohwr`` (``.ohwr.yaml``).
        values: Values that replace those of the project, or add to them.

    Raises:
        InputError: There is no such catalogue.
    """
    from ospo_widgets.office.catalogues import catalogue_of
    from ospo_widgets.office.entries import NOTHING_STATED, filled
    from ospo_widgets.project import Project

    form = catalogue_of(catalogue)
    if isinstance(source, Project):
        found = filled(form, source, NOTHING_STATED)
    else:
        found = filled(form, source.project, stated_by(source))
    both = {**found, **(values or {})}
    return {field.id: both[field.id] for field in form.fields if both.get(field.id)}


def stated_by(result: ScanResult) -> Stated:
    """What a scan tells of a project beside its parts."""
    from ospo_widgets.office.entries import Stated

    return Stated(
        license=result.license.expression or "",
        description=result.stated.get("description", ""),
        repository=result.stated.get("repository", ""),
    )


def _policy(policy: str) -> Policy:
    from ospo_widgets.knowledge import load_knowledge

    policies = load_knowledge().policies
    if policy not in policies:
        raise InputError(
            words("office.error.policy", policy=policy[:40]),
            remedy=words("office.error.policy_remedy", policies=", ".join(policies)),
        )
    return policies[policy]
