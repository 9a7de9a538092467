# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a licence means for working with others: partners by rows of knowledge, neighbours by pairs.

Expressions: where all licences apply (AND) the strictest answer counts for each question; where
one may be chosen (OR) the choice that leaves a partner most room counts, and the reasons say so.
Partners who get builds are judged by the licence of the builds, the others by that of the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Answer, Knowledge, Source, load_knowledge
from ospo_widgets.knowledge.effect_lookup import effect_rows, license_facts
from ospo_widgets.knowledge.effects import (
    ANSWERED,
    Aspect,
    EffectRow,
    Neighbour,
    NeighbourUse,
    Partner,
)
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.effects_model import (
    AspectEffect,
    Effects,
    EffectsTable,
    NeighbourEffect,
    PartnerEffect,
    room,
)
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.licensing.model import MAX_COMPARED, Effective, Reason, Verdict
from ospo_widgets.project import Component, Material, Use
from ospo_widgets.wording import words

BUILT = frozenset({Use.STATIC_LINK, Use.DYNAMIC_LINK})
"""Uses in which a neighbour takes a build of ours, with all that is in it."""


PROGRAMS = frozenset({Material.SOFTWARE, Material.FIRMWARE})
"""Materials for which rows may ask how a licence and the GNU and Apache licences get along."""


def effects(
    license_text: str,
    material: Material,
    *,
    effective: str | Effective | None = None,
    knowledge: Knowledge | None = None,
) -> Effects:
    """What a licence means for each kind of partner and for the concrete neighbours.

    Args:
        license_text: SPDX expression or everyday name of the licence of the source.
        material: Material of the part.
        effective: Licence of the builds as handed out, when components decide it.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: One of the texts is no licence expression.
    """
    known = knowledge or load_knowledge()
    own = parse(license_text).text
    built, notes = _built(own, effective)
    judge = _Judge(Material(material), known)
    partners = tuple(
        judge.partner(partner, built, notes)
        if partner.receives == "binary" and notes
        else judge.partner(partner, own, ())
        for partner in known.partners.values()
        if judge.material in partner.materials
    )
    neighbours = tuple(
        _neighbour(neighbour, use, own, built, known)
        for neighbour in known.neighbours.values()
        for use in neighbour.uses
        if judge.material in use.materials
    )
    return Effects(own, judge.material, partners, neighbours, built if built != own else "")


def compare(
    licenses: Sequence[str],
    material: Material,
    *,
    chosen: str | None = None,
    effective: Mapping[str, str | Effective] | None = None,
    knowledge: Knowledge | None = None,
) -> EffectsTable:
    """Effects of one to four licences side by side, the chosen one first.

    Args:
        licenses: SPDX expressions or everyday names; the same one twice counts once.
        material: Material of the part.
        chosen: One of them, or one to put before them.
        effective: Licence of the builds, by the text of the licence of the source.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: One of the texts is no licence expression.
        InputError: There is no licence, or there are more than four.
    """
    known = knowledge or load_knowledge()
    built = {parse(text).text: found for text, found in (effective or {}).items()}
    named = (*((chosen,) if chosen else ()), *licenses)
    texts = tuple(dict.fromkeys(parse(text).text for text in named))
    if not texts:
        raise InputError(words("effects.none"))
    if len(texts) > MAX_COMPARED:
        raise InputError(words("effects.too_many", count=MAX_COMPARED))
    columns = tuple(
        effects(text, material, effective=built.get(text), knowledge=known) for text in texts
    )
    return EffectsTable(Material(material), columns, texts[0] if chosen else "")


def _built(own: str, effective: str | Effective | None) -> tuple[str, tuple[Reason, ...]]:
    """Licence of the builds, and what to tell those who get them; nothing when it is our own."""
    if effective is None:
        return own, ()
    if isinstance(effective, str):
        whole = parse(effective).text
        return whole, () if whole == own else (_told("effects.binary.other", license=whole),)
    if effective.expression is None:
        return own, (_told("effects.binary.none"), *effective.because[:1])
    whole = parse(effective.expression).text
    told: list[Reason] = []
    if whole != own:
        told += [_told("effects.binary.other", license=whole), *effective.because[:1]]
    if effective.answer is Answer.UNKNOWN:
        told.append(_told("effects.binary.unsure"))
    without = effective.without_optional
    if without and parse(without).text != whole:
        told.append(_told("effects.binary.without", license=without))
    return whole, tuple(told)


