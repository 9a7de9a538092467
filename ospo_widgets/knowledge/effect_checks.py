# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Checks of effects and obligations that need all rows: names that exist, and no gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ospo_widgets.knowledge.conditions import WORDS, facts_used
from ospo_widgets.knowledge.effect_lookup import FACTS, effect_rows, license_facts
from ospo_widgets.knowledge.effects import ANSWERED, EffectRow
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.project import Material

Fault = tuple[str, str, str, str]
"""Kind, row id, field, message."""


def effect_faults(knowledge: Knowledge) -> Iterator[Fault]:
    """All that is wrong between these rows and the rest of the knowledge."""
    yield from _names(knowledge)
    yield from _licenses(knowledge)
    yield from _gaps(knowledge)


def _names(knowledge: Knowledge) -> Iterator[Fault]:
    topics = {topic for clauses in knowledge.clauses.values() for topic in clauses.topics}
    for row in knowledge.effects:
        for partner in sorted(row.partners - set(knowledge.partners)):
            yield "effects", row.id, "partners", f"partners.yaml has no partner “{partner}”."
        for fact in sorted(facts_used(row.when) - FACTS):
            yield "effects", row.id, "when", f"the fact “{fact}” is not known of a licence."
        for kind in sorted(set(_values(row.when, "kind")) - set(knowledge.license_kinds)):
            yield "effects", row.id, "when", f"“kinds” has no kind “{kind}”."
        if row.topic and row.topic not in topics:
            yield "effects", row.id, "topic", f"clauses.yaml has no topic “{row.topic}”."
    for duty in knowledge.obligations:
        if duty.topic and duty.topic not in topics:
            yield "obligations", duty.id, "topic", f"clauses.yaml has no topic “{duty.topic}”."
    for neighbour in knowledge.neighbours.values():
        if neighbour.component and neighbour.component not in knowledge.components:
            message = f"components.yaml has no component “{neighbour.component}”."
            yield "neighbours", neighbour.id, "component", message


def _licenses(knowledge: Knowledge) -> Iterator[Fault]:
    """Licences that rows name must be there; two rows of clauses must not share one."""
    named: list[tuple[str, str, str, frozenset[str]]] = []
    for row in knowledge.effects:
        ids = (str(value).split(" WITH ")[0] for value in _values(row.when, "license"))
        named.append(("effects", row.id, "when", frozenset(ids)))
    owner: dict[str, str] = {}
    for clauses in knowledge.clauses.values():
        named.append(("clauses", clauses.id, "licenses", clauses.licenses))
        for license_id in sorted(clauses.licenses & owner.keys()):
            message = f"“{owner[license_id]}” has the clauses of “{license_id}” already."
            yield "clauses", clauses.id, "licenses", message
        owner |= dict.fromkeys(clauses.licenses, clauses.id)
    for duty in knowledge.obligations:
        for license_id in sorted(duty.licenses - owner.keys() if duty.clause else ()):
            yield "obligations", duty.id, "clause", f"clauses.yaml has no text of “{license_id}”."
    named += [("obligations", duty.id, "licenses", duty.licenses) for duty in knowledge.obligations]
    for kind, row_id, field, ids_ in named:
        for license_id in sorted(ids_ - set(knowledge.licenses)):
            yield kind, row_id, field, f"licenses.yaml has no licence “{license_id}”."


def _values(condition: Mapping[str, object], fact: str) -> Iterator[str]:
    """All values with which a condition compares a fact."""
    for key, value in condition.items():
        if key in WORDS:
            for inner in (value,) if isinstance(value, Mapping) else _items(value):
                if isinstance(inner, Mapping):
                    yield from _values(inner, fact)
        elif key == fact:
            yield from (str(item) for item in _items(value))


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _gaps(knowledge: Knowledge) -> Iterator[Fault]:
    """Partners for which a licence that a policy recommends has no row of its own.

    The last resort, a row without condition and without partners, does not count: whoever
    recommends a licence has to say what it means, or that nobody knows.
    """
    seen: set[tuple[Material, str]] = set()
    for policy in knowledge.policies.values():
        for name, regimes in policy.regimes.items():
            material = next((m for m in Material if name.split("-", 1)[0] == m.value), None)
            for license_id in dict.fromkeys(i for ids in regimes.values() for i in ids):
                license_ = knowledge.licenses.get(license_id)
                if material is None or license_ is None or (material, license_id) in seen:
                    continue
                seen.add((material, license_id))
                facts = license_facts(license_id, license_, material, knowledge)
                for what in _missing(facts, material, knowledge):
                    message = f"effects.yaml says nothing about {license_id} for {what}."
                    yield "policies", policy.id, "regimes", message


def _missing(
    facts: Mapping[str, object], material: Material, knowledge: Knowledge
) -> Iterator[str]:
    for partner in knowledge.partners.values():
        if material in partner.materials:
            for aspect in ANSWERED:
                row = next(effect_rows(partner.id, aspect, facts, knowledge), None)
                if row is None or is_last_resort(row):
                    yield f"“{partner.id}”, {aspect}"


def is_last_resort(row: EffectRow) -> bool:
    """Whether a row speaks of everything that no other row speaks of."""
    return not row.partners and not row.when
