# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The licences that we know: found by what they do, and set side by side.

What a licence can, must and does not give are the tags of choosealicense.com. A licence whose row
does not state them is compared as “not known”, which is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import (
    Condition,
    Knowledge,
    License,
    Limitation,
    Permission,
    Reach,
    load_knowledge,
)
from ospo_widgets.licensing.model import MAX_COMPARED
from ospo_widgets.project import Material
from ospo_widgets.wording import words

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class LicenseFilter:
    """What licences are looked for; an empty field asks for nothing.

    Attributes:
        material: What it must suit: a value of :class:`Material`.
        reach: How much must be shared: a value of :class:`Reach`.
        patent: Whether contributors grant their patents: ``yes``, ``no`` or ``unknown``.
        osi: Whether the OSI approved it: ``yes``, ``no`` or ``unknown`` (not its business).
        court: Whether it names a court or a law: ``yes`` or ``no``.
        text: Words that its id, name or summary must hold, all of them.
    """

    material: str = ""
    reach: str = ""
    patent: str = ""
    osi: str = ""
    court: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return any((self.material, self.reach, self.patent, self.osi, self.court, self.text))


CHOICES: dict[str, tuple[str, ...]] = {
    "material": tuple(Material),
    "reach": tuple(Reach),
    "patent": (YES, NO, UNKNOWN),
    "osi": (YES, NO, UNKNOWN),
    "court": (YES, NO),
}
"""Values of each field of a filter, in the order in which they are offered."""


def said(value: bool | None) -> str:
    """A fact as ``yes``, ``no`` or ``unknown``."""
    return UNKNOWN if value is None else YES if value else NO


def filter_licenses(
    wanted: LicenseFilter | None = None, *, knowledge: Knowledge | None = None
) -> tuple[License, ...]:
    """The licences that fit, by id.

    Args:
        wanted: What to look for; by default everything.
        knowledge: By default what :func:`load_knowledge` gives.
    """
    known = knowledge or load_knowledge()
    wanted = wanted or LicenseFilter()
    terms = wanted.text.casefold().split()
    found = (license_ for license_ in known.licenses.values() if _fits(license_, wanted, terms))
    return tuple(sorted(found, key=lambda license_: license_.id.casefold()))


def selected_ids(knowledge: Knowledge) -> frozenset[str]:
    """Licences that a policy profile selects for anything: those that people ask for first."""
    return frozenset(
        license_id
        for policy in knowledge.policies.values()
        for regimes in policy.regimes.values()
        for license_ids in regimes.values()
        for license_id in license_ids
    )


def _fits(license_: License, wanted: LicenseFilter, terms: Sequence[str]) -> bool:
    facts = (
        (wanted.reach, str(license_.reach)),
        (wanted.patent, said(license_.patent_grant)),
        (wanted.osi, said(license_.osi)),
        (wanted.court, said(license_.court_clause)),
    )
    if any(value and value != fact for value, fact in facts):
        return False
    if wanted.material and wanted.material not in license_.materials:
        return False
    text = f"{license_.id} {license_.name} {license_.summary}".casefold()
    return all(term in text for term in terms)


# --- side by side ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One property of several licences.

    Attributes:
        group: ``can``, ``must``, ``cannot`` or ``facts``.
        key: Id of the property; :func:`row_label` names it.
        values: One a licence: ``yes``, ``no``, ``unknown``, or ids of what applies.
    """

    group: str
    key: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the licences do not all say the same."""
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several licences side by side.

    Attributes:
        licenses: What is compared.
        rows: Their properties, by group.
    """

    licenses: tuple[License, ...]
    rows: tuple[ComparedRow, ...]

    @property
    def differences(self) -> int:
        """How many properties differ."""
        return sum(row.differs for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        ids = [license_.id for license_ in self.licenses]
        return {
            "licenses": ids,
            "rows": [
                {
                    "group": row.group,
                    "key": row.key,
                    "values": dict(zip(ids, row.values, strict=True)),
                    "differs": row.differs,
                }
                for row in self.rows
            ],
        }


GROUPS: tuple[tuple[str, str, type[Permission] | type[Condition] | type[Limitation]], ...] = (
    ("can", "permissions", Permission),
    ("must", "conditions", Condition),
    ("cannot", "limitations", Limitation),
)
"""Group, field of :class:`License` and its tags."""


def comparison(ids: Iterable[str], *, knowledge: Knowledge | None = None) -> Comparison:
    """Set up to four licences side by side.

    Args:
        ids: Ids of licences that we know; one that stands twice counts once.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        InputError: An id is not known, or there are more than :data:`MAX_COMPARED`.
    """
    known = knowledge or load_knowledge()
    once = list(dict.fromkeys(ids))
    unknown = [license_id for license_id in once if license_id not in known.licenses]
    if unknown:
        raise InputError(words("catalogue.no_license", license=unknown[0][:60]))
    if len(once) > MAX_COMPARED:
        raise InputError(words("catalogue.too_many", count=MAX_COMPARED))
    compared = tuple(known.licenses[license_id] for license_id in once)
    rows = [
        ComparedRow(group, str(tag), tuple(_tagged(getattr(one, field), tag) for one in compared))
        for group, field, tags in GROUPS
        for tag in tags
    ]
    facts = {
        "materials": [" ".join(m for m in Material if m in one.materials) for one in compared],
        "reach": [str(one.reach) for one in compared],
        "patent": [said(one.patent_grant) for one in compared],
        "osi": [said(one.osi) for one in compared],
        "fsf": [said(one.fsf) for one in compared],
        "court": [said(one.court_clause) for one in compared],
    }
    rows += [ComparedRow("facts", key, tuple(values)) for key, values in facts.items()]
    return Comparison(compared, tuple(rows))


def _tagged(tags: Sequence[str] | None, tag: str) -> str:
    return said(None if tags is None else tag in tags)
