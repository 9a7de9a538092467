# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Effects of a licence on working with others: what :mod:`.effects` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ospo_widgets.knowledge import Answer
from ospo_widgets.knowledge.effects import Aspect
from ospo_widgets.licensing.model import RANK, Reason, Verdict
from ospo_widgets.project import Material
from ospo_widgets.wording import words

if TYPE_CHECKING:
    import pandas as pd

SUMMARY_ORDER = (Answer.NO, Answer.UNKNOWN, Answer.CONDITIONAL, Answer.YES)
"""Of each answer one partner, before a second one of any: a summary shows both sides."""


@dataclass(frozen=True, slots=True)
class AspectEffect:
    """One question for one partner.

    Attributes:
        aspect: What was asked.
        answer: The answer. For ``share`` it says whether they must: “no” leaves them free.
        cell: The answer in up to six words.
        reason: Why, with the clause of the licence.
    """

    aspect: Aspect
    answer: Answer
    cell: str
    reason: Reason

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "answer": str(self.answer),
            "cell": self.cell,
            "reason": self.reason.to_json(),
        }


@dataclass(frozen=True, slots=True)
class PartnerEffect:
    """What the licence means for one kind of partner.

    Attributes:
        partner: Id of the partner.
        name: Name for people.
        text: What they do with the work.
        answer: What it means in one word.
        cell: What it means in up to six words.
        aspects: May use, may combine, must share.
        reasons: Why, the deciding one first, then consequences besides.
        judged: Licence by which they are judged: of the source, or of the builds.
        inside: They are on the inside: contributors, and the holder of the rights.
    """

    partner: str
    name: str
    text: str
    answer: Answer
    cell: str
    aspects: Mapping[Aspect, AspectEffect]
    reasons: tuple[Reason, ...]
    judged: str
    inside: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "partner": self.partner,
            "name": self.name,
            "answer": str(self.answer),
            "cell": self.cell,
            "judged": self.judged,
            **{str(aspect): effect.to_json() for aspect, effect in self.aspects.items()},
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class NeighbourEffect:
    """How our work and a concrete project get along.

    Attributes:
        neighbour: Id of the neighbour.
        name: Name for people.
        license: Its licence, an SPDX expression.
        ours_into_theirs: May they take ours? None when that is not asked.
        theirs_into_ours: May we take theirs? None when that is not asked.
        text: Both in words.
        note: Remark about it, empty when there is none.
        reviewed: Whether its licence was read in a source.
    """

    neighbour: str
    name: str
    license: str
    ours_into_theirs: Verdict | None
    theirs_into_ours: Verdict | None
    text: str
    note: str
    reviewed: bool

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        ours, theirs = self.ours_into_theirs, self.theirs_into_ours
        return {
            "neighbour": self.neighbour,
            "name": self.name,
            "license": self.license,
            "ours_into_theirs": ours.to_json() if ours else None,
            "theirs_into_ours": theirs.to_json() if theirs else None,
            "text": self.text,
            "note": self.note,
            "reviewed": self.reviewed,
        }


@dataclass(frozen=True, slots=True)
class Effects:
    """What one licence means for working with others.

    Attributes:
        license: Normalised SPDX expression.
        material: Material of the part.
        partners: Kinds of partners, in the order in which they are shown.
        neighbours: Concrete projects.
        effective: Licence of builds when it is not the licence of the source, else empty.
    """

    license: str
    material: Material
    partners: tuple[PartnerEffect, ...]
    neighbours: tuple[NeighbourEffect, ...]
    effective: str = ""

    def partner(self, partner_id: str) -> PartnerEffect:
        """The effect on one partner.

        Raises:
            KeyError: The partner makes no sense for this material, or there is none.
        """
        for effect in self.partners:
            if effect.partner == partner_id:
                return effect
        raise KeyError(partner_id)

    def summary(self, n: int = 3) -> tuple[str, ...]:
        """The most telling effects, one sentence each, at most ``n``.

        One partner for each answer that occurs, the strictest answer first, so that limits and
        freedoms both show; then further partners in their order, those on the inside last.
        """
        ordered = sorted(self.partners, key=lambda effect: effect.inside)
        others = [effect for effect in ordered if not effect.inside]
        found = [next((e for e in others if e.answer is a), None) for a in SUMMARY_ORDER]
        first = [effect for effect in found if effect is not None]
        rest = [effect for effect in ordered if effect not in first]
        return tuple(
            words(
                "effects.summary",
                partner=effect.name,
                answer=words(f"licensing.answer.{effect.answer}"),
                cell=effect.cell,
            )
            for effect in (*first, *rest)[: max(n, 0)]
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "license": self.license,
            "material": str(self.material),
            "effective": self.effective or None,
            "partners": [effect.to_json() for effect in self.partners],
            "neighbours": [effect.to_json() for effect in self.neighbours],
            "summary": list(self.summary()),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a partner and question: answer, cell, reason and clause."""
        return EffectsTable(self.material, (self,)).to_frame()

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.effects_display import effects_html

        return effects_html(EffectsTable(self.material, (self,)))


@dataclass(frozen=True, slots=True)
class EffectsTable:
    """Effects of one to four licences side by side.

    Attributes:
        material: Material of the part.
        columns: One a licence; the chosen one first.
        chosen: Expression of the chosen licence, empty when none is.
    """

    material: Material
    columns: tuple[Effects, ...]
    chosen: str = ""

    def rows(self) -> tuple[tuple[PartnerEffect, ...], ...]:
        """One tuple a partner, with an effect for each licence."""
        return tuple(zip(*(column.partners for column in self.columns), strict=True))

    def differences(self) -> tuple[str, ...]:
        """Ids of the partners for whom the licences differ."""
        return tuple(
            row[0].partner for row in self.rows() if len({(e.answer, e.cell) for e in row}) > 1
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return {
            "material": str(self.material),
            "chosen": self.chosen or None,
            "licenses": [column.to_json() for column in self.columns],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a licence, partner and question."""
        import pandas as pd

        from ospo_widgets.licensing.effects_display import COLUMNS, effects_rows

        return pd.DataFrame(list(effects_rows(self)), columns=list(COLUMNS))

    def to_csv(self) -> str:
        """The same as CSV; cells that a spreadsheet would run are defused."""
        from ospo_widgets.licensing.effects_display import effects_csv

        return effects_csv(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.effects_display import effects_html

        return effects_html(self)


def room(effect: AspectEffect) -> int:
    """How much room an answer leaves; for the duty to share it is the other way round."""
    if effect.aspect is not Aspect.SHARE:
        return RANK[effect.answer]
    free = {Answer.YES: 0, Answer.UNKNOWN: 1, Answer.CONDITIONAL: 2, Answer.NO: 3}
    return free[effect.answer]
