# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a licence means for others and what it asks: partners, neighbours, effects, obligations.

The rows and the functions that read them. How a licence and these rows become an answer is in
:mod:`ospo_widgets.licensing.effects`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ospo_widgets.knowledge.conditions import faults
from ospo_widgets.knowledge.model import Answer, Condition, Provenance, Source
from ospo_widgets.knowledge.nodes import Row
from ospo_widgets.project import Material, Use

CELL_WORDS = 6
"""Most words of a cell in the heat map."""
CELL_LENGTH = 40
"""Longest cell of the heat map, in characters: two lines on a screen of 360 px."""
RECEIVES = ("source", "binary", "nothing")
"""What a partner gets: binaries are judged by the licence of the whole that is handed out; who
gets nothing works on the inside, and shows last in a summary."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Aspect(StrEnum):
    """What a row of effects speaks of."""

    OVERALL = "overall"
    """What the licence means for this partner, in one cell."""
    USE = "use"
    """May they use it?"""
    COMBINE = "combine"
    """May they combine it with their own work, under other terms?"""
    SHARE = "share"
    """Must they share what they make of it?"""
    NOTE = "note"
    """A consequence besides, such as patents; has no answer, and every row that fits counts."""


ANSWERED = (Aspect.OVERALL, Aspect.USE, Aspect.COMBINE, Aspect.SHARE)
"""Aspects that have one answer for each partner."""


class Trigger(StrEnum):
    """What someone does with the work that brings an obligation."""

    SOURCE = "source"
    """Hand out the source or the design files, unchanged."""
    MODIFIED = "modified"
    """Hand out a changed version."""
    BINARY = "binary"
    """Hand out a build: program, container, bitstream."""
    PRODUCT = "product"
    """Make or hand out a thing that is made from it."""
    NETWORK = "network"
    """Let others use a changed version over a network."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A kind of partner.

    Attributes:
        id: Short ASCII id.
        name: Name for people.
        text: What they do with the work, one sentence.
        materials: Materials for which the partner makes sense.
        receives: ``source``, ``binary`` or ``nothing``, see :data:`RECEIVES`.
        provenance: Where it comes from that this partner matters.
    """

    id: str
    name: str
    text: str
    materials: frozenset[Material]
    receives: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class NeighbourUse:
    """How a neighbour and our work meet, for some materials.

    Attributes:
        materials: Materials of our work.
        ours: How they would take ours, None when that makes no sense.
        theirs: How we would take theirs, None when that makes no sense.
    """

    materials: frozenset[Material]
    ours: Use | None
    theirs: Use | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concrete project or collection that work of the house meets.

    Attributes:
        id: Short ASCII id.
        name: Name for people.
        component: Id in the catalogue, empty when ``license`` says the licence.
        license: SPDX expression, empty when the catalogue says it.
        uses: How they meet; no two of them speak of one material.
        text: Remark, empty when there is none.
        provenance: Evidence for the licence and for the uses.
    """

    id: str
    name: str
    component: str
    license: str
    uses: tuple[NeighbourUse, ...]
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What licences of one kind mean for some partners.

    Attributes:
        id: Id of the row.
        partners: Ids of partners; empty means all.
        aspects: What the row speaks of.
        when: Condition over ``kind``, ``material`` and facts of the licence; empty means always.
        answer: The answer; None for notes.
        cell: Up to six words for the heat map; empty for notes.
        reason: One or two sentences.
        topic: Topic by which the clause of the licence is found in ``clauses.yaml``, may be empty.
        provenance: Sources besides the clause; may have none when ``topic`` leads to one.
    """

    id: str
    partners: frozenset[str]
    aspects: frozenset[Aspect]
    when: Mapping[str, object]
    answer: Answer | None
    cell: str
    reason: str
    topic: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LicenseClauses:
    """Where in a licence text a topic stands.

    Attributes:
        id: Id of the row.
        licenses: SPDX ids whose text has these clauses.
        topics: Topic to clause, as people cite it (``"4(b)"``).
        provenance: Exactly one source: the text.
    """

    id: str
    licenses: frozenset[str]
    topics: Mapping[str, str]
    provenance: Provenance

    def source(self, topic: str) -> Source | None:
        """The clause on a topic, None when the text has none."""
        clause = self.topics.get(topic)
        return self.clause(clause) if clause else None

    def clause(self, clause: str) -> Source:
        """A clause of this text as a source."""
        text = self.provenance.sources[0]
        return Source(text.title, text.url, clause)


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """What those who hand out the work must do.

    Attributes:
        id: Id of the row.
        licenses: SPDX ids that it was written for; empty when ``conditions`` say.
        conditions: Conditions of a licence that bring it, one is enough.
        triggers: When it is due.
        text: One sentence that says what to do.
        topic: Topic of ``clauses.yaml`` by which the clause is found, may be empty.
        clause: The clause itself, for rows that were written for licences, may be empty.
        provenance: Sources besides the clause.
    """

    id: str
    licenses: frozenset[str]
    conditions: frozenset[Condition]
    triggers: frozenset[Trigger]
    text: str
    topic: str
    clause: str
    provenance: Provenance


# --- rows of the files ----------------------------------------------------------------------------


def partner_row(row: Row) -> Partner:
    """A row of ``partners.yaml``, list ``partners``."""
    return Partner(
        id=_id(row),
        name=row.text("name", required=True),
        text=row.text("text", required=True),
        materials=row.choices("materials", Material),
        receives=row.one_of("receives", RECEIVES),
        provenance=row.provenance(),
    )


def neighbour_row(row: Row) -> Neighbour:
    """A row of ``neighbours.yaml``."""
    found = Neighbour(
        id=_id(row),
        name=row.text("name", required=True),
        component=row.text("component"),
        license=row.text("license"),
        uses=tuple(_neighbour_use(use) for use in row.rows("uses", required=True)),
        text=row.text("text"),
        provenance=row.provenance(),
    )
    if bool(found.component) == bool(found.license):
        row.wrong("license", "name either a “component” of the catalogue or a “license”.")
    spoken = [material for use in found.uses for material in use.materials]
    if len(spoken) != len(set(spoken)):
        row.wrong("uses", "two of the “uses” speak of one material.")
    return found


def _neighbour_use(row: Row) -> NeighbourUse:
    def use(name: str) -> Use | None:
        return row.choice(name, Use, Use.COPY) if name in row else None

    found = NeighbourUse(row.choices("materials", Material), use("ours"), use("theirs"))
    if found.ours is None and found.theirs is None:
        row.wrong("materials", "say how they take “ours”, or how we take “theirs”, or both.")
    row.finish()
    return found


def effect_row(row: Row) -> EffectRow:
    """A row of ``effects.yaml``, list ``effects``."""
    when = row.plain("when")
    for fault in faults(when):
        row.wrong("when", fault)
    aspects = row.choices("aspects", Aspect)
    note = aspects == {Aspect.NOTE}
    if Aspect.NOTE in aspects and not note:
        row.wrong("aspects", "“note” stands alone.")
    found = EffectRow(
        id=_id(row),
        partners=frozenset(row.texts("partners")),
        aspects=aspects,
        when=when,
        answer=None if note else row.choice("answer", Answer, Answer.UNKNOWN),
        cell="" if note else row.text("cell", required=True),
        reason=row.text("reason", required=True),
        topic=row.text("topic"),
        provenance=_provenance(row),
    )
    if len(found.cell) > CELL_LENGTH or len(found.cell.split()) > CELL_WORDS:
        message = f"“cell” may have {CELL_WORDS} words and {CELL_LENGTH} characters."
        row.wrong("cell", message)
    return found


def clauses_row(row: Row) -> LicenseClauses:
    """A row of ``clauses.yaml``."""
    topics = row.row("topics", required=True)
    found = LicenseClauses(
        id=_id(row),
        licenses=frozenset(row.texts("licenses", required=True)),
        topics={name: topics.text(name, required=True) for name in topics.names()}
        if topics
        else {},
        provenance=row.provenance(),
    )
    if len(found.provenance.sources) != 1 and "sources" in row:
        row.wrong("sources", "“sources” must name the text of the licence, and nothing else.")
    return found


def obligation_row(row: Row) -> ObligationRow:
    """A row of ``obligations.yaml``."""
    found = ObligationRow(
        id=_id(row),
        licenses=frozenset(row.texts("licenses")),
        conditions=frozenset(row.tags("conditions", Condition) or ()),
        triggers=row.choices("triggers", Trigger),
        text=row.text("text", required=True),
        topic=row.text("topic"),
        clause=row.text("clause"),
        provenance=_provenance(row),
    )
    if found.clause and not found.licenses:
        row.wrong("clause", "“clause” belongs to rows that name “licenses”.")
    if bool(found.licenses) == bool(found.conditions):
        row.wrong("licenses", "name either “licenses” or “conditions” of licences.")
    return found


def _id(row: Row) -> str:
    value = row.text("id", required=True)
    if value and not _SLUG.fullmatch(value):
        row.wrong("id", f"the id “{value}” may only have small letters, digits, dots and dashes.")
    return value


def _provenance(row: Row) -> Provenance:
    """As for every row; the sources may be left out where the row leads to a clause."""
    return row.provenance(needs_sources=not ("topic" in row or "clause" in row))
