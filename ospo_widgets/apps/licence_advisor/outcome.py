# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the advice leads to: effects side by side, the sheet, the mail and the release kit.

All of it comes after the last question, so it is imported when it is asked for: the first question
is on the screen earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.advice import revisions
from ospo_widgets.advice.assembly import resolved
from ospo_widgets.advice.model import PartAdvice
from ospo_widgets.errors import InputError
from ospo_widgets.licensing.effective import effective_license
from ospo_widgets.licensing.expressions import parse
from ospo_widgets.licensing.model import MAX_COMPARED, Effective
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.advice.kit.details import KitDetails
    from ospo_widgets.advice.kit.release import Kit
    from ospo_widgets.advice.sheet.model import Sheet
    from ospo_widgets.apps.licence_advisor.model import AdvisorModel
    from ospo_widgets.licensing.effects_model import EffectsTable


class Outcome:
    """Everything that is made from the model's advice; holds only what stands side by side."""

    def __init__(self, model: AdvisorModel) -> None:
        self._model = model
        self._compared: dict[str, tuple[str, ...]] = {}

    # Side by side ------------------------------------------------------------------------------

    def compared(self, part_id: str) -> tuple[str, ...]:
        """Licences that stand beside the chosen one of a part: as ticked, else the next best."""
        part = self._model.recommendation().part(part_id)
        if part is None:
            return ()
        others = self._compared.get(part_id)
        if others is None:
            others = comparable(part)
        return tuple(i for i in others if i != part.chosen)[: MAX_COMPARED - 1]

    def compare(self, part_id: str, licenses: Sequence[str]) -> None:
        """Put other licences beside the chosen one.

        Args:
            part_id: The part.
            licenses: Expressions or everyday names.

        Raises:
            InputError: More than fit side by side, or no licence; nothing was changed.
        """
        texts = tuple(dict.fromkeys(parse(text).text for text in licenses))
        if len(texts) > MAX_COMPARED - 1:
            raise InputError(words("advisor_app.effects.too_many", limit=MAX_COMPARED))
        self._compared = {**self._compared, part_id: texts}

    def effects(self, part_id: str) -> EffectsTable:
        """What the chosen licence of a part and those beside it mean for others.

        Raises:
            InputError: There is no such part, or it has no licence.
        """
        from ospo_widgets.licensing import effects

        part = self._model.recommendation().part(part_id)
        if part is None or part.chosen is None:
            raise InputError(words("advisor_app.no_part", part=part_id))
        licenses = (part.chosen, *self.compared(part_id))
        known = self._model.knowledge
        built = {i: self._built(part, i) for i in licenses}
        return effects.compare(
            licenses,
            part.part.material,
            chosen=part.chosen,
            effective={i: whole for i, whole in built.items() if whole is not None},
            knowledge=known,
        )

    def _built(self, part: PartAdvice, license_id: str) -> Effective | None:
        """Licence of a build, when the source has this one; None where nothing is built."""
        if part.effective is None or not part.part.components:
            return None
        if license_id == part.chosen:
            return part.effective
        return effective_license(license_id, resolved(part.part), self._model.knowledge)

    # What changed since ------------------------------------------------------------------------

    def rules_changed_since(self, day: date | None) -> tuple[revisions.ChangedRow, ...]:
        """Rules of the policy, and rows behind this advice, that were reviewed after a day."""
        if day is None or day >= self._model.knowledge.reviewed_on:
            return ()
        used = {
            reason.row
            for part in self._model.recommendation().parts
            for held in (*part.candidates, *part.excluded)
            for reason in held.reasons
        }
        rows = revisions.rules_changed_since(day, self._model.knowledge, self._model.policy)
        return tuple(row for row in rows if row.kind == "policies" or row.id in used)

    # What is taken away -------------------------------------------------------------------------

    def sheet(self) -> Sheet:
        """The due-diligence sheet for the group leader, of today."""
        from ospo_widgets.advice.sheet.diligence import due_diligence

        return due_diligence(
            self._model.recommendation(), on=date.today(), knowledge=self._model.knowledge
        )

    def kit(
        self,
        *,
        holder: str,
        year: int,
        beneficiary: str = "",
        details: KitDetails | None = None,
    ) -> Kit:
        """The release kit for the answers so far, with the sheet for the group leader in it.

        Args:
            holder: Copyright holder, a legal person.
            year: Year of first publication.
            beneficiary: Collaboration for whose benefit the holder holds the rights.
            details: What else the person said about the project.

        Raises:
            OspoError: A hold stands against it, an answer is contradictory, or a value is wrong.
        """
        from ospo_widgets.advice.kit.details import KitDetails
        from ospo_widgets.advice.kit.release import release_kit
        from ospo_widgets.licensing.notices import FIRST_YEAR

        clashes = self._model.problems()
        if clashes:
            raise InputError(clashes[0].message)
        if not holder.strip():
            raise InputError(words("advisor_app.kit.no_holder"))
        if not FIRST_YEAR <= year <= date.today().year:
            raise InputError(words("advisor_app.kit.bad_year", year=year, now=date.today().year))
        sheet = self.sheet()
        return release_kit(
            self._model.recommendation(),
            holder=holder.strip(),
            year=year,
            beneficiary=beneficiary.strip(),
            knowledge=self._model.knowledge,
            details=replace(details or KitDetails(), day=date.today()),
            extra_files={
                "sheet.html": sheet.to_html().encode(),
                "sheet.md": sheet.to_markdown().encode(),
            },
        )


def comparable(part: PartAdvice) -> tuple[str, ...]:
    """Licences worth a look beside the chosen one.

    The possible ones, then those that only a wish of the person rules out: what the wish means for
    others shows best beside them.
    """
    possible = [c.license.id for c in part.candidates]
    wished_away = [
        e.license.id for e in part.excluded if all(r.basis == "answer" for r in e.reasons)
    ]
    return tuple(i for i in (*possible, *wished_away) if i != part.chosen)