def _told(key: str, **values: object) -> Reason:
    return Reason(words(key, **values), "inferred")


# --- partners -------------------------------------------------------------------------------------

_Answers = dict[Aspect, AspectEffect]


class _Judge:
    """Looks rows up for one material; facts of a licence are gathered once."""

    def __init__(self, material: Material, known: Knowledge) -> None:
        self.material = material
        self._known = known
        self._facts: dict[str, dict[str, object]] = {}

    def partner(
        self, partner: Partner, expression: str, before: tuple[Reason, ...]
    ) -> PartnerEffect:
        """The effect of an expression on one partner; ``before`` is told first."""
        alternatives = parse(expression).alternatives
        judged = [(self._together(partner, terms), terms) for terms in alternatives]
        # A stable choice: of equal ones the first that the expression names.
        answers, terms = max(judged, key=lambda j: tuple(room(j[0][0][a]) for a in ANSWERED))
        found, notes = answers
        reasons = [found[Aspect.OVERALL].reason, *notes]
        if len({j[0][0][Aspect.OVERALL].cell for j in judged}) > 1:
            reasons.append(_told("effects.choice", license=" AND ".join(sorted(terms))))
        for term in sorted(terms):
            reasons += [
                self._reason(row, term)
                for row in effect_rows(partner.id, Aspect.NOTE, self._facts_of(term), self._known)
            ]
        return PartnerEffect(
            partner.id,
            partner.name,
            partner.text,
            found[Aspect.OVERALL].answer,
            found[Aspect.OVERALL].cell,
            {aspect: found[aspect] for aspect in ANSWERED if aspect is not Aspect.OVERALL},
            tuple(dict.fromkeys((*before, *reasons))),
            expression,
            partner.receives == "nothing",
        )

    def _together(
        self, partner: Partner, terms: Iterable[str]
    ) -> tuple[_Answers, tuple[Reason, ...]]:
        """All terms apply: for each question the strictest answer, and which term decides."""
        every = {term: self._term(partner, term) for term in sorted(terms)}
        decided: _Answers = {}
        notes: list[Reason] = []
        for aspect in ANSWERED:
            term = min(every, key=lambda t: room(every[t][aspect]))
            decided[aspect] = every[term][aspect]
            if aspect is Aspect.OVERALL and len({e[aspect].cell for e in every.values()}) > 1:
                notes.append(_told("effects.together", license=term))
        return decided, tuple(notes)

    def _term(self, partner: Partner, term: str) -> _Answers:
        """Answers under one licence term; a question that no row answers is unknown."""
        facts = self._facts_of(term)
        found: _Answers = {}
        for aspect in ANSWERED:
            row = next(effect_rows(partner.id, aspect, facts, self._known), None)
            found[aspect] = self._effect(aspect, row, term)
        return found

    def _effect(self, aspect: Aspect, row: EffectRow | None, term: str) -> AspectEffect:
        if row is None or row.answer is None:
            reason = Reason(words("effects.no_source"), "unknown", reviewed=False)
            return AspectEffect(aspect, Answer.UNKNOWN, words("effects.no_source"), reason)
        found = AspectEffect(aspect, row.answer, row.cell, self._reason(row, term))
        if " WITH " not in term or term in self._known.licenses or room(found) >= _FREE_ENOUGH:
            return found
        # An exception adds permissions, so what the bare licence forbids it may allow.
        reason = _told("effects.exception", license=term)
        return AspectEffect(aspect, Answer.UNKNOWN, words("effects.no_source"), reason)

    def _facts_of(self, term: str) -> dict[str, object]:
        if term not in self._facts:
            licenses = self._known.licenses
            license_ = licenses.get(term) or licenses.get(base_id(term))
            facts = license_facts(term, license_, self.material, self._known)
            if self.material in PROGRAMS:
                facts |= _verdicts(term, self._known)
            self._facts[term] = facts
        return self._facts[term]

    def _reason(self, row: EffectRow, term: str) -> Reason:
        unknown = row.answer is Answer.UNKNOWN
        return Reason(
            row.reason,
            "unknown" if unknown else "curated",
            (*clause_sources(term, row.topic, self._known), *row.provenance.sources),
            row.id,
            row.provenance.confidence.reviewed,
        )


