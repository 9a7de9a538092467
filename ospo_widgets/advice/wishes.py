# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the person wants for a part: which row of the policy, and which regime of it comes first."""

from __future__ import annotations

from dataclasses import dataclass

from ospo_widgets.advice.known import KNOWN, known_ids
from ospo_widgets.advice.model import UNKNOWN
from ospo_widgets.advice.rules import Situation
from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.model import License
from ospo_widgets.project import Material, Part

REGIMES = ("permissive", "weak", "strong")
"""From asking little to asking much."""

WISHES = {"anything": "permissive", "changes": "weak", "everything": "strong"}
"""Options of ``openness`` and the regime that each means."""

KIND_QUESTIONS = {
    Material.SOFTWARE: "software-kind",
    Material.HARDWARE: "hardware-kind",
    Material.DOCUMENTATION: "docs-kind",
}
"""Question whose answer chooses the row of regimes, for materials that have several."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants for a part.

    Attributes:
        row: Row of the policy's regimes.
        regime: Regime that comes first.
        stated: The person said so; otherwise it is the usual choice of the office.
        key: Key of the answer, empty when there is none.
        value: The answer.
        forced: Nothing fits the wish, so stricter licences are not held against it.
        fixed: The policy decides alone, or a licence is in mind: what is nearest comes first.
    """

    row: str
    regime: str
    stated: bool
    key: str = ""
    value: str = ""
    forced: bool = False
    fixed: bool = False


def wish_for(now: Situation, part: Part) -> Wish:
    """Row and regime for a part: from its kind, and from what others may do or a known licence."""
    facts = now.part_facts(part)
    policy = now.policy
    row = part.material.value
    kind = facts.get(KIND_QUESTIONS.get(part.material, ""))
    if isinstance(kind, str) and f"{row}-{kind}" in policy.regimes:
        row = f"{row}-{kind}"
    usual = policy.fallback.get(row, REGIMES[0])
    offered = tuple(policy.regimes.get(row, {}))
    for license_id in known_ids(now.answers, now.form.knowledge):
        lic = now.form.knowledge.licenses[license_id]
        if part.material in lic.materials:
            regime = _nearest(regime_of(now, row, lic), offered)
            return Wish(row, regime, False, KNOWN, license_id, fixed=True)
    key = "openness"
    value = facts.get(key)
    if value == "differs":
        key = f"{part.id}/part-openness"
        value = facts.get("part-openness")
    regime = WISHES.get(str(value), "")
    if not _asked_for(now, part):
        return Wish(row, usual, False, fixed=True)
    if regime and len(offered) > 1:
        return Wish(row, _nearest(regime, offered), True, key, str(value))
    if facts.get("company") == "yes" and value in (None, UNKNOWN):
        return Wish(row, _nearest(REGIMES[0], offered), False, "company", "yes")
    return Wish(row, usual, False, key if value == UNKNOWN else "", str(value or ""))


def regime_of(now: Situation, row: str, lic: License) -> str:
    """Regime of any licence: where the policy lists it, else what its category says."""
    for regime, ids in now.policy.regimes.get(row, {}).items():
        if lic.id in ids:
            return regime
    return {"weak": "weak", "strong": "strong", "network": "strong"}.get(
        lic.category.value, REGIMES[0]
    )


def _asked_for(now: Situation, part: Part) -> bool:
    """Whether what others may do is asked for this material; for data the policy decides alone."""
    question = now.form.question("part-openness")
    facts = {"openness": "differs", "short-cut": False, "material": part.material.value}
    return holds(question.when, facts) is True


def _nearest(regime: str, offered: tuple[str, ...]) -> str:
    """The wished regime, or the nearest milder one that the policy offers."""
    index = REGIMES.index(regime)
    for name in (*reversed(REGIMES[: index + 1]), *REGIMES[index + 1 :]):
        if name in offered:
            return name
    return regime
