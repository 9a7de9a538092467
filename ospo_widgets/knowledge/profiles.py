# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Policy profiles that extend others: a laboratory writes down only what it does differently.

A row of regimes, a fallback, a contact, a name or a rule of the same id takes the place of the
inherited one; others are added; ``drops`` names inherited rules that do not count; ``roles`` says
who is asked where the inherited rules ask somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ospo_widgets.knowledge.model import Policy, PolicyRule

Fault = tuple[str, str, str, str]
"""Kind, row id, field, message."""


def combined(policies: Mapping[str, Policy]) -> dict[str, Policy]:
    """All profiles, complete; one whose base is not there stays as it is written."""
    return {policy_id: _whole(policy_id, policies, ()) for policy_id in policies}


def profile_faults(written: Mapping[str, Policy]) -> Iterator[Fault]:
    """What is wrong with profiles, seen together.

    Args:
        written: Profiles as they stand in their files.
    """
    whole = combined(written)
    for policy in written.values():
        base = written.get(policy.extends)
        if policy.extends and base is None:
            yield "policies", policy.id, "extends", f"there is no policy “{policy.extends}”."
        elif policy.id in _line(policy.id, written)[1:]:
            yield "policies", policy.id, "extends", "“extends” leads back to this policy."
        elif base is not None:
            inherited = {rule.id for rule in whole[base.id].rules}
            for rule_id in policy.drops:
                if rule_id not in inherited:
                    yield "policies", policy.id, "drops", f"no inherited rule is “{rule_id}”."
        yield from _faults(whole[policy.id])


def with_inherited_texts(
    english: Mapping[str, Policy], translated: Mapping[str, Policy]
) -> dict[str, Policy]:
    """Profiles whose inherited texts speak the language of the profile that they come from.

    A text that stands word by word in the profile that is extended is translated there, once.

    Args:
        english: Complete profiles in English.
        translated: The same with the texts that translations bring.
    """
    found = dict(translated)
    for policy_id, policy in english.items():
        for base_id in _line(policy_id, english)[1:]:
            spoken = {rule.id: rule.text for rule in found[base_id].rules}
            originals = {rule.id: rule.text for rule in english[base_id].rules}
            own = {rule.id: rule.text for rule in policy.rules}
            rules = tuple(
                replace(rule, text=spoken[rule.id])
                if rule.text == own[rule.id] == originals.get(rule.id)
                else rule
                for rule in found[policy_id].rules
            )
            found[policy_id] = replace(
                found[policy_id],
                rules=rules,
                names=_inherited("names", policy_id, base_id, english, found),
                contacts=_inherited("contacts", policy_id, base_id, english, found),
            )
    return found


def _inherited(
    field: str,
    policy_id: str,
    base_id: str,
    english: Mapping[str, Policy],
    found: Mapping[str, Policy],
) -> dict[str, Any]:
    """Names or contacts; those not translated here, as the profile below says them."""
    own, base = getattr(english[policy_id], field), getattr(english[base_id], field)
    spoken = getattr(found[base_id], field)
    return {
        name: spoken[name] if value == own[name] == base.get(name) else value
        for name, value in getattr(found[policy_id], field).items()
    }


def _line(policy_id: str, policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """The profile, the one that it extends, and so on; stops where it would repeat."""
    line = [policy_id]
    while (base := policies[line[-1]].extends) in policies:
        line.append(base)
        if line.count(base) > 1:
            break
    return tuple(line)


def _whole(policy_id: str, policies: Mapping[str, Policy], seen: tuple[str, ...]) -> Policy:
    policy = policies[policy_id]
    if policy.extends not in policies or policy_id in seen:
        return policy
    base = _whole(policy.extends, policies, (*seen, policy_id))
    own = {rule.id: rule for rule in policy.rules}
    inherited = [
        own.pop(rule.id, replace(rule, ask=policy.roles.get(rule.ask, rule.ask)))
        for rule in base.rules
        if rule.id not in policy.drops
    ]
    rules: tuple[PolicyRule, ...] = (*inherited, *own.values())
    replaced = set(policy.roles)
    contacts = {role: who for role, who in base.contacts.items() if role not in replaced}
    return replace(
        policy,
        contacts={**contacts, **policy.contacts},
        regimes={**base.regimes, **policy.regimes},
        fallback={**base.fallback, **policy.fallback},
        names={**base.names, **policy.names},
        rules=rules,
    )


def _faults(policy: Policy) -> Iterator[Fault]:
    for rule in policy.rules:
        if rule.ask and rule.ask not in policy.contacts:
            message = f"“contacts” has no role “{rule.ask}”."
            yield "policies", policy.id, f"rule:{rule.id}", message
    for material, regime in policy.fallback.items():
        if regime not in policy.regimes.get(material, {}):
            message = f"“regimes” has no “{regime}” for “{material}”."
            yield "policies", policy.id, "fallback", message
    for required in ("contacts", "regimes", "fallback"):
        if not getattr(policy, required) and not policy.extends:
            yield "policies", policy.id, required, f"the field “{required}” is missing."
