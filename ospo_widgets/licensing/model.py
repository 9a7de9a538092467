# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Answers of this room: verdicts and effective licences, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ospo_widgets.knowledge import Answer, Source
from ospo_widgets.project import Use

if TYPE_CHECKING:
    import pandas as pd

Basis = Literal["curated", "matrix", "inferred", "unknown"]
"""Curated: a row that a person wrote, with its authority. Matrix: a published table of verdicts,
without its reasons. Inferred: from what the licences are."""

MAX_COMPARED = 4
"""Most licences side by side; a fifth column would not fit a page nor a sheet of paper."""

RANK: dict[Answer, int] = {
    Answer.NO: 0,
    Answer.UNKNOWN: 1,
    Answer.CONDITIONAL: 2,
    Answer.YES: 3,
}
"""How far an answer lets one go; unknown never counts as yes, nor as conditional."""


def strictest(answers: Sequence[Answer]) -> Answer:
    """All must hold (AND): “no” wins, then unknown, then conditional."""
    return min(answers, key=RANK.__getitem__)


def best(answers: Sequence[Answer]) -> Answer:
    """One may be chosen (OR): the opposite order of :func:`strictest`."""
    return max(answers, key=RANK.__getitem__)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: one sentence, what it rests on, and the row of knowledge that says so.

    Attributes:
        text: One sentence.
        basis: ``curated``, ``matrix``, ``inferred`` or ``unknown``.
        sources: Authorities, with clause.
        row: Id of the row in ``verdicts.yaml``, empty when none speaks.
        reviewed: False when the row rests on a packager’s claim or on memory.
    """

    text: str
    basis: Basis
    sources: tuple[Source, ...] = ()
    row: str = ""
    reviewed: bool = True

    def to_json(self) -> dict[str, Any]:
        """First source in ``source``, ``url`` and ``clause``; all of them in ``sources``.

        That nobody reviewed something is a conclusion of ours: basis ``unknown`` is ``inferred``
        here, so that programs meet three words only.
        """
        first = self.sources[0] if self.sources else Source("")
        return {
            "text": self.text,
            "source": first.title,
            "url": first.url,
            "clause": first.clause,
            "basis": "inferred" if self.basis == "unknown" else self.basis,
            "row": self.row,
            "reviewed": self.reviewed,
            "sources": [{"title": s.title, "url": s.url, "clause": s.clause} for s in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A source that says otherwise than the verdict; it was heard and did not decide.

    Attributes:
        source: Who says so, for people.
        says: Its answer.
        text: What it says, one sentence.
    """

    source: str
    says: Answer
    text: str

    def to_json(self) -> dict[str, str]:
        """Plain data for ``json.dumps``."""
        return {"source": self.source, "says": str(self.says), "text": self.text}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one licence may be used in work under another one.

    Attributes:
        inbound: Normalised expression of what is used.
        outbound: Normalised expression of the work that uses it.
        use: How it is used.
        answer: Yes, conditional, no or unknown.
        conditions: What must be true for ``conditional``, one sentence each.
        reasons: Why, the deciding ones first.
        whole: Licence under which the combined work must be handed out when that is not the
            outbound one; empty otherwise.
        disagreement: Sources that say otherwise.
    """

    inbound: str
    outbound: str
    use: Use
    answer: Answer
    conditions: tuple[str, ...]
    reasons: tuple[Reason, ...]
    whole: str = ""
    disagreement: tuple[Disagreement, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "inbound": self.inbound,
            "outbound": self.outbound,
            "use": str(self.use),
            "verdict": str(self.answer),
            "conditions": list(self.conditions),
            "whole": self.whole,
            "reasons": [reason.to_json() for reason in self.reasons],
            "disagreement": [other.to_json() for other in self.disagreement],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a reason: verdict, text, basis, source, clause, url, row.

        A source that says otherwise has a row as well, with its answer as verdict and the basis
        ``disagreement``.
        """
        from ospo_widgets.licensing.display import verdict_frame

        return verdict_frame(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.display import verdict_html

        return verdict_html(self)


@dataclass(frozen=True, slots=True)
class Effective:
    """Licence of what is handed out as one program.

    Attributes:
        expression: SPDX expression; None when no licence fits.
        answer: ``yes``, ``conditional`` (what to heed is in ``conditions``), ``unknown`` when a
            licence or a pair is not known, ``no`` when nothing fits.
        because: Why: components that decide, or the pair that conflicts.
        without_optional: Licence of the build without optional components; None when there are no
            optional ones, or when nothing fits that build either.
        conditions: What must be heeded, one sentence each, with the component’s name.
    """

    expression: str | None
    answer: Answer
    because: tuple[Reason, ...]
    without_optional: str | None = None
    conditions: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "expression": self.expression,
            "verdict": str(self.answer),
            "conditions": list(self.conditions),
            "because": [reason.to_json() for reason in self.because],
            "without_optional": self.without_optional,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a reason: verdict, text, basis, source, clause, url."""
        from ospo_widgets.licensing.display import effective_frame

        return effective_frame(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.display import effective_html

        return effective_html(self)
