# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences for one part: which are possible, in which order, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ospo_widgets.advice.assembly import expression_of
from ospo_widgets.advice.inbound import judge
from ospo_widgets.advice.known import KNOWN, known_ids
from ospo_widgets.advice.model import UNKNOWN, Candidate, Excluded, Reason
from ospo_widgets.advice.questionnaire import CHOICE
from ospo_widgets.advice.rules import (
    Situation,
    deterring,
    named_in_exclusions,
    preferred,
    preferred_ids,
    ruled_out,
)
from ospo_widgets.advice.wishes import KIND_QUESTIONS, REGIMES, Wish, regime_of, wish_for
from ospo_widgets.knowledge.model import Answer, License, Source
from ospo_widgets.project import Part
from ospo_widgets.wording import words

UPSTREAM = "upstream"
"""Stands in place of a regime for the licence of the work that a part changes."""

IN_MIND_FIRST = -3
"""Where a licence that the person has in mind stands before all others in the order."""

HOUSE_FIRST = -2
"""Where an upstream licence stands before all others but that in the order."""


def upstream_of(now: Situation, part: Part) -> str:
    """Expression of the work that a part changes, empty when there is none or it is unknown."""
    value = now.part_facts(part).get("upstream-license")
    if not isinstance(value, str) or value == UNKNOWN:
        return ""
    expression = expression_of(value)
    return expression.text if expression else ""


def advise_part(
    now: Situation, part: Part
) -> tuple[tuple[Candidate, ...], tuple[Excluded, ...], Wish]:
    """Possible licences, best first, ruled out ones, and the wish behind the order."""
    wish = wish_for(now, part)
    candidates, excluded = _weighed(now, part, wish)
    if not candidates and wish.stated:
        # What comes in asks for more than the person wishes: then that is what is possible.
        candidates, excluded = _weighed(now, part, replace(wish, forced=True))
    return candidates, excluded, wish


def _weighed(
    now: Situation, part: Part, wish: Wish
) -> tuple[tuple[Candidate, ...], tuple[Excluded, ...]]:
    upstream = upstream_of(now, part)
    in_mind = known_ids(now.answers, now.form.knowledge)
    weighed: list[tuple[tuple[float, ...], Candidate]] = []
    excluded: list[Excluded] = []
    for license_id, regime, position in _universe(now, part, wish, upstream):
        lic = now.form.knowledge.licenses[license_id]
        inbound = judge(now, part, license_id, upstream)
        against = (*_against(now, part, lic, regime, wish), *inbound.against)
        if against:
            excluded.append(Excluded(lic, against))
            continue
        first = preferred(now, part, lic)
        later = deterring(now, part, lic) if regime != UPSTREAM else ()
        own = _reasons(now, part, lic, regime, wish)
        reasons = tuple(dict.fromkeys((*own[:1], *first, *later, *own[1:], *inbound.told)))
        conditions = tuple(dict.fromkeys(inbound.conditions))
        candidate = Candidate(lic, 0, reasons, regime, inbound.answer, conditions)
        place = _order(candidate, position, wish, len(first) - len(later))
        weighed.append(
            ((IN_MIND_FIRST + in_mind.index(license_id) / 100,), candidate)
            if license_id in in_mind
            else (place, candidate)
        )
    for license_id in named_in_exclusions(now, part):
        lic = now.form.knowledge.licenses[license_id]
        seen = {e.license.id for e in excluded} | {c.license.id for _, c in weighed}
        reasons = ruled_out(now, part, lic)
        if license_id not in seen and reasons:
            excluded.append(Excluded(lic, reasons))
    ordered = sorted(weighed, key=lambda pair: pair[0])
    ranked = tuple(
        Candidate(c.license, rank, c.reasons, c.regime, c.answer, c.conditions)
        for rank, (_, c) in enumerate(ordered, 1)
    )
    return ranked, tuple(excluded)


def _universe(now: Situation, part: Part, wish: Wish, upstream: str) -> list[tuple[str, str, int]]:
    """Licences to weigh: id, regime, place in its list; the licence of a fork first."""
    known = now.form.knowledge.licenses
    found: dict[str, tuple[str, str, int]] = {}
    expression = expression_of(upstream)
    for terms in expression.alternatives if expression else ():
        for term in terms:
            if len(terms) == 1 and term in known:
                found.setdefault(term, (term, UPSTREAM, 0))
    for regime, ids in now.policy.regimes.get(wish.row, {}).items():
        for position, license_id in enumerate(ids):
            if license_id in known:
                found.setdefault(license_id, (license_id, regime, position))
    for own in _named(now, part):
        if own in known:
            found.setdefault(own, (own, regime_of(now, wish.row, known[own]), len(known)))
    return list(found.values())


