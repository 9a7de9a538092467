# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Finds the row of effects that speaks of a licence, a material and a partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ospo_widgets.knowledge.conditions import holds
from ospo_widgets.knowledge.effects import Aspect, EffectRow
from ospo_widgets.knowledge.model import Knowledge, License
from ospo_widgets.project import Material

FACTS = frozenset(
    {
        "kind",
        "material",
        "license",
        "license-category",
        "license-reach",
        "license-suits",
        "license-made-for",
        "license-patent-grant",
        "license-court-clause",
        "license-osi",
        "license-fsf",
        "license-permissions",
        "license-conditions",
        "license-exception",
        "license-into-gpl-2",
        "license-into-gpl-3",
        "apache-into-license",
    }
)
"""Facts that conditions in ``effects.yaml`` may ask for; the last three are verdicts, which
:mod:`ospo_widgets.licensing.effects` adds."""


def license_facts(
    term: str, license_: License | None, material: Material, knowledge: Knowledge
) -> dict[str, object]:
    """What is known of one licence term for one material, for conditions.

    Args:
        term: SPDX id, perhaps with ``+`` or an exception.
        license_: The licence without exception, None when we do not have it.
        material: Material of the part.
        knowledge: Where the kinds of licences stand.

    Returns:
        Facts by name; what is not known is absent, and conditions on it do not hold.
    """
    facts: dict[str, object] = {
        "license": term,
        "material": material.value,
        "license-exception": " WITH " in term,
    }
    if license_ is not None:
        known = {
            "license-category": license_.category.value,
            "license-reach": license_.reach.value,
            "license-suits": material in license_.materials,
            "license-made-for": tuple(sorted(m.value for m in license_.materials)),
            "license-patent-grant": "unclear"
            if license_.patent_grant is None
            else license_.patent_grant,
            "license-court-clause": license_.court_clause,
            "license-osi": license_.osi,
            "license-fsf": license_.fsf,
            "license-permissions": _tags(license_.permissions),
            "license-conditions": _tags(license_.conditions),
        }
        facts |= {name: value for name, value in known.items() if value is not None}
    facts["kind"] = kind_of(facts, knowledge)
    return facts


def _tags(tags: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if tags is None else tuple(str(tag) for tag in tags)


def kind_of(facts: Mapping[str, object], knowledge: Knowledge) -> str:
    """Name of the first kind of licences whose condition holds, empty when none does."""
    kinds = knowledge.license_kinds.items()
    return next((name for name, condition in kinds if holds(condition, facts)), "")


def effect_rows(
    partner: str, aspect: Aspect, facts: Mapping[str, object], knowledge: Knowledge
) -> Iterator[EffectRow]:
    """Rows that speak of a partner and an aspect and whose condition holds, first ones first."""
    for row in _rows_of_kind(partner, aspect, str(facts.get("kind", "")), knowledge):
        if holds(row.when, facts):
            yield row


# --- index ----------------------------------------------------------------------------------------

_Key = tuple[str, Aspect, str]


@dataclass(slots=True)
class _Index:
    """Rows by partner and aspect, then by kind of licence; kept for the knowledge in use."""

    owner: Knowledge | None = None
    spoken: dict[tuple[str, Aspect], list[EffectRow]] = field(default_factory=dict)
    by_kind: dict[_Key, list[EffectRow]] = field(default_factory=dict)


_index = _Index()


def _rows_of_kind(
    partner: str, aspect: Aspect, kind: str, knowledge: Knowledge
) -> Sequence[EffectRow]:
    if _index.owner is not knowledge:
        _fill(knowledge)
    key = (partner, aspect, kind)
    if key not in _index.by_kind:
        rows = _index.spoken.get((partner, aspect), [])
        _index.by_kind[key] = [row for row in rows if _speaks_of(row, kind)]
    return _index.by_kind[key]


def _speaks_of(row: EffectRow, kind: str) -> bool:
    """False when the row asks for other kinds; most rows do, and so need no closer look."""
    wanted = row.when.get("kind", kind)
    return kind in wanted if isinstance(wanted, tuple) else kind == wanted


def _fill(knowledge: Knowledge) -> None:
    spoken: dict[tuple[str, Aspect], list[EffectRow]] = {}
    for row in knowledge.effects:
        for partner in row.partners or knowledge.partners:
            for aspect in row.aspects:
                spoken.setdefault((partner, aspect), []).append(row)
    _index.spoken, _index.by_kind, _index.owner = spoken, {}, knowledge
