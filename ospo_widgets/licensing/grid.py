# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All against all: which of several licences may go into work under which other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ospo_widgets.charting.table import csv_text
from ospo_widgets.knowledge import Answer, Knowledge, load_knowledge
from ospo_widgets.licensing.compatibility import compatible
from ospo_widgets.licensing.model import Verdict
from ospo_widgets.licensing.resolve import Named, resolve
from ospo_widgets.project import Use

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Grid:
    """Verdicts of every item into every item.

    Attributes:
        items: What is compared, each once, in the order given.
        use: How the inbound one is used.
        rows: One row an inbound item; in it one verdict an outbound item.
    """

    items: tuple[Named, ...]
    use: Use
    rows: tuple[tuple[Verdict, ...], ...]

    @property
    def counts(self) -> Mapping[Answer, int]:
        """How many verdicts of each answer, the diagonal included."""
        answers = [verdict.answer for row in self.rows for verdict in row]
        return {answer: answers.count(answer) for answer in Answer}

    def to_csv(self) -> str:
        """A header of outbound items, then one line an inbound item."""
        return csv_text(
            ("inbound", *(item.label for item in self.items)),
            (
                (item.label, *(str(verdict.answer) for verdict in row))
                for item, row in zip(self.items, self.rows, strict=True)
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; ``rows[i][j]`` is item i into work under item j."""
        return {
            "items": [item.to_json() for item in self.items],
            "use": str(self.use),
            "rows": [[str(verdict.answer) for verdict in row] for row in self.rows],
            "counts": {str(answer): count for answer, count in self.counts.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Answers, inbound items as rows, outbound items as columns."""
        from ospo_widgets.licensing.outbound_display import grid_frame

        return grid_frame(self)

    def _repr_html_(self) -> str:
        from ospo_widgets.licensing.outbound_display import grid_html

        return grid_html(self)


def all_against_all(
    items: Sequence[str], use: Use = Use.DYNAMIC_LINK, *, knowledge: Knowledge | None = None
) -> Grid:
    """Judge every item of a list against every other one, and against itself.

    Args:
        items: Licences or components; one that means the same as an earlier one is left out.
        use: How the inbound one is used.
        knowledge: By default what :func:`load_knowledge` gives.

    Raises:
        ExpressionError: A name is neither a licence nor a component.
    """
    known = knowledge or load_knowledge()
    once = {(named.label, named.expression): named for named in (resolve(i, known) for i in items)}
    named = tuple(once.values())
    rows = tuple(
        tuple(compatible(one.expression, other.expression, use, knowledge=known) for other in named)
        for one in named
    )
    return Grid(named, Use(use), rows)
