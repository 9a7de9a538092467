# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whom to ask on a hold, and in which order: roles and addresses of the policy, never a person."""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.advice.model import Contact, Hold, Recommendation
from ospo_widgets.knowledge.model import Knowledge, Policy

OFFICE = "ospo"
"""Role that every mail goes to."""

TRANSFER = ("kt", "tto")
"""Roles that look after inventions and contracts: Knowledge Transfer, or a technology transfer
office elsewhere."""

ORDER = (*TRANSFER, OFFICE)
"""Who is asked first: rights before licences. Any other role comes last."""

IDEA = "F15"
"""Factor of the question about an idea worth a patent. It comes first of all: publishing ends the
chance, everything else can still be settled afterwards."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One office to ask, and all that it is asked about."""

    contact: Contact
    holds: tuple[Hold, ...]


def asked_in_order(recommendation: Recommendation, knowledge: Knowledge) -> tuple[Ask, ...]:
    """The offices behind the holds, each once, in the order in which to ask them."""
    ideas = {q.id for q in knowledge.questions if IDEA in q.factors}

    def place(indexed: tuple[int, Hold]) -> tuple[bool, int, int]:
        index, hold = indexed
        about_idea = any(key.rpartition("/")[2] in ideas for key in hold.keys)
        return not about_idea, _place(hold.ask.role), index

    grouped: dict[Contact, list[Hold]] = {}
    for _, hold in sorted(enumerate(recommendation.holds), key=place):
        grouped.setdefault(hold.ask, []).append(hold)
    return tuple(Ask(contact, tuple(holds)) for contact, holds in grouped.items())


def office(policy: Policy) -> Contact:
    """The open source office of a policy."""
    name, address = policy.contacts.get(OFFICE, (OFFICE, ""))
    return Contact(OFFICE, name, address)


def transfer_office(policy: Policy) -> Contact:
    """The office for inventions and contracts; the open source office where there is none."""
    for role in TRANSFER:
        if role in policy.contacts:
            return Contact(role, *policy.contacts[role])
    return office(policy)


def mail_address(contact: Contact) -> str:
    """The address when it is one for mail, else nothing: some offices only have a page."""
    local, at, domain = contact.address.partition("@")
    plain = local and at and "." in domain and not set(contact.address) & set(" \t\r\n,;<>()\"'")
    return contact.address if plain else ""


def named(contact: Contact) -> str:
    """Name of the role with its address, as it stands in a sentence."""
    return f"{contact.name}, {contact.address}" if contact.address else contact.name


def _place(role: str) -> int:
    return ORDER.index(role) if role in ORDER else len(ORDER)
