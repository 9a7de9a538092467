# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whom to write to: roles and addresses of the policy profile, never a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Policy

OFFICE = "ospo"
"""Role that every letter goes to."""

TRANSFER = ("kt", "tto")
"""Roles that look after inventions and contracts: Knowledge Transfer, or a technology transfer
office elsewhere."""

MAX_ADDRESS = 254
"""Longest mail address, in characters (RFC 5321, 4.5.3.1.3)."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: role, name of the role and address (both may be empty), never a person."""

    role: str
    name: str
    address: str = ""


def is_address(text: str) -> bool:
    """Whether a text is one plain mail address: ASCII, no name, no quotes, a domain with a dot."""
    local = text.partition("@")[0]
    dots = ".." in local or local.startswith(".") or local.endswith(".")
    # “=?” begins a word in another character set, which a header would read as something else.
    plain = not dots and "=?" not in text
    return len(text) <= MAX_ADDRESS and plain and bool(_ADDRESS.fullmatch(text))


def mail_address(contact: Contact) -> str:
    """The address when it is one for mail, else nothing: some offices only have a page."""
    return contact.address if is_address(contact.address) else ""


def named(contact: Contact) -> str:
    """Name of the role with its address, as it stands in a sentence."""
    return f"{contact.name}, {contact.address}" if contact.address else contact.name


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


def role_addresses(policy: Policy) -> frozenset[str]:
    """Mail addresses of all roles of a policy: the only ones that a server of ours writes to."""
    contacts = (Contact(role, *who) for role, who in policy.contacts.items())
    return frozenset(filter(None, map(mail_address, contacts)))
