# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One licence into one licence: which source decides, and which says otherwise.

Order of evidence: a curated row, a published matrix where it speaks of the use, an inference from
attributes (marked so), then unknown. A source that decides nothing is still heard: when it says
otherwise, the verdict names it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ospo_widgets.knowledge import Answer, Knowledge, VerdictRow
from ospo_widgets.knowledge.matrices import MatrixAnswer
from ospo_widgets.licensing.expressions import base_id
from ospo_widgets.licensing.inference import infer
from ospo_widgets.licensing.matrix import MatrixVerdict, matrix_verdict, speaks_of
from ospo_widgets.licensing.model import RANK, Basis, Disagreement, Reason, Verdict
from ospo_widgets.project import Use
from ospo_widgets.wording import words

_ANSWERS = {
    MatrixAnswer.YES: Answer.YES,
    MatrixAnswer.SAME: Answer.YES,
    MatrixAnswer.NO: Answer.NO,
    MatrixAnswer.UNKNOWN: Answer.UNKNOWN,
    MatrixAnswer.DEPENDS: Answer.UNKNOWN,
}
_SENTENCES = {
    MatrixAnswer.YES: "yes",
    MatrixAnswer.SAME: "same",
    MatrixAnswer.NO: "no",
    MatrixAnswer.UNKNOWN: "open",
    MatrixAnswer.DEPENDS: "depends",
}


