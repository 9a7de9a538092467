# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Checks across rows: ids that exist, names that lead to one thing, verdicts that agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from ospo_widgets.knowledge.checklist import checklist_faults
from ospo_widgets.knowledge.component_names import name_key
from ospo_widgets.knowledge.effect_checks import effect_faults
from ospo_widgets.knowledge.model import Knowledge, Question, VerdictRow

Fault = tuple[str, str, str, str]
"""Kind, row id, field (or ``rule:`` and the id of a policy rule), message."""

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
    yield from effect_faults(knowledge)
    yield from checklist_faults(knowledge)


def _named_licences(knowledge: Knowledge) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    """Kind, row id, field and the expressions that stand there."""
    for found in knowledge.licenses.values():
        yield "licenses", found.id, "later", found.later
    for row in knowledge.verdicts:
        yield "verdicts", row.id, "inbound", row.inbound
        yield "verdicts", row.id, "outbound", row.outbound
        yield "verdicts", row.id, "whole", (row.whole,) if row.whole else ()
    for neighbour in knowledge.neighbours.values():
        yield "neighbours", neighbour.id, "license", (neighbour.license,)
    for component in knowledge.components.values():
        yield "components", component.id, "license", (component.license,)
        yield "components", component.id, "optional_parts", component.optional_parts.values()
        for field in ("versions", "bundles", "alternatives"):
            inner = getattr(component, field)
            yield "components", component.id, field, [row.license for row in inner]
    for policy in knowledge.policies.values():
        for rule in policy.rules:
            yield "policies", policy.id, f"rule:{rule.id}", rule.licenses
        for regime in policy.regimes.values():
            yield "policies", policy.id, "regimes", (i for ids in regime.values() for i in ids)


def _licences(knowledge: Knowledge) -> Iterator[Fault]:
    for kind, row_id, field, expressions in _named_licences(knowledge):
        for expression in sorted(set(expressions)):
            for license_id in license_ids(expression):
                if license_id not in knowledge.licenses:
                    yield kind, row_id, field, f"licenses.yaml has no licence “{license_id}”."


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
                "answer",
                f"says “{other.answer}” and “{one.id}” says “{one.answer}” of: {example}.",
            )


def _components(knowledge: Knowledge) -> Iterator[Fault]:
    """A name or alias must lead to one component."""
    owner: dict[str, str] = {}
    for component in knowledge.components.values():
        for name in {name_key(n) for n in (component.id, component.name, *component.aliases)}:
            if name in owner:
                yield "components", component.id, "aliases", f"“{name}” also names “{owner[name]}”."
            owner[name] = component.id


def _question(question: Question, knowledge: Knowledge) -> Iterator[Fault]:
    known = {name.casefold() for row in knowledge.terms.values() for name in (row.id, row.term)}
    for word in question.words:
        if word.casefold() not in known:
            yield "questions", question.id, "words", f"glossary.yaml has no term “{word}”."
