# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whom to ask on a hold, and in which order: roles and addresses of the policy, never a person."""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.advice.model import Hold, Recommendation
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.office.contacts import OFFICE, TRANSFER, Contact

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


def _place(role: str) -> int:
    return ORDER.index(role) if role in ORDER else len(ORDER)