class Terms:
    """Verdicts on pairs of terms; a term is a licence id, perhaps with ``+`` or an exception.

    Args:
        knowledge: What the verdicts rest on.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._known = knowledge
        self._rows: dict[str, list[VerdictRow]] = defaultdict(list)
        for row in knowledge.verdicts:
            for inbound in row.inbound:
                self._rows[inbound].append(row)
        self._verdicts: dict[tuple[str, str, Use], Verdict] = {}

    def verdict(self, theirs: str, ours: str, use: Use) -> Verdict:
        """One term into one term; remembered."""
        key = (theirs, ours, use)
        if key not in self._verdicts:
            self._verdicts[key] = self._decide(theirs, ours, use)
        return self._verdicts[key]

    def _decide(self, theirs: str, ours: str, use: Use) -> Verdict:
        matrix = self._matrix(theirs, ours, use)
        row = self._curated(theirs, ours, use)
        if row is not None:
            return _heard(row, matrix)
        if any(" WITH " in term or term.endswith("+") for term in (theirs, ours)):
            return self._with_exception(theirs, ours, use, matrix)
        here = self._judged(theirs, ours, use, matrix)
        license_ = self._known.licenses.get(theirs)
        for later in license_.later if license_ else ():
            found = self._curated(later, ours, use) or self._judged(
                later, ours, use, self._matrix(later, ours, use)
            )
            if RANK[found.answer] > RANK[here.answer] and not _overruled(found, here):
                here = _taken_later(theirs, later, found, here)
        return here

    # --- sources --------------------------------------------------------------------------------

    def _curated(self, theirs: str, ours: str, use: Use) -> Verdict | None:
        rows = [r for r in self._rows.get(theirs, ()) if ours in r.outbound and use in r.uses]
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

    def _matrix(self, theirs: str, ours: str, use: Use) -> Verdict | None:
        """What a matrix says, where it may speak of this use; open answers are unknown."""
        known = self._known.licenses
        if theirs not in known or ours not in known:
            return None
        found = matrix_verdict(theirs, ours)
        if found is None or not speaks_of(found, known[theirs], known[ours], use):
            return None
        reason = Reason(_matrix_sentence(found, theirs, ours), "matrix", (found.matrix.source,))
        return Verdict(theirs, ours, use, _ANSWERS[found.says], (), (reason,))

    def _judged(self, theirs: str, ours: str, use: Use, matrix: Verdict | None) -> Verdict:
        """Without a row: the matrix, else inference; what the matrix leaves open is said too."""
        inferred = self._inferred(theirs, ours, use)
        if matrix is None:
            return inferred
        if matrix.answer is Answer.UNKNOWN:
            return replace(inferred, reasons=(*inferred.reasons, *matrix.reasons))
        if matrix.answer is Answer.YES and inferred.answer is Answer.CONDITIONAL:
            # A matrix has no conditions; what follows from the licences is not lost for its yes.
            return replace(inferred, reasons=(*matrix.reasons, *inferred.reasons))
        return _heard(matrix, inferred)

    def _inferred(self, theirs: str, ours: str, use: Use) -> Verdict:
        known = self._known.licenses
        missing = [i for i in (theirs, ours) if i not in known]
        if missing:
            same = theirs == ours and use is not Use.AGGREGATE
            text = words(
                f"compatibility.unknown.{'same' if same else 'review'}", license=missing[0]
            )
            return Verdict(theirs, ours, use, Answer.UNKNOWN, (), (Reason(text, "unknown"),))
        found = infer(known[theirs], known[ours], use)
        reason = Reason(found.text, _basis(found.answer), found.sources)
        return Verdict(theirs, ours, use, found.answer, found.conditions, (reason,), found.whole)

    # --- exceptions -----------------------------------------------------------------------------

    def _with_exception(self, theirs: str, ours: str, use: Use, matrix: Verdict | None) -> Verdict:
        """A matrix may know the exception; else the licence alone, else what we know of both."""
        if matrix is not None and matrix.answer is not Answer.UNKNOWN:
            return matrix
        found = self._without_exception(theirs, ours, use)
        known = self._known.licenses
        if RANK[found.answer] < RANK[Answer.CONDITIONAL] and theirs in known and ours in known:
            judged = self._judged(theirs, ours, use, matrix)
            if RANK[judged.answer] > RANK[found.answer]:
                return judged
        return found

    def _without_exception(self, theirs: str, ours: str, use: Use) -> Verdict:
        """No row speaks of this exception: it can only add permissions on the inbound side."""
        base, target = base_id(theirs), base_id(ours)
        found = self.verdict(base, target, use)
        text = ""
        answer = found.answer
        if " WITH " in theirs and answer in {Answer.NO, Answer.UNKNOWN}:
            answer = Answer.UNKNOWN
            text = words("compatibility.exception.perhaps", term=theirs)
        elif " WITH " in theirs:
            text = words("compatibility.exception.adds", license=base, term=theirs)
        elif " WITH " in ours and theirs != ours and self._claims_whole(base):
            if answer in {Answer.YES, Answer.CONDITIONAL}:
                answer = Answer.UNKNOWN
            text = words("compatibility.exception.lost", license=base, term=ours)
        elif " WITH " in ours:
            text = words("compatibility.exception.into", license=target, term=ours)
        reasons = found.reasons
        if text:
            note = Reason(text, _basis(answer))
            reasons = (note, *reasons) if answer is Answer.UNKNOWN else (*reasons, note)
        conditions = found.conditions if answer is Answer.CONDITIONAL else ()
        others = found.disagreement
        return Verdict(theirs, ours, use, answer, conditions, reasons, found.whole, others)

    def _claims_whole(self, license_id: str) -> bool:
        license_ = self._known.licenses.get(license_id)
        return license_ is None or license_.reach not in {"none", "file", "library"}


def _row_reason(row: VerdictRow) -> Reason:
    reviewed = row.provenance.confidence.reviewed
    return Reason(row.reason, "curated", row.provenance.sources, row.id, reviewed)


def _matrix_sentence(found: MatrixVerdict, theirs: str, ours: str) -> str:
    return words(f"compatibility.matrix.{_SENTENCES[found.says]}", inbound=theirs, outbound=ours)


def _basis(answer: Answer) -> Basis:
    return "unknown" if answer is Answer.UNKNOWN else "inferred"


def _heard(verdict: Verdict, other: Verdict | None) -> Verdict:
    """The verdict, with what another source says when the two contradict each other.

    An “unknown” contradicts nothing, unless it is the verdict and the other one is sure.
    """
    if other is None or other.answer is Answer.UNKNOWN:
        return verdict
    if verdict.answer is not Answer.UNKNOWN and _lets(verdict) == _lets(other):
        return verdict
    return replace(verdict, disagreement=(*verdict.disagreement, _disagreement(other)))


def _lets(verdict: Verdict) -> bool:
    return verdict.answer in {Answer.YES, Answer.CONDITIONAL}


def _disagreement(other: Verdict) -> Disagreement:
    reason = other.reasons[0]
    if reason.basis == "matrix":
        source = reason.sources[0].title
    else:
        source = words(
            f"compatibility.source.{'curated' if reason.basis == 'curated' else 'inferred'}"
        )
    return Disagreement(source, other.answer, reason.text)


def _overruled(found: Verdict, here: Verdict) -> bool:
    """A matrix that is sure of “or later” is not overruled by what we only infer of a later one."""
    return here.reasons[0].basis == "matrix" and found.reasons[0].basis == "inferred"


def _taken_later(theirs: str, later: str, found: Verdict, here: Verdict) -> Verdict:
    """The verdict of a later version that may be chosen, heard beside the one of this version."""
    text = words("compatibility.choice.later", license=theirs, later=later)
    taken = replace(found, inbound=theirs, reasons=(*found.reasons, Reason(text, "inferred")))
    return _heard(taken, here) if here.reasons[0].basis == "matrix" else taken
