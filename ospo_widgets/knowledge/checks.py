# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Checks across rows: ids that exist, conditions that are sound, verdicts that agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from ospo_widgets.knowledge.conditions import faults
from ospo_widgets.knowledge.model import Knowledge, Question, VerdictRow

Fault = tuple[str, str, str]
"""Kind, row id, message."""

_TOKEN = re.compile(r"[^\s()]+")


def license_ids(expression: str) -> Iterator[str]:
    """Licence ids of an SPDX expression, without operators and exceptions."""
    previous = ""
    for token in _TOKEN.findall(expression):
        if token not in {"AND", "OR", "WITH"} and previous != "WITH":
            yield token
        previous = token


def cross_references(knowledge: Knowledge) -> Iterator[Fault]:
    """All faults that only show when rows are seen together."""
    yield from _licences(knowledge)
    yield from _verdicts(knowledge.verdicts)
    yield from _components(knowledge)
    for question in knowledge.questions:
        yield from _question(question, knowledge)
    for policy in knowledge.policies.values():
        for rule in policy.rules:
            for fault in faults(rule.when):
                yield "policies", policy.id, f"rule “{rule.id}”: {fault}"


def _licences(knowledge: Knowledge) -> Iterator[Fault]:
    def unknown(kind: str, row_id: str, ids: Iterable[str]) -> Iterator[Fault]:
        for expression in sorted(set(ids)):
            for license_id in license_ids(expression):
                if license_id not in knowledge.licenses:
                    yield kind, row_id, f"licenses.yaml has no licence “{license_id}”."

    for found in knowledge.licenses.values():
        yield from unknown("licenses", found.id, found.later)
    for row in knowledge.verdicts:
        yield from unknown(
            "verdicts", row.id, row.inbound | row.outbound | ({row.whole} if row.whole else set())
        )
    for component in knowledge.components.values():
        yield from unknown(
            "components", component.id, (component.license, *component.optional_parts.values())
        )
    for policy in knowledge.policies.values():
        yield from unknown("policies", policy.id, (i for r in policy.rules for i in r.licenses))
        regimes = (ids for regime in policy.regimes.values() for ids in regime.values())
        yield from unknown("policies", policy.id, (i for ids in regimes for i in ids))


def _verdicts(rows: tuple[VerdictRow, ...]) -> Iterator[Fault]:
    for one, other in combinations(rows, 2):
        if (
            one.answer is not other.answer
            and one.uses & other.uses
            and one.inbound & other.inbound
            and one.outbound & other.outbound
        ):
            example = (
                f"{min(one.inbound & other.inbound)} into {min(one.outbound & other.outbound)}, "
                f"{min(one.uses & other.uses)}"
            )
            yield (
                "verdicts",
                other.id,
                f"says “{other.answer}” and “{one.id}” says “{one.answer}” of: {example}.",
            )


def _components(knowledge: Knowledge) -> Iterator[Fault]:
    """A name or alias must lead to one component."""
    owner: dict[str, str] = {}
    for component in knowledge.components.values():
        for name in {n.casefold() for n in (component.id, component.name, *component.aliases)}:
            if name in owner:
                yield "components", component.id, f"“{name}” also names “{owner[name]}”."
            owner[name] = component.id


def _question(question: Question, knowledge: Knowledge) -> Iterator[Fault]:
    for fault in faults(question.when):
        yield "questions", question.id, fault
    known = {name.casefold() for row in knowledge.terms.values() for name in (row.id, row.term)}
    for word in question.words:
        if word.casefold() not in known:
            yield "questions", question.id, f"glossary.yaml has no term “{word}”."
