# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Under which licences a work that holds several others can be handed out, and what stands against.

A candidate fits when every inbound licence may go into work under it (yes, or yes on conditions).
A verdict that names another licence for the whole does not fit: what is handed out would not be
under the candidate. Unknown never counts as fitting; such candidates are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ospo_widgets.knowledge import Answer, Category, Knowledge, License, load_knowledge
from ospo_widgets.licensing.catalogue import selected_ids
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.expressions import base_id, parse
from ospo_widgets.licensing.model import RANK, Reason, Verdict, strictest
from ospo_widgets.licensing.resolve import Named, resolve
from ospo_widgets.project import Material, Use
from ospo_widgets.wording import words

if TYPE_CHECKING:
    import pandas as pd

OPEN = (
    Category.PUBLIC_DOMAIN,
    Category.PERMISSIVE,
    Category.WEAK,
    Category.STRONG,
    Category.NETWORK,
)
"""Open categories, from the least to the most demanding."""

MATERIAL_OF_USE = {
    **dict.fromkeys(
        (Use.STATIC_LINK, Use.DYNAMIC_LINK, Use.SUBPROCESS, Use.RUNTIME, Use.TOOL),
        Material.SOFTWARE,
    ),
    **dict.fromkeys((Use.DESIGN, Use.INTERFACE, Use.TOOL_LIBRARY, Use.PART), Material.HARDWARE),
    Use.ADAPTATION: Material.DOCUMENTATION,
    Use.DATABASE: Material.DATA,
}
"""What work mostly is that uses something so; anything may be copied, changed or shipped along."""

MAX_REASONS = 12
"""Most reasons of several verdicts together, as for one verdict."""

Inbound = str | tuple[str, Use]
"""What is used: a name, perhaps with a use of its own."""