def _verdicts(term: str, known: Knowledge) -> dict[str, object]:
    """How the licence and two widespread ones get along when files are copied."""
    pairs = {
        "license-into-gpl-2": (term, "GPL-2.0-only"),
        "license-into-gpl-3": (term, "GPL-3.0-only"),
        "apache-into-license": ("Apache-2.0", term),
    }
    return {
        fact: str(compatible(inbound, into, Use.COPY, knowledge=known).answer)
        for fact, (inbound, into) in pairs.items()
    }


_FREE_ENOUGH = 2
"""Room of “conditional”, from which an exception has nothing to add."""


def clause_sources(
    term: str, topic: str, known: Knowledge, *, clause: str = ""
) -> tuple[Source, ...]:
    """Where a licence speaks of something: the clause, else what the licence’s own row rests on.

    Args:
        term: SPDX id, perhaps with ``+`` or an exception.
        topic: Topic of ``clauses.yaml``; empty for none.
        known: What to look in.
        clause: The clause when it is known already.
    """
    if not topic and not clause:
        return ()
    license_id = term if term in known.licenses else base_id(term)
    for clauses in known.clauses.values():
        if not clauses.licenses.isdisjoint({license_id, base_id(term)}):
            source = clauses.clause(clause) if clause else clauses.source(topic)
            return (source,) if source else ()
    license_ = known.licenses.get(license_id)
    return license_.provenance.sources if license_ else ()


# --- neighbours -----------------------------------------------------------------------------------


def _neighbour(
    neighbour: Neighbour, use: NeighbourUse, own: str, built: str, known: Knowledge
) -> NeighbourEffect:
    component = known.components.get(neighbour.component)
    theirs = component.license if component else neighbour.license
    given: Verdict | None = None
    taken: Verdict | None = None
    sentences: list[str] = []
    if use.ours is not None:
        given = _verdict(built if use.ours in BUILT else own, theirs, use.ours, "its", known)
        sentences += _sentences("give", neighbour.name, given)
    if use.theirs is not None:
        taken = _verdict(theirs, own, use.theirs, "your", known)
        sentences += _sentences("take", neighbour.name, taken)
    rests_on = (neighbour, component) if component else (neighbour,)
    return NeighbourEffect(
        neighbour.id,
        neighbour.name,
        theirs,
        given,
        taken,
        " ".join(sentences),
        neighbour.text,
        all(row.provenance.confidence.reviewed for row in rests_on),
    )


def _verdict(inbound: str, into: str, use: Use, whose: str, known: Knowledge) -> Verdict:
    """Whether one may take the other; a link that only changes the licence of builds is possible.

    The source of the one who links can keep its licence, as HSF-TN-2016-01 describes; only what is
    handed out as one program follows the stricter one.
    """
    verdict = compatible(inbound, into, use, knowledge=known)
    if verdict.answer is not Answer.NO or use not in BUILT:
        return verdict
    whole = effective_license(into, (Component("", inbound, use),), known)
    if whole.expression is None or whole.answer is Answer.UNKNOWN:
        return verdict
    condition = words(f"effects.whole.{whose}", license=whole.expression)
    return Verdict(
        verdict.inbound,
        verdict.outbound,
        use,
        Answer.CONDITIONAL,
        (condition,),
        verdict.reasons,
        whole.expression,
    )


def _sentences(direction: str, name: str, verdict: Verdict) -> tuple[str, ...]:
    how = words(f"effects.use.{verdict.use}")
    if direction == "give":
        first = words(f"effects.give.{verdict.answer}", name=name, use=how)
    else:
        first = words(f"effects.take.{verdict.answer}", name=name, use=how)
    return (first, *verdict.conditions)
