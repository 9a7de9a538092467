# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence of what is handed out as one program: the strictest of the source and what it links.

The source licence stays what it is; HSF-TN-2016-01 asks to state both. A candidate for the whole is
the licence of the source and each stricter one of a component, of their later versions, that a
verdict names for the whole, or in which copyleft licences meet. The least strict candidate into
which everything fits is the answer, so that one more component never makes the whole freer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ospo_widgets.knowledge import Answer, Category, Knowledge
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.expressions import ExpressionError, base_id, parse
from ospo_widgets.licensing.inference import SEPARATE
from ospo_widgets.licensing.model import RANK, Effective, Reason, Verdict, strictest
from ospo_widgets.project import Component, Material, Use
from ospo_widgets.wording import words

MEETING_POINTS = (
    "GPL-2.0-or-later",
    "GPL-2.0-only",
    "GPL-3.0-or-later",
    "GPL-3.0-only",
    "AGPL-3.0-or-later",
    "AGPL-3.0-only",
)
"""Licences that the texts of others lead to: EUPL, CeCILL, LGPL, MPL, Artistic."""

OUTSIDE = SEPARATE | {Use.INTERFACE, Use.PART, Use.TOOL_LIBRARY}
"""Uses that leave the component outside of the program."""

_STRICTNESS = {
    Category.PUBLIC_DOMAIN: 0,
    Category.PERMISSIVE: 1,
    Category.WEAK: 2,
    Category.STRONG: 3,
    Category.NETWORK: 4,
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that goes into the program: its name for people, licence, and use."""

    name: str
    license: str
    use: Use


def effective_license(
    source: str, components: Sequence[Component], knowledge: Knowledge
) -> Effective:
    """Licence under which source and linked components can be handed out as one program.

    Args:
        source: SPDX expression of your own source.
        components: What it uses. Separate programs, tools and bought parts do not count; a use
            that is not known counts as linked, the stricter case.
        knowledge: What to judge by.

    Raises:
        ExpressionError: ``source`` is no licence expression.
    """
    own = parse(source).text
    found = _effective(own, components, knowledge)
    if not any(component.optional for component in components):
        return found
    required = [component for component in components if not component.optional]
    without = _effective(own, required, knowledge)
    return Effective(
        found.expression, found.answer, found.because, without.expression, found.conditions
    )


def _effective(source: str, components: Sequence[Component], known: Knowledge) -> Effective:
    pieces: list[_Piece] = []
    unknown: list[Reason] = []
    for component in components:
        use = component.use or Use.DYNAMIC_LINK
        if use in OUTSIDE:
            continue
        try:
            pieces.append(_Piece(component.name, parse(component.license or "").text, use))
        except ExpressionError:
            text = words("effective.unknown", name=component.name)
            unknown.append(Reason(text, "unknown"))
    found = _best_candidate(source, pieces, known)
    if not unknown:
        return found
    answer = strictest([found.answer, Answer.UNKNOWN])
    because = (*found.because, *unknown) if answer is Answer.NO else (*unknown, *found.because)
    return Effective(found.expression, answer, because, None, found.conditions)


def _best_candidate(source: str, pieces: Sequence[_Piece], known: Knowledge) -> Effective:
    # Equal components are judged once: a lock file may name hundreds under MIT.
    judged = list({(piece.license, piece.use): piece for piece in reversed(pieces)}.values())[::-1]
    best: tuple[int, str, list[tuple[_Piece, Verdict]]] | None = None
    for candidate in _candidates(source, judged, known):
        verdicts = _into(candidate, source, judged, known)
        answer = strictest([v.answer for _, v in verdicts] or [Answer.YES])
        if answer is Answer.NO or any(v.whole not in {"", candidate} for _, v in verdicts):
            continue
        rank = min(RANK[answer], RANK[Answer.CONDITIONAL])
        if best is None or rank > best[0]:
            best = (rank, candidate, verdicts)
        if rank == RANK[Answer.CONDITIONAL]:
            break
    if best is None:
        return Effective(None, Answer.NO, _conflict(source, judged, known))
    _, expression, verdicts = best
    answer = strictest([v.answer for _, v in verdicts] or [Answer.YES])
    conditions = dict.fromkeys(
        words("effective.condition", name=piece.name, condition=condition)
        if piece.name
        else condition
        for piece, verdict in verdicts
        for condition in verdict.conditions
    )
    return Effective(
        expression, answer, _because(expression, source, verdicts, known), None, tuple(conditions)
    )


def _candidates(source: str, pieces: Iterable[_Piece], known: Knowledge) -> list[str]:
    """The source’s own licence first, then stricter ones from the least strict to the strictest."""
    terms = dict.fromkeys(
        term
        for text in (source, *(piece.license for piece in pieces))
        for alternative in parse(text).alternatives
        for term in sorted(alternative)
    )
    for term in tuple(terms):
        license_ = known.licenses.get(base_id(term))
        terms |= dict.fromkeys(license_.later if license_ else ())
    pieces = list(pieces)
    for piece in pieces:
        for term in tuple(terms):
            verdict = compatible(piece.license, term, piece.use, knowledge=known)
            own = compatible(source, term, _own_use(pieces), knowledge=known)
            terms |= dict.fromkeys(whole for whole in (verdict.whole, own.whole) if whole)
    if _is_program(source, known):
        terms |= dict.fromkeys(i for i in MEETING_POINTS if i in known.licenses)
    stricter = [t for t in terms if t != source and _may_replace(source, t, known)]
    stricter.sort(key=lambda t: (_strictness(t, known), not t.endswith("-or-later"), t))
    return [source, *stricter]


def _own_use(pieces: Iterable[_Piece]) -> Use:
    """How the source goes into the whole: linked as a program, else as what it is joined with."""
    uses = {piece.use for piece in pieces}
    whole = next(iter(uses)) if len(uses) == 1 else Use.STATIC_LINK
    return whole if whole in {Use.ADAPTATION, Use.DATABASE, Use.DESIGN} else Use.STATIC_LINK


def _is_program(source: str, known: Knowledge) -> bool:
    """False for documents, data and designs, whose licences do not meet in the GPL."""
    licenses = [known.licenses.get(base_id(i)) for i in parse(source).ids]
    return any(one is None or Material.SOFTWARE in one.materials for one in licenses)


def _may_replace(source: str, term: str, known: Knowledge) -> bool:
    """Only copyleft pulls the whole away from a permissive source; nothing makes it less strict.

    Terms of a source that leaves a choice count too; own terms (Geant4) count as permissive.
    """
    there = _strictness(term, known)
    own = {own for choice in parse(source).alternatives for own in choice}
    if there is None or term in own:
        return there is not None
    permissive = _STRICTNESS[Category.PERMISSIVE]
    found = (_strictness(one, known) for one in own)
    here = min(permissive if strictness is None else strictness for strictness in found)
    return there > here if here <= permissive else there >= here


def _strictness(term: str, known: Knowledge) -> int | None:
    license_ = known.licenses.get(base_id(term))
    return None if license_ is None else _STRICTNESS.get(license_.category)


def _into(
    candidate: str, source: str, pieces: Iterable[_Piece], known: Knowledge
) -> list[tuple[_Piece, Verdict]]:
    verdicts = [
        (piece, compatible(piece.license, candidate, piece.use, knowledge=known))
        for piece in pieces
    ]
    if candidate != source:
        own = _Piece("", source, _own_use(pieces))
        verdicts.append((own, compatible(source, candidate, own.use, knowledge=known)))
    return verdicts


def _because(
    expression: str, source: str, verdicts: Sequence[tuple[_Piece, Verdict]], known: Knowledge
) -> tuple[Reason, ...]:
    """The components that decide, each with the reason of its verdict."""
    reasons: list[Reason] = []
    for piece, into_whole in verdicts:
        if not piece.name:
            continue
        # What pulls the whole away from the source’s licence is what does not fit into that one.
        verdict = into_whole
        if expression != source:
            verdict = compatible(piece.license, source, piece.use, knowledge=known)
            if verdict.answer in {Answer.YES, Answer.CONDITIONAL} and not verdict.whole:
                verdict = into_whole
                if verdict.answer is Answer.YES:
                    continue
        elif verdict.answer is Answer.YES:
            continue
        first = verdict.reasons[0]
        text = words("effective.under", name=piece.name, license=verdict.inbound, reason=first.text)
        reasons.append(Reason(text, first.basis, first.sources, first.row, first.reviewed))
    if not reasons:
        text = words("effective.all", expression=expression)
        reasons.append(Reason(text, "inferred"))
    return tuple(reasons)


def _conflict(source: str, pieces: Sequence[_Piece], known: Knowledge) -> tuple[Reason, ...]:
    """The first pair that no licence joins; when pairs are fine and all is not, that."""
    for piece in pieces:
        if _best_pair(source, [piece], known) is None:
            verdict = compatible(piece.license, source, piece.use, knowledge=known)
            text = words(
                "effective.against-source", name=piece.name, license=piece.license, source=source
            )
            return (Reason(text, "inferred"), *verdict.reasons[:2])
    for one, other in combinations(pieces, 2):
        if _best_pair(source, [one, other], known) is None:
            verdict = compatible(one.license, other.license, one.use, knowledge=known)
            text = words(
                "effective.against-each-other",
                one=one.name,
                license=one.license,
                other=other.name,
                other_license=other.license,
            )
            return (Reason(text, "inferred"), *verdict.reasons[:2])
    return (Reason(words("effective.against-all"), "inferred"),)


def _best_pair(source: str, pieces: Sequence[_Piece], known: Knowledge) -> str | None:
    for candidate in _candidates(source, pieces, known):
        verdicts = _into(candidate, source, pieces, known)
        if all(v.answer is not Answer.NO and v.whole in {"", candidate} for _, v in verdicts):
            return candidate
    return None
