# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Whether one licence may be used in work under another one, and why.

Order of evidence: curated row, then inference from attributes (marked so), then unknown. How
expressions combine:

* inbound AND: every term must fit; “no” wins, then unknown, then conditional;
* inbound OR, “or later”: the best choice counts, since the user may choose;
* outbound AND: one term governs the whole; the inbound and the other terms must fit into it;
* outbound OR: those who receive it may choose, so all choices must fit; when only some do, the
  answer is conditional on handing out under those.
"""

from __future__ import annotations

from collections.abc import Iterable

from ospo_widgets.knowledge import Answer, Knowledge, VerdictRow, load_knowledge
from ospo_widgets.licensing.expressions import Expression, base_id, parse
from ospo_widgets.licensing.inference import infer
from ospo_widgets.licensing.model import RANK, Basis, Reason, Verdict, strictest
from ospo_widgets.project import Use

MAX_REASONS = 12
"""Most reasons of one verdict; expressions with many terms would bury the deciding one."""

MAX_REMEMBERED = 20_000
"""Most verdicts that are kept. Advice asks for the same few hundred pairs at every answer."""

_remembered: tuple[Knowledge | None, dict[tuple[str, str, Use], Verdict]] = (None, {})
"""Verdicts given so far, and the knowledge that they rest on."""


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
    global _remembered  # noqa: PLW0603 - one cache a process, for the knowledge in use
    known = knowledge or load_knowledge()
    owner, verdicts = _remembered
    if owner is not known or len(verdicts) > MAX_REMEMBERED:
        verdicts = {}
        _remembered = (known, verdicts)
    key = (inbound, into, Use(use))
    if key not in verdicts:
        verdicts[key] = _decide(inbound, into, Use(use), known)
    return verdicts[key]


def _decide(inbound: str, into: str, use: Use, known: Knowledge) -> Verdict:
    theirs, ours = parse(inbound), parse(into)
    verdict = _into_choices(theirs, ours, use, known)
    notes = tuple(Reason(note, "inferred") for note in (*theirs.notes, *ours.notes))
    return Verdict(
        theirs.text,
        ours.text,
        use,
        verdict.answer,
        verdict.conditions,
        _unique((*verdict.reasons, *notes)),
        verdict.whole,
    )


# --- expressions --------------------------------------------------------------------------------


def _into_choices(theirs: Expression, ours: Expression, use: Use, known: Knowledge) -> Verdict:
    """Outbound OR: every choice must fit."""
    verdicts = [_from_choices(theirs, choice, use, known) for choice in ours.alternatives]
    fitting = [v for v in verdicts if RANK[v.answer] >= RANK[Answer.CONDITIONAL]]
    if len(fitting) == len(verdicts):
        return _combined(verdicts, strictest([v.answer for v in verdicts]))
    if not fitting:
        return max(verdicts, key=lambda v: RANK[v.answer])
    under = " or ".join(dict.fromkeys(v.outbound for v in fitting))
    reason = Reason(f"Of the licences that you offer, only {under} can take it.", "inferred")
    conditions = tuple(dict.fromkeys(c for v in fitting for c in v.conditions))
    return Verdict(
        theirs.text,
        ours.text,
        use,
        Answer.CONDITIONAL,
        (f"Hand out the whole under {under}.", *conditions),
        (reason, *(r for v in (*fitting, *verdicts) for r in v.reasons)),
        fitting[0].whole or fitting[0].outbound,
    )


def _from_choices(theirs: Expression, ours: frozenset[str], use: Use, known: Knowledge) -> Verdict:
    """Inbound OR: the best alternative; AND inside it: the strictest term."""
    best: Verdict | None = None
    for alternative in theirs.alternatives:
        verdicts = [_governed(term, ours, use, known) for term in sorted(alternative)]
        found = _combined(verdicts, strictest([v.answer for v in verdicts]))
        if best is None or RANK[found.answer] > RANK[best.answer]:
            best = found
    if best is None:  # an expression has at least one alternative
        raise ValueError(theirs.text)
    if len(theirs.alternatives) == 1 or best.answer in {Answer.NO, Answer.UNKNOWN}:
        return best
    chosen = Reason(f"“{theirs.text}” leaves the choice: take {best.inbound}.", "inferred")
    return Verdict(
        best.inbound,
        best.outbound,
        use,
        best.answer,
        best.conditions,
        (*best.reasons, chosen),
        best.whole,
    )


def _governed(term: str, ours: frozenset[str], use: Use, known: Knowledge) -> Verdict:
    """Outbound AND: the term that governs the whole, into which all the others fit."""
    if len(ours) == 1:
        return _term(term, next(iter(ours)), use, known)
    best: Verdict | None = None
    every = [_term(term, other, use, known) for other in sorted(ours)]
    for governing in every:
        if RANK[governing.answer] < RANK[Answer.CONDITIONAL]:
            continue
        rest = [_term(o, governing.outbound, use, known) for o in sorted(ours)]
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
    )


def _unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))[:MAX_REASONS]


# --- terms --------------------------------------------------------------------------------------


def _term(theirs: str, ours: str, use: Use, known: Knowledge) -> Verdict:
    """One term into one term: a curated row, else the best later version, else inference."""
    row = _curated(theirs, ours, use, known)
    if row is not None:
        return row
    if " WITH " in theirs or " WITH " in ours or theirs.endswith("+") or ours.endswith("+"):
        return _without_exception(theirs, ours, use, known)
    here = _inferred(theirs, ours, use, known)
    license_ = known.licenses.get(theirs)
    for later in license_.later if license_ else ():
        found = _curated(later, ours, use, known) or _inferred(later, ours, use, known)
        if RANK[found.answer] > RANK[here.answer]:
            choice = Reason(f"{theirs} may also be taken under {later}.", "inferred")
            here = Verdict(
                theirs,
                ours,
                use,
                found.answer,
                found.conditions,
                (*found.reasons, choice),
                found.whole,
            )
    return here


def _curated(theirs: str, ours: str, use: Use, known: Knowledge) -> Verdict | None:
    rows = [
        row
        for row in known.verdicts
        if theirs in row.inbound and ours in row.outbound and use in row.uses
    ]
    if not rows:
        return None
    return Verdict(
        theirs,
        ours,
        use,
        rows[0].answer,
        tuple(dict.fromkeys(c for row in rows for c in row.conditions)),
        tuple(_row_reason(row) for row in rows),
        next((row.whole for row in rows if row.whole), ""),
    )


def _row_reason(row: VerdictRow) -> Reason:
    return Reason(
        row.reason,
        "curated",
        row.provenance.sources,
        row.id,
        row.provenance.confidence.reviewed,
    )


def _without_exception(theirs: str, ours: str, use: Use, known: Knowledge) -> Verdict:
    """No row speaks of this exception: it can only add permissions on the inbound side."""
    base, target = base_id(theirs), base_id(ours)
    found = _term(base, target, use, known)
    text = ""
    answer = found.answer
    if " WITH " in theirs and answer in {Answer.NO, Answer.UNKNOWN}:
        answer = Answer.UNKNOWN
        text = f"The exception of “{theirs}” may allow it; no reviewed source says so."
    elif " WITH " in theirs:
        text = f"As {base}: the exception of “{theirs}” only adds permissions."
    elif " WITH " in ours and theirs != ours and _claims_whole(base, known):
        if answer in {Answer.YES, Answer.CONDITIONAL}:
            answer = Answer.UNKNOWN
        text = f"With {base} inside, the whole may lose the exception of “{ours}”."
    elif " WITH " in ours:
        text = f"As into {target}: the exception of “{ours}” only adds permissions."
    reasons = found.reasons
    if text:
        note = Reason(text, _basis(answer))
        reasons = (note, *reasons) if answer is Answer.UNKNOWN else (*reasons, note)
    conditions = found.conditions if answer is Answer.CONDITIONAL else ()
    return Verdict(theirs, ours, use, answer, conditions, reasons, found.whole)


def _basis(answer: Answer) -> Basis:
    return "unknown" if answer is Answer.UNKNOWN else "inferred"


def _claims_whole(license_id: str, known: Knowledge) -> bool:
    license_ = known.licenses.get(license_id)
    return license_ is None or license_.reach not in {"none", "file", "library"}


def _inferred(theirs: str, ours: str, use: Use, known: Knowledge) -> Verdict:
    missing = [i for i in (theirs, ours) if i not in known.licenses]
    if missing:
        if theirs == ours and use not in {Use.AGGREGATE}:
            text = f"The licence is the same on both sides, but we have no review of {theirs}."
        else:
            text = f"We have no review of {missing[0]}. Ask the office."
        reason = Reason(text, "unknown")
        return Verdict(theirs, ours, use, Answer.UNKNOWN, (), (reason,))
    found = infer(known.licenses[theirs], known.licenses[ours], use)
    reason = Reason(found.text, _basis(found.answer), found.sources)
    return Verdict(theirs, ours, use, found.answer, found.conditions, (reason,), found.whole)
