# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whether one licence may be used in work under another one, and why.

How expressions combine; what decides a single term stands in :mod:`ospo_widgets.licensing.terms`:

* inbound AND: every term must fit; “no” wins, then unknown, then conditional;
* inbound OR, “or later”: the best choice counts, since the user may choose;
* outbound AND: one term governs the whole; the inbound and the other terms must fit into it;
* outbound OR: those who receive it may choose, so all choices must fit; when only some do, the
  answer is conditional on handing out under those.
"""

from __future__ import annotations

from collections.abc import Iterable

from ospo_widgets.knowledge import Answer, Knowledge, load_knowledge
from ospo_widgets.licensing.expressions import Expression, parse
from ospo_widgets.licensing.model import RANK, Disagreement, Reason, Verdict, strictest
from ospo_widgets.licensing.terms import Terms
from ospo_widgets.project import Use
from ospo_widgets.wording import words

MAX_REASONS = 12
"""Most reasons of one verdict; expressions with many terms would bury the deciding one."""

MAX_REMEMBERED = 20_000
"""Most verdicts that are kept. Advice asks for the same few hundred pairs at every answer."""


class _Memory:
    """Verdicts given so far, and the knowledge that they rest on."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.terms = Terms(knowledge)
        self.verdicts: dict[tuple[str, str, Use], Verdict] = {}


_memory: _Memory | None = None


def compatible(
    inbound: str, into: str, use: Use = Use.DYNAMIC_LINK, *, knowledge: Knowledge | None = None
) -> Verdict:
    """May ``inbound`` be used in work that is handed out under ``into``?

    Args:
        inbound: SPDX expression or everyday name of what is used.
        into: SPDX expression or everyday name of the work that uses it.
        use: How it is used.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: One of the two is no licence expression.
    """
    global _memory  # noqa: PLW0603 - one memory a process, for the knowledge in use
    known = knowledge or load_knowledge()
    memory = _memory
    if memory is None or memory.knowledge is not known or len(memory.verdicts) > MAX_REMEMBERED:
        memory = _memory = _Memory(known)
    # Use(use) costs more than all the rest here, and most callers have a Use already.
    how = use if isinstance(use, Use) else Use(use)
    key = (inbound, into, how)
    verdict = memory.verdicts.get(key)
    if verdict is None:
        verdict = memory.verdicts[key] = _decide(inbound, into, how, memory.terms)
    return verdict


def _decide(inbound: str, into: str, use: Use, terms: Terms) -> Verdict:
    theirs, ours = parse(inbound), parse(into)
    verdict = _into_choices(theirs, ours, use, terms)
    notes = tuple(Reason(note, "inferred") for note in (*theirs.notes, *ours.notes))
    return Verdict(
        theirs.text,
        ours.text,
        use,
        verdict.answer,
        verdict.conditions,
        _unique((*verdict.reasons, *notes)),
        verdict.whole,
        verdict.disagreement,
    )


def _into_choices(theirs: Expression, ours: Expression, use: Use, terms: Terms) -> Verdict:
    """Outbound OR: every choice must fit."""
    verdicts = [_from_choices(theirs, choice, use, terms) for choice in ours.alternatives]
    fitting = [v for v in verdicts if RANK[v.answer] >= RANK[Answer.CONDITIONAL]]
    if len(fitting) == len(verdicts):
        return _combined(verdicts, strictest([v.answer for v in verdicts]))
    if not fitting:
        return max(verdicts, key=lambda v: RANK[v.answer])
    under = words("compatibility.choice.or").join(dict.fromkeys(v.outbound for v in fitting))
    reason = Reason(words("compatibility.choice.only", licenses=under), "inferred")
    conditions = dict.fromkeys(c for v in fitting for c in v.conditions)
    return Verdict(
        theirs.text,
        ours.text,
        use,
        Answer.CONDITIONAL,
        (words("compatibility.choice.under", licenses=under), *conditions),
        (reason, *(r for v in (*fitting, *verdicts) for r in v.reasons)),
        fitting[0].whole or fitting[0].outbound,
        _disagreement(fitting),
    )


def _from_choices(theirs: Expression, ours: frozenset[str], use: Use, terms: Terms) -> Verdict:
    """Inbound OR: the best alternative; AND inside it: the strictest term."""
    best: Verdict | None = None
    for alternative in theirs.alternatives:
        verdicts = [_governed(term, ours, use, terms) for term in sorted(alternative)]
        found = _combined(verdicts, strictest([v.answer for v in verdicts]))
        if best is None or RANK[found.answer] > RANK[best.answer]:
            best = found
    if best is None:  # an expression has at least one alternative
        raise ValueError(theirs.text)
    if len(theirs.alternatives) == 1 or best.answer in {Answer.NO, Answer.UNKNOWN}:
        return best
    text = words("compatibility.choice.take", expression=theirs.text, chosen=best.inbound)
    return Verdict(
        best.inbound,
        best.outbound,
        use,
        best.answer,
        best.conditions,
        (*best.reasons, Reason(text, "inferred")),
        best.whole,
        best.disagreement,
    )


def _governed(term: str, ours: frozenset[str], use: Use, terms: Terms) -> Verdict:
    """Outbound AND: the term that governs the whole, into which all the others fit."""
    if len(ours) == 1:
        return terms.verdict(term, next(iter(ours)), use)
    best: Verdict | None = None
    every = [terms.verdict(term, other, use) for other in sorted(ours)]
    for governing in every:
        if RANK[governing.answer] < RANK[Answer.CONDITIONAL]:
            continue
        rest = [terms.verdict(o, governing.outbound, use) for o in sorted(ours)]
        answer = strictest([governing.answer, *(v.answer for v in rest)])
        if RANK[answer] >= RANK[Answer.CONDITIONAL] and (
            best is None or RANK[answer] > RANK[best.answer]
        ):
            best = _combined([governing, *rest], answer)
    return best or _combined(every, strictest([v.answer for v in every]))


def _combined(verdicts: list[Verdict], answer: Answer) -> Verdict:
    """One verdict of several; those that decide come first."""
    if len(verdicts) == 1:
        return verdicts[0]
    ordered = sorted(verdicts, key=lambda v: RANK[v.answer])
    conditions: tuple[str, ...] = ()
    if answer is Answer.CONDITIONAL:
        conditions = tuple(dict.fromkeys(c for v in verdicts for c in v.conditions))
    return Verdict(
        " AND ".join(sorted({v.inbound for v in verdicts})),
        " AND ".join(sorted({v.outbound for v in verdicts})),
        verdicts[0].use,
        answer,
        conditions,
        _unique(r for v in ordered for r in v.reasons),
        next((v.whole for v in ordered if v.whole), ""),
        _disagreement(ordered),
    )


def _unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))[:MAX_REASONS]


def _disagreement(verdicts: Iterable[Verdict]) -> tuple[Disagreement, ...]:
    return tuple(dict.fromkeys(d for v in verdicts for d in v.disagreement))[:MAX_REASONS]