@dataclass(frozen=True, slots=True)
class OutboundCandidate:
    """A licence for the whole, judged against everything that goes in.

    Attributes:
        license: SPDX term.
        answer: The strictest of its verdicts.
        conditions: What must be true for ``conditional``, one sentence each.
        verdicts: One an inbound, in their order.
    """

    license: str
    answer: Answer
    conditions: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "license": self.license,
            "verdict": str(self.answer),
            "conditions": list(self.conditions),
            "inbound": [
                {"inbound": v.inbound, "use": str(v.use), "verdict": str(v.answer)}
                for v in self.verdicts
            ],
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """The fewest inbound licences that fit together under no candidate; mostly a pair.

    Attributes:
        pair: Their expressions: one when it alone fits nowhere, more than two when each two of
            them fit.
        names: The same as people call them.
        answer: ``no``, or ``unknown`` when only reviews are missing.
        reasons: Why, the sentence that names them first.
    """

    pair: tuple[str, ...]
    names: tuple[str, ...]
    answer: Answer
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "pair": list(self.pair),
            "names": list(self.names),
            "verdict": str(self.answer),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Outbound:
    """Licences under which the whole can be handed out.

    Attributes:
        inbound: What goes in.
        uses: How each of them is used.
        candidates: Those that fit, best first; none when nothing is possible.
        undecided: Those that only lack a review; not possible until somebody looks.
        conflict: What stands against it when there are no candidates.
        notes: What makes the question itself doubtful, in sentences.
    """

    inbound: tuple[Named, ...]
    uses: tuple[Use, ...]
    candidates: tuple[OutboundCandidate, ...]
    undecided: tuple[OutboundCandidate, ...]
    conflict: tuple[Conflict, ...]
    notes: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """The best that is possible; without candidates, what the conflicts say."""
        if self.candidates:
            return self.candidates[0].answer
        return strictest([conflict.answer for conflict in self.conflict] or [Answer.UNKNOWN])

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; ``candidates`` is empty when nothing is possible."""
        return {
            "inbound": [
                {**named.to_json(), "use": str(use)}
                for named, use in zip(self.inbound, self.uses, strict=True)
            ],
            "candidates": [candidate.to_json() for candidate in self.candidates],
            "undecided": [candidate.license for candidate in self.undecided],
            "conflict": [conflict.to_json() for conflict in self.conflict],
            "notes": list(self.notes),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a candidate: license, verdict, conditions, and a column an inbound."""
        from ospo_widgets.licensing.outbound_display import outbound_frame

        return outbound_frame(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.outbound_display import outbound_html

        return outbound_html(self)


def outbound_candidates(
    inbound: Sequence[Inbound],
    *,
    use: Use = Use.DYNAMIC_LINK,
    candidates: Sequence[str] | None = None,
    material: Material | None = None,
    knowledge: Knowledge | None = None,
) -> Outbound:
    """Licences under which work that uses all of ``inbound`` can be handed out.

    Args:
        inbound: Licences or components; each may bring its own use.
        use: How those without a use of their own are used.
        candidates: Licences to try; by default every open licence that we know for the material,
            and the own one of a single inbound, so that one more inbound never adds a candidate.
        material: What the work is; by default what follows from the uses.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: A name is neither a licence nor a component.
    """
    known = knowledge or load_knowledge()
    pairs = [item if isinstance(item, tuple) else (item, use) for item in inbound]
    named = tuple(resolve(text, known) for text, _ in pairs)
    uses = tuple(Use(how) for _, how in pairs)
    own = dict.fromkeys(
        term
        for one in named
        for alternative in parse(one.expression).alternatives
        for term in sorted(alternative)
    )
    wanted = {material or MATERIAL_OF_USE.get(how) for how in uses}
    if candidates is None:
        alone = own if len(named) == 1 else ()
        tried = dict.fromkeys([*alone, *_open_licenses(wanted, known)])
    else:
        tried = dict.fromkeys(parse(candidate).text for candidate in candidates)
    judged = [_judge(term, named, uses, known) for term in tried]
    selected = selected_ids(known)
    judged.sort(key=lambda c: _order(c, own, selected, known))
    fitting = tuple(c for c in judged if RANK[c.answer] >= RANK[Answer.CONDITIONAL])
    undecided = tuple(c for c in judged if c.answer is Answer.UNKNOWN)
    conflict = () if fitting or not named else _conflicts(named, uses, judged, known)
    notes = dict.fromkeys(_notes(named, wanted, known))
    return Outbound(named, uses, fitting, undecided, conflict, tuple(notes))


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict on several inbound licences into the same work: all of them must fit.

    Args:
        verdicts: At least one, all with the same outbound licence.
    """
    ordered = sorted(verdicts, key=lambda v: RANK[v.answer])
    answer = strictest([v.answer for v in verdicts])
    conditions: Iterable[str] = ()
    if answer is Answer.CONDITIONAL:
        conditions = (c for v in verdicts for c in v.conditions)
    wholes = {v.whole for v in verdicts if v.whole}
    return replace(
        ordered[0],
        inbound=" AND ".join(dict.fromkeys(_bracketed(v.inbound) for v in verdicts)),
        answer=answer,
        conditions=tuple(dict.fromkeys(conditions)),
        reasons=tuple(dict.fromkeys(r for v in ordered for r in v.reasons))[:MAX_REASONS],
        whole=wholes.pop() if len(wholes) == 1 else "",
        disagreement=tuple(dict.fromkeys(d for v in ordered for d in v.disagreement)),
    )


def _bracketed(expression: str) -> str:
    return f"({expression})" if " OR " in expression else expression


def _open_licenses(wanted: Iterable[Material | None], known: Knowledge) -> Iterable[str]:
    """Open licences for the wanted materials; for all when the uses do not tell the material."""
    materials = {material for material in wanted if material is not None}
    return (
        license_.id
        for license_ in known.licenses.values()
        if _is_open(license_) and (not materials or license_.materials & materials)
    )


def _notes(
    named: Iterable[Named], wanted: Iterable[Material | None], known: Knowledge
) -> Iterable[str]:
    """Licences that were written for other work than the use or the material says."""
    materials = [material for material in wanted if material is not None]
    for one in named:
        for license_id in parse(one.expression).ids:
            license_ = known.licenses.get(license_id)
            if license_ and materials and not license_.materials & frozenset(materials):
                told = ", ".join(words(f"catalogue.material.{material}") for material in materials)
                yield words("outbound.other_material", license=license_id, materials=told)


def _is_open(license_: License) -> bool:
    """Approved or listed as free, or of a kind that nobody approves (documents, data)."""
    return license_.category in OPEN and (license_.osi is not False or bool(license_.fsf))


def _judge(
    term: str, named: Sequence[Named], uses: Sequence[Use], known: Knowledge
) -> OutboundCandidate:
    verdicts = tuple(
        compatible(one.expression, term, use, knowledge=known)
        for one, use in zip(named, uses, strict=True)
    )
    answer = strictest([_fit(v, term) for v in verdicts] or [Answer.YES])
    conditions: dict[str, None] = {}
    if answer is Answer.CONDITIONAL:
        conditions = dict.fromkeys(c for v in verdicts for c in v.conditions)
    return OutboundCandidate(term, answer, tuple(conditions), verdicts)


def _fit(verdict: Verdict, term: str) -> Answer:
    """The verdict as an answer to “may the whole be handed out under this?”."""
    return verdict.answer if verdict.whole in {"", term} else Answer.NO


def _order(
    candidate: OutboundCandidate, own: Iterable[str], selected: Iterable[str], known: Knowledge
) -> tuple[int, bool, bool, int, bool, bool, str]:
    """Yes first; then those in use already, those that institutes select, the least demanding."""
    term = candidate.license
    license_ = known.licenses.get(base_id(term))
    strictness = len(OPEN)
    if license_ is not None and license_.category in OPEN:
        strictness = OPEN.index(license_.category)
    return (
        -RANK[candidate.answer],
        term not in own,
        base_id(term) not in selected,
        strictness,
        not (license_ and license_.osi),
        not term.endswith("-or-later"),
        term,
    )


# --- what stands against it -----------------------------------------------------------------------


def _conflicts(
    named: Sequence[Named],
    uses: Sequence[Use],
    judged: Sequence[OutboundCandidate],
    known: Knowledge,
) -> tuple[Conflict, ...]:
    """Minimal sets that fit under no candidate: single ones, pairs, else one larger set."""
    # One bit a candidate: a set conflicts when no bit is set in all of its members.
    fits = [
        sum(
            1 << bit
            for bit, candidate in enumerate(judged)
            if RANK[_fit(candidate.verdicts[i], candidate.license)] >= RANK[Answer.CONDITIONAL]
        )
        for i in range(len(named))
    ]
    found: dict[frozenset[str], tuple[int, ...]] = {}
    for i, mask in enumerate(fits):
        if not mask:
            found.setdefault(frozenset({named[i].expression}), (i,))
    for i, j in combinations([i for i, mask in enumerate(fits) if mask], 2):
        if not fits[i] & fits[j]:
            found.setdefault(frozenset({named[i].expression, named[j].expression}), (i, j))
    if not found:
        found[frozenset()] = _smallest(fits)
    return tuple(_conflict(members, named, uses, judged, known) for members in found.values())


def _smallest(fits: Sequence[int]) -> tuple[int, ...]:
    """A conflicting set of which no member can be left out."""
    kept = list(range(len(fits)))
    for leave in range(len(fits)):
        rest = [i for i in kept if i != leave]
        common = -1
        for i in rest:
            common &= fits[i]
        if not common:
            kept = rest
    return tuple(kept)


def _conflict(
    members: tuple[int, ...],
    named: Sequence[Named],
    uses: Sequence[Use],
    judged: Sequence[OutboundCandidate],
    known: Knowledge,
) -> Conflict:
    # Their own licences decide whether it is a “no”: that nobody reviewed some licence that has
    # nothing to do with them does not make the conflict any less known.
    own = {t for i in members for a in parse(named[i].expression).alternatives for t in a}
    answers = [
        strictest([_fit(candidate.verdicts[i], candidate.license) for i in members])
        for candidate in judged
        if candidate.license in own or not own & {c.license for c in judged}
    ]
    answer = Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO
    names = tuple(_told(named[i]) for i in members)
    kind = "one" if len(members) == 1 else "pair" if len(members) == 2 else "more"
    text = words(
        f"outbound.conflict.{answer}.{kind}",
        one=names[0],
        other=names[-1],
        all=", ".join(names),
        count=len(names),
    )
    said = Reason(text, "inferred" if answer is Answer.NO else "unknown")
    against: list[Verdict] = []
    if len(members) == 2:
        for one, other in (members, members[::-1]):
            pair = (named[one].expression, named[other].expression)
            against.append(compatible(*pair, uses[one], knowledge=known))
    if not any(v.answer in {Answer.NO, Answer.UNKNOWN} for v in against) and judged:
        against = [judged[0].verdicts[i] for i in members]
    reasons = dict.fromkeys(
        reason
        for verdict in against
        if verdict.answer in {Answer.NO, Answer.UNKNOWN}
        for reason in verdict.reasons[:2]
    )
    return Conflict(tuple(named[i].expression for i in members), names, answer, (said, *reasons))


def _told(named: Named) -> str:
    """“VBFNLO (GPL-2.0-only)”; a licence is its own name."""
    if named.component is None:
        return named.expression
    return words("outbound.under", name=named.label, license=named.expression)