def _named(now: Situation, part: Part) -> Iterator[str]:
    """Licences outside of the policy's list: in the files, chosen, in mind, or of the house."""
    chosen = now.answers.get(f"{part.id}/{CHOICE}")
    own = [i for i in (part.license, chosen) if isinstance(i, str)]
    own += known_ids(now.answers, now.form.knowledge)
    for license_id in own:
        yield license_id
        # Who names “only” should see “or later” beside it.
        if license_id.endswith("-only"):
            yield f"{license_id.removesuffix('-only')}-or-later"
    known = now.form.knowledge.licenses
    for license_id in preferred_ids(now, part):
        if license_id in known and part.material in known[license_id].materials:
            yield license_id


def _against(
    now: Situation, part: Part, lic: License, regime: str, wish: Wish
) -> tuple[Reason, ...]:
    """Reasons against a licence that do not come from components."""
    found: list[Reason] = []
    if part.material not in lic.materials:
        text = words("advice.against.material", material=words(f"advice.material.{part.material}"))
        found.append(Reason(text, "curated", lic.provenance.sources, lic.id))
    found += ruled_out(now, part, lic)
    if regime != UPSTREAM:
        found += _against_wish(regime, wish)
    return tuple(found)


def _against_wish(regime: str, wish: Wish) -> list[Reason]:
    """A stated wish rules out milder licences, and those that ask for two steps more."""
    if not wish.stated:
        return []
    steps = REGIMES.index(regime) - REGIMES.index(wish.regime)
    if steps < 0:
        return [Reason(words(f"advice.against.milder.{wish.value}"), "answer", key=wish.key)]
    if steps > 1 and not wish.forced:
        return [Reason(words("advice.against.stricter"), "answer", key=wish.key)]
    return []


def _order(candidate: Candidate, position: int, wish: Wish, first: int) -> tuple[float, ...]:
    if candidate.regime == UPSTREAM:
        return (HOUSE_FIRST, 0, 0, 0)
    distance = abs(REGIMES.index(candidate.regime) - REGIMES.index(wish.regime))
    unsure = {Answer.YES: 0, Answer.CONDITIONAL: 0, Answer.UNKNOWN: 1}[candidate.answer]
    if wish.stated or wish.fixed:
        return (unsure, distance, -first, position)
    # Without a stated wish the first choice of each regime comes before second choices.
    return (unsure, int(position > 0) - first, distance, position)


def _reasons(
    now: Situation, part: Part, lic: License, regime: str, wish: Wish
) -> tuple[Reason, ...]:
    """Reasons for a licence from the answers, from the project and from what it is."""
    reasons: list[Reason] = []
    if lic.id in known_ids(now.answers, now.form.knowledge):
        sources = _sources(now, KNOWN)
        reasons.append(Reason(words("advice.reason.known"), "answer", sources, "", KNOWN))
    if regime == UPSTREAM:
        key = f"{part.id}/upstream-license"
        text = words("advice.reason.upstream")
        reasons.append(Reason(text, "answer", _sources(now, key), "upstream-license", key))
    elif not reasons:
        reasons.append(_wish_reason(now, lic, regime, wish))
        if part.license == lic.id:
            reasons.append(Reason(words("advice.reason.existing"), "scan"))
    if regime == now.policy.fallback.get(wish.row):
        reasons += _kind_reason(now, part, wish)
    reasons.append(Reason(lic.summary, "curated", lic.provenance.sources, lic.id))
    return tuple(reasons)


def _sources(now: Situation, key: str) -> tuple[Source, ...]:
    """Sources of the question that an answer key belongs to."""
    question = now.form.question_of(key)
    return question.provenance.sources if question else ()


def _wish_reason(now: Situation, lic: License, regime: str, wish: Wish) -> Reason:
    same = regime == wish.regime
    if wish.key == KNOWN:
        which = "near_known" if same else f"otherwise.{regime}"
        return Reason(words(f"advice.reason.{which}", license=wish.value), "answer", key=KNOWN)
    if wish.forced:
        return Reason(words("advice.reason.wish.forced"), "answer", key=wish.key)
    if wish.stated:
        which = wish.value if same else "further"
        return Reason(words(f"advice.reason.wish.{which}"), "answer", key=wish.key)
    if wish.key == "company":
        which = "company" if regime == REGIMES[0] else f"otherwise.{regime}"
        return Reason(words(f"advice.reason.{which}"), "answer", key="company")
    if same:
        offered = now.policy.regimes.get(wish.row, {})
        which = "usual" if offered.get(regime, ())[:1] == (lic.id,) else "second"
        if which == "usual" and len(offered) > 1:
            which = "usual_so_far"
        sources = now.policy.provenance.sources
        return Reason(words(f"advice.reason.{which}"), "policy", sources, wish.row, wish.key)
    sources = now.policy.provenance.sources
    return Reason(words(f"advice.reason.otherwise.{regime}"), "policy", sources, wish.row)


def _kind_reason(now: Situation, part: Part, wish: Wish) -> list[Reason]:
    """The kind of the part chose the row: say so, with the source of the question."""
    key = f"{part.id}/{KIND_QUESTIONS.get(part.material, '')}"
    try:
        text = words(f"advice.reason.kind.{wish.row}")
    except KeyError:
        # Only rows that a kind chose have words; an overlay may add rows of its own.
        return []
    return [Reason(text, "answer", _sources(now, key), wish.row, key)]
