# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a licence asks of those who hand out a work, by what they do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ospo_widgets.knowledge import Knowledge, Source, load_knowledge
from ospo_widgets.knowledge.effects import ObligationRow, Trigger
from ospo_widgets.licensing.effects import clause_sources
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.wording import words


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty.

    Attributes:
        trigger: What brings it.
        text: What to do, one sentence.
        sources: Clause of the licence first.
        license: Term of the expression that asks for it.
        row: Id of the row in ``obligations.yaml``.
        reviewed: False when the row rests on a packager’s claim or on memory.
    """

    trigger: Trigger
    text: str
    sources: tuple[Source, ...]
    license: str
    row: str
    reviewed: bool

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "trigger": str(self.trigger),
            "text": self.text,
            "license": self.license,
            "row": self.row,
            "reviewed": self.reviewed,
            "sources": [{"title": s.title, "url": s.url, "clause": s.clause} for s in self.sources],
        }


def obligations(
    license_text: str, knowledge: Knowledge | None = None
) -> tuple[Obligation, ...] | None:
    """Duties of those who hand out work under a licence, in the order of :class:`Trigger`.

    Rows that were written for a licence replace the general ones that follow from its conditions.
    Where an expression leaves a choice (OR), the duties of all choices are there, each with its
    licence: those of the licence that one chooses apply. An exception only adds permissions, so
    the duties are those of the licence without it.

    Args:
        license_text: SPDX expression or everyday name.
        knowledge: By default what :func:`load_knowledge` gives.

    Returns:
        The duties, none when the licence asks for nothing; None when nobody has looked into one
        of the licences, which is not the same.

    Raises:
        ExpressionError: The text is no licence expression.
    """
    known = knowledge or load_knowledge()
    terms = dict.fromkeys(
        term for choice in parse(license_text).alternatives for term in sorted(choice)
    )
    found: list[Obligation] = []
    for term in terms:
        rows = _rows(term, known)
        if rows is None:
            return None
        found += [
            _obligation(row, trigger, term, known)
            for row in rows
            for trigger in Trigger
            if trigger in row.triggers
        ]
    order = list(Trigger)
    return tuple(sorted(found, key=lambda duty: order.index(duty.trigger)))


def trigger_name(trigger: Trigger) -> str:
    """What someone does, in words."""
    return words(f"effects.trigger.{trigger}")


def _rows(term: str, known: Knowledge) -> list[ObligationRow] | None:
    """Rows for one term; None when the licence is not known or states no conditions."""
    license_ = known.licenses.get(term) or known.licenses.get(base_id(term))
    if license_ is None:
        return None
    own = [row for row in known.obligations if {license_.id, base_id(term)} & row.licenses]
    if own:
        return own
    if license_.conditions is None:
        return None
    wanted = set(license_.conditions)
    return [row for row in known.obligations if _asked(row.conditions, wanted)]


def _asked(conditions: Iterable[object], wanted: set[Any]) -> bool:
    return any(condition in wanted for condition in conditions)


def _obligation(row: ObligationRow, trigger: Trigger, term: str, known: Knowledge) -> Obligation:
    sources = (*clause_sources(term, row.topic, known, clause=row.clause), *row.provenance.sources)
    return Obligation(trigger, row.text, sources, term, row.id, row.provenance.confidence.reviewed)
